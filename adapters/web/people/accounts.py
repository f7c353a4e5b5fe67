"""The accounts of officers. One that was used is disabled, never deleted or renamed.

by: who does it, an account's name or, for who owns the file, `os:` and the system's login.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from adapters.web.people import roles as _roles
from adapters.web.people.account import ACCOUNTS, Account, every, must_be_admin, named, password_of
from adapters.web.people.journal import Act, Journal
from adapters.web.people.names import account_name, key, shown_name
from adapters.web.people.proving import totp
from adapters.web.people.proving.passwords import Passwords
from adapters.web.people.proving.throttle import OWN_PASSWORD, Throttle
from adapters.web.people.sessions import end_all
from adapters.web.state.database import WebDatabase
from domain.refusals import Refusal

ACCOUNTS_MAX = 10_000


class Accounts:
    """The accounts of one ledger's web. Every change is journalled in its own transaction."""

    def __init__(
        self,
        database: WebDatabase,
        clock: Callable[[], datetime],
        *,
        journal: Journal,
        passwords: Passwords,
        throttle: Throttle,
    ) -> None:
        self._database, self._clock, self._journal = database, clock, journal
        self._passwords, self._throttle = passwords, throttle

    def add(
        self, name: str, shown: str, roles: Collection[str], password: str | None, by: str
    ) -> Account:
        """Make an account. password: one to be changed at the first login; None for none at all.

        Raises `account-name`, `account-shown`, `account-taken`, `role-unknown`, `admin-alone`,
        `password-weak`, `accounts-full`.
        """
        new = self.ready(name, shown, roles, password)
        with self._database.begin() as connection:
            return self.insert(connection, new, by)

    def ready(
        self, name: str, shown: str, roles: Collection[str], password: str | None
    ) -> dict[str, Any]:
        """Return what `insert` takes: the work of a hash is done before a transaction. As `add`."""
        name = account_name(name)
        given = _roles.checked(roles)
        hashed = None if password is None else self._passwords.hashed(password, name)
        return {
            "name": name,
            "key": key(name),
            "shown": shown_name(shown),
            "roles": _roles.kept(given),
            "disabled": False,
            "must_change": password is not None,
            "one_session": True,
            "single_keys": True,
            "password": hashed,
        }

    def insert(self, connection: sa.Connection, new: dict[str, Any], by: str) -> Account:
        """Make an account in a transaction. Raises `account-taken`, `accounts-full`."""
        must_be_admin(connection, by, new["name"])
        count = connection.execute(sa.select(sa.func.count()).select_from(ACCOUNTS)).scalar_one()
        if count >= ACCOUNTS_MAX:
            raise Refusal("accounts-full", most=ACCOUNTS_MAX)
        taken = connection.execute(sa.select(ACCOUNTS.c.name).where(ACCOUNTS.c.key == new["key"]))
        if (other := taken.scalar()) is not None:
            raise Refusal("account-taken", name=new["name"], other=other)
        now = self._clock()
        row = new | {"made_at": now, "made_by": by, "changed_at": now, "changed_by": by}
        try:
            connection.execute(sa.insert(ACCOUNTS).values(row))
        except sa.exc.IntegrityError:  # of another process, at the same moment
            raise Refusal("account-taken", name=new["name"], other=new["name"]) from None
        self._journal.write(connection, Act.MADE, by=by, account=new["name"], roles=new["roles"])
        return named(connection, new["name"])

    def all(self) -> list[Account]:
        """Return every account, by name."""
        with self._database.reading() as connection:
            return every(connection)

    def get(self, name: str) -> Account:
        """Return an account, however its name is typed. Raises `account-unknown`."""
        with self._database.reading() as connection:
            return named(connection, name)

    def has_admin(self) -> bool:
        """Say whether there is an administrator who may log in."""
        return any(
            _roles.Role.ADMIN in account.roles and not account.disabled for account in self.all()
        )

    def set_roles(self, name: str, roles: Collection[str], by: str) -> Account:
        """Give an account these roles instead of those it has; its sessions end.

        Raises `own-account` for one's own, `account-unknown`, `role-unknown`, `admin-alone`.
        """
        given = _roles.kept(_roles.checked(roles))

        def change(connection: sa.Connection, account: Account) -> None:
            self._update(connection, account, by, roles=given)
            self._journal.write(
                connection,
                Act.ROLES,
                by=by,
                account=account.name,
                before=_roles.kept(account.roles),
                roles=given,
            )
            end_all(connection, account.id)

        return self._change(name, by, change, own=False)

    def disable(self, name: str, by: str) -> Account:
        """Let nobody log in by an account any more; its sessions end. Raises `own-account`."""
        return self._able(name, by, disabled=True)

    def enable(self, name: str, by: str) -> Account:
        """Let an account be logged in by again. Raises `own-account`."""
        return self._able(name, by, disabled=False)

    def change_password(self, name: str, old: str, new: str) -> Account:
        """Change one's own password; every session of the account ends.

        Raises `login-refused` where `old` is not the password, `password-weak`, `too-many-tries`:
        who has a session does not have the password.
        """
        tried = key(name), OWN_PASSWORD
        self._throttle.begin_try(*tried)
        with self._database.reading() as connection:
            kept = password_of(connection, name)
        if not self._passwords.fits(old, kept):
            raise Refusal("login-refused")
        self._throttle.succeeded(*tried)
        hashed = self._passwords.hashed(new, self.get(name).name)
        if self._passwords.fits(new, kept):
            raise Refusal("password-weak", verb="same")

        def change(connection: sa.Connection, account: Account) -> None:
            self._update(connection, account, account.name, password=hashed, must_change=False)
            self._journal.write(connection, Act.PASSWORD, by=account.name, account=account.name)
            end_all(connection, account.id)

        return self._change(name, name, change)

    def set_shown(self, name: str, shown: str, by: str) -> Account:
        """Change the name that pages show. Raises `account-shown`, `account-unknown`."""
        checked = shown_name(shown)

        def change(connection: sa.Connection, account: Account) -> None:
            self._update(connection, account, by, shown=checked)
            self._journal.write(connection, Act.SHOWN, by=by, account=account.name)

        return self._change(name, by, change)

    def set_preferences(
        self,
        name: str,
        by: str,
        *,
        one_session: bool | None = None,
        single_keys: bool | None = None,
    ) -> Account:
        """Set how an account works; None leaves it as it is. Raises `account-unknown`."""
        given = {"one_session": one_session, "single_keys": single_keys}
        changed = {setting: value for setting, value in given.items() if value is not None}

        def change(connection: sa.Connection, account: Account) -> None:
            self._update(connection, account, by, **changed)
            if one_session is not None:
                what = f"one-session {'on' if one_session else 'off'}"
                self._journal.write(
                    connection, Act.SETTINGS, by=by, account=account.name, what=what
                )

        return self._change(name, by, change)

    def begin_factor(self, name: str) -> tuple[str, str]:
        """Return a new secret and its otpauth address, in force once `confirm_factor` is given one.

        Raises `account-unknown`, `factor-in-force`.
        """
        with self._database.begin() as connection:
            account = named(connection, name)
            if account.has_factor:
                raise Refusal("factor-in-force", account=account.name)
            secret = totp.begin(connection, account.id)
        return secret, totp.address_of(secret, account.name)

    def begun_factor(self, name: str) -> tuple[str, str] | None:
        """Return the secret that waits for its first code, and its address; None without one."""
        with self._database.reading() as connection:
            account = named(connection, name)
            secret = totp.begun(connection, account.id)
        return None if secret is None else (secret, totp.address_of(secret, account.name))

    def confirm_factor(self, name: str, code: str, by: str) -> list[str]:
        """Put the secret in force by a code of it; return recovery codes, shown once.

        Raises `code-wrong`, `factor-in-force`.
        """
        with self._database.begin() as connection:
            account = named(connection, name)
            if account.has_factor:
                raise Refusal("factor-in-force", account=account.name)
            now = self._clock()
            if not totp.is_code(connection, account.id, code, now):
                raise Refusal("code-wrong")
            codes = totp.confirm(connection, account.id, now)
            self._journal.write(connection, Act.FACTOR_ON, by=by, account=account.name)
        return codes

    def give_factor(self, name: str, by: str) -> tuple[str, list[str]]:
        """Put a second factor in force at once; return its otpauth address, and recovery codes.

        For who hands both over. Raises `account-unknown`, `factor-in-force`.
        """
        with self._database.begin() as connection:
            account = named(connection, name)
            if account.has_factor:
                raise Refusal("factor-in-force", account=account.name)
            secret = totp.begin(connection, account.id)
            codes = totp.confirm(connection, account.id, self._clock())
            self._journal.write(connection, Act.FACTOR_ON, by=by, account=account.name)
            end_all(connection, account.id)
        return totp.address_of(secret, account.name), codes

    def remove_factor(self, name: str, by: str) -> Account:
        """Remove a second factor, with its recovery codes; sessions end where there was one."""

        def change(connection: sa.Connection, account: Account) -> None:
            if totp.remove(connection, account.id):
                self._journal.write(connection, Act.FACTOR_OFF, by=by, account=account.name)
                end_all(connection, account.id)

        return self._change(name, by, change)

    def _able(self, name: str, by: str, *, disabled: bool) -> Account:
        def change(connection: sa.Connection, account: Account) -> None:
            if account.disabled == disabled:
                return
            self._update(connection, account, by, disabled=disabled)
            act = Act.DISABLED if disabled else Act.ENABLED
            self._journal.write(connection, act, by=by, account=account.name)
            end_all(connection, account.id)

        return self._change(name, by, change, own=False)

    def _change(
        self,
        name: str,
        by: str,
        change: Callable[[sa.Connection, Account], None],
        *,
        own: bool = True,
    ) -> Account:
        """Change an account in one transaction. own: whether one may change one's own so."""
        with self._database.begin() as connection:
            must_be_admin(connection, by, name)
            account = named(connection, name)
            if not own and key(by) == key(account.name):
                raise Refusal("own-account", account=account.name)
            change(connection, account)
            return named(connection, account.name)

    def _update(
        self, connection: sa.Connection, account: Account, by: str, **values: object
    ) -> None:
        row = values | {"changed_at": self._clock(), "changed_by": by}
        connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(row))
