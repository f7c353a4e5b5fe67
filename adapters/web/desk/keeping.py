"""Answers that cost much, worked out once however many ask for them at the same time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from adapters.ledger.asking.overviews import FIRST
from adapters.ledger.look import Look
from adapters.ledger.snapshot import Snapshot
from adapters.wording.translation import language
from projections.claims.figures.fullness import Fullness
from projections.claims.figures.overview import Overview
from projections.claims.figures.pages import ClaimsPage, Turn
from projections.claims.foreseen import Queue
from projections.claims.listing import EVERY, Wanted
from projections.claims.register import Totals

KEPT_MAX = 128  # answers
OF_NOW_MAX = 32  # answers of whole pages, which what is recorded next makes old

Answer = TypeVar("Answer")


class Keeping:
    """The answers asked for last. For any number of threads."""

    def __init__(self, kept_max: int = KEPT_MAX) -> None:
        self._kept_max = kept_max
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def kept(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return what is kept under a key, made by the first who asks; the others wait for it.

        What `make` raises is raised to all who wait, and is not kept.
        """
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            else:
                mine = self._answers[key] = Future[Answer]()
                while len(self._answers) > self._kept_max:
                    self._answers.popitem(last=False)
        if answer is not None:
            known: Answer = answer.result()
            return known
        try:
            mine.set_result(make())
        except BaseException as problem:
            with self._lock:
                if self._answers.get(key) is mine:
                    del self._answers[key]
            mine.set_exception(problem)
        return mine.result()

    def forget(self) -> None:
        """Keep nothing of what was worked out, or begun, before."""
        with self._lock:
            self._answers.clear()


class DeskLook(Look):
    """A look whose answers about many claims are kept: until something is recorded, they stand.

    kept: the answers of looks at now, by all that they were asked with.
    """

    def __init__(self, snapshot: Snapshot, kept: Keeping) -> None:
        super().__init__(snapshot)
        self._kept = kept

    def overview(self, year: int, on: date | None = None, policy: str | None = None) -> Overview:
        day = self.day if on is None else on
        return self._once(
            ("overview", year, day, policy), lambda: Look.overview(self, year, day, policy)
        )

    def fullness(self, year: int, policy: str | None = None) -> Fullness:
        return self._once(("fullness", year, policy), lambda: Look.fullness(self, year, policy))

    def claims_page(self, wanted: Wanted = EVERY, turn: Turn = FIRST) -> ClaimsPage:
        return self._once(
            ("claims", wanted, turn, self.day), lambda: Look.claims_page(self, wanted, turn)
        )

    def queue(
        self,
        limit: int,
        after: int | None = None,
        policy: str | None = None,
        kind: str | None = None,
        officer: str | None = None,
    ) -> Queue:
        return self._once(
            ("queue", limit, after, policy, kind, officer),
            lambda: Look.queue(self, limit, after, policy, kind, officer),
        )

    def totals(
        self, year: int | None, by: str, policy: str | None = None, *, retroactive: bool = False
    ) -> Totals:
        return self._once(
            ("totals", year, by, policy, retroactive),
            lambda: Look.totals(self, year, by, policy, retroactive=retroactive),
        )

    def _once(self, asked: Hashable, make: Callable[[], Answer]) -> Answer:
        if self.snapshot.at is not None:  # an earlier position: asked by few
            return make()
        return self._kept.kept((self.position, language(), asked), make)
