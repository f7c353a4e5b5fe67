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
from adapters.ledger.treasury import idempotency
from adapters.ledger.treasury.treasury import Treasury
from adapters.log.drafts import Draft
from adapters.policy.amendment import one_policy, own_name
from adapters.views.queries import enterprises_with
from domain.calendar import day_of
from domain.commands import money
from domain.commands.enterprise import RevokeClaim
from domain.commands.money import MoneyCommand
from domain.commands.texts import must_have_fit_texts
from domain.decide import decide
from domain.enterprise.dues import unpaid_fen
from domain.enterprise.state import Enterprise, granted_fen
from domain.events.batch import BatchEvent
from domain.events.budget import BudgetEvent, BudgetReturned, BudgetTransferred
from domain.events.store import LoginsSeparated
from domain.events.streams import BATCH, SETTINGS_STREAM, batch_stream, budget_stream, of_enterprise
from domain.identity import Actor
from domain.payments import batch as batches
from domain.payments.batch import terms_of
from domain.payments.budget import Budget, move, name_line
from domain.payments.carry_over import carry_over
from domain.payments.computing import Candidate, compute
from domain.payments.failure import fail
from domain.payments.happened import StreamEvent, budget_event
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
            batch = treasury.batch(command.batch)
            payable = treasury.payable(batch)
            return _of_batch(batch, batches.publish(batch, command.on, command.days, payable))
        case money.ObjectToLine():
            batch = treasury.batch(command.batch)
            return _of_batch(batch, batches.object_to(batch, command.claim_no, command.words))
        case money.ResolveObjection():
            return _resolve(treasury, book, command)
        case money.PayBatch():
            return _pay(store, treasury, command, author)
        case money.FailPayment():
            return _fail(treasury, command)
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
    """Return a new batch, or without events the batch of the same command before."""
    if command.policy is not None:
        one_policy(book, command.policy)
    earlier = idempotency.batch_of_document(treasury, command.document)
    if earlier is not None:
        idempotency.refuse_if_different(treasury, earlier, command)
        return Outcome(stream=batch_stream(earlier))
    number = max(treasury.batch_numbers(), default=0) + 1
    budget = treasury.budget(command.budget_year)
    owed = _candidates(store, treasury, book, budget, command)
    known = command.line in budget.lines
    money_fen = budget.money_fen(command.line, treasury.allotted(budget)) if known else 0
    events = compute(command, number, budget, money_fen, owed)
    return Outcome(stream=batch_stream(number), events=tuple(events))


def _candidates(
    store: Store,
    treasury: Treasury,
    book: PolicyBook,
    budget: Budget,
    command: money.ComputeBatch,
) -> list[Candidate]:
    """Return the claims that a line owes and no batch holds, in order of decision."""
    store.catch_up()
    with store.views.reading() as reader:
        approved = enterprises_with(reader, "approved")
    owing = []
    for uscc, held in treasury.enterprises(approved).items():
        for claim_no, decided in held.decided.items():
            kind = held.enterprise.claims[claim_no].submitted.facts.kind
            if command.policy not in (None, book.policy_of(kind)):
                continue
            if command.until is None or day_of(decided.recorded_at) <= command.until:
                owed_fen = _owed_fen(held.enterprise, claim_no, budget, command.line)
                owing.append((decided.position, claim_no, uscc, owed_fen))
    return [
        Candidate(claim_no=claim_no, uscc=uscc, owed_fen=owed_fen)
        for _, claim_no, uscc, owed_fen in sorted(owing)
        if owed_fen
    ]


def _owed_fen(enterprise: Enterprise, claim_no: str, budget: Budget, line: str) -> int:
    """Return what a line owes a claim that no batch holds."""
    claim = enterprise.claims[claim_no]
    granted = granted_fen(claim)
    if granted == 0 or claim.outcome is None or budget.line_of(claim.outcome.measure) != line:
        return 0
    if claim.dues is not None and claim.dues.allotment is not None:
        return 0
    return unpaid_fen(granted, claim.dues)


def _resolve(treasury: Treasury, book: PolicyBook, command: money.ResolveObjection) -> Outcome:
    batch, claim_no = treasury.batch(command.batch), command.claim_no
    upheld, document = command.upheld, command.document
    resolved = _of_batch(batch, batches.resolve(batch, claim_no, upheld=upheld, document=document))
    if not resolved.events or not upheld:
        return resolved
    uscc, words = batch.lines[claim_no].uscc, batch.objections[claim_no]
    enterprise = treasury.enterprise(uscc)
    if enterprise.claims[claim_no].revocation is not None:
        return resolved
    revoke = RevokeClaim(claim_no=claim_no, words=words, document=document)
    revoked = [StreamEvent(uscc, event) for event in decide(revoke, enterprise, book)]
    return Outcome(stream=resolved.stream, events=(*revoked, *resolved.events))


def _pay(store: Store, treasury: Treasury, command: money.PayBatch, author: Author) -> Outcome:
    stream = batch_stream(command.batch)
    if idempotency.already_paid(treasury, command.batch, command.receipt, command.on):
        return Outcome(stream=stream)
    batch = treasury.batch(command.batch)
    treasury.budget(terms_of(batch).budget_year)  # its length is appended to
    held = treasury.enterprises({batch.lines[claim_no].uscc for claim_no in batch.open_lines()})
    events = pay(
        command,
        Actor(author.by, author.login),
        batch,
        {code: loaded.enterprise for code, loaded in held.items()},
        separate_logins=treasury.logins_separated() or store.place.has_own_login(),
    )
    return Outcome(stream=stream, events=tuple(events))


def _fail(treasury: Treasury, command: money.FailPayment) -> Outcome:
    batch = treasury.batch(command.batch)
    uscc = batches.line_of(batch, command.claim_no).uscc
    budgets = treasury.budgets()
    allotted = {year: treasury.allotted(budget) for year, budget in budgets.items()}
    enterprise = treasury.enterprise(uscc)
    events = fail(batch, command.claim_no, command.words, enterprise, budgets, allotted)
    return Outcome(stream=batch_stream(command.batch), events=tuple(events))


def _recover(store: Store, treasury: Treasury, command: money.RecordRecovery) -> Outcome:
    claim_no, fen, receipt, on = command.claim_no, command.amount_fen, command.receipt, command.on
    uscc = store.handler.owner(claim_no)
    if idempotency.already_recovered(treasury, claim_no, fen, receipt, on):
        return Outcome(stream=uscc)
    events = recover(claim_no, uscc, fen, receipt, on, treasury.enterprise(uscc))
    return Outcome(stream=uscc, events=tuple(events))


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
