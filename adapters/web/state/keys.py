"""Keys of a server that are made once and never leave its database."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from adapters.web.state.database import WebDatabase, metadata

KEY_BYTES = 32

KEYS = sa.Table(
    "web_keys",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)


def key_named(database: WebDatabase, name: str) -> bytes:
    """Return a key of 256 bits, made where there is none of this name yet."""
    kept = sa.select(KEYS.c.value).where(KEYS.c.name == name)
    with database.reading() as connection:
        value: bytes | None = connection.execute(kept).scalar()
    if value is not None:
        return value
    try:
        with database.begin() as connection:
            value = connection.execute(kept).scalar()
            if value is None:
                value = secrets.token_bytes(KEY_BYTES)
                connection.execute(sa.insert(KEYS).values(name=name, value=value))
            return value
    except sa.exc.IntegrityError:  # another process made it at the same moment
        return key_named(database, name)
