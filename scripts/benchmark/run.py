"""Speed, measured beside what the same machine does raw in the same run.

    python -m scripts.benchmark.run [--runs 5] [--claims 10000 100000]
        [--events 1000000] [--json FILE]

Figures are medians. Nothing here is a test: a figure never fails a build.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from adapters.files.durable import open_durable
from adapters.ledger import store
from adapters.ledger.backfill import backfill, recording
from adapters.ledger.handling.units import Author, Request
from adapters.views import queries
from adapters.wording.rendering.text import lines_of
from adapters.wording.table import Column, Table
from domain.commands.enterprise import ApproveClaim
from scripts.benchmark.answers import recall, remaining, scan
from scripts.benchmark.raw_limit import forget, insert_all, insert_row, raw_log

AUTHOR = Author(by="benchmark", login="benchmark")
EVENTS_PER_CLAIM = 2.13
ONE_BY_ONE = 2_000
SEED = 2022

Figures = dict[str, Any]
Item = TypeVar("Item")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure everything and print a table; with --json, write the figures too."""
    args = _arguments(argv)
    if args.one_backfill is not None:
        print(json.dumps(_one_backfill(*args.one_backfill)))
        return 0
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        figures = _measure(args, folder)
    finally:
        shutil.rmtree(folder)
    headers = (Column(name, "figure") for name in ("measured", "raw", "ratio"))
    rows = [(name, *(str(part) for part in parts)) for name, parts in _rows(figures)]
    print(*lines_of(Table(title="", columns=(Column("what"), *headers), rows=rows)), sep="\n")
    if args.json is not None:
        with open_durable(args.json) as file:
            file.write(json.dumps(figures, indent=1).encode())
    return 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument(
        "--one-backfill", nargs=2, metavar=("FILE", "STORE"), help=argparse.SUPPRESS
    )
    return parser.parse_args(argv)


def _measure(args: argparse.Namespace, folder: Path) -> Figures:
    figures: Figures = {"python": sys.version.split()[0], "sqlite": sqlite3.sqlite_version}
    figures["backfill"] = {}
    for claims in args.claims:
        _say(f"backfill of {claims:,} claims, {args.runs} times")
        figures["backfill"][str(claims)] = _backfills(folder, claims, args.runs)
    _say("one approval at a time")
    figures["one_by_one"] = _one_by_one(folder, args.runs)
    _say(f"a ledger of {args.events:,} events")
    big = folder / "big.db"
    _run_backfill(_lines(folder, round(args.events / EVENTS_PER_CLAIM)), big)
    _say("rebuild and scan")
    figures["rebuild"] = _rebuild(big, args.runs)
    _say("remaining, now and then")
    figures["remaining"] = remaining(big, args.runs)
    figures["recall"] = recall(big, args.runs)
    return figures


def _backfills(folder: Path, claims: int, runs: int) -> Figures:
    """Backfill with --approve, views caught up, each run in a process and a store of its own."""
    lines, path = _lines(folder, claims), folder / f"{claims}.db"
    taken, raw = [], []
    for _ in range(runs):
        forget(path)
        taken.append(_run_backfill(lines, path))
        raw.append(insert_all(path, folder / "raw.db"))
    seconds = statistics.median(one["seconds"] for one in taken)
    raw_seconds = statistics.median(raw)
    return {
        "claims_per_second": round(claims / seconds),
        "events_per_second": round(taken[0]["events"] / seconds),
        "raw_events_per_second": round(taken[0]["events"] / raw_seconds),
        "ratio": round(raw_seconds / seconds, 3),
        "writer_cpu_us_per_claim": round(
            statistics.median(one["writer_cpu_seconds"] for one in taken) / claims * 1e6, 1
        ),
        "peak_mb": max(one["peak_mb"] for one in taken),
        "follower_peak_mb": max(one["follower_peak_mb"] for one in taken),
    }


def _one_backfill(file: str, path: str) -> Figures:
    with store.writing(path, AUTHOR):
        pass
    started, cpu = time.perf_counter(), time.process_time()
    with store.writing_in_bulk(path, AUTHOR) as opened:
        report = backfill(
            [Path(file)],
            recording(opened.handler, AUTHOR),
            AUTHOR,
            approve=True,
            on_progress=_nothing,
        )
        cpu = time.process_time() - cpu
    seconds = time.perf_counter() - started
    with store.reading(path) as opened:
        assert opened.views.position() == opened.handler.position(), "views not caught up"
    assert not report.rejects, f"rejected: {report.rejects[0]}"
    return {
        "seconds": seconds,
        "writer_cpu_seconds": cpu,
        "events": report.events_appended,
    } | _peaks_mb()


def _run_backfill(lines: Path, path: Path) -> Figures:
    command = [sys.executable, "-m", "scripts.benchmark.run", "--one-backfill"]
    command += [str(lines), str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def _one_by_one(folder: Path, runs: int) -> Figures:
    """Approve claims one by one, each durable, beside one raw durable row a transaction."""
    lines, path = _lines(folder, ONE_BY_ONE), folder / "one.db"
    rates, raw_rates = [], []
    for _ in range(runs):
        forget(path)
        with store.writing(str(path), AUTHOR) as opened:
            backfill(
                [lines],
                recording(opened.handler, AUTHOR),
                AUTHOR,
                approve=False,
                on_progress=_nothing,
            )
        with store.existing(str(path)) as opened:
            opened.catch_up()
            with opened.views.reading() as connection:
                pending = queries.pending(connection)
            units = [_approval(claim_no, uscc) for claim_no, uscc in pending]
            rates.append(_rate(units, lambda unit: opened.handler.carry_out(unit, AUTHOR)))
            pages = opened.handler.pages(after=opened.handler.position() - len(units))
            states = [stored.state for page in pages for stored in page]
        forget(folder / "raw.db")
        with closing(raw_log(folder / "raw.db")) as raw:
            raw_rates.append(_rate(states, lambda state: insert_row(raw, state)))
    rate, raw_rate = statistics.median(rates), statistics.median(raw_rates)
    return {
        "approvals_per_second": round(rate),
        "raw_rows_per_second": round(raw_rate),
        "ratio": round(rate / raw_rate, 3),
    }


def _approval(claim_no: str, uscc: str) -> Request:
    command = ApproveClaim(claim_no=claim_no, by=AUTHOR.by, if_pending=False)
    return Request(uscc=uscc, commands=(command,))


def _rebuild(path: Path, runs: int) -> Figures:
    """Rebuild every view from the log, beside a scan of the same rows."""
    rates, raw_rates, events = [], [], 0
    for _ in range(runs):
        with store.existing(str(path)) as opened:
            started = time.perf_counter()
            events = opened.rebuild()
            rates.append(events / (time.perf_counter() - started))
        raw_rates.append(scan(path))
    rate, raw_rate = statistics.median(rates), statistics.median(raw_rates)
    return {
        "events": events,
        "events_per_second": round(rate),
        "raw_rows_per_second": round(raw_rate),
        "ratio": round(rate / raw_rate, 3),
    }


def _rows(figures: Figures) -> list[tuple[str, tuple[Any, Any, Any]]]:
    rows: list[tuple[str, tuple[Any, Any, Any]]] = []
    for claims, one in figures["backfill"].items():
        name = f"backfill --approve, {int(claims):,} claims"
        rows += [
            (f"{name}, claims/s", (f"{one['claims_per_second']:,}", "", "")),
            (
                f"{name}, events/s",
                (
                    f"{one['events_per_second']:,}",
                    f"{one['raw_events_per_second']:,}",
                    one["ratio"],
                ),
            ),
            (f"{name}, peak MB", (f"{one['peak_mb']} + {one['follower_peak_mb']}", "", "")),
        ]
    one = figures["one_by_one"]
    rows.append(
        (
            "one durable approval at a time, a second",
            (f"{one['approvals_per_second']:,}", f"{one['raw_rows_per_second']:,}", one["ratio"]),
        )
    )
    one = figures["rebuild"]
    rows.append(
        (
            f"rebuild of {one['events']:,} events, events/s",
            (f"{one['events_per_second']:,}", f"{one['raw_rows_per_second']:,}", one["ratio"]),
        )
    )
    one = figures["remaining"]
    rows.append((f"remaining, {one['events']:,} events, ms", (one["in_process_ms"], "", "")))
    rows.append(("remaining, whole command, CPU s", (one["command_cpu_seconds"], "", "")))
    one = figures["recall"]
    for what in ("totals", "remaining"):
        told = f"{one[f'{what}_ms']} (at most {one[f'{what}_most_ms']})"
        ratio = round(one["scan_ms"] / one[f"{what}_ms"], 1)
        rows.append((f"{what} at a random position, ms", (told, one["scan_ms"], ratio)))
    return rows


def _lines(folder: Path, claims: int) -> Path:
    path = folder / f"{claims}.jsonl"
    if not path.exists():
        command = [sys.executable, "-m", "scripts.sample.generate", "--seed", str(SEED)]
        command += ["--claims", str(claims), "--jsonl", str(path), "--exports", "--clean"]
        subprocess.run(command, check=True, capture_output=True)
    return path


def _rate(items: Sequence[Item], do: Callable[[Item], object]) -> float:
    started = time.perf_counter()
    for item in items:
        do(item)
    return len(items) / (time.perf_counter() - started)


def _peaks_mb() -> Figures:
    """Return the most memory held by this process and by its children; 0 on Windows."""
    try:
        import resource
    except ImportError:
        return {"peak_mb": 0, "follower_peak_mb": 0}
    return {
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "follower_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def _nothing(report: object) -> None:
    del report


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
