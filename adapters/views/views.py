"""The views in SQL: delete them and nothing is lost.

Rows and the position they stand at are written in one transaction, under the write lock, so that
every event counts exactly once however many processes catch up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256

import sqlalchemy as sa

from adapters.views import writing as views_writing
from adapters.views.tables import SHAPE, VIEWS, are_whole, progress
from adapters.views.writing import Folded, fold
from projections.views.entries import Entry

MarkOf = Callable[[int], str | None]
ROWS_AT_ONCE = 30_000  # of a view, to be digested


def _unmarked(position: int) -> str:
    del position
    return ""


class Views:
    """The views of one store.

    mark_of: tells what the log has at a position, None where it does not go so far.
    """

    def __init__(self, engine: sa.Engine, mark_of: MarkOf = _unmarked) -> None:
        self.engine = engine
        self.mark_of = mark_of

    def position(self) -> int:
        """Return the last log position taken in."""
        with self.reading() as connection:
            return position(connection)

    def reached(self) -> int | None:
        """Return the last log position taken in; None where the views have to be made.

        That is, where they are missing, of another shape, or of another log: a copy of the log put
        back may not go as far as they do.
        """
        with self.reading() as connection:
            return position(connection) if self._fit(connection) else None

    def are_whole(self) -> bool:
        """Read every row: say whether each is there to be read, of the kinds its table has."""
        try:
            with self.reading() as connection:
                return (
                    are_whole(connection)
                    and self._fit(connection)
                    and all(_holds_its_kinds(connection, view) for view in VIEWS)
                )
        except UnicodeDecodeError:
            return False
        except sa.exc.DBAPIError as problem:
            if getattr(problem.orig, "sqlite_errorcode", 0) is None:
                return False  # text that is not UTF-8
            raise

    def apply(self, stretch: Sequence[Entry]) -> int:
        """Fold a stretch of the log into every view and return the position reached.

        What they already hold is passed over, so the same stretch twice changes nothing. One that
        starts beyond the position after the views' own is left: another process dropped them.
        """
        with self.writing() as connection:
            reached = position(connection)
            new = [entry for entry in stretch if entry.position > reached]
            if not new or new[0].position != reached + 1:
                return reached
            views_writing.write(connection, fold(new))
            return self._reached(connection, new[-1].position)

    def build(self, log: Iterable[Folded], *, unless_begun: bool, indexed: bool = True) -> None:
        """Rebuild every view from the whole log, in one transaction: readers see all of it or none.

        unless_begun: leave views that another process began meanwhile as they are. indexed: make
        what queries look things up by.
        """
        with self.writing() as connection:
            if unless_begun and self._fit(connection) and position(connection) > 0:
                return
            views_writing.begin(connection)
            last = 0
            for folded in log:
                assert folded.first == last + 1, f"position {last + 1} is missing"
                views_writing.write_more(connection, folded)
                last = folded.last
            views_writing.finish(connection, indexed=indexed)
            made = sa.insert(progress).values(shape=SHAPE, position=last, mark=self.mark_of(last))
            connection.execute(made)

    def digest(self) -> str:
        """Return the SHA-256 of every view's rows, sorted by their keys."""
        digest = sha256()
        with self.reading() as connection:
            for view in VIEWS:
                digest.update(f"{view.name} {digest_of(connection, view)}\n".encode())
        return digest.hexdigest()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent look at every view."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that holds the write lock from its start."""
        connection = self.engine.connect().execution_options(writes=True)
        with connection, connection.begin():
            yield connection

    def _fit(self, connection: sa.Connection) -> bool:
        """Say whether the views are of our shape, and follow our log."""
        if not sa.inspect(connection).has_table(progress.name):
            return False
        if connection.scalar(sa.select(progress.c.shape)) != SHAPE:
            return False
        stand = connection.execute(sa.select(progress.c.position, progress.c.mark)).one()
        return isinstance(stand.position, int) and stand.mark == self.mark_of(stand.position)

    def _reached(self, connection: sa.Connection, last: int) -> int:
        connection.execute(sa.update(progress).values(position=last, mark=self.mark_of(last)))
        return last


def _holds_its_kinds(connection: sa.Connection, view: sa.Table) -> bool:
    kinds = [
        (column.type.python_type, type(None) if column.nullable else column.type.python_type)
        for column in view.columns
    ]
    rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(sa.select(view))
    return all(all(map(isinstance, row, kinds)) for row in rows)


def position(connection: sa.Connection) -> int:
    """Return the log position the views stand at."""
    position = connection.scalar(sa.select(progress.c.position))
    assert position is not None, "views without a position"
    return int(position)


def digest_of(connection: sa.Connection, view: sa.Table) -> str:
    """Return the SHA-256 of a view's rows, sorted by their key."""
    digest = sha256()
    # On a server a cursor with a name, whose rows stay there until they are fetched.
    name = {"name": view.name} if connection.dialect.name == "postgresql" else {}
    with closing(connection.connection.cursor(**name)) as cursor:
        cursor.execute(str(sa.select(view).order_by(*view.primary_key).compile(connection)))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            digest.update(repr(rows).encode())
    return digest.hexdigest()
