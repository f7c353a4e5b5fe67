"""Events to stored bytes and back: the only module that knows how an event is spelled on disk.

`state` is the whole envelope in one canonical form: JSON, declared field order, no white space,
UTF-8. What does not encode back to the very bytes that were read is refused, so an unknown field,
another spelling of a number or a second copy of a key never passes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any, Protocol, get_args

import msgspec

from adapters.log.stated import corrected_from_disk, on_disk, submitted_from_disk
from adapters.log.upcasts import UPCASTS, word
from adapters.policy.codec import former_from_json, from_json, to_json
from adapters.wording.translation import N_
from domain.calendar import clock_text
from domain.events.claims import ClaimCorrected, ClaimSubmitted
from domain.events.log import Event, Recorded
from domain.events.store import PolicyPublished, VersionProposed
from domain.policy.measures import Policy
from domain.value import value

STATE_MAX_BYTES = 65_535
_UTC = timedelta(0)  # another offset may lead out of the calendar


class Stored(Protocol):
    """A row of the log, named as the library names its columns."""

    @property
    def originator_id(self) -> object: ...
    @property
    def originator_version(self) -> int: ...
    @property
    def topic(self) -> str: ...
    @property
    def state(self) -> bytes: ...


class CodecError(ValueError):
    """Stored bytes are not an event in canonical form, or disagree with their row."""


class NewerEvent(CodecError):  # noqa: N818 - named as what it is
    """An event of a type that this program does not know: a newer one recorded it."""

    def __init__(self, topic: str, position: int) -> None:
        super().__init__(f"position {position}: {topic}")
        self.facts: dict[str, Any] = {"event": topic, "position": position}


class PublishedOnDisk(msgspec.Struct, forbid_unknown_fields=True):
    """PolicyPublished on disk."""

    number: int
    digest: str
    policy: msgspec.Raw


class ProposedOnDisk(msgspec.Struct, forbid_unknown_fields=True):
    """VersionProposed on disk."""

    number: int
    base: int
    digest: str
    policy: msgspec.Raw


_Column = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]  # what a database's column holds


class _Envelope(msgspec.Struct, forbid_unknown_fields=True):
    """What is stored around an event, in this order."""

    stream: str
    version: _Column
    topic: str
    recorded_at: str
    by: str
    login: str
    event: msgspec.Raw


class _Body(msgspec.Struct):
    """Of an envelope, the event alone."""

    event: msgspec.Raw


class _Decoders(dict[str, Any]):
    """What decodes the events of each type, made as the first of them is read."""

    def __init__(self, shapes: Mapping[str, type]) -> None:
        super().__init__()
        self._shapes = shapes

    def __missing__(self, topic: str) -> Any:
        decode: Any = msgspec.json.Decoder(self._shapes[topic]).decode
        self[topic] = decode
        return decode


# What decoding may raise where bytes are not an envelope; the last for endless brackets.
_BROKEN = (msgspec.MsgspecError, ValueError, KeyError, TypeError, RecursionError)

_encode = msgspec.json.Encoder().encode
_open = msgspec.json.Decoder(_Envelope).decode
_body = msgspec.json.Decoder(_Body).decode
_published = msgspec.json.Decoder(PublishedOnDisk).decode
_proposed = msgspec.json.Decoder(ProposedOnDisk).decode
_events = _Decoders(
    {
        shape.TOPIC: shape
        for shape in get_args(Event)
        if shape not in (ClaimSubmitted, ClaimCorrected, PolicyPublished, VersionProposed)
    }
)
_POLICIES: dict[str, Callable[[bytes], Policy]] = {
    PolicyPublished.TOPIC: from_json,
    "policy-published": former_from_json,
}
_known = frozenset({*(shape.TOPIC for shape in get_args(Event)), *_POLICIES, *UPCASTS})
_former = _Decoders({topic: upcast.shape for topic, upcast in UPCASTS.items()})


@value
class Stamp:
    """Who writes and when, as `clock_text` spells it: what the envelope adds to an event."""

    recorded_at: str
    by: str
    login: str


def encode_event(event: Event) -> bytes:
    """Return an event's own bytes, without the envelope."""
    match event:
        case ClaimSubmitted() | ClaimCorrected():
            return _encode(on_disk(event))
        case PolicyPublished():
            policy = msgspec.Raw(to_json(event.policy))
            return _encode(PublishedOnDisk(event.number, event.digest, policy))
        case VersionProposed():
            policy = msgspec.Raw(to_json(event.policy))
            return _encode(ProposedOnDisk(event.number, event.base, event.digest, policy))
        case _:
            return _encode(event)


def envelope(draft: Stored, stamp: Stamp) -> bytes:
    """Return the bytes to store: the envelope around an event's own bytes (`draft.state`).

    Raises CodecError when they would exceed what a log entry may hold.
    """
    state = _encode(
        _Envelope(
            str(draft.originator_id),
            draft.originator_version,
            draft.topic,
            stamp.recorded_at,
            stamp.by,
            stamp.login,
            msgspec.Raw(draft.state),
        )
    )
    if len(state) > STATE_MAX_BYTES:
        raise CodecError(f"{draft.topic} of {len(state)} bytes exceeds {STATE_MAX_BYTES}")
    return state


def decode(position: int, stored: Stored) -> Recorded:
    """Return what a row of the log says.

    Raises CodecError when its bytes are not canonical, or its columns say something else.
    """
    must_be_known(stored.topic, position)
    try:
        return _decode(position, stored)
    except _BROKEN as broken:
        raise CodecError(f"position {position}: {broken}") from broken


def must_be_known(topic: str, position: int) -> None:
    """Raise NewerEvent for a type of events that this program does not know."""
    if topic not in _known:
        raise NewerEvent(topic, position)


def columns(state: bytes) -> tuple[str, int, str]:
    """Return what the columns of a row say: stream, version, topic. Raises CodecError."""
    header = _opened(state)
    return header.stream, header.version, header.topic


def recorded_at(state: bytes) -> datetime:
    """Return the time in an envelope. Raises ValueError when there is none."""
    return _clock(_opened(state).recorded_at)


def event_bytes(state: bytes) -> bytes:
    """Return the event's own bytes in an envelope."""
    return bytes(_body(state).event)


def _opened(state: bytes) -> _Envelope:
    try:
        return _open(state)
    except _BROKEN as broken:
        raise CodecError(str(broken)) from broken


def _decode(position: int, stored: Stored) -> Recorded:
    opened = _open(stored.state)
    row = (stored.originator_id, stored.originator_version, stored.topic)
    if (opened.stream, opened.version, opened.topic) != row:
        raise CodecError(f"the row's columns say {row}, its bytes say otherwise")
    body = bytes(opened.event)
    event, spelled, former = _event(opened.topic, body)
    moment = _clock(opened.recorded_at)
    if spelled != body or _encode(opened) != stored.state:
        raise CodecError(N_("not in canonical form"))
    return Recorded(
        position=position,
        stream=opened.stream,
        version=opened.version,
        recorded_at=moment,
        by=opened.by,
        login=opened.login,
        event=event,
        former=former,
    )


def _event(topic: str, body: bytes) -> tuple[Event, bytes, tuple[str, object] | None]:
    """Return an event of these bytes and how it is spelled canonically, in its shape then.

    With its former topic and content where it has another word today.
    """
    if topic in UPCASTS:
        old = _former[topic](body)
        event = UPCASTS[topic].today(old)
        renamed = word(event.TOPIC) != word(topic)
        return event, _encode(old), (topic, old) if renamed else None
    if topic == ClaimSubmitted.TOPIC:
        event = submitted_from_disk(body)
    elif topic == ClaimCorrected.TOPIC:
        event = corrected_from_disk(body)
    elif topic in _POLICIES:
        published = _published(body)
        policy = _POLICIES[topic](bytes(published.policy))
        event = PolicyPublished(number=published.number, digest=published.digest, policy=policy)
    elif topic == VersionProposed.TOPIC:
        said = _proposed(body)
        policy = from_json(bytes(said.policy))
        event = VersionProposed(
            number=said.number, base=said.base, digest=said.digest, policy=policy
        )
    else:
        event = _events[topic](body)
    return event, encode_event(event), None


@lru_cache(maxsize=4_096)
def _clock(text: str) -> datetime:
    """Events of one transaction share their time, so the strict reading is done once for all."""
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() != _UTC or clock_text(moment) != text:
        raise CodecError(f"time not in canonical form: {text}")
    return moment
