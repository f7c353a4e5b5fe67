"""Which keys seal this log, as the log itself tells: a key that follows another is an event."""

from __future__ import annotations

from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.units import Author, draft_of
from adapters.log.drafts import Draft
from adapters.seal.notes import SignerKey, VerifierKey
from domain.events.store import KeyNamed
from domain.events.streams import KEYS_STREAM
from domain.policy.book import PolicyBook


def named(ledger: CommandHandler, until: int | None = None) -> list[KeyNamed]:
    """Return every naming of a key, in order, until a log position."""
    found = []
    for recorded in ledger.stream(KEYS_STREAM, until):
        assert isinstance(recorded.event, KeyNamed), f"among the keys: {recorded.event!r}"
        found.append(recorded.event)
    return found


def name_key(
    ledger: CommandHandler,
    key: VerifierKey,
    replaces: VerifierKey,
    author: Author,
    old: SignerKey | None,
) -> bool:
    """Record that a key follows another; nothing when that is the last naming already.

    old: the key replaced, where it is at hand: its signature vouches for the new one.
    """
    word = None if old is None else old.sign(vouching_text(str(key))).line.rstrip("\n")
    event = KeyNamed(key=str(key), replaces=str(replaces), vouched=word)

    def decided(_: PolicyBook) -> list[Draft]:
        earlier = named(ledger)
        if earlier and earlier[-1].key == event.key:
            return []
        return [draft_of(KEYS_STREAM, len(earlier) + 1, event)]

    return ledger.append_across(decided, author)


def vouching_text(key: str) -> str:
    """Return what a key signs to name the one that follows it; no checkpoint reads so."""
    return f"subsidy-ledger/key-named\n{key}\n"
