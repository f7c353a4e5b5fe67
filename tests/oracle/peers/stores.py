"""Where the peers' cases keep a log and views: one class a kind of store."""

from __future__ import annotations

import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

import psycopg

from adapters.ledger.handling.clock import now
from adapters.log.recorder import Log
from adapters.stores.opening import location_of
from adapters.stores.place import Location
from adapters.views.views import Views
from tests.support.postgres_server import PostgresServer, as_role, prepared


class OnAStore(TestCase):
    """A place of its own for every test."""

    def place(self, name: str) -> Location:
        raise NotImplementedError

    def opened_recorder(self) -> Log:
        """Return the recorder of an empty log."""
        place = self.place("ledger")
        place.make()
        log = place.log(now)
        self.addCleanup(log.close)
        self.addCleanup(_wait_for_others, set(threading.enumerate()))
        log.create_table()
        return log

    def opened_views(self, name: str) -> Views:
        """Return empty views of a log of this name."""
        place = self.place(name)
        place.make()
        kept = place.views()
        self.addCleanup(kept.close)
        views = Views(kept)
        views.build((), unless_begun=False)
        return views


def _wait_for_others(before: set[threading.Thread]) -> None:
    """Wait for threads that a case started and left: none may read what is closed next."""
    for thread in set(threading.enumerate()) - before:
        if not thread.daemon:  # a pool's workers end with it
            thread.join(60)


class OnSqlite(OnAStore):
    """New files for every test."""

    def setUp(self) -> None:
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def place(self, name: str) -> Location:
        return location_of(str(self.folder / f"{name}.db"))


class OnPostgres(OnAStore):
    """New databases for every test, on one server."""

    server: PostgresServer

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.server = PostgresServer()
        cls.server.start()
        cls.addClassCleanup(cls.server.close)

    def setUp(self) -> None:
        super().setUp()
        self.names: set[str] = set()

    def tearDown(self) -> None:
        for name in self.names:
            self.server.drop_database(name)
        super().tearDown()

    def place(self, name: str) -> Location:
        self.names.add(name)
        address = self.server.address(name)
        prepared(address)
        with psycopg.connect(address, autocommit=True) as owner:  # the cases append any bytes
            owner.execute("DROP TRIGGER IF EXISTS stored_events_no_gap ON stored_events")
        return location_of(as_role(address, "clerk_li"))
