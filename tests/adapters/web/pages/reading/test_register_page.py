"""The register of claims and what is looked for: filters in the address, sums, exports, ways."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.adapters.web.served import Served
from tests.support.command import asked

NAME = "虹桥"


def numbers(page: str) -> list[str]:
    """Return the claims that a page lists, in order."""
    return re.findall(r'<th scope="row" class="code"><a href="/claims/([^"?]+)"', page)


def fen(text: str) -> str:
    return f"{int(text) // 100:,}.{int(text) % 100:02d}"


@pytest.fixture(scope="module")
def every(county: Path) -> list[dict[str, Any]]:
    claims: list[dict[str, Any]] = asked(county, "claims")
    return claims


def test_the_address_filters_and_the_page_says_how_many_and_how_much(
    web: Served, every: list[dict[str, Any]]
) -> None:
    page = web.get(f"/claims?name={quote(NAME)}&status=approved").text
    right = [each for each in every if NAME in each["enterprise"] and each["status"] == "approved"]

    assert f"{len(right)} 笔" in page
    assert fen(str(sum(each["granted_fen"] for each in right))) in page
    assert numbers(page) == sorted(each["claim_no"] for each in right)[:50]


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("min=50,000.00", lambda claim: claim["granted_fen"] >= 5_000_000),
        ("max=1000", lambda claim: claim["granted_fen"] <= 100_000),
        ("officer=wang", lambda claim: True),
        ("since=2022-06-01&until=2022-06-30", lambda claim: claim["occurred_on"][:7] == "2022-06"),
        ("year=2023", lambda claim: claim["year"] == 2023),
        ("kind=&measure=&status=", lambda claim: True),
    ],
)
def test_each_part_of_the_filter_counts(
    web: Served, every: list[dict[str, Any]], words: str, right: Any
) -> None:
    page = web.get(f"/claims?{words}").text

    assert f"{sum(map(right, every)):,} 笔" in page


def test_the_whole_set_is_exported_by_the_same_filter(
    web: Served, every: list[dict[str, Any]]
) -> None:
    page = web.get("/claims?min=50,000.00&sort=-granted_fen&page=2&cols=claim_no").text
    (path,) = re.findall(r'href="([^"]+\.csv\?[^"]+)"', page)
    rows = web.get(path.replace("&amp;", "&"))

    assert rows.status_code == 200
    written = {line.split(",")[0] for line in rows.text.splitlines()}
    assert {each["claim_no"] for each in every if each["granted_fen"] >= 5_000_000} == {
        name for name in written if name.startswith("YQ")
    }


def test_pages_are_sorted_over_the_whole_set(web: Served, every: list[dict[str, Any]]) -> None:
    order = sorted(every, key=lambda claim: (claim["granted_fen"], claim["claim_no"]))[::-1]
    first = numbers(web.get("/claims?sort=-granted_fen").text)
    second = numbers(web.get("/claims?sort=-granted_fen&page=2").text)
    last = numbers(web.get("/claims?sort=-granted_fen&page=9999").text)

    right = [claim["claim_no"] for claim in order]
    assert first + second == right[:100]
    assert last == right[-len(last) :]


def test_what_cannot_be_read_is_said_at_the_field(web: Served) -> None:
    page = web.get("/claims?min=much&since=yesterday&year=22")

    assert page.status_code == 422
    said = re.findall(r'id="f-(\w+)-said"', page.text)
    assert sorted(said) == ["min", "since", "year"]
    assert 'value="yesterday"' in page.text


def test_a_number_leads_to_its_claim_and_one_that_no_claim_has_to_an_empty_register(
    web: Served, every: list[dict[str, Any]]
) -> None:
    known = web.get(f"/claims?number={every[0]['claim_no']}")
    none = web.get("/claims?number=YQ-NONE&status=approved")

    assert (known.status_code, known.headers["location"]) == (
        303,
        f"/claims/{every[0]['claim_no']}",
    )
    assert none.status_code == 200
    assert "没有申报编号为 YQ-NONE 的申报" in none.text
    assert 'value="YQ-NONE"' in none.text
    assert numbers(none.text) == []


def test_a_part_of_a_number_leads_to_the_claims_that_have_it(
    web: Served, every: list[dict[str, Any]]
) -> None:
    part = every[0]["claim_no"][-4:]
    parts = ("claim_no", "uscc", "enterprise")
    having = {each["claim_no"] for each in every if any(part in each[name] for name in parts)}
    search = web.get(f"/search?q={part}")

    page = web.get(search.headers["location"])

    assert search.headers["location"] == f"/claims?number={part}"
    assert 0 < len(having) < len(every)
    assert set(numbers(page.text)) == having
    assert f"/api/v1/claims.csv?search={part}" in unescape(page.text)
    assert f"没有编号为 {part} 的申报：所列申报的编号、企业代码或名称含有该部分" in page.text


def test_a_search_goes_where_it_can_only_mean(web: Served, every: list[dict[str, Any]]) -> None:
    claim = every[0]
    ways = {
        claim["claim_no"]: f"/claims/{claim['claim_no']}",
        claim["uscc"]: f"/enterprises/{claim['uscc']}",
        claim["uscc"].lower(): f"/enterprises/{claim['uscc']}",
        claim["enterprise"]: f"/enterprises/{claim['uscc']}",
    }
    for asked_for, way in ways.items():
        answer = web.get(f"/search?q={quote(asked_for)}")
        assert (answer.status_code, answer.headers["location"]) == (303, way)


def test_a_search_for_several_lists_them(web: Served, every: list[dict[str, Any]]) -> None:
    page = web.get(f"/search?q={quote(NAME)}").text
    codes = {each["uscc"] for each in every if NAME in each["enterprise"]}

    assert f"{len(codes)} 家企业" in page
    assert all(f'href="/enterprises/{code}"' in page for code in codes)
    assert "0 家企业" in web.get("/search?q=nothing-of-this-name").text
    assert web.get("/search?q=x", by="admin").status_code == 403


def test_enterprises_go_on_after_the_last_of_a_page(
    web: Served, every: list[dict[str, Any]]
) -> None:
    seen: list[str] = []
    path: str | None = "/enterprises"
    while path:
        page = web.get(path).text
        seen += re.findall(r'class="code"><a href="/enterprises/([^"?]+)"', page)
        more = re.findall(r'<a rel="next" href="([^"]+)"', page)
        path = more[0].replace("&amp;", "&") if more else None

    assert seen == sorted({each["uscc"] for each in every})


def test_a_file_of_the_register_has_all_rows_and_is_called_by_how_many(
    web: Served, every: list[dict[str, Any]]
) -> None:
    sent_on = web.get("/claims?export=csv&status=approved&position=3")
    there = sent_on.headers["location"]
    then, now = web.get(there), web.get("/api/v1/claims.csv")

    assert there.startswith("/api/v1/claims.csv?status=approved&position=3")
    assert "claims-position-3-" in then.headers["content-disposition"]
    assert f"claims-{len(every)}-rows.csv" in now.headers["content-disposition"]
    *rows, sums, position = now.text.splitlines()[1:]
    assert len(rows) == len(every)
    assert sums.startswith("合计")
    assert position.startswith("截至账本位置")


def test_sums_say_why_more_is_granted_than_declared(
    web: Served, every: list[dict[str, Any]]
) -> None:
    said = set()
    for kind in {claim["kind"] for claim in every}:
        own = [claim for claim in every if claim["kind"] == kind]
        granted = sum(claim["granted_fen"] for claim in own)
        declared = sum(claim["declared_fen"] or 0 for claim in own)
        page = web.get(f"/claims?kind={kind}&lang=en").text

        assert ("fixed awards are granted by their own rates" in page) == (granted > declared)
        said.add(granted > declared)
    assert said == {True, False}
