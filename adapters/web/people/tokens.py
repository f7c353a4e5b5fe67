"""Tokens by which programs act for an account: shown once, their SHA-256 in a table."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from adapters.web.people import roles as _roles
from adapters.web.people.account import ACCOUNTS, by_id, named
from adapters.web.people.journal import Act, Journal
from adapters.web.people.sessions import Session
from adapters.web.state.columns import Moment
from adapters.web.state.database import WebDatabase, metadata
from adapters.web.state.remembered import Remembered
from domain.refusals import Refusal

PREFIX = "sub_"  # so that a scanner of repositories knows one
DAYS_MAX = 366
TOKENS_MAX = 20  # of an account, those that are in force
LENGTH_MAX = 100

TOKENS = sa.Table(
    "web_tokens",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("account_id", sa.Integer, sa.ForeignKey("web_accounts.id"), nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is known of a token, but for itself."""

    id: int
    account: str
    roles: frozenset[str]
    made_at: datetime
    made_by: str
    expires_at: datetime
    revoked_at: datetime | None


_OF = (
    sa.select(TOKENS.c.id, TOKENS.c.roles, TOKENS.c.expires_at, ACCOUNTS.c.name)
    .add_columns(ACCOUNTS.c.shown, ACCOUNTS.c.roles.label("allowed"))
    .join(ACCOUNTS, TOKENS.c.account_id == ACCOUNTS.c.id)
    .where(TOKENS.c.digest == sa.bindparam("digest_asked"), TOKENS.c.revoked_at.is_(None))
    .where(ACCOUNTS.c.disabled.is_(False))
)


class Tokens:
    """The tokens of one ledger's web."""

    def __init__(
        self, database: WebDatabase, clock: Callable[[], datetime], journal: Journal
    ) -> None:
        self._database, self._clock, self._journal = database, clock, journal
        self._remembered = Remembered[sa.Row[Any]](database)

    def make(self, name: str, roles: Collection[str], days: int, by: str) -> tuple[str, Token]:
        """Return a new token of an account, and what is kept of it.

        roles: some of the account's; those that it loses, the token loses. Raises `token-roles`,
        `token-days`, `tokens-full`, `account-unknown`, `role-unknown`, `admin-alone`.
        """
        given = _roles.checked(roles)
        if not 1 <= days <= DAYS_MAX:
            raise Refusal("token-days", most=DAYS_MAX)
        token, now = PREFIX + secrets.token_urlsafe(32), self._clock()
        with self._database.begin() as connection:
            account = named(connection, name)
            if beyond := sorted(given - account.roles):
                raise Refusal("token-roles", account=account.name, roles=", ".join(beyond))
            in_force = sa.select(sa.func.count()).where(
                TOKENS.c.account_id == account.id,
                TOKENS.c.revoked_at.is_(None),
                TOKENS.c.expires_at > now,
            )
            if connection.execute(in_force).scalar_one() >= TOKENS_MAX:
                raise Refusal("tokens-full", account=account.name, most=TOKENS_MAX)
            row = {
                "digest": _digest(token),
                "account_id": account.id,
                "roles": _roles.kept(given),
                "made_at": now,
                "made_by": by,
                "expires_at": now + timedelta(days=days),
            }
            made = connection.execute(sa.insert(TOKENS).values(row)).inserted_primary_key
            assert made is not None, "a row has a key"
            self._journal.write(
                connection,
                Act.TOKEN_MADE,
                by=by,
                account=account.name,
                token=made[0],
                roles=_roles.kept(given),
                days=days,
            )
            return token, self._read(connection, made[0])

    def of_account(self, name: str) -> list[Token]:
        """Return every token that an account ever had. Raises `account-unknown`."""
        with self._database.reading() as connection:
            account = named(connection, name)
            query = sa.select(TOKENS.c.id).where(TOKENS.c.account_id == account.id)
            ids = connection.execute(query.order_by(TOKENS.c.id)).scalars().all()
            return [self._read(connection, token_id) for token_id in ids]

    def revoke(self, token_id: int, by: str, *, name: str | None = None) -> Token:
        """End a token. name: its account, where one may end one's own only.

        Raises `token-unknown`.
        """
        with self._database.begin() as connection:
            known = sa.select(TOKENS.c.account_id, TOKENS.c.revoked_at)
            row = connection.execute(known.where(TOKENS.c.id == token_id)).first()
            if row is None:
                raise Refusal("token-unknown", token=token_id)
            account = by_id(connection, row.account_id)
            if name is not None and named(connection, name).id != account.id:
                raise Refusal("token-unknown", token=token_id)
            if row.revoked_at is None:
                revoked = sa.update(TOKENS).where(TOKENS.c.id == token_id)
                connection.execute(revoked.values(revoked_at=self._clock()))
                self._journal.write(
                    connection, Act.TOKEN_REVOKED, by=by, account=account.name, token=token_id
                )
            return self._read(connection, token_id)

    def of(self, token: str) -> Session | None:
        """Return who a token acts for; None for one that is not, or no longer, in force."""
        if not token.startswith(PREFIX) or len(token) > LENGTH_MAX:
            return None
        digest, mark = _digest(token), self._remembered.mark()
        with self._database.reading() as connection:
            row = connection.execute(_OF, {"digest_asked": digest}).first()
        if row is None or row.expires_at <= self._clock():
            return None
        self._remembered.keep(mark, digest, row)
        return _session(row)

    def known(self, token: str) -> Session | None:
        """Return who a token acts for as last read, where nothing was committed since; or None."""
        if not token.startswith(PREFIX) or len(token) > LENGTH_MAX:
            return None
        row = self._remembered.get(_digest(token))
        return None if row is None or row.expires_at <= self._clock() else _session(row)

    def _read(self, connection: sa.Connection, token_id: int) -> Token:
        columns = [each for each in TOKENS.c if each.name not in ("digest", "account_id")]
        query = sa.select(*columns, ACCOUNTS.c.name.label("account")).join(
            ACCOUNTS, TOKENS.c.account_id == ACCOUNTS.c.id
        )
        values = connection.execute(query.where(TOKENS.c.id == token_id)).one()._asdict()
        return Token(**(values | {"roles": _roles.read(values["roles"])}))


def _session(row: sa.Row[Any]) -> Session:
    return Session(
        account=row.name,
        shown=row.shown,
        roles=_roles.read(row.roles) & _roles.read(row.allowed),
        login=f"token:{row.name}",
        key=f"token-{row.id}",
    )


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "replace")).digest()
