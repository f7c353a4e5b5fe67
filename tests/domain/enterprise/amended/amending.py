"""Commands of documents that change a claim after it was submitted, and what tests ask of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.commands.enterprise import (
    CorrectClaim,
    EnterpriseCommand,
    RedecideClaim,
    ReopenClaim,
    RevokeClaim,
)
from domain.events.claims import ClaimReassessed
from domain.money import parse_yuan
from domain.policy.facts import StatedFact
from domain.refusals import Fact, Refusal
from tests.domain.assessment.test_reassessment import AGAIN, why
from tests.domain.given import Desk

DOCUMENT = "乐商务〔2023〕9号"


def correct(claim_no: str, on: str | None = None, **given: Any) -> CorrectClaim:
    """A correction: of the day, of invoices, of support in yuan; any other word is a fact."""
    invoices, support = given.pop("invoices", None), given.pop("support", None)
    document, by = given.pop("document", DOCUMENT), given.pop("by", "corrector")
    facts: tuple[tuple[str, StatedFact], ...] = tuple(given.items())
    return CorrectClaim(
        claim_no=claim_no,
        by=by,
        document=document,
        words="typing slip",
        facts=facts,
        occurred_on=None if on is None else date.fromisoformat(on),
        invoices=invoices,
        other_support_fen=None if support is None else parse_yuan(support),
    )


def redecide(claim_no: str, to: str | None, document: str = DOCUMENT) -> RedecideClaim:
    fen = None if to is None else parse_yuan(to)
    return RedecideClaim(claim_no=claim_no, reduced_to_fen=fen, document=document, words="left out")


def reopen(claim_no: str, kind: Any = "court", document: str = DOCUMENT) -> ReopenClaim:
    return ReopenClaim(claim_no=claim_no, kind=kind, document=document, words="annulled")


def revoke(claim_no: str, document: str = "乐商务〔2023〕5号") -> RevokeClaim:
    return RevokeClaim(claim_no=claim_no, words="a finding", document=document)


def changes(desk: Desk, command: EnterpriseCommand) -> list[tuple[str, int, int, str, str | None]]:
    """Carry out; return each claim's fen before and after, why and through what, that all is then
    as a reassessment would have it."""
    document = getattr(command, "document", DOCUMENT)
    events = desk.carry_out(command, by=getattr(command, "by", "corrector"))
    differing = [why(event) for event in events if isinstance(event, ClaimReassessed)]
    assert all(because == document for *_, because, _through in differing)
    assert desk.carry_out(AGAIN) == ()
    return [(no, was, now, cause, through) for no, was, now, cause, _, through in differing]


def refused(desk: Desk, command: EnterpriseCommand) -> tuple[str, dict[str, Fact]]:
    length = desk.enterprise.length
    with pytest.raises(Refusal) as refusal:
        desk.carry_out(command)
    assert desk.enterprise.length == length
    return refusal.value.code, refusal.value.facts
