"""Failed payments that had arrived, put right by a document, by the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.command import asked
from tests.support.money_desk import (
    OTHER,
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
    verified = asked(store, "verify")
    assert (verified["faults"], verified["good"]) == ([], verified["events"])


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
    claims = {each["claim_no"]: each for each in asked(store, "audit", "delays")["claims"]}
    assert (claims["NEW"]["state"], claims["NEW"]["batch"]) == ("paid", int(number))


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

    assert said.startswith("entry-not-correctable: ")
    assert "--void" in said
