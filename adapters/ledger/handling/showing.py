"""Accounts shown in full: recorded, with who asked for them, before they are."""

from __future__ import annotations

import sqlite3

from adapters.ledger.handling.units import Author, draft_of
from adapters.ledger.store import Store
from adapters.log.drafts import Draft
from adapters.log.problems import LogUnreadable
from domain.commands.fit import must_be_fit
from domain.events.store import AccountsShown
from domain.events.streams import ACCOUNTS_STREAM
from domain.refusals import Refusal


def record_showing(
    store: Store,
    paper: str,
    subject: str,
    as_of: int,
    accounts: int,
    reason: str | None,
    author: Author,
) -> None:
    """Record that a paper shows so many accounts in full.

    Raises Refusal `accounts-not-shown` where the ledger cannot be written.
    """
    must_be_fit(reason or "", "--reason")
    event = AccountsShown(
        paper=paper, subject=subject, as_of=as_of, accounts=accounts, reason=reason
    )

    def drafts(_book: object) -> list[Draft]:
        version = sum(1 for _ in store.handler.stream(ACCOUNTS_STREAM)) + 1
        return [draft_of(ACCOUNTS_STREAM, version, event, author)]

    try:
        store.handler.append_across(drafts)
    except (sqlite3.Error, LogUnreadable) as broken:
        problem = store.place.refusal(broken).facts.get("problem")
        raise Refusal("accounts-not-shown", store=store.place.name, problem=problem) from broken
