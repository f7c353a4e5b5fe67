"""What charts are drawn with: whole numbers as whole pixels, texts that stay in their room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple
from unicodedata import east_asian_width

from markupsafe import Markup, escape

from adapters.wording.table import Table
from domain.money import yuan

Unit = Literal["fen", "count"]
WIDTH = 640  # units of the shapes of every chart, which are stretched to the room of a page
LEAST = 250  # pixels of the narrowest room: texts, which are not stretched, fit into it
AMPLE = 340  # pixels of the room of any page but a telephone's, and of half a sheet of paper
LINE = 18  # pixels of a line of text
WIDE, NARROW, CAPITAL = 13, 8, 11  # pixels of a character of 13 px; no browser's is wider
GAP = 8
FIGURES_MAX = 220  # pixels of a column of figures
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
    """The elements of a picture, in the order they are drawn: what is put into them is escaped.

    Shapes are as wide as their room, from 0 to WIDTH of it; texts lie over them in their own size.
    """

    height: int
    shapes: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def rect(self, x: int, y: int, width: int, height: int, kind: str) -> None:
        given = {"x": x, "y": y, "width": max(0, width), "height": max(0, height), "class": kind}
        self.shapes.append(_element("rect", given))

    def path(self, d: str, kind: str) -> None:
        self.shapes.append(_element("path", {"d": d, "class": kind}))

    def dot(self, x: int, y: int) -> None:
        self.texts.append(_element("circle", {"cx": _share(x), "cy": y, "r": 5, "class": "dot"}))

    def bar(self, x: int, y: int, width: int, height: int, series: int) -> None:
        """Draw a bar of a series; every second series is striped, for eyes and paper."""
        self.rect(x, y, width, height, CLASSES[series % len(CLASSES)])
        if series % 2:
            rows = range(y + HATCH, y + height, HATCH)
            if rows and width > 0:
                self.path("".join(f"M{x} {row}h{width}" for row in rows), "hatch")

    def text(self, x: int, y: int, text: str, kind: str = "", *, href: str = "") -> None:
        """Write a text from x on, or until x where its kind is `end`."""
        drawn = f'<text x="{_share(x)}" y="{y}" class="{escape(kind)}">{escape(text)}</text>'
        if href:  # a link whose text is hidden is hidden, too
            drawn = f'<a href="{escape(href)}" class="{escape(kind)}">{drawn}</a>'
        self.texts.append(drawn)

    def name(self, y: int, text: str, *, href: str = "", beside: int = 0) -> None:
        """Write a name at the left: more of it where a page has room.

        beside: pixels of the line that are another text's.
        """
        ample, brief = fitted(text, AMPLE - beside), fitted(text, LEAST - beside)
        if ample == brief:
            self.text(0, y, brief, href=href)
        else:
            self.text(0, y, ample, "ample", href=href)
            self.text(0, y, brief, "brief", href=href)

    def legend(self, names: Sequence[str], y: int) -> int:
        """Write what each series is called, beside each other; return where it ends."""
        x = 0
        for series, name in enumerate(names):
            shown = fitted(name, LEAST - 2 * LINE)
            wide = 2 * LINE + width_of(shown)
            if x and x + wide > LEAST:
                x, y = 0, y + LINE
            self.keyed(x, y, shown, CLASSES[series % len(CLASSES)], striped=series % 2 == 1)
            x += wide
        return y + LINE + GAP

    def keyed(self, x: int, y: int, text: str, kind: str, *, striped: bool = False) -> None:
        """Write what is drawn so: a square of its colour, and its name. x: in pixels."""
        square = {"x": x, "y": y + 3, "width": 12, "height": 12, "class": kind}
        self.texts.append(_element("rect", square))
        if striped:
            stripes = "".join(f"M{x} {y + 3 + row}h12" for row in (4, 8))
            self.texts.append(_element("path", {"d": stripes, "class": "hatch"}))
        self.texts.append(f'<text x="{x + LINE}" y="{y + 14}">{escape(text)}</text>')

    def svg(self, title: str, description: str) -> Markup:
        """Return the picture. With links it is a group, whose parts are read one by one."""
        linked = any(part.startswith("<a ") for part in self.texts)
        return Markup(
            '<svg width="100%" height="{high}" role="{role}" aria-label="{title}">'
            "<title>{title}</title><desc>{description}</desc>"
            '<svg class="shapes" viewBox="0 0 {wide} {high}" width="100%" height="{high}"'
            ' preserveAspectRatio="none">{shapes}</svg>{texts}</svg>'
        ).format(
            wide=WIDTH,
            high=self.height,
            role="group" if linked else "img",
            title=title,
            description=description,
            shapes=Markup("".join(self.shapes)),
            texts=Markup("".join(self.texts)),
        )


def _element(name: str, given: Mapping[str, object]) -> str:
    words = (f'{word}="{escape(value)}"' for word, value in given.items())
    return f"<{name} {' '.join(words)}/>"


def _share(x: int) -> str:
    """Return how far to the right a unit lies, in tenths of a percent."""
    whole, tenths = divmod(x * 1000 // WIDTH, 10)
    return f"{whole}.{tenths}%" if tenths else f"{whole}%"


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


def units_of(pixels: int) -> int:
    """Return the units that are so many pixels even in the narrowest room."""
    return -(-min(pixels, LEAST) * WIDTH // LEAST)


@cache
def _pixels(sign: str) -> int:
    if east_asian_width(sign) in "WFA":
        return WIDE
    return CAPITAL if sign.isupper() or sign in "mw%@" else NARROW
