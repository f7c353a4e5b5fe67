"""The second factor: codes of an authenticator (RFC 6238), each accepted once, and recovery codes.

The secret has to be read to check a code. It is kept as it is, in tables that are their owner's
only.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

import pyotp
import sqlalchemy as sa

from adapters.web.state.columns import Moment
from adapters.web.state.database import metadata

STEP_SECONDS = 30
AROUND = (0, -1, 1)  # steps that a telephone's clock may be off
RECOVERY_CODES = 10
LENGTH_MAX = 32  # of anything typed as a code
ISSUER = "subsidy"

FACTORS = sa.Table(
    "web_factors",
    metadata,
    sa.Column("account_id", sa.Integer, sa.ForeignKey("web_accounts.id"), primary_key=True),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("confirmed_at", Moment),
    sa.Column("last_step", sa.BigInteger, nullable=False),
)
RECOVERY = sa.Table(
    "web_recovery_codes",
    metadata,
    sa.Column("account_id", sa.Integer, sa.ForeignKey("web_accounts.id"), primary_key=True),
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("used_at", Moment),
)


def address_of(secret: str, account: str) -> str:
    """Return the otpauth address that an authenticator reads, often as a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def begin(connection: sa.Connection, account_id: int) -> str:
    """Return a new secret of an account, in force once a code of it is confirmed."""
    remove(connection, account_id)
    secret = pyotp.random_base32()
    row = {"account_id": account_id, "secret": secret, "last_step": 0}
    connection.execute(sa.insert(FACTORS).values(row))
    return secret


def begun(connection: sa.Connection, account_id: int) -> str | None:
    """Return the secret that an account has begun with; None for one in force: it is not shown."""
    query = sa.select(FACTORS.c.secret).where(
        FACTORS.c.account_id == account_id, FACTORS.c.confirmed_at.is_(None)
    )
    return connection.execute(query).scalar()


def confirm(connection: sa.Connection, account_id: int, now: datetime) -> list[str]:
    """Put an account's secret in force; return its recovery codes, which are shown once."""
    codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(RECOVERY_CODES)]
    rows = [{"account_id": account_id, "digest": _digest(code)} for code in codes]
    connection.execute(sa.insert(RECOVERY), rows)
    confirmed = sa.update(FACTORS).where(FACTORS.c.account_id == account_id)
    connection.execute(confirmed.values(confirmed_at=now))
    return codes


def remove(connection: sa.Connection, account_id: int) -> bool:
    """Remove an account's second factor; say whether there was one in force."""
    there = in_force(connection, account_id)
    for table in (RECOVERY, FACTORS):
        connection.execute(sa.delete(table).where(table.c.account_id == account_id))
    return there


def in_force(connection: sa.Connection, account_id: int) -> bool:
    """Say whether an account has a second factor."""
    query = sa.select(FACTORS.c.confirmed_at).where(FACTORS.c.account_id == account_id)
    return connection.execute(query).scalar() is not None


def is_code(connection: sa.Connection, account_id: int, typed: str, now: datetime) -> bool:
    """Say whether this is a code of now, not accepted before; it is used up by that."""
    query = sa.select(FACTORS.c.secret).where(FACTORS.c.account_id == account_id)
    secret = connection.execute(query).scalar()
    code = "".join(typed.split()) if len(typed) <= LENGTH_MAX else ""
    if secret is None or not (code.isascii() and code.isdigit()):
        return False
    totp = pyotp.TOTP(secret)
    for around in AROUND:
        at = now + timedelta(seconds=around * STEP_SECONDS)
        if hmac.compare_digest(totp.at(at), code):
            step = int(at.timestamp()) // STEP_SECONDS
            used = sa.update(FACTORS).where(
                FACTORS.c.account_id == account_id, FACTORS.c.last_step < step
            )
            return connection.execute(used.values(last_step=step)).rowcount == 1
    return False


def is_recovery_code(connection: sa.Connection, account_id: int, typed: str, now: datetime) -> bool:
    """Say whether this is a recovery code not used before; it is used up by that."""
    if len(typed) > LENGTH_MAX:
        return False
    used = sa.update(RECOVERY).where(
        RECOVERY.c.account_id == account_id,
        RECOVERY.c.digest == _digest("".join(typed.split()).lower()),
        RECOVERY.c.used_at.is_(None),
    )
    return connection.execute(used.values(used_at=now)).rowcount == 1


def _digest(code: str) -> bytes:
    return sha256(code.encode("utf-8", "replace")).digest()
