"""An entry about money put right by a document: looked up by its position, then decided.

Whose entry it is says what is read: a budget year; a batch, its enterprises and every year; or an
enterprise and every year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from adapters.ledger.enterprises import folded
from adapters.ledger.handling.units import Outcome
from adapters.ledger.store import Store
from adapters.ledger.treasury.acts.dating import dated
from adapters.ledger.treasury.treasury import Treasury
from adapters.log.codec import decode
from domain.calendar import day_of
from domain.commands.money import CorrectEntry
from domain.events import batch, budget, claims, payment
from domain.events.corrections import BatchOrderCorrected, BatchPaymentCorrected
from domain.events.log import Recorded
from domain.events.streams import batch_stream, budget_stream, number_in
from domain.payments.batch import Batch
from domain.payments.days import recovery_backdated
from domain.payments.happened import StreamEvent
from domain.payments.undoing.asked import Money
from domain.payments.undoing.movements import correct_movement
from domain.payments.undoing.payments import correct_order, correct_payment, payees
from domain.payments.undoing.reinstating import reinstate
from domain.payments.undoing.repayments import correct_repayment
from domain.refusals import Refusal

PAYMENTS = batch.BatchPaid | BatchPaymentCorrected
ORDERS = batch.BatchOrdered | BatchOrderCorrected
PAID = budget.BudgetPaid | batch.BatchLinesPaid | payment.ClaimPaid
BACK = budget.BudgetRecovered | payment.DebtSetOff


def correct_entry(store: Store, treasury: Treasury, command: CorrectEntry) -> Outcome:
    """Return an entry put right. Raises Refusal `position-unknown`, `entry-not-correctable`,
    `entry-elsewhere`, and as what puts right its kind.
    """
    entry = _entry(store, command.position)
    noun = _noun(entry)
    if noun is None:
        raise Refusal("entry-not-correctable", verb=_why(entry), position=command.position)
    if noun != command.of:
        raise Refusal("entry-elsewhere", position=command.position, noun=noun)
    if noun == "budget":
        return _movement(treasury, command, entry)
    return (_of_batch if noun == "batch" else _repayment)(store, treasury, command, entry)


def _entry(store: Store, position: int) -> Recorded:
    last = store.handler.position()
    if not 1 <= position <= last:
        raise Refusal("position-unknown", position=position, last=last)
    (row,) = store.handler.recorder.select_rows(position - 1, 1)
    return decode(position, row)


def _noun(entry: Recorded) -> str | None:
    """Return the noun of the command line that corrects an entry; None where none does."""
    match entry.event:
        case _ if isinstance(entry.event, budget.Movement):
            return "budget"
        case _ if isinstance(entry.event, PAYMENTS | ORDERS | batch.BatchLineFailed):
            return "batch"
        case payment.ClaimRecovered():
            return "recovery"
        case _:
            return None


def _why(entry: Recorded) -> str:
    """Return what picks the way out for an entry that is put right otherwise, or never."""
    match entry.event:
        case _ if isinstance(entry.event, PAID):
            return "payment"
        case _ if isinstance(entry.event, BACK):
            return "recovered"
        case _ if isinstance(entry.event, budget.CarryingEvent):
            return "carried"
        case batch.BatchPublished():
            return "notice"
        case _ if isinstance(entry.event, claims.ClaimEvent | payment.ClaimRevoked):
            return "claim"
        case _:
            return "other"


def _movement(treasury: Treasury, command: CorrectEntry, entry: Recorded) -> Outcome:
    year = number_in(entry.stream)
    money = treasury.budget(year)
    history = tuple(treasury.stream(budget_stream(year)))
    allotted = treasury.allotted(money)
    events = correct_movement(command, entry, money, history, allotted)
    return Outcome(stream=entry.stream, events=tuple(events))


def _of_batch(store: Store, treasury: Treasury, command: CorrectEntry, entry: Recorded) -> Outcome:
    number = number_in(entry.stream)
    of, history = treasury.batch(number), tuple(treasury.stream(entry.stream))
    if isinstance(entry.event, ORDERS):
        return _dated(treasury, of, "order", command, correct_order(command, entry, of, history))
    if isinstance(entry.event, PAYMENTS):
        paid, years = _histories(treasury, payees(of, entry.version)), _years(treasury)
        now = {uscc: folded(events) for uscc, events in paid.items()}
        events = correct_payment(command, entry, of, history, years, paid, now)
        return _dated(treasury, of, "pay", command, events)
    failed = cast(batch.BatchLineFailed, entry.event)
    uscc = of.lines[failed.claim_no].uscc
    paid = _histories(treasury, {uscc})
    enterprise, money = folded(paid[uscc]), _money(treasury)
    events = reinstate(command, entry, of, history, paid[uscc], enterprise, money)
    return Outcome(stream=entry.stream, events=tuple(events))


def _dated(
    treasury: Treasury, of: Batch, act: str, command: CorrectEntry, events: Sequence[StreamEvent]
) -> Outcome:
    """Return what is put right; with it, that its day is before its ground, where that is new."""
    outcome = Outcome(stream=batch_stream(of.number), events=tuple(events))
    for _stream, event in events[:1]:  # of the batch itself
        assert isinstance(event, BatchPaymentCorrected | BatchOrderCorrected), f"first: {event}"
        if event.on != event.previous_on:
            return dated(treasury, of, outcome, act, event.on, command.backdated)
    return outcome


def _repayment(store: Store, treasury: Treasury, command: CorrectEntry, entry: Recorded) -> Outcome:
    booked = cast(payment.ClaimRecovered, entry.event)
    right = command.claim_no or booked.claim_no
    heir = treasury.successions.heir
    owner, before = heir(store.handler.owner(right)), heir(entry.stream)
    histories = _histories(treasury, {before, owner})
    enterprises = {uscc: folded(history) for uscc, history in histories.items()}
    events = correct_repayment(
        command,
        replace(entry, stream=before),
        histories[before],
        owner,
        enterprises,
        _money(treasury),
    )
    moved = command.on not in (None, booked.on) or right != booked.claim_no
    if moved and events and not command.void:
        events = [*events, *_backdated(command, owner, events, histories[owner])]
    return Outcome(stream=before if command.void else owner, events=tuple(events))


def _backdated(
    command: CorrectEntry, owner: str, events: Iterable[StreamEvent], history: Sequence[Recorded]
) -> list[StreamEvent]:
    """Return that a repayment lies before the payments it credits were recorded, where it does."""
    right = [event for _stream, event in events if isinstance(event, payment.ClaimRecovered)]
    of = {(each.claim_no, each.of_batch) for each in right}
    ground_on = max(
        day_of(recorded.recorded_at)
        for recorded in history
        if isinstance(recorded.event, payment.ClaimPaid)
        and (recorded.event.claim_no, recorded.event.batch) in of
    )
    first = right[0]
    early = recovery_backdated(
        first.claim_no, first.receipt, first.on, ground_on, command.backdated
    )
    return [] if early is None else [StreamEvent(owner, early)]


def _histories(treasury: Treasury, codes: Iterable[str]) -> dict[str, tuple[Recorded, ...]]:
    """Return the events of enterprises, which are appended to."""
    every = {code: tuple(history) for code, history in treasury.histories(codes)}
    for code, history in every.items():
        treasury.held(history, code)  # each stream of a family has its own length
    return every


def _years(treasury: Treasury) -> dict[int, tuple[Recorded, ...]]:
    """Return the events of budget years, any of which may be appended to."""
    return {year: tuple(treasury.stream(budget_stream(year))) for year in treasury.years()}


def _money(treasury: Treasury) -> Money:
    budgets = treasury.budgets()
    allotted = {year: treasury.allotted(each) for year, each in budgets.items()}
    return Money(budgets, _years(treasury), allotted)
