"""Requests as the contention sends them, and how one process carries one out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.ledger.backfill import backfill
from adapters.ledger.handling.crosschecks import Crosschecks
from adapters.ledger.handling.units import Author
from adapters.ledger.handling.units import Request as Unit
from adapters.ledger.store import Store
from adapters.views import queries
from adapters.wording.as_json import as_json
from domain.commands.enterprise import EnterpriseCommand
from domain.refusals import Refusal
from projections.claims.listing import Wanted
from tests.domain.given import approval, reject, withdraw
from tests.support.command import Ran, subsidy

CLAIM_VERBS = ("approve", "reject", "withdraw")
REFUSED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing asked of the ledger: said again it is the same request.

    words: the command line, without the store. claim_no: of a verb about one claim.
    """

    words: tuple[str, ...]
    claim_no: str | None = None

    @property
    def verb(self) -> str:
        return self.words[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one saying of a request came to. events: how many it appended, where it tells.

    body: the answer itself, which has to be the same each time. code: of the refusal.
    """

    exit: int
    body: Any = None
    events: int | None = None
    code: str | None = None
    err: str = field(default="", compare=False)


def called(address: str, request: Request, by: str) -> Answer:
    """Carry a request out as a command line, in this process."""
    return answer_of(request, subsidy(*command_line(address, request, by)))


def command_line(address: str, request: Request, by: str) -> Sequence[str]:
    return (*request.words, "--by", by, "--store", address, "--json", "--lang", "en")


def answer_of(request: Request, ran: Ran) -> Answer:
    """Read what a command line came to. What is not JSON has no answer, and is kept whole."""
    try:
        answer = ran.json
    except ValueError:
        return Answer(exit=ran.code, code="no-answer", err=ran.out + ran.err)
    code = answer.get("code") if isinstance(answer, dict) else None
    events = answer.pop("events_appended", None) if isinstance(answer, dict) else None
    if request.verb == "approve" and not code:
        refused = answer.get("refused", [])
        code = refused[0]["code"] if refused else None
        answer = answer["decided"][0] if answer["decided"] else None
    elif request.verb == "backfill" and not code:
        answer = {"lines": answer["lines"], "rejects": answer["rejects"]}
    return Answer(
        exit=ran.code, body=None if code else answer, events=events, code=code, err=ran.err
    )


def kept(store: Store, request: Request, by: str) -> Answer:
    """Carry a request about a claim out at a store that stays open, by the ledger's own verbs."""
    author = Author(by=by, login=store.place.login())
    if request.verb == "backfill":
        path = Path(request.words[1])
        approve = "--approve" in request.words
        report = backfill(
            [path],
            store.handler,
            author,
            approve=approve,
            dry_run=False,
            accept_large=False,
            crosschecks=Crosschecks(store, strict=False),
            keep=store.private.keep,
            on_progress=lambda _: None,
        )
        document = {"lines": report.lines, "rejects": [each.row.code for each in report.rejects]}
        return Answer(exit=bool(report.rejects) + 0, body=document, events=report.events_appended)
    assert request.claim_no is not None
    unit = Unit(store.handler.owner(request.claim_no), (_command(request, by),))
    try:
        events = store.handler.carry_out(unit, author)
    except Refusal as refusal:
        return Answer(exit=REFUSED, code=refusal.code, err=str(refusal))
    store.catch_up()
    with store.views.reading() as connection:
        claims = queries.claims(connection, store.handler.book(), Wanted(claim_no=request.claim_no))
        document = as_json(claims[0])
    return Answer(exit=0, body=document, events=len(events))


def can_be_kept(request: Request) -> bool:
    return request.verb in (*CLAIM_VERBS, "backfill")


def _command(request: Request, by: str) -> EnterpriseCommand:
    assert request.claim_no is not None
    if request.verb == "approve":
        return approval(request.claim_no, by=by)
    ending = reject if request.verb == "reject" else withdraw
    return ending(request.claim_no, request.words[-1])
