"""Money commands carried out: read, decide, append as one.

Each command reads what it needs afresh, so that the loser of a race decides again on what the
winner left. Enterprises come first in the transaction and the batch last: what is recorded of a
batch after its last computed line came after it.
"""

from __future__ import annotations

from collections.abc import Sequence

from adapters.files.gc_pause import gc_paused
from adapters.ledger.handling.units import Author, Outcome, draft_of
from adapters.ledger.store import Store
from adapters.ledger.treasury.computing import compute_batch
from adapters.ledger.treasury.dating import dated, must_be_dated
from adapters.ledger.treasury.treasury import LoadedEnterprise, Treasury
from adapters.log.drafts import Draft
from adapters.policy.amendment import one_policy, own_name
from adapters.views.queries import enterprises_with
from domain.calendar import day_of
from domain.commands import money
from domain.commands.enterprise import RevokeClaim
from domain.commands.money import MoneyCommand
from domain.commands.texts import must_have_fit_texts
from domain.decide import decide
from domain.enterprise.state import Enterprise
from domain.events.batch import BatchEvent
from domain.events.budget import BudgetEvent, BudgetReturned, BudgetTransferred
from domain.events.store import LoginsSeparated
from domain.events.streams import BATCH, SETTINGS_STREAM, batch_stream, budget_stream, of_enterprise
from domain.identity import Actor, skeleton
from domain.payments import batch as batches
from domain.payments import notice, objections
from domain.payments.batch import terms_of
from domain.payments.budget import move, name_line
from domain.payments.carry_over import carry_over
from domain.payments.days import recovery_backdated
from domain.payments.failure import fail
from domain.payments.happened import StreamEvent, budget_event
from domain.payments.ordering import order
from domain.payments.payment import pay, recover
from domain.policy.book import PolicyBook
from domain.refusals import Refusal


def carry_out_money(store: Store, command: MoneyCommand, author: Author) -> Outcome:
    """Carry out what touches a budget or a batch. Raises Refusal as the rules say."""
    must_have_fit_texts(command)
    outcome = Outcome(stream="")

    def drafts(book: PolicyBook) -> list[Draft]:
        nonlocal outcome
        treasury = Treasury(store.handler)
        must_be_dated(command, day_of(store.handler.recorder.clock()))
        decided = _decided(store, treasury, book, command, author)
        events = tuple(sorted(decided.events, key=lambda event: _rank(event.stream)))
        outcome = Outcome(stream=decided.stream, events=events)
        return [_draft(event, treasury.lengths) for event in events]

    with gc_paused():
        store.handler.append_across(drafts, author)
    return outcome


def _decided(
    store: Store, treasury: Treasury, book: PolicyBook, command: MoneyCommand, author: Author
) -> Outcome:
    match command:
        case money.NameBudgetLine():
            return _name_line(treasury, book, command)
        case money.MoveBudget():
            return _move(treasury, command)
        case money.CarryOver(year=year):
            budget, following = treasury.budget(year), treasury.budget(year + 1)
            events = carry_over(budget, following, treasury.open_batches(budget))
            return Outcome(stream=budget_stream(year), events=tuple(events))
        case money.ComputeBatch():
            return _compute(store, treasury, book, command)
        case money.PublishBatch():
            return _publish(treasury, command)
        case money.WithdrawNotice():
            return _withdraw_notice(treasury, command)
        case money.CancelBatch():
            return _cancel(treasury, command)
        case money.ObjectToLine():
            return _object(treasury, command)
        case money.ResolveObjection():
            return _resolve(treasury, book, command)
        case money.OrderBatch():
            return _order(treasury, command)
        case money.PayBatch():
            return _pay(store, treasury, command, author)
        case money.FailPayment():
            return _fail(store, treasury, command)
        case money.RecordRecovery():
            return _recover(store, treasury, command)
        case money.SeparateLogins():
            separated = treasury.logins_separated()
            event = StreamEvent(SETTINGS_STREAM, LoginsSeparated())
            return Outcome(stream=SETTINGS_STREAM, events=() if separated else (event,))


def _name_line(treasury: Treasury, book: PolicyBook, command: money.NameBudgetLine) -> Outcome:
    latest = [policy.versions[-1].policy for policy in book.policies.values()]
    known = {measure for policy in latest for measure in policy.measures}
    measures, policy = command.measures, command.policy
    if policy is not None:
        newest = one_policy(book, policy).versions[-1].policy
        measures = tuple(own_name(book, name, policy) for name in measures or newest.measures)
    for measure in measures:
        if measure not in known:
            raise Refusal("measure-unknown", measure=measure)
    events = name_line(treasury.budget(command.year), command.line, measures)
    return _of_budget(command.year, events)


def _move(treasury: Treasury, command: money.MoveBudget) -> Outcome:
    budget, movement = treasury.budget(command.year), command.movement
    goes_out = isinstance(movement, BudgetReturned | BudgetTransferred)
    allotted = treasury.allotted(budget) if goes_out else {}
    return _of_budget(command.year, move(budget, movement, allotted))


def _compute(
    store: Store, treasury: Treasury, book: PolicyBook, command: money.ComputeBatch
) -> Outcome:
    store.catch_up()
    with store.views.reading() as reader:
        approved = enterprises_with(reader, "approved")
    return compute_batch(treasury, approved, book, command)


def _publish(treasury: Treasury, command: money.PublishBatch) -> Outcome:
    batch = treasury.batch(command.batch)
    events = notice.publish(batch, command.on, command.days, treasury.payable(batch))
    published = _of_batch(batch, events)
    return dated(treasury, batch, published, "publish", command.on, command.backdated)


def _withdraw_notice(treasury: Treasury, command: money.WithdrawNotice) -> Outcome:
    batch = treasury.batch(command.batch)
    return _across(batch, notice.withdraw_notice(command, batch, _ordered(treasury, batch)))


def _cancel(treasury: Treasury, command: money.CancelBatch) -> Outcome:
    batch = treasury.batch(command.batch)
    treasury.budget(terms_of(batch).budget_year)  # its length is appended to
    payable, held = treasury.payable(batch), _of_unpaid(treasury, batch)
    return _across(batch, notice.cancel(command, batch, payable, held))


def _object(treasury: Treasury, command: money.ObjectToLine) -> Outcome:
    batch = treasury.batch(command.batch)
    payable, held = treasury.payable(batch), _ordered(treasury, batch)
    return _across(batch, objections.object_to(command, batch, payable, held))


def _order(treasury: Treasury, command: money.OrderBatch) -> Outcome:
    batch = treasury.batch(command.batch)
    ordered = _across(batch, order(command, batch, _of_unpaid(treasury, batch)))
    return dated(treasury, batch, ordered, "order", command.on, command.backdated)


def _resolve(treasury: Treasury, book: PolicyBook, command: money.ResolveObjection) -> Outcome:
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


def _pay(store: Store, treasury: Treasury, command: money.PayBatch, author: Author) -> Outcome:
    batch = treasury.batch(command.batch)
    treasury.budgets()  # their lengths are appended to: set-offs credit any of them
    events = pay(
        command,
        Actor(author.by, author.login),
        batch,
        _of_unpaid(treasury, batch),
        separate_logins=treasury.logins_separated() or store.place.has_own_login(),
    )
    paid = _across(batch, events)
    return dated(treasury, batch, paid, "pay", command.on, command.backdated)


def _fail(store: Store, treasury: Treasury, command: money.FailPayment) -> Outcome:
    batch = treasury.batch(command.batch)
    uscc = batches.line_of(batch, command.claim_no).uscc
    budgets = treasury.budgets()
    allotted = {year: treasury.allotted(budget) for year, budget in budgets.items()}
    enterprise = treasury.enterprise(uscc)
    today = day_of(store.handler.recorder.clock())
    failed = _across(batch, fail(command, today, batch, enterprise, budgets, allotted))
    return dated(treasury, batch, failed, "fail", command.on or today, command.backdated)


def _recover(store: Store, treasury: Treasury, command: money.RecordRecovery) -> Outcome:
    claim_no, fen, receipt, on = command.claim_no, command.amount_fen, command.receipt, command.on
    uscc = store.handler.owner(claim_no)
    if _is_recovered(treasury, command):
        return Outcome(stream=uscc)
    held = treasury.enterprises([uscc]).get(uscc, LoadedEnterprise())
    events = recover(claim_no, uscc, fen, receipt, on, held.enterprise)
    assert held.paid_on is not None, f"owes back what was never paid: {claim_no}"
    early = recovery_backdated(claim_no, receipt, on, held.paid_on, command.backdated)
    if early is not None:
        events = [*events, StreamEvent(uscc, early)]
    return Outcome(stream=uscc, events=tuple(events))


def _is_recovered(treasury: Treasury, command: money.RecordRecovery) -> bool:
    """Say whether a receipt repaid a claim before, in whichever years that was credited to."""
    key = skeleton(command.receipt), command.claim_no
    every = (budget.recoveries.get(key) for budget in treasury.budgets().values())
    said = [receipt for receipt in every if receipt is not None]
    same = {receipt.on for receipt in said} == {command.on}
    if said and not (same and sum(each.amount_fen for each in said) == command.amount_fen):
        facts = {"receipt": command.receipt, "of": command.claim_no}
        raise Refusal("request-conflicts", verb="recovery record", **facts)
    return bool(said)


def _ordered(treasury: Treasury, batch: batches.Batch) -> dict[str, Enterprise]:
    """Return the enterprises that an order of the batch sets debts off for."""
    lines = (line for line in batch.lines.values() if line.ordered is not None)
    return _enterprises(treasury, {line.uscc for line in lines})


def _of_unpaid(treasury: Treasury, batch: batches.Batch) -> dict[str, Enterprise]:
    """Return the enterprises that the batch may still pay, or let a claim of lapse."""
    lines = (line for line in batch.lines.values() if line.state in batches.OPEN or line.lapsed_fen)
    return _enterprises(treasury, {line.uscc for line in lines})


def _enterprises(treasury: Treasury, codes: set[str]) -> dict[str, Enterprise]:
    return {code: loaded.enterprise for code, loaded in treasury.enterprises(codes).items()}


def _across(batch: batches.Batch, events: Sequence[StreamEvent]) -> Outcome:
    return Outcome(stream=batch_stream(batch.number), events=tuple(events))


def _of_budget(year: int, events: Sequence[BudgetEvent]) -> Outcome:
    happened = tuple(budget_event(year, event) for event in events)
    return Outcome(stream=budget_stream(year), events=happened)


def _of_batch(batch: batches.Batch, events: Sequence[BatchEvent]) -> Outcome:
    stream = batch_stream(batch.number)
    return Outcome(stream=stream, events=tuple(StreamEvent(stream, event) for event in events))


def _rank(stream: str) -> int:
    if of_enterprise(stream):
        return 0
    return 2 if stream.startswith(BATCH) else 1


def _draft(happened: StreamEvent, lengths: dict[str, int]) -> Draft:
    stream = happened.stream
    lengths[stream] = lengths.get(stream, 0) + 1
    return draft_of(stream, lengths[stream], happened.event)
