"""Links by which an account gets another password: made by an administrator, good for one use.

Nobody but who opens the link knows the password. That there was one stays to be seen: by whom it
was made and when it was used is in the journal and on the account's own page.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from adapters.web.people.account import (
    ACCOUNTS,
    Account,
    by_id,
    is_admin_still,
    must_be_admin,
    named,
)
from adapters.web.people.journal import Act, Journal
from adapters.web.people.proving.passwords import Passwords
from adapters.web.people.sessions import end_all
from adapters.web.state.columns import Moment
from adapters.web.state.database import WebDatabase, metadata
from domain.refusals import Refusal

GOOD_FOR = timedelta(hours=24)
LENGTH_MAX = 100
SHOWN_MAX = 5  # of an account that its own page lists

LINKS = sa.Table(
    "web_password_links",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("account_id", sa.ForeignKey("web_accounts.id"), nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("used_at", Moment),
    sa.Column("seen", sa.Boolean, nullable=False),  # by who logs in after it was used
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordLink:
    """A link of an account. used_at: None while nobody used it."""

    number: int
    account: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


class PasswordLinks:
    """Makes and takes the links of one ledger's web."""

    def __init__(
        self,
        database: WebDatabase,
        clock: Callable[[], datetime],
        *,
        journal: Journal,
        passwords: Passwords,
    ) -> None:
        self._database, self._clock = database, clock
        self._journal, self._passwords = journal, passwords

    def make(self, name: str, by: str) -> tuple[str, PasswordLink]:
        """Return the token of a new link, and the link; sessions and the link before it end.

        The password until now stays good until the link is used. Raises `account-unknown`,
        `role-missing` where who makes it is no longer an administrator.
        """
        with self._database.begin() as connection:
            return self.insert(connection, name, by)

    def insert(self, connection: sa.Connection, name: str, by: str) -> tuple[str, PasswordLink]:
        """Make a link in a transaction. As `make`."""
        token, now = secrets.token_urlsafe(32), self._clock()
        must_be_admin(connection, by, name)
        account = named(connection, name)
        unused = LINKS.c.account_id == account.id, LINKS.c.used_at.is_(None)
        connection.execute(sa.delete(LINKS).where(*unused))
        row = {
            "digest": _digest(token),
            "account_id": account.id,
            "made_by": by,
            "made_at": now,
            "expires_at": now + GOOD_FOR,
            "seen": False,
        }
        connection.execute(sa.insert(LINKS).values(row))
        link = _link_where(connection, LINKS.c.digest == _digest(token))
        assert link is not None, "it was just made"
        end_all(connection, account.id)
        what = f"link {link.number}"
        self._journal.write(connection, Act.LINK_ISSUED, by=by, account=account.name, what=what)
        return token, link

    def good(self, token: str) -> PasswordLink:
        """Return a link that may still be used. Raises `link-over`."""
        with self._database.reading() as connection:
            return self._good(connection, token)

    def use(self, token: str, password: str, address: str) -> Account:
        """Give the link's account this password; the link and the account's sessions end.

        Raises `link-over`; `password-weak`, and then the link may be used again.
        """
        hashed = self._passwords.hashed(password, self.good(token).account)
        with self._database.begin() as connection:
            link = self._good(connection, token)
            account, now = named(connection, link.account), self._clock()
            unused = LINKS.c.id == link.number, LINKS.c.used_at.is_(None)
            used = connection.execute(sa.update(LINKS).where(*unused).values(used_at=now))
            if used.rowcount != 1:  # another did meanwhile, where writers do not take turns
                raise Refusal("link-over", verb="password")
            changed = {"changed_at": now, "changed_by": f"link {link.number}"}
            row = {"password": hashed, "must_change": False, **changed}
            connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(row))
            end_all(connection, account.id)
            self._journal.write(
                connection,
                Act.PASSWORD_LINK,
                by=f"link {link.number}",
                account=account.name,
                address=address,
                given=link.made_by,
            )
            return by_id(connection, account.id)

    def used_by(self, name: str) -> list[PasswordLink]:
        """Return the last links by which an account got a password, the latest first."""
        of = (LINKS.c.used_at.is_not(None), LINKS.c.account_id == ACCOUNTS.c.id)
        with self._database.reading() as connection:
            account = named(connection, name)
            query = _query().where(*of, ACCOUNTS.c.id == account.id)
            rows = connection.execute(query.order_by(LINKS.c.id.desc()).limit(SHOWN_MAX))
            return [PasswordLink(**row) for row in rows.mappings()]

    def see(self, name: str) -> bool:
        """Say whether a link was used that nobody has been shown since; from now on it is seen."""
        with self._database.begin() as connection:
            account = named(connection, name)
            unseen = (
                LINKS.c.account_id == account.id,
                LINKS.c.used_at.is_not(None),
                LINKS.c.seen.is_(False),
            )
            seen = connection.execute(sa.update(LINKS).where(*unseen).values(seen=True))
            return seen.rowcount > 0

    def _good(self, connection: sa.Connection, token: str) -> PasswordLink:
        link = _link_where(connection, LINKS.c.digest == _digest(token))
        if link is None or link.used_at is not None or self._clock() >= link.expires_at:
            raise Refusal("link-over", verb="password")
        account = named(connection, link.account)
        changed_since = account.changed_by == account.name and account.changed_at > link.made_at
        if account.disabled or changed_since or not is_admin_still(connection, link.made_by):
            raise Refusal("link-over", verb="password")
        return link


def _link_where(connection: sa.Connection, which: sa.ColumnElement[bool]) -> PasswordLink | None:
    row = connection.execute(_query().where(which)).mappings().first()
    return None if row is None else PasswordLink(**row)


def _query() -> sa.Select[tuple[object, ...]]:
    return sa.select(
        LINKS.c.id.label("number"),
        ACCOUNTS.c.name.label("account"),
        LINKS.c.made_by,
        LINKS.c.made_at,
        LINKS.c.expires_at,
        LINKS.c.used_at,
    ).join(ACCOUNTS, LINKS.c.account_id == ACCOUNTS.c.id)


def _digest(token: str) -> bytes:
    return sha256(token[:LENGTH_MAX].encode("utf-8", "replace")).digest()
