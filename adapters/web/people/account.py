"""An officer's account: the value, and the table that keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from adapters.web.people import roles as _roles
from adapters.web.people.names import key
from adapters.web.people.proving.totp import FACTORS
from adapters.web.state.columns import Bytewise, Moment
from adapters.web.state.database import metadata
from domain.refusals import Refusal

ACCOUNTS = sa.Table(
    "web_accounts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("key", Bytewise, nullable=False, unique=True),  # what names are compared by
    sa.Column("shown", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("one_session", sa.Boolean, nullable=False),
    sa.Column("single_keys", sa.Boolean, nullable=False),
    sa.Column("password", sa.Text),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Column("changed_by", sa.Text, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An officer's account.

    must_change: a password that another has set, to be changed before anything else.
    one_session: a login ends the session before. single_keys: keys without a modifier do something.
    """

    id: int
    name: str
    shown: str
    roles: frozenset[str]
    disabled: bool
    must_change: bool
    one_session: bool
    single_keys: bool
    has_password: bool
    has_factor: bool
    made_at: datetime
    made_by: str
    changed_at: datetime
    changed_by: str


def named(connection: sa.Connection, name: str) -> Account:
    """Return an account, however its name is typed. Raises `account-unknown`."""
    row = connection.execute(_query().where(ACCOUNTS.c.key == key(name))).first()
    if row is None:
        raise Refusal("account-unknown", account=name)
    return _read(row)


def must_be_admin(connection: sa.Connection, by: str, name: str) -> None:
    """Raise `role-missing` where who changes another's account is not an administrator any more.

    Two who disable each other at the same moment would leave none. by: an account's name, or who is
    none, as `os:` and a login; name: the account that is changed.
    """
    if key(by) == key(name):
        return
    # Both are kept from other processes until this is done, in one order, so that none waits.
    both = sa.select(ACCOUNTS).where(ACCOUNTS.c.key.in_((key(by), key(name))))
    for row in connection.execute(both.order_by(ACCOUNTS.c.id).with_for_update()):
        is_admin = _roles.Role.ADMIN in _roles.read(row.roles) and not row.disabled
        if row.key == key(by) and not is_admin:
            raise Refusal("role-missing", account=row.name, needed=str(_roles.Role.ADMIN))


def is_admin_still(connection: sa.Connection, by: str) -> bool:
    """Say whether who did something may still: an administrator, or `os:` and a login."""
    row = connection.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.key == key(by))).first()
    return row is None or (_roles.Role.ADMIN in _roles.read(row.roles) and not row.disabled)


def password_of(connection: sa.Connection, name: str) -> str | None:
    """Return the hash of an account's password; None without one, or without such an account."""
    query = sa.select(ACCOUNTS.c.password).where(ACCOUNTS.c.key == key(name))
    return connection.execute(query).scalar()


def every(connection: sa.Connection) -> list[Account]:
    """Return every account, by name."""
    return [_read(row) for row in connection.execute(_query().order_by(ACCOUNTS.c.key))]


def by_id(connection: sa.Connection, account_id: int) -> Account:
    """Return the account of a number that another table names."""
    return _read(connection.execute(_query().where(ACCOUNTS.c.id == account_id)).one())


def _query() -> sa.Select[Any]:
    return sa.select(
        *(column for column in ACCOUNTS.c if column.name not in ("key", "password")),
        ACCOUNTS.c.password.is_not(None).label("has_password"),
        FACTORS.c.confirmed_at.is_not(None).label("has_factor"),
    ).select_from(ACCOUNTS.outerjoin(FACTORS))


def _read(row: sa.Row[Any]) -> Account:
    values = row._asdict()
    return Account(**(values | {"roles": _roles.read(values["roles"])}))
