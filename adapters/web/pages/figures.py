"""An answer on a page: its sentences and tables; a chart with its figures as a table that opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from adapters.web.charts.drawing import Chart
from adapters.web.pages.frame import Frame, filled
from adapters.web.pages.tables import ROWS_A_PAGE, Listing, Row
from adapters.wording.table import Report, Table
from adapters.wording.translation import pgettext


def chart_html(chart: Chart, frame: Frame) -> Markup:
    """Return a chart as a page shows it."""
    drawn = sum(1 for name in frame.tables if name.startswith("chart"))
    listing = Listing(
        table=chart.table,
        frame=frame,
        name=f"chart{drawn + 1}",
        sortable=False,
        rows_a_page=max(1, len(chart.table.rows)),
    )
    return filled("_chart.html", frame, chart=chart, listing=listing)


def report_html(
    report: Report, frame: Frame, *, anchored: bool = False, saves: bool = False, of: str = ""
) -> Markup:
    """Return an answer's sentences as paragraphs and its tables as tables, in their order.

    saves: the filter of the page can be kept, beside its first table.
    anchored: the first row of each article can be linked to, so that none is on another page.
    of: what the page is of, which rows need not repeat.
    """
    many = "" in frame.tables or sum(1 for table in report.tables if table.rows) > 1
    first = next((table for table in report.tables if table.rows), None)
    taken: set[str] = set()
    parts = [
        part
        if isinstance(part, str)
        else Listing(
            table=part,
            frame=frame,
            name=f"t{at}" if many else "",
            row_ids=dict(_articles(part, taken)) if anchored else {},
            rows_a_page=len(part.rows) if anchored else ROWS_A_PAGE,
            saves=saves and part is first,
            first=keys_beside(of, part),
        )
        for at, part in enumerate(report.parts)
        if (part if isinstance(part, str) else part.rows)
    ]
    return filled("_report.html", frame, parts=parts)


def keys_beside(of: str, table: Table, keys: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the keys of columns but of those whose every row repeats what the page is of.

    keys: of all columns; by their number from 1 where left out.
    """
    every = keys or [str(at) for at in range(1, len(table.columns) + 1)]
    if not of:
        return tuple(every)
    rows = table.counted
    return tuple(
        key for at, key in enumerate(every) if not rows or any(row[at] != of for row in rows)
    )


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
