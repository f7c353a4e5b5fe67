"""What pages of one verb show besides their answer: charts of budgets and of policy versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from adapters.web.charts.bars import Bars, bars
from adapters.web.charts.drawing import Chart
from adapters.web.charts.timeline import Span, timeline
from adapters.wording.policy.titles import policy_title
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.money.budgets import BudgetFigures
    from projections.policy_versions import RecordedVersion

Link = Callable[[str], str]


def budget_chart(figures: BudgetFigures, book: PolicyBook, link: Link) -> Chart:
    """Return how far each line of a budget year is spent."""
    series = (
        _("budget"), _("paid"), _("in publicity"), _("approved, unpaid"),
    )  # fmt: skip
    rows = [
        Bars(line.title, (line.budget_fen, line.paid_fen, line.in_publicity_fen,
                          line.approved_unpaid_fen))
        for line in figures.lines.values()
    ]  # fmt: skip
    return bars(
        title=_("Execution of the budget of {year}").format(year=figures.year),
        description=_("By line, in yuan: what there is, what is paid, and what is on its way."),
        header=pgettext("column", "line"),
        series=series,
        rows=rows,
        unit="fen",
    )


def versions_chart(versions: Sequence[RecordedVersion], book: PolicyBook, link: Link) -> Chart:
    """Return which version governs which days. link: says where a path of this server is."""
    spans = []
    for version in versions:
        name = _("version {number}").format(number=version.version)
        if book.has_several:
            name = f"{name} {policy_title(version.policy, book)}"
        spans.append(
            Span(
                name,
                version.first_day,
                version.last_day,
                version.announced_on,
                link(f"/policy/{version.version}"),
                version.repealed,
            )
        )
    return timeline(
        title=_("Which version governs which days"),
        description=_(
            "A bar from the first to the last day that a version governs; the dashed line is the "
            "day it was announced. Where bars overlap, the later version holds."
        ),
        headers=(
            pgettext("column", "version"),
            pgettext("column", "first day"),
            pgettext("column", "last day"),
            pgettext("column", "announced"),
        ),
        spans=spans,
    )
