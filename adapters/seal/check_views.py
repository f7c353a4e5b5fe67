"""The views against a fold of the log: the same rows, or a fault."""

from __future__ import annotations

from contextlib import closing
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from adapters.codec import CodecError
from adapters.collector import sweep
from adapters.entries import entry
from adapters.ledger import Ledger
from adapters.seal.faults import Faults
from adapters.views import Views
from adapters.views_tables import SHAPE, VIEWS, progress

CACHE_KB = 65_536
ROWS_AT_ONCE = 1_000


def check_views(ledger: Ledger, views: Views) -> Faults:
    """Fold the log as far as the views say they are, beside them, and compare."""
    faults = Faults()
    try:
        with views.engine.connect() as connection:
            found = connection.execute(sa.select(progress)).one_or_none()
        if found is None or found.shape != SHAPE:
            return faults  # the next command makes them anew
        if found.position > ledger.position():
            faults.add(None, "views-ahead", f"{found.position}")
            return faults
        with TemporaryDirectory() as folder:
            told = _folded(ledger, found.position, Path(folder))
        if told != digest(views.engine):
            faults.add(None, "views-differ", "subsidy rebuild")
    except DBAPIError as broken:
        faults.add(None, "views-unreadable", str(broken.orig))
    except CodecError:
        pass  # told with its position by the check of rows
    return faults


def digest(engine: sa.Engine) -> str:
    """Return the SHA-256 of every view's rows, sorted by their keys."""
    told = sha256()
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        for view in VIEWS:
            told.update(view.name.encode())
            cursor.execute(str(sa.select(view).order_by(*view.primary_key).compile(engine)))
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                told.update(repr(rows).encode())
    return told.hexdigest()


def _folded(ledger: Ledger, until: int, folder: Path) -> str:
    views = Views(_passing_engine(folder / "views"))
    views.prepare()
    for page in ledger.pages():
        views.take_in([entry(row) for row in page if row.id <= until])
        sweep()
        if page[-1].id >= until:
            break
    found = digest(views.engine)
    views.engine.dispose()
    return found


def _passing_engine(path: Path) -> sa.Engine:
    """Return an engine for views that nobody reads after this process."""
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KB}"):
            connection.execute(f"PRAGMA {setting}")

    return engine
