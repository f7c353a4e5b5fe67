"""What the PostgreSQL server does raw, with the same rows: the driver alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

import psycopg

from scripts.benchmark.raw.sqlite import RAW_BATCH
from scripts.benchmark.server import Server
from scripts.benchmark.taking import Taken, here, process

_COLUMNS = "notification_id, originator_id, originator_version, topic, state"
_TABLE = (
    "CREATE TABLE log (position BIGINT PRIMARY KEY, stream TEXT, version BIGINT, topic TEXT, "
    "state BYTEA, UNIQUE (stream, version))"
)
_INSERT = (
    "INSERT INTO log SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], "
    "%b::bytea[])"
)


def inserted(server: Server, address: str, after: int = 0) -> Taken:
    """Insert the rows of a log after a position, durable, RAW_BATCH rows a transaction."""
    query = f"SELECT {_COLUMNS} FROM stored_events WHERE notification_id > %s ORDER BY 1"
    with psycopg.connect(address) as log:
        rows = log.execute(query, (after,)).fetchall()
    return _inserted(server, rows, RAW_BATCH)


def committed(server: Server, address: str, commits: int, rows_each: int) -> Taken:
    """Insert the last rows of a log again, a few a transaction, each transaction durable."""
    query = f"SELECT {_COLUMNS} FROM stored_events ORDER BY notification_id DESC LIMIT %s"
    with psycopg.connect(address) as log:
        rows = log.execute(query, (commits * rows_each,)).fetchall()
    return _inserted(server, rows, rows_each)


def scanned(server: Server, address: str) -> Taken:
    """Read every row of a log."""
    return here(partial(_scan, address, len), server.cpu)


def hashed(server: Server, address: str) -> Taken:
    """Read every row of a log and take the SHA-256 of its bytes."""
    return here(partial(_scan, address, lambda state: sha256(state).digest()), server.cpu)


def asked(server: Server, address: str) -> Taken:
    """Start Python, connect by the driver, and ask one indexed question."""
    question = (
        "import psycopg, sys; "
        "log = psycopg.connect(sys.argv[1]); "
        "log.execute('SELECT MAX(notification_id) FROM stored_events').fetchone()"
    )
    return process([sys.executable, "-c", question, address], server.cpu)


def _inserted(server: Server, rows: list[tuple[Any, ...]], together: int) -> Taken:
    server.empty("raw")
    raw = server.address("raw", owner=True)
    with psycopg.connect(raw, autocommit=True) as connection:
        connection.execute(_TABLE)
        return here(partial(_insert, connection, rows, together), server.cpu)


def _insert(
    connection: psycopg.Connection[Any], rows: list[tuple[Any, ...]], together: int
) -> None:
    for start in range(0, len(rows), together):
        columns = [list(column) for column in zip(*rows[start : start + together], strict=True)]
        connection.execute(_INSERT, columns)


def _scan(address: str, look: Callable[[bytes], object]) -> None:
    with psycopg.connect(address) as log, log.cursor("rows") as cursor:
        cursor.itersize = 10_000
        for row in cursor.execute(f"SELECT {_COLUMNS} FROM stored_events ORDER BY 1", binary=True):
            look(row[4])
