"""The bureau's sheets: their titles, units and columns."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.sample.workbook.forms import FEN_PER_WAN, FEN_PER_YUAN

CLAIM_NO, ENTERPRISE, USCC = "申报编号", "企业名称", "统一社会信用代码"
INVOICE, OTHER_SUPPORT, FILED_ON, REMARK = "发票号码", "上级已补助", "申报日期", "备注"
TOTAL = "合计"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet's frame. `own` are the columns between the code and the papers.

    `fee` is the column that 合计 sums and `day` the day of the matter; None where there is none.
    """

    title: str
    kinds: tuple[str, ...]
    own: tuple[str, ...]
    day: str | None
    fee: str | None = None
    papers: bool = False
    in_wan: bool = False

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

    @property
    def has_total(self) -> bool:
        """Whether a 合计 row stands last: where there are invoices to add up."""
        return self.papers


SHEETS = (
    Sheet(
        title="境外展会",
        kinds=("exhibition",),
        own=(
            "展会名称",
            "国家（地区）",
            "是否重点展会",
            "展会结束日期",
            "标准展位数",
            "展位费合计",
        ),
        day="展会结束日期",
        fee="展位费合计",
        papers=True,
    ),
    Sheet(
        title="线上展会",
        kinds=("online-exhibition",),
        own=("展会名称", "组织方式", "展会结束日期", "参展费"),
        day="展会结束日期",
        fee="参展费",
        papers=True,
    ),
    Sheet(
        title="产品认证",
        kinds=("certification",),
        own=("证书编号", "认证国家（地区）", "发证日期", "认证检测费", "自营出口业绩"),
        day="发证日期",
        fee="认证检测费",
        papers=True,
        in_wan=True,
    ),
    Sheet(
        title="出口信用保险",
        kinds=("credit-insurance",),
        own=("保单号", "缴费日期", "保险费", "是否小微联保"),
        day="缴费日期",
        fee="保险费",
        papers=True,
    ),
    Sheet(
        title="境外商标",
        kinds=("trademark",),
        own=("注册号", "注册国家（地区）", "注册日期", "注册费", "自营出口业绩"),
        day="注册日期",
        fee="注册费",
        papers=True,
    ),
    Sheet(
        title="一次性奖励",
        kinds=("brand", "aeo", "service-platform", "monitoring-point", "warning-point"),
        own=("奖励类别", "认定日期"),
        day="认定日期",
    ),
    Sheet(title="服务外包", kinds=("outsourcing",), own=("年度", "离岸执行额（美元）"), day=None),
    Sheet(
        title="汇率避险担保",
        kinds=("fx-guarantee",),
        own=("担保日期", "担保金额", "担保费"),
        day="担保日期",
        fee="担保费",
    ),
    Sheet(
        title="公共海外仓",
        kinds=("overseas-warehouse",),
        own=("海外仓名称", "国家（地区）", "认定日期"),
        day="认定日期",
    ),
    Sheet(
        title="贸易救济",
        kinds=("trade-remedy",),
        own=("案件编号", "结案或缴费日期", "律师费"),
        day="结案或缴费日期",
        fee="律师费",
    ),
    Sheet(
        title="一事一议",
        kinds=("case-by-case",),
        own=("条款", "决定文号", "决定日期", "金额"),
        day="决定日期",
    ),
)

EXPORTS_SHEET = "进出口额"
EXPORTS_HEADERS = ("序号", ENTERPRISE, USCC, "年度", "对美出口额", "对RCEP成员国出口额")
NOTES_SHEET = "填表说明"
