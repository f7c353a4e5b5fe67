"""Names and accounts of many enterprises at once, folded from their few events alone.

A partial index over these topics finds them; a log of many claims is not read for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from adapters.log.codec import decode
from adapters.log.recorder import Log
from domain.enterprise.registration import Registration, evolve
from domain.events.registration import RegistrationEvent


def registrations(
    recorder: Log, until: int, usccs: Iterable[str] | None = None
) -> dict[str, Registration]:
    """Return what was recorded of enterprises themselves until a log position, by code.

    usccs: only these; None for all. Who has no such event is not in it.
    """
    found: dict[str, Registration] = {}
    for row in recorder.registrations(usccs):
        if row.id > until:
            continue
        event = decode(row.id, row).event
        assert isinstance(event, RegistrationEvent), f"of another topic: {event!r}"
        evolve(found.setdefault(row.originator_id, Registration()), event)
    return found
