"""Which key may sign next: the one that signed last, or that it vouched for, and so on."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.seal.keys import vouching_text
from adapters.seal.notes import NoteError, parse_signature, parse_verifier_key
from domain.events.store import KeyEvent, KeyNamed, OldKeyLost


def current_key(named: Iterable[KeyEvent], signed: str | None) -> str | None:
    """Return the key that may sign next; None where no key is known.

    named: what the log says of keys, in order. signed: the key that signed last, if known.
    """
    current = signed
    for event in named:
        if current is None:
            current = event.replaces
        if event.replaces == current and (isinstance(event, OldKeyLost) or vouched(event)):
            current = event.key
    return current


def vouched(event: KeyNamed) -> bool:
    """Say whether the key replaced signed the new key."""
    try:
        signature = parse_signature(event.vouched or "")
        old = parse_verifier_key(event.replaces)
    except NoteError:
        return False
    return old.signed(signature) and old.verifies(vouching_text(event.key), signature)
