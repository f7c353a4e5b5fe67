"""Decided ahead: what commands about claims would lead to on what a look sees, recording nothing.

No lock is taken. The enterprises asked about are folded, each command is decided on what those
before it left, as a commit decides them.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from adapters.files.gc_pause import gc_paused
from adapters.ledger.enterprises import folded, histories_of
from adapters.ledger.handling.units import (
    Author,
    Owners,
    Request,
    asks_the_pool,
    decide_request,
)
from adapters.ledger.snapshot import Snapshot
from adapters.log.numbers import claim_unknown
from adapters.views.queries import Pending
from domain.assessment.linked import share_pool
from domain.commands.enterprise import ApproveClaim, RejectClaim, SubmitClaim
from domain.enterprise.doubts import doubts
from domain.enterprise.hands import SeparatedHands, separation
from domain.enterprise.state import Claim, Enterprise
from domain.events.claims import ClaimSubmitted
from domain.events.log import EnterpriseEvent, Recorded
from domain.events.streams import SETTINGS_STREAM
from domain.policy.names import is_of
from domain.refusals import Refusal
from projections.claims.foreseen import (
    ForeseenClaim,
    ForeseenDecision,
    ForeseenGrant,
    Foresight,
    Queue,
    QueuedClaim,
    QueuedDoubt,
    Sought,
    caps_bound,
)
from projections.claims.register import claim_fields

Deciding = ApproveClaim | RejectClaim | SubmitClaim
NOBODY = Author(by="-", login="")


class Ahead:
    """Enterprises of a look, by the codes that go on, on which commands are decided."""

    def __init__(self, snapshot: Snapshot, codes: Collection[str], *, pooled: bool) -> None:
        self.book, self.recorded_at = snapshot.book, dict[str, datetime]()
        self.states = {code: Enterprise() for code in codes}
        log, at = snapshot.store.handler, snapshot.position
        every = histories_of(log.recorder, sorted(codes), at, whole=True, reader=log)
        for code, history in every:
            self.states[code] = folded(self._noting(history), code)
        if pooled:
            pool = share_pool(snapshot.linked(self.book), self.book)
            for code, state in self.states.items():
                state.account.join(pool, code)

    def decide(
        self,
        code: str,
        command: Deciding,
        author: Author,
        said: SeparatedHands,
        owners: Owners | None = None,
    ) -> tuple[EnterpriseEvent, ...]:
        """Return what a command leads to, having taken it in. Raises Refusal."""
        unit, owners = Request(code, (command,)), owners or Owners()
        return decide_request(unit, self.states[code], self.book, owners, author, said)

    def _noting(self, history: Iterable[Recorded]) -> Iterator[Recorded]:
        for recorded in history:
            if isinstance(recorded.event, ClaimSubmitted):
                self.recorded_at[recorded.event.claim_no] = recorded.recorded_at
            yield recorded


def foresee(snapshot: Snapshot, commands: Sequence[Deciding], author: Author) -> Foresight:
    """Return what these commands of an author would lead to, carried out in this order."""
    handler = snapshot.store.handler
    owners = handler.recorder.owners(command.claim_no for command in commands)
    codes = {claim_no: snapshot.successions.heir(uscc) for claim_no, uscc in owners.items()}
    pooled = asks_the_pool((Request("", (command,)) for command in commands), snapshot.book)
    said = separation(snapshot.stream(SETTINGS_STREAM))
    decided: list[tuple[str, tuple[EnterpriseEvent, ...], Refusal | None]] = []
    with gc_paused():
        ahead = Ahead(snapshot, set(codes.values()), pooled=pooled)
        for command in commands:
            number = command.claim_no
            try:
                if number not in codes:
                    raise claim_unknown(handler.recorder, number)
                events = ahead.decide(codes[number], command, author, said)
                decided.append((number, events, None))
            except Refusal as refusal:
                decided.append((number, (), refusal.with_traceback(None)))
        stand = standing(snapshot, ahead, {no: codes[no] for no, _, why in decided if not why})
    return Foresight(
        position=snapshot.position,
        decisions=tuple(
            ForeseenDecision(
                claim_no=number, claim=None if why else stand[number], events=events, refusal=why
            )
            for number, events, why in decided
        ),
        book=snapshot.book,
    )


def separated(snapshot: Snapshot) -> bool:
    """Say whether who submits a claim may not approve it."""
    return separation(snapshot.stream(SETTINGS_STREAM)).hands_at is not None


def standing(
    snapshot: Snapshot, ahead: Ahead, codes: Mapping[str, str]
) -> dict[str, ForeseenClaim]:
    """Return these claims as they would stand, under the names that are shown."""
    claims = {}
    for number, code in codes.items():
        claim = ahead.states[code].claims[number]
        fields = claim_fields(code, claim, ahead.book)
        claims[number] = ForeseenClaim(**fields, caps_bound=caps_bound(claim.outcome))
    shown = snapshot.shown_names((claim.uscc, claim.enterprise) for claim in claims.values())
    if not shown:
        return claims
    return {
        number: replace(claim, enterprise=shown.get(claim.enterprise, claim.enterprise))
        for number, claim in claims.items()
    }


def queue(
    snapshot: Snapshot,
    limit: int,
    after: int | None,
    prefix: str | None,
    kind: str | None,
    sought: Sought,
) -> Queue:
    """Return claims that wait, the oldest first, each with what it would be granted in its turn.

    Its turn: after all that its enterprise submitted before it and is still pending; under caps
    over all enterprises, after all of these kinds. after: only those submitted after this position.
    prefix: of one policy's kinds. What is sought is picked before the answer is cut at the limit;
    `ALL` cuts nothing.
    """
    limit = limit or sys.maxsize
    every = snapshot.pending()
    wanted = [each for each in every if is_of(each.kind, prefix) and kind in (None, each.kind)]
    later = [each for each in wanted if after is None or each.submitted_at > after]
    claims: list[QueuedClaim] = []
    with gc_paused():
        for some in _growing(later, limit + 1):
            claims += filter(sought.takes, _in_turn(some, every, snapshot))
            if len(claims) > limit:
                break
    page = claims[:limit]
    shown = snapshot.shown_names((claim.uscc, claim.enterprise) for claim in page)
    return Queue(
        position=snapshot.position,
        waiting=len(wanted),
        next=page[-1].submitted_at if len(claims) > limit else None,
        granted_fen=sum(claim.foreseen.granted_fen for claim in page),
        claims=tuple(
            replace(claim, enterprise=shown.get(claim.enterprise, claim.enterprise))
            for claim in page
        ),
    )


def _growing(waiting: Sequence[Pending], size: int) -> Iterator[Sequence[Pending]]:
    """Yield claims a run at a time, each as long as all before it: few runs, and a short first."""
    start, end = 0, size
    while start < len(waiting):
        yield waiting[start:end]
        start, end = end, 2 * end


def _in_turn(
    some: Sequence[Pending], every: Sequence[Pending], snapshot: Snapshot
) -> Iterator[QueuedClaim]:
    """Yield claims that wait, in their order, each decided after those whose turn is before."""
    heir, book = snapshot.successions.heir, snapshot.book
    codes = {heir(each.uscc) for each in some}
    if any(each.kind in book.pooled_kinds for each in some):
        codes |= {heir(each.uscc) for each in every if each.kind in book.pooled_kinds}
    last = some[-1].submitted_at
    turns = [each for each in every if each.submitted_at <= last and heir(each.uscc) in codes]
    ahead = Ahead(snapshot, {heir(each.uscc) for each in turns}, pooled=book.has_pools)
    asked = {each.claim_no for each in some}
    for each in turns:
        claim = _queued(each, heir(each.uscc), ahead, asked=each.claim_no in asked)
        if claim is not None:
            yield claim


def _queued(waiting: Pending, code: str, ahead: Ahead, *, asked: bool) -> QueuedClaim | None:
    """Decide a claim in its turn; return it as it waits, where it is asked for."""
    number, state, book = waiting.claim_no, ahead.states[code], ahead.book
    claim, refused = state.claims[number], None
    doubted = _doubts(code, claim, ahead) if asked else ()
    command = ApproveClaim(claim_no=number, by=NOBODY.by, if_pending=False)
    try:
        ahead.decide(code, command, NOBODY, SeparatedHands())
    except Refusal as refusal:
        refused = refusal.code
    if not asked:
        return None
    fields, submitted = claim_fields(code, claim, book), claim.submitted
    names = ("claim_no", "uscc", "enterprise", "kind", "policy", "occurred_on", "retroactive")
    grant = ("status", "measure", "article", "assessed_fen", "granted_fen", "reason")
    return QueuedClaim(
        **{name: fields[name] for name in names},
        filed_on=submitted.filed_on,
        declared_fen=book.cost_fen(submitted.facts),
        submitted_by=claim.submitted_by,
        submitted_at=waiting.submitted_at,
        recorded_at=ahead.recorded_at[number],
        doubts=doubted,
        foreseen=ForeseenGrant(
            **{name: fields[name] for name in grant},
            caps_bound=caps_bound(claim.outcome),
            refused=refused,
        ),
    )


def _doubts(code: str, claim: Claim, ahead: Ahead) -> tuple[QueuedDoubt, ...]:
    """Return what is doubtful of a claim, by what its enterprise has recorded."""
    of = claim.submitted
    said = SubmitClaim(
        claim_no=of.claim_no,
        uscc=code,
        enterprise=of.enterprise,
        facts=of.facts,
        occurred_on=of.occurred_on,
        filed_on=of.filed_on,
        invoices=of.invoices,
        other_support_fen=of.other_support_fen,
    )
    every = doubts(said, ahead.states[code], ahead.book)
    others = (doubt.facts.get("other") for doubt in every)
    return tuple(
        QueuedDoubt(code=doubt.code, column=doubt.name, other=None if other is None else str(other))
        for doubt, other in zip(every, others, strict=True)
    )
