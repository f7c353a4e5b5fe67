"""A table as a page shows it: sorted, cut into pages and columns by the query, with its links.

    listing = Listing(table=table, frame=frame, keys=("claim", "enterprise"), export="/claims")

and in a template, with a form's fields for a filter between the two,

    {% from "_table.html" import shown_table with context %}
    {% call shown_table(listing) %}…{% endcall %}

The query's words are `sort` (a key; `-` before it turns it round), `cols` (once a column) and
`page`. A table with a name has its words behind it: `caps.sort`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup, escape

from adapters.web.api.table import part
from adapters.web.pages.frame import Frame, filled
from adapters.wording.rendering.text import plain_cell
from adapters.wording.table import Cell, Column, Report, Table
from adapters.wording.translation import language, pgettext
from domain.identity import is_uscc

ROWS_A_PAGE = 50
EXPORTS = ("csv", "xlsx")
WHOLE_MAX = 24  # characters of a word, as a claim number is, that is not broken
AROUND = 2  # pages named on either side of the one that is shown

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
    cut here. With a total, `table` is the rows of the page asked for, in the order asked for.
    summed: the keys that the last line adds up; sums: their sums in fen where `table` is a part.
    links, tags, row_class, row_ids, choice: by key or of a row. export: the path that answers the
    whole set with `.csv` and `.xlsx`; None for none. export_words: what that path is asked, the
    page's query for None. sorts: keys that can be sorted by; None for all. first: the keys that are
    shown where the query names none; all for none. saves: whether the filter can be kept under a
    name.
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
    export: str | None = None
    export_words: Sequence[tuple[str, str]] | None = None
    sorts: frozenset[str] | None = None
    first: tuple[str, ...] = ()
    saves: bool = False
    rows_a_page: int = ROWS_A_PAGE

    def word(self, word: str) -> str:
        """Return what the query calls a word of this table."""
        return f"{self.name}.{word}" if self.name else word

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
    def count(self) -> int:
        return len(self.table.rows) if self.total is None else self.total

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // max(1, self.rows_a_page)))

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
        rows = self.table.rows
        if self.order is not None:
            at, down = self.order
            filled_rows = [row for row in rows if row[at] is not None]
            filled_rows.sort(key=lambda row: _rank(row[at]), reverse=down)
            rows = [*filled_rows, *(row for row in rows if row[at] is None)]
        first = (self.page - 1) * self.rows_a_page
        return rows[first : first + self.rows_a_page]

    @property
    def heads(self) -> Iterator[Head]:
        """Yield the headers of the columns shown, each with the link that sorts by it."""
        for at in self.columns:
            mine = self.order is not None and self.order[0] == at
            down = self.order is not None and self.order[1]
            turned = f"-{self.ids[at]}" if mine and not down else self.ids[at]
            href = self.frame.here({self.word("sort"): turned, self.word("page"): None})
            state = ("descending" if down else "ascending") if mine else ""
            sorts = self.sortable and (self.sorts is None or self.ids[at] in self.sorts)
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
        line = []
        for at in self.columns:
            key, column = self.ids[at], self.table.columns[at]
            if key not in self.summed:
                line.append("")
                continue
            cells = (row[at] for row in self.table.rows)
            whole = sum(cell for cell in cells if isinstance(cell, int))
            line.append(plain_cell(self.sums.get(key, whole), column))
        return line

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Name and path of each file that holds the whole set, by the filter of the page."""
        left_out = {self.word("page"), self.word("cols"), "lang"}
        words = [pair for pair in self.frame.asked if pair[0] not in left_out]
        if self.export_words is not None:
            when = [pair for pair in words if pair[0] in ("position", "known_at")]
            words = [*self.export_words, *when]
        words.append(("lang", self.frame.language))
        return [
            (suffix, self.frame.url(f"{self.export}.{suffix}?{urlencode(words)}"))
            for suffix in EXPORTS
            if self.export
        ]

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

    def _asked(self, word: str) -> list[str]:
        name = self.word(word)
        return [value for key, value in self.frame.asked if key == name]


def usual_link(column: Column, cell: Cell) -> str | None:
    """Return where a cell leads by its column's header, or by being an enterprise's code."""
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


def report_html(report: Report, frame: Frame, *, anchored: bool = False) -> Markup:
    """Return an answer's sentences as paragraphs and its tables as tables, in their order.

    anchored: the first row of each article can be linked to, so that none is on another page.
    """
    many = sum(1 for table in report.tables if table.rows) > 1
    taken: set[str] = set()
    parts = [
        part
        if isinstance(part, str)
        else Listing(
            table=part,
            frame=frame,
            name=f"t{at}" if many else "",
            row_ids=dict(_articles(part, taken)) if anchored else {},
            sortable=not frame.posted,
            rows_a_page=len(part.rows) if anchored or frame.posted else ROWS_A_PAGE,
        )
        for at, part in enumerate(report.parts)
        if (part if isinstance(part, str) else part.rows)
    ]
    return filled("_report.html", frame, parts=parts)


def article_id(article: str) -> str:
    """Return what a page of a policy version calls the first row of an article."""
    return f"article-{article.replace(' ', '-')}"


def _articles(table: Table, taken: set[str]) -> Iterator[tuple[Row, str]]:
    """Yield the first row of each article that has none yet."""
    header = pgettext("column", "article")
    places = [at for at, column in enumerate(table.columns) if column.header == header]
    for row in table.rows if places else ():
        article = row[places[0]]
        if isinstance(article, str) and article and article not in taken:
            taken.add(article)
            yield row, article_id(article)


def _holds(cell: Cell, column: Column) -> str:
    if isinstance(cell, date):
        return "day"
    if column.holds in ("count", "fen", "figure"):
        return "n"
    whole = isinstance(cell, str) and cell.isascii() and " " not in cell and len(cell) < WHOLE_MAX
    return "code" if whole else column.holds


def _rank(cell: Cell) -> tuple[int, Cell]:
    """Return what a cell is sorted by: numbers among numbers, words among words."""
    return (0 if isinstance(cell, int) else 1 if isinstance(cell, date) else 2), cell
