"""The day of an act, against today and against the day that what it rests on was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from adapters.ledger.handling.units import Outcome
from adapters.ledger.treasury.treasury import Treasury
from domain.commands import money
from domain.commands.money import MoneyCommand
from domain.events.batch import (
    BatchComputed,
    BatchEvent,
    BatchPaid,
    BatchPartPaid,
    BatchPublished,
)
from domain.payments.batch import Batch
from domain.payments.days import act_backdated, must_be_near, must_have_come
from domain.payments.happened import StreamEvent

_GROUNDS: dict[str, tuple[type[BatchEvent], ...]] = {  # what each act of a batch rests on
    "publish": (BatchComputed,),
    "order": (BatchPublished,),
    "pay": (BatchPublished,),
    "fail": (BatchPaid, BatchPartPaid),
}


def must_be_dated(command: MoneyCommand, today: date) -> None:
    """Raise Refusal `day-to-come`, `day-outside-year` where an act is not of a day it can be of."""
    if isinstance(command, money.MoveBudget):
        must_have_come(command.movement.on, today)
        must_be_near(command.movement.on, command.year)
    else:
        must_have_come(getattr(command, "on", None), today)


def dated(
    treasury: Treasury,
    batch: Batch,
    outcome: Outcome,
    act: str,
    on: date,
    document: str | None,
) -> Outcome:
    """Return the act, and that it is backdated where it is. Raises Refusal `day-before-ground`."""
    if not outcome.events:
        return outcome
    ground_on = treasury.recorded_on(batch, *_GROUNDS[act])
    early = act_backdated(act, on, ground_on, document)
    if early is None:
        return outcome
    return replace(outcome, events=(*outcome.events, StreamEvent(outcome.stream, early)))
