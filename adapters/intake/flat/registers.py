"""Lists of other offices: who stands on a register, what other bureaus paid."""

from __future__ import annotations

from typing import Any

from adapters.intake import values
from adapters.intake.flat.lists import ListColumn
from adapters.intake.values import Fault
from adapters.intake.workbook import cells, days

USCC = ListColumn(
    key="uscc",
    headers=("统一社会信用代码", "社会信用代码", "信用代码", "纳税人识别号"),
    read=cells.uscc,
    check=values.uscc,
    identifies=True,
)
NAME = ListColumn(
    key="name",
    headers=("企业名称", "单位名称", "主体名称", "失信主体名称", "名称", "收款单位"),
    read=cells.text,
    check=values.text,
)
# Of an edition of a register: who stands on it, since when, and until when.
REGISTER = (
    ListColumn(
        key=USCC.key,
        headers=USCC.headers,
        read=USCC.read,
        check=USCC.check,
        needed=True,
        identifies=True,
    ),
    NAME,
    ListColumn(
        key="listed_on",
        headers=("列入日期", "列入时间", "认定日期", "立案日期"),
        read=days.day,
        check=values.day,
        needed=True,
    ),
    ListColumn(
        key="removed_on",
        headers=("移出日期", "移出时间", "退出日期", "修复日期"),
        read=days.day,
        check=values.day,
    ),
)


def _invoices(numbers: Any) -> tuple[str, ...] | Fault:
    return values.invoices(numbers)


# What other bureaus paid: a code or an invoice is enough.
PAYMENTS = (
    USCC,
    NAME,
    ListColumn(
        key="invoices",
        headers=("发票号码", "发票号", "发票"),
        read=cells.invoices,
        check=_invoices,
        identifies=True,
    ),
    ListColumn(
        key="matter",
        headers=("事项", "项目", "项目名称", "补助项目", "补助事项", "奖补项目"),
        read=cells.text,
        check=values.text,
    ),
    ListColumn(
        key="amount_fen",
        headers=("金额", "补助金额", "拨付金额", "奖补金额", "发放金额"),
        read=cells.money,
        check=values.amount_or_zero,
        is_money=True,
    ),
    ListColumn(
        key="on",
        headers=("日期", "拨付日期", "发放日期", "拨付时间", "发放时间"),
        read=days.day,
        check=values.day,
    ),
    ListColumn(
        key="department",
        headers=("发放部门", "主管部门", "部门", "拨付部门", "发放单位"),
        read=cells.text,
        check=values.text,
    ),
)
PAYMENTS_ONE_OF = ("uscc", "invoices")
