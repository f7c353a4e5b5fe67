"""Payments, orders and failures put right by a document, by the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.command import asked, subsidy
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
    states,
)

BY = ("--document", "更1", "--reason", "typed wrongly")


def corrected(store: Path, position: int, *words: str, by: tuple[str, ...] = BY) -> Any:
    return asked(store, "batch", "correct", str(position), *words, *by)


def owing(store: Path) -> str:
    """One claim paid 200 and revoked, another of 150 paid by the batch returned: 150 set off."""
    approved(store, case("OLD", "200"))
    money(store, "1000")
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "OLD", "--reason", "a finding", "--document", "F-1")
    approved(store, case("NEW", "150"), case("HERS", "10", OTHER))
    number = computed(store)["batch"]
    paid(store, number)
    return str(number)


def test_a_receipt_is_put_right_and_the_money_stays_paid(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "500")
    before = paid(store, computed(store)["batch"])
    wrong = position_of(store, "batch:1", "batch-paid")

    answer = corrected(store, wrong, "--set", "receipt=R-7")

    (payment,), (line,) = answer["payments"], answer["lines"]
    assert (payment["receipt"], line["receipt"], line["state"]) == ("R-7", "R-7", "paid")
    assert payment | {"receipt": "R-1"} == before["payments"][0]
    assert answer["corrections"][0]["before"]["number"] == "R-1"
    assert answer["corrections"][0]["after"]["number"] == "R-7"
    spent = figures(store)
    assert (spent["paid_fen"], spent["execution_rate"]) == (30_000, "60.00")
    then = asked(store, "batch", "show", "1", "--position", str(wrong + 1))
    assert then["payments"] == before["payments"]
    assert asked(store, "reperform")["false_payments"] == []


def test_a_receipt_put_right_is_said_again_by_its_right_number(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "500")
    paid(store, computed(store)["batch"])
    corrected(store, position_of(store, "batch:1", "batch-paid"), "--set", "receipt=R-7")
    pay = ("batch", "pay", "1", *past("2022-11-20"), *CASHIER, "--receipt")

    again = asked(store, *pay, "R-7")

    assert states(again) == {"A": "paid"}
    assert refused(store, *pay, "R-1").startswith("nothing-free: ")


def test_a_payment_made_on_another_day_counts_from_that_day(store: Path) -> None:
    number = owing(store)
    wrong = position_of(store, f"batch:{number}", "batch-paid")

    said = refused(store, "batch", "correct", str(wrong), "--set", "on=2022-11-25", *BY)
    answer = corrected(store, wrong, "--set", "on=2022-11-25", *PAST)

    assert said.startswith("day-before-ground: ")
    assert {line["paid_on"] for line in answer["lines"]} == {"2022-11-25"}
    by_day = {
        day: (
            figures(store, "--as-of", day)["paid_fen"],
            figures(store, "--as-of", day)["recovered_fen"],
        )
        for day in ("2022-11-20", "2022-11-24", "2022-11-25")
    }
    assert by_day == {
        "2022-11-20": (20_000, 0),
        "2022-11-24": (20_000, 0),
        "2022-11-25": (36_000, 15_000),
    }
    entries = asked(store, "statement", USCC)["entries"]
    days = {(each["what"], each["claim_no"]): each["on"] for each in entries}
    assert (days["paid", "OLD"], days["paid", "NEW"]) == ("2022-11-20", "2022-11-25")
    assert days["set-off", "OLD"] == "2022-11-25"
    notice = asked(store, "audit", "delays")["notice_to_payment"][-1]
    assert (notice["paid_on"], notice["days"]) == ("2022-11-25", 24)
    acts = subsidy("audit", "exceptions", "--store", store, "--json").json["acts"]
    assert [(act["act"], act["on"]) for act in acts][-1] == ("pay", "2022-11-25")


def test_a_day_within_the_notice_or_after_what_came_back_is_refused(store: Path) -> None:
    number = owing(store)
    asked(store, "batch", "fail", number, "HERS", "--reason", "account", *past("2022-11-22"))
    asked(store, "recovery", "record", "OLD", "--amount", "50", "--receipt", "B-1",
          *past("2022-11-23"))  # fmt: skip
    first, second = (position_of(store, f"batch:{n}", "batch-paid") for n in (1, number))
    on = ("batch", "correct", str(second), *BY, *PAST, "--set")

    assert refused(store, *on, "on=2022-11-07").startswith("notice-not-over: ")
    assert refused(store, *on, "on=2022-11-23").startswith("failed-before-paid: ")
    assert refused(store, *on, "on=2999-01-01").startswith("day-to-come: ")
    asked(store, *on, "on=2022-11-22")
    late = ("batch", "correct", str(first), *BY, *PAST, "--set", "on=2022-11-24")
    assert refused(store, *late).startswith("repaid-before-paid: ")


def test_a_failed_line_and_its_set_off_keep_their_days_apart(store: Path) -> None:
    number = owing(store)
    asked(store, "batch", "fail", number, "NEW", "--reason", "account", *past("2022-11-28"))
    wrong = position_of(store, f"batch:{number}", "batch-paid")

    corrected(store, wrong, "--set", "on=2022-11-25", *PAST)

    by_day = {
        day: (
            figures(store, "--as-of", day)["paid_fen"],
            figures(store, "--as-of", day)["recovered_fen"],
        )
        for day in ("2022-11-24", "2022-11-25", "2022-11-28")
    }
    assert by_day == {
        "2022-11-24": (20_000, 0),
        "2022-11-25": (36_000, 15_000),
        "2022-11-28": (21_000, 0),
    }


def test_a_payment_is_corrected_once_by_its_position_then_by_that_of_the_right_one(
    store: Path,
) -> None:
    approved(store, case("A", "300"))
    money(store, "500")
    paid(store, computed(store)["batch"])
    wrong = position_of(store, "batch:1", "batch-paid")
    first = corrected(store, wrong, "--set", "receipt=R-7")
    more = ("--document", "更2", "--reason", "typed wrongly")

    assert corrected(store, wrong, "--set", "receipt=R-7") == first
    conflict = refused(store, "batch", "correct", str(wrong), "--set", "receipt=R-8", *BY)
    second = refused(store, "batch", "correct", str(wrong), "--set", "receipt=R-8", *more)
    right = position_of(store, "batch:1", "batch-payment-corrected")
    last = corrected(store, right, "--set", "receipt=R-8", by=more)

    assert conflict.startswith("request-conflicts: ")
    assert second.startswith("already-reversed: ")
    assert last["payments"][0]["receipt"] == "R-8"
    assert corrected(store, wrong, "--set", "receipt=R-7") == last


def test_the_amount_of_a_payment_is_not_a_slip(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "500")
    paid(store, computed(store)["batch"])
    wrong = position_of(store, "batch:1", "batch-paid")

    amount = refused(store, "batch", "correct", str(wrong), "--set", "amount=2", *BY)
    void = refused(store, "batch", "correct", str(wrong), "--void", *BY)

    assert amount.startswith("correction-key: ")
    assert "batch fail" in amount
    assert void.startswith("entry-not-correctable: ")


def test_a_receipt_of_another_payment_of_the_batch_is_taken(store: Path) -> None:
    approved(store, case("A", "3"), case("B", "4", OTHER))
    money(store, "500")
    computed(store)
    asked(store, "batch", "publish", "1", *past("2022-11-01"))
    for claim, receipt in (("A", "R-1"), ("B", "R-2")):
        asked(store, "batch", "pay", "1", "--only", claim, "--receipt", receipt,
              *past("2022-11-20"), *CASHIER)  # fmt: skip
    wrong = position_of(store, "batch:1", "batch-part-paid")

    said = refused(store, "batch", "correct", str(wrong), "--set", "receipt=r-1", *BY)
    answer = corrected(store, wrong, "--set", "receipt=R-3")

    assert said.startswith("request-conflicts: ")
    assert [payment["receipt"] for payment in answer["payments"]] == ["R-1", "R-3"]
    assert {line["claim_no"]: line["receipt"] for line in answer["lines"]} == {
        "A": "R-1",
        "B": "R-3",
    }


def test_an_order_is_put_right_and_still_stands(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "500")
    computed(store)
    asked(store, "batch", "publish", "1", *past("2022-11-01"))
    ordered = ("batch", "order", "1", *past("2022-11-10"), "--document")
    asked(store, *ordered, "拨1")
    wrong = position_of(store, "batch:1", "batch-ordered")

    answer = corrected(store, wrong, "--set", "document=拨2", "on=2022-11-11", *PAST)

    (order,) = answer["orders"]
    assert (order["document"], order["on"], order["net_fen"]) == ("拨2", "2022-11-11", 30_000)
    right = position_of(store, "batch:1", "batch-order-corrected")
    early = refused(store, "batch", "correct", str(right), "--set", "on=2022-11-07", *PAST,
                    "--document", "更2", "--reason", "x")  # fmt: skip
    assert early.startswith("notice-not-over: ")
    assert states(paid(store, 1)) == {"A": "paid"}


def test_a_hold_lists_what_was_paid_within_it_by_the_day_put_right(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "500")
    paid(store, computed(store)["batch"])
    asked(store, "hold", USCC, "--from", "2022-11-20", "--reason", "freeze",
          "--document", "法1")  # fmt: skip
    wrong = position_of(store, "batch:1", "batch-paid")

    corrected(store, wrong, "--set", "on=2022-11-19", *PAST)
    before = asked(store, "enterprise", "show", USCC)["holds"][0]["paid_within"]
    right = position_of(store, "batch:1", "batch-payment-corrected")
    again = ("--document", "更2", "--reason", "x")
    corrected(store, right, "--set", "on=2022-11-21", "receipt=R-7", *PAST, by=again)
    asked(store, "batch", "fail", "1", "A", "--reason", "x", *past("2022-11-25"))
    failed = position_of(store, "batch:1", "batch-line-failed")
    corrected(store, failed, "--void")

    (within,) = asked(store, "enterprise", "show", USCC)["holds"][0]["paid_within"]
    assert before == []
    assert (within["claim_no"], within["receipt"], within["on"]) == ("A", "R-7", "2022-11-21")
