"""How full caps are: a bar each, of what is used within its limit."""

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
    Unit,
    figure,
    fitted,
    scale_of,
    width_of,
)
from adapters.wording.table import Column, Table

NEAR = 80  # percent from which a cap is nearly full
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
        return f"{figure(self.used, self.unit)} / {figure(self.limit, self.unit)}"


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
    drawing = Drawing(0)
    for row in rows:
        y, full = drawing.height, f"{row.percent:,}%"
        wide = scale_of((row.limit,), WIDTH).at(row.used) if row.limit > 0 else WIDTH
        kind = "full" if row.percent >= 100 else "near" if row.percent >= NEAR else "one"
        drawing.name(y + THICK, row.name, href=row.href, beside=width_of(full) + GAP)
        drawing.text(WIDTH, y + THICK, full, "end")
        drawing.rect(0, y + LINE + 2, WIDTH, THICK, "track")
        drawing.rect(0, y + LINE + 2, max(1 if row.used > 0 else 0, wide), THICK, kind)
        drawing.text(WIDTH, y + 2 * LINE + THICK, fitted(row.text, LEAST), "end faint")
        drawing.height += 3 * LINE + GAP
    return Chart(title, description, drawing.svg(title, description), table)
