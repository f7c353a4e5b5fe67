"""An audit test's report at a terminal, and the words that all of them use."""

from __future__ import annotations

from adapters.wording.audit.report import Column, Report, Table
from adapters.wording.tables import show_table
from domain.money import yuan

SHOWN_MAX = 30

FINDINGS = {
    "invoice": ("发票", "invoice"),
    "certificate": ("证书、注册号", "certificate"),
    "exhibition": ("展会", "exhibition"),
    "bank-account": ("收款账户", "bank account"),
    "above-cost": ("补助超过费用", "support above cost"),
}
ACROSS = {
    "enterprise": ("跨企业", "enterprises"),
    "kind": ("跨类别", "kinds"),
    "year": ("跨年度", "years"),
}
STATES = {
    "submitted": ("待核定", "submitted"),
    "approved": ("已核定未列入批次", "approved, in no batch"),
    "in-batch": ("已列入批次", "in a batch"),
    "computed": ("批次待公示", "computed"),
    "published": ("公示", "published"),
    "held": ("有异议", "held"),
    "waiting": ("无款排队", "no money, queued"),
    "paid": ("已拨付", "paid"),
    "failed": ("未由本批拨付", "not paid by this batch"),
    "dropped": ("已退出批次", "left the batch"),
    "lapsed": ("失效", "lapsed"),
    "owing": ("应退", "owes back"),
    "rejected": ("不予核定", "rejected"),
    "withdrawn": ("已撤回", "withdrawn"),
    "revoked": ("已撤销", "revoked"),
}
WAITED_FOR = {
    "approver": ("核定人", "the approver"),
    "batch": ("编制批次的人", "whoever computes a batch"),
    "publisher": ("公示经办", "the publisher"),
    "notice": ("公示期满", "the end of the notice"),
    "payer": ("拨付经办", "the payer"),
    "resolver": ("处理异议的人", "whoever resolves the objection"),
    "enterprise": ("企业退款", "the enterprise's repayment"),
}
ROLES = {
    "submitted": ("登记", "submitted"),
    "approved": ("核定", "approved"),
    "published": ("公示", "published"),
    "paid": ("拨付", "paid"),
}
SAME = {
    "name": ("同一经办账号", "same name"),
    "login": ("同一登录名", "same login"),
    "both": ("同一经办账号、同一登录名", "same name and login"),
}


def show_report(report: Report, lang: str) -> None:
    """Print the sentences, then each table that has rows, its first ones."""
    for line in report.lines:
        print(line)
    for table in report.tables:
        if table.rows:
            print()
            _show(table, lang)


def columns(lang: str, *told: tuple[str, str] | tuple[str, str, str]) -> tuple[Column, ...]:
    """Return columns of their headers in both languages and, where it is no text, what they hold.

    A header comes Chinese first.
    """
    made = []
    for zh, en, *holds in told:
        header = en if lang == "en" else zh
        match holds:
            case ["fen"]:
                made.append(Column(header, "fen"))
            case ["count"]:
                made.append(Column(header, "count"))
            case _:
                made.append(Column(header))
    return tuple(made)


def _show(table: Table, lang: str) -> None:
    print(table.title)
    shown = table.rows[: table.shown_max]
    rows = [
        [
            "" if cell is None else _text(cell, column)
            for column, cell in zip(table.columns, row, strict=True)
        ]
        for row in shown
    ]
    numbers = {place for place, column in enumerate(table.columns) if column.holds != "text"}
    show_table([column.header for column in table.columns], rows, numbers)
    left = len(table.rows) - len(shown)
    if left > 0:
        print(
            f"… and {left:,} more (all with --json, --out)"
            if lang == "en"
            else f"……另有 {left:,} 行（--json、--out 为全部）"
        )


def _text(cell: str | int, column: Column) -> str:
    if isinstance(cell, str):
        return cell
    return yuan(cell) if column.holds == "fen" else f"{cell:,}"
