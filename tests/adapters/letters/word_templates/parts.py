"""What several letters have in common."""

from __future__ import annotations

from collections.abc import Sequence

from tests.adapters.letters.word_templates.page import LEFT, RIGHT, Page

BASIS = "{{ %s.document }}{% if %s.article %} 第{{ %s.article | replace(', ', '、') }}条{% endif %}"
ITEM = "{{ claim.kind }}{% if claim.item %}：{{ claim.item }}{% endif %}"
TOTAL = "{{ letter.total }} {{ letter.currency }}{% if letter.total_words %}（{{ letter.total_words }}）{% endif %}"


def begin(page: Page, title: str) -> None:
    page.tag("for letter in letters")
    page.title(title)


def end(page: Page) -> None:
    page.foot()
    page.tag("endfor")


def to(page: Page) -> None:
    page.line("{{ letter.enterprise }}（统一社会信用代码 {{ letter.uscc }}）：", bold=True)


def remedies(page: Page, what: str) -> None:
    page.line(
        f"如对本{what}有异议，可以"
        "{% for remedy in bureau.remedies %}{% if not loop.first %}；{% endif %}"
        "自收到本文书之日起{{ remedy.period }}内向{{ remedy.organ }}{{ remedy.way }}{% endfor %}。",
        indent=True,
    )
    contact(page)


def contact(page: Page) -> None:
    page.line(
        "联系：{{ bureau.contact }}，电话{{ bureau.phone }}，地址{{ bureau.address }}。",
        indent=True,
    )


def claim(page: Page, rows: Sequence[tuple[str, str]]) -> None:
    page.line("{{ loop.index }}. 申报编号 {{ claim.number }}", bold=True, near=True)
    page.facts([
        ("项目", "{{ claim.measure or '（未对应项目）' }}"),
        ("事项", ITEM + "（{{ claim.day }}）"),
        ("依据", BASIS.replace("%s", "claim")),
        *rows,
    ])  # fmt: skip


def working(page: Page, heading: str) -> None:
    page.tag("if claim.steps")
    page.line(f"{heading}（金额单位：{{{{ letter.currency }}}}）：", near=True)
    text = "{{ step.text }}{% if step.bound %}（按此限定）{% endif %}"
    page.table(
        [("条款", "{{ step.article }}", 26, LEFT), ("计算", text, 114, LEFT),
         ("金额", "{{ step.amount }}", 30, RIGHT)],
        "step", "claim.steps",
    )  # fmt: skip
    page.tag("endif")
    for of, text in (
        ("cap in claim.caps", "封顶（{{ cap.article }}）：{{ cap.text }}"),
        ("made in claim.amendments", "{{ made.text }}。"),
        ("change in claim.changes", "{{ change.on }} 重新核定：由 {{ change.previous }} 调整为 "
         "{{ change.granted }} {{ letter.currency }}（{{ change.why }}）。"),
    ):  # fmt: skip
        page.tag(f"for {of}")
        page.line(text, indent=True)
        page.tag("endfor")
    page.tag("if claim.words")
    page.line("审核意见：{{ claim.words }}", indent=True)
    page.tag("endif")
