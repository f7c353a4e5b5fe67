"""A batch computed from what the streams say: which claims a line owes and no batch holds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict, replace
from datetime import date

from adapters.ledger.handling.units import Outcome
from adapters.ledger.treasury.acts.asking import registrations_of
from adapters.ledger.treasury.treasury import Treasury
from adapters.policy.amendment import one_policy
from adapters.views import dues
from domain.calendar import day_of
from domain.commands.money import ComputeBatch
from domain.events.streams import batch_stream
from domain.identity import skeleton
from domain.payments.barriers import Barrier, barriers
from domain.payments.batch import terms_of
from domain.payments.budget import Budget
from domain.payments.until_paid.computing import Candidate, acting_terms, compute
from domain.policy.book import PolicyBook
from domain.refusals import Refusal


def compute_batch(treasury: Treasury, book: PolicyBook, command: ComputeBatch) -> Outcome:
    """Return a new batch, or without events the batch of the same command before."""
    if command.policy is not None:
        one_policy(book, command.policy)
    earlier = _batch_of_document(treasury, command.document)
    if earlier is not None:
        _refuse_if_different(treasury, earlier, command)
        return Outcome(stream=batch_stream(earlier))
    number = max(treasury.batch_numbers(), default=0) + 1
    budget = treasury.budget(command.budget_year)
    command = replace(command, line=budget.named(command.line))
    today = day_of(treasury.handler.recorder.clock())
    owed = _candidates(treasury, book, budget, command, today)
    known = command.line in budget.lines
    money_fen = budget.money_fen(command.line, treasury.allotted(budget)) if known else 0
    events = compute(command, number, budget, money_fen, owed)
    return Outcome(stream=batch_stream(number), events=tuple(events))


def _batch_of_document(treasury: Treasury, document: str | None) -> int | None:
    if document is None:
        return None
    numbers = (budget.documents.get(skeleton(document)) for budget in treasury.budgets().values())
    return next((number for number in numbers if number is not None), None)


def _refuse_if_different(treasury: Treasury, number: int, command: ComputeBatch) -> None:
    batch = treasury.batch(number)
    terms = terms_of(batch)
    line = treasury.budget(command.budget_year).named(command.line)
    command = replace(command, document=terms.document, line=line)
    said = {"policy": None} | asdict(terms)
    owed = [
        Candidate(claim_no=claim_no, uscc=line.uscc, owed_fen=line.owed_fen)
        for claim_no, line in batch.lines.items()
    ]
    recorded = command, acting_terms(command, terms.money_fen, owed)
    if not any(asdict(each).items() <= said.items() for each in recorded):
        raise Refusal(
            "request-conflicts", verb="batch compute", document=command.document, batch=number
        )


def _candidates(
    treasury: Treasury, book: PolicyBook, budget: Budget, command: ComputeBatch, today: date
) -> list[Candidate]:
    """Return the claims that a line owes and no batch holds, in order of decision."""
    assert treasury.views is not None, "a batch is computed of what is owed now"
    measures = [
        measure
        for measure in dues.measures(treasury.views)
        if budget.line_of(measure) == command.line
    ]
    prefix = (
        None
        if command.policy is None
        else one_policy(book, command.policy).versions[0].policy.prefix
    )
    until = None if command.until is None else _decided_until(treasury, command.until)
    owed = dues.candidates(treasury.views, measures, prefix, until)
    barred: dict[str, Barrier] = {}
    for uscc, registration in registrations_of(treasury, (each.uscc for each in owed)):
        for barrier in barriers(registration, today):
            barred.setdefault(uscc, barrier)
    return [replace(each, barrier=barred.get(each.uscc)) for each in owed] if barred else owed


def _decided_until(treasury: Treasury, day: date) -> int:
    """Return the last position recorded until a day: time never goes back along the log."""
    recorder = treasury.handler.recorder
    every = range(1, treasury.until + 1)
    return bisect_right(every, day, key=lambda position: day_of(recorder.time_of(position)))
