"""A year closed by a document, and opened again while all that it carried over is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.command import asked
from tests.support.money_desk import (
    CLOSED,
    OTHER,
    PAST,
    approved,
    case,
    computed,
    figures,
    money,
    paid,
    refused,
    submit,
)


@pytest.fixture(autouse=True)
def begun(store: Path) -> None:
    """A ledger with a claim that nothing is granted for yet."""
    submit(store, [case("FIRST", "1")])


CLOSE = ("budget", "carry-over", "2022")
REOPEN = ("budget", "reopen", "2022", "--document", "K", "--on", "2023-01-10", "--reason", "x")


def lines(store: Path, *years: int) -> list[Any]:
    return [asked(store, "budget", "show", str(year))["lines"] for year in years]


def test_a_year_opened_again_is_as_it_was_and_can_be_closed_again(store: Path) -> None:
    money(store, "100")
    money(store, "7", 2023)
    before = lines(store, 2022, 2023)
    asked(store, *CLOSE, *CLOSED)
    carried = lines(store, 2022, 2023)

    asked(store, *REOPEN, *PAST)
    reopened = lines(store, 2022, 2023)
    asked(store, *REOPEN, *PAST)  # the same request

    assert reopened == before == lines(store, 2022, 2023)
    money(store, "1", document="A-2")
    closed_by = ("--document", "结转2号", "--on", "2023-01-11")
    assert refused(store, *CLOSE, *CLOSED).startswith("request-conflicts: ")
    asked(store, *CLOSE, *closed_by)
    assert figures(store, year=2023)["carried_in_fen"] == 10_100
    assert carried[1]["all"]["carried_in_fen"] == 10_000
    assert refused(store, *REOPEN, *PAST).startswith("request-conflicts: ")


def test_a_year_is_not_closed_before_its_last_day_without_more(store: Path) -> None:
    money(store, "100")
    early = (*CLOSE, "--document", "J", "--on", "2022-12-30")

    assert refused(store, *early).startswith("carry-over-early: ")
    assert refused(store, *CLOSE, "--document", "J", "--on", "2999-12-31").startswith("day-to-come")
    before = (*CLOSE, "--document", "J", "--on", "2022-01-09", "--early")
    assert refused(store, *before).startswith("carry-over-before-movement: ")
    asked(store, *early, "--early")
    assert refused(store, *CLOSE, "--document", "J", "--on", "2022-12-31").startswith(
        "request-conflicts: "
    )
    assert refused(store, *CLOSE, "--document", "L", "--on", "2022-12-31").startswith(
        "nothing-to-carry: "
    )


def test_what_was_carried_must_all_be_there(store: Path) -> None:
    approved(store, case("A", "30", OTHER))
    money(store, "40")
    asked(store, *CLOSE, *CLOSED)
    number = computed(store, year=2023)["batch"]

    allotted = refused(store, *REOPEN, *PAST)
    paid(store, number)
    spent = refused(store, *REOPEN, *PAST)

    assert allotted.startswith("carried-money-spent: ")
    assert "30.00" in allotted
    assert "30.00" in spent
    money(store, "30", 2023, document="B-2")
    asked(store, *REOPEN, *PAST)
    assert figures(store)["budget_fen"] == 4_000
    assert figures(store, year=2023)["available_fen"] == 0


def test_a_year_is_not_opened_before_the_next_nor_before_it_was_closed(store: Path) -> None:
    money(store, "40")
    assert refused(store, *REOPEN, *PAST).startswith("budget-not-closed: ")
    asked(store, *CLOSE, *CLOSED)

    assert refused(store, *REOPEN).startswith("day-before-ground: ")
    sooner = (*REOPEN[:6], "2022-12-30", *REOPEN[7:], *PAST)
    assert refused(store, *sooner).startswith("reopened-before-closed: ")
    assert refused(store, "budget", "reopen", "2030", *REOPEN[3:]).startswith("budget-unknown: ")
    asked(store, "budget", "carry-over", "2023", "--document", "J", "--on", "2023-12-31")
    assert refused(store, *REOPEN, *PAST).startswith("budget-closed: ")


def test_by_the_days_of_its_movements_a_reopened_year_was_closed_in_between(store: Path) -> None:
    money(store, "40")
    asked(store, *CLOSE, *CLOSED)
    asked(store, *REOPEN, *PAST)

    at = [
        figures(store, "--as-of", day)["budget_fen"]
        for day in ("2022-12-30", "2022-12-31", "2023-01-09", "2023-01-10")
    ]
    into = [
        figures(store, "--as-of", day, year=2023)["budget_fen"]
        for day in ("2022-12-31", "2023-01-01", "2023-01-10")
    ]
    assert at == [4_000, 0, 0, 4_000]
    assert into == [0, 4_000, 0]
