"""A batch computed from what the streams say: which claims a line owes and no batch holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date

from adapters.ledger.handling.units import Outcome
from adapters.ledger.treasury.treasury import Treasury
from adapters.policy.amendment import one_policy
from domain.calendar import day_of
from domain.commands.money import ComputeBatch
from domain.enterprise.dues import unpaid_fen
from domain.enterprise.state import Enterprise, granted_fen
from domain.events.streams import batch_stream
from domain.identity import skeleton
from domain.payments.barriers import Barrier, barriers
from domain.payments.batch import terms_of
from domain.payments.budget import Budget
from domain.payments.until_paid.computing import Candidate, compute
from domain.policy.book import PolicyBook
from domain.refusals import Refusal


def compute_batch(
    treasury: Treasury, approved: Iterable[str], book: PolicyBook, command: ComputeBatch
) -> Outcome:
    """Return a new batch, or without events the batch of the same command before.

    approved: the enterprises that may have claims granted.
    """
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
    owed = _candidates(treasury, approved, book, budget, command, today)
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
    terms = terms_of(treasury.batch(number))
    line = treasury.budget(command.budget_year).named(command.line)
    command = replace(command, document=terms.document, line=line)
    said = {"policy": None} | asdict(terms)
    if not asdict(command).items() <= said.items():
        raise Refusal(
            "request-conflicts", verb="batch compute", document=command.document, batch=number
        )


def _candidates(
    treasury: Treasury,
    approved: Iterable[str],
    book: PolicyBook,
    budget: Budget,
    command: ComputeBatch,
    today: date,
) -> list[Candidate]:
    """Return the claims that a line owes and no batch holds, in order of decision."""
    owing, barred = [], dict[str, Barrier]()
    for uscc, held in treasury.enterprises(approved).items():
        for barrier in barriers(held.enterprise.registration, today):
            barred.setdefault(uscc, barrier)
        for claim_no, decided in held.decided.items():
            kind = held.enterprise.claims[claim_no].submitted.facts.kind
            if command.policy not in (None, book.policy_of(kind)):
                continue
            if command.until is None or day_of(decided.recorded_at) <= command.until:
                owed_fen = _owed_fen(held.enterprise, claim_no, budget, command.line)
                owing.append((decided.position, claim_no, uscc, owed_fen))
    return [
        Candidate(claim_no=claim_no, uscc=uscc, owed_fen=owed_fen, barrier=barred.get(uscc))
        for _, claim_no, uscc, owed_fen in sorted(owing)
        if owed_fen
    ]


def _owed_fen(enterprise: Enterprise, claim_no: str, budget: Budget, line: str) -> int:
    """Return what a line owes a claim that no batch holds."""
    claim = enterprise.claims[claim_no]
    granted = granted_fen(claim)
    if granted == 0 or claim.outcome is None or budget.line_of(claim.outcome.measure) != line:
        return 0
    if claim.dues is not None and claim.dues.holder is not None:
        return 0
    return unpaid_fen(granted, claim.dues)
