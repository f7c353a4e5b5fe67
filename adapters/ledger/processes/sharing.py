"""One work on many parts, shared among processes: what it makes of each, in the parts' order.

A work is a function of its part and of nothing else that changes, so a part whose process was
killed is worked on again and comes out the same.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from adapters.ledger.processes.problems import packed, unpacked
from adapters.ledger.processes.starting import context, settle_in, uninterrupted
from domain.refusals import Refusal

Part = TypeVar("Part")
Result = TypeVar("Result")

TRIES_MAX = 3  # how often a part is begun whose process ends in the middle of it
END_SECONDS = 2  # a worker without a part that takes longer to end is killed
_READY, _DONE, _FAILED = range(3)  # what a worker says


def cores() -> int:
    """Return how many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):  # what this process may use, where the system says so
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def shared(
    work: Callable[[Part], Result],
    parts: Iterable[Part],
    *,
    workers: int | None = None,
    on_done: Callable[[int], None] | None = None,
    fresh: bool = False,
) -> Generator[Result, None, None]:
    """Yield what a work makes of each part, in the order of the parts.

    `work`, parts and results are sent between processes, so they can be pickled. A worker has one
    copy of `work` for all its parts: what it opens there it may keep. workers: how many; None for
    one a core. One worker, or one part, is this process. on_done: called with how many parts are
    done, in whatever order. fresh: workers are new interpreters, never forks; ask for it where this
    process has a SQLite file open that the work opens too, whose locks do not survive a fork.

    Begins when the first result is asked for. Closing the iterator ends the workers, as does an
    exception of the work, which is raised here. Raises Refusal `worker-lost` for a part whose
    worker ended three times.
    """
    every = list(parts)
    count = min(cores() if workers is None else workers, len(every))
    if count <= 1 or multiprocessing.current_process().daemon:  # a daemon may start none
        return _in_order(((number, work(part)) for number, part in enumerate(every)), on_done)
    return _in_order(_finished(work, every, count, fresh), on_done)


def _in_order(
    finished: Generator[tuple[int, Result], None, None], on_done: Callable[[int], None] | None
) -> Generator[Result, None, None]:
    kept: dict[int, Result] = {}
    following = 0
    with closing(finished):
        for done, (number, result) in enumerate(finished, start=1):
            if on_done is not None:
                on_done(done)
            kept[number] = result
            while following in kept:
                yield kept.pop(following)
                following += 1


def _finished(
    work: Callable[[Part], Result], parts: Sequence[Part], count: int, fresh: bool
) -> Generator[tuple[int, Result], None, None]:
    """Yield the number of each part and its result, as they come."""
    team: _Team[Part, Result] = _Team(work, parts, fresh)
    try:
        team.grow(count)
        while team.workers:
            for end in wait([worker.end for worker in team.workers]):
                yield from team.heard(next(each for each in team.workers if each.end is end))
            team.grow(count)
        for number in team.waiting:  # none could be started
            yield number, work(parts[number])
    finally:
        team.end()


@dataclass(slots=True, eq=False)
class _Worker:
    """A process that works; `part`: the number of the one it has, None while it has none."""

    end: Connection
    process: BaseProcess
    part: int | None = None
    is_ready: bool = False


class _Team(Generic[Part, Result]):
    """The workers at one work, and the parts that none has begun."""

    def __init__(self, work: Callable[[Part], Result], parts: Sequence[Part], fresh: bool) -> None:
        self.work, self.parts, self.fresh = work, parts, fresh
        self.waiting = deque(range(len(parts)))
        self.tries = [0] * len(parts)
        self.workers: list[_Worker] = []
        self.can_start = True

    def grow(self, count: int) -> None:
        """Start workers until there are so many, or one for each part that waits."""
        while self.can_start and self.waiting and len(self.workers) < count:
            how = multiprocessing.get_context("spawn") if self.fresh else context()
            others = [each.end for each in self.workers]
            self.workers.append(worker := _started(how, self.work, others))
            self._give(worker)

    def heard(self, worker: _Worker) -> Iterator[tuple[int, Result]]:
        """Take what a worker says, or that it has ended; yield the result, where it has one."""
        try:
            kind, said = worker.end.recv()
        except (EOFError, OSError):
            self._lost(worker)
            return
        if kind == _READY:
            worker.is_ready = True
        elif kind == _FAILED:
            raise unpacked(said)
        else:
            number, worker.part = worker.part, None
            assert number is not None, "a worker answers for the part that it has"
            self._give(worker)  # it goes on while the result is used
            yield number, said

    def end(self) -> None:
        """End every worker, whatever it is at."""
        while self.workers:
            self._gone(self.workers[0])

    def _give(self, worker: _Worker) -> None:
        if not self.waiting:
            self._gone(worker)
            return
        worker.part = self.waiting.popleft()
        with suppress(BrokenPipeError, ConnectionResetError):  # it has ended: `heard` notices
            worker.end.send(self.parts[worker.part])

    def _lost(self, worker: _Worker) -> None:
        """Let another worker begin the part of one that has ended."""
        number = worker.part
        self._gone(worker)
        assert number is not None, "a worker without a part is ended here"
        self.waiting.appendleft(number)
        if not worker.is_ready:
            # No process can be started, as where the program was fed on standard input.
            self.can_start = False
            return
        self.tries[number] += 1
        if self.tries[number] == TRIES_MAX:
            raise Refusal("worker-lost", part=number + 1, parts=len(self.parts), times=TRIES_MAX)

    def _gone(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.end.close()
        if worker.part is None:  # it ends by itself when it hears no more
            worker.process.join(END_SECONDS)
        worker.process.kill()
        worker.process.join()
        worker.process.close()


def _started(
    how: BaseContext, work: Callable[[Part], Result], others: Sequence[Connection]
) -> _Worker:
    """Start a worker. others: our ends to the other workers, which a fork would keep open."""
    here, there = how.Pipe()
    inherited = [here, *others] if how.get_start_method() == "fork" else []
    process: BaseProcess = how.Process(  # type: ignore[attr-defined]
        target=_serve, args=(work, there, inherited), daemon=True
    )
    with uninterrupted():
        process.start()
    there.close()
    return _Worker(here, process)


def _serve(
    work: Callable[[Part], Result], parent: Connection, others: Sequence[Connection]
) -> None:
    """Work on the parts that the parent sends until it closes its end."""
    for end in others:
        end.close()
    settle_in(by_line=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()  # what a fork inherited is not walked, so its pages stay shared
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        parent.send((_READY, None))
        while True:
            parent.send_bytes(_answer(work, parent.recv()))


def _end_with_parent() -> None:
    """End this process in the middle of a part when the one it works for has been killed."""
    whose = multiprocessing.parent_process()
    assert whose is not None, "a worker was started by another process"
    whose.join()
    os._exit(1)


def _answer(work: Callable[[Part], Result], part: Part) -> bytes:
    """Return what `recv` makes the kind of answer and the answer of."""
    try:
        return pickle.dumps((_DONE, work(part)))
    except Exception as problem:
        return pickle.dumps((_FAILED, _problem(problem)))


def _problem(problem: Exception) -> bytes:
    """Return an exception for the parent to raise, with where it was raised here."""
    where = "".join(traceback.format_exception(problem))
    with suppress(AttributeError):  # some kinds are frozen
        problem.add_note(f"In a worker:\n{where}")
    try:
        pickle.loads(message := packed(problem))
    except Exception:  # any class may define how it is pickled
        return packed(RuntimeError(where))
    return message
