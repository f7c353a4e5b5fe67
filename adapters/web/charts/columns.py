"""Columns standing beside each other: what was approved and paid, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from markupsafe import Markup

from adapters.web.charts.drawing import (
    GAP,
    LEAST,
    LINE,
    WIDTH,
    Chart,
    Drawing,
    Scale,
    Unit,
    figure,
    fitted,
    scale_of,
    units_of,
    width_of,
)
from adapters.wording.table import Column, Table

HIGH = 180  # pixels of the room for columns
LINES = 4  # of the grid, at most, from the axis to either end
STEPS = (1, 2, 5)


class Columns(NamedTuple):
    """What stands at a place of the axis: its name and its value in each series."""

    name: str
    values: Sequence[int]


def columns(
    *,
    title: str,
    description: str,
    header: str,
    series: Sequence[str],
    places: Sequence[Columns],
    unit: Unit,
) -> Chart:
    """Return a column a place and series, over lines that name round amounts."""
    heads = (Column(header), *(Column(name, unit) for name in series))
    table = Table(title=title, columns=heads, rows=[(each.name, *each.values) for each in places])
    if not places:
        return Chart(title, description, Markup(""), table)
    drawing = Drawing(0)
    _draw(drawing, drawing.legend(series, 0) + LINE + HIGH, places, unit)
    return Chart(title, description, drawing.svg(title, description), table)


def round_values(scale: Scale) -> list[int]:
    """Return round values within a scale, 0 among them, for the lines behind the columns."""
    far = max(scale.high, -scale.low)
    steps = (each * 10**power for power in count() for each in STEPS)
    step = next(each for each in steps if each * LINES >= far)
    return list(range(-(-scale.low // step) * step, scale.high + 1, step))


def _draw(drawing: Drawing, floor: int, places: Sequence[Columns], unit: Unit) -> None:
    """Draw the columns over a floor; lines behind them have their figures above themselves."""
    scale = scale_of((value for each in places for value in each.values), HIGH)
    marks = round_values(scale)
    for mark in marks:
        y = floor - scale.at(mark)
        drawing.path(f"M0 {y}H{WIDTH}", "rule" if mark else "axis")
    room = WIDTH // len(places)
    shown = -(-units_of(max(width_of(each.name) for each in places)) // max(1, room))
    zero = floor - scale.at(0)
    for at, each in enumerate(places):
        x, wide = at * room, max(1, (room - GAP) // max(1, len(each.values)))
        for nth, value in enumerate(each.values):
            y = floor - scale.at(value)
            least = 1 if value else 0
            top, high = min(zero, y), max(least, abs(y - zero))
            drawing.bar(x + GAP // 2 + nth * wide, min(top, floor - high), wide, high, nth)
        if at % max(1, shown) == 0:
            until = min(shown, len(places) - at)
            name = fitted(each.name, until * LEAST // len(places))
            middle = shown == 1
            drawing.text(x + middle * room // 2, floor + LINE, name, "middle" if middle else "")
    for mark in marks:
        if mark:  # over the columns, so that none hides them
            drawing.text(0, floor - scale.at(mark) - 4, fitted(figure(mark, unit), LEAST), "over")
    drawing.height = floor + LINE + GAP
