"""A chart on a page: its picture, a sentence, and its figures as a table that opens."""

from __future__ import annotations

from markupsafe import Markup

from adapters.web.charts.drawing import Chart
from adapters.web.pages.frame import Frame, filled
from adapters.web.pages.tables import Listing


def chart_html(chart: Chart, frame: Frame) -> Markup:
    """Return a chart as a page shows it."""
    listing = Listing(
        table=chart.table, frame=frame, sortable=False, rows_a_page=len(chart.table.rows)
    )
    return filled("_chart.html", frame, chart=chart, listing=listing)
