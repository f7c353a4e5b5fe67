"""Answers that cost much: few are worked out at a time, and each once however many ask for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from datetime import date
from threading import BoundedSemaphore, Lock, local
from typing import Any, TypeVar

from adapters.ledger.asking.claims import ALL
from adapters.ledger.asking.overviews import FIRST
from adapters.ledger.look import Look
from adapters.ledger.snapshot import Snapshot
from adapters.wording.translation import language
from domain.refusals import Refusal
from projections.claims.figures.fullness import Fullness
from projections.claims.figures.overview import Overview
from projections.claims.figures.pages import ClaimsPage, Turn
from projections.claims.foreseen import EVERY as ANY
from projections.claims.foreseen import Queue, Sought
from projections.claims.listing import EVERY, Wanted
from projections.claims.register import Totals

KEPT_MAX = 128  # answers
OF_NOW_MAX = 64  # answers as of the last position
TURN_SECONDS = 10.0  # for a place among the costly questions
WAITING_MAX = 8  # questions that wait for one: each has a thread of those that answer

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


class OfNow:
    """The answers of looks at now. What is recorded next makes them old, and they go.

    Some are as long as all that was ever paid: kept by position, they would be many times that.
    """

    def __init__(self, kept_max: int = OF_NOW_MAX) -> None:
        self._keeping = Keeping(kept_max)
        self._lock = Lock()
        self._position = 0  # the last that was asked of

    def kept(self, position: int, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the answer of a position as `Keeping` does; of an earlier one it is made."""
        with self._lock:
            if position > self._position:
                self._position = position
                self.forget()
            is_last = position == self._position
        return self._keeping.kept((position, key), make) if is_last else make()

    def forget(self) -> None:
        """Keep nothing of what was worked out, or begun, before."""
        self._keeping.forget()


class DeskLook(Look):
    """A look whose answers about many claims are kept: until something is recorded, they stand.

    of_now: the answers of looks at now, by all that they were asked with. of_then: of pages as of
    an earlier position.
    """

    def __init__(self, snapshot: Snapshot, of_now: OfNow, of_then: Keeping) -> None:
        super().__init__(snapshot)
        self._of_now, self._of_then = of_now, of_then

    def kept(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return what a page needs of this look, worked out once for all who ask for the page.

        key: all that it depends on but for the position.
        """
        if self.snapshot.at is None:
            return self._of_now.kept(self.position, key, make)
        return self._of_then.kept((key, self.position), make)

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
        sought: Sought = ANY,
    ) -> Queue:
        if limit == ALL:  # a file of every claim that waits: too long to be kept
            self.snapshot.everything()
            return Look.queue(self, limit, after, policy, kind, sought)
        return self._once(
            ("queue", limit, after, policy, kind, sought),
            lambda: Look.queue(self, limit, after, policy, kind, sought),
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
        return self._of_now.kept(self.position, (language(), asked), make)


class NoPlace(Refusal):
    """As many costly questions as may are answered now; one may soon be over."""

    def __init__(self) -> None:
        super().__init__("too-busy")


class Places:
    """The places of those few questions that read every enterprise at the same time.

    seconds: how long a question waits for one that is in its turn.
    """

    def __init__(self, most: int, seconds: float = TURN_SECONDS) -> None:
        self._left, self._turns = BoundedSemaphore(most), BoundedSemaphore(WAITING_MAX)
        self._seconds = seconds
        self._mine = local()  # whether a thread has one

    def in_turn(self, ask: Callable[[], Answer]) -> Answer:
        """Return what is asked, again once there is a place where there was none.

        Who waits holds no store, which short questions need; who waited for a store in vain is not
        asked again, and takes no place meanwhile. ask: records nothing. Raises Refusal `too-busy`
        where too many wait, and where none is free in time.
        """
        try:
            return ask()
        except NoPlace:
            if not self._turns.acquire(blocking=False):
                raise
        with ExitStack() as kept:
            try:
                kept.enter_context(self.place(self._seconds))
            finally:
                self._turns.release()
            return ask()

    @contextmanager
    def place(self, seconds: float = 0) -> Iterator[None]:
        """Keep a place; a thread that has one needs no other. Raises NoPlace.

        seconds: to wait for one.
        """
        if getattr(self._mine, "taken", False):
            yield
            return
        if not self._left.acquire(timeout=seconds):
            raise NoPlace
        self._mine.taken = True
        try:
            yield
        finally:
            self._mine.taken = False
            self._left.release()

    @contextmanager
    def once(self) -> Iterator[Callable[[], None]]:
        """Give what takes a place when it is first called, which is kept until the block ends."""
        with ExitStack() as kept:
            taken: list[None] = []

            def take() -> None:
                if not taken:
                    kept.enter_context(self.place())
                    taken.append(None)

            yield take
