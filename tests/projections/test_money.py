"""Batches and budget years in figures: whole answers, every amount another."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import partial
from typing import Any

import pytest

from domain.events import batch as of_batch
from domain.payments.batch import Batch, LineState, State, evolve
from domain.payments.budget import ALL, Budget, LineBalance
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from projections.money.as_computed import BatchMoney, batch_money
from projections.money.batches import (
    BatchDetails,
    BatchLineDetails,
    paid_batch,
)
from projections.money.batches import batch_details as details_of
from projections.money.budgets import BudgetLineFigures, ClaimSums, budget_figures, execution_rate
from tests.domain.payments.office import batch_terms, recorded_terms

DAY = date(2022, 11, 1)
batch_details = partial(details_of, barred={}, outdated=())


def batch_of(*states: str, published: bool) -> Batch:
    """A batch of one line in each of these states, of 10, 20, … allotted; 1, 2, … lapsed."""
    made = Batch(4)
    terms = recorded_terms(batch_terms(budget_year=2023, line="aeo"))
    evolve(made, of_batch.BatchComputed(**terms, money_fen=500, owed_fen=1_000))
    lines = [
        of_batch.BatchLine(
            claim_no=state, uscc=f"of {state}", owed_fen=100 + at, allotted_fen=10 * at,
            lapsed_fen=at,
        )
        for at, state in enumerate(states, start=1)
    ]  # fmt: skip
    evolve(made, of_batch.BatchLinesComputed(lines=tuple(lines)))
    for state in states:
        made.lines[state].state = LineState(state.partition(" ")[0])
    if published:
        notice = of_batch.BatchPublished(
            on=DAY, days=7, last_day=date(2022, 11, 7), counts="natural", calendars=()
        )
        evolve(made, notice)
    return made


def details(
    at: int, claim_no: str, allotted: int, state: LineState, **fen: Any
) -> BatchLineDetails:
    others = {"set_off_fen": 0, "transferred_fen": 0, "computed_fen": 10 * at, "lapsed_fen": at}
    others |= {"net_fen": None, "receipt": None, "paid_on": None} | fen
    others |= {"failed_on": None, "failure": None, "barriers": (), "objections": ()}
    return BatchLineDetails(
        claim_no=claim_no, policy="trade", uscc=f"of {claim_no}", filed_under=f"of {claim_no}",
        owed_fen=100 + at, allotted_fen=allotted, state=state, **others,
    )  # fmt: skip


def test_a_batch_shows_what_its_open_lines_may_be_paid_by_now() -> None:
    made = batch_of("free", "held", "free lowered", "free gone", "paid", "waiting", published=True)
    made.lines["paid"].paid_fen, made.lines["paid"].set_off_fen = 50, 13
    payable = {"free": 10, "held": 20, "free lowered": 25}

    answer = batch_details(made, payable, {"waiting"}, dict.fromkeys(made.lines, "trade"))

    assert answer == BatchDetails(
        batch=4,
        budget_year=2023,
        line="aeo",
        line_title="aeo",
        state=State.PUBLISHED,
        policies=("trade",),
        publicity_ends=date(2022, 11, 7),
        total_fen=10 + 20 + 25 + 50 + 60,
        document=None,
        published_on=DAY,
        lapsed_fen=21,
        orders=(),
        payments=(),
        withdrawn=(),
        cancelled=None,
        left_out=(),
        corrections=(),
        lines=(
            details(1, "free", 10, LineState.FREE),
            details(2, "held", 20, LineState.HELD),
            details(3, "free lowered", 25, LineState.FREE),
            details(4, "free gone", 0, LineState.FAILED),
            details(5, "paid", 50, LineState.PAID, set_off_fen=13, transferred_fen=37, net_fen=37),
            details(6, "waiting", 60, LineState.WAITING),
        ),
    )
    assert batch_details(made, {}, (), {}).state is State.PAID
    assert batch_details(made, {}, (), {}).lines[-1].state is LineState.FAILED


def test_a_batch_not_published_shows_no_end_of_its_notice() -> None:
    answer = batch_details(batch_of("free", published=False), {"free": 10}, (), {})

    assert (answer.state, answer.publicity_ends) == (State.COMPUTED, None)


def test_a_batch_paid_names_those_paid_who_have_no_account() -> None:
    made = batch_of("paid", "paid too", "paid by set-off", "waiting", published=True)
    for claim_no, paid, set_off in (("paid", 9, 0), ("paid too", 9, 8), ("paid by set-off", 7, 7)):
        made.lines[claim_no].paid_fen, made.lines[claim_no].set_off_fen = paid, set_off
    details = batch_details(made, {}, (), {})

    answer = paid_batch(details, lambda uscc: uscc == "of paid")

    assert answer.without_account == ("of paid too",)
    assert answer.lines == details.lines


def test_the_money_of_a_batch_is_allotted_stays_or_is_still_owed() -> None:
    made = batch_of("free", "held", "waiting", published=False)

    assert batch_money(made) == BatchMoney(
        money_fen=500, allotted_fen=60, rest_fen=440, owed_still_fen=934, lapsed_fen=6
    )
    for answer in (lambda: batch_money(Batch(9)), lambda: batch_details(Batch(9), {}, (), {})):
        with pytest.raises(Refusal) as refused:
            answer()
        assert (refused.value.code, refused.value.facts) == ("batch-unknown", {"batch": 9})


@pytest.mark.parametrize(
    ("spent_fen", "budget_fen", "rate"),
    [
        (0, 0, "0.00"),
        (5, 0, "0.00"),
        (0, 7, "0.00"),
        (1, 3, "33.33"),
        (2, 3, "66.66"),
        (1, 1, "100.00"),
        (1, 20_000, "0.00"),  # half of a hundredth
        (1, 10_000, "0.01"),
        (10**12 - 1, 10**12, "99.99"),  # only where all was spent
        (99_999, 2_000_000_000, "0.00"),
        (100_501, 100_000, "100.50"),
        (-1, 3, "-33.33"),
        (1, -3, "-33.33"),
        (-1, -3, "33.33"),
        (-1, 10**9, "0.00"),
        (0, -7, "0.00"),
        (7, 100, "7.00"),
    ],
)
def test_the_execution_rate_is_in_percent_with_two_decimals_cut(
    spent_fen: int, budget_fen: int, rate: str
) -> None:
    assert execution_rate(spent_fen, budget_fen) == rate


def figures(**others: object) -> BudgetLineFigures:
    names = [each.name for each in fields(BudgetLineFigures)]
    nothing = dict.fromkeys(names, 0) | {
        "title": "aeo",
        "measures": ("b",),
        "execution_rate": "0.00",
        "policies": None,
    }
    return BudgetLineFigures(**(nothing | others))  # type: ignore[arg-type]


def test_a_line_of_a_budget_year_in_figures() -> None:
    then = Budget(2022)
    then.lines[ALL] = LineBalance(
        measures=("a",), appropriated_fen=4_096, supplemented_fen=256, transferred_fen=-64,
        carried_in_fen=32, returned_fen=128, paid_fen=1_008, recovered_fen=8,
    )  # fmt: skip
    then.carried[ALL] = 8
    sums = ClaimSums(
        unpaid={ALL: 500, "aeo": 1, "gone": 9}, review={ALL: 70, "aeo": 2},
        publicity={ALL: 11, "aeo": 4}, held={ALL: 5, "aeo": 3}, lapsed={ALL: 17, "aeo": 6},
    )  # fmt: skip

    now = Budget(2022)
    now.lines["aeo"] = LineBalance(measures=("b",))

    answer = budget_figures(now, then, sums, PolicyBook(), 99)

    assert (answer.year, answer.position) == (2022, 99)
    assert answer.lines == {
        ALL: BudgetLineFigures(
            title=ALL,
            measures=(),
            policies=None,
            appropriated_fen=4_096,
            supplemented_fen=256,
            transferred_fen=-64,
            carried_in_fen=32,
            carried_out_fen=8,
            returned_fen=128,
            budget_fen=4_192,
            paid_fen=1_008,
            recovered_fen=8,
            approved_unpaid_fen=500,
            in_publicity_fen=11,
            held_fen=5,
            lapsed_fen=17,
            under_review_fen=70,
            committed_fen=1_511,
            available_fen=2_681,
            available_after_review_fen=2_611,
            execution_rate="23.80",
        ),
        "aeo": figures(
            approved_unpaid_fen=1,
            in_publicity_fen=4,
            held_fen=3,
            lapsed_fen=6,
            under_review_fen=2,
            committed_fen=5,
            available_fen=-5,
            available_after_review_fen=-7,
        ),
    }
    now.lines = {"new": LineBalance()}
    answer = budget_figures(now, then, ClaimSums(), PolicyBook(), 1)
    assert answer.lines == {"new": figures(title="new", measures=())}
