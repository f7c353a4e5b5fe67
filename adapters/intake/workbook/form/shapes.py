"""How a workbook that we write looks: its formats, its columns' widths, its pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

# Named as the moment of making: what is saved since says another, even within the second.
CREATED = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
TEXT = "@"
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
HEADER_COLOUR = "#EDEDED"
_A4 = 9  # as workbooks number paper sizes
_NARROWEST, _WIDEST = 9, 36  # characters
_PADDING = 3
_PAGE_BREAKS_MAX = 1_023  # of a sheet


class Shapes:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **shape: object) -> Any:
        """Return the format of a shape."""
        key = tuple(sorted(shape.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **shape})
        return self._made[key]


def width(texts: Iterable[str]) -> float:
    """Return how wide a column has to be for its texts; a Chinese character takes two places."""
    return min(max([_NARROWEST, *(_places(text) + _PADDING for text in texts)]), _WIDEST)


def _places(text: str) -> int:
    lines = text[: 4 * _WIDEST].splitlines()
    return max(
        (sum(1 + (unicodedata.east_asian_width(each) in "WFA") for each in line) for line in lines),
        default=0,
    )


def set_pages(sheet: Any, header_row: int, breaks: Iterable[int] = ()) -> None:
    """Set a sheet up to be read and printed: A4 landscape, one page wide, its header on each.

    header_row: from 0. breaks: rows, from 0, before which a page begins.
    """
    sheet.freeze_panes(header_row + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)  # inches
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, header_row)
    sheet.set_footer("&L&8&A&R&8第 &P 页，共 &N 页")
    sheet.set_h_pagebreaks(list(breaks)[:_PAGE_BREAKS_MAX])
