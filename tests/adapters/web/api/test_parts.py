"""Long lists are had a part at a time: over HTTP by headers, on the command line by a note."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from projections.claims.figures.pages import SORTS
from tests.adapters.web.served import Served
from tests.support.command import asked, subsidy

API = "/api/v1"


def parts(web: Served, path: str) -> list[list[dict[str, Any]]]:
    """Return every part of a list, each by the address that the one before it gives."""
    every: list[list[dict[str, Any]]] = []
    there: str | None = path
    while there is not None:
        answer = web.get(there, "auditor")
        assert answer.status_code == 200, answer.text
        every.append(answer.json())
        link = answer.headers.get("link")
        assert (link is None) == ("subsidy-next" not in answer.headers)
        there = None if link is None else link.partition("<")[2].partition(">")[0]
        assert len(every) < 100, "it has no end"
    return every


@pytest.mark.parametrize("position", ["", "&position=60"])
@pytest.mark.parametrize("sort", ["claim_no", "-granted_fen", "measure"])
def test_the_parts_of_the_register_are_the_whole_of_it(
    sort: str, position: str, web: Served
) -> None:
    whole = web.get(f"{API}/claims?{position}", "auditor").json()

    cut = parts(web, f"{API}/claims?limit=97&sort={sort}{position}")

    assert [len(part) for part in cut[:-1]] == [97] * (len(cut) - 1)
    put_together = [claim for part in cut for claim in part]
    assert sorted(put_together, key=lambda claim: claim["claim_no"]) == whole
    by = sort.removeprefix("-")
    keys = [(claim[by] is not None, claim[by], claim["claim_no"]) for claim in put_together]
    assert keys == sorted(keys, reverse=sort.startswith("-"))


def test_a_part_says_how_many_there_are_and_after_which_it_goes_on(web: Served) -> None:
    whole = web.get(f"{API}/claims?year=2022", "auditor")

    part = web.get(f"{API}/claims?year=2022&limit=2", "auditor")

    assert {"link", "subsidy-next", "subsidy-total"}.isdisjoint(whole.headers)
    assert part.headers["subsidy-total"] == str(len(whole.json()))
    assert unquote(part.headers["subsidy-next"]) == part.json()[-1]["claim_no"]
    assert "year=2022" in part.headers["link"]


def test_every_part_of_a_history_is_there_once(web: Served) -> None:
    uscc = web.get(f"{API}/claims?limit=1", "auditor").json()[0]["uscc"]
    for path in (f"/enterprises/{uscc}/history", "/history/policy-book", "/batches"):
        whole = web.get(f"{API}{path}", "auditor").json()
        cut = parts(web, f"{API}{path}?limit=2")
        assert [each for part in cut for each in part] == whole


@pytest.mark.parametrize("word", ["YT", "9133", "有限", "%", "_", "nowhere"])
@pytest.mark.parametrize("position", ["", "&position=60"])
def test_what_is_searched_for_is_a_part_of_a_number_a_code_or_a_name(
    word: str, position: str, web: Served
) -> None:
    every = web.get(f"{API}/claims?{position}", "auditor").json()
    right = [
        claim
        for claim in every
        if any(word in claim[key] for key in ("claim_no", "uscc", "enterprise"))
    ]

    matching = web.get(f"{API}/claims", "auditor", params={"search": word} | at(position)).json()
    page = web.get(f"{API}/claims", "auditor", params={"search": word, "limit": 500} | at(position))

    assert matching == right
    assert page.json() == right[:500]
    assert page.headers["subsidy-total"] == str(len(right))


def at(position: str) -> dict[str, str]:
    return {"position": position.partition("=")[2]} if position else {}


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("limit=0", 422, "malformed"),
        ("limit=501", 422, "malformed"),
        ("limit=x", 422, "malformed"),
        ("after=YT2022-1", 422, "malformed"),
        ("sort=claim_no", 422, "malformed"),
        ("limit=5&sort=by", 422, "sort-unknown"),
        ("limit=5&measure=none", 404, "measure-unknown"),
    ],
)
def test_a_part_that_cannot_be_had_is_refused(
    query: str, status: int, code: str, web: Served
) -> None:
    answer = web.get(f"{API}/claims?{query}", "auditor")

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_command_line_has_the_same_parts(county: Path) -> None:
    whole = asked(county, "claims")

    ran = subsidy("claims", "--limit", "3", "--sort", "-claim_no", "--json", "--store", county)

    assert ran.json == whole[:-4:-1]
    assert ran.json[-1]["claim_no"] in ran.err
    rest = asked(county, "claims", "--limit", "500", "--after", whole[2]["claim_no"])
    assert rest == whole[3:503]


@pytest.mark.parametrize("sort", SORTS)
def test_a_register_is_sorted_by_each_field(sort: str, web: Served) -> None:
    up, down = (
        [claim for part in parts(web, f"{API}/claims?limit=500&sort={way}") for claim in part]
        for way in (sort, f"-{sort}")
    )

    assert up == down[::-1]
    assert len({claim["claim_no"] for claim in up}) == len(up)
