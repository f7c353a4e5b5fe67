"""A budget year by its lines (预算执行表), in tables that fit a page."""

from __future__ import annotations

from adapters.ledger.look import Look
from adapters.letters.facts import Both, Facts, in_both
from adapters.letters.kinds.claims import money_of
from adapters.letters.letter import TITLES, Letter
from adapters.papers.kinds.budget import AMOUNTS, EVERY_MEASURE, line_printed
from adapters.papers.kinds.currency import currency_of
from adapters.papers.paper import OF
from adapters.wording.policy.titles import policy_title
from adapters.wording.translation import gettext as _
from domain.money import yuan
from domain.refusals import Refusal
from projections.money.budgets import BudgetLineFigures, execution_rate


def budget_execution(look: Look, subject: str) -> Letter:
    """Return the report of a budget year. Raises Refusal `paper-without-source`,
    `budget-unknown`."""
    year, _of, policy = subject.partition(OF)
    if not year.isdecimal():
        raise Refusal("paper-without-source", what=f"{TITLES['budget-execution']} {subject}")
    answer = look.budget(int(year), policy=policy or None)
    lines = [_line(name, line) for name, line in answer.lines.items()]
    sums = {
        _key(key): sum(getattr(line, key) for line in answer.lines.values()) for key, _ in AMOUNTS
    }
    spent = sums["paid"] - sums["recovered"]
    rate = execution_rate(spent, sums["budget"])
    currency = currency_of(look)
    return Letter(
        kind="budget-execution",
        subject=subject,
        position=look.position,
        facts={
            "year": year,
            "policy": in_both(lambda: policy_title(policy, look.book)) if policy else "",
            "currency": money_of(look),
            "lines": lines,
            "total": {"line": Both("合计", _("total")), "rate": rate, **sums},
        },
        gist=(
            f"{year} 年度{TITLES['budget-execution']}",
            f"预算合计 {yuan(sums['budget'])}，已拨付 {yuan(sums['paid'])}（{currency}），"
            f"执行率 {rate}%",
        ),
    )


def _line(name: str, line: BudgetLineFigures) -> Facts:
    amounts = {_key(key): getattr(line, key) for key, _title in AMOUNTS}
    shown: Both | str = line.title
    if line_printed(name, line.title) != line.title:
        shown = Both(EVERY_MEASURE, _("all measures"))
    return {"line": shown, "rate": line.execution_rate, **amounts}


def _key(field: str) -> str:
    return field.removesuffix("_fen")
