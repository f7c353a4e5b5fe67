"""Money repaid put right by a document, by the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.command import asked
from tests.support.money_desk import (
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
MORE = ("--document", "更2", "--reason", "typed wrongly")


def corrected(store: Path, position: int, *words: str, by: tuple[str, ...] = BY) -> Any:
    return asked(store, "recovery", "correct", str(position), *words, *by)


def repaid(store: Path, amount: str = "120", claim: str = "A") -> int:
    """Claims of two enterprises paid 200 each and revoked; part repaid. Where that stands."""
    approved(store, case("A", "200"), case("B", "200", OTHER))
    money(store, "1000")
    paid(store, computed(store)["batch"])
    for no in ("A", "B"):
        asked(store, "revoke", no, "--reason", "a finding", "--document", f"F-{no}")
    asked(store, "recovery", "record", claim, "--amount", amount, "--receipt", "B-1",
          *past("2022-12-01"))  # fmt: skip
    return position_of(store, claim, "claim-recovered")


def sums(answer: Any) -> tuple[int, int]:
    return answer["recovered_fen"], answer["owed_back_fen"]


def test_an_amount_too_high_opens_the_debt_again(store: Path) -> None:
    wrong = repaid(store)

    answer = corrected(store, wrong, "--set", "amount=100")

    assert sums(answer) == (10_000, 10_000)
    assert [(each["what"], each["amount_fen"]) for each in answer["entries"]][-3:] == [
        ("recovered", 12_000),
        ("recovery-reversed", -12_000),
        ("recovered", 10_000),
    ]
    (made,) = answer["corrections"]
    assert (made["before"]["amount_fen"], made["after"]["amount_fen"]) == (12_000, 10_000)
    assert figures(store)["recovered_fen"] == 10_000
    (red,) = asked(store, "budget", "show", "2022")["corrections"]
    assert (red["entry"], red["after"]["amount_fen"]) == ("recovered", 10_000)


def test_an_amount_too_low_takes_more_of_the_debt(store: Path) -> None:
    wrong = repaid(store)

    answer = corrected(store, wrong, "--set", "amount=200")

    assert sums(answer) == (20_000, 0)
    assert refused(
        store, "recovery", "correct", str(position_of(store, "A", "claim-recovered")),
        "--set", "amount=200.01", *MORE,
    ).startswith("nothing-owed-back: ")  # fmt: skip


def test_money_booked_on_the_wrong_claim_is_credited_to_the_right_one(store: Path) -> None:
    wrong = repaid(store)

    answer = corrected(store, wrong, "--set", "claim=B", *PAST)

    assert (answer["uscc"], *sums(answer)) == (OTHER, 12_000, 8_000)
    assert sums(asked(store, "statement", USCC)) == (0, 20_000)
    assert figures(store)["recovered_fen"] == 12_000
    again = corrected(store, wrong, "--set", "claim=B", *PAST)
    assert again == answer


def test_a_receipt_and_a_day_are_put_right(store: Path) -> None:
    wrong = repaid(store)

    early = refused(store, "recovery", "correct", str(wrong), "--set", "on=2022-12-05", *BY)
    before_paid = refused(store, "recovery", "correct", str(wrong), "--set", "on=2022-11-19",
                          *PAST, *BY)  # fmt: skip
    answer = corrected(store, wrong, "--set", "receipt=B-2", "on=2022-12-05", *PAST)

    assert early.startswith("day-before-ground: ")
    assert before_paid.startswith("repaid-before-paid: ")
    assert sums(answer) == (12_000, 8_000)
    assert figures(store, "--as-of", "2022-12-04")["recovered_fen"] == 0
    assert figures(store, "--as-of", "2022-12-05")["recovered_fen"] == 12_000
    free = asked(store, "recovery", "record", "A", "--amount", "5", "--receipt", "B-1",
                 *past("2022-12-06"))  # fmt: skip
    assert sums(free) == (12_500, 7_500)


def test_a_repayment_that_never_came_is_only_reversed(store: Path) -> None:
    wrong = repaid(store)

    answer = corrected(store, wrong, "--void")

    assert sums(answer) == (0, 20_000)
    assert corrected(store, wrong, "--void") == answer
    assert refused(store, "recovery", "correct", str(wrong), "--void", *MORE).startswith(
        "already-reversed: "
    )


def test_a_receipt_that_credited_two_payments_is_put_right_as_one(store: Path) -> None:
    trademark = {"registration_no": "T", "country": "US", "fee": "40000", "self_export": True}
    approved(store, case("T1", "0") | {"kind": "trademark", "facts": trademark})
    money(store, "4000")
    paid(store, computed(store, "--shortage", "pro-rata")["batch"])
    money(store, "90000", document="A-2")
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "T1", "--reason", "a finding", "--document", "F-1")
    asked(store, "recovery", "record", "T1", "--amount", "18000", "--receipt", "B-1",
          *past("2022-12-01"))  # fmt: skip
    parts = [each for each in asked(store, "history", "T1") if each["type"] == "claim-recovered"]
    of_second = parts[1]["position"]

    answer = corrected(store, of_second, "--set", "amount=17000")

    assert [(each["of_batch"], each["amount_fen"]) for each in parts] == [
        (2, 1_600_000),
        (1, 200_000),
    ]
    right = [each for each in asked(store, "history", "T1") if each["type"] == "claim-recovered"]
    assert [(each["of_batch"], each["amount_fen"]) for each in right[2:]] == [
        (2, 1_600_000),
        (1, 100_000),
    ]
    assert sums(answer) == (1_700_000, 300_000)
    assert corrected(store, parts[0]["position"], "--set", "amount=17000") == answer


def test_money_credited_and_spent_is_missing(store: Path) -> None:
    wrong = repaid(store)
    asked(store, "budget", "return", "2022", "--amount", "720", "--document", "收1",
          "--on", "2022-12-01")  # fmt: skip

    said = refused(store, "recovery", "correct", str(wrong), "--void", *BY)

    assert said.startswith("money-spent-since: ")
    assert "120.00" in said


def test_money_carried_over_comes_back_from_the_next_year(store: Path) -> None:
    wrong = repaid(store)
    asked(store, "budget", "carry-over", "2022", "--document", "结1", "--on", "2022-12-31")

    corrected(store, wrong, "--set", "amount=100")

    old, new = figures(store), figures(store, year=2023)
    assert (old["recovered_fen"], old["available_fen"]) == (10_000, 0)
    assert new["carried_in_fen"] == 70_000


def test_a_claim_reopened_since_keeps_a_receipt_put_right(store: Path) -> None:
    wrong = repaid(store, "200")
    asked(store, "reopen", "A", "--kind", "court", "--document", "判1", "--reason", "annulled")

    answer = corrected(store, wrong, "--set", "receipt=B-9")

    assert sums(answer) == (20_000, 0)
    assert answer["owed_to_enterprise_fen"] == 20_000


def test_a_repayment_reversed_lowers_what_a_batch_would_pay_again(store: Path) -> None:
    wrong = repaid(store, "200")
    asked(store, "reopen", "A", "--kind", "court", "--document", "判1", "--reason", "annulled")
    second = str(computed(store)["batch"])

    corrected(store, wrong, "--set", "amount=50")

    (line,) = asked(store, "batch", "show", second)["lines"]
    assert (line["allotted_fen"], line["state"]) == (5_000, "free")


def test_a_repayment_reversed_lets_the_payment_fail(store: Path) -> None:
    wrong = repaid(store)
    fail = ("batch", "fail", "1", "A", "--reason", "account")
    assert refused(store, *fail).startswith("payment-recovered: ")

    corrected(store, wrong, "--void")

    assert states(asked(store, *fail))["A"] == "failed"


def test_a_receipt_that_repaid_the_right_claim_already_is_taken(store: Path) -> None:
    wrong = repaid(store)
    asked(store, "recovery", "record", "B", "--amount", "1", "--receipt", "b-1",
          *past("2022-12-01"))  # fmt: skip

    said = refused(store, "recovery", "correct", str(wrong), "--set", "claim=B", *PAST, *BY)

    assert said.startswith("request-conflicts: ")


def test_the_claim_to_be_credited_is_a_claim(store: Path) -> None:
    wrong = repaid(store)

    said = refused(store, "recovery", "correct", str(wrong), "--set", "claim=C", *BY)

    assert said.startswith("claim-unknown: ")
