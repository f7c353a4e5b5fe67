"""What charts are drawn with: whole numbers as whole pixels, texts that stay in their room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple
from unicodedata import east_asian_width

from markupsafe import Markup, escape

from adapters.wording.table import Table
from domain.money import yuan

Unit = Literal["fen", "count"]
WIDTH = 640  # pixels of every chart; a page makes it as wide as it has room
LINE = 18  # pixels of a line of text
WIDE, NARROW, CAPITAL = 13, 8, 11  # pixels of a character of 13 px; no browser's is wider
HATCH = 5  # pixels between the stripes of a bar
CLASSES = ("one", "two", "three", "four")


class Chart(NamedTuple):
    """A chart: its picture, what it shows in a sentence, and the same figures as a table.

    svg: empty where there is nothing to show.
    """

    title: str
    description: str
    svg: Markup
    table: Table


class Scale(NamedTuple):
    """Where a value lies between two ends; 0 is always among what it covers."""

    low: int
    high: int
    pixels: int

    def at(self, value: int) -> int:
        """Return the pixel of a value, counted from the low end and rounded down."""
        held = max(self.low, min(self.high, value))
        return (held - self.low) * self.pixels // max(1, self.high - self.low)


@dataclass(slots=True)
class Drawing:
    """The elements of a picture, in the order they are drawn: what is put into them is escaped."""

    height: int
    parts: list[str] = field(default_factory=list)

    def rect(self, x: int, y: int, width: int, height: int, kind: str) -> None:
        self._add("rect", x=x, y=y, width=max(0, width), height=max(0, height), class_=kind)

    def path(self, d: str, kind: str) -> None:
        self._add("path", d=d, class_=kind)

    def dot(self, x: int, y: int) -> None:
        self._add("circle", cx=x, cy=y, r=5, class_="dot")

    def bar(self, x: int, y: int, width: int, height: int, series: int) -> None:
        """Draw a bar of a series; every second series is striped, for eyes and paper."""
        self.rect(x, y, width, height, CLASSES[series % len(CLASSES)])
        if series % 2:
            rows = range(y + HATCH, y + height, HATCH)
            if rows and width > 0:
                self.path("".join(f"M{x} {row}h{width}" for row in rows), "hatch")

    def text(self, x: int, y: int, text: str, kind: str = "", *, href: str = "") -> None:
        """Write a text from x on, or until x where its kind is `end`."""
        drawn = f'<text x="{x}" y="{y}" class="{escape(kind)}">{escape(text)}</text>'
        self.parts.append(f'<a href="{escape(href)}">{drawn}</a>' if href else drawn)

    def svg(self, title: str, description: str) -> Markup:
        """Return the picture. With links it is a group, whose parts are read one by one."""
        linked = any(part.startswith("<a ") for part in self.parts)
        return Markup(
            '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="{role}"'
            ' aria-label="{title}"><title>{title}</title><desc>{desc}</desc>{parts}</svg>'
        ).format(
            w=WIDTH,
            h=self.height,
            role="group" if linked else "img",
            title=title,
            desc=description,
            parts=Markup("".join(self.parts)),
        )

    def _add(self, element: str, **given: int | str) -> None:
        words = (f'{name.rstrip("_")}="{escape(value)}"' for name, value in given.items())
        self.parts.append(f"<{element} {' '.join(words)}/>")


def scale_of(values: Iterable[int], pixels: int) -> Scale:
    """Return a scale over values, from 0 or the least below it."""
    every = [0, *values]
    return Scale(min(every), max(every), pixels)


def figure(value: int, unit: Unit) -> str:
    """Return a value as text: yuan of fen, a count as it is, digits grouped."""
    return yuan(value) if unit == "fen" else f"{value:,}"


def width_of(text: str) -> int:
    """Return pixels that a text surely does not go over."""
    return sum(map(_pixels, text))


def fitted(text: str, pixels: int) -> str:
    """Return a text that stays within so many pixels, its end left out where it is longer."""
    if width_of(text) <= pixels:
        return text
    room, kept = pixels - WIDE, 0
    for sign in text:
        room -= _pixels(sign)
        if room < 0:
            break
        kept += 1
    return f"{text[:kept]}…"


def legend(drawing: Drawing, names: Sequence[str], y: int) -> None:
    """Draw what each series is called, beside each other."""
    room = WIDTH // max(1, len(names))
    x = 0
    for series, name in enumerate(names):
        shown = fitted(name, room - 2 * LINE)
        drawing.bar(x, y + 3, 12, 12, series)
        drawing.text(x + LINE, y + 14, shown)
        x += 2 * LINE + width_of(shown)


@cache
def _pixels(sign: str) -> int:
    if east_asian_width(sign) in "WFA":
        return WIDE
    return CAPITAL if sign.isupper() or sign in "mw%@" else NARROW
