"""The overview: what each role has to do next, and the figures of a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.web.served import OFFICERS, Counties, Served, served
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import few_claims, trademark

BATCH = ("--budget-year", "2022", "--document", "乐商务〔2022〕12号")


@pytest.fixture(scope="module")
def office(counties: Counties, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger where something waits for each role: claims, and a batch that is computed."""
    store = counties(tmp_path_factory.mktemp("office") / "ledger.db", decided=False)
    given = ("--amount", "30000000", "--document", "乐财预〔2022〕1号", "--on", "2022-01-10")
    numbers = [claim["claim_no"] for claim in asked(store, "claims")[:40]]
    for words in (
        ("approve", *numbers, "--by", "wang"),
        ("budget", "appropriate", "2022", *given, "--by", "cai"),
        ("batch", "compute", *BATCH, "--by", "cai"),
    ):
        ran = subsidy(*words, "--store", store)
        assert ran.code == 0, ran.err
    return store


@pytest.fixture(scope="module")
def at_work(office: Path) -> Iterator[Served]:
    with served(office) as web:
        yield web


def tasks(page: str) -> list[tuple[str, str]]:
    """Return where each task leads, and what it says."""
    (part,) = re.findall(r'<ul class="tasks">(.*?)</ul>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', part)


def test_an_approver_sees_how_many_wait_and_since_when(at_work: Served, office: Path) -> None:
    answer = asked(office, "waiting")
    (task,) = tasks(at_work.get("/", by="approver").text)

    assert answer["claims"] > 0
    assert task[0] == "/approve"
    assert f"{answer['claims']:,} 笔" in task[1]
    assert answer["oldest"] in task[1]


def test_finance_sees_the_money_that_is_left_and_the_batches(at_work: Served, office: Path) -> None:
    (line,) = asked(office, "overview", "2022")["lines"]
    said = dict(tasks(at_work.get("/?year=2022", by="finance").text))
    left = line["budget_fen"] - line["paid_fen"] - line["in_publicity_fen"]

    assert set(said) == {"/batches/1", "/budget/2022"}
    assert f"{left // 100:,}.{left % 100:02d}" in said["/budget/2022"]
    assert "待公示" in said["/batches/1"]


def test_finance_sees_what_is_available_less_what_is_approved(
    counties: Counties, tmp_path: Path
) -> None:
    store = counties(tmp_path / "ledger.db", decided=False)
    numbers = [claim["claim_no"] for claim in asked(store, "claims")[:40]]
    asked(store, "approve", *numbers, "--by", "wang")
    given = ("--amount", "1000", "--document", "乐财预〔2022〕1号", "--on", "2022-01-10")
    asked(store, "budget", "appropriate", "2022", *given, "--by", "cai")
    (line,) = asked(store, "budget", "show", "2022")["lines"].values()

    with served(store) as web:
        said = dict(tasks(web.get("/?year=2022", by="finance").text))["/budget/2022"]

    assert line["available_fen"] < 0
    assert f"可用 -{-line['available_fen'] // 100:,}.{-line['available_fen'] % 100:02d} 元" in said
    assert "1,000.00" in said


def test_each_role_is_led_to_its_own_work(at_work: Served) -> None:
    ways = {role: [way for way, _ in tasks(at_work.get("/", by=role).text)] for role in
            ("clerk", "cashier", "auditor")}  # fmt: skip

    assert "/imports" in ways["clerk"]
    assert ways["cashier"] == ["/batches"]  # what is computed is not to be paid yet
    assert "/audit/exceptions" in ways["auditor"]
    assert all(at_work.get(way, by="auditor").status_code == 200 for way in ways["auditor"])


def test_who_keeps_accounts_sees_no_sum_of_claims(at_work: Served) -> None:
    page = at_work.get("/", by="admin")

    assert page.status_code == 200
    assert 'href="/accounts"' in page.text
    assert not re.search(r"\d\.\d\d", page.text)


def test_the_figures_are_those_of_the_year_asked_for(at_work: Served, office: Path) -> None:
    for year in ("2022", "2023"):
        answer: dict[str, Any] = asked(office, "overview", year)
        page = at_work.get(f"/?year={year}", by="auditor").text
        granted = answer["granted_fen"]

        assert f"{granted // 100:,}.{granted % 100:02d}" in page
        assert f'href="/?year={year}" aria-current="page"' in page
        for cap in answer["caps"]:
            assert f"/caps?year={year}&amp;cap={cap['cap']}" in page


def test_a_year_in_which_only_money_is_can_be_chosen(counties: Counties, tmp_path: Path) -> None:
    store = counties(tmp_path / "ledger.db", decided=False)
    given = ("--amount", "1000", "--document", "乐财预〔2021〕1号", "--on", "2021-03-10")
    asked(store, "budget", "appropriate", "2021", *given, "--by", "cai")
    with served(store, ["finance"]) as web:
        page = web.get("/", by="finance").text
        then = web.get("/?year=2021", by="finance").text
        before = web.get(f"/?position={web.server.rooms.head() - 1}", by="finance").text

    assert '"/?year=2021"' in page
    assert "1,000.00" in then
    assert "year=2021" not in before


def test_a_cap_leads_to_who_has_reached_it(at_work: Served, office: Path) -> None:
    cap = next(each for each in asked(office, "overview", "2022")["caps"] if each["full"])
    page = at_work.get(f"/caps?year=2022&cap={cap['cap']}", by="auditor")

    assert page.status_code == 200
    assert page.text.count('href="/enterprises/') >= cap["full"]


def test_each_bar_of_waiting_leads_to_its_own_claims(at_work: Served, office: Path) -> None:
    answer = asked(office, "waiting")
    position, bands = answer["position"], [band for band in answer["bands"] if band["claims"]]
    for path in ("/", "/waiting"):
        page = at_work.get(path, by="auditor").text
        links = [
            unescape(link) for link in re.findall(r'href="(/claims\?[^"]*recorded[^"]*)"', page)
        ]

        assert len(set(links)) == len(bands) > 0
        for link, band in zip(dict.fromkeys(links), bands, strict=True):
            assert f"{band['claims']:,} 笔" in at_work.get(link, by="auditor").text
            table = link.replace("/claims?", "/api/v1/claims?").split("&sort")[0]
            assert len(at_work.get(table, by="auditor").json()) == band["claims"]
            before = f"{table}&position={position - 1}"  # then too: a batch came last
            assert len(at_work.get(before, by="auditor").json()) == band["claims"]


def test_caps_are_drawn_by_fullness_and_each_leads_to_who_has_reached_it(
    at_work: Served, office: Path
) -> None:
    caps = [each for each in asked(office, "overview", "2022")["caps"] if each["full"]]
    page = at_work.get("/?year=2022", by="auditor").text
    pictures = re.findall(r"<svg width.*?</svg>.*?</svg>", page, re.DOTALL)

    (drawn,) = [picture for picture in pictures if "/caps?" in picture]
    for cap in caps[:3]:
        assert f"/caps?year=2022&amp;cap={cap['cap']}" in drawn


def test_the_page_of_caps_draws_them_and_of_one_cap_who_has_used_it(
    at_work: Served, office: Path
) -> None:
    cap = next(each for each in asked(office, "overview", "2022")["caps"] if each["full"])
    every = at_work.get("/caps?year=2022", by="auditor").text
    page = at_work.get(f"/caps?year=2022&cap={cap['cap']}", by="auditor").text
    lines = asked(office, "caps", "--year", "2022", "--cap", cap["cap"])["lines"]

    (drawn,) = re.findall(r"<svg width.*?</svg>.*?</svg>", every, re.DOTALL)
    assert f"/caps?year=2022&amp;cap={cap['cap']}" in drawn
    (users,) = re.findall(r"<svg width.*?</svg>.*?</svg>", page, re.DOTALL)
    assert [f"/enterprises/{each['uscc']}" in users for each in lines[:3]] == [True] * len(
        lines[:3]
    )
    assert "style=" not in drawn + users


def test_a_page_of_one_answer_names_its_digest(at_work: Served, office: Path) -> None:
    number = asked(office, "claims")[0]["claim_no"]
    for path, words in (
        (f"/claims/{number}", ("explain", number)),
        ("/budget/2022", ("budget", "show", "2022")),
        ("/batches/1", ("batch", "show", "1")),
        ("/waiting", ("waiting",)),
    ):
        printed = subsidy(*words, "--json", "--store", office).out
        page = at_work.get(path, by="auditor").text
        assert sha256(printed.encode()).hexdigest() in page, path


def test_what_is_shown_is_as_of_a_position_and_no_task_of_now(
    at_work: Served, office: Path
) -> None:
    first = asked(office, "history", asked(office, "claims")[0]["claim_no"])[0]["position"]
    for role in OFFICERS:
        page = at_work.get(f"/?position={first}", by=role).text

        assert 'class="tasks"' not in page
    page = at_work.get(f"/?position={first}", by="approver").text
    (waiting,) = re.findall(r'status=submitted&amp;position=\d+">([\d,]+)</a>', page)

    assert waiting == "1"


def opens_on(web: Served, path: str) -> str:
    """Return the year that the overview opens on."""
    (year,) = re.findall(r'aria-current="page">(\d{4})</a>', web.get(path).text)
    return str(year)


def test_pages_open_on_the_last_year_that_has_figures_at_their_position(tmp_path: Path) -> None:
    store = few_claims(tmp_path)
    money = ("--amount", "30000000", "--document", "D-1", "--on", "2024-02-10", "--by", "cai")
    asked(store, "budget", "appropriate", "2024", *money)
    first = min(asked(store, "history", "T-1"), key=lambda event: event["position"])["position"]
    with served(store) as web:
        head = web.server.rooms.head()
        assert opens_on(web, "/") == "2023"  # grants before a budget of a year without any
        assert opens_on(web, f"/?position={head - 1}") == "2023"
        assert opens_on(web, f"/?position={first}") == "2022"  # nothing is decided yet
        assert "2022 年各项" in web.get(f"/caps?position={first}", by="auditor").text


def test_where_nothing_is_granted_a_page_opens_on_the_year_of_the_budget(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    file = write_lines(tmp_path / "claims.jsonl", [trademark("T-1", "2022-05-01", "20000")])
    assert subsidy("backfill", file, "--by", "clerk", "--store", store).code == 0
    money = ("--amount", "30000000", "--document", "D-1", "--on", "2024-02-10", "--by", "cai")
    asked(store, "budget", "appropriate", "2024", *money)
    with served(store) as web:
        assert opens_on(web, "/") == "2024"
