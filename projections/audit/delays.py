"""How long things wait and for whom (办理时限): a claim and a batch line, state by state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from domain.enterprise.dues import owed_back_fen, unpaid_fen
from domain.enterprise.state import Claim, Enterprise, Status, evolve, granted_fen
from domain.events.batch import (
    BatchEvent,
    BatchLinesComputed,
    BatchLinesPaid,
    BatchPaid,
    BatchPublished,
)
from domain.events.log import EnterpriseEvent, Recorded
from domain.payments.batch import Batch, Line, LineState
from domain.payments.batch import evolve as evolve_batch
from domain.value import value

# Whom a state waits for; a state not named here waits for nobody. A claim in a batch waits for
# what its line waits for, and a line under notice for the notice until its last day is over.
WAITS_FOR = {
    "submitted": "approver",
    "approved": "batch",
    "owing": "enterprise",
    "computed": "publisher",
    "published": "payer",
    "held": "resolver",
}
IN_BATCH = "in-batch"
DROPPED = "dropped"
NOTICE = "notice"


@value
class StateInterval:
    """A state entered, when and by which log position. batch: of a claim in one."""

    state: str
    since: datetime
    position: int
    batch: int | None


@dataclass(slots=True)
class StateHistory:
    """One claim's or batch line's states, in order."""

    stretches: list[StateInterval] = field(default_factory=list)

    @property
    def now(self) -> StateInterval:
        return self.stretches[-1]

    def enter(self, state: str, recorded: Recorded, batch: int | None = None) -> None:
        """Note a state; nothing where it goes on."""
        if self.stretches and (self.now.state, self.now.batch) == (state, batch):
            return
        self.stretches.append(
            StateInterval(
                state=state, since=recorded.recorded_at, position=recorded.position, batch=batch
            )
        )


@dataclass(slots=True)
class BatchCourse:
    """A batch, its lines' courses by claim, and when each payment of it was made."""

    batch: Batch
    lines: dict[str, StateHistory] = field(default_factory=dict)
    paid: list[BatchPaid] = field(default_factory=list)


def claims_followed(history: Iterable[Recorded]) -> dict[str, StateHistory]:
    """Return the course of each claim of one enterprise."""
    enterprise, courses = Enterprise(), dict[str, StateHistory]()
    for recorded in history:
        event = cast(EnterpriseEvent, recorded.event)
        evolve(enterprise, event, recorded.by, recorded.login)
        claim_no = getattr(event, "claim_no", None)
        if claim_no is not None:
            state, batch = _state(enterprise.claims[claim_no])
            courses.setdefault(claim_no, StateHistory()).enter(state, recorded, batch)
    return courses


def batch_followed(number: int, history: Iterable[Recorded]) -> BatchCourse:
    """Return the course of each line of a batch."""
    found = BatchCourse(Batch(number))
    for recorded in history:
        event = cast(BatchEvent, recorded.event)
        evolve_batch(found.batch, event)
        if isinstance(event, BatchPaid):
            found.paid.append(event)
        for claim_no in _touched(found.batch, event):
            state = _line_state(found.batch, found.batch.lines[claim_no])
            found.lines.setdefault(claim_no, StateHistory()).enter(state, recorded)
    return found


def waits_for(state: str, last_day: date | None, today: date) -> str | None:
    """Return whom a state waits for on a day; None for nobody. last_day: of a line's notice."""
    if state == "published" and last_day is not None and today <= last_day:
        return NOTICE
    return WAITS_FOR.get(state)


def _state(claim: Claim) -> tuple[str, int | None]:
    """Return a claim's state, and its batch where it is in one."""
    granted, dues = granted_fen(claim), claim.dues
    if owed_back_fen(granted, dues):
        return "owing", None
    if claim.status is not Status.APPROVED:
        return ("revoked" if claim.revocation is not None else claim.status.value), None
    if dues is not None and dues.allotment is not None:
        return IN_BATCH, dues.allotment.batch
    if unpaid_fen(granted, dues):
        return "approved", None
    return ("paid" if dues is not None and dues.kept_fen else "lapsed"), None


def _touched(batch: Batch, event: BatchEvent) -> Iterable[str]:
    if isinstance(event, BatchPublished):
        return list(batch.lines)
    if isinstance(event, BatchLinesComputed | BatchLinesPaid):
        return [line.claim_no for line in event.lines]
    claim_no: str | None = getattr(event, "claim_no", None)
    return [] if claim_no is None else [claim_no]


def _line_state(batch: Batch, line: Line) -> str:
    if line.state is LineState.FREE:
        return "computed" if batch.published is None else "published"
    return line.state.value
