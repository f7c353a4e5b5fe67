"""Figures as a picture: cost of a unit of work against the size of the ledger."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure as Picture

from scripts.benchmark.keeping import Run
from scripts.benchmark.measuring import Figure

COLUMNS = 4
INCHES = 3.2


def draw(run: Run, before: Run | None, file: Path) -> None:
    """Write the picture: a panel a work; whole lines for the work, dotted ones for its raw limit.

    before: an earlier run, in grey.
    """
    works = list(dict.fromkeys((each.on, each.work) for each in run.figures))
    rows = -(-len(works) // COLUMNS)
    mpl.rcParams.update({"svg.hashsalt": "benchmark", "svg.fonttype": "none"})  # the same each time
    picture = Picture(figsize=(COLUMNS * INCHES, rows * INCHES), layout="constrained")
    panels = picture.subplots(rows, COLUMNS, squeeze=False).flat
    for panel, (on, work) in zip(panels, works, strict=False):
        of = _of(run, on, work)
        panel.set_title(f"{work} ({on})", fontsize=8)
        panel.set_xscale("log")
        panel.set_yscale("log")
        panel.set_xlabel("claims", fontsize=7)
        panel.set_ylabel(f"µs of CPU a {of[0].unit}", fontsize=7)
        panel.tick_params(labelsize=6, which="both")
        if before is not None and (then := _of(before, on, work)):
            panel.plot(*_costs(then), "o-", color="0.7", label="before")
        panel.plot(*_costs(of), "o-", color="tab:blue", label="measured")
        raw = [each.raw.cpu / each.units * 1e6 for each in of]
        panel.plot([each.claims for each in of], raw, "o:", color="tab:orange", label="raw")
        panel.legend(fontsize=6)
    for panel in list(panels):
        panel.set_axis_off()
    picture.savefig(file, format="svg", metadata={"Date": None})


def _of(run: Run, on: str, work: str) -> list[Figure]:
    return [each for each in run.figures if (each.on, each.work) == (on, work)]


def _costs(figures: list[Figure]) -> tuple[list[int], list[float]]:
    costs = [each.taken.cpu / each.units * 1e6 for each in figures]
    return [each.claims for each in figures], costs
