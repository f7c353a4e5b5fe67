"""Ranges of days below each other, over one line of time: which version governs which days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from adapters.web.charts.drawing import (
    GAP,
    LINE,
    WIDTH,
    Chart,
    Drawing,
    units_of,
    width_of,
)
from adapters.wording.table import Column, Table

THICK = 14
MARKS_MAX = 6  # years named below the line


class Span(NamedTuple):
    """A range of days, both ends in it: its name, and where that leads. mark: a day of note."""

    name: str
    first_day: date
    last_day: date
    mark: date | None = None
    href: str = ""
    faint: bool = False  # nothing happens in these days


def timeline(
    *, title: str, description: str, headers: tuple[str, str, str, str], spans: Sequence[Span]
) -> Chart:
    """Return a bar a range. headers: of the name, the first day, the last day, the day of note."""
    table = Table(
        title=title,
        columns=tuple(Column(header) for header in headers),
        rows=[
            (each.name, str(each.first_day), str(each.last_day), str(each.mark or ""))
            for each in spans
        ],
    )
    if not spans:
        return Chart(title, description, Markup(""), table)
    drawing = Drawing(0)
    _draw(drawing, spans)
    return Chart(title, description, drawing.svg(title, description), table)


def _draw(drawing: Drawing, spans: Sequence[Span]) -> None:
    days = [day for each in spans for day in (each.first_day, each.last_day, each.mark) if day]
    first, last = min(days).toordinal(), max(days).toordinal() + 1

    def at(ordinal: int) -> int:
        return (ordinal - first) * WIDTH // max(1, last - first)

    years = range(min(days).year, max(days).year + 2)
    shown = -(-len(years) // MARKS_MAX)
    high = 2 * LINE + GAP
    floor = len(spans) * high
    for year in years[::shown]:
        x = at(date(year, 1, 1).toordinal())
        if 0 <= x <= WIDTH - units_of(width_of(str(year))):
            drawing.path(f"M{x} 0V{floor}", "rule")
            drawing.text(x, floor + LINE, str(year), "faint")
    for row, each in enumerate(spans):
        y = row * high
        left, right = at(each.first_day.toordinal()), at(each.last_day.toordinal() + 1)
        drawing.name(y + THICK, each.name, href=each.href)
        kind = "track" if each.faint else "one"
        drawing.rect(left, y + LINE + 3, max(2, right - left), THICK, kind)
        if each.mark is not None:
            x = at(each.mark.toordinal())
            drawing.path(f"M{x} {y + LINE}V{y + 2 * LINE + 2}", "mark")
    drawing.height = floor + LINE + GAP
