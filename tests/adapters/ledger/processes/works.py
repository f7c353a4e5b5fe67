"""Works that tests share among processes; a new interpreter loads them soon."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from adapters.ledger.processes.sharing import shared
from domain.refusals import Refusal


def twice(number: int) -> tuple[int, int]:
    return 2 * number, os.getpid()


@dataclass
class Killing:
    """A work that kills its own process, -9, the first times it is at one of its parts."""

    folder: Path
    at: int
    times: int

    def __call__(self, number: int) -> int:
        begun = self.folder / f"{number}-{len(list(self.folder.glob(f'{number}-*')))}"
        begun.touch()
        if number == self.at and not begun.name.endswith(f"-{self.times}"):
            os.kill(os.getpid(), signal.SIGKILL)
        return 2 * number


@dataclass
class Counting:
    """A work that knows how often this copy of it was called."""

    calls: list[int] = field(default_factory=list)

    def __call__(self, number: int) -> tuple[int, int]:
        self.calls.append(number)
        return os.getpid(), len(self.calls)


def refusing(number: int) -> int:
    if number == 3:
        raise Refusal("no-policy", year=number) from ValueError("the cause")
    return number


class Local(Exception):  # noqa: N818
    """Cannot be made again of what it holds."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"{first} of {second}")


def failing(number: int) -> int:
    raise Local(number, 5)


def unsendable(number: int) -> object:
    return threading.Lock() if number == 2 else number


@dataclass
class Waiting:
    """A work that goes on for ever, and says where."""

    folder: Path

    def __call__(self, number: int) -> int:
        (self.folder / f"{number}-{os.getpid()}").touch()
        while number:
            time.sleep(0.01)
        return number


@dataclass
class Slow:
    """A work that takes a while, and says which process is at it."""

    folder: Path

    def __call__(self, number: int) -> int:
        (self.folder / f"{number}-{os.getpid()}").touch()
        time.sleep(0.05)
        return 2 * number


def slow_first(number: int) -> int:
    time.sleep(0.3 if number == 0 else 0)
    return number


def nested(number: int) -> list[tuple[int, int]]:
    return list(shared(twice, range(3), workers=2))
