"""The letters that are mostly tables."""

from __future__ import annotations

from tests.adapters.letters.word_templates.page import CENTER, LANDSCAPE_MM, LEFT, RIGHT, Page
from tests.adapters.letters.word_templates.parts import BASIS, TOTAL, begin, contact, end


def publicity() -> Page:
    page = Page()
    begin(page, "{{ letter.budget_year }} 年度补助资金（第 {{ letter.batch }} 批）拟拨付公示"
                 "{% if letter.draft %}（未公示稿）{% endif %}")  # fmt: skip
    page.line("根据下列文件和审核结果，现将第 {{ letter.batch }} 批拟拨付补助资金予以公示，共 "
              "{{ letter.enterprises }} 家企业 {{ letter.count }} 笔，合计 " + TOTAL + "。", indent=True)  # fmt: skip
    page.tag("if letter.document")
    page.line("公示文号：{{ letter.document }}。", indent=True)
    page.tag("endif")
    page.line("公示期：{% if letter.draft %}待公示后确定{% else %}{{ letter.first_day }} 至 "
              "{{ letter.last_day }}{% endif %}。", indent=True)  # fmt: skip
    page.line("公示期内如有异议，请以书面形式向{{ bureau.name }}（{{ bureau.contact }}）反映，并署真实姓名和联系方式。"
              "电话：{{ bureau.phone }}，地址：{{ bureau.address }}。", indent=True)  # fmt: skip
    page.tag("for group in letter.groups")
    page.line("{{ group.title }}", bold=True, near=True)
    page.line("依据：" + BASIS.replace("%s", "group"), near=True)
    page.table(
        [("序号", "{{ row.number }}", 12, CENTER), ("企业名称", "{{ row.enterprise }}", 51, LEFT),
         ("统一社会信用代码", "{{ row.uscc }}", 44, LEFT), ("申报编号", "{{ row.claim_no }}", 36, LEFT),
         ("金额（{{ letter.currency }}）", "{{ row.amount }}", 28, RIGHT)],
        "row", "group.rows",
        foot=("", "小计（{{ group.count }} 笔）", "", "", "{{ group.subtotal }}"),
    )  # fmt: skip
    page.tag("endfor")
    page.line("合计（{{ letter.count }} 笔）：{{ letter.total }} {{ letter.currency }}", bold=True)
    end(page)
    return page


def account_statement() -> Page:
    page = Page()
    begin(page, "补助资金对账单")
    page.line("企业：{{ letter.enterprise }}　统一社会信用代码：{{ letter.uscc }}", bold=True)
    page.tag("for former in letter.former")
    page.line("曾用名：{{ former.name }}（至 {{ former.until }} 前）")
    page.tag("endfor")
    page.tag("if letter.policy")
    page.line("适用政策：{{ letter.policy }}")
    page.tag("endif")
    page.tag("for hold in letter.holds")
    page.line("{{ hold.text }}")
    page.tag("endfor")
    page.tag("for note in letter.notes")
    page.line("{{ note.text }}")
    page.tag("endfor")
    sums = (("核定", "granted"), ("已拨付", "paid"), ("已追回", "recovered"),
            ("应拨未拨", "owed_to_enterprise"), ("应退未退", "owed_back"))  # fmt: skip
    page.facts([(name, f"{{{{ letter.{key} }}}}") for name, key in sums])
    page.line(
        "明细（金额单位：{{ letter.currency }}；余额为正是应拨企业，为负是企业应退）：", near=True
    )
    page.table(
        [("日期", "{{ entry.on }}", 24, LEFT), ("事项", "{{ entry.what }}", 19, LEFT),
         ("申报编号", "{{ entry.claim_no }}", 36, LEFT), ("批次", "{{ entry.batch }}", 11, CENTER),
         ("凭证", "{{ entry.receipt }}", 26, LEFT), ("金额", "{{ entry.amount }}", 27, RIGHT),
         ("余额", "{{ entry.balance }}", 27, RIGHT)],
        "entry", "letter.entries",
    )  # fmt: skip
    page.line(
        "企业核对意见：□ 相符　□ 不符（说明附后）　　企业（盖章）：　　　　　　年　　月　　日"
    )
    contact(page)
    end(page)
    return page


def budget_execution() -> Page:
    page = Page(wide=True)
    begin(page, "{{ letter.year }} 年度补助资金预算执行表")
    page.line("编制单位：{{ bureau.name }}　金额单位：{{ letter.currency }}　账本位置：{{ letter.position }}"
              "{% if letter.policy %}　适用政策：{{ letter.policy }}{% endif %}")  # fmt: skip
    for heading, columns in (
        ("一、预算", (("年初预算", "appropriated"), ("追加", "supplemented"), ("调剂（净）", "transferred"),
                  ("结转（净）", "carried_in"), ("收回", "returned"), ("预算合计", "budget"))),
        ("二、执行", (("已拨付", "paid"), ("已追回", "recovered"), ("已核定未拨付", "approved_unpaid"),
                  ("公示中", "in_publicity"), ("已占用", "committed"), ("可用", "available"), ("执行率（%）", "rate"))),
        ("三、待核定", (("待核定", "under_review"), ("核定后可用", "available_after_review"))),
    ):  # fmt: skip
        page.line(heading, near=True)
        page.table(
            [("科目", "{{ line.line }}", LANDSCAPE_MM - 30 * len(columns), LEFT),
             *((name, f"{{{{ line.{key} }}}}", 30, RIGHT) for name, key in columns)],
            "line", "letter.lines",
            foot=("合计", *(f"{{{{ letter.total.{key} }}}}" for _name, key in columns)),
        )  # fmt: skip
    page.line("编制：　　　　　　复核：　　　　　　单位负责人：")
    end(page)
    return page


def monthly_summary() -> Page:
    page = Page(wide=True)
    begin(page, "{{ letter.year }} 年 {{ letter.month }} 月补助资金汇总月报")
    page.line(
        "编制单位：{{ bureau.name }}　金额单位：{{ letter.currency }}　账本位置：{{ letter.position }}"
    )
    page.line("核定按登记核定的日期，拨付按拨付日期（已扣退回）。镇（街道）为申报表所载；未载明的，列统一社会信用代码"
              "第3至8位，即登记管理机关的行政区划代码。", size=8)  # fmt: skip
    keys = (("当月笔数", "month_claims", 16), ("当月核定", "month_granted", 28), ("当月拨付", "month_paid", 28),
            ("累计笔数", "claims", 16), ("累计核定", "granted", 28), ("累计拨付", "paid", 28),
            ("上年同期核定", "last_granted", 28), ("上年同期拨付", "last_paid", 28), ("核定同比", "change", 18))  # fmt: skip
    page.tag("for measure in letter.measures")
    page.line("{{ measure.title }}", bold=True, near=True)
    page.table(
        [("镇（街道）", "{{ row.town }}", 43, LEFT),
         *((name, f"{{{{ row.{key} }}}}", width, RIGHT) for name, key, width in keys)],
        "row", "measure.towns",
        foot=("小计", *(f"{{{{ measure.subtotal.{key} }}}}" for _name, key, _width in keys)),
    )  # fmt: skip
    page.line("其中各月：", near=True)
    months = (("笔数", "claims", 20), ("核定", "granted", 40), ("拨付", "paid", 40),
              ("上年同月核定", "last_granted", 40), ("上年同月拨付", "last_paid", 40))  # fmt: skip
    page.table(
        [("月份", "{{ row.month }} 月", 43, LEFT),
         *((name, f"{{{{ row.{key} }}}}", width, RIGHT) for name, key, width in months)],
        "row", "measure.months",
    )  # fmt: skip
    page.tag("endfor")
    page.line("合计：当月核定 {{ letter.total.month_granted }}，当月拨付 {{ letter.total.month_paid }}；累计 "
              "{{ letter.total.claims }} 笔，核定 {{ letter.total.granted }}，拨付 {{ letter.total.paid }}；"
              "上年同期核定 {{ letter.total.last_granted }}，拨付 {{ letter.total.last_paid }}；"
              "核定同比 {{ letter.total.change }}。", bold=True)  # fmt: skip
    end(page)
    return page
