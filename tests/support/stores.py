"""Where the ledgers of tests lie: called by a path, each is a SQLite file there, or a database.

SUBSIDY_TEST_STORE=postgresql has the whole suite run on a PostgreSQL server of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg

from adapters.stores.opening import location_of
from adapters.stores.place import Location
from tests.support.postgres_server import PostgresServer

ON_POSTGRES = os.environ.get("SUBSIDY_TEST_STORE", "sqlite") == "postgresql"
FOLDER = "SUBSIDY_TEST_POSTGRES"  # the server's folder, for the processes that tests start

_called: list[Path] = []  # the ledgers that databases may have been made for


def address(path: Path) -> str:
    """Return the address of the ledger that a test calls by a path."""
    if not ON_POSTGRES:
        return str(path)
    return f"postgresql://postgres@/{database(path)}?host={os.environ[FOLDER]}"


def database(path: Path) -> str:
    """Return the name of the database that a test calls by a path."""
    if path not in _called:
        _called.append(path)
    return "t" + sha256(os.fsencode(path.absolute())).hexdigest()[:20]


def place_at(path: Path) -> Location:
    """Return the place of the ledger that a test calls by a path."""
    return location_of(address(path))


def copied_database(path: Path, to: Path) -> None:
    """Copy the database of a ledger to be that of another."""
    _maintained(f"CREATE DATABASE {database(to)} TEMPLATE {database(path)}")


def dropped_databases(folder: Path) -> None:
    """Drop the databases of ledgers called by paths in a folder."""
    for path in _called[:]:
        if folder in path.parents:
            _maintained(f"DROP DATABASE IF EXISTS {database(path)} WITH (FORCE)")
            _called.remove(path)


def _maintained(statement: str) -> None:
    server = f"postgresql://postgres@/postgres?host={os.environ[FOLDER]}"
    with psycopg.connect(server, autocommit=True) as held:
        held.execute(statement.encode())


@contextmanager
def serving() -> Iterator[PostgresServer | None]:
    """Run the server that the suite needs, if it needs one."""
    if not ON_POSTGRES:
        yield None
        return
    with PostgresServer() as server:
        os.environ[FOLDER] = str(server.folder)
        yield server
