"""A bank's answer read after what it is of has changed: held, ordered again, partly entered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.adapters.papers.bank.test_bank import (
    ALL,
    REFERENCE,
    THIRD,
    answer,
    bank_file,
    row,
    store,
)
from tests.support.command import asked, subsidy
from tests.support.money_desk import CASHIER, OTHER, USCC, past, position_of, refused, states

__all__ = ["store"]  # a fixture

HOLD = ("--document", "H", "--reason", "freeze", "--from")
PAY = ("batch", "pay", "1", *CASHIER, "--receipt", "R-1")


def second(uscc: str, amount: str) -> str:
    """A line of the answer to the file of the second order."""
    return row(uscc, amount, text=f"BT1-2-{uscc}")


def codes(answered: Any) -> set[str]:
    return {each["code"] for each in answered.json["problems"]}


def test_an_answer_is_judged_by_the_day_of_payment_whatever_is_held_since(store: Path) -> None:
    asked(store, "hold", OTHER, *HOLD, "2022-11-21")

    taken = answer(store, ALL)

    assert taken.json["paid_fen"] == 22_050
    assert set(states(asked(store, "batch", "show", "1")).values()) == {"paid"}
    assert asked(store, "reperform")["false_payments"] == []
    assert answer(store, ALL).json["events_appended"] == 0


def test_money_that_went_in_spite_of_a_hold_is_refused_by_its_name(store: Path) -> None:
    asked(store, "hold", OTHER, *HOLD, "2022-11-20")

    for words in ((), ("--dry-run",)):
        said = answer(store, ALL, *words)
        assert said.code == 1
        refusal = said.json.get("refusal", said.json)
        assert refusal["code"] == "enterprise-held"
        assert "subsidy release" in str(said.json)
        assert "H" in str(said.json)
    release = ("release", OTHER, "--on", "2022-11-20", "--document", "K")
    asked(store, *release)
    assert answer(store, ALL).json["paid_fen"] == 22_050


def test_an_answer_of_an_account_changed_since_is_matched_and_its_barrier_named(
    store: Path,
) -> None:
    changed = ("--account", "9" * 12, "--bank", "b", "--document", "D", "--by", "clerk")
    asked(store, "enterprise", "account", OTHER, *changed)

    said = answer(store, ALL)
    asked(store, "enterprise", "confirm-account", OTHER, "--document", "K", "--by", "officer")

    assert "account-unconfirmed" in str(said.json)
    assert answer(store, ALL).json["paid_fen"] == 22_050


def test_one_receipt_is_entered_in_steps(store: Path) -> None:
    on = past("2022-11-20")
    asked(store, *PAY, *on, "--only", "C")
    before = asked(store, "history", "batch:1")
    asked(store, *PAY, *on, "--only", "C")
    assert asked(store, "history", "batch:1") == before
    assert refused(store, *PAY, *past("2022-11-21"), "--only", "B").startswith("request-conflicts")

    taken = answer(store, ALL)

    assert taken.json["paid_fen"] == 22_050
    assert set(states(asked(store, "batch", "show", "1")).values()) == {"paid"}
    assert asked(store, "reperform")["false_payments"] == []
    assert asked(store, "verify")["faults"] == []
    again = answer(store, ALL[:2])
    assert (again.code, again.json["events_appended"]) == (0, 0)


def test_an_answer_may_leave_out_what_its_receipt_paid_before(store: Path) -> None:
    asked(store, *PAY, *past("2022-11-20"), "--only", "A1")

    taken = answer(store, [row(USCC, "20.50"), *ALL[1:]])

    assert (taken.code, taken.json["paid_fen"]) == (0, 12_050)
    assert set(states(asked(store, "batch", "show", "1")).values()) == {"paid"}


def test_a_step_of_a_receipt_is_put_right_alone(store: Path) -> None:
    on = past("2022-11-20")
    asked(store, *PAY, *on, "--only", "C")
    first = position_of(store, "batch:1", "batch-part-paid")
    asked(store, *PAY, *on, "--only", "B")
    right = ("--set", "receipt=R-2", "--document", "F", "--reason", "slip")
    asked(store, "batch", "correct", str(first), *right)

    shown = asked(store, "batch", "show", "1")

    assert {line["claim_no"]: line["receipt"] for line in shown["lines"]}["B"] == "R-1"
    assert [each["receipt"] for each in shown["payments"]] == ["R-2", "R-1"]
    assert asked(store, "reperform")["false_payments"] == []
    assert asked(store, "verify")["faults"] == []


def test_what_is_ordered_is_ordered_again_only_by_name(store: Path, tmp_path: Path) -> None:
    order = ("batch", "order", "1", *past("2022-11-19"), "--document", "N-2")
    said = refused(store, *order)
    again = asked(store, *order, "--only", "C")

    assert said.startswith("already-ordered: ")
    assert "乐财〔2022〕9号" in said
    assert [(each["document"], each["lines"], each["replaces"]) for each in again["orders"]] == [
        ("乐财〔2022〕9号", 3, []),
        ("N-2", 1, ["乐财〔2022〕9号"]),
    ]
    assert len(bank_file(store, tmp_path / "x.csv").decode("gbk").splitlines()) == 4


def test_a_later_order_takes_what_was_not_ordered(store: Path) -> None:
    asked(store, "batch", "object", "1", "C", "--reason", "x")
    asked(store, "batch", "resolve", "1", "C", "--dismiss", "--document", "M")

    made = asked(store, "batch", "order", "1", *past("2022-11-19"), "--document", "N-2")

    assert [(each["document"], each["lines"]) for each in made["orders"]] == [
        ("乐财〔2022〕9号", 3),
        ("N-2", 1),
    ]


def test_the_answer_to_a_replaced_orders_file_is_matched_by_payee_and_sum(store: Path) -> None:
    order = ("batch", "order", "1", *past("2022-11-19"), "--document", "N-2", "--only")
    asked(store, *order, "C")

    taken = answer(store, ALL)

    assert taken.json["paid_fen"] == 22_050


def test_a_replaced_orders_sum_that_is_another_by_now_is_named(store: Path, tmp_path: Path) -> None:
    order = ("batch", "order", "1", *past("2022-11-19"), "--document", "N-2", "--only")
    asked(store, *order, "C", "B", "A1", "A2")
    asked(store, "batch", "object", "1", "C", "--reason", "x")

    said = answer(store, ALL)
    of_old = ("--out", str(tmp_path / "o"), "--order", "乐财〔2022〕9号")
    file = refused(store, "batch", "bank-file", "1", "--template", "transfer-csv", *of_old)

    assert codes(said) == {"order-replaced"}
    assert "N-2" in str(said.json["problems"])
    assert file.startswith("nothing-ordered: ")
    assert "N-2" in file


def test_a_line_whose_order_was_lifted_or_paid_otherwise_is_named(store: Path) -> None:
    asked(store, "batch", "object", "1", "C", "--reason", "x")
    assert codes(answer(store, ALL)) == {"order-lifted"}
    asked(
        store, "batch", "pay", "1", *CASHIER, *past("2022-11-20"), "--receipt", "X", "--only", "B"
    )
    assert codes(answer(store, ALL)) == {"order-lifted", "paid-before"}


def test_a_failure_is_not_taken_for_arrived(store: Path) -> None:
    answer(store, [*ALL[:2], row(THIRD, "30.00", "失败", "x")])

    assert codes(answer(store, ALL)) == {"failed-before"}
    (payment,) = asked(store, "batch", "show", "1")["payments"]
    assert (payment["transferred_fen"], payment["failed_fen"]) == (22_050, 3_000)
    shown = subsidy("batch", "show", "1", "--store", store, "--lang", "en").out
    assert "did not arrive" in shown
    assert "190.50" in shown


@pytest.mark.parametrize("words", [(), ("--dry-run",)])
def test_a_rehearsal_refuses_as_the_answer_would(words: tuple[str, ...], store: Path) -> None:
    said = answer(store, ALL, *words, by="officer")

    assert said.code == 1
    assert "approver-cannot-pay" in str(said.json)


def test_an_empty_answer_says_what_it_lacks(store: Path) -> None:
    (store.parent / "e.csv").write_bytes(b"")
    of = ("batch", "results", "1", str(store.parent / "e.csv"), "--template", "transfer-csv")

    said = refused(store, *of, "--receipt", "R-1", *past("2022-11-20"), *CASHIER)

    assert said.startswith("bank-results-unreadable: ")
    assert "the system says" not in said
    assert REFERENCE
