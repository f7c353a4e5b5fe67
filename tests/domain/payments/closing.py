"""Years closed and notices begun by a document, as the tests of budgets and batches ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.commands.money import CarryOver, PublishBatch
from domain.events.batch import NoticeEvent
from domain.events.budget import BudgetCarriedIn, BudgetCarriedOver
from domain.payments.batch import Batch
from domain.payments.budget import Budget
from domain.payments.happened import StreamEvent
from domain.payments.until_paid import notice
from domain.payments.years import carry_over as closing
from domain.policy.office.rules import NATURAL, NoticeRule, RulesInForce

RULES = RulesInForce(
    notice=NoticeRule(days=7, minimum_days=1, counts=NATURAL, source=""), limits=(), years={}
)


def carry_over(budget: Budget, following: Budget, open_batches: Sequence[int]) -> list[StreamEvent]:
    """Carry a year over on its last day, or on that of its latest movement."""
    last = date(budget.year, 12, 31)
    on = max(last, budget.latest_on or last)
    command = CarryOver(year=budget.year, document="J", on=on, early=False)
    return closing.carry_over(command, budget, following, open_batches)


def carried_over(document: str | None = None, **said: Any) -> BudgetCarriedOver:
    return BudgetCarriedOver(document=document, early=False, **said)


def carried_in(document: str | None = None, **said: Any) -> BudgetCarriedIn:
    return BudgetCarriedIn(document=document, **said)


def publish(
    batch: Batch, on: date, days: int, payable: Mapping[str, int]
) -> tuple[NoticeEvent, ...]:
    """Begin a notice of so many days of the calendar."""
    command = PublishBatch(batch=batch.number, on=on, days=days, shortened=None, backdated=None)
    return notice.publish(command, batch, RULES, payable)
