"""What a server holds, minute by minute: memory, descriptors, threads, and rows it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil
import sqlalchemy as sa

from adapters.web.desk.spool import Spool
from adapters.web.state.database import WebDatabase, metadata
from tests.support.stores import address

MB = 1_000_000


class Held(NamedTuple):
    """What was held at a minute. seconds: of CPU, used so far by the server and its children."""

    minute: float
    events: int
    rss_mb: float
    descriptors: int
    threads: int
    processes: int
    seconds: float
    spooled: int
    rows: dict[str, int]


class Holding:
    """Measures one server and what lies beside its ledger."""

    def __init__(self, store: Path, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._database = WebDatabase(address(store))
        self._spool = Spool(self._database.location).folder

    def close(self) -> None:
        self._database.close()

    def measured(self, minute: float, events: int) -> Held:
        with self._process.oneshot():
            used = self._process.cpu_times()
            return Held(
                minute=minute,
                events=events,
                rss_mb=self._process.memory_info().rss / MB,
                descriptors=self._process.num_fds(),
                threads=self._process.num_threads(),
                processes=len(self._process.children(recursive=True)),
                seconds=used.user + used.system + used.children_user + used.children_system,
                spooled=len([*self._spool.glob("*")]),
                rows=self._rows(),
            )

    def _rows(self) -> dict[str, int]:
        with self._database.reading() as connection:
            return {
                name.removeprefix("web_"): int(
                    connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                )
                for name, table in metadata.tables.items()
            }


def slope(pairs: Sequence[tuple[float, float]]) -> float:
    """Return by how much the second grows as the first grows by one, by least squares."""
    number = len(pairs)
    if number < 2:
        return 0.0
    mean_x, mean_y = (sum(values) / number for values in zip(*pairs, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _y in pairs)
    return sum((x - mean_x) * (y - mean_y) for x, y in pairs) / spread if spread else 0.0
