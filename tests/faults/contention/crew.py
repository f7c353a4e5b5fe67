"""The processes that fight: long-lived, each with a store of its own, killed and started again."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from random import Random
from typing import Self

from tests.faults.contention.asking import Answer
from tests.faults.contention.work import Say, work

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["scripts.subsidy", "tests.faults.contention.work"])
AHEAD_SECONDS = 0.01  # from the last deal to the common start
SOON_SECONDS = 0.08  # within which a worker is killed at work
PATIENCE_SECONDS = 120

Answers = dict[int, Answer]


@dataclass(slots=True)
class Worker:
    """One process and our end of the line to it; what it still owes an answer to."""

    line: Connection
    process: BaseProcess
    owed: deque[Say] = field(default_factory=deque)


@dataclass(slots=True)
class Crew:
    """Processes at one store. killed: how many were killed at rest; at_work: in mid-request."""

    address: str
    size: int
    workers: list[Worker] = field(default_factory=list)
    killed: int = 0
    at_work: int = 0

    def __enter__(self) -> Self:
        self.workers = self._started(range(self.size))
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.line.close()
        for worker in self.workers:
            worker.process.join(PATIENCE_SECONDS)

    def say(self, hands: Sequence[Sequence[Say]], killer: Random | None = None) -> Answers:
        """Have every worker say its hand, all from one moment; return the answers by number.

        killer: draws who is killed at work, and when; its successor says again what was not
        answered.
        """
        start = time.monotonic() + AHEAD_SECONDS
        for worker, hand in zip(self.workers, hands, strict=True):
            _deal(worker, hand, start)
        answers: Answers = {}
        if killer is not None:
            victim = killer.randrange(self.size)
            time.sleep(AHEAD_SECONDS + killer.uniform(0, SOON_SECONDS))
            answers |= self._killed_at_work(victim)
        for worker in self.workers:
            answers |= _heard(worker)
        return answers

    def restart(self, numbers: Iterable[int]) -> None:
        """Kill workers at rest and start others in their place."""
        chosen = list(numbers)
        for number in chosen:
            _kill(self.workers[number])
        self.killed += len(chosen)
        for number, worker in zip(chosen, self._started(chosen), strict=True):
            self.workers[number] = worker

    def _killed_at_work(self, number: int) -> Answers:
        worker = self.workers[number]
        _kill(worker)
        answers = _left_behind(worker)
        again = list(worker.owed)
        self.at_work += bool(again)
        (self.workers[number],) = self._started([number])
        _deal(self.workers[number], again, time.monotonic())
        return answers

    def _started(self, numbers: Iterable[int]) -> list[Worker]:
        started = []
        for number in numbers:
            here, there = CONTEXT.Pipe()
            running = CONTEXT.Process(target=work, args=(self.address, f"desk-{number}", there))
            running.start()
            there.close()
            started.append(Worker(here, running))
        for worker in started:
            assert worker.line.poll(PATIENCE_SECONDS), "a worker does not start"
            assert worker.line.recv() == "ready"
        return started


def _deal(worker: Worker, hand: Sequence[Say], start: float) -> None:
    if hand:
        worker.owed.extend(hand)
        worker.line.send((start, list(hand)))


def _heard(worker: Worker) -> Answers:
    answers: Answers = {}
    while worker.owed:
        assert worker.line.poll(PATIENCE_SECONDS), f"no answer to {worker.owed[0]}"
        number, answer = worker.line.recv()
        assert number == worker.owed.popleft().number
        answers[number] = answer
    return answers


def _left_behind(worker: Worker) -> Answers:
    """Return what a killed worker answered before it ended."""
    answers: Answers = {}
    try:
        while worker.owed and worker.line.poll():
            number, answer = worker.line.recv()
            worker.owed.popleft()
            answers[number] = answer
    except (EOFError, OSError):
        pass  # ended in the middle of an answer
    worker.line.close()
    return answers


def _kill(worker: Worker) -> None:
    worker.process.kill()
    worker.process.join(PATIENCE_SECONDS)
