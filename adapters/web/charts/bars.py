"""Bars lying down: waiting by age, grants by measure and year. Each has its name and figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from adapters.web.charts.drawing import (
    FIGURES_MAX,
    GAP,
    LINE,
    WIDTH,
    Chart,
    Drawing,
    Unit,
    figure,
    fitted,
    scale_of,
    units_of,
    width_of,
)
from adapters.wording.table import Column, Table

THICK = 14  # pixels of a bar


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
    most: int | None = None,
) -> Chart:
    """Return a bar a row and series. Values below 0 go to the left of the line.

    most: rows that are drawn, the first ones; the table has all. None for all.
    """
    columns = [Column(header), *(Column(name, unit) for name in series)]
    table = Table(
        title=title, columns=tuple(columns), rows=[(row.name, *row.values) for row in rows]
    )
    drawing = Drawing(0)
    if rows:
        _draw(drawing, series, rows[:most], unit)
    return Chart(title, description, drawing.svg(title, description) if rows else Markup(""), table)


def _draw(drawing: Drawing, series: Sequence[str], rows: Sequence[Bars], unit: Unit) -> None:
    """Draw the rows below each other, with what the series are called where there are several."""
    figures = [figure(value, unit) for row in rows for value in row.values]
    noted = min(FIGURES_MAX, max(map(width_of, figures), default=0))
    room = WIDTH - units_of(noted + GAP)
    scale = scale_of((value for row in rows for value in row.values), room)
    zero = scale.at(0)
    y = drawing.legend(series, 0) if len(series) > 1 else 0
    for row in rows:
        drawing.name(y + THICK, row.name, href=row.href)
        y += LINE
        top = y
        for at, value in enumerate(row.values):
            end = scale.at(value)
            least = 1 if value else 0  # what is not nothing is seen
            left, wide = min(zero, end), max(least, abs(end - zero))
            drawing.bar(min(left, room - wide), y + 3, wide, THICK, at)
            drawing.text(WIDTH, y + THICK, fitted(figure(value, unit), noted), "end")
            y += LINE
        drawing.path(f"M{zero} {top}V{y}", "axis")
        y += GAP
    drawing.height = y
