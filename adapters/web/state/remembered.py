"""What was read of the web's own tables, good until anything is committed to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from adapters.web.state.database import WebDatabase

Kept = TypeVar("Kept")


class Remembered(Generic[Kept]):
    """Values that were read, by a key, each used as long as no process has committed since.

    For any number of threads. Nothing is remembered on PostgreSQL, which has no such mark.
    """

    def __init__(self, database: WebDatabase) -> None:
        self._database = database
        self._kept: tuple[int | None, dict[bytes, Kept]] = None, {}

    def mark(self) -> int | None:
        """Return a mark to keep what is read from now on under."""
        return self._database.commits()

    def keep(self, mark: int | None, key: bytes, value: Kept) -> None:
        """Keep what was read after a mark was taken."""
        kept = self._kept
        if kept[0] != mark:
            kept = self._kept = mark, {}
        if mark is not None:
            kept[1][key] = value

    def get(self, key: bytes) -> Kept | None:
        """Return a value that nothing was committed after; else None. Waits for nobody."""
        mark, values = self._kept
        value = values.get(key)
        return value if value is not None and mark == self._database.commits() else None
