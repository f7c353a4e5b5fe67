"""The bytes of the log: samples that must always load, and everything else that never may."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import get_args

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import ValidationError

from adapters.log.codec import (
    CodecError,
    Stamp,
    columns,
    decode,
    encode_event,
    envelope,
    event_bytes,
    recorded_at,
    submitted_from_disk,
)
from adapters.log.entries import entries
from adapters.log.upcasts import UPCASTS
from adapters.policy.codec import digest
from adapters.policy.former.document import kinds
from adapters.wording.as_json import event_as_json
from domain.calendar import clock_text
from domain.events.claims import AmountsRecorded, ClaimReassessed
from domain.events.log import Event
from domain.events.store import PolicyPublished
from tests.support.extent import tried

GOLDEN = sorted((Path(__file__).parents[2] / "golden" / "events").glob("*.json"))
SAMPLES = {path.stem: path.read_bytes() for path in GOLDEN}
FIRST_FORM = "policy-published"  # of policies; read for ever, written as policy-published.2
FORMER = {*UPCASTS, FIRST_FORM}
PRESENT = {
    name: sample for name, sample in SAMPLES.items() if json.loads(sample)["topic"] not in FORMER
}
APPROVED = SAMPLES["claim-approved-rcep-certification"]
SUBMITTED = SAMPLES["claim-submitted-trademark"]
DAMAGES: list[tuple[bytes, bytes, bytes]] = [
    (SUBMITTED, b'"claim_no":"YQ-4"', b'"claim_no": "YQ-4"'),
    (SUBMITTED, b'"claim_no":"YQ-4"', rb'"claim_no":"\u0059Q-4"'),
    (SUBMITTED, b'"claim_no":"YQ-4"', b'"claim_no":"YQ-4","claim_no":"YQ-4"'),
    (SUBMITTED, b'"claim_no":"YQ-4"', b'"claim_no":"YQ-4","note":""'),
    (SUBMITTED, b'"claim_no":"YQ-4",', b""),
    (SUBMITTED, b'"fee_fen":5999999', b'"fee_fen":5999999.0'),
    (SUBMITTED, b'"fee_fen":5999999', b'"fee_fen":5.999999e6'),
    (SUBMITTED, b'"fee_fen":5999999', b'"fee_fen":"5999999"'),
    (SUBMITTED, b'"fee_fen":5999999', b'"fee_fen":null'),
    (SUBMITTED, b'"fee_fen":5999999', b'"fee_fen":5999999,"fee_fen":5999999'),
    (SUBMITTED, b'"fee_fen":5999999', b'"fee_fen":5999999,"note":1'),
    (SUBMITTED, b'"self_export":true', b'"self_export":1'),
    (SUBMITTED, b'"kind":"trademark"', b'"kind":"brand"'),
    (SUBMITTED, b'"occurred_on":"2022-03-07"', b'"occurred_on":"2022-02-30"'),
    (SUBMITTED, b'"login":"bureau"', b'"login":"bureau","note":""'),
    (SUBMITTED, b'"by":', b'"by":"","by":'),
    (SUBMITTED, b'"recorded_at":"2022-10-08T01:30:00.123456Z"', b'"recorded_at":""'),
    (SUBMITTED, b"00.123456Z", b"00.123456+00:00"),
    (SUBMITTED, b"01:30:00.123456Z", b"09:30:00.123456+08:00"),
    (SUBMITTED, b"00.123456Z", b"00Z"),
    (SUBMITTED, b"2022-10-08T01:30:00.123456Z", b"0001-01-01T00:00:00.000000+10:00"),
    (SUBMITTED, b"2022-10-08T01:30:00.123456Z", b"9999-12-31T23:00:00.000000-10:00"),
    (SUBMITTED, b'"version":', b'"version":0'),
    (SUBMITTED, b'"event":{', b'"event":{"note":' + b"[" * 20_000),
    (SUBMITTED, b'"event":', b'"event":' + b"[" * 20_000),
    (APPROVED, b'"bound":true', b'"bound":true,"bound":true'),
    (APPROVED, b'"rate_bp":6000', b'"rate_bp":6000.0'),
    (APPROVED, b'"rate_bp":6000', b'"rate_bp":6e3'),
    (APPROVED, b'"rate_bp":6000', b'"rate_bp":6000,"rate_bp":6000'),
    (APPROVED, b'"granted_fen":5000000', b'"granted_fen":5000000,"note":1'),
    (APPROVED, b'"granted_fen":5000000', b'"granted_fen":05000000'),
    (APPROVED, "核减".encode(), rb"\u6838\u51cf"),
    (APPROVED, "核减".encode(), "核减".encode("gb18030")),
]


def stored(state: bytes) -> StoredEvent:
    """The row that these bytes stand in."""
    document = json.loads(state)
    return StoredEvent(document["stream"], document["version"], document["topic"], state)


@pytest.mark.parametrize("name", PRESENT)
def test_a_golden_sample_loads_and_is_written_back_to_the_byte(name: str) -> None:
    row = stored(SAMPLES[name])

    recorded = decode(7, row)

    stamp = Stamp(
        recorded_at=clock_text(recorded.recorded_at), by=recorded.by, login=recorded.login
    )
    body = encode_event(recorded.event)
    written = envelope(
        StoredEvent(recorded.stream, recorded.version, recorded.event.TOPIC, body), stamp
    )
    assert written == SAMPLES[name]
    assert (recorded.position, recorded.stream) == (7, row.originator_id)


def test_a_reassessment_of_the_former_shape_loads_as_one_of_todays() -> None:
    recorded = decode(1, stored(SAMPLES["claim-reassessed"])).event

    assert isinstance(recorded, ClaimReassessed)
    outcome = recorded.decision.outcome
    assert (recorded.cause, recorded.through) == ("exclusion", None)
    assert (recorded.previous_measure, recorded.previous_fen) == (outcome.measure, 1_000_000)
    assert recorded.previous_assessed_fen == outcome.assessed_fen


def test_exports_of_the_former_topic_load_as_amounts_of_a_year_and_are_shown_as_recorded() -> None:
    recorded = decode(1, stored(SAMPLES["exports-recorded"]))

    amounts = {"us_usd_cents": 1_000_000_000, "rcep_usd_cents": 50}
    assert recorded.event == AmountsRecorded(record="exports", year=2022, amounts=amounts)
    shown = event_as_json(recorded)
    assert shown["type"] == "exports-recorded"
    assert list(shown)[-3:] == ["year", "us_usd_cents", "rcep_usd_cents"]
    assert {name: shown[name] for name in amounts} == amounts


def test_a_policy_of_the_first_form_loads_as_one_of_todays_with_its_own_bytes() -> None:
    sample = SAMPLES["policy-published"]

    recorded = decode(1, stored(sample))

    event = recorded.event
    assert isinstance(event, PolicyPublished)
    assert encode_event(event) == event_bytes(sample)
    assert digest(event.policy) == event.digest
    assert (event.TOPIC, event.number) == ("policy-published.2", 1)


def test_a_policy_of_one_form_is_not_read_under_the_topic_of_the_other() -> None:
    first, second = SAMPLES["policy-published"], SAMPLES["policy-published-2"]
    topic, topic_2 = b'"topic":"policy-published"', b'"topic":"policy-published.2"'
    assert topic in first
    assert topic_2 in second

    for swapped in (first.replace(topic, topic_2), second.replace(topic_2, topic)):
        with pytest.raises(CodecError, match="not a policy"):
            decode(1, stored(swapped))


def test_the_whole_file_of_a_policy_is_in_the_log() -> None:
    event = decode(1, stored(SAMPLES["policy-published-2"])).event

    assert isinstance(event, PolicyPublished)
    assert digest(event.policy) == event.digest
    sections = {"kinds", "records", "lists", "measures", "caps", "readings", "article", "inferred"}
    assert sections <= event.policy.source.keys()


def test_there_is_a_golden_sample_of_every_topic_and_every_kind() -> None:
    documents = [json.loads(sample) for sample in SAMPLES.values()]

    topics = {shape.TOPIC for shape in get_args(Event)}
    assert {document["topic"] for document in documents} == topics | FORMER
    assert not topics & FORMER
    assert {document["event"].get("kind") for document in documents} >= set(kinds())


@pytest.mark.parametrize(("sample", "old", "new"), DAMAGES)
def test_what_is_not_in_canonical_form_is_refused(sample: bytes, old: bytes, new: bytes) -> None:
    row = stored(sample)
    assert old in sample
    row = StoredEvent(
        row.originator_id, row.originator_version, row.topic, sample.replace(old, new, 1)
    )

    with pytest.raises(CodecError):
        decode(1, row)


@pytest.mark.parametrize(
    "damaged", [b"", b"{}", b"null", b"[]", SUBMITTED[:-1], SUBMITTED + b"\n", b" " + SUBMITTED]
)
def test_what_is_no_envelope_is_refused(damaged: bytes) -> None:
    row = stored(SUBMITTED)

    with pytest.raises(CodecError):
        decode(1, StoredEvent(row.originator_id, row.originator_version, row.topic, damaged))


@pytest.mark.parametrize(
    "damaged",
    [
        SUBMITTED.replace(b'"stream":"', b'"stream":"\xff'),
        SUBMITTED.replace(b'"event":', b'"event":' + b"[" * 20_000),
        SUBMITTED.replace(b'"version":5', b'"version":%d' % 2**63),
        SUBMITTED.replace(b'"version":5', b'"version":-1'),
        SUBMITTED.replace(b"2022-10-08T01:30:00.123456Z", b"0001-01-01T00:00:00.000000+10:00"),
    ],
)
def test_a_part_of_damaged_bytes_is_read_or_refused(damaged: bytes) -> None:
    assert damaged != SUBMITTED
    with suppress(CodecError):
        _, version, _ = columns(damaged)
        assert 0 <= version < 2**63
    with suppress(CodecError):
        list(entries([(1, *columns(SUBMITTED), damaged)], after=0))
    with suppress(ValueError):
        recorded_at(damaged)


@pytest.mark.parametrize(
    "other",
    [
        ("91330382MA0001018G", 5, "claim-submitted"),
        ("91330382MA0000023T", 6, "claim-submitted"),
        ("91330382MA0000023T", 5, "claim-approved"),
    ],
)
def test_a_row_whose_columns_disagree_with_its_bytes_is_refused(
    other: tuple[str, int, str],
) -> None:
    row = stored(SUBMITTED)
    assert (row.originator_id, row.originator_version) == ("91330382MA0000023T", 5)

    with pytest.raises(CodecError, match="columns"):
        decode(1, StoredEvent(*other, SUBMITTED))


def test_an_unknown_topic_is_refused() -> None:
    state = SUBMITTED.replace(b'"topic":"claim-submitted"', b'"topic":"claim-lost"')

    with pytest.raises(CodecError):
        decode(1, stored(state))


@pytest.mark.parametrize("version", [0, 1, 2**63 - 1])
def test_a_version_is_any_number_that_a_column_holds(version: int) -> None:
    state = SUBMITTED.replace(b'"version":5', b'"version":%d' % version)

    assert columns(state) == ("91330382MA0000023T", version, "claim-submitted")
    assert decode(1, stored(state)).version == version


def test_an_envelope_or_a_claim_with_an_unknown_field_is_refused_wherever_it_is_read() -> None:
    with pytest.raises(CodecError, match="note"):
        columns(SUBMITTED.replace(b'"by":', b'"note":"","by":'))
    body = event_bytes(SUBMITTED)
    assert submitted_from_disk(body).claim_no == "YQ-4"
    with pytest.raises(ValidationError, match="note"):
        submitted_from_disk(body.replace(b'"claim_no":', b'"note":"","claim_no":'))


@given(st.sampled_from(sorted(SAMPLES)), st.data())
@settings(deadline=None, max_examples=tried(60, long=300))
def test_altered_bytes_are_refused_or_say_themselves_what_they_say(
    name: str, data: st.DataObject
) -> None:
    sample = SAMPLES[name]
    at = data.draw(st.integers(0, len(sample) - 1))
    altered = sample[:at] + data.draw(st.binary(max_size=2)) + sample[at + 1 :]
    row = stored(sample)

    try:
        recorded = decode(
            1, StoredEvent(row.originator_id, row.originator_version, row.topic, altered)
        )
    except CodecError:
        return

    if name in PRESENT:
        assert encode_event(recorded.event) in altered
