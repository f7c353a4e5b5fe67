"""The link by which the first administrator comes in: printed once, good for one use."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from adapters.web.people.account import ACCOUNTS, Account
from adapters.web.people.accounts import Accounts
from adapters.web.people.journal import Act, Journal
from adapters.web.people.roles import Role
from adapters.web.state.columns import Moment
from adapters.web.state.database import WebDatabase, metadata
from domain.refusals import Refusal

GOOD_FOR = timedelta(hours=1)
LENGTH_MAX = 100

LINKS = sa.Table(
    "web_first_links",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("expires_at", Moment, nullable=False),
)


class FirstLink:
    """Makes and takes the first administrator's link of one ledger's web."""

    def __init__(
        self,
        database: WebDatabase,
        clock: Callable[[], datetime],
        *,
        journal: Journal,
        accounts: Accounts,
    ) -> None:
        self._database, self._clock = database, clock
        self._journal, self._accounts = journal, accounts

    def make(self, by: str) -> str | None:
        """Return the token of a new link; the one before ends. None where an administrator is."""
        token = secrets.token_urlsafe(32)
        with self._database.begin() as connection:
            if _has_admin(connection):
                return None
            connection.execute(sa.delete(LINKS))
            row = {"digest": _digest(token), "expires_at": self._clock() + GOOD_FOR}
            connection.execute(sa.insert(LINKS).values(row))
            self._journal.write(connection, Act.LINK_MADE, by=by)
        return token

    def is_good(self, token: str) -> bool:
        """Say whether a link may still be used."""
        good = sa.select(LINKS.c.expires_at).where(LINKS.c.digest == _digest(token))
        with self._database.reading() as connection:
            expires_at = connection.execute(good).scalar()
            return (
                expires_at is not None and self._clock() < expires_at and not _has_admin(connection)
            )

    def use(self, token: str, name: str, shown: str, password: str) -> Account:
        """Make the first administrator, with a password of their own; the link ends.

        Raises `link-over`; as `Accounts.add`, and then the link may be used again.
        """
        if not self.is_good(token):
            raise Refusal("link-over")
        new = self._accounts.ready(name, shown, [Role.ADMIN], password) | {"must_change": False}
        with self._database.begin() as connection:
            used = sa.delete(LINKS).where(
                LINKS.c.digest == _digest(token), LINKS.c.expires_at > self._clock()
            )
            if connection.execute(used).rowcount != 1 or _has_admin(connection):
                raise Refusal("link-over")
            return self._accounts.insert(connection, new, "first link")


def _has_admin(connection: sa.Connection) -> bool:
    there = sa.select(ACCOUNTS.c.id).where(
        ACCOUNTS.c.roles == str(Role.ADMIN), ACCOUNTS.c.disabled.is_(False)
    )
    return connection.execute(there.limit(1)).first() is not None


def _digest(token: str) -> bytes:
    return sha256(token[:LENGTH_MAX].encode("utf-8", "replace")).digest()
