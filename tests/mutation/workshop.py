"""Mutants tried one by one, several at a time, each in a copy of the tree."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.operators import Mutant
from tests.mutation.running import Guards, started

PAUSE = 0.005  # seconds between two looks at what runs
AT_LEAST, TIMES = 60.0, 20  # seconds that tests may take, and how many times what they took before


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant and how it ended: `killed`, `timeout`, `survived`, or `not reached` by any test."""

    mutant: Mutant
    end: str
    seconds: float

    @property
    def is_killed(self) -> bool:
        return self.end in ("killed", "timeout")


class Bench:
    """A place where one mutant is tried at a time."""

    def __init__(self, tree: Path, guards: Guards) -> None:
        self._tree = tree
        self._guards = guards
        self._under_way: tuple[Mutant, ExitStack, int, float, float] | None = None

    @property
    def is_free(self) -> bool:
        return self._under_way is None

    def start(self, mutant: Mutant, tests: Sequence[str]) -> None:
        target = self._tree / mutant.path
        source, state = target.read_text(encoding="utf-8"), target.stat()
        target.write_text(mutant.applied(source), encoding="utf-8")
        running = ExitStack()

        def restored() -> None:
            target.write_text(source, encoding="utf-8")
            os.utime(target, ns=(state.st_atime_ns, state.st_mtime_ns))

        running.callback(restored)
        child = running.enter_context(started(self._tree, tests, self._guards.limit()))
        allowed = AT_LEAST + TIMES * self._guards.seconds(tests)
        self._under_way = mutant, running, child, time.monotonic(), allowed

    def ended(self) -> Tried | None:
        """Return how the mutant ended; None while its tests run."""
        assert self._under_way is not None
        mutant, running, child, began, allowed = self._under_way
        seconds = time.monotonic() - began
        if seconds > allowed:
            end = "timeout"
        else:
            done, status = os.waitpid(child, os.WNOHANG)
            if not done:
                return None
            end = "survived" if status == 0 else "killed"
        running.close()
        if end == "timeout":
            os.waitpid(child, 0)
        self._under_way = None
        return Tried(mutant, end, seconds)


def tried(
    mutants: Sequence[Mutant],
    guards: Guards,
    trees: Sequence[Path],
    every_test: bool,
    progress: Callable[[Tried], None],
) -> Iterator[Tried]:
    """Yield how each mutant ended. every_test: what survives the tests of its line meets all."""
    benches = [Bench(tree, guards) for tree in trees]
    waiting = [(mutant, False) for mutant in reversed(mutants)]
    second: set[Mutant] = set()
    while waiting or not all(bench.is_free for bench in benches):
        for bench in benches:
            if not bench.is_free:
                result = bench.ended()
                if result is None:
                    continue
                if result.end == "survived" and every_test and result.mutant not in second:
                    second.add(result.mutant)
                    waiting.append((result.mutant, True))
                else:
                    progress(result)
                    yield result
            if bench.is_free and waiting:
                mutant, whole = waiting.pop()
                tests = guards.of(mutant.path, None if whole else mutant.statement)
                if tests:
                    bench.start(mutant, tests)
                elif every_test:
                    second.add(mutant)
                    waiting.append((mutant, True))
                else:
                    yield Tried(mutant, "not reached", 0.0)
        time.sleep(PAUSE)
