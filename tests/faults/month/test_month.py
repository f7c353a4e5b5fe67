"""A month of six people over HTTP and at the command line at once: what is recorded is one truth.

The month is worked through once; each test holds another thing against what it left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.store import existing
from tests.faults.contention.own_sum import DECIDED, LogEvent, log_events
from tests.faults.contention.places import rows
from tests.faults.month import first_half, second_half
from tests.faults.month.first_half import ACME, CASES, TRADEMARKS
from tests.faults.month.office import Office, office, yuan
from tests.support.command import subsidy
from tests.support.stores import address

YEAR = first_half.YEAR
LEFT = 4  # positions before the last that are looked back at


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The office when the month is over, its server still there."""
    with office(tmp_path_factory.mktemp("month") / "ledger.db") as desk:
        first_half.worked(desk)
        second_half.worked(desk)
        yield desk


@pytest.fixture(scope="module")
def log(month: Office) -> list[LogEvent]:
    return log_events(rows(address(month.store)))


def test_each_claim_came_in_once_and_was_decided_once(log: list[LogEvent]) -> None:
    submitted = Counter(each.event["claim_no"] for each in log if each.topic == "claim-submitted")
    decided = Counter(each.event["claim_no"] for each in log if each.topic in DECIDED[:2])

    assert submitted.keys() >= {*TRADEMARKS, *CASES}
    assert set(submitted.values()) == {1}
    assert set(decided.values()) == {1}


def test_what_was_acknowledged_stands_in_the_log_with_the_figure_seen(
    month: Office, log: list[LogEvent]
) -> None:
    decided = {
        (
            each.by,
            each.event["claim_no"],
            yuan(each.event["decision"]["outcome"]["granted_fen"]),
        )
        for each in log
        if each.topic in DECIDED[:2]
    }

    assert decided <= month.granted
    # Who asks for what another has decided, at its figure, is answered that it is so.
    assert {asked[1:] for asked in month.granted} == {each[1:] for each in decided}


def test_no_claim_is_paid_twice_and_what_was_taken_back_came_back_once(month: Office) -> None:
    for claim in month.asked("claims"):
        entries = month.asked("statement", claim["uscc"])["entries"]
        of = [each for each in entries if each["claim_no"] == claim["claim_no"]]
        assert sum(each["amount_fen"] for each in of) == 0, of  # granted, less what was paid


def questions(desk: Office) -> list[tuple[str, list[str]]]:
    """Return what is asked over HTTP, and by which words at the command line."""
    batches = [each["batch"] for each in desk.asked("batch", "list")]
    return [
        ("/claims", ["claims"]),
        ("/totals", ["totals"]),
        ("/totals?by=year", ["totals", "--by", "year"]),
        (f"/overview?year={YEAR}", ["overview", str(YEAR)]),
        ("/waiting", ["waiting"]),
        (f"/caps?year={YEAR}", ["caps", "--year", str(YEAR)]),
        (f"/budgets/{YEAR}", ["budget", "show", str(YEAR)]),
        ("/batches", ["batch", "list"]),
        ("/audit/exceptions", ["audit", "exceptions"]),
        ("/audit/separation", ["audit", "separation"]),
        (f"/enterprises/{ACME}/statement", ["statement", ACME]),
        (f"/enterprises/{ACME}/allowances?year={YEAR}", ["remaining", ACME, "--year", str(YEAR)]),
        *((f"/batches/{each}", ["batch", "show", str(each)]) for each in batches),
        *((f"/claims/{each}", ["explain", each]) for each in (*TRADEMARKS, *CASES)),
        *((f"/claims/{each}/history", ["history", each]) for each in (TRADEMARKS[0], CASES[0])),
    ]


def test_what_http_answers_is_what_the_command_line_answers(month: Office) -> None:
    compared(month, [])


def test_so_it_is_of_every_week_of_the_month(month: Office) -> None:
    last = month.get("/ledger")["position"]
    for position in range(last // LEFT, last, last // LEFT):
        compared(month, ["--position", str(position)])


def compared(desk: Office, then: list[str]) -> None:
    for path, words in questions(desk):
        query = "&" if "?" in path else "?"
        at = f"{query}position={then[1]}" if then else ""
        answer = desk.ask("auditor", "GET", f"{path}{at}")
        ran = subsidy(*words, *then, "--store", desk.store, "--json")
        if answer.status_code == 200:
            assert answer.text == ran.out, (path, then)
            assert int(answer.headers.get("subsidy-exit-code", 0)) == ran.code, (path, then)
        else:
            assert (answer.json()["code"], ran.code) == (ran.json["code"], 1), (path, then)


def test_the_ledger_holds_when_it_is_checked(month: Office, log: list[LogEvent]) -> None:
    verified, reperformed = month.asked("verify"), month.asked("reperform")
    job = month.ask("auditor", "POST", "/audit/reperformances", json={}).json()

    assert (verified["faults"], verified["events"]) == ([], len(log))
    assert clean(reperformed)
    assert month.followed(job, "auditor")["answer"] == reperformed
    with existing(address(month.store)) as store:
        folded = store.catch_up(), store.views.digest()
        assert (store.rebuild(), store.views.digest()) == folded


def clean(reperformed: Any) -> bool:
    return not any(
        value for name, value in reperformed.items() if name.startswith(("dis", "false"))
    )


def test_pages_show_the_figures_that_are_recorded(month: Office, tmp_path: Path) -> None:
    for claim in month.get("/claims"):
        page = month.page("auditor", "GET", f"/claims/{claim['claim_no']}").text
        assert f"{claim['granted_fen'] / 100:,.2f}" in page, claim
