"""What an entry of a budget year did is undone by its reversal, at every position after it."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.commands.money import CorrectEntry
from domain.events import budget as of_budget
from domain.events.budget import Movement
from domain.events.corrections import BudgetEntryReversed, EntryValues
from domain.events.log import Recorded
from domain.payments.budget import ALL, Budget, evolve
from domain.payments.undoing.asked import entry_reversed
from tests.domain.payments.test_what_is_kept import APPROPRIATED, SECOND, every_budget_event

REVERSED = (
    of_budget.BudgetAppropriated,
    of_budget.BudgetSupplemented,
    of_budget.BudgetReturned,
    of_budget.BudgetTransferred,
    of_budget.BudgetPaid,
    of_budget.BudgetPaymentReversed,
    of_budget.BudgetRecovered,
    of_budget.BudgetRecoveryReversed,
)


def red(entry: Any) -> BudgetEntryReversed:
    """An entry of a budget year in red."""
    number = getattr(entry, "document", getattr(entry, "receipt", None))
    values = EntryValues(
        line=getattr(entry, "line", getattr(entry, "from_line", "")),
        to_line=getattr(entry, "to_line", None),
        amount_fen=entry.amount_fen,
        number=number,
        on=entry.on,
    )
    recorded = Recorded(
        position=1,
        stream="budget:2022",
        version=1,
        recorded_at=datetime(2022, 12, 1, tzinfo=UTC),
        by="cashier",
        login="tests",
        event=entry,
    )
    command = CorrectEntry(of="budget", position=1, document="K", words="x", void=True)
    reversal = entry_reversed(command, 2022, recorded, values, None).event
    assert isinstance(reversal, BudgetEntryReversed)
    return reversal


@pytest.mark.parametrize(
    "entry", [each for each in every_budget_event() if type(each) in REVERSED], ids=type
)
def test_an_entry_and_its_reversal_leave_a_budget_year_as_it_was(entry: Any) -> None:
    made = Budget(2022)
    for event in every_budget_event():
        evolve(made, event)
    made.recoveries.clear()  # one receipt of a claim is reversed as a whole
    made.said.clear()
    before = deepcopy(made)
    said = entry if isinstance(entry, Movement) else None

    evolve(made, entry)
    assert made != before
    evolve(made, red(entry))

    assert (made.lines, made.said, made.recoveries) == (before.lines, {}, {})
    assert +made.days == +before.days
    assert said is None or evolve(made, said).said != {}


def test_a_payment_in_red_frees_no_movement_of_the_same_number() -> None:
    made = Budget(2022)
    paid = of_budget.BudgetPaid(batch=9, line=ALL, amount_fen=1, receipt="A-1", on=SECOND)
    for event in (APPROPRIATED, paid, red(paid)):
        evolve(made, event)

    assert list(made.said) == [(ALL, "a-1")]
