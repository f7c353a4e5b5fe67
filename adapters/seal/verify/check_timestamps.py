"""The time stamps beside the checkpoints: of what they are, by whom, against the log's times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from adapters.log.recorder import Log
from adapters.seal.folder import SealFolder
from adapters.seal.notes import NoteError, parse_note
from adapters.seal.signing.timestamps import (
    StampError,
    must_be_of,
    stamp_of,
    stamped_size,
    stamps_in,
)
from adapters.seal.verify.answers import Faults, TimeStamp
from domain.refusals import Refusal

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

EARLY_MAX = timedelta(minutes=5)  # that the log's clock may be ahead of the authority's

RecordedAt = Callable[[int], datetime | None]


def check_timestamps(
    folder: SealFolder, roots: Sequence[Certificate], recorded_at: RecordedAt, faults: Faults
) -> tuple[TimeStamp, ...]:
    """Return the time stamps in a folder, in the order of their sizes.

    roots: whose stamps count; none to check no more than which text each is of. recorded_at:
    returns when a position was recorded.
    """
    checkpoints, answers = folder.sizes(), []
    for name, size in stamps_in(folder).items():
        kept = checkpoints.get(size)
        written = None if kept is None else folder.read(kept[1])
        try:
            text = parse_note(written or b"").text.encode()
        except NoteError:
            faults.add(None, "file-unknown", name)  # a stamp of no checkpoint
            continue
        answers += check_each([(name, folder.read(name) or b"")], text, roots, recorded_at, faults)
    return tuple(answers)


def check_each(
    stamps: Iterable[tuple[str, bytes]],
    text: bytes,
    roots: Sequence[Certificate],
    recorded_at: RecordedAt,
    faults: Faults,
) -> list[TimeStamp]:
    """Return what time stamps of one checkpoint say. text: what they are of."""
    return [_checked(name, written, text, roots, recorded_at, faults) for name, written in stamps]


def _checked(
    name: str,
    written: bytes,
    text: bytes,
    roots: Sequence[Certificate],
    recorded_at: RecordedAt,
    faults: Faults,
) -> TimeStamp:
    size = stamped_size(name)
    assert size is not None, f"not a time stamp: {name}"
    try:
        if not roots:
            must_be_of(written, text)
            return TimeStamp(file=name, size=size, time=None, authority=None, verified=None)
        stamp = stamp_of(written, text, roots)
    except StampError as broken:
        faults.add(None, "timestamp-false", f"{name}: {broken}")
        return TimeStamp(file=name, size=size, time=None, authority=None, verified=False)
    last = recorded_at(size) if size else None
    if last is not None and last > stamp.time + EARLY_MAX:
        faults.add(size, "timestamp-before-event", f"{name}: {stamp.time.isoformat()}")
    return TimeStamp(
        file=name, size=size, time=stamp.time, authority=stamp.authority, verified=True
    )


def times_of(recorder: Log) -> RecordedAt:
    """Return what says when a position was recorded; None where its row does not say."""

    def recorded_at(position: int) -> datetime | None:
        with suppress(ValueError):  # the check of rows reports it
            return recorder.time_of(position)
        return None

    return recorded_at


def must_hold(stamps: Iterable[TimeStamp], faults: Faults) -> None:
    """Raise `timestamp-false` for the first time stamp that does not."""
    for stamp in stamps:
        if stamp.verified is False:
            raise Refusal("timestamp-false", file=stamp.file, problem=faults[0].detail)
