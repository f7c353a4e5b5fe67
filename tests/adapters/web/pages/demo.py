"""A page with every part that pages are made of, and hostile names in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from markupsafe import Markup

from adapters.web.charts.bars import Bars, bars
from adapters.web.charts.columns import Columns, columns
from adapters.web.charts.drawing import Chart
from adapters.web.charts.meters import Meter, meters
from adapters.web.charts.staircase import Step, staircase
from adapters.web.pages.figures import chart_html, report_html
from adapters.web.pages.forms import Form
from adapters.web.pages.frame import Crumb, Foot, Frame, environment, filled
from adapters.web.pages.tables import Choice, Listing
from adapters.wording.table import Column, Report, Table
from adapters.wording.translation import speaking

HOSTILE = "\"><img src=x onerror=alert(1)>'</script><script>alert(2)</script>{{ 7 * 7 }}"
CODE = "91330382MA0000023T"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    account: str = "chen"
    shown: str = "陈某"
    roles: frozenset[str] = frozenset({"clerk", "approver", "finance"})
    login: str = "web:chen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A parameter, as a verb has it."""

    name: str
    kind: str
    many: bool = False
    required: bool = True
    choices: tuple[str, ...] = ()
    help: str = ""
    default: object = None


PARAMETERS = (
    Given(name="document", kind="text", help="document"),
    Given(name="reason", kind="text", help="reason"),
    Given(name="reduced_to", kind="fen", required=False, help="amount"),
    Given(name="on", kind="day", help="day of the matter"),
    Given(name="year", kind="year", help="year"),
    Given(name="version", kind="whole", required=False, help="version"),
    Given(name="rate", kind="share", required=False, help="share"),
    Given(name="retroactive", kind="flag", help="retroactive"),
    Given(name="kind", kind="choice", choices=("notice", "payments"), help="kind"),
    Given(name="measures", kind="choice", many=True, choices=tuple("abcdefgh"), help="measures"),
    Given(name="measure", kind="choice", choices=tuple("abcdefgh"), help="measure"),
    Given(name="claims", kind="text", many=True, help="claims"),
    Given(name="sets", kind="setting", many=True, help="setting"),
    Given(name="files", kind="file", many=True, help="files"),
)


def frame_of(
    language: Literal["zh", "en"] = "zh",
    *,
    query: str = "",
    position: int | None = None,
    path: str = "/claims",
    prefix: str = "",
) -> Frame:
    return Frame(
        title="台账" if language == "zh" else "Claims",
        language=language,
        path=path,
        query=query,
        prefix=prefix,
        crumbs=(Crumb(name="总览", path="/"), Crumb(name=HOSTILE)),
        session=LoggedIn(),
        position=position,
        foot=Foot(
            position=16526,
            recorded_at=datetime(2026, 11, 29, 4, 5, 6, tzinfo=UTC),
            policy=3,
            sealed=None,
            digest="ab" * 32,
        ),
    )


def table(rows: int = 123) -> Table:
    """Claims in the columns' order: number, code, enterprise, day, status, lines, granted."""
    return Table(
        title="申报",
        columns=(
            Column("claim"),
            Column("code", "code"),
            Column("enterprise"),
            Column("day"),
            Column("status"),
            Column("lines", "count"),
            Column("granted", "fen"),
        ),
        rows=[
            (
                f"YQ-{number:04d}/{number % 7}",
                CODE,
                HOSTILE if number == 3 else f"乐清市电气设备制造有限公司第{number}分公司",
                date(2022, 1 + number % 12, 1 + number % 28),
                "已核定" if number % 3 else "待核定",
                number % 5,
                None if number % 11 == 0 else number * 123_456_789,
            )
            for number in range(1, rows + 1)
        ],
    )


KEYS = ("claim", "code", "enterprise", "day", "status", "lines", "granted")


def listing(frame: Frame, *, rows: int = 123, name: str = "") -> Listing:
    return Listing(
        table=table(rows),
        frame=frame,
        name=name,
        keys=KEYS,
        summed=("granted",),
        links={"claim": lambda row: f"/claims/{str(row[0]).replace('/', '%2F')}"},
        tags={"status": lambda row: "approved" if row[4] == "已核定" else "submitted"},
        row_class=lambda row: "lowered" if row[5] == 4 else "",
        choice=lambda row: Choice(str(row[0]), int(str(row[6] or 0)), f"选中 {row[0]}"),
        export=("/claims", (("status", "submitted"),)),
        saves=True,
    )


def form(frame: Frame, *, wrong: bool = False, hostile: bool = False) -> Form:
    typed = {
        "document": [HOSTILE if hostile else "温商务〔2022〕1 号"],
        "on": ["2022-13-01"],
        "claims": ["YQ-1", "YQ-2"],
        "measures": ["a", "c"],
        "retroactive": ["true"],
    }
    errors = {"on": "2022-13-01 不是日期", "": "账本已由他人写入"} if wrong else {}
    return Form(
        frame=frame,
        action="/claims/1/rejection",
        title="驳回申报",
        parameters=PARAMETERS,
        labels={"on": "事项日期", "document": "文号"},
        typed=typed if wrong or hostile else None,
        errors=errors,
        warning="记下的决定不能改写。",
        kept=(("seen", HOSTILE),),
    )


PAGE = """
{% extends "base.html" %}
{% from "_table.html" import shown_table with context %}
{% from "_form.html" import error_summary, form_html with context %}
{% block main %}
{{ error_summary(form.summary) }}
<h1>{{ frame.title }}</h1>
<p class="lead">{{ hostile }}</p>
<div class="grid">
<section class="card c3"><h2>核定金额</h2><p class="big">{{ 123456789 | yuan }} <span class="unit">元</span></p></section>
<section class="card c3"><h2>待核定</h2><p class="big">1,204 <span class="unit">笔</span></p></section>
<section class="card c6"><h2>还原</h2>
<label for="step">时间</label>
<input type="range" id="step" min="0" max="1" value="1" data-steps='[[3,"第 1 步"],[9,"第 2 步"]]' data-field="position">
<input type="hidden" id="position"><output for="step"></output></section>
</div>
<div class="card">
{% call shown_table(listing) %}
<div><label for="status">状态</label><select id="status" name="status"><option>待核定</option></select></div>
{% endcall %}
<div class="chosen" data-chosen="已选 {count} 笔，合计 {sum} 元"><p data-text>&nbsp;</p><button type="button" data-act data-opens="sure">核定选中</button></div>
</div>
<dialog id="sure" aria-labelledby="sure-title"><h2 id="sure-title">核定选中的申报？</h2><p data-sum></p><form method="dialog"><button>确认核定</button> <button class="second">取消</button></form></dialog>
{{ report }}
{% for chart in charts %}<div class="card">{{ chart }}</div>{% endfor %}
<div class="note"><p>说明</p></div><div class="warning"><p>注意</p></div><div class="done"><p>已登记</p></div>
<div class="card">{{ form_html(form) }}</div>
{% endblock %}
"""  # noqa: E501


def page(frame: Frame, *, wrong: bool = False) -> str:
    """Return the page as HTML."""
    report = Report(
        title="报告",
        parts=(
            f"第一句。\n第二句：{HOSTILE}",
            Table(
                title="额度", columns=(Column("cap"), Column("left", "fen")), rows=[("展位费", 1)]
            ),
            Table(title="无", columns=(Column("cap"),), rows=[]),
        ),
    )
    with speaking(frame.language):
        return (
            environment()
            .from_string(PAGE)
            .render(
                frame=frame,
                listing=listing(frame),
                form=form(frame, wrong=wrong),
                report=report_html(report, frame),
                charts=charts(frame),
                hostile=HOSTILE,
            )
        )


def check_page(frame: Frame) -> str:
    return filled("check.html", frame, form=form(frame, hostile=True))


def charts(frame: Frame) -> list[Markup]:
    return [chart_html(chart, frame) for chart in every_chart()]


def every_chart() -> list[Chart]:
    ages = ("7 天以内", "8–15 天", "16–30 天", "31–60 天", "60 天以上")
    months = [Columns(f"{at} 月", (at * 1_234_567_89, at * 987_654_32)) for at in range(1, 13)]
    return [
        bars(
            title="待核定多久了",
            description="待核定 1,204 笔，其中 60 天以上 3 笔。",
            header="已等",
            series=("笔数",),
            rows=[
                Bars(age, (count,), f"/claims?age={at}")
                for at, (age, count) in enumerate(zip(ages, (900, 200, 101, 0, 3), strict=True))
            ],
            unit="count",
        ),
        columns(
            title="预算执行（按月）",
            description="各月核定与拨付。",
            header="月份",
            series=("核定", "拨付"),
            places=months,
            unit="fen",
        ),
        bars(
            title="按项目和年度核定",
            description="各项目各年的核定金额。",
            header="项目",
            series=("2022", "2023", "2024"),
            rows=[
                Bars("境外展会展位费", (123_456_789_00, 98_765_432_10, 0)),
                Bars("出口信用保险保费", (55_000_00, 1, -2_500_000_00)),
                Bars(f"一次性奖励 {HOSTILE}", (1_000_000_00, 20_000_000_00, 300_00)),
            ],
            unit="fen",
        ),
        meters(
            title="快用完的额度",
            description="已用与上限。",
            headers=("额度", "已用", "上限"),
            rows=[
                Meter("展位费（每企业每年）", 49_999_999, 50_000_000, href="/claims?cap=1"),
                Meter("公共海外仓", 60_000_000, 60_000_000),
                Meter("展位个数", 3, 8, "count"),
                Meter("没有上限的", 1, 0),
            ],
        ),
        staircase(
            title="累计核定",
            description="第 5 步：账本位置 60。",
            headers=("账本位置", "日期", "累计核定"),
            steps=[
                Step(10 * at, f"2022-{at:02d}-01", at * at * 1_000_000 * (1 if at != 9 else -1))
                for at in range(1, 13)
            ],
            position=60,
        ),
        bars(title="无", description="", header="项目", series=("2022",), rows=[], unit="fen"),
    ]
