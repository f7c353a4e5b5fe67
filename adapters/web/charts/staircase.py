"""What an enterprise was granted altogether, step by step over its own events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from adapters.web.charts.drawing import (
    GAP,
    LEAST,
    LINE,
    WIDTH,
    Chart,
    Drawing,
    figure,
    fitted,
    scale_of,
    units_of,
)
from adapters.wording.table import Column, Table

HIGH = 120


class Step(NamedTuple):
    """An event of the enterprise: its position, its day as text, and the sum from then on."""

    position: int
    day: str
    fen: int


def staircase(
    *,
    title: str,
    description: str,
    headers: tuple[str, str, str],
    steps: Sequence[Step],
    position: int | None = None,
) -> Chart:
    """Return a line that holds its height until the next step, every step as wide as the next.

    headers: of the position, of the day, of the sum. position: where the mark stands, on the last
    step until there; None for no mark.
    """
    table = Table(
        title=title,
        columns=(Column(headers[0], "figure"), Column(headers[1]), Column(headers[2], "fen")),
        rows=[(str(step.position), step.day, step.fen) for step in steps],
    )
    if not steps:
        return Chart(title, description, Markup(""), table)
    drawing = Drawing(HIGH + 3 * LINE)
    _draw(drawing, steps, position)
    return Chart(title, description, drawing.svg(title, description), table)


def _draw(drawing: Drawing, steps: Sequence[Step], position: int | None) -> None:
    """Draw the line; its ends have their figures above themselves."""
    scale = scale_of((step.fen for step in steps), HIGH)
    floor = LINE + GAP + HIGH
    written = floor + LINE  # of the last figure: the next is a line above it, or left out
    places = [at * WIDTH // len(steps) for at in range(len(steps) + 1)]
    line = f"M0 {floor - scale.at(0)}"
    for at, step in enumerate(steps):
        line += f"H{places[at]}V{floor - scale.at(step.fen)}"
    for end in sorted({scale.low, 0, scale.high}):
        y = floor - scale.at(end)
        drawing.path(f"M0 {y}H{WIDTH}", "rule" if end else "axis")
        if end and written - y >= LINE:
            drawing.text(0, y - 4, fitted(figure(end, "fen"), LEAST), "over")
            written = y
    drawing.path(f"{line}H{WIDTH}", "line")
    first, last = steps[0].day, steps[-1].day
    drawing.text(0, floor + LINE, fitted(first, LEAST // 2), "faint")
    if len(steps) > 1:
        drawing.text(WIDTH, floor + LINE, fitted(last, LEAST // 2), "end faint")
    reached = sum(1 for step in steps if position is not None and step.position <= position)
    if reached:
        x, y = places[reached - 1], floor - scale.at(steps[reached - 1].fen)
        drawing.path(f"M{x} 0V{floor + 4}", "mark")
        drawing.dot(max(x, units_of(5)), y)
