"""Commands about one batch: read its enterprises, decide, say when an act was backdated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.ledger.handling.units import Author, Outcome
from adapters.ledger.store import Store
from adapters.ledger.treasury.acts.dating import dated
from adapters.ledger.treasury.treasury import Treasury, logins_count
from domain.calendar import day_of
from domain.commands import money
from domain.commands.enterprise import RevokeClaim
from domain.decide import decide
from domain.enterprise.hands import granted_by
from domain.enterprise.state import Enterprise
from domain.events.batch import BatchEvent, BatchLinesPaid, BatchPaid
from domain.events.streams import batch_stream
from domain.identity import Actor
from domain.payments import batch as batches
from domain.payments.bank_answer import settle
from domain.payments.batch import terms_of
from domain.payments.happened import StreamEvent
from domain.payments.ordering import order
from domain.payments.payment import barred_hand, pay
from domain.payments.settling import chosen_lines
from domain.payments.undoing.failure import fail
from domain.payments.until_paid import notice, objections
from domain.policy.book import PolicyBook
from projections.money.made import ForeseenLine, ForeseenPayment


def publish(treasury: Treasury, command: money.PublishBatch) -> Outcome:
    batch = treasury.batch(command.batch)
    events = notice.publish(command, batch, treasury.office_rules(), treasury.payable(batch))
    published = _of_batch(batch, events)
    return dated(treasury, batch, published, "publish", command.on, command.backdated)


def withdraw_notice(treasury: Treasury, command: money.WithdrawNotice) -> Outcome:
    batch = treasury.batch(command.batch)
    return _across(batch, notice.withdraw_notice(command, batch, _ordered(treasury, batch)))


def cancel(treasury: Treasury, command: money.CancelBatch) -> Outcome:
    batch = treasury.batch(command.batch)
    treasury.budget(terms_of(batch).budget_year)  # its length is appended to
    payable, held = treasury.payable(batch), _of_unpaid(treasury, batch)
    return _across(batch, notice.cancel(command, batch, payable, held))


def object_to_line(treasury: Treasury, command: money.ObjectToLine) -> Outcome:
    batch = treasury.batch(command.batch)
    payable, held = treasury.payable(batch), _ordered(treasury, batch)
    return _across(batch, objections.object_to(command, batch, payable, held))


def resolve(treasury: Treasury, book: PolicyBook, command: money.ResolveObjection) -> Outcome:
    batch, claim_no = treasury.batch(command.batch), command.claim_no
    events = objections.resolve(command, batch)
    resolved = _of_batch(batch, events)
    if not events or not command.upheld:
        return resolved
    line = batch.lines[claim_no]
    uscc, words = line.uscc, line.objections[events[0].number - 1].said.words
    enterprise = treasury.enterprise(uscc)
    if enterprise.claims[claim_no].revocation is not None:
        return resolved
    revoke = RevokeClaim(claim_no=claim_no, words=words, document=command.document)
    revoked = [StreamEvent(uscc, event) for event in decide(revoke, enterprise, book)]
    return Outcome(stream=resolved.stream, events=(*revoked, *resolved.events))


def order_transfers(treasury: Treasury, command: money.OrderBatch) -> Outcome:
    batch = treasury.batch(command.batch)
    ordered = _across(batch, order(command, batch, _of_unpaid(treasury, batch)))
    return dated(treasury, batch, ordered, "order", command.on, command.backdated)


def pay_lines(store: Store, treasury: Treasury, command: money.PayBatch, author: Author) -> Outcome:
    batch = treasury.batch(command.batch)
    treasury.budgets()  # their lengths are appended to: set-offs credit any of them
    events = pay(
        command,
        Actor(author.by, author.login),
        batch,
        _of_unpaid(treasury, batch),
        separate_logins=logins_count(store),
    )
    paid = _across(batch, events)
    return dated(treasury, batch, paid, "pay", command.on, command.backdated)


def foreseen_payment(
    store: Store, treasury: Treasury, command: money.PayBatch, author: Author
) -> ForeseenPayment:
    """Return what a payment would pay, and which lines another has to pay; all others at once.

    Raises Refusal as paying those that are left would.
    """
    batch = treasury.batch(command.batch)
    treasury.budgets()
    enterprises, payer = _of_unpaid(treasury, batch), Actor(author.by, author.login)
    separate = logins_count(store)
    chosen = chosen_lines(batch, command.on, command.only, enterprises, accounts=True)
    owed = {claim_no: amount for claim_no, amount in chosen.items() if amount}
    of = {claim_no: enterprises[batch.lines[claim_no].uscc] for claim_no in owed}
    bars = {no: barred_hand(payer, no, each, separate_logins=separate) for no, each in of.items()}
    left = tuple(claim_no for claim_no in owed if bars[claim_no] is None)
    set_off: dict[str, int] = {}
    if left:
        asked = command if len(left) == len(owed) else replace(command, only=left)
        for each in pay(asked, payer, batch, enterprises, separate_logins=separate):
            if isinstance(each.event, BatchLinesPaid):
                set_off |= {line.claim_no: line.set_off_fen for line in each.event.lines}
    lines = (
        ForeseenLine(
            claim_no=claim_no,
            uscc=batch.lines[claim_no].payee or batch.lines[claim_no].uscc,
            amount_fen=amount,
            set_off_fen=set_off.get(claim_no, 0),
            approved_by=tuple(
                dict.fromkeys(hand.by or "" for hand in granted_by(of[claim_no].claims[claim_no]))
            ),
            bars=bars[claim_no],
        )
        for claim_no, amount in owed.items()
    )
    return ForeseenPayment(batch=batch.number, lines=tuple(lines))


def settle_batch(
    store: Store, treasury: Treasury, command: money.SettleBatch, author: Author
) -> Outcome:
    batch, budgets = treasury.batch(command.batch), treasury.budgets()
    enterprises = _of_unpaid(treasury, batch) | _of_claims(treasury, batch, command.claims)
    settled = settle(
        command,
        Actor(author.by, author.login),
        day_of(store.handler.recorder.clock()),
        batch,
        enterprises,
        budgets,
        {year: treasury.allotted(budget) for year, budget in budgets.items()},
        separate_logins=logins_count(store),
    )
    if not any(isinstance(each.event, BatchPaid) for each in settled):
        failed = _across(batch, settled)
        return dated(treasury, batch, failed, "fail", command.on, command.backdated)
    return dated(treasury, batch, _across(batch, settled), "pay", command.on, command.backdated)


def fail_payment(store: Store, treasury: Treasury, command: money.FailPayment) -> Outcome:
    batch = treasury.batch(command.batch)
    uscc = batches.line_of(batch, command.claim_no).uscc
    budgets = treasury.budgets()
    allotted = {year: treasury.allotted(budget) for year, budget in budgets.items()}
    enterprise = treasury.enterprise(uscc)
    today = day_of(store.handler.recorder.clock())
    failed = _across(batch, fail(command, today, batch, enterprise, budgets, allotted))
    return dated(treasury, batch, failed, "fail", command.on or today, command.backdated)


def _ordered(treasury: Treasury, batch: batches.Batch) -> dict[str, Enterprise]:
    """Return the enterprises that an order of the batch sets debts off for."""
    lines = (line for line in batch.lines.values() if line.ordered is not None)
    return _enterprises(treasury, {line.uscc for line in lines})


def _of_unpaid(treasury: Treasury, batch: batches.Batch) -> dict[str, Enterprise]:
    """Return the enterprises that the batch may still pay, or let a claim of lapse."""
    lines = (line for line in batch.lines.values() if line.state in batches.OPEN or line.lapsed_fen)
    return _enterprises(treasury, {line.uscc for line in lines})


def _of_claims(
    treasury: Treasury, batch: batches.Batch, claims: Sequence[str]
) -> dict[str, Enterprise]:
    return _enterprises(treasury, {batches.line_of(batch, claim_no).uscc for claim_no in claims})


def _enterprises(treasury: Treasury, codes: set[str]) -> dict[str, Enterprise]:
    return {code: loaded.enterprise for code, loaded in treasury.enterprises(codes).items()}


def _across(batch: batches.Batch, events: Sequence[StreamEvent]) -> Outcome:
    return Outcome(stream=batch_stream(batch.number), events=tuple(events))


def _of_batch(batch: batches.Batch, events: Sequence[BatchEvent]) -> Outcome:
    stream = batch_stream(batch.number)
    return Outcome(stream=stream, events=tuple(StreamEvent(stream, event) for event in events))
