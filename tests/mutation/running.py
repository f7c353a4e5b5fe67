"""Tests in a process of their own: forked from one that has imported what never changes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import hypothesis
import pytest

from tests.mutation.rooms import BESIDE, ROOT, WINGS

AT_LEAST, TIMES = 5.0, 2  # seconds of a test's work, and how many times what its module took
ALL = "*"  # a line that every test may depend on
NOT_COPIED = shutil.ignore_patterns("__pycache__", ".hypothesis", "*.mo.tmp")


def copied(tree: Path) -> None:
    """Put the product and its tests into a folder."""
    for name in WINGS:
        shutil.copytree(ROOT / name, tree / name, ignore=NOT_COPIED)
    for name in BESIDE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, tree / name)


@contextmanager
def started(tree: Path, tests: Sequence[str], plugin: object) -> Iterator[int]:
    """Run tests of a tree in another process; give its number. It ends with pytest's exit code."""
    child = os.fork()
    if child == 0:
        _run(tree, tests, plugin)
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)


def _run(tree: Path, tests: Sequence[str], plugin: object) -> None:
    """Never returns: what this process holds of its parent is left behind."""
    os.setsid()
    ended = 70
    try:
        with (tree / "output.txt").open("wb") as output:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
        os.chdir(tree)
        os.environ["PYTHONPATH"] = str(tree)
        for name in [name for name in sys.modules if name.split(".")[0] in WINGS]:
            del sys.modules[name]
        sys.path[:] = [str(tree), *(path for path in sys.path if Path(path or ".") != ROOT)]
        sys.dont_write_bytecode = not isinstance(plugin, Tracing)
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile(
            "mutation",
            database=None,
            derandomize=True,
            phases=phases,
            deadline=None,
            max_examples=25,
        )
        hypothesis.settings.load_profile("mutation")
        options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--tb=no", "--no-header"]
        ended = pytest.main([*options, f"--basetemp={tree / 'temporary'}", *tests], [plugin])
    finally:
        sys.stdout.flush()
        os._exit(int(ended))


class Tracing:
    """A plugin of pytest: which tests pass over which lines, and how long each takes."""

    def __init__(self, tree: Path, paths: Sequence[str], report: Path) -> None:
        self._names = {str(tree / path): path for path in paths}
        self._report = report
        self._test = ALL
        self._lines: dict[tuple[str, int], set[str]] = defaultdict(set)
        self._seconds: dict[str, float] = {}

    def _trace(self, frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any] | None:
        name = self._names.get(frame.f_code.co_filename)
        if name is None:
            return None

        def line(frame: FrameType, event: str, _argument: Any) -> Any:
            if event == "line":
                self._lines[(name, frame.f_lineno)].add(self._test)
            return line

        return line

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self) -> None:
        """Before the first module of the tree is imported: what runs as it is counts as well."""
        threading.settrace(self._trace)
        sys.settrace(self._trace)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._test, began = item.nodeid, time.monotonic()
        sys.settrace(self._trace)
        result = yield
        self._seconds[item.nodeid], self._test = time.monotonic() - began, ALL
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """What a fixture does for several tests counts for each of them."""
        kept = self._test
        if fixturedef.scope != "function":
            self._test = ALL if fixturedef.scope == "session" else kept.split("::")[0]
        result = yield
        self._test = kept
        return result

    def pytest_sessionfinish(self) -> None:
        sys.settrace(None)
        wings = {name for name in sys.modules if name.split(".")[0] in WINGS}
        report = {
            "seconds": self._seconds,
            "lines": [[*place, sorted(tests)] for place, tests in self._lines.items()],
            "imported": sorted(set(sys.modules) - wings),
        }
        self._report.write_text(json.dumps(report), encoding="utf-8")


class Limit:
    """A plugin of pytest: the process ends where a test takes much longer than its module took."""

    def __init__(self, seconds: Mapping[str, float]) -> None:
        self._of_module = defaultdict[str, float](float)
        for test, taken in seconds.items():
            self._of_module[test.split("::")[0]] += taken

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        module = item.nodeid.split("::")[0]
        signal.setitimer(signal.ITIMER_PROF, AT_LEAST + TIMES * self._of_module[module])
        return (yield)


class Guards:
    """The tests that guard each line of a room, the quickest first."""

    def __init__(self, tree: Path, paths: Sequence[str], tests: Sequence[str]) -> None:
        """Runs the tests once as the tree stands; raises RuntimeError where one fails."""
        report = tree / "guards.json"
        with started(tree, tests, Tracing(tree, paths, report)) as child:
            _, status = os.waitpid(child, 0)
        if status != 0:
            raise RuntimeError((tree / "output.txt").read_text(encoding="utf-8"))
        known = json.loads(report.read_text(encoding="utf-8"))
        self._seconds: dict[str, float] = known["seconds"]
        self._lines = {(path, line): set(of) for path, line, of in known["lines"]}
        for name in known["imported"]:
            with suppress(Exception):
                import_module(name)

    def of(self, path: str, statement: tuple[int, int] | None) -> list[str]:
        """Return the tests that pass over a statement; all where every test may."""
        first, last = statement or (0, 0)
        passing = set[str]().union(
            *(self._lines.get((path, n), ()) for n in range(first, last + 1))
        )
        every = statement is None or ALL in passing
        chosen = [test for test in self._seconds if every or {test, test.split("::")[0]} & passing]
        return sorted(chosen, key=self._seconds.__getitem__)

    def limit(self) -> Limit:
        return Limit(self._seconds)

    def seconds(self, tests: Sequence[str]) -> float:
        return sum(self._seconds[test] for test in tests)
