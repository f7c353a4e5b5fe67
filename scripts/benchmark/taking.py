"""What a piece of work takes: the CPU of all its processes, wall time, memory of the largest."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile

Clock = Callable[[], float]  # CPU seconds that a server beside us has used so far


def no_server() -> float:
    return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Seconds, and MB of the process that held most. answer: SHA-256 of a JSON answer printed.

    p50, p95: how long half of several requests took at most, and nineteen of twenty; 0 for no
    requests.
    """

    cpu: float
    wall: float
    peak_mb: int = 0
    answer: str = ""
    p50: float = 0.0
    p95: float = 0.0


class CommandError(Exception):
    """A command of the ledger that is measured did not end well."""


def subsidy(store: str, *words: object, server: Clock = no_server) -> Taken:
    """Run a command of the ledger as a whole process. Raises CommandError."""
    command = [sys.executable, "-m", "scripts.subsidy", "--store", store, *map(str, words)]
    return process(command, server)


def process(command: Sequence[str], server: Clock = no_server) -> Taken:
    """Run a program with all that it starts. Raises CommandError."""
    with TemporaryFile() as printed, TemporaryFile() as said:
        served, started = server(), time.perf_counter()
        running = subprocess.Popen(command, stdout=printed, stderr=said)
        _, status, used = os.wait4(running.pid, 0)
        wall = time.perf_counter() - started
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode:
            said.seek(0)
            why = said.read().decode(errors="replace")[-2_000:]
            raise CommandError(f"{' '.join(command)}: exit {running.returncode}\n{why}")
        printed.seek(0)
        answer = sha256(printed.read()).hexdigest() if "--json" in command else ""
    cpu = used.ru_utime + used.ru_stime + server() - served
    return Taken(cpu=cpu, wall=wall, peak_mb=used.ru_maxrss // 1024, answer=answer)


def here(work: Callable[[], object], server: Clock = no_server) -> Taken:
    """Do a piece of work in this process."""
    served, started, cpu = server(), time.perf_counter(), time.process_time()
    work()
    used = time.process_time() - cpu + server() - served
    return Taken(cpu=used, wall=time.perf_counter() - started)


def median(taken: Sequence[Taken]) -> Taken:
    """Return the medians of several runs, and the most memory of any."""
    return Taken(
        cpu=statistics.median(each.cpu for each in taken),
        wall=statistics.median(each.wall for each in taken),
        peak_mb=max(each.peak_mb for each in taken),
        answer=taken[-1].answer,
        p50=statistics.median(each.p50 for each in taken),
        p95=statistics.median(each.p95 for each in taken),
    )


def forget(path: Path) -> None:
    """Delete a ledger or a raw file with what stands beside it."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
