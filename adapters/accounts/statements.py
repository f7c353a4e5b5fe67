"""How statements are run on the tables that keep what must not be in the log, on either store."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar

PLAIN, SEALED, KEYS = "accounts", "sealed_accounts", "account_keys"


class PrivateStatements(ABC):
    """A connection to the private tables of one store, for each piece of work."""

    MARK: ClassVar[str]  # of a parameter of a statement
    SCHEMA: ClassVar[str]  # before the name of a table

    @property
    @abstractmethod
    def log(self) -> Path | None:
        """The log's file, where it is one."""

    @abstractmethod
    def may_read(self) -> bool:
        """Say whether what is kept is for us to read; so is what is not there."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Any]:
        """One transaction on tables that are made where they are missing."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Any]:
        """A connection to what is there; None where nothing is, or not for us to read."""

    @abstractmethod
    def _removing(self) -> AbstractContextManager[Any]:
        """A connection to what is there, to remove it; None where nothing is."""

    @abstractmethod
    def _has(self, table: Any, name: str) -> bool:
        """Say whether there is a table, and it is for us to read."""

    @abstractmethod
    def _overwrite(self) -> None:
        """Have no byte of what was removed stay in the file."""

    def _where(self, table: Any, query: str, column: str | None, values: list[str]) -> list[Any]:
        if column is not None:
            query += f" WHERE {column} IN ({', '.join('?' * len(values))})"
        rows: list[Any] = self._run(table, query, values)
        return rows

    def _run(self, table: Any, query: str, values: Iterable[object] = ()) -> Any:
        """Run a statement; return the rows it finds."""
        spelled = query.replace("{}", self.SCHEMA).replace("?", self.MARK)
        ran = table.execute(spelled, tuple(values))
        return ran.fetchall() if ran.description else []

    def _removed(self, column: str, value: str, names: tuple[str, ...]) -> list[str]:
        """Remove rows of tables; return the ids of the values among them."""
        ids: list[str] = []
        with self._removing() as table:
            for name in names if table is not None else ():
                if not self._has(table, name):
                    continue
                query = f"DELETE FROM {{}}{name} WHERE {column} = ? RETURNING "
                query += "NULL" if name == KEYS else "account_id"
                rows = self._run(table, query, (value,))
                ids += [] if name == KEYS else [known for (known,) in rows]
        if ids:
            self._overwrite()
        return ids
