"""The envelope around an event: what it may hold, what a part of it says, what is said of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from eventsourcing.persistence import StoredEvent

from adapters.log.codec import (
    CodecError,
    Stamp,
    columns,
    decode,
    envelope,
    event_bytes,
    recorded_at,
)
from adapters.log.drafts import Draft
from adapters.log.entries import entries
from projections.views.entries import Entry
from tests.adapters.log.test_codec import SAMPLES, SUBMITTED

STAMP = Stamp(recorded_at="2022-10-08T01:30:00.123456Z", by="clerk", login="bureau")
AMONG = b'"version":5'


def draft(length: int) -> Draft:
    return Draft("stream", 3, "topic", b'"' + b"x" * length + b'"', "clerk", "bureau")


def test_an_entry_of_the_log_holds_65535_bytes() -> None:
    around = len(envelope(draft(0), STAMP))

    longest = envelope(draft(65_535 - around), STAMP)

    assert len(longest) == 65_535
    with pytest.raises(CodecError, match=r"^topic of 65536 bytes exceeds 65535$"):
        envelope(draft(65_536 - around), STAMP)


def test_an_envelope_says_whose_event_it_is_and_when_it_was_written() -> None:
    state = envelope(draft(2), STAMP)

    assert json.loads(state) == {
        "stream": "stream",
        "version": 3,
        "topic": "topic",
        "recorded_at": "2022-10-08T01:30:00.123456Z",
        "by": "clerk",
        "login": "bureau",
        "event": "xx",
    }
    assert columns(state) == ("stream", 3, "topic")
    assert recorded_at(state) == datetime(2022, 10, 8, 1, 30, 0, 123_456, UTC)
    assert event_bytes(state) == b'"xx"'


@pytest.mark.parametrize("version", [0, 1, 2**63 - 1])
def test_a_version_is_what_a_column_of_a_database_holds(version: int) -> None:
    state = SUBMITTED.replace(AMONG, b'"version":%d' % version)

    assert columns(state) == ("91330382MA0000023T", version, "claim-submitted")


@pytest.mark.parametrize("version", [-1, 2**63])
def test_a_version_that_no_column_holds_is_refused(version: int) -> None:
    with pytest.raises(CodecError):
        columns(SUBMITTED.replace(AMONG, b'"version":%d' % version))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'"by":', b' "by":', "not in canonical form"),
        (b'"claim_no":', b' "claim_no":', "not in canonical form"),
        (b'"event":', b'"event": ', "not in canonical form"),
        (b".123456Z", b".123Z", "time not in canonical form: 2022-10-08T01:30:00.123Z"),
        (b".123456Z", b".123456", "time not in canonical form: 2022-10-08T01:30:00.123456"),
        (AMONG, b'"version":6', "the row's columns say .*, its bytes say otherwise"),
    ],
)
def test_what_is_refused_is_said_with_its_position(old: bytes, new: bytes, why: str) -> None:
    row = StoredEvent("91330382MA0000023T", 5, "claim-submitted", SUBMITTED.replace(old, new, 1))

    with pytest.raises(CodecError, match=rf"^position 7: {why}$"):
        decode(7, row)


def test_the_views_read_each_row_once_and_nothing_of_what_they_do_not_ask_for() -> None:
    named = SAMPLES["account-named"]
    rows = [(8, *columns(named), named), (9, *columns(SUBMITTED), SUBMITTED)]

    unread, read = entries(rows, after=7)

    assert unread == Entry(8, columns(named)[0], None)
    assert (read.position, read.stream) == (9, "91330382MA0000023T")
    assert read.event is not None
    for following in (6, 8):
        with pytest.raises(CodecError, match=rf"^position {following + 1}: missing from the log$"):
            list(entries(rows, after=following))
