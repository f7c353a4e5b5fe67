"""Every budget year as a report for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from adapters.wording.policy.currency import currency
from adapters.wording.policy.labels import label
from adapters.wording.policy.titles import line_title, own_title
from adapters.wording.table import Column, Columns, Report, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed, pgettext

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.money.years import BudgetYear, SourceFigures, YearLine


def budget_sources_report(
    year: int, position: int, answer: Sequence[SourceFigures], book: PolicyBook
) -> Report:
    """Return a row for each source of each line."""
    titles: dict[str, Mapping[str, str]] = {}
    for version in book.versions:
        titles |= version.policy.source.get("sources") or {}
    title = _("Sources of the budget of {year} (log position {position}), {currency}").format(
        year=year, position=position, currency=currency()
    )
    columns: Columns[SourceFigures] = (
        (Column(pgettext("column", "line")), lambda row: line_title(row.title)),
        (Column(pgettext("budget", "source")), lambda row: _called(row.source, titles)),
        (Column(pgettext("budget", "received"), "fen"), lambda row: row.received_fen),
        (Column(pgettext("budget", "carried in (net)"), "fen"), lambda row: row.carried_fen),
        (Column(pgettext("budget", "bears of what was paid"), "fen"), lambda row: row.paid_fen),
        (
            Column(pgettext("budget", "bears of what is in publicity"), "fen"),
            lambda row: row.in_publicity_fen,
        ),
        (Column(pgettext("budget", "left"), "fen"), lambda row: row.left_fen),
    )
    return Report(title=title, parts=(title, table_of(answer, columns)))


def _called(source: str | None, titles: Mapping[str, Mapping[str, str]]) -> str:
    if source is None:
        return pgettext("budget", "not named")
    return label(titles.get(source, {}), source)


def budget_years_report(answer: Sequence[BudgetYear], book: PolicyBook) -> Report:
    """Return a row for each line of each year."""
    title = _("Budgets, {currency}").format(currency=currency())
    if not answer:
        none = _("No budget yet. `subsidy budget appropriate` records the first money of a year.")
        return Report(title=title, parts=(none,))
    states = (pgettext("budget year", "open"), pgettext("budget year", "closed"))
    rows = [(year, line) for year in answer for line in year.lines]
    columns: Columns[tuple[BudgetYear, YearLine]] = (
        (Column(pgettext("column", "year")), lambda row: str(row[0].year)),
        (Column(pgettext("column", "line")), lambda row: line_title(row[1].title)),
        (Column(pgettext("budget", "budget"), "fen"), lambda row: row[1].budget_fen),
        (Column(pgettext("budget", "paid"), "fen"), lambda row: row[1].paid_fen),
        (Column(pgettext("budget", "recovered"), "fen"), lambda row: row[1].recovered_fen),
        (Column(pgettext("budget", "not paid"), "fen"), lambda row: row[1].left_fen),
        (Column(pgettext("column", "state")), lambda row: states[row[0].closed]),
        (
            Column(pgettext("budget", "pays for")),
            lambda row: listed(own_title(each, book) for each in row[1].measures),
        ),
    )
    return Report(title=title, parts=(title, table_of(rows, columns)))
