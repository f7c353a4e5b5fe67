"""The queue in a browser: what is seen is what is recorded, and only an approver decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.web.pages.work import waiting
from domain.refusals import Refusal
from tests.adapters.web.served import Served, served
from tests.domain.given import approval, submission, trademark
from tests.support.command import asked
from tests.support.ledgers import do, opened

FEES = ("50000", "20000", "10000", "2000")  # the cap in all is 30,000: 25,000, 5,000, 0, 0
AS_JSON = {"accept": "application/json"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = tmp_path / "ledger.db"
    with opened(store) as made:
        for serial, fee in enumerate(FEES, start=1):
            do(made.handler, submission(f"C{serial}", trademark(fee)))
        made.catch_up()
    return store


@pytest.fixture
def desk(store: Path) -> Iterator[Served]:
    with served(store) as web:
        yield web


def preview(web: Served, *claims: str) -> dict[str, Any]:
    answer = web.post("/approve/preview", "approver", data={"chosen": claims}, headers=AS_JSON)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def send(web: Served, seen: dict[str, str]) -> list[dict[str, Any]]:
    expected = [f"{claim}={figure}" for claim, figure in seen.items()]
    sent = {"step": "send", "chosen": list(seen), "expected": expected}
    answer = web.post("/approve", "approver", data=sent, headers=AS_JSON)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["outcomes"])


def statuses(store: Path) -> dict[str, tuple[str, int]]:
    return {
        claim["claim_no"]: (claim["status"], claim["granted_fen"])
        for claim in asked(store, "claims")
    }


def test_the_queue_is_the_oldest_first_with_what_each_would_be_granted_in_its_turn(
    desk: Served,
) -> None:
    page = desk.get("/approve", "approver").text

    rows = re.findall(r'<tr( class="lowered")? data-fen="(\d+)">', page)
    assert rows == [("", "2500000"), (' class="lowered"', "500000"), *[rows[2]] * 2]
    assert rows[2] == (' class="lowered"', "0")
    assert re.findall(r'name="chosen" value="(C\d)"', page) == ["C1", "C2", "C3", "C4"]
    full = desk.get("/approve?full=1", "approver").text
    assert re.findall(r'name="chosen" value="(C\d)"', full) == ["C1"]
    nobody = desk.get("/approve?officer=nobody", "approver").text
    assert "4 笔待核定" in nobody
    assert "没有符合筛选条件" in nobody
    assert desk.get("/approve?position=2", "approver").status_code == 422  # what waits is of now


def test_a_filter_finds_what_lies_behind_a_page_of_others(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shown is of the filter; the page ends where what is sought ends, not before."""
    monkeypatch.setattr(waiting, "SHOWN", 1)  # claims a page, so that four are several pages

    def shown(words: str) -> tuple[list[str], str | None]:
        page = desk.get(f"/approve?{words}", "approver").text
        after = re.search(r'rel="next" href="[^"]*after=(\d+)"', page)
        return re.findall(r'name="chosen" value="(C\d)"', page), after and after[1]

    assert shown("")[0] == ["C1"]
    doubtful, after = shown("doubtful=1")
    assert doubtful == ["C2"]  # each but the first may be the same matter as another
    assert shown(f"doubtful=1&after={after}")[0] == ["C3"]
    assert shown("full=1") == (["C1"], None)
    assert shown("measure=overseas-trademark&officer=clerk")[0] == ["C1"]
    other = desk.get("/approve?measure=aeo-advanced", "approver").text
    assert "没有符合筛选条件" in other
    assert "chosen" not in other
    past = desk.get("/approve?full=1&after=900", "approver").text
    assert 'href="/approve?full=1"' in past


def test_what_is_chosen_is_decided_ahead_together_and_recorded_as_it_was_seen(
    desk: Served, store: Path
) -> None:
    alone, both = preview(desk, "C2"), preview(desk, "C2", "C3")
    assert alone["claims"]["C2"] == {"fen": 1_000_000, "text": "10,000.00"}
    assert both["text"] == "已选 2 笔，合计 15,000.00 元"
    assert {status for status, _ in statuses(store).values()} == {"submitted"}

    outcomes = send(desk, {"C2": "10000.00", "C3": "5000.00"})

    assert [(each["claim"], each["decided"], each["fen"]) for each in outcomes] == [
        ("C2", True, 1_000_000),
        ("C3", True, 500_000),
    ]
    assert statuses(store)["C2"] == ("approved", 1_000_000)
    (decided,) = asked(store, "history", "C2")[1:]
    assert (decided["by"], decided["login"]) == ("approver", "web:approver")


def test_a_figure_that_is_no_longer_so_is_not_recorded_and_the_new_one_is_said(
    desk: Served, store: Path
) -> None:
    with opened(store) as other:
        do(other.handler, approval("C1"))
        other.catch_up()

    (outcome,) = send(desk, {"C2": "10000.00"})

    assert (outcome["decided"], outcome["code"]) == (False, "grant-differs")
    assert (outcome["fen"], outcome["figure"]) == (500_000, "5,000.00")
    assert statuses(store)["C2"] == ("submitted", 0)
    (again,) = send(desk, {"C2": outcome["figure"].replace(",", "")})
    assert again["decided"]


def test_it_works_as_a_plain_form_with_what_is_decided_shown_before(
    desk: Served, store: Path
) -> None:
    check = desk.post("/approve", "approver", data={"step": "check", "chosen": ["C1", "C2"]})

    assert "已选 2 笔，合计 30,000.00 元" in check.text
    sent = {
        name: re.findall(rf'name="{name}" value="([^"]+)"', check.text)
        for name in ("chosen", "expected")
    }
    assert sent["expected"] == ["C1=25000.00", "C2=5000.00"]
    done = desk.post("/approve", "approver", data=sent | {"step": "send"})

    assert "已核定 25,000.00" in done.text or "25,000.00" in done.text
    assert statuses(store)["C1"] == ("approved", 2_500_000)
    nothing = desk.post("/approve", "approver", data={"step": "check"})
    assert nothing.headers["location"] == "/approve"


@pytest.mark.parametrize("looks", [0, 1], ids=["the verb's own look", "the page's look"])
def test_a_look_that_is_refused_after_decisions_hides_nothing_of_them(
    looks: int, desk: Served, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """looks: how many are had after the commit, until the machine is busy or views are emptied."""
    rooms, before, left = desk.server.rooms, desk.server.rooms.head(), [None] * looks
    look, seen = rooms.look, {"C1": "25000.00", "C2": "1.00"}

    def for_a_while(position: int | None = None, known_at: str | None = None) -> Any:
        if rooms.head() > before and not left:
            raise Refusal("too-busy")
        if rooms.head() > before:
            left.pop()
        return look(position, known_at)

    with monkeypatch.context() as patched:
        patched.setattr(rooms, "look", for_a_while)
        if not looks:
            sent = {"step": "send", "chosen": ["C1"], "expected": ["C1=25000.00"]}
            refused = desk.post("/approve", "approver", data=sent, headers=AS_JSON)
            assert (refused.status_code, "已登记" in refused.json()["message"]) == (409, True)
            by_the_api = desk.post("/api/v1/decisions", "approver", json={"claims": ["C3"]})
            assert (by_the_api.status_code, by_the_api.json()["code"]) == (503, "recorded-unseen")
        else:
            outcomes = send(desk, seen)
            assert [(each["claim"], each["code"], each["fen"]) for each in outcomes] == [
                ("C1", "approved", 2_500_000),
                ("C2", "grant-differs", None),
            ]

    assert statuses(store)["C1"] == ("approved", 2_500_000)
    assert [each["decided"] for each in send(desk, seen)] == [True, False]


def test_the_working_of_the_claim_stood_on_names_the_cap_and_who_fills_it(desk: Served) -> None:
    part = desk.get("/approve/claims/C2", "approver", headers={"hx-request": "true"}).text

    assert "<html" not in part
    assert "5,000.00" in part
    assert "受限" in part
    assert 'href="/claims/C1"' in part
    assert "/do/reject?claim=C2&amp;next=%2Fapprove" in part
    assert "<html" in desk.get("/approve/claims/C2", "approver").text
    assert desk.get("/approve/claims/NONE", "approver").status_code == 404


@pytest.mark.parametrize("by", ["clerk", "finance", "cashier", "auditor", "admin"])
def test_only_an_approver_decides(by: str, desk: Served, store: Path) -> None:
    for method, path in (
        ("GET", "/approve"),
        ("POST", "/approve"),
        ("POST", "/approve/preview"),
        ("GET", "/approve/claims/C1"),
    ):
        answer = desk.ask(method, path, by, data={"chosen": "C1", "step": "send"})
        assert answer.status_code == 403
    assert {status for status, _ in statuses(store).values()} == {"submitted"}
