"""Small real files for the tests of the intake."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook

from adapters.intake.items import AcceptedRow, Item, Notice, RejectedRow, SheetTotal
from adapters.intake.read import read
from domain.commands.enterprise import RecordAmounts, SubmitClaim
from domain.identity import check_character

DATA = Path(__file__).parents[2] / "golden" / "data"
USCC = "91330382MA0000023T"

FACTS: dict[str, dict[str, Any]] = {
    "exhibition": {
        "exhibition": "汉诺威工业展",
        "country": "DE",
        "key": True,
        "booth_fees": ["25000.00", "30000"],
    },
    "online-exhibition": {"exhibition": "线上展", "organiser": "other", "fee": "8000.00"},
    "brand": {"title": "zhejiang"},
    "certification": {
        "certificate_no": "CERT1",
        "country": "KR",
        "fee": "50000.00",
        "self_export": True,
    },
    "trademark": {
        "registration_no": "TM1",
        "country": "US",
        "fee": "3000.00",
        "self_export": False,
    },
    "outsourcing": {"executed_usd": "1240000.00"},
    "service-platform": {},
    "overseas-warehouse": {"warehouse": "迪拜仓", "country": "AE"},
    "credit-insurance": {"insurance_policy_no": "SCI1", "premium": "214236.52", "pool": False},
    "warning-point": {"grade": "province-excellent"},
    "trade-remedy": {"case_no": "AD1", "fee": "390377.72"},
    "monitoring-point": {},
    "fx-guarantee": {"guaranteed_amount": "3491917.83", "guarantee_fee": "62781.72"},
    "aeo": {},
    "case-by-case": {
        "article": "四（三）",
        "decision_no": "乐专〔2023〕83号",
        "amount": "39729.18",
    },
}

HEAD = ("序号", "申报编号", "企业名称", "统一社会信用代码")
TAIL = ("发票号码", "上级已补助", "申报日期", "备注")
OWN: dict[str, tuple[tuple[str, object], ...]] = {
    "境外展会": (
        ("展会名称", "汉诺威工业展"),
        ("国家（地区）", "德国"),
        ("是否重点展会", "是"),
        ("展会结束日期", "2022.3.7"),
        ("标准展位数", 3),
        ("展位费合计", 100000),
    ),
    "线上展会": (
        ("展会名称", "线上展"),
        ("组织方式", "其他"),
        ("展会结束日期", "2022年3月7日"),
        ("参展费", 8000),
    ),
    "产品认证": (
        ("证书编号", "CERT1"),
        ("认证国家（地区）", "韩国"),
        ("发证日期", "2022/03/07"),
        ("认证检测费", "５０，０００.00"),
        ("自营出口业绩", "有"),
    ),
    "出口信用保险": (
        ("保单号", 39218321.0),
        ("缴费日期", "2022-03-07"),
        ("保险费", "214,236.52"),
        ("是否小微联保", "否"),
    ),
    "境外商标": (
        ("注册号", "TM1"),
        ("注册国家（地区）", "美国"),
        ("注册日期", "2022-03-07"),
        ("注册费", "¥3，000元"),
        ("自营出口业绩", "无"),
    ),
    "一次性奖励": (("奖励类别", "浙江出口名牌"), ("认定日期", "2022-03-07")),
    "服务外包": (("年度", 2022), ("离岸执行额（美元）", 1240000)),
    "公共海外仓": (
        ("海外仓名称", "迪拜仓"),
        ("国家（地区）", "阿联酋"),
        ("认定日期", "2022-03-07"),
    ),
    "贸易救济": (
        ("案件编号", "AD1"),
        ("结案或缴费日期", "2022-03-07"),
        ("律师费", 390377.72),
    ),
    "汇率避险担保": (
        ("担保日期", "2022-03-07"),
        ("担保金额", 3491917.83),
        ("担保费", 62781.72),
    ),
    "一事一议": (
        ("条款", "四（三）"),
        ("决定文号", "乐专〔2023〕83号"),
        ("决定日期", "2022-03-07"),
        ("金额", "39729.18"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula and the value it had when the file was saved."""

    cached: object


def uscc(number: int) -> str:
    """Return a valid credit code."""
    first = f"91330382MA{number:07d}"
    return first + check_character(first)


def line(base: str = "online-exhibition", **changes: Any) -> dict[str, Any]:
    """Return a good claim, changed. `facts` are merged; a value of `...` leaves its key out."""
    facts = {**FACTS[base], **changes.pop("facts", {})}
    row = {
        "claim_no": "YQ-1",
        "uscc": USCC,
        "enterprise": "乐清市长城电气有限公司",
        "kind": base,
        "occurred_on": "2022-03-07",
        "filed_on": "2022-10-08",
        "facts": {key: value for key, value in facts.items() if value is not ...},
        **changes,
    }
    return {key: value for key, value in row.items() if value is not ...}


def jsonl(path: Path, *rows: Mapping[str, Any] | bytes) -> Path:
    """Write JSON Lines."""
    with path.open("wb") as file:
        for row in rows:
            text = row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode()
            file.write(text + b"\n")
    return path


def row_of(sheet: str, **changes: object) -> dict[str, object]:
    """Return a good workbook row, header to cell, changed."""
    head = ("YQ-1", "乐清市长城电气有限公司", USCC)
    row: dict[str, object] = dict(zip(HEAD, (1, *head), strict=True))
    row |= dict(OWN[sheet])
    if any(name in dict(OWN[sheet]) for name in ("展位费合计", "参展费", "认证检测费", "保险费")):
        row |= {"发票号码": "39218321", "上级已补助": 0}
    row |= {"申报日期": "2022-10-08", "备注": None}
    return row | changes


def sheet(
    book: Workbook,
    name: str,
    rows: Sequence[Mapping[str, object]],
    unit: str = "单位：元",
    total: object = None,
) -> Any:
    """Add a sheet in the bureau's frame."""
    made = book.create_sheet(name)
    headers = list(rows[0])
    made.append([f"乐清市外贸政策追溯申报汇总表（{name}）"])
    made.append([unit])
    made.append(headers)
    for row in rows:
        made.append([row.get(header) for header in headers])
    if total is not None:
        fees = (
            "展位费合计",
            "参展费",
            "认证检测费",
            "保险费",
            "注册费",
            "律师费",
            "担保费",
            "金额",
        )
        made.append(
            ["合计", *[total if header in fees else None for header in headers[1:]]],
        )
    return made


def workbook(path: Path, name: str, *rows: Mapping[str, object], **frame: Any) -> Path:
    """Write a workbook of one sheet."""
    book = Workbook()
    book.remove(book.active)
    sheet(book, name, rows, **frame)
    book.save(path)
    return path


def shared(path: Path, row: Mapping[str, object], sheet: str = "境外展会") -> Path:
    """Write a sheet of one row as Excel does: shared texts, formulas with cached values."""
    with xlsxwriter.Workbook(path) as book:
        made = book.add_worksheet(sheet)
        made.merge_range(0, 0, 0, len(row) - 1, "追溯申报汇总表")
        made.write(1, 0, "单位：元")
        for column, (header, cell) in enumerate(row.items()):
            made.write_rich_string(2, column, header[:1], book.add_format({"bold": 1}), header[1:])
            if isinstance(cell, Formula):
                made.write_formula(3, column, "=A1", None, cell.cached)
            else:
                made.write(3, column, cell)
    return path


def items(path: Path) -> list[Item]:
    """Read a whole file."""
    return list(read(path))


def only(path: Path) -> AcceptedRow | RejectedRow:
    """Return the single row of a file."""
    (row,) = [item for item in read(path) if isinstance(item, (AcceptedRow, RejectedRow))]
    return row


def claim(path: Path) -> SubmitClaim:
    """Return the claim that the single row of a file states."""
    row = only(path)
    assert isinstance(row, AcceptedRow), row
    assert isinstance(row.command, SubmitClaim)
    return row.command


def exports(path: Path) -> RecordAmounts:
    """Return the exports that the single row of a file states."""
    row = only(path)
    assert isinstance(row, AcceptedRow), row
    assert isinstance(row.command, RecordAmounts)
    return row.command


def fault(path: Path) -> tuple[str | None, str]:
    """Return the column and code of the single rejected row of a file."""
    row = only(path)
    assert isinstance(row, RejectedRow), row
    return row.column, row.code


def notices(path: Path) -> dict[str, Notice]:
    """Return the warnings of a file by code."""
    return {item.code: item for item in read(path) if isinstance(item, Notice)}


def totals(path: Path) -> dict[str, int]:
    """Return what the sheets of a file declare."""
    return {item.sheet: item.declared_fen for item in read(path) if isinstance(item, SheetTotal)}
