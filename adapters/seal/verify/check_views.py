"""The views against a fold of the log: the same rows, or a fault."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import sqlalchemy as sa

from adapters.files.gc_pause import collect_young
from adapters.ledger.handling.handler import CommandHandler
from adapters.log.codec import CodecError
from adapters.seal.verify.faults import Faults
from adapters.stores.place import problem_of
from adapters.stores.sqlite.views import SQLiteViews
from adapters.views.following import Folded, fold, log_batches
from adapters.views.problems import ViewsUnreadable
from adapters.views.tables import VIEWS, digest_of
from adapters.views.views import Views

CACHE_KB = 65_536


def check_views(ledger: CommandHandler, views: Views) -> Faults:
    """Fold the log as far as the views say they are, beside them, and compare."""
    faults = Faults()
    try:
        # On a server one look at all of it, whatever others write meanwhile.
        with views.examining() as connection:
            faults, stood = _compared(ledger, views, connection)
        if faults.found and _moved_on(views, stood):
            with views.writing() as connection:  # locks others out until it is compared
                faults, _ = _compared(ledger, views, connection)
        if not faults.found and (problem := _inconsistent(views)):
            faults.add(None, "views-differ", problem)
    except (ViewsUnreadable, views.backend.errors) as broken:
        faults.add(None, "views-unreadable", problem_of(broken))
    except (CodecError, LookupError, AssertionError):
        # Which row is missing or misread, the check of rows tells with its position.
        faults.add(None, "views-differ", "the log does not fold")
    return faults


def _compared(
    ledger: CommandHandler, views: Views, connection: sa.Connection
) -> tuple[Faults, int | None]:
    """Return the faults, and where the views stand; None for views that will be rebuilt."""
    faults = Faults()
    progress = views.stand(connection)
    if progress is None:
        return faults, None  # the next command rebuilds them
    if progress.position > ledger.position():
        faults.add(None, "views-ahead", f"{progress.position}")
        return faults, progress.position
    with TemporaryDirectory() as folder:
        folded = _folded(ledger, progress.position, Path(folder))
        for name in _differing(folded.backend.engine, views, connection):
            faults.add(None, "views-differ", name)
        folded.backend.close()
    return faults, progress.position


def _moved_on(views: Views, stood: int | None) -> bool:
    """Say whether others brought views in a file on: every look at one of them is another look."""
    if views.backend.file is None:
        return False
    with views.examining() as connection:
        progress = views.stand(connection)
    return progress is None or progress.position != stood


def _inconsistent(views: Views) -> str | None:
    """Return where a file's indices, which queries answer from, are not those of its rows."""
    if views.backend.file is None:
        return None
    with views.reading() as reader:
        ((verdict,),) = reader.rows("PRAGMA integrity_check(1)")
    return None if verdict == "ok" else str(verdict)


def _folded(ledger: CommandHandler, until: int, folder: Path) -> Views:
    views = Views(PassingViews(folder / "views"))
    views.build(_until(ledger, until), unless_begun=False, indexed=False)  # read whole, by key
    return views


def _until(ledger: CommandHandler, position: int) -> Iterator[Folded]:
    """Yield the log folded, stretch by stretch, until a position."""
    for stretch in log_batches(ledger.recorder, after=0):
        known = [entry for entry in stretch if entry.position <= position]
        if known:
            yield fold(known)
        collect_young()
        if stretch[-1].position >= position:
            return


def _differing(folded: sa.Engine, views: Views, connection: sa.Connection) -> Iterator[str]:
    """Yield the views that have other rows than the fold: row by row where both are files.

    As many rows on either side, and as many that are the same, is the same rows.
    """
    beside = views.backend.file
    if beside is None:
        with folded.connect() as other:
            yield from (
                view.name for view in VIEWS if digest_of(other, view) != digest_of(connection, view)
            )
        return
    # The driver counts without holding the interpreter: two cores take two views at a time.
    with ThreadPoolExecutor(2) as pool:
        for view, same in zip(VIEWS, pool.map(partial(_same, folded, beside), VIEWS), strict=True):
            if not same:
                yield view.name


def _same(folded: sa.Engine, beside: Path, view: sa.Table) -> bool:
    keys = ", ".join(f'"{column.name}"' for column in view.primary_key)
    alike = " AND ".join(f'one."{name}" IS other."{name}"' for name in view.columns.keys())  # noqa: SIM118 - no mapping
    joined = f"main.{view.name} one JOIN live.{view.name} other USING ({keys}) WHERE {alike}"
    with folded.connect() as connection:
        connection.exec_driver_sql("ATTACH ? AS live", (f"file:{quote(str(beside))}?mode=ro",))
        counts = {
            connection.exec_driver_sql(f"SELECT COUNT(*) FROM {source}").scalar()
            for source in (f"main.{view.name}", f"live.{view.name}", joined)
        }
        connection.invalidate()  # with it the file attached
    return len(counts) == 1


class PassingViews(SQLiteViews):
    """Views that only this process reads."""

    def connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"file:{quote(str(self.file))}", uri=True, check_same_thread=False, isolation_level=None
        )
        for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KB}"):
            connection.execute(f"PRAGMA {setting}")
        return connection
