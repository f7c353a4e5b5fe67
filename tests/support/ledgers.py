"""Ledgers on disk for the tests of the outer layer, and claims for one enterprise of theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from adapters.ledger.handling.clock import now
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.units import Author, Request, draft_of
from adapters.ledger.store import Store
from adapters.log.codec import encode_event
from adapters.log.drafts import Draft
from adapters.policy.file.files import shipped_policy
from domain.commands.enterprise import EnterpriseCommand
from domain.events.claims import ClaimSubmitted
from domain.events.log import EnterpriseEvent
from domain.events.registration import EnterpriseRegistered
from tests.domain.facts import CaseByCase
from tests.domain.given import USCC
from tests.support.stores import place_at

CLERK = Author(by="clerk", login="tests")
OTHER_USCC = "91330382MA0001018G"


@contextmanager
def opened(path: Path, clock: Callable[[], datetime] = now) -> Iterator[Store]:
    """Open a store with the shipped policy published, made where it is missing."""
    store = Store(place_at(path), clock)
    store.place.make()
    with store.handler:
        store.handler.create()
        store.handler.publish(shipped_policy(), CLERK)
        yield store
        store.views.backend.close()


@contextmanager
def opened_empty(path: Path) -> Iterator[Store]:
    """Open a store whose tables are made and whose log is empty."""
    store = Store(place_at(path))
    store.place.make()
    with store.handler:
        store.handler.create()
        yield store
        store.views.backend.close()


def entered(stream: str, version: int) -> Draft:
    """Return an event that any enterprise's stream may have next, not yet in its envelope."""
    event = EnterpriseRegistered(name="乙公司")
    return draft_of(stream, version, event, CLERK)


def claimed(claim_no: str, stream: str, version: int) -> Draft:
    """Return the event of a claim submitted, not yet in its envelope."""
    event = ClaimSubmitted(
        claim_no=claim_no,
        enterprise="乙公司",
        facts=CaseByCase(article="三（一）", decision_no=claim_no, amount_fen=1),
        occurred_on=date(2022, 3, 7),
        filed_on=date(2022, 4, 7),
        invoices=(),
        other_support_fen=0,
    )
    return draft_of(stream, version, event, CLERK)


def do(
    ledger: CommandHandler, *commands: EnterpriseCommand, uscc: str = USCC
) -> tuple[EnterpriseEvent, ...]:
    """Carry out commands together."""
    return ledger.carry_out(Request(uscc=uscc, commands=commands), CLERK)


def ticking(*seconds: int) -> Callable[[], datetime]:
    """A clock that shows these seconds, one after another, then the last for ever."""
    start, left = datetime(2022, 10, 8, tzinfo=UTC), list(seconds)
    return lambda: start + timedelta(seconds=left.pop(0) if len(left) > 1 else left[0])


def bodies(ledger: CommandHandler) -> dict[str, list[tuple[int, bytes]]]:
    """Every stream's events as stored, without who wrote them when.

    Without what commits to a sole trader's name, too: each ledger has keys of its own.
    """
    by_stream: dict[str, list[tuple[int, bytes]]] = {}
    for entry in ledger.entries():
        body = re.sub(rb"(committed-name):[0-9a-f:]+", rb"\1", encode_event(entry.event))
        by_stream.setdefault(entry.stream, []).append((entry.version, body))
    return by_stream
