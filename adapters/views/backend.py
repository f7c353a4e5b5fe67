"""What keeps views: read by its driver alone, written by SQLAlchemy, which a read never loads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from adapters.views.problems import views_problem

if TYPE_CHECKING:
    import sqlalchemy as sa

Row = tuple[Any, ...]


class Reader:
    """One consistent look at the views, by a driver's connection.

    errors: what the driver raises. marker: what a statement has in place of a value.
    """

    def __init__(self, connection: Any, errors: type[Exception], marker: str) -> None:
        self._connection = connection
        self._errors = errors
        self._marker = marker
        self.sound = True  # until a statement fails
        self.over = False  # then the connection is another's

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Return what a statement answers; it has `?` for each value. Raises ViewsUnreadable."""
        return list(self.each(statement, values))

    def each(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """Yield the same row by row, so that a long answer is not held twice."""
        assert not self.over, "a look is asked as long as it is open"
        statement = statement.replace("?", self._marker)
        try:
            yield from self._connection.execute(statement, values)
        except self._errors as problem:
            self.sound = False
            raise views_problem(problem) from problem

    def close(self) -> None:
        """Close the connection: on a server its locks would be waited for."""
        with suppress(self._errors):
            self._connection.close()


class Backend(ABC):
    """Where one ledger's views are kept. Connects when it is first used.

    file: the file that the views are in, where they are in one.
    """

    errors: ClassVar[type[Exception]]
    marker: ClassVar[str]

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self._idle: deque[Any] = deque()

    @cached_property
    @abstractmethod
    def engine(self) -> sa.Engine:
        """The engine that views are written by. Its connections raise ViewsUnreadable."""

    @abstractmethod
    def connect(self) -> Any:
        """Return a new connection of the driver, which begins no transaction by itself."""

    @abstractmethod
    def begin(self, connection: Any) -> None:
        """Begin a transaction that sees one state of every view, and only reads."""

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Open one consistent look. Raises ViewsUnreadable."""
        connection = self._connection()
        reader = self.reader(connection)
        try:
            self._raising(self.begin, connection)
            yield reader
        finally:
            reader.over = True
            if reader.sound:
                self._put_back(connection)
            else:
                reader.close()

    def reader(self, connection: Any) -> Reader:
        """Return a look by a connection that is open, in whatever transaction it is."""
        return Reader(connection, self.errors, self.marker)

    def close(self) -> None:
        """Close every connection that is not in use."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()
        if "engine" in vars(self):
            self.engine.dispose()

    def _connection(self) -> Any:
        try:
            return self._idle.pop()
        except IndexError:
            return self._raising(self.connect)

    def _put_back(self, connection: Any) -> None:
        try:
            connection.rollback()
        except self.errors:
            connection.close()
        else:
            self._idle.append(connection)

    def _raising(self, work: Any, *args: object) -> Any:
        try:
            return work(*args)
        except self.errors as problem:
            raise views_problem(problem) from problem
