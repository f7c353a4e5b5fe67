"""Where the tortured ledgers are: what is particular to a kind of store, and nothing else."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import Protocol

from adapters.ledger import store
from domain.refusals import Refusal
from tests.support.postgres_server import PostgresServer, as_role, prepared

Row = tuple[int, str, int, str, bytes]  # position, stream, version, topic, state


class Kind(Protocol):
    """A kind of store. An address is what `--store` takes."""

    name: str
    has_server: bool  # that can be killed beneath its clients

    def place(self, folder: Path) -> str:
        """Return an address where there is no ledger yet."""
        ...

    def copied(self, address: str, folder: Path) -> str:
        """Copy a ledger that nobody uses, and return the copy's address."""
        ...

    def rows(self, address: str) -> list[Row]:
        """Return the log as it is; nothing where it was not made in time."""
        ...

    def drop_views(self, address: str) -> None: ...

    def kill_server(self) -> None: ...

    def start_server(self) -> None: ...

    def close(self) -> None: ...


class Sqlite:
    """Files, one ledger a folder."""

    name = "sqlite"
    has_server = False
    suffixes = ("", "-wal", "-shm", ".views", ".views-wal", ".views-shm")

    def place(self, folder: Path) -> str:
        return str(folder / "ledger.db")

    def copied(self, address: str, folder: Path) -> str:
        for suffix in self.suffixes:
            with suppress(FileNotFoundError):
                shutil.copy(f"{address}{suffix}", folder / f"ledger.db{suffix}")
        return self.place(folder)

    def rows(self, address: str) -> list[Row]:
        if not Path(address).exists():
            return []
        with closing(sqlite3.connect(address)) as log:
            if not log.execute("SELECT 1 FROM sqlite_master WHERE name='stored_events'").fetchall():
                return []
            return log.execute(
                "SELECT rowid, originator_id, originator_version, topic, state "
                "FROM stored_events ORDER BY rowid"
            ).fetchall()

    def drop_views(self, address: str) -> None:
        for path in Path(address).parent.glob(f"{Path(address).name}.views*"):
            path.unlink()

    def kill_server(self) -> None:
        raise AssertionError("there is none")

    def start_server(self) -> None:
        raise AssertionError("there is none")

    def close(self) -> None:
        pass


class Postgres:
    """Databases of a server of its own, which loses nothing that was committed."""

    name = "postgresql"
    has_server = True

    def __init__(self) -> None:
        self.server = PostgresServer(durable=True)
        self.server.start()
        self.numbers = count(1)

    def place(self, folder: Path) -> str:
        return as_role(prepared(self.server.address(self._name())), "torture")

    def copied(self, address: str, folder: Path) -> str:
        template = address.split("/")[3].partition("?")[0]
        copy = self.server.create_database(self._name(), template)
        return as_role(prepared(copy), "torture")

    def rows(self, address: str) -> list[Row]:
        try:
            with store.existing(address) as opened:
                return [
                    (row.id, str(row.originator_id), *tuple(row)[2:])  # type: ignore[misc]
                    for page in opened.handler.pages()
                    for row in page
                ]
        except Refusal as refusal:
            if refusal.code != "store-not-found":
                raise
            return []

    def drop_views(self, address: str) -> None:
        with store.existing(address) as opened:
            opened.views.build((), unless_begun=False)

    def kill_server(self) -> None:
        self.server.kill()

    def start_server(self) -> None:
        self.server.start()

    def close(self) -> None:
        self.server.close()

    def _name(self) -> str:
        return f"ledger{next(self.numbers)}"


KINDS = {kind.name: kind for kind in (Sqlite, Postgres)}
