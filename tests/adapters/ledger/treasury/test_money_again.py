"""A request about money that is said again: the same records nothing, any other is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from adapters.ledger.ledger import Ledger
from domain.commands.money import PayBatch, RecordRecovery
from domain.refusals import Refusal
from tests.support.command import asked
from tests.support.money_desk import (
    CASHIER,
    approved,
    case,
    computed,
    figures,
    money,
    paid,
    past,
    refused,
)
from tests.support.stores import address

SHARES = ("--shortage", "pro-rata")
TERMS: list[tuple[str, ...]] = [
    ("--shortage", "queue"),
    (*SHARES, "--line", "aeo"),
    (*SHARES, "--until", "2022-12-31"),
    (*SHARES, "--at-least", "60.01"),
    (*SHARES, "--remainder", "lapse"),
    (*SHARES, "--round-down-to", "wan"),
]


def two_years(store: Path) -> None:
    """Money in two years, for a claim whose two parts each of them pays."""
    approved(store, case("A", "100"))
    for year in (2022, 2023):
        money(store, "60", year)


def conflicts(store: Path, *words: str) -> bool:
    return refused(store, *words).startswith("request-conflicts: ")


def test_a_batch_is_computed_once_for_a_document_in_whichever_year(store: Path) -> None:
    two_years(store)
    first = computed(store, "--document", "P-1", *SHARES)["batch"]
    paid(store, first)
    second = computed(store, "--document", "P-2", *SHARES, year=2023)["batch"]

    assert first != second
    assert computed(store, "--document", "P-1", *SHARES)["batch"] == first
    assert computed(store, "--document", "P-2", *SHARES, year=2023)["batch"] == second
    words = ("batch", "compute", "--budget-year", "2022", "--document", "P-2", *SHARES)
    assert conflicts(store, *words)


def test_a_term_that_would_change_no_share_makes_no_other_request(store: Path) -> None:
    two_years(store)
    first = computed(store, "--document", "P-1", *SHARES)["batch"]

    terms = ("--round-down-to", "yuan", "--at-least", "60")

    assert computed(store, "--document", "P-1", *SHARES, *terms)["batch"] == first


@pytest.mark.parametrize("terms", TERMS, ids=" ".join)
def test_a_document_that_computed_otherwise_is_refused(terms: tuple[str, ...], store: Path) -> None:
    two_years(store)
    asked(store, "budget", "line", "2023", "aeo", "--measures", "aeo-advanced")
    computed(store, "--document", "P", *SHARES, year=2023)

    assert conflicts(store, "batch", "compute", "--budget-year", "2023", "--document", "P", *terms)


def test_a_receipt_pays_several_batches_each_of_them_once(store: Path) -> None:
    two_years(store)
    first = computed(store, *SHARES)["batch"]
    answer = paid(store, first, "R-1")
    second = computed(store, *SHARES, year=2023)["batch"]
    paid(store, second, "R-2")
    pay = ("batch", "pay", str(second), *CASHIER)

    assert paid(store, first, "R-1") == answer
    assert asked(store, *pay, *past("2022-11-20"), "--receipt", "R-2")["batch"] == second
    assert conflicts(store, *pay, *past("2022-11-21"), "--receipt", "R-2")
    assert figures(store)["paid_fen"] == 6_000
    assert figures(store, year=2023)["paid_fen"] == 4_000


def test_one_receipt_pays_two_batches(store: Path) -> None:
    two_years(store)
    paid(store, computed(store, *SHARES)["batch"], "R")
    second = computed(store, *SHARES, year=2023)["batch"]

    assert paid(store, second, "R")["payments"][0]["receipt"] == "R"
    assert figures(store, year=2023)["paid_fen"] == 4_000


def test_a_receipt_repays_a_claim_one_amount_on_one_day_over_both_years(store: Path) -> None:
    two_years(store)
    for year in (2022, 2023):
        paid(store, computed(store, *SHARES, year=year)["batch"])
    approved(store, case("B", "5"))
    asked(store, "revoke", "A", "--reason", "x", "--document", "F")
    words = ("recovery", "record", "A", "--receipt", "B-1")
    on = past("2022-12-01")
    answer = asked(store, *words, *on, "--amount", "70")

    assert asked(store, *words, *on, "--amount", "70") == answer
    assert conflicts(store, *words, *on, "--amount", "30")
    assert conflicts(store, *words, *past("2022-12-02"), "--amount", "70")
    of_b = ("recovery", "record", "B", "--receipt", "B-1", *on, "--amount", "70")
    assert refused(store, *of_b).startswith("nothing-owed-back: ")
    recovered = [figures(store, year=year)["recovered_fen"] for year in (2022, 2023)]
    assert recovered == [3_000, 4_000]


def test_a_refusal_names_what_the_receipt_was_recorded_for(store: Path) -> None:
    two_years(store)
    first = computed(store, *SHARES)["batch"]
    paid(store, first, "R-1")
    second = computed(store, *SHARES, year=2023)["batch"]
    paid(store, second, "R-2")
    asked(store, "revoke", "A", "--reason", "x", "--document", "F")
    asked(store, "recovery", "record", "A", "--receipt", "B", *past("2022-12-01"),
          "--amount", "10")  # fmt: skip

    with Ledger(address(store)) as ledger:
        author = ledger.author("clerk", clock_is_right=False)
        command = PayBatch(
            batch=second, receipt="R-2", on=date(2022, 11, 21), only=None, backdated="D"
        )
        with pytest.raises(Refusal) as payment:
            ledger.carry_out(command, author)
        with pytest.raises(Refusal) as repayment:
            ledger.carry_out(
                RecordRecovery(
                    claim_no="A", receipt="B", on=date(2022, 12, 1), amount_fen=2_000, backdated="D"
                ),
                author,
            )

    assert payment.value.facts["batch"] == second
    assert repayment.value.facts["of"] == "A"
