"""The bureau's sheets: their titles, units and columns."""

from __future__ import annotations

from dataclasses import dataclass

from domain.money import FEN_PER_WAN, FEN_PER_YUAN

CLAIM_NO, ENTERPRISE, USCC = "申报编号", "企业名称", "统一社会信用代码"
INVOICE, OTHER_SUPPORT, FILED_ON, REMARK = "发票号码", "上级已补助", "申报日期", "备注"
TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's frame. `own` are the columns between the code and the papers.

    papers: whether there are invoices, and a 合计 row last that adds their fees up.
    """

    title: str
    kinds: tuple[str, ...]
    own: tuple[str, ...]
    papers: bool = False
    in_wan: bool = False

    @property
    def day(self) -> str:
        """The column of the day of the matter. Raises StopIteration where there is none."""
        return next(column for column in self.own if column.endswith("日期"))

    @property
    def fee(self) -> str:
        """The column of the fee, which 合计 sums. Raises StopIteration where there is none."""
        return next(column for column in self.own if column.endswith(("费", "费合计")))

    @property
    def headers(self) -> tuple[str, ...]:
        """The third row."""
        papers = (INVOICE, OTHER_SUPPORT) if self.papers else ()
        return ("序号", CLAIM_NO, ENTERPRISE, USCC, *self.own, *papers, FILED_ON, REMARK)

    @property
    def unit(self) -> str:
        """The second row."""
        return "单位：万元" if self.in_wan else "单位：元"

    @property
    def fen_per_unit(self) -> int:
        """How many fen are one of the sheet's unit."""
        return FEN_PER_WAN if self.in_wan else FEN_PER_YUAN


SHEETS = (
    Sheet(
        "境外展会",
        ("exhibition",),
        ("展会名称", "国家（地区）", "是否重点展会", "展会结束日期", "标准展位数", "展位费合计"),
        papers=True,
    ),
    Sheet(
        "线上展会",
        ("online-exhibition",),
        ("展会名称", "组织方式", "展会结束日期", "参展费"),
        papers=True,
    ),
    Sheet(
        "产品认证",
        ("certification",),
        ("证书编号", "认证国家（地区）", "发证日期", "认证检测费", "自营出口业绩"),
        papers=True,
        in_wan=True,
    ),
    Sheet(
        "出口信用保险",
        ("credit-insurance",),
        ("保单号", "缴费日期", "保险费", "是否小微联保"),
        papers=True,
    ),
    Sheet(
        "境外商标",
        ("trademark",),
        ("注册号", "注册国家（地区）", "注册日期", "注册费", "自营出口业绩"),
        papers=True,
    ),
    Sheet(
        "一次性奖励",
        ("brand", "aeo", "service-platform", "monitoring-point", "warning-point"),
        ("奖励类别", "认定日期"),
    ),
    Sheet("服务外包", ("outsourcing",), ("年度", "离岸执行额（美元）")),
    Sheet("汇率避险担保", ("fx-guarantee",), ("担保日期", "担保金额", "担保费")),
    Sheet("公共海外仓", ("overseas-warehouse",), ("海外仓名称", "国家（地区）", "认定日期")),
    Sheet("贸易救济", ("trade-remedy",), ("案件编号", "结案或缴费日期", "律师费")),
    Sheet("一事一议", ("case-by-case",), ("条款", "决定文号", "决定日期", "金额")),
)

EXPORTS_SHEET = "进出口额"
EXPORTS_HEADERS = ("序号", ENTERPRISE, USCC, "年度", "对美出口额", "对RCEP成员国出口额")
NOTES_SHEET = "填表说明"
