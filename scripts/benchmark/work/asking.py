"""Questions asked in a process that is there: now, and as of random positions of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

from adapters.ledger import store
from adapters.views import queries
from scripts.benchmark.ledgers import Ledger
from scripts.benchmark.measuring import Figure, measured
from scripts.benchmark.taking import here

ASKED = 20
YEAR = 2022


def questions(ledger: Ledger, runs: int) -> Iterator[Figure]:
    """Ask what the busiest enterprise has left, and totals of everything; ASKED times each."""
    uscc = ledger.busiest()
    with store.reading(ledger.place) as opened, opened.views.reading() as connection:
        book, head = opened.handler.book(), opened.handler.position()
        for when in ("now", "at a random position"):
            chance = Random(YEAR)

            def positions(when: str = when, chance: Random = chance) -> Iterator[int | None]:
                for _ in range(ASKED):
                    yield None if when == "now" else chance.randrange(1, head)

            def remaining(at: int | None) -> Any:
                return queries.remaining(connection, book, at or head, uscc, YEAR, at)

            def totals(at: int | None) -> Any:
                return queries.totals_by(connection, at or head, None, "measure", at)

            asked: dict[str, Callable[[int | None], Any]] = {
                "remaining": remaining,
                "totals": totals,
            }
            for name, ask in asked.items():
                each = partial(_each, ask, positions)
                raw = "the rows read", ledger.raw_scanned
                work = f"{name} in a process, {when}"
                of = ("question", ASKED)
                yield measured(ledger, runs, work, of, partial(here, each, ledger.clock), raw)


def _each(ask: Callable[[int | None], Any], positions: Callable[[], Iterator[int | None]]) -> None:
    for at in positions():
        ask(at)
