"""Which key may sign next: the one that signed last, or that it vouched for, and so on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from adapters.log.reader import LogReader
from adapters.seal.keys import vouching_text
from adapters.seal.notes import (
    Note,
    NoteError,
    VerifierKey,
    parse_signature,
    parse_verifier_key,
)
from adapters.seal.verify.answers import Unvouched
from domain.calendar import clock_text
from domain.events.store import KeyEvent, OldKeyLost
from domain.events.streams import KEYS_STREAM
from domain.refusals import Refusal


class Retired(NamedTuple):
    """The keys that may not sign from a position of the log on, and which may instead."""

    position: int
    current: str
    keys: Sequence[VerifierKey]


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


def retired_keys(reader: LogReader) -> list[Retired]:
    """Return which keys were replaced, after each naming that counts."""
    current, known, retired = None, dict[str, None](), list[Retired]()
    for recorded in reader.stream(KEYS_STREAM):
        event = recorded.event
        if isinstance(event, KeyEvent) and current_key([event], current) == event.key:
            current = event.key
            known |= {event.replaces: None, event.key: None}
            keys = [parse_verifier_key(key) for key in known if key != current]
            retired.append(Retired(recorded.position, current, keys))
    return retired


def retired_signers(retired: Sequence[Retired], size: int, note: Note) -> list[VerifierKey]:
    """Return which keys signed a checkpoint of a size although another had replaced them by then.

    retired: as `retired_keys` returns it.
    """
    past = [step for step in retired if step.position <= size]
    return [key for key in past[-1].keys if key.signed_any(note)] if past else []


def refuse_retired(reader: LogReader, size: int, key: VerifierKey) -> None:
    """Raise `key-not-vouched` for a key that another had replaced by a size."""
    past = [step for step in retired_keys(reader) if step.position <= size]
    if past and key in past[-1].keys:
        raise Refusal("key-not-vouched", key=str(key), current=past[-1].current)


def unvouched_keys(reader: LogReader) -> Iterator[Unvouched]:
    """Yield every naming of a key that the key before it did not sign."""
    for recorded in reader.stream(KEYS_STREAM):
        event = recorded.event
        lost = event.reason if isinstance(event, OldKeyLost) else None
        if isinstance(event, KeyEvent) and not vouched(event):
            yield Unvouched(
                position=recorded.position,
                recorded_at=clock_text(recorded.recorded_at),
                by=recorded.by,
                key=event.key,
                replaces=event.replaces,
                reason=lost,
            )


def vouched(event: KeyEvent) -> bool:
    """Say whether the key replaced signed the new key."""
    if isinstance(event, OldKeyLost):
        return False
    try:
        signature = parse_signature(event.vouched or "")
        old = parse_verifier_key(event.replaces)
    except NoteError:
        return False
    return old.signed(signature) and old.verifies(vouching_text(event.key), signature)
