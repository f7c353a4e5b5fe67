"""What enterprises are called on letters."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.ledger.look import Look
from adapters.ledger.parties import registrations
from adapters.papers.kinds.payees import name_cell
from adapters.papers.paper import Secret, text_of


def named(look: Look, usccs: Iterable[str]) -> dict[str, Secret | str]:
    """Return what enterprises are called as of the look: as registered, else as on claims."""
    codes = list(dict.fromkeys(usccs))
    known = registrations(look.snapshot.store.handler.recorder, look.position, codes)
    registered = {code: registration.name for code, registration in known.items()}
    complete = all(map(registered.get, codes))
    on_claims = {} if complete else look.snapshot.names_on_claims(codes)
    names = {code: registered.get(code) or on_claims.get(code, "") for code in codes}
    shown = look.snapshot.shown_names(names.items())
    return {code: name_cell(code, name, shown) for code, name in names.items()}


def spelled(name: Secret | str) -> str:
    """Return a name as it is printed."""
    return text_of(name, None)
