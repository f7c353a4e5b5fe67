"""The codec: whatever bytes a row holds, they are an event in its one spelling, or refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import msgspec
from eventsourcing.persistence import StoredEvent

from adapters.log.codec import (
    CodecError,
    Stamp,
    columns,
    decode,
    encode_event,
    envelope,
    event_bytes,
    recorded_at,
)
from adapters.log.entries import Row, entries
from adapters.policy.codec import digest, former_from_json, from_json, to_json
from adapters.policy.file.files import shipped_policy
from domain.calendar import clock_text
from domain.events.log import Recorded
from tests.fuzz.edits import some, some_json
from tests.fuzz.running import fuzzed, hold

GOLDEN = Path(__file__).parents[1] / "golden" / "events"
SAMPLES = [path.read_bytes() for path in sorted(GOLDEN.glob("*.json"))]
COLUMNS = [columns(sample) for sample in SAMPLES]
POLICY = [to_json(shipped_policy())]
EVENT = msgspec.json.decode(
    event_bytes((GOLDEN / "policy-published.json").read_bytes()), type=dict[str, msgspec.Raw]
)
FORMER = [bytes(EVENT["policy"])]  # of the first form


def row(random: Random) -> Row:
    """Return a row of damaged bytes whose columns say what its bytes do, where they say it."""
    state = unlike(random, SAMPLES)
    chosen = random.choice(COLUMNS)
    if random.randrange(8):
        with suppress(CodecError):
            chosen = columns(state)
    return Row(1, *chosen, state)


def unlike(random: Random, samples: Sequence[bytes]) -> bytes:
    """Return bytes that are damaged indeed."""
    while True:
        damaged = (some_json if random.randrange(2) else some)(random, samples)
        if damaged not in samples:
            return damaged


def written(recorded: Recorded) -> bytes:
    """Return the bytes of an event of today's shape as they are written."""
    stamp = Stamp(
        recorded_at=clock_text(recorded.recorded_at), by=recorded.by, login=recorded.login
    )
    body = encode_event(recorded.event)
    return envelope(
        StoredEvent(recorded.stream, recorded.version, recorded.event.TOPIC, body), stamp
    )


def plain(state: bytes) -> bytes:
    """Return JSON as another program spells it: no blanks, no escapes, each key once."""
    return json.dumps(json.loads(state), ensure_ascii=False, separators=(",", ":")).encode()


def is_canonical_or_refused(row: Row) -> None:
    try:
        recorded = decode(row.id, row)
    except CodecError:
        return
    assert columns(row.state) == row[1:4]
    assert recorded_at(row.state) == recorded.recorded_at
    assert plain(row.state) == row.state
    if row.topic == recorded.event.TOPIC:  # else it is of a former shape
        assert written(recorded) == row.state


def is_read_or_refused_in_part(row: Row) -> None:
    """What reads less than the whole may take more, but never falls over."""
    with suppress(CodecError):
        stream, version, topic = columns(row.state)
        assert (type(stream), type(version), type(topic)) == (str, int, str)
        assert 0 <= version < 2**63
    with suppress(ValueError):
        recorded_at(row.state)
    with suppress(CodecError):
        list(entries([row], after=0))


def is_a_policy_or_refused(written: bytes) -> None:
    try:
        policy = from_json(written)
    except ValueError:
        return
    assert to_json(policy) == written
    assert len(digest(policy)) == 64


def is_a_policy_of_the_first_form_or_refused(written: bytes) -> None:
    try:
        policy = former_from_json(written)
    except ValueError:
        return
    assert to_json(policy) == plain(written) == written


@fuzzed(40_000)
def test_a_row_decodes_to_what_encodes_to_its_very_bytes_or_is_refused(seed: int) -> None:
    hold(is_canonical_or_refused, row, seed)


@fuzzed(10_000)
def test_what_views_and_packs_read_of_a_row_is_read_or_refused(seed: int) -> None:
    hold(is_read_or_refused_in_part, row, seed)


@fuzzed(500, each=50)
def test_a_recorded_policy_is_its_one_spelling_or_refused(seed: int) -> None:
    hold(is_a_policy_or_refused, lambda random: unlike(random, POLICY), seed, each=50)


@fuzzed(500, each=50)
def test_a_policy_recorded_in_the_first_form_is_its_one_spelling_or_refused(seed: int) -> None:
    law = is_a_policy_of_the_first_form_or_refused
    hold(law, lambda random: unlike(random, FORMER), seed, each=50)
