"""Writes that fail: the disk full, an error of the device, a limit; and a kill at the Nth write."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import exp, log
from pathlib import Path
from random import Random

from tests.faults.torture.outcome import Outcome
from tests.faults.torture.running import Running
from tests.faults.torture.ways.killing import after_fault, finish
from tests.faults.torture.works import Place, Work

WRITES = "pwrite64,write,fdatasync,fsync,ftruncate,rename,unlink"
ERRORS = ("ENOSPC", "EIO", "EDQUOT")
MISSES_MAX = 20
PAGE_BYTES = 4_096
ROOM_BYTES = 256 * 1024 * 1024


def failing_writes(work: Work, faults: int, random: Random, folder: Path) -> Outcome:
    """Have the Nth write fail, once or from then on."""

    def inject(number: int) -> str:
        more = random.choice(("", "+"))
        return f"error={random.choice(ERRORS)}:when={number}{more}"

    return _traced(work, "a write fails", inject, faults, random, folder)


def killed_at_writes(work: Work, faults: int, random: Random, folder: Path) -> Outcome:
    """Kill the process that makes the Nth write."""
    return _traced(
        work, "killed at a write", lambda n: f"signal=KILL:when={n}", faults, random, folder
    )


def _traced(
    work: Work,
    how: str,
    inject: Callable[[int], str],
    faults: int,
    random: Random,
    folder: Path,
) -> Outcome:
    outcome = Outcome(work.name, how, skipped=_why_no_strace() or _why_not_here(work))
    if outcome.skipped:
        return outcome
    started, misses, writes = time.monotonic(), 0, _writes(work, folder / f"{work.name}-{how}-0")
    while outcome.faults < faults and misses < MISSES_MAX:
        place = work.fresh(folder / f"{work.name}-{how}-{outcome.faults + 1}-{misses}")
        before = place.rows()
        what = inject(random.randint(1, writes))
        trace = place.folder / "trace"
        ran = Running(work.said(place), by=_strace(work, place, trace, what)).ended()
        trace_text = trace.read_text(errors="replace")
        hit = "(INJECTED)" in trace_text or "killed by SIGKILL" in trace_text
        outcome.faults += hit
        misses += not hit
        after_fault(work, place, before, ran, outcome)
        finish(work, place, outcome.broken)
    outcome.seconds = time.monotonic() - started
    return outcome


def limited_files(work: Work, faults: int, random: Random, folder: Path) -> Outcome:
    """Let no file grow beyond a size: what every system can do."""
    outcome = Outcome(work.name, "files limited", skipped=_why_not_here(work))
    if outcome.skipped:
        return outcome
    started = time.monotonic()
    largest = max(size for size in _sizes(work, folder).values())
    for number in range(faults + MISSES_MAX):
        place = work.fresh(folder / f"{work.name}-limited-{number}")
        before = place.rows()
        limit = _some(random, largest)

        def limited(limit: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        ran = Running(work.said(place), prepare=limited).ended()
        outcome.faults += ran.code != 0
        after_fault(work, place, before, ran, outcome)
        finish(work, place, outcome.broken)
        if outcome.faults == faults:
            break
    outcome.seconds = time.monotonic() - started
    return outcome


def full_disk(work: Work, faults: int, random: Random, folder: Path) -> Outcome:
    """Give the ledger a disk of its own that gets full, then a larger one."""
    outcome = Outcome(work.name, "disk full", skipped=_why_no_mount(folder) or _why_not_here(work))
    if outcome.skipped:
        return outcome
    started = time.monotonic()
    grown = sum(_sizes(work, folder).values())
    for number in range(faults + MISSES_MAX):
        with _disk(folder / f"{work.name}-full-{number}") as disk:
            place = work.fresh(disk / "ledger")
            before = place.rows()
            used = shutil.disk_usage(disk).used
            _resize(disk, used + _some(random, grown))
            ran = Running(work.said(place)).ended()
            outcome.faults += ran.code != 0
            _resize(disk, ROOM_BYTES)
            after_fault(work, place, before, ran, outcome)
            finish(work, place, outcome.broken)
        if outcome.faults == faults:
            break
    outcome.seconds = time.monotonic() - started
    return outcome


def _some(random: Random, most: int) -> int:
    """Return a size, as often of few pages as of many."""
    return int(exp(random.uniform(log(PAGE_BYTES), log(max(most, 2 * PAGE_BYTES)))))


def _sizes(work: Work, folder: Path) -> dict[str, int]:
    """Return how large each file is at the end that the work makes or changes."""
    place, _ = work.template, work.unharmed
    ended = folder / f"{work.name}-unharmed-2"
    return {
        str(path): path.stat().st_size
        for path in ended.rglob("*")
        if path.is_file() and not _same(path, place.folder / path.relative_to(ended))
    }


def _same(path: Path, other: Path) -> bool:
    return other.exists() and path.read_bytes() == other.read_bytes()


def _why_not_here(work: Work) -> str:
    return "the server's files" if work.kind.has_server else ""


def _why_no_strace() -> str:
    if shutil.which("strace") is None:
        return "no strace"
    tried = subprocess.run(
        ["strace", "-f", "-o", os.devnull, "-e", "inject=fsync:error=EIO", "true"],
        capture_output=True,
    )
    return "strace may not trace" if tried.returncode else ""


def _why_no_mount(folder: Path) -> str:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return "may not mount"
    try:
        with _disk(folder / "tried"):
            return ""
    except subprocess.CalledProcessError:
        return "may not mount"


def _writes(work: Work, folder: Path) -> int:
    """Return how many writes the undisturbed command makes, by the process that makes most."""
    place = work.fresh(folder)
    trace = folder / "trace"
    assert Running(work.said(place), by=_strace(work, place, trace, "")).ended().code == 0
    made: dict[str, int] = {}
    for line in trace.read_text(errors="replace").splitlines():
        process = line.split(" ", 1)[0]
        made[process] = made.get(process, 0) + ("(" in line)
    return max(made.values())


def _strace(work: Work, place: Place, trace: Path, what: str) -> list[str]:
    """Return the program that runs a command and injects faults into its writes to the ledger."""
    named = [Path(f"{place.address}{suffix}") for suffix in _SUFFIXES]
    named += [place.seal / name for each in work.unharmed.sealed for name in (each, _left(each))]
    paths = [word for path in named for word in ("-P", str(path))]
    injected = ["-e", f"inject={WRITES}:{what}"] if what else []
    return ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={WRITES}", *injected, *paths]


_SUFFIXES = ("", "-wal", "-shm", ".views", ".views-wal", ".views-shm")


def _left(name: str) -> str:
    return f"{name}.unfinished"


@contextmanager
def _disk(folder: Path) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    size = f"size={ROOM_BYTES}"
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True, capture_output=True
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def _resize(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)
