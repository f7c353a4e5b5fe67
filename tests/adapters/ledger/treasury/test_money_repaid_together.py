"""One repayment of several claims, and one receipt of several batches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    CASHIER,
    OTHER,
    USCC,
    approved,
    case,
    computed,
    figures,
    money,
    paid,
    past,
    refused,
)

TWO = ("recovery", "record", "A", "B", *past("2023-03-01"), "--receipt", "T-1", *CASHIER)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Three claims paid and revoked: two of one enterprise owe 100 and 50 back."""
    made = tmp_path / "ledger.db"
    approved(made, case("A", "100"), case("B", "50"), case("C", "30", OTHER))
    money(made, "500")
    paid(made, computed(made)["batch"])
    for claim in "ABC":
        asked(made, "revoke", claim, "--reason", "x", "--document", f"F-{claim}")
    return made


def recovered(store: Path) -> dict[str, int]:
    entries: list[Any] = asked(store, "statement", USCC)["entries"]
    return {e["claim_no"]: e["amount_fen"] for e in entries if e["what"] == "recovered"}


def test_one_sum_is_split_over_the_claims_in_turn(store: Path) -> None:
    first, again = asked(store, *TWO, "--amount", "120"), asked(store, *TWO, "--amount", "120")

    assert recovered(store) == {"A": 10_000, "B": 2_000}
    assert first == again
    assert figures(store)["recovered_fen"] == 12_000
    assert asked(store, "statement", USCC)["owed_back_fen"] == 3_000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((*TWO, "--amount", "150.01"), "more-than-owed-back"),
        ((*TWO, "--amount", "100"), "recovery-too-small"),
        ((*TWO[:3], "C", *TWO[4:], "--amount", "120"), "claims-of-several"),
        ((*TWO[:3], "Z", *TWO[4:], "--amount", "120"), "claim-unknown"),
    ],
)
def test_a_sum_that_cannot_be_split_records_nothing(
    words: tuple[str, ...], code: str, store: Path
) -> None:
    assert refused(store, *words).startswith(f"{code}: ")
    assert recovered(store) == {}


def test_the_same_receipt_with_another_sum_day_or_claim_conflicts(store: Path) -> None:
    asked(store, *TWO, "--amount", "120")

    for other in ((*TWO, "--amount", "121"), (*TWO[:4], *past("2023-03-02"), *TWO[8:],
                  "--amount", "120")):  # fmt: skip
        assert refused(store, *other).startswith("request-conflicts: ")
    assert subsidy("recovery", "record", *TWO[4:], "--amount", "1", "--store", store).code == 2


def test_one_receipt_pays_several_batches(tmp_path: Path) -> None:
    made = tmp_path / "ledger.db"
    for claim in "AB":
        approved(made, case(claim, "10"))
        money(made, "10", document=f"D-{claim}")
        paid(made, computed(made)["batch"], receipt="R-1")

    shown = [asked(made, "batch", "show", number)["payments"] for number in "12"]
    assert [each["receipt"] for payments in shown for each in payments] == ["R-1", "R-1"]
