"""The rules of the office as a document sets them, and those that hold after several documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.value import value

WORKING, NATURAL = "working", "natural"  # days: 工作日, 自然日
FILED, DECIDED, NOTICE, PAID = "filed", "decided", "notice", "paid"
SPANS = ((FILED, DECIDED), (FILED, PAID), (DECIDED, PAID), (NOTICE, PAID))


@value
class NoticeRule:
    """How long a public notice (公示) is. days: where none are named. minimum_days: by a document
    only fewer. counts: `working` or `natural`. source: the rule as it is cited; empty for none.
    """

    days: int
    minimum_days: int
    counts: str
    source: str


@value
class Limit:
    """How many days there are at most from one step of a claim to another (办理时限).

    starts: `filed`, `decided`, or `notice` for its last day. ends: `decided` or `paid`. The day
    after the first step is day 1. policy: the id of the one whose claims it is for; None for all.
    """

    starts: str
    ends: str
    days: int
    counts: str
    source: str
    policy: str | None


@value
class CalendarYear:
    """One year's official calendar (节假日安排): days off, and weekend days that are worked (调休).

    A notice may also name the last days of the year before. source: its document.
    """

    year: int
    source: str
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]


@value
class OfficeRules:
    """What one document sets. None, and a year that is not there: left as it was."""

    document: str
    notice: NoticeRule | None
    limits: tuple[Limit, ...] | None
    years: tuple[CalendarYear, ...]


@value
class RulesInForce:
    """What holds after every document. years: the calendars, by year."""

    notice: NoticeRule
    limits: tuple[Limit, ...]
    years: Mapping[int, CalendarYear]

    def after(self, document: OfficeRules) -> RulesInForce:
        """Return what holds once a document set what it says."""
        years = {**self.years, **{each.year: each for each in document.years}}
        return replace(
            self,
            notice=self.notice if document.notice is None else document.notice,
            limits=self.limits if document.limits is None else document.limits,
            years=dict(sorted(years.items())),
        )
