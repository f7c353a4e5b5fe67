"""A year's budget: what moves in and out of a line, said once, never beyond what is there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.calendar import LAST_YEAR
from domain.events.budget import (
    BudgetAllotmentCancelled,
    BudgetAllotted,
    BudgetAppropriated,
    BudgetEvent,
    BudgetLineNamed,
    BudgetPaid,
    BudgetPaymentReversed,
    BudgetRecovered,
    BudgetRecoveryReversed,
    BudgetReturned,
    BudgetSupplemented,
    BudgetTransferred,
    LineAmount,
)
from domain.payments.budget import ALL, Budget, Receipt, evolve, move
from domain.payments.years.carry_over import budgets_after, drawn_back
from domain.payments.years.lines import name_line
from domain.refusals import Refusal
from tests.domain.payments.closing import carried_in, carried_over, carry_over

DAY = date(2022, 6, 1)


def dated(kind: Any, fen: int, line: str = ALL, document: str = "D", on: date = DAY) -> Any:
    return kind(line=line, amount_fen=fen, document=document, on=on)


def budget(*events: BudgetEvent, year: int = 2022) -> Budget:
    made = Budget(year)
    for event in events:
        evolve(made, event)
    return made


def with_line(*events: BudgetEvent, year: int = 2022) -> Budget:
    return budget(BudgetLineNamed(line="aeo", measures=("aeo-advanced",)), *events, year=year)


def transfer(fen: int, from_line: str = ALL, to_line: str = "aeo") -> BudgetTransferred:
    return BudgetTransferred(
        from_line=from_line, to_line=to_line, amount_fen=fen, document="T", on=DAY
    )


def paid(fen: int, line: str = ALL, on: date = DAY) -> BudgetPaid:
    return BudgetPaid(batch=1, line=line, amount_fen=fen, receipt="R", on=on)


def recovered(fen: int, receipt: str | None = "B", line: str = ALL) -> BudgetRecovered:
    return BudgetRecovered(
        line=line, claim_no="C", amount_fen=fen, receipt=receipt, batch=None, on=DAY
    )


def code(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.code


def test_every_movement_is_in_the_budget_and_what_was_paid_is_not_left() -> None:
    made = with_line(
        dated(BudgetAppropriated, 1_000),
        dated(BudgetSupplemented, 200),
        dated(BudgetReturned, 50),
        transfer(300),
        carried_in(
            from_year=2021, amounts=(LineAmount(line=ALL, amount_fen=7),), on=date(2022, 1, 1)
        ),
        paid(400),
        recovered(60),
        recovered(5, receipt=None),
    )

    own, other = made.lines[ALL], made.lines["aeo"]
    assert (own.budget_fen, own.left_fen) == (857, 522)
    assert (other.budget_fen, other.left_fen) == (300, 300)
    assert made.money_fen(ALL, {ALL: 22}) == 500
    assert made.recoveries == {("b", "C"): Receipt(60, DAY)}
    assert (made.length, made.latest_on) == (9, DAY)


def test_payments_and_repayments_undone_are_on_the_line_again() -> None:
    made = budget(
        dated(BudgetAppropriated, 100),
        paid(40),
        recovered(10),
        recovered(5),
        BudgetPaymentReversed(batch=1, line=ALL, claim_no="C", amount_fen=40, on=DAY),
        BudgetRecoveryReversed(line=ALL, claim_no="C", batch=1, amount_fen=15, on=DAY),
    )

    assert (made.lines[ALL].paid_fen, made.lines[ALL].recovered_fen) == (0, 0)
    assert made.recoveries["b", "C"].amount_fen == 15
    assert made.paid_by == {1}


def test_a_batch_keeps_its_line_and_the_document_it_was_computed_by() -> None:
    made = budget(
        BudgetAllotted(batch=3, line=ALL, amount_fen=1, document="P"),
        BudgetAllotted(batch=4, line=ALL, amount_fen=1, document=None),
    )

    assert made.batches == {3: ALL, 4: ALL}
    assert made.documents == {"p": 3}
    evolve(made, BudgetAllotmentCancelled(batch=3, line=ALL, amount_fen=1))
    assert (made.batches, made.documents) == ({4: ALL}, {})


def test_a_line_is_named_once_for_measures_that_no_other_has() -> None:
    made = with_line(dated(BudgetAppropriated, 1))

    (named,) = name_line(made, "brands", tuple("hgfedcbah"))
    assert named.measures == tuple("abcdefgh")
    assert name_line(made, "aeo", ("aeo-advanced",)) == ()
    assert (made.line_of("aeo-advanced"), made.line_of("a"), made.line_of(None)) == (
        "aeo",
        ALL,
        ALL,
    )
    for line, measures, expected in (
        (ALL, ("a",), "budget-line-all"),
        ("aeo", ("a",), "request-conflicts"),
        ("brands", ("a", "aeo-advanced"), "measure-taken"),
    ):
        with pytest.raises(Refusal) as refused:
            name_line(made, line, measures)
        assert code(refused) == expected


def test_a_document_moves_once_and_what_it_says_otherwise_is_refused() -> None:
    made = with_line(dated(BudgetAppropriated, 100), transfer(30))

    assert move(made, dated(BudgetAppropriated, 100), {}) == ()
    assert move(made, transfer(30), {}) == ()
    other = dated(BudgetAppropriated, 100, document="E")
    assert move(made, other, {}) == (other,)
    back = transfer(1, "aeo", ALL)
    assert move(made, back, {}) == (back,)
    for movement in (dated(BudgetAppropriated, 99), transfer(29), dated(BudgetReturned, 100)):
        with pytest.raises(Refusal) as refused:
            move(made, movement, {})
        assert code(refused) == "request-conflicts"


def test_no_more_goes_out_than_the_line_may_give_away() -> None:
    made = with_line(dated(BudgetAppropriated, 100))
    back = dated(BudgetReturned, 60, document="R")

    assert move(made, back, {ALL: 40}) == (back,)
    assert move(made, transfer(60), {ALL: 40}) == (transfer(60),)
    assert move(made, dated(BudgetSupplemented, 10**9, document="S"), {ALL: 100})
    for movement in (back, transfer(60)):
        with pytest.raises(Refusal) as refused:
            move(made, movement, {ALL: 41})
        assert code(refused) == "budget-short"
        assert refused.value.facts["money_fen"] == 59


@pytest.mark.parametrize(
    ("movement", "expected"),
    [
        (transfer(1, ALL, ALL), "budget-same-line"),
        (transfer(1, "none", "aeo"), "budget-line-unknown"),
        (transfer(1, ALL, "none"), "budget-line-unknown"),
        (dated(BudgetAppropriated, 1, line="none"), "budget-line-unknown"),
    ],
)
def test_money_moves_only_between_lines_that_are_there(movement: Any, expected: str) -> None:
    with pytest.raises(Refusal) as refused:
        move(with_line(dated(BudgetAppropriated, 100)), movement, {})

    assert code(refused) == expected


def closed() -> Budget:
    out_of = carried_over(to_year=2023, amounts=(), on=date(2022, 12, 31))
    return with_line(dated(BudgetAppropriated, 100), out_of)


def test_a_closed_year_moves_and_names_nothing() -> None:
    for attempt in (
        lambda: move(closed(), dated(BudgetSupplemented, 1, document="S"), {}),
        lambda: name_line(closed(), "brands", ("a",)),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert code(refused) == "budget-closed"


def test_what_is_left_of_every_line_goes_to_the_same_line_of_the_next_year() -> None:
    made = with_line(dated(BudgetAppropriated, 100), transfer(30), paid(20))
    following = Budget(2023)

    events = carry_over(made, following, [])
    for stream, event in events:
        evolve(made if stream == "budget:2022" else following, event)  # type: ignore[arg-type]

    assert [event.TOPIC for _, event in events] == [
        "budget-line-named",
        "budget-carried-over.2",
        "budget-carried-in.2",
    ]
    assert {name: line.left_fen for name, line in following.lines.items()} == {ALL: 50, "aeo": 30}
    assert following.lines["aeo"].measures == ("aeo-advanced",)
    assert made.closed
    assert {line.left_fen for line in made.lines.values()} == {0}
    assert (made.latest_on, following.latest_on) == (date(2022, 12, 31), date(2023, 1, 1))
    assert carry_over(made, following, []) == []


def test_a_year_with_nothing_left_is_closed_without_carrying_anything_in() -> None:
    (only,) = carry_over(budget(dated(BudgetAppropriated, 5), paid(5)), Budget(2023), [])

    assert only.event.TOPIC == "budget-carried-over.2"
    (undated,) = carry_over(with_line(), Budget(2023), [])
    assert getattr(undated.event, "on", None) == date(2022, 12, 31)


def test_what_happened_after_the_year_dates_the_carry_over() -> None:
    late = date(2023, 2, 3)

    events = carry_over(budget(dated(BudgetAppropriated, 5, on=late)), Budget(2023), [])

    assert [getattr(event, "on", None) for _, event in events] == [late, late]


@pytest.mark.parametrize(
    ("made", "open_batches", "expected"),
    [
        (budget(), [], "budget-unknown"),
        (budget(dated(BudgetAppropriated, 5), year=LAST_YEAR), [], "no-next-year"),
        (budget(dated(BudgetAppropriated, 5)), [4, 3], "batch-open"),
    ],
)
def test_a_year_is_carried_over_only_when_it_can_be(
    made: Budget, open_batches: list[int], expected: str
) -> None:
    with pytest.raises(Refusal) as refused:
        carry_over(made, Budget(made.year + 1), open_batches)

    assert code(refused) == expected
    assert refused.value.facts.get("batch", 3) == 3


def test_money_short_after_the_close_is_drawn_back_year_by_year() -> None:
    years = {
        year: budget(
            carried_in(from_year=year - 1, amounts=(LineAmount(line=ALL, amount_fen=fen),), on=DAY),
            *[carried_over(to_year=year + 1, amounts=(), on=DAY)][: int(year < 2024)],
            year=year,
        )
        for year, fen in ((2022, -10), (2023, 4), (2024, 6))
    }

    moved = drawn_back(years, 2022, ALL, {})

    assert [stream for stream, _ in moved] == [
        "budget:2022",
        "budget:2023",
        "budget:2023",
        "budget:2024",
    ]
    after = budgets_after(years, moved)
    assert [after[year].lines[ALL].left_fen for year in (2022, 2023, 2024)] == [0, 0, 0]
    assert [years[year].lines[ALL].left_fen for year in (2022, 2023, 2024)] == [-10, 4, 6]
    assert drawn_back(after, 2022, ALL, {}) == []
    with pytest.raises(Refusal, match="money-spent-since"):
        drawn_back(after, 2024, ALL, {2024: {ALL: 1}})
    still_open = {2024: after[2024], 2025: budget(dated(BudgetAppropriated, 5), year=2025)}
    with pytest.raises(Refusal, match="money-spent-since"):
        drawn_back(still_open, 2024, ALL, {2024: {ALL: 1}})
