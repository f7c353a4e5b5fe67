"""Everything about who may come in to one ledger's web, put together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from adapters.web.people.account import Account
from adapters.web.people.accounts import Accounts
from adapters.web.people.entrance import Entrance
from adapters.web.people.first import FirstLink
from adapters.web.people.journal import Journal
from adapters.web.people.outside.identities import Identities
from adapters.web.people.proving.links import PasswordLink, PasswordLinks
from adapters.web.people.proving.passwords import Passwords
from adapters.web.people.proving.throttle import Throttle
from adapters.web.people.sessions import Sessions
from adapters.web.people.tokens import Tokens
from adapters.web.state.database import WebDatabase


def clock() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class People:
    """The accounts, sessions, tokens and journal of one ledger's web. Threads may share it."""

    def __init__(
        self,
        database: WebDatabase,
        clock: Callable[[], datetime] = clock,
        passwords: Passwords | None = None,
    ) -> None:
        passwords, self.throttle = passwords or Passwords(), Throttle(database, clock)
        self.database = database
        self.journal = Journal(database, clock)
        self.sessions = Sessions(database, clock)
        self.accounts = Accounts(
            database, clock, journal=self.journal, passwords=passwords, throttle=self.throttle
        )
        self.links = PasswordLinks(database, clock, journal=self.journal, passwords=passwords)
        self.tokens = Tokens(database, clock, self.journal)
        self.first = FirstLink(database, clock, journal=self.journal, accounts=self.accounts)
        self.identities = Identities(database, clock, self.journal)
        self.entrance = Entrance(
            database,
            clock,
            journal=self.journal,
            sessions=self.sessions,
            throttle=self.throttle,
            passwords=passwords,
        )

    def add_with_link(
        self, name: str, shown: str, roles: Collection[str], by: str
    ) -> tuple[Account, str, PasswordLink]:
        """Make an account and the link by which its owner chooses a password: both, or neither.

        Raises as `Accounts.add` and `PasswordLinks.make` do.
        """
        new = self.accounts.ready(name, shown, roles, None)
        with self.database.begin() as connection:
            account = self.accounts.insert(connection, new, by)
            return account, *self.links.insert(connection, account.name, by)
