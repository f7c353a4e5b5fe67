"""Answers that cost much, worked out once however many ask for them at the same time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

KEPT_MAX = 128  # answers

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
