"""Rows of another program that do not follow, or whose facts and amounts no ledger would record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from adapters.log.codec import encode_event
from domain.events.claims import (
    ClaimRedecided,
    ClaimRejectedByOfficer,
    ClaimReopened,
    ClaimWithdrawn,
)
from domain.events.payment import ClaimRevoked, ClaimTakenIntoBatch
from tests.adapters.stores.attacks.test_postgres_rows import INSERT, USCC, next_row
from tests.support.command import asked
from tests.support.postgres_server import PostgresServer, by_psql

NAME = "followed"
Said = tuple[str, bytes]


@pytest.fixture(scope="module")
def kept(own_server: PostgresServer, begun: str) -> Iterator[str]:
    """A ledger that every attack here is tried on: what is refused leaves it as it was."""
    yield own_server.copy_ledger(begun, NAME)
    own_server.drop_database(NAME)


def spelt(event: Any) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def rejected(claim_no: str) -> Said:
    event = ClaimRejectedByOfficer(claim_no=claim_no, words="no")
    return event.TOPIC, encode_event(event)


def withdrawn(claim_no: str) -> Said:
    event = ClaimWithdrawn(claim_no=claim_no, previous_fen=0, words="slip")
    return event.TOPIC, encode_event(event)


def revoked(claim_no: str) -> Said:
    event = ClaimRevoked(claim_no=claim_no, previous_fen=0, words="false", document="d")
    return event.TOPIC, encode_event(event)


def corrected(kept: str, claim_no: str, **changed: object) -> Said:
    query = "SELECT state FROM stored_events WHERE topic = 'claim-submitted' LIMIT 1"
    ((state,),) = by_psql(kept, query)
    event = json.loads(state)["event"] | {"claim_no": claim_no, "invoices": []}
    named = ("claim_no", "kind", "facts", "occurred_on", "filed_on", "invoices")
    said = {name: event[name] for name in (*named, "other_support_fen")}
    return "claim-corrected", spelt(said | {"document": "d", "words": "slip"} | changed)


def redecided(claim_no: str) -> Said:
    event = ClaimRedecided(claim_no=claim_no, reduced_to_fen=1, document="d", words="slip")
    return event.TOPIC, encode_event(event)


def reopened(claim_no: str) -> Said:
    event = ClaimReopened(claim_no=claim_no, kind="court", document="d", words="annulled")
    return event.TOPIC, encode_event(event)


def taken(claim_no: str, allotted_fen: int = 1) -> Said:
    event = ClaimTakenIntoBatch(
        claim_no=claim_no,
        batch=1,
        budget_year=2022,
        line="all",
        owed_fen=1,
        allotted_fen=allotted_fen,
        lapsed_fen=0,
    )
    return event.TOPIC, encode_event(event)


def approved(kept: str, claim_no: str, **outcome: object) -> Said:
    query = "SELECT state FROM stored_events WHERE topic = 'claim-approved' LIMIT 1"
    ((state,),) = by_psql(kept, query)
    event = json.loads(state)["event"] | {"claim_no": claim_no}
    event["decision"]["outcome"] |= outcome
    return "claim-approved", spelt(event)


def denied(kept: str, claim_no: str) -> Said:
    return "claim-rejected", approved(kept, claim_no, granted_fen=0)[1]


def reassessed(kept: str, claim_no: str) -> Said:
    decision = json.loads(approved(kept, claim_no)[1])["decision"]
    said = {
        "claim_no": claim_no, "previous_measure": None, "previous_assessed_fen": 0,
        "previous_fen": 0, "cause": "order", "because_of": "d", "through": None,
        "decision": decision,
    }  # fmt: skip
    return "claim-reassessed.2", spelt(said)


def submitted(kept: str, claim_no: str, **changed: object) -> Said:
    query = "SELECT state FROM stored_events WHERE topic = 'claim-submitted' LIMIT 1"
    ((state,),) = by_psql(kept, query)
    event = json.loads(state)["event"] | {"claim_no": claim_no, "invoices": []} | changed
    return "claim-submitted", spelt(event)


def inserted(address: str, *said: Said, stream: str = USCC) -> None:
    """Insert events one after another in one statement."""
    rows: list[list[Any]] = []
    for further, (topic, body) in enumerate(said):
        changed: dict[str, object] = {"topic": topic, "body": body}
        first = next_row(address, **changed)
        changed["version"] = first[2] + further
        row = next_row(address, **changed)
        rows.append([row[0] + further, *row[1:]])
    values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
    by_psql(address, f"INSERT INTO stored_events VALUES {values}", *(v for r in rows for v in r))


def refused_for(address: str, rule: str, *said: Said) -> None:
    before = by_psql(address, "SELECT count(*) FROM stored_events")
    with pytest.raises(psycopg.Error) as refused:
        inserted(address, *said)
    assert rule in str(refused.value), said
    assert by_psql(address, "SELECT count(*) FROM stored_events") == before


STANDS = "does not stand so"


def test_what_ends_or_decides_a_claim_follows_from_how_the_claim_stands(clerk: str) -> None:
    refused_for(clerk, STANDS, rejected("YQ-1"))
    refused_for(clerk, STANDS, approved(clerk, "YQ-1"))
    refused_for(clerk, STANDS, denied(clerk, "YQ-1"))
    refused_for(clerk, STANDS, reassessed(clerk, "YQ-2"))
    refused_for(clerk, STANDS, revoked("YQ-2"))
    refused_for(clerk, "already exists", submitted(clerk, "YQ-2"))
    refused_for(clerk, STANDS, submitted(clerk, "YQ-3"), reassessed(clerk, "YQ-3"))
    refused_for(clerk, STANDS, withdrawn("YQ-2"), withdrawn("YQ-2"))
    refused_for(clerk, STANDS, approved(clerk, "YQ-2"), rejected("YQ-2"))
    refused_for(clerk, STANDS, approved(clerk, "YQ-2"), revoked("YQ-2"), withdrawn("YQ-2"))
    refused_for(clerk, "before it", taken("YQ-1"), withdrawn("YQ-1"))

    inserted(clerk, submitted(clerk, "YQ-3"), approved(clerk, "YQ-3"), reassessed(clerk, "YQ-3"))
    inserted(clerk, taken("YQ-2", 0), rejected("YQ-2"), withdrawn("YQ-2"))  # it only waits
    for said in (
        rejected("YQ-2"), withdrawn("YQ-2"), revoked("YQ-2"), approved(clerk, "YQ-2"),
        denied(clerk, "YQ-2"), reassessed(clerk, "YQ-2"), rejected("YQ-3"), approved(clerk, "YQ-3"),
    ):  # fmt: skip
        refused_for(clerk, STANDS, said)
    inserted(clerk, revoked("YQ-3"))
    refused_for(clerk, STANDS, revoked("YQ-3"))
    refused_for(clerk, STANDS, reassessed(clerk, "YQ-3"))
    inserted(clerk, taken("YQ-1"))
    refused_for(clerk, "before it", withdrawn("YQ-1"))
    assert asked(clerk, "statement", USCC)["entries"]
    assert asked(clerk, "verify")["faults"] == []


def test_an_amended_claim_stands_as_it_stood_before_or_before_it_ended(clerk: str) -> None:
    fixed = corrected(clerk, "YQ-1")
    refused_for(clerk, STANDS, reopened("YQ-2"))
    refused_for(clerk, STANDS, redecided("YQ-2"))
    refused_for(clerk, STANDS, fixed, approved(clerk, "YQ-1"))
    refused_for(clerk, STANDS, redecided("YQ-1"), rejected("YQ-1"))
    refused_for(clerk, STANDS, revoked("YQ-1"), fixed)
    refused_for(clerk, STANDS, revoked("YQ-1"), redecided("YQ-1"))
    refused_for(clerk, STANDS, revoked("YQ-1"), reopened("YQ-1"), approved(clerk, "YQ-1"))
    refused_for(clerk, STANDS, withdrawn("YQ-2"), reopened("YQ-2"), reassessed(clerk, "YQ-2"))
    refused_for(clerk, STANDS, corrected(clerk, "YQ-2"), revoked("YQ-2"))

    inserted(clerk, fixed, fixed, redecided("YQ-1"), reassessed(clerk, "YQ-1"))
    inserted(clerk, fixed)
    inserted(clerk, revoked("YQ-1"))
    inserted(clerk, reopened("YQ-1"))
    refused_for(clerk, STANDS, approved(clerk, "YQ-1"))
    inserted(clerk, reassessed(clerk, "YQ-1"), revoked("YQ-1"), reopened("YQ-1"), fixed)
    inserted(clerk, reassessed(clerk, "YQ-1"))
    inserted(clerk, corrected(clerk, "YQ-2"), rejected("YQ-2"), reopened("YQ-2"))
    inserted(clerk, withdrawn("YQ-2"))
    inserted(clerk, reopened("YQ-2"))
    refused_for(clerk, STANDS, reassessed(clerk, "YQ-2"))
    inserted(clerk, corrected(clerk, "YQ-2"), approved(clerk, "YQ-2"))
    assert asked(clerk, "statement", USCC)["entries"]
    assert asked(clerk, "verify")["faults"] == []


def test_a_correction_is_of_the_shape_of_a_claim_and_hides_nothing(kept: str) -> None:
    for changed in (
        {"facts": {"a": 1}}, {"kind": "a b"}, {"occurred_on": "2022-02-30"}, {"invoices": "A"},
        {"other_support_fen": -1}, {"enterprise": "x"}, {"document": None},
        {"document": "d\u200b"}, {"words": "w\u200b"}, {"invoices": ["A\u200b"]},
    ):  # fmt: skip
        refused_for(kept, "", corrected(kept, "YQ-1", **changed))
    refused_for(kept, "no such claim", corrected(kept, "YQ-77"))
    topic, body = reopened("YQ-1")
    refused_for(kept, "canonical", (topic, body.replace(b"court", b"king!")))


def test_characters_that_are_unfit_are_not_let_in_by_any_program(kept: str) -> None:
    odd = "\x85\u200b\u0890\u08e2\U000110bd\U00013430\ue000\U000f0000\U0010fffd\u0378\U0003ffff"
    for character in odd + "\U000e0080\uffff\ufdd0\U00050000":
        refused_for(kept, "nobody sees", submitted(kept, f"YQ-9{character}"))


def recorded(**changed: object) -> Said:
    said = {"record": "tax", "year": 2022, "amounts": {"paid_fen": 1}} | changed
    return "amounts-recorded", spelt(said)


def raw_amounts(text: str) -> Said:
    return "amounts-recorded", b'{"record":"tax","year":2022,"amounts":%s}' % text.encode()


def test_amounts_of_a_year_are_whole_numbers_by_plain_names(kept: str) -> None:
    for amounts in (
        '{"a":1.5}', '{"a":1e3}', '{"a":-1}', '{"a":"x"}', '{"a":true}', '{"a":null}', '{"a":[1]}',
        '{"a":{"b":1}}', '{"a":01}', '{"a":1,"a":1}', '{"a": 1}', '{"":1}', '{"a b":1}', "[]",
        '{"a":9999999999999999999}', '{"a":1000000000000001}', '{"a\\u0000":1}', '{"A":1}',
        '{"税":1}', '{"a":"01"}', '{"a":"1.50"}', '{"a":"-1"}', '{"a":"1.1234567"}',
        '{"a_fen":"1"}', '{"a_cents":"1"}', '{"a":""}',
        '{"' + "a" * 600 + '":1}', '{"a":NaN}', '{"a":1e999}', '{"a":-0}', "{}",
    ):  # fmt: skip
        refused_for(kept, "", raw_amounts(amounts))
    for changed in (
        {"record": ""}, {"record": "x" * 600}, {"record": "a b"}, {"record": "a\u200b"},
        {"year": 0}, {"year": 99999}, {"year": -1}, {"year": 2022.0}, {"year": "2022"}, {"x": 1},
    ):  # fmt: skip
        refused_for(kept, "", recorded(**changed))


def test_facts_of_other_kinds_are_plain_values_by_plain_names(kept: str) -> None:
    for facts in (
        {"a": 1.5}, {"a": -1}, {"a": 10**19}, {"a": 10**15 + 1}, {"a": None}, {"a": {"b": 1}},
        {"a": [[1]]}, {"a": ["x"]}, {"a": [1.5]}, {"a": [-1]}, {"a": [10**16]}, {"a": "x" * 501},
        {"a b": 1}, {"": 1}, {"A": 1}, {"x" * 600: 1}, {"a": "x\u200b"}, {"a": "x\ny"}, [], "x",
    ):  # fmt: skip
        refused_for(kept, "", submitted(kept, "YQ-9", kind="training", facts=facts))
    for kind in ("", "a b", "x" * 600, "A", "a\u200b"):
        refused_for(kept, "", submitted(kept, "YQ-9", kind=kind, facts={"a": 1}))
    refused_for(kept, "", submitted(kept, "YQ-9", facts={"a": 1}))  # of a kind of today's


def test_facts_and_amounts_of_another_policy_are_let_in(clerk: str) -> None:
    facts = {
        "fee_fen": 10**15,
        "fees_fen": [0, 5],
        "member": True,
        "name": "培训 甲 «é»" + "x" * 480,
    }
    figures = {"income_tax_fen": 0, "vat2_cents": 10**15, "headcount": 12, "energy": "2.25"}
    inserted(clerk, recorded(amounts=figures))
    inserted(clerk, submitted(clerk, "YQ-9", kind="training-2", facts=facts))

    assert asked(clerk, "verify")["faults"] == []
    assert len(asked(clerk, "claims")) == 3


def test_a_policy_of_the_first_form_is_not_recorded_any_more(kept: str) -> None:
    query = "SELECT state FROM stored_events WHERE topic LIKE 'policy-published%%' LIMIT 1"
    ((state,),) = by_psql(kept, query)
    body = spelt(json.loads(state)["event"] | {"number": 2})
    row = next_row(kept, topic="policy-published", stream="policy-book", version=2, body=body)

    with pytest.raises(psycopg.Error, match="may not record policy-published"):
        by_psql(kept, INSERT, *row)
