"""Commands of many callers, recorded in the order they came in, several in one durable commit.

One thread owns the ledger to write to. While the disk takes one commit, what comes in gathers for
the next, so that many callers do not wait for a commit each.
"""

from __future__ import annotations

import math
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from threading import Condition, Thread
from typing import NamedTuple, Self

from adapters.ledger import store as stores
from adapters.ledger.handling.clock import must_be_right
from adapters.ledger.handling.units import Author, Outcome
from adapters.ledger.processes.runs import Command, carry_out_run, goes_together
from adapters.ledger.store import Store
from adapters.log.codec import decode
from adapters.log.entries import Row
from adapters.log.problems import EventRefused, LogForbidden, LogUnreadable
from adapters.stores.opening import BROKEN, location_of, refusal_of
from domain.commands.enterprise import AgainCommand, NameAccount, SubmitClaim
from domain.events.log import Recorded
from domain.identity import skeleton
from domain.refusals import Refusal

Decode = Callable[[int, Row], Recorded]

WAITING_MAX = 1_000  # commands not begun
TOGETHER_MAX = 64  # commands in one commit
GATHERING_SECONDS = 0.000_1  # where several callers are at work, before their commands are taken
CLOCK_CHECKED_SECONDS = 60


class Entry(NamedTuple):
    """A command that waits for its turn, whose it is, and where its answer goes.

    raises: whether its refusal is an exception of the answer, and not a part of the outcome.
    """

    command: Command
    author: Author
    answer: Future[Outcome]
    raises: bool


class Docket:
    """Writes to one ledger for any number of threads. A context manager: closing answers all.

    Each command is answered as `Ledger.carry_out` would answer it in its turn, once that is
    durable: an outcome, or the refusal as an exception of the answer. A cancelled answer that has
    not begun is not carried out. decode: returns what a row of the log says, as `decode` does.
    """

    def __init__(
        self, address: str, *, waiting_max: int = WAITING_MAX, decode: Decode = decode
    ) -> None:
        self._place = location_of(address)
        self._address = address
        self._waiting_max, self._decode = waiting_max, decode
        self._waiting: deque[Entry] = deque()
        self._changed = Condition()
        self._closed = False
        self._several = False  # whether the last commit was of more than one
        self._opened = ExitStack()
        self._store: Store | None = None
        self._clock_checked = -math.inf
        self._thread = Thread(target=self._work, name="docket", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def hand_in(self, command: Command, author: Author) -> Future[Outcome]:
        """Have a command carried out in its turn.

        Raises Refusal `docket-full`, `docket-closed`; then it is not going to be.
        """
        (answer,) = self._hand_in([command], author, raises=True)
        return answer

    def hand_in_all(self, commands: Sequence[Command], author: Author) -> list[Future[Outcome]]:
        """Have commands carried out one after another, none that is handed in later between them.

        A refused command is answered by an outcome that has its refusal; what is raised is of the
        store. Raises Refusal as `hand_in` does; then none of them is taken.
        """
        return self._hand_in(commands, author, raises=False)

    def _hand_in(
        self, commands: Sequence[Command], author: Author, *, raises: bool
    ) -> list[Future[Outcome]]:
        named = any(isinstance(command, NameAccount) for command in commands)
        assert not named, "an account is named by PayInto, which keeps its value too"
        entries = [Entry(command, author, Future(), raises) for command in commands]
        with self._changed:
            if self._closed:
                raise Refusal("docket-closed")
            if len(self._waiting) + len(entries) > self._waiting_max:
                raise Refusal("docket-full", waiting=len(self._waiting))
            self._waiting.extend(entries)
            self._changed.notify()
        return [entry.answer for entry in entries]

    def close(self) -> None:
        """Take nothing more, answer what waits, and close the ledger."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while entries := self._next():
            taken = [entry for entry in entries if _begins(entry)]
            try:
                for run in _runs(taken):
                    self._carry_out(run)
            except BaseException as bug:  # who waits is answered, whatever happens here
                for entry in taken:
                    if not entry.answer.done():
                        entry.answer.set_exception(bug)
        self._close_store()

    def _next(self) -> list[Entry]:
        """Wait for commands and take them; none once the docket is closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
        if self._several and not self._closed:
            time.sleep(GATHERING_SECONDS)  # those answered just now may have more
        with self._changed:
            count = min(len(self._waiting), TOGETHER_MAX)
            entries = [self._waiting.popleft() for _ in range(count)]
        self._several = count > 1
        return entries

    def _carry_out(self, run: Sequence[Entry]) -> None:
        """Carry out what one transaction records, and answer each once that is durable.

        What fails for one alone, be it a bug, fails for that one: each is then carried out by
        itself. Where the store fails nothing was recorded, and all are answered so.
        """
        try:
            outcomes = self._recorded(run)
        except BaseException as problem:
            failed = _is_of_store(problem)
            if failed:
                self._close_store()  # to be opened again
            elif len(run) > 1:
                for entry in run:
                    self._carry_out([entry])
                return
            for entry in run:
                entry.answer.set_exception(self._named(problem))
            return
        for entry, outcome in zip(run, outcomes, strict=True):
            if outcome.refusal is None or not entry.raises:
                entry.answer.set_result(outcome)
            else:
                entry.answer.set_exception(outcome.refusal)

    def _recorded(self, run: Sequence[Entry]) -> list[Outcome]:
        commands, authors = [each.command for each in run], [each.author for each in run]
        author, checked = authors[0], time.monotonic()
        if self._store is None:
            opened = ExitStack()
            self._store = opened.enter_context(stores.writing(self._address, author))
            self._store.handler.decode = self._decode
            self._opened = opened
        elif checked - self._clock_checked > CLOCK_CHECKED_SECONDS:
            must_be_right(self._store.handler.recorder, author)
        else:
            checked = self._clock_checked
        # Who says that the clock is right says so of what they hand in themselves.
        self._clock_checked = -math.inf if author.clock_is_right else checked
        return carry_out_run(self._store, commands, authors)

    def _named(self, problem: BaseException) -> BaseException:
        """Return the refusal of a store that does not serve; of anything else, what it is."""
        if isinstance(problem, BROKEN):
            return refusal_of(self._place, problem)
        return problem

    def _close_store(self) -> None:
        self._store = None
        with suppress(Refusal, *BROKEN):  # the next reader brings the views on, or says why
            self._opened.close()


def _is_of_store(problem: BaseException) -> bool:
    """Say whether the store failed, and not what was asked of it: a full disk, a server away."""
    of_one = isinstance(problem, EventRefused | LogForbidden)
    return isinstance(problem, sqlite3.Error | LogUnreadable) and not of_one


def _begins(entry: Entry) -> bool:
    """Say whether a command is still wanted; from now on it cannot be cancelled."""
    return entry.answer.set_running_or_notify_cancel()


def _runs(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Yield what one transaction records.

    A claim is submitted in another than what else names it: whose it is, is asked of the log. What
    decides claims again may be a transaction of its own.
    """
    run: list[Entry] = []
    submitted: dict[str, bool] = {}  # of each claim number in the run, whether it is submitted
    for entry in entries:
        command = entry.command
        named, submits = getattr(command, "claim_no", None), isinstance(command, SubmitClaim)
        if not isinstance(named, str):
            named = None  # it names no claim, or is a bug, which is answered to that one
        if run and (
            _kind(entry) != _kind(run[0])
            or not goes_together(command)
            or (named is not None and submitted.get(skeleton(named), submits) is not submits)
        ):
            yield run
            run, submitted = [], {}
        run.append(entry)
        if named is not None:
            submitted[skeleton(named)] = submits
    if run:
        yield run


def _kind(entry: Entry) -> tuple[bool, bool, bool]:
    command, vouched = entry.command, entry.author.clock_is_right
    return goes_together(command), isinstance(command, AgainCommand), vouched
