"""The letters to one enterprise."""

from __future__ import annotations

from tests.adapters.letters.word_templates.page import Page
from tests.adapters.letters.word_templates.parts import (
    TOTAL,
    begin,
    claim,
    end,
    remedies,
    to,
    working,
)


def decision() -> Page:
    page = Page()
    begin(page, "{{ title }}")
    to(page)
    page.line(
        "你单位申报的下列 {{ letter.count }} 笔补助，经审核予以核定，合计 " + TOTAL + "。",
        indent=True,
    )
    page.tag("for claim in letter.claims")
    claim(page, [("申报日期", "{{ claim.filed }}"), ("申报金额", "{{ claim.declared }}"),
                  ("核定金额", "{{ claim.granted }} {{ letter.currency }}")])  # fmt: skip
    working(page, "核定过程")
    page.tag("endfor")
    remedies(page, "通知")
    end(page)
    return page


def refusal() -> Page:
    page = Page()
    begin(page, "{{ title }}")
    to(page)
    page.line(
        "你单位申报的下列 {{ letter.count }} 笔补助，经审核不予核定。理由和依据告知如下。",
        indent=True,
    )
    page.tag("for claim in letter.claims")
    claim(page, [("申报日期", "{{ claim.filed }}"), ("申报金额", "{{ claim.declared }}"),
                  ("核定金额", "{{ claim.granted }} {{ letter.currency }}"), ("理由", "{{ claim.reason }}")])  # fmt: skip
    working(page, "审核过程")
    page.tag("endfor")
    remedies(page, "告知")
    end(page)
    return page


def recovery() -> Page:
    page = Page()
    begin(page, "{{ title }}")
    to(page)
    page.line("你单位已领取的下列补助应予退回，合计 " + TOTAL + "。", indent=True)
    page.tag("for claim in letter.claims")
    amounts = (
        ("已拨付", "paid"),
        ("现核定", "granted"),
        ("已退回", "recovered"),
        ("已定抵扣", "ordered"),
    )
    claim(page, [*((name, f"{{{{ claim.{key} }}}}") for name, key in amounts),
                  ("应退回", "{{ claim.due }} {{ letter.currency }}")])  # fmt: skip
    page.tag("for ground in claim.grounds")
    page.line("{{ ground.text }}。", indent=True)
    page.tag("endfor")
    page.tag("for payment in claim.payments")
    page.line("拨付：{{ payment.on }} 第 {{ payment.batch }} 批，凭证 {{ payment.receipt }}，"
              "{{ payment.amount }} {{ letter.currency }}。", indent=True)  # fmt: skip
    page.tag("endfor")
    page.tag("endfor")
    page.line("请自收到本通知书之日起{{ bureau.repayment.period }}内，将应退款项汇至下列账户，并注明申报编号：",
              indent=True, near=True)  # fmt: skip
    page.facts([("户名", "{{ bureau.repayment.holder }}"), ("开户银行", "{{ bureau.repayment.bank }}"),
                ("账号", "{{ bureau.repayment.number }}")])  # fmt: skip
    remedies(page, "通知")
    end(page)
    return page
