"""Entries put right whose enterprise another carries on since: each stays in its own stream."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.command import asked
from tests.support.money_desk import (
    OFFICER,
    OTHER,
    PAST,
    USCC,
    approved,
    case,
    code,
    computed,
    figures,
    money,
    paid,
    past,
    position_of,
)

BY = ("--document", "更1", "--reason", "typed wrongly")
MORE = ("--document", "更2", "--reason", "typed wrongly")
MERGER = ("--kind", "merger", "--on", "2024-01-01", "--document", "准1", *OFFICER)


def paid_then_merged(store: Path, *, repaid: bool = False) -> None:
    """Claims of two enterprises paid; then one carries on the other, and was paid since."""
    approved(store, case("A", "200"), case("B", "200", OTHER), case("C", "100", code(3)))
    money(store, "1000")
    paid(store, computed(store)["batch"])
    if repaid:
        asked(store, "revoke", "A", "--reason", "a finding", "--document", "F-A")
        words = ("--amount", "120", "--receipt", "B-1", *past("2022-12-01"))
        asked(store, "recovery", "record", "A", *words)
    asked(store, "succeed", USCC, OTHER, *MERGER)


def verified(store: Path) -> None:
    assert asked(store, "verify")["faults"] == []
    assert asked(store, "reperform")["false_payments"] == []


def test_the_day_of_a_payment_is_put_right_after_its_payee_was_carried_on(store: Path) -> None:
    paid_then_merged(store)
    made = str(position_of(store, "batch:1", "batch-paid"))
    words = ("batch", "correct", made, "--set", "on=2022-11-21", *PAST, *BY)

    asked(store, *words)

    assert asked(store, *words)["state"] == "paid"
    days = {each["on"] for each in asked(store, "history", OTHER) if "receipt" in each}
    assert days == {"2022-11-20", "2022-11-21"}
    verified(store)


def test_a_failure_is_reversed_after_its_payee_was_carried_on(store: Path) -> None:
    paid_then_merged(store)
    asked(store, "batch", "fail", "1", "A", "--reason", "账号不符", *past("2022-11-25"))
    failed = str(position_of(store, "batch:1", "batch-line-failed"))

    asked(store, "batch", "correct", failed, "--void", *BY)

    assert figures(store)["paid_fen"] == 50_000
    verified(store)


def test_money_repaid_is_put_right_after_it_was_carried_on(store: Path) -> None:
    paid_then_merged(store, repaid=True)
    wrong = position_of(store, "A", "claim-recovered")

    answer = corrected(store, wrong, "--set", "amount=100")
    assert (answer["recovered_fen"], answer["owed_back_fen"]) == (10_000, 10_000)
    assert corrected(store, wrong, "--set", "amount=100") == answer
    right = position_of(store, "A", "claim-recovered")
    answer = corrected(store, right, "--void", by=MORE)

    assert (answer["recovered_fen"], answer["owed_back_fen"]) == (0, 20_000)
    assert figures(store)["recovered_fen"] == 0
    verified(store)


def test_of_two_streams_only_the_entry_meant_is_reversed(store: Path) -> None:
    """Both streams have an entry of the same version."""
    paid_then_merged(store, repaid=True)
    asked(store, "revoke", "B", "--reason", "a finding", "--document", "F-B")
    first = position_of(store, "A", "claim-recovered")
    asked(store, "recovery", "record", "B", "--amount", "50", "--receipt", "B-2",
          *past("2022-12-02"))  # fmt: skip
    second = position_of(store, "B", "claim-recovered")

    corrected(store, second, "--set", "amount=40")
    answer = corrected(store, first, "--set", "amount=110", by=MORE)

    assert answer["recovered_fen"] == 15_000
    verified(store)


def corrected(store: Path, position: int, *words: str, by: tuple[str, ...] = BY) -> Any:
    return asked(store, "recovery", "correct", str(position), *words, *by)
