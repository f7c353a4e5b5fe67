"""No debt is settled on a day before the money that it is of was paid."""

from __future__ import annotations

from pathlib import Path

from tests.support.command import asked
from tests.support.money_desk import (
    CASHIER,
    OTHER,
    PAST,
    USCC,
    approved,
    case,
    computed,
    figures,
    money,
    paid,
    past,
    position_of,
    refused,
)

CORRECT = ("--document", "更1", "--reason", "typed wrongly", *PAST)


def owing(store: Path) -> str:
    """Pay a claim of 200 on 20 November and revoke it; return a published batch of 150 and 10."""
    approved(store, case("OLD", "200"))
    money(store, "1000")
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "OLD", "--reason", "a finding", "--document", "F-1")
    approved(store, case("NEW", "150"), case("HERS", "10", OTHER))
    number = str(computed(store)["batch"])
    asked(store, "batch", "publish", number, *past("2022-11-01"), "--days", "7")
    return number


def moved(store: Path, batch: str | int, on: str, event: str = "batch-paid") -> tuple[str, ...]:
    """Return the words that put the day of a batch's payment right."""
    wrong = position_of(store, f"batch:{batch}", event)
    return ("batch", "correct", str(wrong), "--set", f"on={on}", *CORRECT)


def test_a_payment_dated_before_the_debt_was_paid_does_not_settle_it(store: Path) -> None:
    number = owing(store)
    pay = ("batch", "pay", number, "--receipt", "R-2", *CASHIER)

    said = refused(store, *pay, *past("2022-11-15"))
    others = asked(store, *pay, *past("2022-11-15"), "--only", "HERS")
    same_day = asked(store, *pay[:-4], "--receipt", "R-3", *CASHIER, *past("2022-11-20"))

    assert said.startswith("repaid-before-paid: Claim OLD was paid on 2022-11-20: batch 2 cannot")
    assert "out of claim NEW on 2022-11-15" in said
    assert {each["claim_no"]: each["paid_on"] for each in others["lines"]} == {
        "NEW": None,
        "HERS": "2022-11-15",
    }
    settled = {each["claim_no"]: each["set_off_fen"] for each in same_day["lines"]}
    assert settled == {"NEW": 15_000, "HERS": 0}


def test_what_an_order_would_settle_was_paid_before_it(store: Path) -> None:
    number = owing(store)
    order = ("batch", "order", number, "--document", "拨2")

    said = refused(store, *order, *past("2022-11-15"))

    assert said.startswith("repaid-before-paid: Claim OLD was paid on 2022-11-20: ")
    assert asked(store, "batch", "show", number)["orders"] == []
    assert asked(store, *order, *past("2022-11-20"))["orders"][0]["set_off_fen"] == 15_000


def test_an_order_whose_debt_was_paid_later_than_thought_is_paid_from_that_day_on(
    store: Path,
) -> None:
    number = owing(store)
    asked(store, "batch", "order", number, "--document", "拨2", *past("2022-11-20"))
    asked(store, *moved(store, 1, "2022-11-25"))
    pay = ("batch", "pay", number, "--receipt", "R-2", *CASHIER)

    said = refused(store, *pay, *past("2022-11-24"))
    asked(store, *pay, *past("2022-11-25"))

    assert said.startswith("repaid-before-paid: Claim OLD was paid on 2022-11-25: ")
    assert asked(store, "statement", USCC)["owed_back_fen"] == 5_000


def test_a_payment_keeps_its_place_between_what_it_settled_and_what_settled_it(
    store: Path,
) -> None:
    number = owing(store)
    asked(store, "batch", "pay", number, "--receipt", "R-2", *CASHIER, *past("2022-11-22"))

    later = refused(store, *moved(store, 1, "2022-11-23"))
    earlier = refused(store, *moved(store, number, "2022-11-19"))
    asked(store, *moved(store, 1, "2022-11-22"))

    assert later.startswith("repaid-before-paid: Claim OLD was paid on 2022-11-23: ")
    assert "on 2022-11-22" in later
    assert earlier.startswith("repaid-before-paid: Claim OLD was paid on 2022-11-20: ")
    assert refused(store, *moved(store, number, "2022-11-21")).startswith("repaid-before-paid: ")
    assert figures(store, "--as-of", "2022-11-21")["paid_fen"] == 0


def test_a_payment_that_arrived_settles_no_debt_of_a_day_after_it(store: Path) -> None:
    number = owing(store)
    asked(store, "batch", "pay", number, "--receipt", "R-2", *CASHIER, *past("2022-11-22"))
    asked(store, "batch", "fail", number, "NEW", "--reason", "account", *past("2022-11-23"))
    asked(store, *moved(store, 1, "2022-11-23"))
    failed = position_of(store, f"batch:{number}", "batch-line-failed")
    arrived = ("batch", "correct", str(failed), "--void", *CORRECT[:4])

    said = refused(store, *arrived)
    asked(store, *moved(store, number, "2022-11-23"))
    asked(store, *arrived)

    assert said.startswith("repaid-before-paid: Claim OLD was paid on 2022-11-23: ")
    assert asked(store, "statement", USCC)["owed_back_fen"] == 5_000
