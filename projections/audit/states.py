"""Which states a claim and a batch line were in, when each began, and whom each waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from domain.enterprise.dues import owed_back_fen, unpaid_fen
from domain.enterprise.kin.family import Family
from domain.enterprise.state import Claim, Status, granted_fen
from domain.events import batch as events
from domain.events.log import Recorded
from domain.payments.batch import Batch, LineState, PaymentLine
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
    """A state entered, when and by which log position. batch: of a claim in one, or paid by it."""

    state: str
    since: datetime
    position: int
    batch: int | None


@dataclass(slots=True)
class StateHistory:
    """One claim's or batch line's states, in order. kind: of the claim; empty of a line."""

    kind: str = ""
    intervals: list[StateInterval] = field(default_factory=list)

    @property
    def now(self) -> StateInterval:
        return self.intervals[-1]

    def enter(self, state: str, batch: int | None, recorded: Recorded) -> None:
        """Add a state; nothing while the same state goes on."""
        if self.intervals and (self.now.state, self.now.batch) == (state, batch):
            return
        self.intervals.append(
            StateInterval(
                state=state, since=recorded.recorded_at, position=recorded.position, batch=batch
            )
        )


@dataclass(slots=True)
class BatchHistory:
    """A batch, and the states of its lines by claim."""

    batch: Batch
    lines: dict[str, StateHistory] = field(default_factory=dict)


def claim_histories(events: Iterable[Recorded]) -> dict[str, StateHistory]:
    """Return the states of each claim of one enterprise."""
    family, histories = Family(), dict[str, StateHistory]()
    for recorded in events:
        event = family.take_in(recorded)
        claim_no = getattr(event, "claim_no", None)
        if claim_no is not None:
            claim = family.of(recorded.stream).claims[claim_no]
            history = histories.setdefault(claim_no, StateHistory(claim.submitted.facts.kind))
            history.enter(*_state(claim), recorded)
    return histories


def batch_history(number: int, stream: Iterable[Recorded]) -> BatchHistory:
    """Return the states of each line of a batch."""
    history = BatchHistory(Batch(number))
    for recorded in stream:
        event = cast(events.BatchEvent, recorded.event)
        evolve_batch(history.batch, event)
        for claim_no in _touched(history.batch, event):
            state = _line_state(history.batch, history.batch.lines[claim_no])
            history.lines.setdefault(claim_no, StateHistory()).enter(state, None, recorded)
    return history


def waits_for(state: str, last_day: date | None, today: date) -> str | None:
    """Return whom a state waits for on a day; None for nobody. last_day: of a line's notice."""
    if state == "published" and last_day is not None and today <= last_day:
        return NOTICE
    return WAITS_FOR.get(state)


def _state(claim: Claim) -> tuple[str, int | None]:
    """Return a claim's state, and its batch where it is in one or was paid by it last."""
    granted, dues = granted_fen(claim), claim.dues
    if owed_back_fen(granted, dues):
        return "owing", None
    if claim.status is not Status.APPROVED:
        return ("revoked" if claim.revocation is not None else claim.status.value), None
    if dues is not None and dues.allotment is not None:
        return IN_BATCH, dues.allotment.batch
    if unpaid_fen(granted, dues):
        return "approved", None
    if dues is None or not dues.kept_fen:
        return "lapsed", None
    return "paid", next(reversed(dues.payments))


def _touched(batch: Batch, event: events.BatchEvent) -> Iterable[str]:
    if isinstance(event, events.BatchPublished):
        return list(batch.lines)
    if isinstance(event, events.BatchLinesComputed | events.BatchLinesPaid):
        return [line.claim_no for line in event.lines]
    claim_no: str | None = getattr(event, "claim_no", None)
    return [] if claim_no is None else [claim_no]


def _line_state(batch: Batch, line: PaymentLine) -> str:
    if line.state is LineState.FREE:
        return "computed" if batch.published is None else "published"
    return line.state.value
