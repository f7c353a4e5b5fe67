"""A table as a page shows it: sorted, cut into pages and columns by the query, with its links.

    listing = Listing(table=table, frame=frame, keys=("claim", "enterprise"))

and in a template `shown_table(listing)`, called with a form's fields for a filter of its own.

The query's words are `sort` (a key; `-` before it turns it round), `cols` (once a column), `with`
(a part of what a row shows) and `page`. A table with a name has its words behind it: `caps.sort`.
Every table that is made for a page can be had of it as a file: `?export=csv&table=caps`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup, escape

from adapters.web.api.table import part
from adapters.web.pages.frame import Frame
from adapters.wording.rendering.text import plain_cell
from adapters.wording.table import Cell, Column, Table
from adapters.wording.translation import language, pgettext
from domain.identity import is_uscc

ROWS_A_PAGE, EXPORTS = 50, ("csv", "xlsx")
SENT_ROWS_MAX = 1_000  # shown where a form was answered
AROUND = 2  # pages named on either side of the one that is shown
_WHOLE = re.compile(r".{0,6}|[!-~]{1,23}")  # words that are not broken: short ones, and numbers
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")
Row = tuple[Cell, ...]
Link = Callable[[Row], str | None]  # a path without the prefix; None for no link


class Choice(NamedTuple):
    """A row that can be chosen: what the form sends, and what the sum adds."""

    value: str
    fen: int
    label: str


class Head(NamedTuple):
    """A column's header. sorted: `ascending`, `descending`, or empty."""

    column: Column
    at: int
    sorted: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A table on a page.

    keys: what the query calls its columns; by their number from 1 where left out.
    total: how many rows there are; None where `table` holds all of them, which are then sorted and
    cut here. With a total, `table` is the rows of the page asked for, in the order asked for, and
    `whole` returns all of them for a file.
    summed: the keys that the last line adds up; sums: their sums in fen where `table` is a part.
    links, tags, row_class, row_ids, choice: by key or of a row. export: the path that answers the
    whole set with `.csv` and `.xlsx`, and what it is asked; None for the page itself. sorts: keys
    that can be sorted by; None for all. first: the keys that are shown where the query names none;
    all for none. saves: whether the filter can be kept under a name.
    """

    table: Table
    frame: Frame
    name: str = ""
    keys: tuple[str, ...] = ()
    total: int | None = None
    sortable: bool = True
    summed: tuple[str, ...] = ()
    sums: Mapping[str, int] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    tags: Mapping[str, Callable[[Row], str]] = field(default_factory=dict)
    row_class: Callable[[Row], str] = lambda _row: ""
    row_ids: Mapping[Row, str] = field(default_factory=dict)
    choice: Callable[[Row], Choice | None] | None = None
    whole: Callable[[], Table] | None = None
    export: tuple[str, Sequence[tuple[str, str]]] | None = None
    sorts: frozenset[str] | None = None
    first: tuple[str, ...] = ()
    saves: bool = False
    rows_a_page: int = ROWS_A_PAGE

    def __post_init__(self) -> None:
        self.frame.tables[self.name] = self

    def word(self, word: str) -> str:
        """Return what the query calls a word of this table."""
        return f"{self.name}.{word}" if self.name else word

    @property
    def id(self) -> str:
        """What the page calls it."""
        return f"table-{self.name}" if self.name else "table"

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return self.keys or tuple(str(at) for at in range(1, len(self.table.columns) + 1))

    @cached_property
    def order(self) -> tuple[int, bool] | None:
        """The column that is sorted by, and whether downwards; None where the answer's order is."""
        word = self._asked("sort")[-1:]
        key = word[0].removeprefix("-") if word else ""
        return (self.ids.index(key), word[0].startswith("-")) if key in self.ids else None

    @cached_property
    def columns(self) -> list[int]:
        """The columns that are shown: those the query names, else the first ones, else all."""
        wanted = set(self._asked("cols") or self.first) & set(self.ids)
        return [at for at, key in enumerate(self.ids) if not wanted or key in wanted]

    @property
    def searches(self) -> bool:
        """Whether its rows can be looked through here."""
        return self.total is None and not self.frame.was_sent and len(self.table.counted) > 1

    @property
    def words(self) -> str:
        """The part of what a row shows that is looked for; empty for none."""
        return "".join(self._asked("with")[-1:]).strip() if self.total is None else ""

    @cached_property
    def matching(self) -> Sequence[Row]:
        """The rows that show what is looked for, sorted; those of the page where that is all."""
        rows, sought = self.table.counted, self.words.casefold()
        if sought:
            rows = [row for row in rows if any(sought in text for text in self._texts(row))]
        if self.total is None and self.order is not None:
            at, down = self.order
            filled_rows = [row for row in rows if row[at] is not None]
            filled_rows.sort(key=lambda row: _rank(row[at]), reverse=down)
            rows = [*filled_rows, *(row for row in rows if row[at] is None)]
        return rows

    @property
    def as_file(self) -> Table:
        """All of its rows that the filter lets through, in every column, in the order asked for."""
        sums = () if self.words else self.table.sums  # those of all rows are not those of a part
        rows, totals = [*self.matching, *sums], len(sums)
        return self.whole() if self.whole else replace(self.table, rows=rows, totals=totals)

    @property
    def count(self) -> int:
        return len(self.matching) if self.total is None else self.total

    @property
    def page_rows(self) -> int:
        """Rows of a page; what was sent is not there to be asked for another page."""
        return SENT_ROWS_MAX if self.frame.was_sent else max(1, self.rows_a_page)

    @property
    def pages(self) -> int:
        return 1 if self.frame.was_sent else max(1, -(-self.count // self.page_rows))

    @cached_property
    def page(self) -> int:
        """The page that is asked for, or the last there is."""
        word = self._asked("page")[-1:]
        asked = int(word[0]) if word and word[0].isdecimal() and len(word[0]) < 9 else 1
        return min(max(1, asked), self.pages)

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The rows of the page."""
        if self.total is not None:
            return self.table.rows
        first, end = (self.page - 1) * self.page_rows, self.page * self.page_rows
        beneath = self.table.sums if self.page == self.pages and not self.words else ()
        return [*self.matching[first:end], *beneath]

    @property
    def heads(self) -> Iterator[Head]:
        """Yield the headers of the columns shown, each with the link that sorts by it."""
        for at in self.columns:
            mine = self.order is not None and self.order[0] == at
            down = self.order is not None and self.order[1]
            turned = f"-{self.ids[at]}" if mine and not down else self.ids[at]
            href = self.frame.here({self.word("sort"): turned, self.word("page"): None})
            state = ("descending" if down else "ascending") if mine else ""
            may = self.sortable and not self.frame.was_sent
            sorts = may and (self.sorts is None or self.ids[at] in self.sorts)
            yield Head(self.table.columns[at], at, state, href if sorts else "")

    def cells(self, row: Row) -> Markup:
        """Return a row's cells in the columns shown; the first, if it has words, names the row."""
        # By hand: a page has hundreds, and a template takes ten times as long for each.
        lines: list[str] = []
        for at in self.columns:
            column, key, cell = self.table.columns[at], self.ids[at], row[at]
            text, holds = plain_cell(cell, column), _holds(cell, column)
            shown = str(escape(text))
            link = self.links[key](row) if key in self.links else usual_link(column, cell)
            if link and text:
                shown = f'<a href="{escape(self.frame.link(link))}">{shown}</a>'
            elif key in self.tags and (tag := self.tags[key](row)):
                shown = f'<span class="tag {escape(tag)}">{shown}</span>'
            names = not lines and holds != "n" and text
            element, scope = ("th", ' scope="row"') if names else ("td", "")
            lines.append(f'<{element}{scope} class="{holds}">{shown}</{element}>')
        return Markup("\n".join(lines))

    @property
    def last_line(self) -> list[str] | None:
        """The sums below, a text a column; None where nothing is added up."""
        if not self.summed or not self.count:
            return None
        return [self._sum(at) if self.ids[at] in self.summed else "" for at in self.columns]

    def _sum(self, at: int) -> str:
        whole = sum(cell for row in self.matching if isinstance(cell := row[at], int))
        return plain_cell(self.sums.get(self.ids[at], whole), self.table.columns[at])

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Name and path of each file that holds the whole set, by the filter of the page."""
        if self.export is not None:
            path, asked = self.export
            when = [pair for pair in self.frame.asked if pair[0] in ("position", "known_at")]
            words = urlencode([*asked, *when, ("lang", self.frame.language)])
            return [(each, self.frame.url(f"{path}.{each}?{words}")) for each in EXPORTS]
        if self.frame.was_sent or not self.table.rows:
            return []
        said = dict.fromkeys(map(self.word, ("page", "cols")), None)
        said |= {"table": self.name or None, "lang": self.frame.language}
        return [(each, self.frame.here({**said, "export": each})) for each in EXPORTS]

    @property
    def pager(self) -> Iterator[tuple[int, str]]:
        """Yield page numbers and their paths: the ends and those around; (0, "") for a gap."""
        near = range(self.page - AROUND, self.page + AROUND + 1)
        numbers = sorted({1, self.pages, *(n for n in near if 1 <= n <= self.pages)})
        for before, number in zip([0, *numbers], numbers, strict=False):
            if number - before > 1:
                yield 0, ""
            yield number, self.page_href(number)

    def page_href(self, number: int) -> str:
        return self.frame.here({self.word("page"): str(number) if number > 1 else None})

    def kept(self, *words: str) -> list[tuple[str, str]]:
        """Return the words of the query that a form sends along, without those it sets itself."""
        own = {self.word(word) for word in (*words, "page")}
        return [pair for pair in self.frame.asked if pair[0] not in own]

    def _texts(self, row: Row) -> Iterator[str]:
        return (plain_cell(cell, self.table.columns[at]).casefold() for at, cell in enumerate(row))

    def _asked(self, word: str) -> list[str]:
        name = self.word(word)
        return [value for key, value in self.frame.asked if key == name]


def usual_link(column: Column, cell: Cell) -> str | None:
    """Return where a cell leads by its column's header, or by being an enterprise's code.

    A column of a claim holds one that the ledger has; where it may not, a listing says so.
    """
    if cell in (None, "") or isinstance(cell, date):
        return None
    path = _led(language()).get((column.header, type(cell)))
    if isinstance(cell, str):
        if is_uscc(cell):
            path = "/enterprises"
        return path and f"{path}/{part(cell)}"
    return path and f"{path}/{cell}"


@cache
def _led(_language: str) -> dict[tuple[str, type], str]:
    """Return where the cells of a column lead, by its header in the current language."""
    return {
        (pgettext("column", "claim"), str): "/claims",
        (pgettext("column", "batch"), int): "/batches",
        (pgettext("column", "version"), int): "/policy",
    }


def _holds(cell: Cell, column: Column) -> str:
    if isinstance(cell, date):
        return "day"
    if column.holds in ("count", "fen", "figure"):
        return "n"
    if isinstance(cell, str) and _MOMENT.fullmatch(cell):
        return "day"
    whole = isinstance(cell, str) and _WHOLE.fullmatch(cell)
    return "code" if whole else column.holds


def _rank(cell: Cell) -> tuple[int, Cell]:
    """Return what a cell is sorted by: numbers among numbers, words among words."""
    return (0 if isinstance(cell, int) else 1 if isinstance(cell, date) else 2), cell
