"""Where the ledgers of tests lie: called by a path, each is a SQLite file there, or a database.

SUBSIDY_TEST_STORE=postgresql has the whole suite run on a PostgreSQL server of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path

import psycopg

from adapters.stores.opening import location_of
from adapters.stores.place import Location
from adapters.stores.postgres.recorders import READER, SERVER, WRITER
from tests.support.postgres_server import PostgresServer, copying

ON_POSTGRES = os.environ.get("SUBSIDY_TEST_STORE", "sqlite") == "postgresql"
FOLDER = "SUBSIDY_TEST_POSTGRES"  # the server's folder, for the processes that tests start
OWNER, OFFICER = "postgres", "tests"  # the logins of tests; an officer is in every role
TEMPLATE = "prepared"

made_in: list[Path] = []  # the folder of ledgers that are made once
_called: list[Path] = []  # the ledgers that databases may have been made for


def address(path: Path) -> str:
    """Return the address of the ledger that a test calls by a path."""
    if not ON_POSTGRES:
        return str(path)
    return _address(_prepared_database(path), OFFICER)


def owners_address(path: Path) -> str:
    """Return the address by which the owner of a database can do anything to it."""
    return _address(_prepared_database(path), OWNER)


def _address(name: str, login: str) -> str:
    return f"postgresql://{login}@/{name}?host={os.environ[FOLDER]}"


def _prepared_database(path: Path) -> str:
    """Return the name of the database that a test calls by a path, prepared for its officers."""
    name = _name(path)
    if path not in _called:
        _called.append(path)
        with suppress(psycopg.errors.DuplicateDatabase):  # another process called it first
            _maintained(*copying(TEMPLATE, name))
    return name


def _name(path: Path) -> str:
    return "t" + sha256(os.fsencode(path.absolute())).hexdigest()[:20]


def place_at(path: Path) -> Location:
    """Return the place of the ledger that a test calls by a path."""
    return location_of(address(path))


def copied_database(path: Path, to: Path) -> None:
    """Copy the database of a ledger to be that of another."""
    name = _name(to)
    if to not in _called:
        _called.append(to)
    gone = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    _maintained(gone, *copying(_prepared_database(path), name))


def copied_ledger(path: Path, to: Path) -> Path:
    """Copy a ledger that nobody has open, with all that lies beside it; return the copy."""
    if ON_POSTGRES:
        copied_database(path, to)
    else:
        for each in path.parent.glob(f"{path.name}*"):
            copy = to.with_name(each.name.replace(path.name, to.name, 1))
            if each.is_dir():
                shutil.copytree(each, copy, dirs_exist_ok=True)
            else:
                shutil.copy(each, copy)
    return to


def made_once(make: Callable[[Path], Path]) -> Callable[[Path], Path]:
    """Have a function that makes a ledger in a folder make it once in this process.

    Each call gets a copy of all that it made, in its own folder.
    """

    @cache
    def made() -> Path:
        assert made_in, "tests/conftest.py says where"
        return make(Path(tempfile.mkdtemp(dir=made_in[-1])))

    @wraps(make)
    def copied(folder: Path) -> Path:
        original = made()
        shutil.copytree(original.parent, folder, dirs_exist_ok=True)
        copy = folder / original.name
        return copied_ledger(original, copy) if ON_POSTGRES else copy

    return copied


def dropped_databases(folder: Path) -> None:
    """Drop the databases of ledgers called by paths in a folder."""
    for path in _called[:]:
        if folder in path.parents:
            _maintained(f"DROP DATABASE IF EXISTS {_prepared_database(path)} WITH (FORCE)")
            _called.remove(path)


def _maintained(*statements: str) -> None:
    with psycopg.connect(_address("postgres", OWNER), autocommit=True) as held:
        for statement in statements:
            held.execute(statement.encode())


@contextmanager
def serving() -> Iterator[PostgresServer | None]:
    """Run the server that the suite needs, if it needs one."""
    if not ON_POSTGRES:
        yield None
        return
    with PostgresServer() as server:
        os.environ[FOLDER] = str(server.folder)
        location_of(_address(TEMPLATE, OWNER)).prepare()
        _maintained(f"CREATE ROLE {OFFICER} LOGIN IN ROLE {WRITER}, {READER}, {SERVER}")
        yield server
