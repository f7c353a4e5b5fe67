"""The views against a fold of the log: the same rows, or a fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.files.gc_pause import collect_young
from adapters.ledger.handling.handler import CommandHandler
from adapters.log.codec import CodecError
from adapters.seal.verify.answers import Faults
from adapters.stores.place import problem_of
from adapters.stores.sqlite.read_only import is_read_only
from adapters.stores.sqlite.views import FreshViews
from adapters.views.following import Folded, fold, log_batches
from adapters.views.problems import ViewsUnreadable
from adapters.views.tables import differing
from adapters.views.views import Views
from adapters.wording.translation import N_


def check_views(ledger: CommandHandler, views: Views) -> Faults:
    """Fold the log as far as the views say they are, beside them, and compare."""
    faults = Faults()
    try:
        faults, stood = _compared(ledger, views, locked=False)
        if faults and _moved_on(views, stood):
            faults, _ = _compared(ledger, views, locked=True)
        # The indices of a file, which queries answer from, may not be those of its rows.
        if not faults and views.backend.file is not None:
            with views.reading() as reader:
                ((verdict,),) = reader.rows("PRAGMA integrity_check(1)")
            if verdict != "ok":
                faults.add(None, "views-differ", str(verdict))
    except (ViewsUnreadable, views.backend.errors) as broken:
        faults.add(None, "views-unreadable", problem_of(broken))
    except (CodecError, LookupError, AssertionError):
        # The check of rows says which row is missing or misread, with its position.
        faults.add(None, "views-differ", N_("the log does not fold"))
    return faults


def _compared(ledger: CommandHandler, views: Views, *, locked: bool) -> tuple[Faults, int | None]:
    """Return the faults, and where the views stand; None for views that will be rebuilt.

    locked: others wait until the views are compared. On a server it is one look at all of it
    anyway, whatever others write meanwhile.
    """
    faults = Faults()
    with views.writing() if locked else views.examining() as connection:
        progress = views.stand(connection)
        if progress is None:
            return faults, None  # the next command rebuilds them
        if progress.position > ledger.position():
            faults.add(None, "views-ahead", f"{progress.position}")
            return faults, progress.position
        with TemporaryDirectory() as folder:
            folded = Views(FreshViews(Path(folder) / "views"))
            until = _until(ledger, progress.position)
            folded.build(until, unless_begun=False, indexed=False)  # read whole, by key
            file = views.backend.file
            beside = None if file is None or is_read_only(file) else file
            for name in differing(folded.backend.engine, connection, beside):
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


def _until(ledger: CommandHandler, position: int) -> Iterator[Folded]:
    """Yield the log folded, stretch by stretch, until a position."""
    for stretch in log_batches(ledger.recorder, after=0):
        known = [entry for entry in stretch if entry.position <= position]
        if known:
            yield fold(known)
        collect_young()
        if stretch[-1].position >= position:
            return
