"""What an enterprise is called: as registered, else as on its latest claim."""

from __future__ import annotations

from adapters.ledger.parties.registrations import registrations
from adapters.ledger.snapshot import Snapshot


def name_of(look: Snapshot, uscc: str) -> str | None:
    """Return an enterprise's name at the position looked at; None where none is known."""
    found = registrations(look.store.handler.recorder, look.position, [uscc]).get(uscc)
    registered = None if found is None else found.name
    return registered or look.name(uscc)


def names_of(look: Snapshot) -> dict[str, str]:
    """Return every enterprise's name at the position looked at."""
    found = registrations(look.store.handler.recorder, look.position)
    registered = {uscc: one.name for uscc, one in found.items() if one.name is not None}
    return look.names() | registered
