"""Rows of the log as the views read them: decoded once, less what no view asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, get_args

import msgspec

from adapters.log.codec import CodecError, must_be_known
from adapters.log.upcasts import UPCASTS, word
from adapters.wording.translation import N_
from domain.calendar import day_of
from domain.events import claims
from domain.events.payment import ClaimRevoked, DuesEvent
from domain.events.registration import EnterpriseRegistered, EnterpriseRenamed
from domain.events.succession import DivisionEntered, SuccessionEntered
from domain.events.transfer import EnterpriseTransferredIn
from projections.views import entries as read


class Row(NamedTuple):
    """A row of the log, named as the library names its columns; `id` is its position."""

    id: int
    originator_id: str
    originator_version: int
    topic: str
    state: bytes


HOUR = len("2022-10-08T01")
RowValues = tuple[int, str, int, str, bytes]  # a Row's, without the names


def entries(rows: Iterable[RowValues], *, after: int) -> Iterator[read.Entry]:
    """Yield what the views read of the rows that follow a position.

    Raises CodecError when a position is missing, or a row's columns and bytes disagree. Whether the
    bytes are canonical is checked by `decode`, which deciding uses.
    """
    position = after
    try:
        for place, (position, stream, version, topic, state) in enumerate(rows, start=after + 1):
            if position != place:
                raise CodecError(f"position {place}: " + N_("missing from the log"))
            viewed = _viewed.get(topic)
            if viewed is None:
                must_be_known(topic, position)
                yield read.Entry(position, stream, None)
                continue
            view = viewed(state)
            if view.stream != stream or view.version != version or view.topic != topic:
                raise CodecError(f"position {place}: " + N_("the columns disagree with the bytes"))
            event = view.event if topic not in _FORMER else _FORMER[topic](view.event)
            yield read.Entry(position, stream, event, _day(view.recorded_at[:HOUR]), view.by)
    except CodecError:
        raise
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError) as broken:
        raise CodecError(f"position {position}: {broken}") from broken


@lru_cache(1)  # events of one hour follow each other
def _day(hour: str) -> str:
    """Return the day of an hour in Beijing. hour: in UTC, as `2022-10-08T01`."""
    return day_of(datetime.fromisoformat(f"{hour}:00:00+00:00")).isoformat()


_MONEY = [shape.TOPIC for shape in get_args(DuesEvent)]
# What happened to money is read whole, as deciding reads it, of former shapes too.
_FORMER: dict[str, Callable[[Any], Any]] = {
    topic: upcast.today for topic, upcast in UPCASTS.items() if word(topic) in map(word, _MONEY)
}
_viewed: dict[str, Callable[[bytes], Any]] = {
    topic: msgspec.json.Decoder(
        msgspec.defstruct(
            "Viewed",
            [
                ("stream", str),
                ("version", int),
                ("topic", str),
                ("recorded_at", str),
                ("by", str),
                ("event", reading),
            ],
        )
    ).decode
    for topic, reading in (
        (claims.ClaimSubmitted.TOPIC, read.Submitted),
        (claims.ClaimApproved.TOPIC, read.Decided),
        (claims.ClaimRejected.TOPIC, read.Decided),
        (claims.ClaimReassessed.TOPIC, read.Reassessed),
        (word(claims.ClaimReassessed.TOPIC), read.Reassessed),
        (claims.ClaimRejectedByOfficer.TOPIC, read.RejectedByOfficer),
        (claims.ClaimWithdrawn.TOPIC, read.Withdrawn),
        (ClaimRevoked.TOPIC, read.Revoked),
        (claims.ClaimCorrected.TOPIC, read.Corrected),
        (claims.ClaimReopened.TOPIC, read.Reopened),
        *((shape.TOPIC, shape) for shape in get_args(DuesEvent)),
        *((topic, UPCASTS[topic].shape) for topic in _FORMER),
        (SuccessionEntered.TOPIC, read.Succeeded),
        (DivisionEntered.TOPIC, read.Succeeded),
        (EnterpriseRegistered.TOPIC, read.Named),
        (EnterpriseRenamed.TOPIC, read.Named),
        (EnterpriseTransferredIn.TOPIC, read.CameIn),
    )
}
