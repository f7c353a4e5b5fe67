"""What a budget year and a batch keep of their events: every field after every kind of event."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from domain.events import batch as of_batch
from domain.events import budget as of_budget
from domain.payments.batch import Batch, LineState, Made, Objection, PaymentLine
from domain.payments.batch import evolve as evolve_batch
from domain.payments.budget import ALL, Budget, LineBalance, Receipt, evolve
from tests.domain.payments.closing import carried_in, carried_over
from tests.domain.payments.office import batch_terms, recorded_terms

FIRST, SECOND, LAST = date(2022, 3, 1), date(2022, 6, 1), date(2022, 9, 1)
CLAIMS = ("A", "B", "C", "D", "E", "F")


def amount(fen: int, line: str = ALL) -> of_budget.LineAmount:
    return of_budget.LineAmount(line=line, amount_fen=fen)


APPROPRIATED = of_budget.BudgetAppropriated(line=ALL, amount_fen=4_096, document="Ａ-1", on=LAST)
SUPPLEMENTED = of_budget.BudgetSupplemented(line=ALL, amount_fen=256, document="S", on=FIRST)
RETURNED = of_budget.BudgetReturned(line=ALL, amount_fen=128, document="R", on=SECOND)
TRANSFERRED = of_budget.BudgetTransferred(
    from_line=ALL, to_line="aeo", amount_fen=64, document="T", on=FIRST
)
LINE_NAMED = of_budget.BudgetLineNamed(line="aeo", measures=("aeo-advanced",))


def recovered(fen: int, receipt: str | None) -> of_budget.BudgetRecovered:
    batch = None if receipt else 9
    return of_budget.BudgetRecovered(
        line=ALL, claim_no="C", amount_fen=fen, receipt=receipt, batch=batch, on=SECOND
    )


def balance(**fen: int) -> LineBalance:
    """A line with these amounts, and nothing in every other."""
    names = ("appropriated", "supplemented", "transferred", "carried_in", "returned", "paid")
    every = {f"{name}_fen": 0 for name in (*names, "recovered")} | fen
    return LineBalance(measures=(), **every)


def every_budget_event() -> tuple[of_budget.BudgetEvent, ...]:
    paid = of_budget.BudgetPaid(batch=9, line=ALL, amount_fen=1_024, receipt="Ｐ-1", on=SECOND)
    reversed_ = of_budget.BudgetPaymentReversed(
        batch=9, line=ALL, claim_no="C", amount_fen=16, on=SECOND
    )
    recovery_reversed = of_budget.BudgetRecoveryReversed(
        line=ALL, claim_no="C", batch=9, amount_fen=1, on=SECOND
    )
    return (
        LINE_NAMED,
        carried_in(from_year=2021, amounts=(amount(32), amount(8, "aeo")), on=FIRST),
        APPROPRIATED,
        SUPPLEMENTED,
        RETURNED,
        TRANSFERRED,
        of_budget.BudgetAllotted(batch=9, line=ALL, amount_fen=1_024, document="Ｄ-1"),
        of_budget.BudgetAllotted(batch=10, line="aeo", amount_fen=5, document=None),
        paid,
        reversed_,
        recovered(4, "Ｂ-1"),
        recovered(2, "b-1"),
        recovered(3, None),
        recovery_reversed,
    )


def test_a_budget_year_keeps_of_its_events_what_later_decisions_need() -> None:
    made = Budget(2022)
    assert made.lines == {ALL: balance()}
    assert (made.length, made.closed, made.latest_on) == (0, False, None)

    for event in every_budget_event():
        assert evolve(made, event) is made

    own = balance(
        appropriated_fen=4_096, supplemented_fen=256, transferred_fen=-64, carried_in_fen=32,
        returned_fen=128, paid_fen=1_008, recovered_fen=8,
    )  # fmt: skip
    other = balance(transferred_fen=64, carried_in_fen=8)
    other.measures = ("aeo-advanced",)
    assert made == Budget(
        year=2022,
        lines={ALL: own, "aeo": other},
        closed=False,
        said={
            (ALL, "a-1"): APPROPRIATED,
            (ALL, "s"): SUPPLEMENTED,
            (ALL, "r"): RETURNED,
            (ALL, "aeo", "t"): TRANSFERRED,
        },
        batches={9: ALL, 10: "aeo"},
        documents={"d-1": 9},
        paid_by={9},
        recoveries={("b-1", "C"): Receipt(6, SECOND)},
        days=Counter({FIRST: 3, SECOND: 7, LAST: 1}),
        brought={ALL: 32, "aeo": 8},
        length=14,
    )
    assert made.latest_on == LAST
    assert (own.budget_fen, own.left_fen) == (4_192, 3_192)
    assert (other.budget_fen, other.left_fen) == (72, 72)
    assert (made.money_fen(ALL, {ALL: 92}), made.money_fen("aeo", {ALL: 92})) == (3_100, 72)


def test_a_year_carried_over_is_closed_and_its_lines_have_less() -> None:
    made = Budget(2022)
    for event in (
        LINE_NAMED,
        APPROPRIATED,
        TRANSFERRED,
        carried_over(to_year=2023, amounts=(amount(4_000), amount(60, "aeo")), on=FIRST),
    ):
        evolve(made, event)

    assert made.closed
    assert [(line.carried_in_fen, line.left_fen) for line in made.lines.values()] == [
        (-4_000, 32),
        (-60, 4),
    ]
    assert (made.latest_on, made.carried) == (LAST, {ALL: 4_000, "aeo": 60})


@pytest.mark.parametrize(
    ("measure", "line"), [("a", "one"), ("b", "one"), ("c", "two"), ("d", ALL), (None, ALL)]
)
def test_the_line_that_names_a_measure_pays_for_it(measure: str | None, line: str) -> None:
    made = Budget(2022)
    for name, measures in (("one", ("a", "b")), ("two", ("c",))):
        evolve(made, of_budget.BudgetLineNamed(line=name, measures=measures))

    assert made.line_of(measure) == line


def test_a_line_named_again_keeps_its_money_and_has_the_later_measures() -> None:
    made = Budget(2022)
    renamed = of_budget.BudgetLineNamed(line="aeo", measures=("a", "b"))
    for event in (LINE_NAMED, APPROPRIATED, TRANSFERRED, renamed):
        evolve(made, event)

    assert (made.lines["aeo"].measures, made.lines["aeo"].left_fen) == (("a", "b"), 64)


def computed(claim_no: str, allotted_fen: int, lapsed_fen: int) -> of_batch.BatchLine:
    return of_batch.BatchLine(
        claim_no=claim_no, uscc=f"of {claim_no}", owed_fen=100, allotted_fen=allotted_fen,
        lapsed_fen=lapsed_fen,
    )  # fmt: skip


def objected(claim_no: str) -> of_batch.BatchLineObjected:
    return of_batch.BatchLineObjected(
        claim_no=claim_no, number=1, words=f"against {claim_no}", on=None, person=None,
        document=None,
    )  # fmt: skip


def line(claim_no: str, allotted: int, state: LineState, **others: Any) -> PaymentLine:
    fen: dict[str, Any] = {"owed_fen": 100, "computed_fen": allotted, "lapsed_fen": 0} | others
    return PaymentLine(uscc=f"of {claim_no}", allotted_fen=allotted, state=state, **fen)


def test_a_batch_keeps_where_each_of_its_lines_stands_and_what_was_said_of_it() -> None:
    made = Batch(3)
    assert (made.terms, made.published, made.length, made.allotted_fen, made.lapsed_fen) == (
        None, None, 0, 0, 0,
    )  # fmt: skip
    terms = of_batch.BatchComputed(**recorded_terms(batch_terms()), money_fen=400, owed_fen=600)
    shares = dict(
        zip(CLAIMS, ((90, 10), (80, 20), (70, 30), (60, 40), (0, 5), (50, 1)), strict=True)
    )
    lines = [computed(claim_no, *share) for claim_no, share in shares.items()]
    notice = of_batch.BatchPublished(
        on=FIRST, days=7, last_day=date(2022, 3, 7), counts="natural", calendars=()
    )
    until_notice: tuple[of_batch.BatchEvent, ...] = (
        terms,
        of_batch.BatchLinesComputed(lines=tuple(lines[:4])),
        of_batch.BatchLinesComputed(lines=tuple(lines[4:])),
        notice,
        *map(objected, "ABF"),
    )
    for event in until_notice:
        assert evolve_batch(made, event) is made
    assert [made.lines[no].state for no in "ABF"] == [LineState.HELD] * 3
    assert made.open_lines() == ["A", "B", "C", "D", "F"]

    paid = [("B", 80, 7), ("C", 70, 70), ("D", 0, 0)]
    upheld = of_batch.ObjectionResolved(claim_no="A", number=1, upheld=True, document="O-1")
    dismissed = of_batch.ObjectionResolved(claim_no="B", number=1, upheld=False, document="O-2")
    payment = of_batch.BatchPaid(receipt="R", on=LAST)
    paid_lines = tuple(
        of_batch.PaidLine(claim_no=no, amount_fen=fen, set_off_fen=set_off)
        for no, fen, set_off in paid
    )
    failed = of_batch.BatchLineFailed(claim_no="C", words="no account", on=LAST, receipt=None)
    after_notice: tuple[of_batch.BatchEvent, ...] = (
        upheld,
        dismissed,
        payment,
        of_batch.BatchLinesPaid(lines=paid_lines),
        failed,
    )
    for event in after_notice:
        evolve_batch(made, event)

    assert made == Batch(
        number=3,
        terms=terms,
        published=notice,
        lines={
            "A": line(
                "A",
                0,
                LineState.FAILED,
                computed_fen=90,
                lapsed_fen=10,
                objections=[Objection(objected("A"), upheld)],
            ),
            "B": line(
                "B",
                80,
                LineState.PAID,
                lapsed_fen=20,
                paid_fen=80,
                set_off_fen=7,
                objections=[Objection(objected("B"), dismissed)],
                paid_by=payment,
            ),
            "C": line("C", 70, LineState.FAILED, lapsed_fen=30, paid_by=payment, failure=failed),
            "D": line("D", 0, LineState.FAILED, computed_fen=60, lapsed_fen=40, paid_by=payment),
            "E": line("E", 0, LineState.FAILED, lapsed_fen=5),
            "F": line("F", 50, LineState.HELD, lapsed_fen=1, objections=[Objection(objected("F"))]),
        },
        payments=[Made(payment, {each.claim_no: each for each in paid_lines}, version=10)],
        allotted_fen=350,
        lapsed_fen=106,
        length=12,
    )
    assert made.open_lines() == ["F"]
