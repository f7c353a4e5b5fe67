"""How full caps are: a bar each, of what is used within its limit."""

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
    scale_of,
    width_of,
)
from adapters.wording.table import Column, Table

NEAR = 80  # percent from which a cap is nearly full
NAMES_MAX = 200
FIGURES_MAX = 300
GAP = 8
THICK = 14


class Meter(NamedTuple):
    """A cap: its name, what is used of its limit, and where the name leads."""

    name: str
    used: int
    limit: int
    unit: Unit = "fen"
    href: str = ""

    @property
    def percent(self) -> int:
        """How full it is, rounded down: 100 is full and no less. A limit of 0 is full."""
        return 100 if self.limit <= 0 else max(0, self.used * 100 // self.limit)

    @property
    def text(self) -> str:
        used, limit = figure(self.used, self.unit), figure(self.limit, self.unit)
        return f"{self.percent:,}% · {used} / {limit}"


def meters(
    *, title: str, description: str, headers: tuple[str, str, str], rows: Sequence[Meter]
) -> Chart:
    """Return a bar a cap. headers: of the cap, of what is used, of the limit."""
    table = Table(
        title=title,
        columns=(Column(headers[0]), Column(headers[1], "figure"), Column(headers[2], "figure")),
        rows=[(row.name, figure(row.used, row.unit), figure(row.limit, row.unit)) for row in rows],
    )
    if not rows:
        return Chart(title, description, Markup(""), table)
    named = min(NAMES_MAX, max(width_of(row.name) for row in rows)) + GAP
    noted = min(FIGURES_MAX, max(width_of(row.text) for row in rows)) + GAP
    room, drawing = WIDTH - named - noted, Drawing(0)
    for at, row in enumerate(rows):
        y = at * (LINE + GAP)
        wide = scale_of((row.limit,), room).at(row.used) if row.limit > 0 else room
        kind = "full" if row.percent >= 100 else "near" if row.percent >= NEAR else "one"
        drawing.text(named - GAP, y + THICK, fitted(row.name, named - GAP), "end", href=row.href)
        drawing.rect(named, y + 3, room, THICK, "track")
        drawing.rect(named, y + 3, max(1 if row.used > 0 else 0, wide), THICK, kind)
        drawing.text(named + room + GAP, y + THICK, fitted(row.text, noted - GAP))
    drawing.height = len(rows) * (LINE + GAP)
    return Chart(title, description, drawing.svg(title, description), table)
