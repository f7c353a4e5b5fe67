"""The rules of the office as a report for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.wording.table import Column, Columns, Report, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import in_brackets, pgettext
from domain.policy.office.rules import NATURAL, CalendarYear, Limit, NoticeRule

if TYPE_CHECKING:
    from projections.office_rules import OfficeRulesAnswer


def rules_report(answer: OfficeRulesAnswer) -> Report:
    """Return what holds: the notice, the limits, the calendars."""
    steps = step_words()
    limits: Columns[Limit] = (
        (Column(pgettext("limit", "from")), lambda limit: steps[limit.starts]),
        (Column(pgettext("limit", "to")), lambda limit: steps[limit.ends]),
        (Column(pgettext("limit", "at most")), lambda limit: days_text(limit.days, limit.counts)),
        (Column(pgettext("limit", "source")), lambda limit: limit.source),
        (Column(pgettext("limit", "policy")), lambda limit: limit.policy or ""),
    )
    calendars: Columns[CalendarYear] = (
        (Column(pgettext("column", "year"), "figure"), lambda year: str(year.year)),
        (Column(pgettext("calendar", "days off"), "count"), lambda year: len(year.holidays)),
        (Column(pgettext("calendar", "worked"), "count"), lambda year: len(year.workdays)),
        (Column(pgettext("calendar", "source")), lambda year: year.source),
    )
    parts = (
        _("Rules of the office (log position {position})").format(position=answer.position),
        _notice_text(answer.notice),
        table_of(answer.limits, limits, title=pgettext("sheet", "time limits")),
        table_of(answer.calendars, calendars, title=pgettext("sheet", "calendars")),
    )
    return Report(title=pgettext("sheet", "rules of the office"), parts=parts)


def days_text(days: int, counts: str) -> str:
    """Return a number of days and which they are."""
    if counts == NATURAL:
        return _("{days} calendar days").format(days=days)
    return _("{days} working days").format(days=days)


def step_words() -> dict[str, str]:
    """Return what each step of a claim is called."""
    return {
        "filed": pgettext("step", "filed"),
        "decided": pgettext("step", "decided"),
        "notice": pgettext("step", "last day of the notice"),
        "paid": pgettext("step", "paid"),
    }


def _notice_text(rule: NoticeRule) -> str:
    said = _("A notice: {days}, at least {minimum}").format(
        days=days_text(rule.days, rule.counts), minimum=rule.minimum_days
    )
    if rule.source:
        return in_brackets(said, rule.source)
    return said + _(" (no document sets one)")
