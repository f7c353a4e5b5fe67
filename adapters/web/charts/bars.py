"""Bars lying down: waiting by age, grants by measure and year. Each has its name and figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from adapters.web.charts.drawing import (
    LINE,
    WIDTH,
    Chart,
    Drawing,
    Unit,
    figure,
    fitted,
    legend,
    scale_of,
    width_of,
)
from adapters.wording.table import Column, Table

THICK = 14  # pixels of a bar
NAMES_MAX = 200  # pixels of the names on the left
FIGURES_MAX = 260  # pixels of the figures on the right
GAP = 8


class Bars(NamedTuple):
    """A name, its value in each series, and where the name leads, a path with the prefix."""

    name: str
    values: Sequence[int]
    href: str = ""


def bars(
    *,
    title: str,
    description: str,
    header: str,
    series: Sequence[str],
    rows: Sequence[Bars],
    unit: Unit,
) -> Chart:
    """Return a bar a row and series. Values below 0 go to the left of the line."""
    columns = [Column(header), *(Column(name, unit) for name in series)]
    table = Table(
        title=title, columns=tuple(columns), rows=[(row.name, *row.values) for row in rows]
    )
    drawing = Drawing(0)
    if rows:
        _draw(drawing, series, rows, unit)
    return Chart(title, description, drawing.svg(title, description) if rows else Markup(""), table)


def _draw(drawing: Drawing, series: Sequence[str], rows: Sequence[Bars], unit: Unit) -> None:
    """Draw the rows below each other, with what the series are called where there are several."""
    figures = [figure(value, unit) for row in rows for value in row.values]
    named = min(NAMES_MAX, max(width_of(row.name) for row in rows)) + GAP
    noted = min(FIGURES_MAX, max(map(width_of, figures), default=0)) + GAP
    scale = scale_of((value for row in rows for value in row.values), WIDTH - named - noted)
    zero = named + scale.at(0)
    y = 0
    if len(series) > 1:
        legend(drawing, series, 0)
        y = LINE + GAP
    top = y
    for row in rows:
        drawing.text(named - GAP, y + THICK, fitted(row.name, named - GAP), "end", href=row.href)
        for at, value in enumerate(row.values):
            end = named + scale.at(value)
            least = 1 if value else 0  # what is not nothing is seen
            left, wide = min(zero, end), max(least, abs(end - zero))
            drawing.bar(min(left, WIDTH - noted - wide), y + 3, wide, THICK, at)
            drawing.text(WIDTH - noted + GAP, y + THICK, fitted(figure(value, unit), noted - GAP))
            y += LINE
        y += GAP
    drawing.path(f"M{zero} {top}V{y - GAP}", "axis")
    drawing.height = y
