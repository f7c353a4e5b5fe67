"""The budget report (预算执行表): what each line had, spent and has left."""

from __future__ import annotations

from adapters.ledger.look import Look
from adapters.papers.kinds.currency import currency_of
from adapters.papers.paper import DAY, GAP, Cell, Column, Content, PaperRows
from domain.payments.budget import ALL
from projections.money.budgets import BudgetFigures

AMOUNTS = (
    ("appropriated_fen", "年初预算"),
    ("supplemented_fen", "追加"),
    ("transferred_fen", "调剂（净）"),
    ("carried_in_fen", "结转（净）"),
    ("returned_fen", "收回"),
    ("budget_fen", "预算合计"),
    ("paid_fen", "已拨付"),
    ("recovered_fen", "已追回"),
    ("approved_unpaid_fen", "已核定未拨付"),
    ("in_publicity_fen", "公示中"),
    ("committed_fen", "已占用"),
    ("available_fen", "可用"),
    ("under_review_fen", "待核定"),
    ("available_after_review_fen", "核定后可用"),
)
COLUMNS = (
    Column(key="line", header="科目", holds="text", width=14),
    *(Column(key=key[:-4], header=title, holds="fen", width=15) for key, title in AMOUNTS),
    Column(key="execution_rate", header="执行率（%）", holds="text", width=10),
)
EVERY_MEASURE = "全部措施"
SIGN = f"编制：{GAP}复核：{GAP}单位负责人：{GAP}单位（盖章）：{GAP}{DAY}"


def line_printed(name: str, title: str) -> str:
    """Return what a budget line is called on paper: that of every measure has no title."""
    return EVERY_MEASURE if title == name == ALL else title


def budget(look: Look, answer: BudgetFigures) -> Content:
    """Return the report of a budget year."""
    amounts = {
        name: tuple(getattr(line, key) for key, _ in AMOUNTS) for name, line in answer.lines.items()
    }
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (line_printed(name, line.title), *amounts[name], line.execution_rate)
        for name, line in answer.lines.items()
    )
    sums = [sum(column) for column in zip(*amounts.values(), strict=True)]
    return Content(
        title=f"{answer.year} 年度补助资金预算执行表",
        above=(f"单位：{currency_of(look)}",),
        table=PaperRows(columns=COLUMNS, identity=(0,), rows=rows, total=("合计", *sums, None)),
        below=(SIGN,),
        wide=True,
        private=False,
    )
