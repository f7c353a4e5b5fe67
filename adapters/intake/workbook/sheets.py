"""The bureau's sheets: which column of which sheet states what. One table, one row a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.intake.amounts import CNY, USD, Means
from adapters.intake.checks import CONFIRMED, WHY, WORDS
from adapters.intake.values import ARTICLES, fault
from adapters.intake.workbook import cells, days
from adapters.intake.workbook.cells import CellReader, plain

NUMBER = "序号"  # counts rows; says nothing
BOOTHS = "booths"  # not a fact itself: how many ways the fee is split
BOOTH_FEES = "facts.booth_fees"
AWARD = "kind"  # its word says the kind and the facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its header, the key path it states, how its cells are read."""

    header: str
    key: str
    read: CellReader
    optional: bool = False

    @property
    def currency(self) -> str:
        """What its amounts are in."""
        return USD if self.read is cells.usd else CNY

    @property
    def is_money(self) -> bool:
        """Say whether its cells are amounts."""
        return self.read in _MONEY

    @property
    def identifies(self) -> bool:
        """Say whether every digit of its cells counts, those at the front too."""
        return self.read in (cells.number, cells.uscc, cells.invoices)

    @property
    def is_day(self) -> bool:
        """Say whether its cells are days."""
        return self.read in (days.day, days.end_day)

    @property
    def is_time(self) -> bool:
        """Say whether its cells are days or years."""
        return self.is_day or self.read in (cells.year, cells.last_day_of_year)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that its cells may be; none where they may be anything."""
        if isinstance(self.read, cells.Words):
            return self.read.usual
        if self.read is _award:
            return tuple(AWARDS)
        return ARTICLES if self.key == "facts.article" else ()

    @property
    def is_one_rows_own(self) -> bool:
        """Say whether its cells are amounts or counts: stated twice they would be paid twice."""
        return self.read in _ONE_ROWS_OWN

    @property
    def merges_down(self) -> bool:
        """Say whether a merged cell speaks for every row it covers; a number is one row's own."""
        return self.key != "claim_no" and not self.is_one_rows_own


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `kind` is None where a cell says it. `total`: the column that 合计 adds up."""

    name: str
    kind: str | None
    columns: tuple[Column, ...]
    total: str | None

    @property
    def has_money(self) -> bool:
        """Say whether the sheet needs a unit: dollars name theirs in their header."""
        return self.kind != "exports" and any(
            column.is_money and column.currency == CNY and not column.optional
            for column in self.columns
        )


_YUAN: tuple[CellReader, ...] = (cells.fee, cells.paid, cells.support)
_MONEY: tuple[CellReader, ...] = (*_YUAN, cells.usd)
_ONE_ROWS_OWN: tuple[CellReader, ...] = (*_MONEY, cells.booths)

AWARDS: dict[str, tuple[str, dict[str, object]]] = {
    "浙江出口名牌": ("brand", {"title": "zhejiang"}),
    "温州出口名牌": ("brand", {"title": "wenzhou"}),
    "AEO高级认证": ("aeo", {}),
    "外贸综合服务企业": ("service-platform", {}),
    "监测点": ("monitoring-point", {}),
    "预警点-省级优秀": ("warning-point", {"grade": "province-excellent"}),
    "预警点-省级合格": ("warning-point", {"grade": "province-qualified"}),
    "预警点-温州优秀": ("warning-point", {"grade": "wenzhou-excellent"}),
    "预警点-温州合格": ("warning-point", {"grade": "wenzhou-qualified"}),
}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－ー─━", "-"))


def _award(cell: object, means: Means) -> object:
    """Return the kind and facts that a category of award stands for."""
    if not isinstance(cell, str):
        return cells.text(cell, means)
    spelt = plain(cell[:99]).upper().translate(_DASHES).replace("--", "-")
    award = AWARDS.get(spelt)
    return fault("bad-value", cell) if award is None else award


def _sheet(name: str, kind: str | None, *columns: tuple[str, str, CellReader]) -> Sheet:
    """Return a sheet of claims: its own columns between those every sheet has."""
    own = tuple(Column(header=header, key=key, read=read) for header, key, read in columns)
    fees = [column.header for column in own if column.read is cells.fee]
    return Sheet(
        name=name, kind=kind, columns=(*_HEAD, *own, *_TAIL), total=fees[0] if fees else None
    )


_HEAD = (
    Column(header="申报编号", key="claim_no", read=cells.number),
    Column(header="企业名称", key="enterprise", read=cells.text),
    Column(header="统一社会信用代码", key="uscc", read=cells.uscc),
)
_TAIL = (
    Column(header="发票号码", key="invoices", read=cells.invoices, optional=True),
    Column(header="上级已补助", key="other_support", read=cells.support, optional=True),
    Column(header="申报日期", key="filed_on", read=days.day),
)
REMARK = "备注"
BESIDE = {  # the headers of what stands beside a claim, by key
    "town": frozenset(("镇街", "所属镇街", "乡镇街道", "乡镇", "所属乡镇")),
    "contact": frozenset(("联系人", "联系人姓名")),
    "phone": frozenset(("联系电话", "电话", "手机", "联系人电话", "手机号", "手机号码")),
}
IGNORED = frozenset(  # the name is a column of claims
    (
        NUMBER,
        "企业名称",
        REMARK,
        WHY,
        CONFIRMED,
        *frozenset().union(*BESIDE.values()),
    )
)
_ORGANISERS = cells.Words({"市政府统一组团": "city", "其他": "other"})

_CLAIM_SHEETS = (
    _sheet(
        "境外展会",
        "exhibition",
        ("展会名称", "facts.exhibition", cells.text),
        ("国家（地区）", "facts.country", cells.country),
        ("是否重点展会", "facts.key", cells.yes_or_no),
        ("展会结束日期", "occurred_on", days.end_day),
        ("标准展位数", BOOTHS, cells.booths),
        ("展位费合计", BOOTH_FEES, cells.fee),
    ),
    _sheet(
        "线上展会",
        "online-exhibition",
        ("展会名称", "facts.exhibition", cells.text),
        ("组织方式", "facts.organiser", _ORGANISERS),
        ("展会结束日期", "occurred_on", days.end_day),
        ("参展费", "facts.fee", cells.fee),
    ),
    _sheet(
        "产品认证",
        "certification",
        ("证书编号", "facts.certificate_no", cells.number),
        ("认证国家（地区）", "facts.country", cells.country),
        ("发证日期", "occurred_on", days.day),
        ("认证检测费", "facts.fee", cells.fee),
        ("自营出口业绩", "facts.self_export", cells.has_or_not),
    ),
    _sheet(
        "出口信用保险",
        "credit-insurance",
        ("保单号", "facts.insurance_policy_no", cells.number),
        ("缴费日期", "occurred_on", days.day),
        ("保险费", "facts.premium", cells.fee),
        ("是否小微联保", "facts.pool", cells.yes_or_no),
    ),
    _sheet(
        "境外商标",
        "trademark",
        ("注册号", "facts.registration_no", cells.number),
        ("注册国家（地区）", "facts.country", cells.country),
        ("注册日期", "occurred_on", days.day),
        ("注册费", "facts.fee", cells.fee),
        ("自营出口业绩", "facts.self_export", cells.has_or_not),
    ),
    _sheet("一次性奖励", None, ("奖励类别", AWARD, _award), ("认定日期", "occurred_on", days.day)),
    _sheet(
        "服务外包",
        "outsourcing",
        ("年度", "occurred_on", cells.last_day_of_year),
        ("离岸执行额（美元）", "facts.executed_usd", cells.usd),
    ),
    _sheet(
        "公共海外仓",
        "overseas-warehouse",
        ("海外仓名称", "facts.warehouse", cells.text),
        ("国家（地区）", "facts.country", cells.country),
        ("认定日期", "occurred_on", days.day),
    ),
    _sheet(
        "贸易救济",
        "trade-remedy",
        ("案件编号", "facts.case_no", cells.number),
        ("结案或缴费日期", "occurred_on", days.day),
        ("律师费", "facts.fee", cells.fee),
    ),
    _sheet(
        "汇率避险担保",
        "fx-guarantee",
        ("担保日期", "occurred_on", days.day),
        ("担保金额", "facts.guaranteed_amount", cells.paid),
        ("担保费", "facts.guarantee_fee", cells.fee),
    ),
    _sheet(
        "一事一议",
        "case-by-case",
        ("条款", "facts.article", cells.text),
        ("决定文号", "facts.decision_no", cells.number),
        ("决定日期", "occurred_on", days.day),
        ("金额", "facts.amount", cells.fee),
    ),
)

EXPORTS_SHEET = Sheet(
    name="进出口额",
    kind="exports",
    columns=(
        Column(header="统一社会信用代码", key="uscc", read=cells.uscc),
        Column(header="年度", key="year", read=cells.year),
        Column(header="对美出口额", key="us_usd", read=cells.usd),
        Column(header="对RCEP成员国出口额", key="rcep_usd", read=cells.usd),
    ),
    total=None,
)

SHEETS = {sheet.name: sheet for sheet in (*_CLAIM_SHEETS, EXPORTS_SHEET)}


def allowed_in(header: str) -> tuple[str, ...]:
    """Return the words that a column, or a key path, takes; none where it takes others too."""
    name = plain(header)
    named = (column for sheet in SHEETS.values() for column in sheet.columns)
    column = next((column for column in named if plain(column.header) == name), None)
    return WORDS.get(header, ()) if column is None else column.words
