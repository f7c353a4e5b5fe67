"""Where the peers' cases keep a log and views: one class a kind of store."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

from eventsourcing.persistence import ApplicationRecorder

from adapters.log_connections import LogDatastore
from adapters.log_sqlite import LogRecorder
from adapters.store import now
from adapters.views import Views
from adapters.views_sqlite import sqlite_engine


class OnSqlite(TestCase):
    """New files for every test."""

    def setUp(self) -> None:
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def opened_recorder(self) -> ApplicationRecorder:
        """Return the recorder of an empty log."""
        recorder = LogRecorder(LogDatastore(str(self.folder / "ledger.db")), now)
        self.addCleanup(recorder.datastore.close)
        recorder.create_table()
        return recorder

    def opened_views(self, name: str) -> Views:
        """Return empty views of a log of this name."""
        engine = sqlite_engine(str(self.folder / f"{name}.views"))
        self.addCleanup(engine.dispose)
        views = Views(engine)
        views.prepare()
        return views
