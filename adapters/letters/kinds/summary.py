"""The monthly summary (汇总月报): by measure, town and month, against the year before."""

from __future__ import annotations

import re
from collections.abc import Iterable

from adapters.ledger.look import Look
from adapters.letters.facts import Both, Facts, in_both
from adapters.letters.kinds.claims import money_of
from adapters.letters.letter import TITLES, Letter
from adapters.papers.kinds.currency import currency_of
from adapters.wording.policy.titles import measure_title
from adapters.wording.translation import gettext as _
from domain.money import yuan
from domain.refusals import Refusal
from projections.money.budgets import execution_rate
from projections.money.summary import MonthFigures, MonthlySummary

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def monthly_summary(look: Look, subject: str) -> Letter:
    """Return the summary of a month. Raises Refusal `paper-without-source`."""
    match = MONTH.fullmatch(subject)
    if match is None:
        raise Refusal("paper-without-source", what=f"{TITLES['monthly-summary']} {subject}")
    answer = look.monthly_summary(int(match[1]), int(match[2]))
    measures = list(dict.fromkeys(each.measure for each in answer.figures))
    currency = currency_of(look)
    total = _figures(answer, answer.figures)
    return Letter(
        kind="monthly-summary",
        subject=subject,
        position=look.position,
        facts={
            "year": match[1],
            "month": str(answer.month),
            "last_year": str(answer.year - 1),
            "currency": money_of(look),
            "measures": [_measure(look, answer, measure) for measure in measures],
            "total": total,
        },
        gist=(
            f"{answer.year} 年 {answer.month} 月{TITLES['monthly-summary']}",
            f"本年核定 {yuan(int(str(total['granted'])))}，拨付 {yuan(int(str(total['paid'])))}"
            f"（{currency}）",
        ),
    )


def _measure(look: Look, answer: MonthlySummary, measure: str) -> Facts:
    own = [each for each in answer.figures if each.measure == measure]
    towns = sorted(
        {(each.town or "", each.division) for each in own}, key=lambda of: (not of[0], of)
    )
    months = sorted({each.month for each in own})
    return {
        "measure": measure,
        "title": in_both(lambda: measure_title(measure, look.book))
        if measure
        else Both("未对应措施", _("no measure")),
        "towns": [
            {
                "town": town or _unstated(division),
                **_figures(answer, _of(own, town, division)),
            }
            for town, division in towns
        ],
        "months": [
            {"month": str(month), **_figures(answer, (each for each in own if each.month == month))}
            for month in months
        ],
        "subtotal": _figures(answer, own),
    }


def _unstated(division: str) -> Both:
    shown = _("not stated (registered in {division})").format(division=division)
    return Both(f"未载明（登记地{division}）", shown)


def _of(figures: Iterable[MonthFigures], town: str, division: str) -> list[MonthFigures]:
    return [each for each in figures if (each.town or "", each.division) == (town, division)]


def _figures(answer: MonthlySummary, figures: Iterable[MonthFigures]) -> Facts:
    """Return the month alone, the year until it, and the same months of the year before."""
    every = list(figures)
    this = [each for each in every if each.year == answer.year]
    last = [each for each in every if each.year != answer.year]
    month = [each for each in this if each.month == answer.month]
    granted, before = (sum(each.granted_fen for each in some) for some in (this, last))
    change = "—" if before <= 0 else f"{execution_rate(granted - before, before)}%"
    return {
        "month_claims": str(sum(each.claims for each in month)),
        "month_granted": sum(each.granted_fen for each in month),
        "month_paid": sum(each.paid_fen for each in month),
        "claims": str(sum(each.claims for each in this)),
        "granted": granted,
        "paid": sum(each.paid_fen for each in this),
        "last_granted": before,
        "last_paid": sum(each.paid_fen for each in last),
        "change": change,
    }
