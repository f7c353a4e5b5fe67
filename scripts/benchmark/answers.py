"""How long answers take in a big ledger: now, and as of a position of the log."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from adapters.ledger import store
from adapters.views import queries

ASKED_MIN = 20
SEED = 2022
YEAR = 2022

Figures = dict[str, Any]


def scan(path: Path) -> float:
    """Return rows a second of a raw scan of the log."""
    with closing(sqlite3.connect(path)) as log:
        started = time.perf_counter()
        scanned = sum(len(row[4]) > 0 for row in log.execute("SELECT * FROM stored_events"))
        return scanned / (time.perf_counter() - started)


def remaining(path: Path, runs: int) -> Figures:
    """One enterprise's allowances: inside a process, and the whole command's CPU."""
    with store.reading(str(path)) as opened, opened.views.reading() as connection:
        book, position = opened.handler.book(), opened.handler.position()
        uscc = _busiest(connection)
        asked = connection, book, position, uscc, YEAR
        times = max(runs, ASKED_MIN)
        milliseconds = [_milliseconds(queries.remaining, *asked) for _ in range(times)]
    command = [sys.executable, "-m", "scripts.subsidy", "--store", str(path)]
    command += ["remaining", uscc, "--year", str(YEAR), "--json"]
    cpu = []
    for _ in range(runs):
        before = _children_cpu()
        subprocess.run(command, check=True, capture_output=True)
        cpu.append(_children_cpu() - before)
    return {
        "events": position,
        "in_process_ms": round(statistics.median(milliseconds), 2),
        "command_cpu_seconds": round(statistics.median(cpu), 3),
    }


def recall(path: Path, runs: int) -> Figures:
    """Totals of everything, and the busiest enterprise, at random positions of the log."""
    random, totals, allowances = Random(SEED), [], []
    with store.reading(str(path)) as opened, opened.views.reading() as connection:
        book, head, uscc = opened.handler.book(), opened.handler.position(), _busiest(connection)
        for _ in range(max(runs, ASKED_MIN)):
            at, by = random.randrange(head), random.choice(queries.TOTALS_BY)
            totals.append(_milliseconds(queries.totals_by, connection, at, None, by, at))
            asked = connection, book, at, uscc, YEAR, at
            allowances.append(_milliseconds(queries.remaining, *asked))
    scanned = statistics.median(scan(path) for _ in range(runs))
    return {
        "events": head,
        "totals_ms": round(statistics.median(totals), 1),
        "totals_most_ms": round(max(totals), 1),
        "remaining_ms": round(statistics.median(allowances), 2),
        "remaining_most_ms": round(max(allowances), 2),
        "scan_ms": round(head / scanned * 1_000, 1),
    }


def _busiest(connection: Any) -> str:
    query = "SELECT uscc FROM claim_register GROUP BY uscc ORDER BY COUNT(*) DESC LIMIT 1"
    return str(connection.rows(query)[0][0])


def _milliseconds(ask: Callable[..., object], *asked: Any) -> float:
    started = time.perf_counter()
    ask(*asked)
    return (time.perf_counter() - started) * 1_000


def _children_cpu() -> float:
    used = os.times()
    return used.children_user + used.children_system
