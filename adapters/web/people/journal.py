"""The journal of who came in, what left the house, and what changed of accounts.

Rows are only added. None holds a password, a token or an account's number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from adapters.web.state.columns import Moment
from adapters.web.state.database import WebDatabase, append_only, metadata
from domain.identity import fit

LENGTH_MAX = 200  # of a text in a row
PAGE = 200  # rows read at once
_NUMBER = re.compile(r"\d{9,}")  # of an account, or of a person
_FACTS = frozenset({"roles", "before", "token", "days", "what", "rows", "position", "how", "given"})

JOURNAL = sa.Table(
    "web_journal",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("account", sa.Text),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("address", sa.Text),
    sa.Column("facts", sa.Text, nullable=False),
)
append_only(JOURNAL)


class Act(StrEnum):
    """What is written down."""

    LOGIN = "login"
    LOGIN_FAILED = "login-failed"
    LOGOUT = "logout"
    EXPORT = "export"
    MADE = "account-made"
    SHOWN = "shown-changed"
    ROLES = "roles-changed"
    DISABLED = "account-disabled"
    ENABLED = "account-enabled"
    PASSWORD = "password-changed"
    PASSWORD_SET = "password-set"  # by another: earlier versions did
    LINK_ISSUED = "password-link-issued"
    PASSWORD_LINK = "password-set-by-link"
    SETTINGS = "settings-changed"
    TOKEN_MADE = "token-made"
    TOKEN_REVOKED = "token-revoked"
    FACTOR_ON = "second-factor-on"
    FACTOR_OFF = "second-factor-off"
    UNLOCKED = "waits-ended"  # after failed tries
    RECOVERY_USED = "recovery-code-used"
    SESSIONS_ENDED = "sessions-ended"
    LINK_MADE = "first-link-made"
    IDENTITY = "identity-linked"
    IDENTITY_REMOVED = "identity-removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One line. account: whose it is about; by: who did it; facts: what else there is to say."""

    id: int
    at: datetime
    act: str
    account: str | None
    by: str
    address: str | None
    facts: Mapping[str, str | int]


class Journal:
    """The journal of one ledger's web."""

    def __init__(self, database: WebDatabase, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def write(
        self,
        connection: sa.Connection,
        act: Act,
        *,
        by: str,
        account: str | None = None,
        address: str | None = None,
        **facts: str | int,
    ) -> None:
        """Add a line, in the transaction of what it is about. facts: of those known, no others."""
        assert facts.keys() <= _FACTS, f"{facts.keys() - _FACTS} are not facts of the journal"
        row = {
            "at": self._clock(),
            "act": act.value,
            "account": account,
            "by": _harmless(by),
            "address": None if address is None else _harmless(address),
            "facts": json.dumps(
                {k: _harmless(v) if isinstance(v, str) else v for k, v in facts.items()},
                ensure_ascii=False,
            ),
        }
        connection.execute(sa.insert(JOURNAL).values(row))

    def exported(
        self,
        by: str,
        what: str,
        *,
        position: int,
        rows: int | None = None,
        address: str | None = None,
    ) -> None:
        """Add that an account took a table or a paper out. what: which, by its address.

        rows: how many; None where that is not known yet.
        """
        counted = {} if rows is None else {"rows": rows}
        with self._database.begin() as connection:
            self.write(
                connection,
                Act.EXPORT,
                by=by,
                account=by,
                address=address,
                what=what,
                position=position,
                **counted,
            )

    def entries(
        self,
        *,
        before: int | None = None,
        account: str | None = None,
        act: str | None = None,
        most: int = PAGE,
    ) -> list[JournalEntry]:
        """Return lines, the latest first, at most a page of them. before: the last one's id."""
        return list(self._entries(before, account, act, min(most, PAGE)))

    def _entries(
        self, before: int | None, account: str | None, act: str | None, most: int
    ) -> Iterator[JournalEntry]:
        query = sa.select(JOURNAL).order_by(JOURNAL.c.id.desc()).limit(most)
        if before is not None:
            query = query.where(JOURNAL.c.id < before)
        if account is not None:
            query = query.where(sa.or_(JOURNAL.c.account == account, JOURNAL.c.by == account))
        if act is not None:
            query = query.where(JOURNAL.c.act == act)
        with self._database.reading() as connection:
            for row in connection.execute(query).mappings():
                yield JournalEntry(**{**row, "facts": json.loads(row["facts"])})


def _harmless(text: str) -> str:
    """Return a text as the journal keeps it: short, all of it seen, long numbers masked."""
    return _NUMBER.sub("…", fit(text))[:LENGTH_MAX]
