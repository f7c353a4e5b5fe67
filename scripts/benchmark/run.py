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
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from adapters.files.durable import open_durable
from adapters.ledger import store
from adapters.ledger.backfill import BackfillResult, backfill
from adapters.ledger.handling.crosschecks import Crosschecks
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
    table = Table(title="", columns=(Column("what"), *headers), rows=list(_rows(figures)))
    print(*lines_of(table), sep="\n")
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
    seconds, raw_seconds = _median(taken, "seconds"), statistics.median(raw)
    return {
        "claims_per_second": round(claims / seconds),
        "events_per_second": round(taken[0]["events"] / seconds),
        "raw_events_per_second": round(taken[0]["events"] / raw_seconds),
        "ratio": round(raw_seconds / seconds, 3),
        "writer_cpu_us_per_claim": round(_median(taken, "writer_cpu_seconds") / claims * 1e6, 1),
        "peak_mb": max(run["peak_mb"] for run in taken),
        "follower_peak_mb": max(run["follower_peak_mb"] for run in taken),
    }


def _median(taken: list[Figures], what: str) -> float:
    return float(statistics.median(run[what] for run in taken))


def _one_backfill(file: str, path: str) -> Figures:
    with store.making(path, AUTHOR):
        pass
    started, cpu = time.perf_counter(), time.process_time()
    with store.writing_in_bulk(path, AUTHOR) as opened:
        report = _fed(opened, Path(file), approve=True)
        cpu = time.process_time() - cpu
    seconds = time.perf_counter() - started
    with store.reading(path) as opened:
        assert opened.views.position() == opened.handler.position(), "views not caught up"
    assert not report.rejects, f"rejected: {report.rejects[0]}"
    events = report.events_appended
    return {"seconds": seconds, "writer_cpu_seconds": cpu, "events": events} | _peaks_mb()


def _fed(opened: store.Store, lines: Path, *, approve: bool) -> BackfillResult:
    return backfill(
        [lines],
        opened.handler,
        AUTHOR,
        approve=approve,
        dry_run=False,
        accept_large=False,
        crosschecks=Crosschecks(opened, strict=False),
        keep=opened.private.keep,
        on_progress=lambda _: None,
    )


def _run_backfill(lines: Path, path: Path) -> Figures:
    command = [sys.executable, "-m", "scripts.benchmark.run", "--one-backfill"]
    done = subprocess.run([*command, lines, path], check=True, capture_output=True, text=True)
    figures: Figures = json.loads(done.stdout)
    return figures


def _one_by_one(folder: Path, runs: int) -> Figures:
    """Approve claims one by one, each durable, beside one raw durable row a transaction."""
    lines, path = _lines(folder, ONE_BY_ONE), folder / "one.db"
    rates, raw_rates = [], []
    for _ in range(runs):
        forget(path)
        with store.making(str(path), AUTHOR) as opened:
            _fed(opened, lines, approve=False)
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
    return _compared("approvals_per_second", rates, raw_rates)


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
    return {"events": events} | _compared("events_per_second", rates, raw_rates)


def _compared(what: str, rates: list[float], raw_rates: list[float]) -> Figures:
    rate, raw_rate = statistics.median(rates), statistics.median(raw_rates)
    ratio = round(rate / raw_rate, 3)
    return {what: round(rate), "raw_rows_per_second": round(raw_rate), "ratio": ratio}


def _rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    """Yield what was measured, the figure, the raw figure beside it, their ratio."""
    for claims, speed in figures["backfill"].items():
        name = f"backfill --approve, {int(claims):,} claims"
        yield f"{name}, claims/s", f"{speed['claims_per_second']:,}", "", ""
        yield _beside(f"{name}, events/s", speed, "events_per_second", "raw_events_per_second")
        yield f"{name}, peak MB", f"{speed['peak_mb']} + {speed['follower_peak_mb']}", "", ""
    raw, speed = "raw_rows_per_second", figures["one_by_one"]
    yield _beside("one durable approval at a time, a second", speed, "approvals_per_second", raw)
    speed = figures["rebuild"]
    name = f"rebuild of {speed['events']:,} events, events/s"
    yield _beside(name, speed, "events_per_second", raw)
    speed = figures["remaining"]
    yield f"remaining, {speed['events']:,} events, ms", str(speed["in_process_ms"]), "", ""
    yield "remaining, whole command, CPU s", str(speed["command_cpu_seconds"]), "", ""
    speed = figures["recall"]
    for what in ("totals", "remaining"):
        usual, most, scan_ms = speed[f"{what}_ms"], speed[f"{what}_most_ms"], speed["scan_ms"]
        ratio = str(round(scan_ms / usual, 1))
        yield f"{what} at a random position, ms", f"{usual} (at most {most})", str(scan_ms), ratio


def _beside(what: str, speed: Figures, measured: str, raw: str) -> tuple[str, ...]:
    return what, f"{speed[measured]:,}", f"{speed[raw]:,}", str(speed["ratio"])


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
        from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
    except ImportError:
        return {"peak_mb": 0, "follower_peak_mb": 0}
    own, children = (getrusage(who).ru_maxrss // 1024 for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return {"peak_mb": own, "follower_peak_mb": children}


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
