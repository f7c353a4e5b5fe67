"""How one claim filled a cap: what was used before it, what it used, what is left after it."""

from __future__ import annotations

from typing import Protocol

from markupsafe import Markup

from adapters.web.charts.drawing import (
    CLASSES,
    GAP,
    LEAST,
    LINE,
    WIDTH,
    Drawing,
    Scale,
    Unit,
    figure,
    fitted,
    width_of,
)
from adapters.wording.translation import pgettext

HIGH = 22  # pixels of the bar


class Used(Protocol):
    """What of a cap was used."""

    @property
    def limit(self) -> int: ...
    @property
    def used_before(self) -> int: ...
    @property
    def applied(self) -> int: ...
    @property
    def used_after(self) -> int: ...


def filling(title: str, description: str, use: Used, unit: Unit) -> Markup:
    """Return a bar as long as the limit, or as what is used where that is more."""
    drawing = Drawing(HIGH + 4 * LINE)
    scale = Scale(0, max(use.limit, use.used_after, use.used_before, 1), WIDTH)
    before, after = scale.at(use.used_before), scale.at(use.used_after)
    drawing.rect(0, 0, WIDTH, HIGH, "track")
    drawing.bar(0, 0, before, HIGH, 1)
    kind = "full" if _full(use) else "one"
    drawing.rect(min(before, after), 0, abs(after - before), HIGH, kind)
    limit = scale.at(use.limit)
    drawing.path(f"M{max(1, limit - 1)} 0V{HIGH + 6}", "axis")
    parts = (
        (pgettext("cap", "before"), figure(use.used_before, unit), CLASSES[1]),
        (pgettext("cap", "this claim"), figure(use.applied, unit), kind),
        (pgettext("cap", "after"), figure(use.used_after, unit), ""),
        (pgettext("cap", "limit"), figure(use.limit, unit), ""),
    )
    for row, (name, said, drawn) in enumerate(parts, start=1):
        y = HIGH + row * LINE - 2
        shown = fitted(name, LEAST - LINE - width_of(said) - GAP)
        if drawn:
            drawing.keyed(0, y - 14, shown, drawn, striped=drawn != kind)
        else:
            drawing.text(0, y, shown)
        drawing.text(WIDTH, y, fitted(said, LEAST), "end")
    return drawing.svg(title, description)


def _full(use: Used) -> bool:
    return use.used_after >= use.limit
