"""The working of a decision before it is made, and of a claim before it is submitted."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from adapters.files.gc_pause import gc_paused
from adapters.ledger.asking.ahead.foreseeing import NOBODY, Ahead, Deciding, standing
from adapters.ledger.handling.clock import now
from adapters.ledger.handling.units import Owners
from adapters.ledger.snapshot import Snapshot
from domain.commands.enterprise import ApproveClaim, SubmitClaim
from domain.enterprise.hands import SeparatedHands
from domain.events.log import EnterpriseEvent, Recorded
from domain.refusals import Refusal
from projections.claims.explanation import explain
from projections.claims.foreseen import ExplainedAhead


def explain_new(snapshot: Snapshot, command: SubmitClaim) -> ExplainedAhead:
    """Return how a claim would stand if it were submitted and decided now, and its working.

    Raises Refusal as both do.
    """
    owners = Owners()
    for claim_no, uscc in snapshot.store.handler.recorder.owners([command.claim_no]).items():
        owners.take(claim_no, uscc)
    code = snapshot.successions.heir(command.uscc)
    return _explained(snapshot, code, command.claim_no, [command], owners)


def explain_waiting(snapshot: Snapshot, claim_no: str) -> ExplainedAhead:
    """Return how a claim that waits would stand once it is decided in its turn, and its working.

    Its turn: after all that its enterprise submitted before. Raises Refusal as deciding it does.
    """
    code = snapshot.owner(claim_no)
    heir = snapshot.successions.heir
    waiting = [each.claim_no for each in snapshot.pending() if heir(each.uscc) == code]
    before = waiting[: waiting.index(claim_no)] if claim_no in waiting else []
    commands = [ApproveClaim(claim_no=each, by=NOBODY.by, if_pending=True) for each in before]
    return _explained(snapshot, code, claim_no, commands, Owners())


def _explained(
    snapshot: Snapshot, code: str, claim_no: str, before: Sequence[Deciding], owners: Owners
) -> ExplainedAhead:
    """Decide a claim after other commands about its enterprise; refusals of theirs do not count."""
    last = ApproveClaim(claim_no=claim_no, by=NOBODY.by, if_pending=True)
    stream = list(snapshot.family(code, whole=True))
    with gc_paused():
        ahead = Ahead(snapshot, {code}, pooled=snapshot.book.has_pools)

        def take(command: Deciding) -> None:
            for event in ahead.decide(code, command, NOBODY, SeparatedHands(), owners):
                stream.append(_next(ahead, code, event, len(stream), snapshot.position))

        for command in before:
            if isinstance(command, SubmitClaim):
                take(command)
            else:
                with suppress(Refusal):
                    take(command)
        take(last)
        book = snapshot.book
        explanation = explain(
            stream, book, claim_no, lambda at: snapshot.linked_at(min(at, snapshot.position))
        )
        return ExplainedAhead(
            claim=standing(snapshot, ahead, {claim_no: code})[claim_no],
            explanation=explanation,
            book=book,
        )


def _next(ahead: Ahead, code: str, event: EnterpriseEvent, count: int, position: int) -> Recorded:
    """Return an event in the envelope that it would have, after all that a look sees."""
    return Recorded(
        position=position + count + 1,
        stream=ahead.states[code].kin.stream_of(event, code),
        version=ahead.states[code].length,
        recorded_at=now(),
        by=NOBODY.by,
        login=NOBODY.login,
        event=event,
    )
