"""Figures as tables: cost of a unit of work, its raw limit, and how both compare."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.wording.table import Column, Table
from scripts.benchmark.keeping import Run
from scripts.benchmark.measuring import Figure

Row = tuple[str, ...]


def table(run: Run) -> Table:
    """Return every figure of a run."""
    machine = ", ".join(f"{name} {value}" for name, value in run.machine.items())
    names = ("units", "CPU", "wall", "p50", "p95", "raw CPU", "CPU/raw", "wall/raw", "peak MB")
    columns = (
        Column("store"),
        Column("claims", "figure"),
        Column("work"),
        Column("a"),
        *(Column(name, "figure") for name in names),
        Column("raw limit"),
    )
    return Table(title=machine, columns=columns, rows=list(map(_row, run.figures)))


def beside(before: Run, after: Run) -> Table:
    """Return two runs side by side, where both did the same work on as many claims.

    Machines and minutes differ: compare how each stands to the raw limit of its own run.
    """
    columns = (
        Column("store"),
        Column("claims", "figure"),
        Column("work"),
        *(Column(name, "figure") for name in ("before", "now", "now/before", "by raw limits")),
        Column("answer"),
    )
    return Table(title="", columns=columns, rows=list(_changes(before, after)))


def _row(figure: Figure) -> Row:
    taken, raw = figure.taken, figure.raw
    return (
        figure.on,
        f"{figure.claims:,}",
        figure.work,
        figure.unit,
        f"{figure.units:,}",
        spelled(taken.cpu / figure.units),
        spelled(taken.wall / figure.units),
        spelled(taken.p50) if taken.p50 else "",
        spelled(taken.p95) if taken.p95 else "",
        spelled(raw.cpu / figure.units),
        _times(taken.cpu, raw.cpu),
        _times(taken.wall, raw.wall),
        str(taken.peak_mb or ""),
        figure.against,
    )


def _changes(before: Run, after: Run) -> Iterator[Row]:
    former = {(each.on, each.claims, each.work): each for each in before.figures}
    for now in after.figures:
        then = former.get((now.on, now.claims, now.work))
        if then is None:
            continue
        by_raw = (now.taken.cpu / now.raw.cpu) / (then.taken.cpu / then.raw.cpu)
        same = "same" if now.taken.answer == then.taken.answer else "other"
        yield (
            now.on,
            f"{now.claims:,}",
            now.work,
            spelled(then.taken.cpu / then.units),
            spelled(now.taken.cpu / now.units),
            f"{now.taken.cpu / then.taken.cpu:.2f}",
            f"{by_raw:.2f}",
            same if now.taken.answer and then.taken.answer else "",
        )


def spelled(seconds: float) -> str:
    """Return seconds in the unit that suits them."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def _times(taken: float, raw: float) -> str:
    return f"{taken / raw:.1f}" if raw else ""
