"""A year carried over, and money drawn back from the years it was carried to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from domain.commands.money import FailPayment
from domain.events.batch import (
    BatchComputed,
    BatchLine,
    BatchLinesComputed,
    BatchLinesPaid,
    PaidLine,
)
from domain.events.budget import (
    BudgetAppropriated,
    BudgetEvent,
    BudgetLineNamed,
    BudgetRecovered,
    LineAmount,
)
from domain.events.payment import ClaimPaid, DebtSetOff
from domain.payments.batch import Batch
from domain.payments.batch import evolve as evolve_batch
from domain.payments.budget import ALL, Budget, evolve
from domain.payments.happened import StreamEvent
from domain.payments.undoing.failure import fail
from domain.payments.years.carry_over import budgets_after, drawn_back
from domain.refusals import Refusal
from tests.domain.given import USCC
from tests.domain.payments.closing import carried_in, carried_over, carry_over
from tests.domain.payments.office import Office, batch_terms, recorded_terms

DAY, LAST, FIRST = date(2022, 6, 1), date(2022, 12, 31), date(2023, 1, 1)


def amounts(**fen: int) -> tuple[LineAmount, ...]:
    return tuple(LineAmount(line=line, amount_fen=each) for line, each in fen.items())


def given(fen: int, line: str = ALL, on: date = DAY) -> BudgetAppropriated:
    return BudgetAppropriated(line=line, amount_fen=fen, document=f"{line} {fen}", on=on)


def named(line: str, *measures: str) -> BudgetLineNamed:
    return BudgetLineNamed(line=line, measures=measures)


def carried(
    year: int, on: date, on_arrival: date, document: str | None = None, **fen: int
) -> list[StreamEvent]:
    """What is recorded of money carried from a year to the next."""
    out_of = carried_over(document, to_year=year + 1, amounts=amounts(**fen), on=on)
    into = carried_in(document, from_year=year, amounts=amounts(**fen), on=on_arrival)
    return [StreamEvent(f"budget:{year}", out_of), StreamEvent(f"budget:{year + 1}", into)]


def budget(year: int, *events: BudgetEvent) -> Budget:
    made = Budget(year)
    for event in events:
        evolve(made, event)
    return made


def closed(year: int, *events: BudgetEvent) -> Budget:
    return budget(year, *events, carried_over(to_year=year + 1, amounts=(), on=DAY))


def test_lines_with_something_left_go_to_the_next_year_with_the_measures_still_free_there() -> None:
    made = budget(
        2022,
        *(named("aeo", "a", "b", "c"), named("kept", "k"), named("empty", "e"), named("new", "n")),
        *(given(100), given(30, "aeo"), given(20, "kept"), given(7, "new")),
    )
    following = budget(2023, named("kept", "k"), named("other", "b"))

    events = carry_over(made, following, [])

    assert events == [
        StreamEvent("budget:2023", named("aeo", "a", "c")),
        StreamEvent("budget:2023", named("new", "n")),
        *carried(2022, LAST, FIRST, "J", all=100, aeo=30, kept=20, new=7),
    ]
    assert not made.closed


@pytest.mark.parametrize(
    ("latest", "on", "on_arrival"),
    [
        (date(2022, 12, 30), LAST, FIRST),
        (LAST, LAST, FIRST),
        (FIRST, FIRST, FIRST),
        (date(2023, 1, 2), date(2023, 1, 2), date(2023, 1, 2)),
    ],
)
def test_a_carry_over_is_dated_the_last_day_of_the_year_or_what_happened_after_it(
    latest: date, on: date, on_arrival: date
) -> None:
    made = budget(2022, given(5, on=latest), given(6, on=date(2022, 2, 2)))

    assert carry_over(made, Budget(2023), []) == carried(2022, on, on_arrival, "J", all=11)


def test_a_closed_year_is_carried_over_again_once_money_came_back() -> None:
    back = BudgetRecovered(line=ALL, claim_no="C", amount_fen=4, receipt="B", batch=None, on=DAY)

    with pytest.raises(Refusal, match="nothing-to-carry"):
        carry_over(closed(2022), Budget(2023), [])
    assert carry_over(closed(2022, back), Budget(2023), []) == carried(
        2022, LAST, FIRST, "J", all=4
    )


def test_budgets_after_events_are_copies_that_took_in_all_of_them() -> None:
    before = {2022: budget(2022, given(5)), 2023: budget(2023, given(6)), 2024: Budget(2024)}
    events = [
        *carried(2022, LAST, FIRST, all=1),
        *carried(2022, LAST, FIRST, all=2),
    ]

    after = budgets_after(before, events)

    assert {year: made.lines[ALL].left_fen for year, made in after.items()} == {
        2022: 2,
        2023: 9,
        2024: 0,
    }
    assert {year: made.lines[ALL].left_fen for year, made in before.items()} == {
        2022: 5,
        2023: 6,
        2024: 0,
    }
    assert after[2024] is before[2024]


def test_money_short_is_drawn_back_year_by_year_until_a_year_that_has_it() -> None:
    short = closed(2022, carried_in(from_year=2021, amounts=amounts(all=-10), on=DAY))
    years = {2022: short, 2023: closed(2023, given(4)), 2024: budget(2024, given(9))}

    assert drawn_back(years, 2022, ALL, {2022: {ALL: 2}, 2023: {ALL: 1}, 2024: {}}) == [
        *carried(2022, LAST, FIRST, all=-12),
        *carried(2023, date(2023, 12, 31), date(2024, 1, 1), all=-9),
    ]
    assert drawn_back(years, 2023, ALL, {2023: {ALL: 4}}) == []
    with pytest.raises(Refusal) as refused:
        drawn_back(years, 2022, ALL, {2022: {ALL: 2}, 2023: {ALL: 1}, 2024: {ALL: 1}})
    assert (refused.value.code, refused.value.facts) == (
        "money-spent-since",
        {"year": 2024, "line": ALL, "short_fen": 1},
    )


def paid_by_2023(office: Office, set_offs: Sequence[DebtSetOff]) -> Batch:
    """A batch of 2023 that paid C3 1,000 fen, which settled these debts."""
    batch = Batch(3)
    line = BatchLine(claim_no="C3", uscc=USCC, owed_fen=1_000, allotted_fen=1_000, lapsed_fen=0)
    terms = recorded_terms(batch_terms(budget_year=2023))
    evolve_batch(batch, BatchComputed(**terms, money_fen=1_000, owed_fen=1_000))
    evolve_batch(batch, BatchLinesComputed(lines=(line,)))
    paid = PaidLine(claim_no="C3", amount_fen=1_000, set_off_fen=1_000)
    evolve_batch(batch, BatchLinesPaid(lines=(paid,)))
    office.take_in([StreamEvent(USCC, claim_paid("C3", 3, 2023, ALL, 1_000))])
    office.take_in([StreamEvent(USCC, each) for each in set_offs])
    return batch


def claim_paid(claim_no: str, batch: int, year: int, line: str, fen: int) -> ClaimPaid:
    return ClaimPaid(
        claim_no=claim_no, batch=batch, budget_year=year, line=line, amount_fen=fen,
        set_off_fen=0, receipt="R", on=DAY,
    )  # fmt: skip


def test_debts_owed_again_are_drawn_back_for_every_line_that_had_carried_them_on() -> None:
    office = Office(3, 0)
    debts = (("C1", 1, ALL, 600), ("C2", 2, "aeo", 300), ("C1", 4, ALL, 100))
    for claim_no, number, line, fen in debts:
        office.take_in([StreamEvent(USCC, claim_paid(claim_no, number, 2022, line, fen))])
    settled = [
        DebtSetOff(
            claim_no=no, of_batch=number, budget_year=2022, line=line, amount_fen=fen,
            against="C3", batch=3, on=DAY,
        )
        for no, number, line, fen in debts
    ]  # fmt: skip
    batch = paid_by_2023(office, settled)
    old = closed(2022, named("aeo", "a"))
    new = budget(2023, named("aeo", "a"), given(700), given(300, "aeo"))

    failed = FailPayment(batch=3, claim_no="C3", words="x", on=None, receipt=None, backdated="D")
    budgets, allotted = {2022: old, 2023: new}, {2023: {ALL: 1_000}}
    events = fail(failed, DAY, batch, office.enterprise, budgets, allotted)

    assert events[-4:] == [
        *carried(2022, LAST, FIRST, all=-700),
        *carried(2022, LAST, FIRST, aeo=-300),
    ]
    assert len(events) == 13
    assert old.lines[ALL].recovered_fen == 0
