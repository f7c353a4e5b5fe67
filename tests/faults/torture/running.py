"""Commands in processes of their own that can be killed, whole or in part."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from tests.support.command import ROOT, Ran
from tests.support.postgres_server import alive

SECONDS_MAX = 120
LOOK_SECONDS = 0.002

Prepare = Callable[[], None]


class Running:
    """A command under way, with the processes it starts: one group.

    by: the program that runs it. prepare: done in its process before. beside: a shell's words, run
    in its group until it ends.
    """

    def __init__(
        self,
        words: Sequence[str | Path],
        *,
        by: Sequence[str | Path] = (),
        prepare: Prepare | None = None,
        beside: str | None = None,
    ) -> None:
        self.started = time.monotonic()
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [*by, sys.executable, "-m", "scripts.subsidy", *map(str, words)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=prepare,
            process_group=0,
        )
        self.family: list[psutil.Process] = []
        self.beside = beside and subprocess.Popen(
            ["sh", "-c", beside],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=self.process.pid,
        )

    def wait(self, moment: float) -> None:
        """Sleep until so many seconds after its start."""
        time.sleep(max(0.0, self.started + moment - time.monotonic()))

    def kill_all(self) -> bool:
        """SIGKILL the command and all that it started; False where it was over."""
        going = self.process.poll() is None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        return going

    def kill_parent(self) -> bool:
        """SIGKILL the command itself; those it started have to find out."""
        self.family = self._children()
        going = self.process.poll() is None
        self.process.kill()
        return going

    def kill_child(self, which: int) -> bool:
        """SIGKILL one of those it started, in the order they were; False where it had none."""
        while self.process.poll() is None:
            children = self._children()
            if len(children) > which and alive(children[which]):
                self.family = [child for at, child in enumerate(children) if at != which]
                with suppress(psutil.NoSuchProcess):
                    children[which].kill()
                return True
            time.sleep(LOOK_SECONDS)
        return False

    def ended(self) -> Ran:
        """Wait until it and all that it started are over, and return what came of it.

        Raises TimeoutExpired where one stays.
        """
        try:
            out, err = self.process.communicate(timeout=SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.kill_all()
            self.process.communicate()
            raise
        if self.beside:
            self.kill_all()
            self.beside.wait()
        end = time.monotonic() + SECONDS_MAX
        while any(map(alive, self.family)):
            if time.monotonic() > end:
                self.kill_all()
                raise subprocess.TimeoutExpired("a process it started", SECONDS_MAX)
            time.sleep(LOOK_SECONDS)
        return Ran(self.process.returncode, out, err)

    def _children(self) -> list[psutil.Process]:
        try:
            children = psutil.Process(self.process.pid).children()
            return sorted(children, key=lambda child: (child.create_time(), child.pid))
        except psutil.NoSuchProcess:
            return []


def run(*words: str | Path) -> Ran:
    """Run a command that nothing disturbs, in a process of its own."""
    return Running(words).ended()


def seconds_of(*words: str | Path) -> tuple[Ran, float]:
    """Run a command and return how long it took as well."""
    started = time.monotonic()
    ran = run(*words)
    return ran, time.monotonic() - started
