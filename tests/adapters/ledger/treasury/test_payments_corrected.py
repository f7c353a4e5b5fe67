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


def test_a_payment_said_to_have_failed_that_had_arrived_counts_again(store: Path) -> None:
    number = owing(store)
    before = asked(store, "statement", USCC), figures(store), asked(store, "batch", "show", number)
    asked(store, "batch", "fail", number, "NEW", "--reason", "account", *past("2022-11-28"))
    wrong = position_of(store, f"batch:{number}", "batch-line-failed")

    answer = corrected(store, wrong, "--void")

    assert answer["lines"] == before[2]["lines"]
    assert figures(store) == before[1]
    now = asked(store, "statement", USCC)
    sums = [name for name in now if name.endswith("_fen")]
    assert {name: now[name] for name in sums} == {name: before[0][name] for name in sums}
    assert [(each["what"], each["amount_fen"]) for each in now["entries"]][-4:] == [
        ("payment-failed", 15_000),
        ("set-off-reversed", -15_000),
        ("payment-reinstated", -15_000),
        ("set-off-reinstated", 15_000),
    ]
    for day in ("2022-11-20", "2022-11-28"):
        assert figures(store, "--as-of", day)["paid_fen"] == 36_000
        assert figures(store, "--as-of", day)["recovered_fen"] == 15_000
    assert corrected(store, wrong, "--void") == answer
    assert asked(store, "reperform")["false_payments"] == []


def test_a_payment_that_had_arrived_may_fail_after_all(store: Path) -> None:
    number = owing(store)
    fail = ("batch", "fail", number, "NEW", "--reason", "account", *past("2022-11-28"))
    asked(store, *fail)
    corrected(store, position_of(store, f"batch:{number}", "batch-line-failed"), "--void")

    failed = asked(store, *fail)
    wrong = position_of(store, f"batch:{number}", "batch-line-failed")
    again = corrected(store, wrong, "--void", by=("--document", "更2", "--reason", "x"))

    assert states(failed)["NEW"] == "failed"
    assert states(again)["NEW"] == "paid"
    assert figures(store)["recovered_fen"] == 15_000


def test_money_that_came_back_by_mistake_and_was_spent_is_missing(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "300")
    paid(store, computed(store)["batch"])
    asked(store, "batch", "fail", "1", "A", "--reason", "account")
    asked(store, "budget", "return", "2022", "--amount", "300", "--document", "收1",
          "--on", "2022-12-01")  # fmt: skip
    wrong = position_of(store, "batch:1", "batch-line-failed")

    said = refused(store, "batch", "correct", str(wrong), "--void", *BY)
    asked(store, "budget", "supplement", "2022", "--amount", "300", "--document", "追1",
          "--on", "2022-12-02")  # fmt: skip
    answer = corrected(store, wrong, "--void")

    assert said.startswith("money-spent-since: ")
    assert "300.00" in said
    assert states(answer) == {"A": "paid"}


def test_a_claim_in_another_batch_leaves_it_once_its_payment_had_arrived(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "300")
    paid(store, computed(store)["batch"])
    asked(store, "batch", "fail", "1", "A", "--reason", "account")
    second = str(computed(store)["batch"])
    wrong = position_of(store, "batch:1", "batch-line-failed")

    corrected(store, wrong, "--void")

    assert states(asked(store, "batch", "show", second)) == {"A": "failed"}
    assert figures(store)["paid_fen"] == 30_000
    assert figures(store)["available_fen"] == 0


def test_a_claim_paid_twice_owes_the_second_payment_back(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "600")
    paid(store, computed(store)["batch"])
    asked(store, "batch", "fail", "1", "A", "--reason", "account")
    paid(store, computed(store)["batch"])
    wrong = position_of(store, "batch:1", "batch-line-failed")

    corrected(store, wrong, "--void")

    assert asked(store, "statement", USCC)["owed_back_fen"] == 30_000
    repaid = asked(store, "recovery", "record", "A", "--amount", "300", "--receipt", "B-1",
                   *past("2022-12-01"))  # fmt: skip
    assert (repaid["owed_back_fen"], repaid["owed_to_enterprise_fen"]) == (0, 0)
    history = asked(store, "history", "A")
    assert [each["of_batch"] for each in history if each["type"] == "claim-recovered"] == [2]


def test_a_debt_repaid_since_has_no_room_for_the_set_off(store: Path) -> None:
    number = owing(store)
    asked(store, "batch", "fail", number, "NEW", "--reason", "account", *past("2022-11-28"))
    asked(store, "recovery", "record", "OLD", "--amount", "200", "--receipt", "B-1",
          *past("2022-12-01"))  # fmt: skip
    wrong = position_of(store, f"batch:{number}", "batch-line-failed")

    said = refused(store, "batch", "correct", str(wrong), "--void", *BY)
    repaid = position_of(store, "OLD", "claim-recovered")
    asked(store, "recovery", "correct", str(repaid), "--set", "amount=50", *BY)
    answer = corrected(store, wrong, "--void")

    assert said.startswith("debt-settled-since: ")
    assert "recovery correct" in said
    assert states(answer)["NEW"] == "paid"
    assert asked(store, "statement", USCC)["owed_back_fen"] == 0


def test_a_failure_has_nothing_to_set(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "300")
    paid(store, computed(store)["batch"])
    asked(store, "batch", "fail", "1", "A", "--reason", "account")
    wrong = position_of(store, "batch:1", "batch-line-failed")

    said = refused(store, "batch", "correct", str(wrong), "--set", "on=2022-12-01", *BY)

    assert said.startswith("correction-key: ")
