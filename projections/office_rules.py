"""The rules of the office as an answer (办理规则)."""

from __future__ import annotations

from domain.policy.office.rules import CalendarYear, Limit, NoticeRule, RulesInForce
from domain.value import value


@value
class OfficeRulesAnswer:
    """What holds as of a log position. calendars: by year."""

    position: int
    notice: NoticeRule
    limits: tuple[Limit, ...]
    calendars: tuple[CalendarYear, ...]


def office_answer(rules: RulesInForce, position: int) -> OfficeRulesAnswer:
    """Return the rules that hold at a position."""
    return OfficeRulesAnswer(
        position=position,
        notice=rules.notice,
        limits=rules.limits,
        calendars=tuple(rules.years.values()),
    )
