"""Events of a subject: which are of one policy, and what an enterprise came to after each (还原).

Of a policy are those of its claims, its records, its caps, or its versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.calendar import day_of
from domain.enterprise.kin.family import Family
from domain.enterprise.state import Enterprise, Status, granted_fen
from domain.events.claims import (
    AmountsRecorded,
    CapLifted,
    CapReached,
    ClaimSubmitted,
    OrderChosen,
)
from domain.events.store import PolicyPublished
from domain.policy.names import is_of
from domain.value import value

if TYPE_CHECKING:
    from domain.events.log import Event, Recorded


def events_under(prefix: str, events: Iterable[Recorded]) -> Iterator[Recorded]:
    """Yield those of an enterprise's events, or of the policy book's, that are one policy's.

    An enterprise's names and accounts are of none. prefix: see domain/policy/names.py.
    """
    kinds: dict[str, str] = {}
    for recorded in events:
        event = recorded.event
        if isinstance(event, ClaimSubmitted):
            kinds[event.claim_no] = event.facts.kind
        name = _name_in(event, kinds)
        if name is not None and is_of(name, prefix):
            yield recorded


def _name_in(event: Event, kinds: Mapping[str, str]) -> str | None:
    """Return a name that says which policy an event is of; None for an event of none."""
    match event:
        case PolicyPublished():
            return event.policy.prefix
        case AmountsRecorded():
            return event.record
        case OrderChosen() | CapReached() | CapLifted():
            return event.cap
    return kinds.get(getattr(event, "claim_no", ""))


@value
class CourseStep:
    """After one event: how many claims there were, and what they were granted.

    year: of the matter of the claim that the event is about, or that the event names; else of the
    last matter so far; of an enterprise without a claim that it was recorded in.
    """

    position: int
    year: int
    claims: int
    approved: int
    pending: int
    granted_fen: int


@value
class Course:
    """The events of an enterprise and of all it carries on, and what it came to after each."""

    uscc: str
    position: int
    events: tuple[Recorded, ...]
    steps: tuple[CourseStep, ...]

    def at(self, position: int | None) -> int:
        """Return which step stood at a log position, from 0; the last for None, -1 before any."""
        if position is None:
            return len(self.steps) - 1
        return sum(step.position <= position for step in self.steps) - 1


@dataclass(slots=True)
class _Sums:
    """What claims come to, kept claim by claim so that an event costs what it changes."""

    status: dict[str, Status] = field(default_factory=dict)
    granted: dict[str, int] = field(default_factory=dict)
    counted: dict[Status, int] = field(default_factory=dict)
    granted_fen: int = 0

    def note(self, claim_no: str, enterprise: Enterprise) -> int | None:
        """Take in a claim as it stands; return the year of its matter, None of no claim."""
        claim = enterprise.claims.get(claim_no)
        if claim is None:
            return None
        before, fen = self.status.get(claim_no), granted_fen(claim)
        if before is not None:
            self.counted[before] -= 1
        self.status[claim_no] = claim.status
        self.counted[claim.status] = self.counted.get(claim.status, 0) + 1
        self.granted_fen += fen - self.granted.get(claim_no, 0)
        self.granted[claim_no] = fen
        return claim.submitted.occurred_on.year


def course(events: Iterable[Recorded], uscc: str, position: int) -> Course:
    """Return the course of an enterprise by its events in the order of the log."""
    every, steps, family, sums = tuple(events), list[CourseStep](), Family(), _Sums()
    last = 0  # year of a matter
    for recorded in every:
        family.take_in(recorded)
        claim_no = getattr(recorded.event, "claim_no", None)
        year = None if claim_no is None else sums.note(claim_no, family.of(recorded.stream))
        last = max((last, year or 0))
        year = year or getattr(recorded.event, "year", None)
        year = year or last or day_of(recorded.recorded_at).year
        steps.append(
            CourseStep(
                position=recorded.position,
                year=year,
                claims=len(sums.status),
                approved=sums.counted.get(Status.APPROVED, 0),
                pending=sums.counted.get(Status.SUBMITTED, 0),
                granted_fen=sums.granted_fen,
            )
        )
    return Course(uscc=uscc, position=position, events=every, steps=tuple(steps))
