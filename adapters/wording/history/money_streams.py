"""What happened to a budget year and to a batch, in a history's words."""

from __future__ import annotations

from domain.events import batch, budget
from domain.events.log import Event
from domain.money import yuan

STREAM_TYPES = {
    "budget-line-named": ("设立科目", "line named"),
    "budget-appropriated": ("年初预算", "appropriated"),
    "budget-supplemented": ("追加", "supplemented"),
    "budget-returned": ("收回", "returned"),
    "budget-transferred": ("调剂", "transferred"),
    "budget-carried-over": ("结转下年", "carried over"),
    "budget-carried-in": ("上年结转", "carried in"),
    "budget-allotted": ("列入公示", "allotted"),
    "budget-paid": ("支出", "paid"),
    "budget-payment-reversed": ("支出退回", "payment reversed"),
    "budget-recovered": ("追回入账", "recovered"),
    "budget-recovery-reversed": ("抵扣退回", "recovery reversed"),
    "batch-computed": ("编制批次", "computed"),
    "batch-lines-computed": ("批次明细", "lines computed"),
    "batch-published": ("公示", "published"),
    "batch-line-objected": ("异议", "objected"),
    "objection-resolved": ("处理异议", "objection resolved"),
    "batch-paid": ("拨付", "paid"),
    "batch-lines-paid": ("拨付明细", "lines paid"),
    "batch-line-failed": ("拨付失败", "payment failed"),
}
_MOVED = (budget.BudgetAppropriated, budget.BudgetSupplemented, budget.BudgetReturned)


def stream_what(event: Event, en: bool) -> str:
    """Return what an event of a budget year or a batch says; empty for any other."""
    if isinstance(event, _MOVED):
        return f"{event.line} {yuan(event.amount_fen)} ({event.document}, {event.on})"
    match event:
        case budget.BudgetLineNamed():
            return f"{event.line}: {', '.join(event.measures)}"
        case budget.BudgetTransferred():
            lines = f"{event.from_line} → {event.to_line}"
            return f"{lines} {yuan(event.amount_fen)} ({event.document}, {event.on})"
        case budget.BudgetCarriedOver() | budget.BudgetCarriedIn():
            amounts = ", ".join(f"{one.line} {yuan(one.amount_fen)}" for one in event.amounts)
            return f"{amounts} ({event.on})"
        case budget.BudgetAllotted() | budget.BudgetPaid() | budget.BudgetPaymentReversed():
            number = f"batch {event.batch}" if en else f"第 {event.batch} 批"
            return f"{event.line} {yuan(event.amount_fen)} ({number})"
        case budget.BudgetRecovered() | budget.BudgetRecoveryReversed():
            return f"{event.line} {yuan(event.amount_fen)} ({event.on})"
        case batch.BatchComputed():
            told = f"{event.budget_year} {event.line}: {yuan(event.owed_fen)}"
            return f"{told} / {yuan(event.money_fen)} ({_terms(event, en)})"
        case batch.BatchLinesComputed():
            return _allotted(event, en)
        case batch.BatchPublished():
            return f"{event.on} – {event.last_day}"
        case batch.BatchLinesPaid():
            return yuan(sum(line.amount_fen for line in event.lines))
        case batch.BatchPaid():
            return f"{event.receipt} ({event.on})"
        case batch.BatchLineObjected() | batch.BatchLineFailed():
            return event.words
        case batch.ObjectionResolved():
            upheld = (
                ("upheld" if en else "成立") if event.upheld else ("dismissed" if en else "不成立")
            )
            return f"{upheld} ({event.document})"
        case _:
            return ""


def _terms(event: batch.BatchComputed, en: bool) -> str:
    """Return how a batch shares what is not enough, and what becomes of what it leaves unpaid."""
    if event.shortage == "queue":
        return "queue, the rest waits" if en else "排队，其余等候"
    told = ["pro-rata" if en else "按比例"]
    if event.round_down_to is not None:
        unit = {"yuan": "元", "wan": "万元"}[event.round_down_to]
        told.append(f"down to {event.round_down_to}" if en else f"舍至{unit}")
    if event.at_least_fen:
        least = yuan(event.at_least_fen)
        told.append(f"at least {least}" if en else f"不足 {least} 不拨")
    if event.remainder == "lapse":
        told.append("remainder lapses" if en else "未付部分失效")
    else:
        told.append("remainder stays owed" if en else "未付部分仍欠")
    return (", " if en else "，").join(told)


def _allotted(event: batch.BatchLinesComputed, en: bool) -> str:
    allotted = sum(line.allotted_fen for line in event.lines)
    lapsed = sum(line.lapsed_fen for line in event.lines)
    owed = sum(line.owed_fen for line in event.lines) - allotted - lapsed
    told = [yuan(allotted)]
    if owed:
        told.append(f"{yuan(owed)} stays owed" if en else f"仍欠 {yuan(owed)}")
    if lapsed:
        told.append(f"{yuan(lapsed)} lapsed" if en else f"失效 {yuan(lapsed)}")
    return (", " if en else "，").join(told)
