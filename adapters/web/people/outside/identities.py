"""Which account a person is whom a provider of identities names, by issuer and subject."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from adapters.web.people.account import Account, by_id, must_be_admin, named
from adapters.web.people.journal import Act, Journal
from adapters.web.people.sessions import end_all
from adapters.web.state.columns import Bytewise, Moment
from adapters.web.state.database import WebDatabase, metadata
from domain.identity import unfit_at
from domain.refusals import Refusal

LENGTH_MAX = 255  # of a subject, as OpenID Connect says

IDENTITIES = sa.Table(
    "web_identities",
    metadata,
    sa.Column("issuer", Bytewise, primary_key=True),
    sa.Column("subject", Bytewise, primary_key=True),
    sa.Column("account_id", sa.Integer, sa.ForeignKey("web_accounts.id"), nullable=False),
    sa.Column("linked_at", Moment, nullable=False),
)


class Identities:
    """The people of providers who are accounts here. An administrator says who is who."""

    def __init__(
        self, database: WebDatabase, clock: Callable[[], datetime], journal: Journal
    ) -> None:
        self._database, self._clock, self._journal = database, clock, journal

    def link(self, name: str, issuer: str, subject: str, by: str) -> Account:
        """Let a person of a provider in as an account.

        Raises `identity-taken` where they are another account's, `identity-malformed`,
        `account-unknown`.
        """
        for text in (issuer, subject):
            if not text or len(text) > LENGTH_MAX or unfit_at(text) is not None:
                raise Refusal("identity-malformed", most=LENGTH_MAX)
        with self._database.begin() as connection:
            must_be_admin(connection, by, name)
            account, taken = named(connection, name), self._account(connection, issuer, subject)
            if taken is not None and taken.id != account.id:
                raise Refusal("identity-taken", account=taken.name)
            if taken is None:
                row = {"issuer": issuer, "subject": subject, "account_id": account.id}
                row |= {"linked_at": self._clock()}
                connection.execute(sa.insert(IDENTITIES).values(row))
                self._journal.write(
                    connection, Act.IDENTITY, by=by, account=account.name, what=issuer
                )
            return account

    def unlink(self, name: str, by: str) -> int:
        """Let nobody of a provider in as an account, whose sessions end; return how many could."""
        with self._database.begin() as connection:
            must_be_admin(connection, by, name)
            account = named(connection, name)
            removed = sa.delete(IDENTITIES).where(IDENTITIES.c.account_id == account.id)
            count = connection.execute(removed).rowcount
            if count:
                self._journal.write(
                    connection, Act.IDENTITY_REMOVED, by=by, account=account.name, rows=count
                )
                end_all(connection, account.id)
            return count

    def of(self, issuer: str, subject: str) -> Account | None:
        """Return whose account a person is, disabled or not; None for nobody's."""
        with self._database.reading() as connection:
            return self._account(connection, issuer, subject)

    def of_account(self, name: str) -> list[tuple[str, str]]:
        """Return the issuer and subject of everybody who is an account. Raises `account-unknown`"""
        columns = IDENTITIES.c
        query = sa.select(columns.issuer, columns.subject).order_by(columns.issuer, columns.subject)
        with self._database.reading() as connection:
            mine = query.where(columns.account_id == named(connection, name).id)
            return [(issuer, subject) for issuer, subject in connection.execute(mine)]

    def _account(self, connection: sa.Connection, issuer: str, subject: str) -> Account | None:
        query = sa.select(IDENTITIES.c.account_id).where(
            IDENTITIES.c.issuer == issuer, IDENTITIES.c.subject == subject
        )
        account_id = connection.execute(query).scalar()
        return None if account_id is None else by_id(connection, account_id)
