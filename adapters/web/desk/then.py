"""The views as they stood at an earlier position, for questions about every enterprise.

They are made from the log when such a question is first asked of a position, in a file of this
process, and kept while a few others are: who goes through time page by page, asks the same position
often, and next one a little later.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from threading import Lock
from uuid import uuid4
from weakref import WeakSet, finalize

from adapters.files.gc_pause import gc_paused
from adapters.log.recorder import Log
from adapters.stores.sqlite.generations import made
from adapters.stores.sqlite.views import FreshViews, SQLiteViews
from adapters.views.following import folded_log, log_batches
from adapters.views.views import Views
from adapters.web.desk.keeping import Keeping

KEPT_MAX = 4  # positions


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Then:
    """The views as of a position. Their file goes when nobody has them."""

    position: int
    views: Views


class Thens:
    """The views of earlier positions. For any number of threads."""

    def __init__(self, kept_max: int = KEPT_MAX) -> None:
        self._folder = TemporaryDirectory(prefix="subsidy-then-", ignore_cleanup_errors=True)
        self._keeping = Keeping(kept_max)
        self._made, self._lock = WeakSet[Then](), Lock()

    def close(self) -> None:
        """Keep nothing, and remove the folder."""
        self.forget()
        self._folder.cleanup()

    def at(self, position: int, log: Log, costly: Callable[[], object]) -> Then:
        """Return the views as of a position of the log, which reaches it; others wait for them.

        costly: called before they are made; what it raises is raised to all who wait.
        """

        def make() -> Then:
            costly()
            return self._make(position, log)

        return self._keeping.kept(position, make)

    def forget(self) -> None:
        """Keep nothing of what was made before."""
        with self._lock:
            self._made.clear()
        self._keeping.forget()

    def _make(self, position: int, log: Log) -> Then:
        with self._lock:
            earlier = [then for then in self._made if position / 2 < then.position < position]
        path = Path(self._folder.name, uuid4().hex)
        path.parent.mkdir(mode=0o700, exist_ok=True)  # what tidies temporary files may have
        try:
            if earlier:
                _go_on(max(earlier, key=lambda then: then.position), path, position, log)
            else:
                with gc_paused(), closing(FreshViews(made(path))) as fresh:
                    Views(fresh).build(folded_log(log, until=position), unless_begun=False)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        then = Then(position, Views(SQLiteViews(path)))
        finalize(then, _remove, then.views)
        with self._lock:
            self._made.add(then)
        return then


def _go_on(earlier: Then, path: Path, position: int, log: Log) -> None:
    """Make views from those of an earlier position, by what was recorded since."""
    assert earlier.views.backend.file is not None, "they are in a file"
    copyfile(earlier.views.backend.file, path)  # nobody writes to it
    with gc_paused(), closing(SQLiteViews(path)) as copied:
        for stretch in log_batches(log, after=earlier.position, until=position):
            Views(copied).apply(stretch)


def _remove(views: Views) -> None:
    views.backend.close()
    if views.backend.file is not None:
        views.backend.file.unlink(missing_ok=True)
