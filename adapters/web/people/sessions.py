"""Sessions: a token of 256 bits in the browser, its SHA-256 in a table.

A session ends when its account logs out, is disabled, changes its password or roles, rests for half
an hour, or after twelve hours. No key signs it, so none can be lost.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from adapters.web.people.account import ACCOUNTS, Account
from adapters.web.people.roles import read
from adapters.web.state.columns import Moment
from adapters.web.state.database import WebDatabase, metadata
from adapters.web.state.remembered import Remembered

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(seconds=60)  # no request writes more often that it was made
AHEAD_MAX = timedelta(minutes=5)  # that the clocks of two servers may differ
SESSIONS_MAX = 10  # of an account
TOKEN_BYTES = 32
TOKEN_LENGTH_MAX = 100
OUTSIDE = "oidc:"  # begins the login of whom a provider of identities let in

SESSIONS = sa.Table(
    "web_sessions",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("account_id", sa.Integer, sa.ForeignKey("web_accounts.id"), nullable=False),
    sa.Column("login", sa.Text, nullable=False),
    sa.Column("begun_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    sa.Index("web_sessions_of_account", "account_id"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who makes a request, and what they may do. `account` is recorded as by, `login` beside it.

    must_change: the password is another's; until it is changed there are no roles. key: what a
    request may be compared by, which is not the token.
    """

    account: str
    shown: str
    roles: frozenset[str]
    login: str
    must_change: bool = False
    single_keys: bool = True
    key: str = ""


def session_of(account: Account, login: str, key: str = "") -> Session:
    """Return the session of an account that is logged in."""
    must_change = account.must_change and not _is_outside(login)
    return Session(
        account=account.name,
        shown=account.shown,
        roles=frozenset() if must_change else account.roles,
        login=login,
        must_change=must_change,
        single_keys=account.single_keys,
        key=key,
    )


_OF = (
    sa.select(
        SESSIONS,
        ACCOUNTS.c.name,
        ACCOUNTS.c.shown,
        ACCOUNTS.c.roles,
        ACCOUNTS.c.must_change,
        ACCOUNTS.c.single_keys,
    )
    .join(ACCOUNTS, SESSIONS.c.account_id == ACCOUNTS.c.id)
    .where(SESSIONS.c.digest == sa.bindparam("digest_asked"), ACCOUNTS.c.disabled.is_(False))
)


class Sessions:
    """The sessions at one ledger's web, whichever process serves them."""

    def __init__(self, database: WebDatabase, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self._remembered = Remembered[sa.Row[Any]](database)

    def begin(
        self,
        connection: sa.Connection,
        account: Account,
        login: str,
        *,
        instead_of: str | None = None,
    ) -> str:
        """Return the token of a new session, always another than before.

        instead_of: the token that the browser had until now, whose session ends.
        """
        now = self._clock()
        if instead_of is not None:
            connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.digest == _digest(instead_of)))
        if account.one_session:
            end_all(connection, account.id)
        self._make_room(connection, account.id, now)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        row = {"account_id": account.id, "login": login, "begun_at": now, "seen_at": now}
        connection.execute(sa.insert(SESSIONS).values(row | {"digest": _digest(token)}))
        return token

    def of(self, token: str | None) -> Session | None:
        """Return the session of a token; None where there is none, or none any more."""
        if not token or len(token) > TOKEN_LENGTH_MAX:
            return None
        digest, now, mark = _digest(token), self._clock(), self._remembered.mark()
        with self._database.reading() as connection:
            row = connection.execute(_OF, {"digest_asked": digest}).first()
        if row is None or _is_over(row.begun_at, row.seen_at, now):
            return None
        if now - row.seen_at >= SEEN_EVERY:
            self._seen(digest, now)
        self._remembered.keep(mark, digest, row)
        return _session(row)

    def known(self, token: str | None) -> Session | None:
        """Return the session of a token as it was last read, where nothing was committed since.

        None too where `of` has something to write: that a session is used.
        """
        if not token or len(token) > TOKEN_LENGTH_MAX:
            return None
        row = self._remembered.get(_digest(token))
        now = self._clock()
        if row is None or now - row.seen_at >= SEEN_EVERY:
            return None
        return None if _is_over(row.begun_at, row.seen_at, now) else _session(row)

    def end(self, token: str) -> bool:
        """End a session; say whether there was one."""
        with self._database.begin() as connection:
            ended = sa.delete(SESSIONS).where(SESSIONS.c.digest == _digest(token))
            return connection.execute(ended).rowcount > 0

    def _seen(self, digest: bytes, now: datetime) -> None:
        """Keep that a session is used; one that was ended meanwhile stays so."""
        with self._database.begin() as connection:
            seen = sa.update(SESSIONS).where(SESSIONS.c.digest == digest, SESSIONS.c.seen_at < now)
            connection.execute(seen.values(seen_at=now))

    def _make_room(self, connection: sa.Connection, account_id: int, now: datetime) -> None:
        """Forget every session that is over, and of this account the oldest of too many."""
        over = sa.or_(SESSIONS.c.seen_at <= now - IDLE, SESSIONS.c.begun_at <= now - ABSOLUTE)
        connection.execute(sa.delete(SESSIONS).where(over))
        mine = SESSIONS.c.account_id == account_id
        latest = sa.select(SESSIONS.c.digest).where(mine).order_by(SESSIONS.c.begun_at.desc())
        kept = connection.execute(latest.limit(SESSIONS_MAX - 1)).scalars().all()
        connection.execute(sa.delete(SESSIONS).where(mine, SESSIONS.c.digest.not_in(kept)))


def end_all(connection: sa.Connection, account_id: int) -> int:
    """End every session of an account; return how many there were."""
    ended = sa.delete(SESSIONS).where(SESSIONS.c.account_id == account_id)
    return connection.execute(ended).rowcount


def _session(row: sa.Row[Any]) -> Session:
    must_change = row.must_change and not _is_outside(row.login)
    return Session(
        account=row.name,
        shown=row.shown,
        roles=frozenset() if must_change else read(row.roles),
        login=row.login,
        must_change=must_change,
        single_keys=row.single_keys,
        key=row.digest.hex()[:16],
    )


def _is_outside(login: str) -> bool:
    """Say whether no password here let somebody in, so that none has to be changed first."""
    return login.startswith(OUTSIDE)


def _is_over(begun_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Say whether a session has ended; one of the future would not end before that comes."""
    if seen_at > now + AHEAD_MAX:
        return True
    return now - seen_at >= IDLE or now - begun_at >= ABSOLUTE


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "replace")).digest()
