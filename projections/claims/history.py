"""Which events are of one policy: of its claims, its records, its caps, or its versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from domain.events.claims import (
    AmountsRecorded,
    CapLifted,
    CapReached,
    ClaimSubmitted,
    OrderChosen,
)
from domain.events.store import PolicyPublished
from domain.policy.names import is_of

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
