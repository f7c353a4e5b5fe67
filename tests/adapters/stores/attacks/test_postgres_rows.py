"""Rows that another program inserts: what the ledger could not read is not let in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from adapters.log.codec import Stamp, encode_event, envelope
from adapters.log.drafts import Draft
from domain.calendar import clock_text
from domain.events.claims import ClaimWithdrawn
from tests.support.command import asked
from tests.support.postgres_server import by_psql

USCC = "91330382MA0000023T"


def next_row(clerk: str, **changed: object) -> list[Any]:
    """Return the row that withdraws YQ-2 next, and would be let in; or changed in some way."""
    ((position, version),) = by_psql(
        clerk,
        "SELECT (SELECT max(notification_id) FROM stored_events), max(originator_version) "
        f"FROM stored_events WHERE originator_id = '{USCC}'",
    )
    event = ClaimWithdrawn(claim_no="YQ-2", previous_fen=0, words="slip")
    reported = {
        "stream": USCC,
        "version": version + 1,
        "topic": ClaimWithdrawn.TOPIC,
        "at": datetime.now(UTC),
        "login": "clerk_li",
        "by": "clerk",
        "body": encode_event(event),
    } | changed
    columns = (reported[name] for name in ("stream", "version", "topic", "body", "by", "login"))
    draft = Draft(*columns)
    stamp = Stamp(
        recorded_at=clock_text(reported["at"]), by=reported["by"], login=reported["login"]
    )
    return [position + 1, *draft[:3], envelope(draft, stamp)]


INSERT = "INSERT INTO stored_events VALUES (%s, %s, %s, %s, %s)"
BODY = b'{"claim_no":"YQ-2","previous_fen":0,"words":"slip"}'
Row = list[Any]


def spelled(old: bytes, new: bytes) -> Callable[[str], Row]:
    def change(clerk: str) -> Row:
        row = next_row(clerk)
        assert old in row[4]
        return [*row[:4], row[4].replace(old, new)]

    return change


def submitted(clerk: str, claim_no: str) -> Row:
    """Return the row that submits YQ-2 once more under another number."""
    ((state,),) = by_psql(clerk, "SELECT state FROM stored_events WHERE topic = 'claim-submitted' "
                          "ORDER BY notification_id DESC LIMIT 1")  # fmt: skip
    body = json.loads(state)["event"] | {"claim_no": claim_no, "invoices": []}
    spelt = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return next_row(clerk, topic="claim-submitted", body=spelt)


def decided(topic: str, **changed: object) -> Callable[[str], Row]:
    """Return what makes the row that decides YQ-2 as YQ-1 was, but for what is changed."""

    def change(clerk: str) -> Row:
        ((state,),) = by_psql(
            clerk, "SELECT state FROM stored_events WHERE topic = 'claim-approved'"
        )
        body = json.loads(state)["event"] | {"claim_no": "YQ-2"}
        body["decision"] |= changed
        spelt = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return next_row(clerk, topic=topic, body=spelt)

    return change


def said(body: str) -> Callable[[str], Row]:
    return lambda clerk: next_row(clerk, body=body.encode())


ODD: dict[str, tuple[Callable[[str], Row], str]] = {
    "a topic of no event": (lambda c: next_row(c, topic="claim-forged"), "may not record"),
    "the topic of another event": (lambda c: next_row(c, topic="cap-lifted"), "canonical form"),
    "a former topic": (lambda c: next_row(c, topic="claim-reassessed"), "may not record"),
    "no bytes": (lambda c: [*next_row(c)[:4], b""], "envelope"),
    "a zero byte": (lambda c: [*next_row(c)[:4], b"\x00"], "0x00"),
    "bytes that are not text": (lambda c: [*next_row(c)[:4], b"\xff\xfe"], "UTF8"),
    "not an envelope": (lambda c: [*next_row(c)[:4], b'{"event":{}}'], "envelope"),
    "too many bytes": (
        lambda c: [*next_row(c)[:4], next_row(c)[4].replace(b"slip", b"x" * 65_536)],
        "at most 65535 bytes",
    ),
    "a time far ahead": (
        lambda c: next_row(c, at=datetime(9999, 1, 1, tzinfo=UTC)),
        "its time",
    ),
    "a time an hour ahead": (
        lambda c: next_row(c, at=datetime.now(UTC) + timedelta(hours=1)),
        "its time",
    ),
    "a time before the last": (lambda c: next_row(c, at=datetime(2022, 1, 1, tzinfo=UTC)), "time"),
    "a time without microseconds": (
        lambda c: [*next_row(c)[:4], _without_microseconds(next_row(c)[4])],
        "its time",
    ),
    "another's login": (lambda c: next_row(c, login="approver_sun"), "login"),
    "another stream": (lambda c: next_row(c, stream="batch:1", version=1), "stream"),
    "another enterprise": (
        lambda c: next_row(c, stream="91330382MA0001018G", version=1),
        "no such claim",
    ),
    "a version left out": (lambda c: next_row(c, version=99), "versions"),
    "white space": (spelled(b'"by":', b'"by": '), "envelope"),
    "white space inside": (spelled(b'"words":', b'"words": '), "canonical form"),
    "columns that say otherwise": (spelled(USCC.encode(), b"91330382MA0001018G"), "columns"),
    "a number as text": (said('{"claim_no":"YQ-2","previous_fen":"0","words":""}'), "canonical"),
    "a fraction": (said('{"claim_no":"YQ-2","previous_fen":0.5,"words":""}'), "bigint"),
    "an exponent": (said('{"claim_no":"YQ-2","previous_fen":1e3,"words":""}'), "bigint"),
    "less than nothing": (said('{"claim_no":"YQ-2","previous_fen":-1,"words":""}'), "check"),
    "beyond any money": (
        said('{"claim_no":"YQ-2","previous_fen":10000000000000000,"words":""}'),
        "check",
    ),
    "null": (said('{"claim_no":"YQ-2","previous_fen":null,"words":""}'), "null"),
    "a key left out": (said('{"claim_no":"YQ-2","previous_fen":0}'), "null"),
    "a key more": (said('{"claim_no":"YQ-2","previous_fen":0,"words":"","x":1}'), "canonical"),
    "a key twice": (
        said('{"claim_no":"YQ-2","previous_fen":0,"words":"","words":""}'),
        "canonical",
    ),
    "keys in another order": (
        said('{"previous_fen":0,"claim_no":"YQ-2","words":""}'),
        "canonical",
    ),
    "an escape of a plain letter": (
        said('{"claim_no":"YQ-2","previous_fen":0,"words":"\\u0041"}'),
        "canonical",
    ),
    "a zero character": (
        said('{"claim_no":"YQ-2","previous_fen":0,"words":"\\u0000"}'),
        "canonical",
    ),
    "half a character": (
        said('{"claim_no":"YQ-2","previous_fen":0,"words":"\\ud800"}'),
        "canonical",
    ),
    "a list": (said("[]"), "canonical"),
    "not JSON": (said("{]"), "canonical"),
    "what nobody sees": (lambda c: next_row(c, by="wang\u200b"), "nobody sees"),
    "a line of its own": (lambda c: next_row(c, by="wang\nli"), "nobody sees"),
    "a number nobody sees": (lambda c: submitted(c, "YQ\u200b-3"), "nobody sees"),
    "no number": (lambda c: submitted(c, ""), "claim number is empty"),
    "a number in full width": (lambda c: submitted(c, "ＹＱ-２"), "looks the same"),
    "a number in small letters": (lambda c: submitted(c, "yq-2"), "looks the same"),
    "a number with another dash": (lambda c: submitted(c, "YQ\u20142"), "looks the same"),
    "a number in Cyrillic": (lambda c: submitted(c, "ΥQ-2"), "looks the same"),
    "numbers among texts": (decided("claim-approved", readings={"x": 1}), "check"),
    "an amount in words": (
        decided("claim-approved", steps=[{"code": "x", "operands": {}, "fen": "x", "bound": True}]),
        "check",
    ),
    "granted and rejected": (decided("claim-rejected"), "granted nothing"),
    "money back that was not paid": (
        lambda c: next_row(
            c,
            topic="payment-failed.2",
            body=b'{"claim_no":"YQ-2","batch":1,"amount_fen":1,"words":"x","on":null,"receipt":null}',
        ),
        "before it",
    ),
    "less of nothing": (
        lambda c: next_row(
            c,
            topic="allotment-lowered",
            body=b'{"claim_no":"YQ-2","batch":1,"previous_fen":1,"allotted_fen":0}',
        ),
        "before it",
    ),
    "a line nobody named": (
        lambda c: next_row(
            c,
            topic="budget-appropriated",
            stream="budget:2022",
            version=1,
            body=b'{"line":"x","amount_fen":1,"document":"d","on":"2022-01-01"}',
        ),
        "before it",
    ),
    "a line of no batch": (
        lambda c: next_row(
            c,
            topic="batch-line-objected.2",
            stream="batch:1",
            version=1,
            body=b'{"claim_no":"YQ-2","number":1,"words":"x","on":null,"person":null,"document":null}',
        ),
        "before it",
    ),
    "an unknown claim": (said('{"claim_no":"YQ-7","previous_fen":0,"words":""}'), "no such claim"),
}


def _without_microseconds(state: bytes) -> bytes:
    start = state.index(b'"recorded_at":"') + len(b'"recorded_at":"')
    return state[: start + 19] + b"Z" + state[start + 27 :]


@pytest.mark.parametrize("odd", ODD)
def test_a_row_that_the_ledger_could_not_read_is_not_let_in(odd: str, clerk: str) -> None:
    made, rule = ODD[odd]
    before = by_psql(clerk, "SELECT count(*) FROM stored_events")

    with pytest.raises(psycopg.Error) as refused:
        by_psql(clerk, INSERT, *made(clerk))

    assert rule in str(refused.value)
    assert by_psql(clerk, "SELECT count(*) FROM stored_events") == before
    assert asked(clerk, "verify")["faults"] == []


def test_a_row_that_the_ledger_itself_would_have_written_is_let_in(clerk: str) -> None:
    by_psql(clerk, INSERT, *next_row(clerk, body=BODY))

    assert [claim["status"] for claim in asked(clerk, "claims")] == ["approved", "withdrawn"]
    assert asked(clerk, "verify")["faults"] == []


def test_a_claim_submitted_by_another_program_has_its_number_in_the_index(clerk: str) -> None:
    by_psql(clerk, INSERT, *submitted(clerk, "YQ-3"))

    assert asked(clerk, "verify")["faults"] == []
    asked(clerk, "rebuild")
    with pytest.raises(psycopg.errors.UniqueViolation):
        by_psql(clerk, INSERT, *submitted(clerk, "YQ-3"))
