"""The views in SQL: delete them and nothing is lost.

Rows and the position they stand at are written in one transaction, under the write lock, so that
every event counts exactly once however many processes catch up. What writes is imported when it
is used: it loads SQLAlchemy, which takes longer than most questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from adapters.views.backend import Backend, Reader
from adapters.views.following import Folded, fold
from adapters.views.problems import ViewsUnreadable, is_mistake, is_not_text
from adapters.views.shape import SHAPE
from projections.views.entries import Entry

if TYPE_CHECKING:
    import sqlalchemy as sa

MarkOf = Callable[[int], str | None]


class Stand(NamedTuple):
    """How far views are. mark: the SHA-256 of the event there: they follow this log and no other.

    As read: a damaged row may hold anything.
    """

    shape: Any
    position: Any
    mark: Any


class Views:
    """The views of one store.

    mark_of: returns what the log has at a position, None where it does not go so far.
    """

    def __init__(self, backend: Backend, mark_of: MarkOf = lambda _: "") -> None:
        self.backend = backend
        self.mark_of = mark_of

    def position(self) -> int:
        """Return the last log position taken in."""
        with self.reading() as reader:
            return position(reader)

    def reached(self) -> int | None:
        """Return the last log position taken in; None where the views have to be made.

        That is, where they are missing, of another shape, or of another log: a copy of the log put
        back may not go as far as they do.
        """
        with self.reading() as reader:
            return self.reached_in(reader)

    def reached_in(self, reader: Reader) -> int | None:
        """Return what `reached` does, by a look that is open."""
        stand = _stand(reader)
        if stand is None or not isinstance(stand.position, int):
            return None
        return stand.position if stand.mark == self.mark_of(stand.position) else None

    def are_whole(self) -> bool:
        """Read every row: say whether each is there to be read, of the kinds its table has."""
        from adapters.views.tables import are_whole, holds_its_kinds

        try:
            with self.examining() as connection:
                fits = self.reached_in(self._reader(connection)) is not None
                return are_whole(connection) and fits and holds_its_kinds(connection)
        except UnicodeDecodeError:
            return False
        except ViewsUnreadable as problem:
            if is_not_text(problem):
                return False
            raise

    def are_made_by_owner(self) -> bool:
        """Say whether tables are missing, or of another shape, that this program may not make."""
        from adapters.views.dialect import dialect_of
        from adapters.views.tables import are_whole

        with self.examining() as connection:
            return dialect_of(connection).made_by_owner and not are_whole(connection)

    def apply(self, stretch: Sequence[Entry]) -> int:
        """Fold a stretch of the log into every view and return the position reached.

        What they already hold is passed over, so the same stretch twice changes nothing. One that
        starts beyond the position after the views' own is left: another process dropped them.
        """
        from adapters.views import writing

        with self.writing() as connection:
            reached = position(self._reader(connection))
            new = [entry for entry in stretch if entry.position > reached]
            if not new or new[0].position != reached + 1:
                return reached
            last = new[-1].position
            writing.write(connection, fold(new))
            writing.move_on(connection, last, self.mark_of(last))
            return last

    def build(self, log: Iterable[Folded], *, unless_begun: bool, indexed: bool = True) -> None:
        """Rebuild every view from the whole log, in one transaction: readers see all of it or none.

        unless_begun: leave views that another process began meanwhile as they are. indexed: make
        what queries look things up by.
        """
        from adapters.views import writing

        with self.writing() as connection:
            if unless_begun and self.are_begun(connection):
                return
            writing.begin(connection)
            last = 0
            for folded in log:
                assert folded.first == last + 1, f"position {last + 1} is missing"
                writing.write_more(connection, folded)
                last = folded.last
            writing.finish(connection, last, self.mark_of(last), indexed=indexed)

    def are_begun(self, connection: sa.Connection) -> bool:
        """Say whether every table is there, and an event of this log was taken in."""
        from adapters.views.tables import are_whole

        # On a server no statement may fail in a transaction that goes on.
        return are_whole(connection) and bool(self.reached_in(self._reader(connection)))

    def digest(self) -> str:
        """Return the SHA-256 of every view's rows, sorted by their keys."""
        from adapters.views.tables import digest

        with self.examining() as connection:
            return digest(connection)

    def reading(self) -> AbstractContextManager[Reader]:
        """Open one consistent look at every view."""
        return self.backend.reading()

    @contextmanager
    def examining(self) -> Iterator[sa.Connection]:
        """Open one consistent look at every view, for what reads tables whole."""
        with self.backend.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that holds the write lock from its start."""
        connection = self.backend.engine.connect().execution_options(writes=True)
        with connection, connection.begin():
            yield connection

    def stand(self, connection: sa.Connection) -> Stand | None:
        """Return how far the views are; None for views that were not made, or of another shape."""
        return _stand(self._reader(connection))

    def _reader(self, connection: sa.Connection) -> Reader:
        return self.backend.reader(connection.connection.driver_connection)


def position(reader: Reader) -> int:
    """Return the log position the views stand at."""
    ((reached,),) = reader.rows("SELECT position FROM progress")
    return int(reached)


def _stand(reader: Reader) -> Stand | None:
    try:
        rows = reader.rows("SELECT shape, position, mark FROM progress")
    except ViewsUnreadable as problem:
        if is_mistake(problem):  # no such table, or no such column
            return None
        raise
    return Stand(*rows[0]) if len(rows) == 1 and rows[0][0] == SHAPE else None
