"""Movements of a budget year put right by a document, by the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    OTHER,
    approved,
    case,
    computed,
    figures,
    money,
    paid,
    position_of,
    refused,
    submit,
)

BY = ("--document", "更1", "--reason", "typed wrongly")


@pytest.fixture(autouse=True)
def _prepared(store: Path) -> None:
    """A ledger that has a policy."""
    submit(store, [case("Z", "1")])


def corrected(store: Path, position: int, *words: str, by: tuple[str, ...] = BY) -> Any:
    return asked(store, "budget", "correct", str(position), *words, *by)


def test_an_amount_is_reversed_and_the_right_one_entered(store: Path) -> None:
    money(store, "500")
    wrong = position_of(store, "budget:2022", "budget-appropriated")

    answer = corrected(store, wrong, "--set", "amount=5000", "--by", "treasurer")

    assert answer["lines"]["all"]["appropriated_fen"] == 500_000
    assert answer["lines"]["all"]["available_fen"] == 500_000
    said = {"line": "all", "to_line": None, "claim_no": None, "number": "A-2022"}
    on = {"on": "2022-01-10"}
    assert answer["corrections"] == [
        {
            "position": wrong + 1,
            "of_position": wrong,
            "entry": "appropriated",
            "by": "treasurer",
            "document": "更1",
            "words": "typed wrongly",
            "before": said | {"amount_fen": 50_000} | on,
            "after": said | {"amount_fen": 500_000} | on,
        }
    ]
    types = [event["type"] for event in asked(store, "history", "budget:2022")]
    assert types == ["budget-appropriated", "budget-entry-reversed", "budget-appropriated"]


def test_what_was_asked_before_the_correction_is_answered_as_then(store: Path) -> None:
    money(store, "500")
    wrong = position_of(store, "budget:2022", "budget-appropriated")
    before = asked(store, "budget", "show", "2022")

    corrected(store, wrong, "--set", "amount=5000")

    assert asked(store, "budget", "show", "2022", "--position", str(wrong)) == before
    red = asked(store, "budget", "show", "2022", "--position", str(wrong + 1))
    assert red["lines"]["all"]["budget_fen"] == 0


def test_line_day_and_document_are_put_right_together(store: Path) -> None:
    asked(store, "budget", "line", "2022", "T", "--measures", "overseas-trademark")
    money(store, "500", on="2022-12-31")
    wrong = position_of(store, "budget:2022", "budget-appropriated")

    corrected(store, wrong, "--set", "line=T", "on=2022-02-01", "document=A-9")

    assert figures(store)["budget_fen"] == 0
    assert figures(store, line="T")["budget_fen"] == 50_000
    assert figures(store, "--as-of", "2022-01-31", line="T")["budget_fen"] == 0
    assert figures(store, "--as-of", "2022-02-01", line="T")["budget_fen"] == 50_000


def test_the_document_of_a_movement_put_right_is_free_again(store: Path) -> None:
    money(store, "500", document="A-1")
    wrong = position_of(store, "budget:2022", "budget-appropriated")
    corrected(store, wrong, "--set", "document=A-2")

    again = money(store, "30", document="A-1")
    said = refused(store, "budget", "appropriate", "2022", "--amount", "9", "--document", "A-2",
                   "--on", "2022-01-10")  # fmt: skip

    assert again["lines"]["all"]["appropriated_fen"] == 53_000
    assert said.startswith("request-conflicts: Document A-2 already records 500.00")


def test_a_movement_that_should_not_be_is_only_reversed(store: Path) -> None:
    money(store, "500")
    wrong = position_of(store, "budget:2022", "budget-appropriated")

    answer = corrected(store, wrong, "--void")
    again = money(store, "70")

    assert answer["lines"]["all"]["budget_fen"] == 0
    assert answer["corrections"][0]["after"] is None
    assert again["lines"]["all"]["budget_fen"] == 7_000


def test_a_transfer_changes_its_lines(store: Path) -> None:
    asked(store, "budget", "line", "2022", "T", "--measures", "overseas-trademark")
    asked(store, "budget", "line", "2022", "A", "--measures", "aeo-advanced")
    money(store, "500")
    asked(store, "budget", "transfer", "2022", "--from", "all", "--to", "T", "--amount", "100",
          "--document", "调1", "--on", "2022-03-01")  # fmt: skip
    wrong = position_of(store, "budget:2022", "budget-transferred")

    corrected(store, wrong, "--set", "to=A", "amount=120")

    moved = {line: figures(store, line=line)["transferred_fen"] for line in ("all", "T", "A")}
    assert moved == {"all": -12_000, "T": 0, "A": 12_000}


def test_a_correction_that_leaves_paid_money_uncovered_is_refused(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "500")
    paid(store, computed(store)["batch"])
    wrong = position_of(store, "budget:2022", "budget-appropriated")

    said = refused(store, "budget", "correct", str(wrong), "--set", "amount=299.99", *BY)
    fits = corrected(store, wrong, "--set", "amount=300")

    assert said.startswith("money-spent-since: ")
    assert "0.01" in said
    assert "Supplement" in said
    assert fits["lines"]["all"]["available_fen"] == 0


def test_what_is_in_publicity_is_not_taken_away_either(store: Path) -> None:
    approved(store, case("A", "300"))
    money(store, "500")
    computed(store)
    wrong = position_of(store, "budget:2022", "budget-appropriated")

    assert refused(store, "budget", "correct", str(wrong), "--void", *BY).startswith(
        "money-spent-since: "
    )


def test_the_same_correction_again_records_nothing(store: Path) -> None:
    money(store, "500")
    wrong = position_of(store, "budget:2022", "budget-appropriated")
    first = corrected(store, wrong, "--set", "amount=5000")

    assert corrected(store, wrong, "--set", "amount=5000") == first
    spelled = ("--document", "更 １", "--reason", "typed wrongly")
    assert corrected(store, wrong, "--set", "amount=5000", by=spelled) == first
    assert refused(store, "budget", "correct", str(wrong), "--set", "amount=1", *BY).startswith(
        "request-conflicts: "
    )
    other = ("--document", "更2", "--reason", "typed wrongly")
    assert refused(store, "budget", "correct", str(wrong), "--set", "amount=1", *other).startswith(
        "already-reversed: "
    )


def test_a_correction_is_corrected_by_its_own_position(store: Path) -> None:
    money(store, "500")
    wrong = position_of(store, "budget:2022", "budget-appropriated")
    corrected(store, wrong, "--set", "amount=5000")
    second = ("--document", "更2", "--reason", "again")

    answer = corrected(store, wrong + 2, "--set", "amount=50", by=second)

    assert answer["lines"]["all"]["budget_fen"] == 5_000
    assert len(answer["corrections"]) == 2


def test_an_entry_that_is_right_already_records_nothing(store: Path) -> None:
    money(store, "500")
    wrong = position_of(store, "budget:2022", "budget-appropriated")

    answer = corrected(store, wrong, "--set", "amount=500.00", "on=2022-01-10")

    assert answer["corrections"] == []
    assert answer["position"] == wrong


def test_a_day_put_right_no_longer_holds_up_the_carry_over(store: Path) -> None:
    money(store, "500", on="2023-01-20")
    wrong = position_of(store, "budget:2022", "budget-appropriated")
    close = ("budget", "carry-over", "2022", "--document", "结1", "--on", "2022-12-31")
    before = refused(store, *close)

    corrected(store, wrong, "--set", "on=2022-01-20")
    asked(store, *close)

    assert before.startswith("carry-over-before-movement: ")
    carried = [each for each in asked(store, "history", "budget:2022") if "carried" in each["type"]]
    assert [each["on"] for each in carried] == ["2022-12-31"]


def test_a_year_carried_over_is_closed_to_corrections(store: Path) -> None:
    money(store, "500")
    wrong = position_of(store, "budget:2022", "budget-appropriated")
    asked(store, "budget", "carry-over", "2022", "--document", "结1", "--on", "2022-12-31")

    said = refused(store, "budget", "correct", str(wrong), "--set", "amount=1", *BY)

    assert said.startswith("budget-closed: ")
    assert "budget reopen" in said
    asked(store, "budget", "reopen", "2022", "--document", "开1", "--reason", "x", "--on",
          "2023-01-05", "--backdated", "D")  # fmt: skip
    assert corrected(store, wrong, "--set", "amount=1")["lines"]["all"]["budget_fen"] == 100


def test_corrections_are_listed_among_the_exceptions(store: Path) -> None:
    money(store, "500")
    wrong = position_of(store, "budget:2022", "budget-appropriated")
    corrected(store, wrong, "--set", "amount=5000")

    acts = subsidy("audit", "exceptions", "--store", store, "--json").json["acts"]

    assert [(act["kind"], act["act"], act["document"]) for act in acts] == [
        ("entry-corrected", "correct", "更1")
    ]


def test_an_exception_has_the_day_of_the_right_entry(store: Path) -> None:
    money(store, "500")
    wrong = position_of(store, "budget:2022", "budget-appropriated")
    corrected(store, wrong, "--set", "on=2022-02-02")

    (act,) = subsidy("audit", "exceptions", "--store", store, "--json").json["acts"]

    assert act["on"] == "2022-02-02"


@pytest.mark.parametrize(
    ("of", "event", "code", "remedy"),
    [
        ("budget:2022", "budget-paid", "entry-not-correctable", "batch correct"),
        ("budget:2022", "budget-line-named", "entry-not-correctable", "history"),
        ("batch:1", "batch-paid", "entry-elsewhere", "batch correct"),
        ("batch:1", "batch-published", "entry-not-correctable", "withdraw-notice"),
        ("A", "claim-approved", "entry-not-correctable", "redecide"),
        ("A", "claim-paid", "entry-not-correctable", "batch correct"),
    ],
)
def test_any_other_entry_is_refused_with_the_way_out(
    of: str, event: str, code: str, remedy: str, store: Path
) -> None:
    approved(store, case("A", "300"), case("B", "3", OTHER))
    asked(store, "budget", "line", "2022", "T", "--measures", "overseas-trademark")
    money(store, "500")
    paid(store, computed(store)["batch"])
    position = position_of(store, of, event)

    said = refused(store, "budget", "correct", str(position), "--set", "amount=1", *BY)

    assert said.startswith(f"{code}: ")
    assert remedy in said


def test_a_position_that_is_not_there_is_refused(store: Path) -> None:
    money(store, "500")

    for position in ("0", "999"):
        said = refused(store, "budget", "correct", position, "--void", *BY)
        assert said.startswith("position-unknown: ")


def test_misuse_says_what_to_write(store: Path) -> None:
    money(store, "500")

    for words in ((), ("--void", "--set", "amount=1"), ("--set", "fee=1"), ("--set", "amount=0"),
                  ("--set", "amount=1", "amount=2")):  # fmt: skip
        ran = subsidy("budget", "correct", "3", *words, *BY, "--store", store)
        assert ran.code == 2, words
    wrong = str(position_of(store, "budget:2022", "budget-appropriated"))
    said = refused(store, "budget", "correct", wrong, "--set", "receipt=1", *BY)
    assert said.startswith("correction-key: ")
