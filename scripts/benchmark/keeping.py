"""Figures kept in a file, to be compared with later ones."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from scripts.benchmark.measuring import Figure

LOOP = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was measured in one run, and on what. machine: facts by name."""

    machine: dict[str, str]
    figures: tuple[Figure, ...]


def machine() -> dict[str, str]:
    """Return what figures depend on: processors, versions, load, and a loop of additions."""
    started, total = time.process_time(), 0
    for number in range(LOOP):
        total += number
    return {
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "loop of 10,000,000 additions": f"{time.process_time() - started:.2f} s",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def kept(run: Run) -> bytes:
    """Return a run as the bytes of its file."""
    return msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n"


def read(file: Path) -> Run:
    """Return the run that a file keeps. Raises msgspec.ValidationError for any other file."""
    return msgspec.json.decode(file.read_bytes(), type=Run)
