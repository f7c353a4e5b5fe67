"""Rows of the log as the views read them: decoded once, less what no view asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from adapters.codec import CodecError, submitted_from_disk
from adapters.upcasts import word
from domain.events import (
    ClaimApproved,
    ClaimReassessed,
    ClaimRejected,
    ClaimRejectedByOfficer,
    ClaimSubmitted,
    ClaimWithdrawn,
    Outcome,
)
from domain.payment_events import ClaimRevoked
from projections.entry import ClaimEvent, Entry


class Row(NamedTuple):
    """A row of the log, named as the library names its columns; `id` is its position."""

    id: int
    originator_id: str
    originator_version: int
    topic: str
    state: bytes


def entry(row: Row) -> Entry:
    """Return what the views read of a row of the log: whole events, less their workings.

    Raises CodecError when the row's columns and bytes disagree. Whether the bytes are canonical is
    for `decode` to say, which whoever decides by them uses.
    """
    position, stream, version, topic, state = row
    view = _viewed.get(topic)
    if view is None:
        return Entry(position, stream, None, b"")
    try:
        found = view(state)
        if topic == ClaimSubmitted.TOPIC:
            body = bytes(found.event)
            entry = Entry(position, stream, submitted_from_disk(body), body)
        else:
            entry = Entry(position, stream, _event_of(topic, found.event), b"")
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError) as broken:
        raise CodecError(f"position {position}: {broken}") from broken
    if found.stream != stream or found.version != version or found.topic != topic:
        raise CodecError(f"position {position}: the row's columns disagree with its bytes")
    return entry


class _Outcome(msgspec.Struct):
    """A decision as the views read it."""

    outcome: Outcome


class _Decided(msgspec.Struct):
    """A decision event as the views read it."""

    claim_no: str
    decision: _Outcome
    previous_fen: int = 0
    cause: str = ""
    because_of: str = ""


def _event_of(topic: str, found: Any) -> ClaimEvent:
    """Make an event that views follow of what was decoded of it."""
    if topic == ClaimApproved.TOPIC:
        return ClaimApproved(claim_no=found.claim_no, decision=found.decision)
    if topic == ClaimRejected.TOPIC:
        return ClaimRejected(claim_no=found.claim_no, decision=found.decision)
    if word(topic) == word(ClaimReassessed.TOPIC):
        return ClaimReassessed(
            claim_no=found.claim_no,
            previous_measure=None,
            previous_assessed_fen=0,
            previous_fen=found.previous_fen,
            cause=found.cause,
            because_of=found.because_of,
            through=None,
            decision=found.decision,
        )
    event: ClaimEvent = found
    return event


_viewed: dict[str, Callable[[bytes], Any]] = {
    topic: msgspec.json.Decoder(
        msgspec.defstruct(
            "Viewed", [("stream", str), ("version", int), ("topic", str), ("event", spelled)]
        )
    ).decode
    for topic, spelled in (
        (ClaimSubmitted.TOPIC, msgspec.Raw),
        (ClaimApproved.TOPIC, _Decided),
        (ClaimRejected.TOPIC, _Decided),
        (ClaimReassessed.TOPIC, _Decided),
        (word(ClaimReassessed.TOPIC), _Decided),
        (ClaimRejectedByOfficer.TOPIC, ClaimRejectedByOfficer),
        (ClaimWithdrawn.TOPIC, ClaimWithdrawn),
        (ClaimRevoked.TOPIC, ClaimRevoked),
    )
}
