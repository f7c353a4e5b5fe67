"""Events that do not follow, in a log that somebody edited: each is named by its position."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from adapters.log.codec import Stamp, encode_event, envelope
from adapters.log.drafts import Draft
from domain.events.claims import ClaimRejectedByOfficer, ClaimWithdrawn
from domain.events.log import Event
from domain.events.payment import ClaimRevoked, PaymentFailed
from tests.commands.test_command_line import line
from tests.support.by_hand import insert, rows
from tests.support.command import asked, subsidy, write_lines

USCC = "91330382MA0000023T"
OTHER = "91330382MA0001018G"
OF_ALL = ("reperform", "verify")
NEAR = (f"statement {USCC}", "explain YQ-1", "audit delays", *OF_ALL)
EVERY = (
    "claims", "totals", f"remaining {USCC} --year 2022", f"enterprise show {USCC}",
    "history YQ-1", f"history {USCC}", "audit duplicates", "audit separation", "rehearse",
    "reassess", "approve --pending", "approve YQ-2", "late YQ-1", "batch list", *NEAR,
)  # fmt: skip
ASKED_EVERYTHING = "an approved claim rejected by an officer"


def body(store: Path, topic: str) -> dict[str, Any]:
    """Return what the first event of a topic says."""
    states = (state for _, _, _, each, state in rows(store) if each == topic)
    said: dict[str, Any] = json.loads(bytes(next(states)))["event"]
    return said


def added(store: Path, topic: str, said: bytes) -> int:
    """Add an event of the enterprise by hand; return its position."""
    known = rows(store)
    version = max(version for _, stream, version, _, _ in known if stream == USCC) + 1
    head = json.loads(bytes(known[-1][4]))
    draft = Draft(USCC, version, topic, said, "x", head["login"])
    stamp = Stamp(recorded_at=head["recorded_at"], by="x", login=head["login"])
    position = len(known) + 1
    insert(store, [(position, *draft[:3], envelope(draft, stamp))])
    return position


def again(store: Path, topic: str, **changed: Any) -> tuple[str, bytes]:
    said = body(store, topic) | changed
    return topic, json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def reassessed(store: Path, claim_no: str) -> tuple[str, bytes]:
    said = {
        "claim_no": claim_no, "previous_measure": None, "previous_assessed_fen": 0,
        "previous_fen": 0, "cause": "order", "because_of": "d", "through": None,
        "decision": body(store, "claim-approved")["decision"],
    }  # fmt: skip
    return "claim-reassessed.2", json.dumps(
        said, ensure_ascii=False, separators=(",", ":")
    ).encode()


def spelt(event: Event) -> tuple[str, bytes]:
    return event.TOPIC, encode_event(event)


NO = ClaimRejectedByOfficer(claim_no="YQ-1", words="no")
SLIP = ClaimWithdrawn(claim_no="YQ-1", previous_fen=0, words="slip")
FALSE = ClaimRevoked(claim_no="YQ-2", previous_fen=0, words="false", document="d")
FAILED = PaymentFailed(claim_no="YQ-1", batch=1, amount_fen=1, words="x", on=None, receipt=None)
TWICE = "a claim submitted twice"  # a database cannot hold that
WRONG = {
    "an approved claim rejected by an officer": lambda store: [spelt(NO)],
    "a claim withdrawn twice": lambda store: [spelt(SLIP), spelt(SLIP)],
    "a claim revoked without a decision": lambda store: [spelt(FALSE)],
    "a claim approved twice": lambda store: [again(store, "claim-approved")],
    "a claim reassessed without a decision": lambda store: [reassessed(store, "YQ-2")],
    TWICE: lambda store: [again(store, "claim-submitted")],
    "a claim never submitted": lambda store: [again(store, "claim-approved", claim_no="YQ-7")],
    "a payment failed that never was": lambda store: [spelt(FAILED)],
}


@pytest.mark.parametrize(
    "wrong", [pytest.param(each, marks=[pytest.mark.sqlite] * (each == TWICE)) for each in WRONG]
)
def test_every_question_survives_what_does_not_follow(wrong: str, tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    first = write_lines(tmp_path / "one.jsonl", [line("YQ-1")])
    asked(store, "backfill", first, "--approve")
    more = [line("YQ-2"), line("YQ-3", uscc=OTHER, enterprise="乙公司", invoices=[])]
    asked(store, "backfill", write_lines(tmp_path / "two.jsonl", more))
    position = [added(store, *said) for said in WRONG[wrong](store)][-1]

    asking = EVERY if wrong == ASKED_EVERYTHING else NEAR
    ran = {words: subsidy(*words.split(), "--store", store, "--lang", "en") for words in asking}

    for words, each in ran.items():
        assert "Traceback" not in each.err, words
        assert each.code == 0 or re.search(rf"\b{position}\b", each.out + each.err), (words, each)
    if not wrong.startswith("a payment"):
        assert (ran["verify"].code, ran["reperform"].code) == (1, 1)
        (fault, *_) = subsidy("verify", "--store", store, "--json").json["faults"]
        assert (fault["position"], fault["what"].partition(":")[0]) == (
            position,
            "event-out-of-order",
        )
