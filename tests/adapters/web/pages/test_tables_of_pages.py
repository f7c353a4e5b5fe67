"""What every page has beside its answer: its language, its position, its files, filters kept."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from html import unescape
from io import StringIO
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from adapters.web.api.answers import report_file
from adapters.web.guard import Entry
from adapters.web.pages.every import pages
from adapters.web.pages.frame import TEMPLATES, Frame, is_of_now
from adapters.web.pages.tables import Listing
from adapters.wording.table import Column, Report, Table
from tests.adapters.web.served import Served

# Tables that are not a listing: the keys of the pages, and a list whose rows end in a button.
BY_HAND = {"_table.html", "_dialogs.html", "people/own.html"}
TABLES = {  # pages whose tables had no tools, with who sees each
    "/": "auditor",
    "/enterprises": "auditor",
    "/audit/delays": "auditor",
    "/policy/readings": "auditor",
    "/accounts": "admin",
    "/journal": "admin",
}


def test_every_table_of_figures_is_the_one_that_is_filtered_exported_and_printed() -> None:
    by_hand = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if "<table" in path.read_text(encoding="utf-8")
    }

    assert by_hand == BY_HAND


def test_no_table_is_called_by_the_word_that_its_query_has(web: Served) -> None:
    for path, role in {**TABLES, "/approve": "approver", "/waiting": "auditor"}.items():
        page = web.get(path, by=role).text
        called = re.findall(r"<caption[^>]*>([^<]*)<", page)
        words = {name.removesuffix(".sort") for name in re.findall(r"[?;]([a-z0-9]+)\.sort=", page)}

        assert len(called) == len(set(called)), path
        for word in words | {"caps"}:
            assert not [each for each in called if re.search(rf"\b{word}\b", each)], path


SUMMED = Table(
    title="",
    columns=(Column("a"), Column("b", "fen")),
    rows=[("x", 1), ("y", 2), ("all", 3)],
    totals=1,
)


@pytest.mark.parametrize(("query", "rows"), [("", 2), ("with=x", 1), ("sort=-a", 2)])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_file_is_called_by_its_rows_without_those_that_add_them_up(
    suffix: str, query: str, rows: int, tmp_path: Path
) -> None:
    """A part has no row of sums, which would be those of all."""
    frame = Frame(title="t", language="en", path="/t", query=query)
    table = Listing(table=SUMMED, frame=frame, keys=("a", "b")).as_file
    short = replace(SUMMED, rows=[("z", 1)], totals=0)

    alone = report_file(Report(title="", parts=(table,)), f"t{suffix}", 7, tmp_path)
    beside = report_file(Report(title="", parts=(short, table)), f"t{suffix}", 7, tmp_path)

    assert len(table.rows) - len(table.counted) == (0 if query == "with=x" else 1)
    assert f"t-position-7-{rows}-rows{suffix}" in alone.headers["content-disposition"]
    if rows > 1:  # of several tables a CSV has the longest alone
        counted = rows if suffix == ".csv" else rows + 1
        assert f"-{counted}-rows{suffix}" in beside.headers["content-disposition"]


def links(text: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]*)"', text)]


def rows_of(answer: object) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))  # type: ignore[attr-defined]


def test_a_language_that_is_chosen_on_a_page_lasts_and_the_api_chooses_none(web: Served) -> None:
    chosen = web.get("/login?lang=en", by=None)
    cookie = chosen.headers["set-cookie"]
    refused = web.get("/claims?lang=zh", by=None)
    asked = web.get("/api/v1/totals?lang=en")

    assert cookie.startswith("subsidy_lang=en; ")
    assert {"Path=/", "SameSite=Strict", "HttpOnly"} <= set(cookie.split("; "))
    assert refused.headers["set-cookie"].startswith("subsidy_lang=zh; ")
    assert "set-cookie" not in asked.headers
    assert "set-cookie" not in web.get("/claims?lang=fr").headers
    web.client.cookies.clear()


@pytest.mark.parametrize("path", TABLES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_of_a_page_is_had_as_a_file_and_the_journal_says_so(
    web: Served, path: str, kind: str
) -> None:
    page = web.get(path, TABLES[path])
    known = [each for each in links(page.text) if f"export={kind}" in each]
    files = [web.get(each, TABLES[path]) for each in known]

    assert known
    assert page.text.count("data-print") >= len(known)
    assert {each.status_code for each in files} == {200}
    assert all("-rows." in each.headers["content-disposition"] for each in files)
    if path in ("/", "/enterprises", "/audit/delays"):
        position = web.server.rooms.head()
        assert all(f"position-{position}-" in each.headers["content-disposition"] for each in files)
    noted = web.server.people.journal.entries(act="export")
    assert [each.facts["what"] for each in noted[: len(known)]] == [f"table: {path}"] * len(known)


def test_a_file_of_enterprises_has_all_that_match_and_not_those_of_the_page(web: Served) -> None:
    page = web.get("/enterprises", "auditor")
    (total,) = re.findall(r'role="status">\D*(\d+)', page.text)
    (where,) = (each for each in links(page.text) if "export=csv" in each)

    assert int(total) > 50
    assert len(rows_of(web.get(where, "auditor"))) - 1 == int(total)


def test_a_table_that_is_not_there_and_a_kind_that_is_not_made_are_no_files(web: Served) -> None:
    assert web.get("/enterprises?export=csv&table=x", "auditor").status_code == 404
    assert web.get("/enterprises?export=pdf", "auditor").status_code == 422


def test_rows_are_looked_through_and_had_as_a_file_alone(web: Served) -> None:
    whole = rows_of(web.get("/policy/readings?export=csv", "auditor"))
    sought = whole[1][3]
    some = rows_of(web.get(f"/policy/readings?export=csv&with={sought}", "auditor"))

    assert 1 < len(some) < len(whole)
    assert all(any(sought in cell for cell in row) for row in some[1:])


def test_a_page_of_earlier_gives_files_of_earlier_in_its_language(web: Served) -> None:
    page = web.get("/totals?by=year&position=150&lang=en", "auditor")
    files = [each for each in links(page.text) if each.startswith("/api/")]
    web.client.cookies.clear()

    assert len(files) == 2
    for each in files:
        words = parse_qs(urlsplit(each).query)
        assert (words["position"], words["lang"], words["by"]) == (["150"], ["en"], ["year"])
        answer = web.get(each, "auditor")
        assert "position-150" in unquote(answer.headers["content-disposition"])


def test_looking_for_something_stays_at_the_position(web: Served) -> None:
    claim = web.get("/api/v1/claims", "auditor").json()[0]["claim_no"]
    to = web.get(f"/search?q={claim}&position=150", "auditor").headers["location"]
    page = web.get("/claims?position=150", "auditor").text
    search = page[page.index('role="search"') : page.index('id="search"')]

    assert to == f"/claims/{claim}?position=150"
    assert '<input type="hidden" name="position" value="150">' in search


def test_a_page_of_now_alone_is_refused_at_a_position_and_no_link_asks_for_it(web: Served) -> None:
    answer = web.get("/me?position=150", "auditor")
    overview = links(web.get("/?position=150", "auditor").text)

    assert answer.status_code == 422
    assert "/me" in overview
    assert "/claims?position=150" in overview


def test_links_ask_for_no_earlier_position_of_what_refuses_it(web: Served) -> None:
    entries = [each for each in pages(web.server) if isinstance(each, Entry)]

    for each in entries:
        if "GET" in (each.methods or ()) and not each.path.startswith("/do/"):
            assert is_of_now(each.path) is not each.then, each.path


def test_no_reading_leads_to_a_claim(web: Served) -> None:
    for path in ("/policy/readings", "/policy/1"):
        page = web.get(path, "auditor").text
        assert "<table" in page
        assert [each for each in links(page) if each.startswith("/claims/")] == []


def test_a_late_claim_is_tried_where_it_is_under_a_cap_and_elsewhere_why_not(web: Served) -> None:
    tried, barred = 0, 0
    for claim in web.get("/api/v1/claims", "auditor").json()[::40]:
        path = f"/claims/{claim['claim_no']}"
        offered = f"{path}/late" in links(web.get(path, "auditor").text)
        page, said = web.get(f"{path}/late", "auditor"), web.get(f"/api/v1{path}/late", "auditor")
        assert page.status_code == 200
        assert offered == (said.status_code == 200)
        if not offered:
            # What to do instead is said in the words of each.
            assert said.json()["message"].split("。")[0] in unescape(page.text)
        tried, barred = tried + offered, barred + (not offered)
    assert tried
    assert barred


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/claims?status=approved", "auditor"),
        ("/enterprises?name=乐", "auditor"),
        ("/totals?by=year", "auditor"),
        ("/audit/exceptions", "auditor"),
        ("/approve?kind=x", "approver"),
        ("/?year=2022", "auditor"),
        ("/journal?act=login", "admin"),
    ],
)
def test_a_filter_is_kept_under_a_name_listed_and_removed(
    web: Served, path: str, role: str
) -> None:
    page = web.get(path, role).text
    form = page[page.index('action="/me/filters"') :]
    where, query = re.findall(r'name="(?:path|query)" value="([^"]*)"', form)[:2]
    sent = {"name": "mine", "path": unescape(where), "query": unescape(query)}

    saved = web.post("/me/filters", role, data=sent).headers["location"]
    again, own = web.get(saved, role), web.get("/me", role).text
    (removal,) = re.findall(r'action="(/me/filters/\d+/removal)"', own)
    web.post(removal, role)

    assert urlsplit(saved).path == urlsplit(path).path
    assert parse_qs(urlsplit(saved).query) == parse_qs(urlsplit(path).query)
    assert "mine" in again.text[again.text.index('class="plain kept"') :]
    assert saved in links(own)
    assert "mine" not in web.get(path, role).text


@pytest.mark.parametrize("path", ["/totals", "/waiting", "/totals?sort=-3", "/totals?sort=1"])
def test_a_row_that_adds_up_the_others_is_not_counted_and_stays_last(
    web: Served, path: str
) -> None:
    page = web.get(path).text
    summed = []
    for table, count in re.findall(
        r"<tbody>(.*?)</tbody>.*?class=\"count\">([\d,]+) 行", page, re.S
    ):
        names = re.findall(r"<tr[^>]*>\s*<th[^>]*>(.*?)</th>", table)
        if "合计" in names:
            summed.append(names)
            assert names.index("合计") == len(names) - 1
            assert int(count) == len(names) - 1

    assert summed


def test_a_row_that_adds_up_the_others_is_not_among_those_looked_for(web: Served) -> None:
    page = web.get("/totals?with=展").text

    assert "展" in page.split("<tbody>")[1]
    assert "合计" not in page.split("<tbody>")[1]
    assert rows_of(web.get("/totals?table=&export=csv&lang=zh"))[-1][0] == "合计"
