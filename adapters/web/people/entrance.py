"""Logging in and out: a name, a password and, where the account has one, a second factor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from adapters.web.people.account import ACCOUNTS, Account, named, password_of
from adapters.web.people.journal import Act, Journal
from adapters.web.people.names import key
from adapters.web.people.proving import totp
from adapters.web.people.proving.passwords import Passwords
from adapters.web.people.proving.throttle import OWN_PASSWORD, Throttle
from adapters.web.people.sessions import OUTSIDE, Session, Sessions, session_of
from adapters.web.state.database import WebDatabase
from domain.refusals import Refusal

PROVIDER = "identity provider"  # by what somebody was let in, in the journal


@dataclass(frozen=True, slots=True)
class Entered:
    """A session that has begun, and its token, which only the browser keeps."""

    token: str
    session: Session


class Entrance:
    """Lets officers in and out of one ledger's web."""

    def __init__(
        self,
        database: WebDatabase,
        clock: Callable[[], datetime],
        *,
        journal: Journal,
        sessions: Sessions,
        throttle: Throttle,
        passwords: Passwords,
    ) -> None:
        self._database, self._clock, self._journal = database, clock, journal
        self._sessions, self._throttle, self._passwords = sessions, throttle, passwords

    def log_in(
        self, name: str, password: str, *, code: str = "", address: str, had: str | None = None
    ) -> Entered:
        """Let an officer in. had: the token of the browser's session until now, which ends.

        Raises `login-refused`, the same for an account that is unknown, disabled or without a
        password, for a wrong password and for a wrong code; `code-needed` where all but the code
        is right; `too-many-tries`, `too-busy`.
        """
        tried = key(name), address
        self._throttle.begin_try(*tried)
        with self._database.reading() as connection:
            account, kept = _account(connection, name), password_of(connection, name)
        open_to = account is not None and not account.disabled
        try:
            fits = self._passwords.fits(password, kept if open_to else None)
        except Refusal:  # too many at once: it was not looked at
            self._throttle.undo(*tried)
            raise
        if account is None or not fits:
            self.failed(account, address)
            raise Refusal("login-refused")
        if account.has_factor and not code:
            self._throttle.undo(*tried)
            raise Refusal("code-needed")
        entered = self._let_in(account, kept, password, code, address, had)
        if entered is None:
            self.failed(account, address)
            raise Refusal("login-refused")
        self._throttle.succeeded(*tried)
        return entered

    def let_in(
        self, account: Account, login: str, how: str, *, address: str, had: str | None = None
    ) -> Entered:
        """Begin the session of an account that proved itself in another way. how: by what."""
        with self._database.begin() as connection:
            return self._begin(connection, account, login, how, address, had)

    def let_in_from(
        self, account: Account | None, issuer: str, subject: str, *, address: str, had: str | None
    ) -> Entered:
        """Let in whom a provider of identities names. account: whose identity it is.

        Raises `identity-unknown` where it is nobody's, `account-disabled`.
        """
        if account is None:
            self.failed(None, address, PROVIDER)
            raise Refusal("identity-unknown", issuer=issuer, subject=subject)
        if account.disabled:
            self.failed(account, address, PROVIDER)
            raise Refusal("account-disabled", account=account.name)
        login = f"{OUTSIDE}{issuer}#{subject}"
        return self.let_in(account, login, PROVIDER, address=address, had=had)

    def log_out(self, token: str, *, address: str) -> None:
        """End a session; nothing where there is none."""
        session = self._sessions.of(token)
        if self._sessions.end(token) and session is not None:
            with self._database.begin() as connection:
                self._journal.write(
                    connection,
                    Act.LOGOUT,
                    by=session.account,
                    account=session.account,
                    address=address,
                )

    def end_waits(self, name: str, by: str) -> None:
        """End the waits of an account after failed tries, from wherever these were journalled.

        Raises `account-unknown`.
        """
        with self._database.begin() as connection:
            account = named(connection, name)
            self._journal.write(connection, Act.UNLOCKED, by=by, account=account.name)
        failed = self._journal.entries(account=account.name, act=Act.LOGIN_FAILED)
        for address in {entry.address for entry in failed if entry.address is not None}:
            self._throttle.succeeded(key(account.name), address)
        self._throttle.succeeded(key(account.name), OWN_PASSWORD)

    def _let_in(
        self,
        account: Account,
        kept: str | None,
        password: str,
        code: str,
        address: str,
        had: str | None,
    ) -> Entered | None:
        """Begin a session if the code, where one is needed, is right; else None."""
        again = None
        if kept is not None and self._passwords.is_outdated(kept):
            again = self._passwords.hashed_again(password)
        with self._database.begin() as connection:
            # Between the check and here the password may have been changed, or the account closed.
            now = named(connection, account.name)
            if now.disabled or password_of(connection, now.name) != kept:
                return None
            if now.has_factor and not self._is_code(connection, now, code, address):
                return None
            if again is not None:
                connection.execute(
                    sa.update(ACCOUNTS).where(ACCOUNTS.c.id == now.id).values(password=again)
                )
            how = "password and code" if now.has_factor else "password"
            return self._begin(connection, now, f"web:{now.name}", how, address, had)

    def _is_code(
        self, connection: sa.Connection, account: Account, code: str, address: str
    ) -> bool:
        now = self._clock()
        if totp.is_code(connection, account.id, code, now):
            return True
        if not totp.is_recovery_code(connection, account.id, code, now):
            return False
        self._journal.write(
            connection, Act.RECOVERY_USED, by=account.name, account=account.name, address=address
        )
        return True

    def _begin(
        self,
        connection: sa.Connection,
        account: Account,
        login: str,
        how: str,
        address: str,
        had: str | None,
    ) -> Entered:
        token = self._sessions.begin(connection, account, login, instead_of=had)
        self._journal.write(
            connection, Act.LOGIN, by=account.name, account=account.name, address=address, how=how
        )
        return Entered(token, session_of(account, login))

    def failed(self, account: Account | None, address: str, how: str = "password") -> None:
        """Journal a failure: of no account at all, one a minute from an address.

        What was typed for no account is not kept: it may be a password.
        """
        if account is None and not self._throttle.is_first("unknown account", address):
            return
        with self._database.begin() as connection:
            of = None if account is None else account.name
            self._journal.write(
                connection, Act.LOGIN_FAILED, by=of or "?", account=of, address=address, how=how
            )


def _account(connection: sa.Connection, name: str) -> Account | None:
    try:
        return named(connection, name)
    except Refusal:
        return None
