"""The reading commands' answers as tables and lines for people."""

from __future__ import annotations

from typing import Any

from adapters.wording.rendering.tables import show_table
from adapters.wording.table import Column, Report, Table
from domain.money import yuan
from domain.policy.book import PolicyBook
from projections.remaining_allowances import CaseAllowance, Remaining, WarehouseAllowance

Answer = dict[str, Any]

STATUSES = {
    "submitted": ("待核定", "submitted"),
    "approved": ("已核定", "approved"),
    "rejected": ("不予核定", "rejected"),
    "withdrawn": ("已撤回", "withdrawn"),
}
REASONS = {
    "no-policy-in-force": ("不在政策有效期", "no policy in force"),
    "not-eligible": ("不符合条件", "not eligible"),
    "already-subsidised-offline": ("已享受线下补助", "already subsidised offline"),
    "item-used": ("同一事项已用", "item used"),
    "nothing-to-grant": ("不足起补标准", "nothing to grant"),
    "covered-by-other-support": ("上级补助已覆盖", "covered by other support"),
    "cap-reached": ("封顶", "cap reached"),
    "reduced": ("核减", "reduced"),
    "rejected-by-officer": ("人工驳回", "rejected by officer"),
    "withdrawn": ("撤回", "withdrawn"),
    "revoked": ("撤销", "revoked"),
}


def show_claims(claims: list[Answer], book: PolicyBook, lang: str) -> None:
    """Print claims, a row each."""
    if not claims:
        print(_choose(lang, "没有申报", "No claims"))
        return
    headers = _choose(
        lang,
        ["申报编号", "企业", "事项日期", "项目", "条款", "状态", "核算金额", "核定金额", "原因",
         "追溯"],
        ["claim", "enterprise", "occurred", "measure", "article", "status", "assessed", "granted",
         "reason", "retroactive"],
    )  # fmt: skip
    rows = [
        [
            claim["claim_no"],
            claim["enterprise"],
            claim["occurred_on"],
            measure_title(claim["measure"], book, lang),
            claim["article"] or "",
            word(STATUSES, claim["status"], lang),
            "" if claim["assessed_fen"] is None else yuan(claim["assessed_fen"]),
            "" if claim["assessed_fen"] is None else yuan(claim["granted_fen"]),
            word(REASONS, claim["reason"], lang),
            _choose(lang, "追溯", "yes") if claim["retroactive"] else "",
        ]
        for claim in claims
    ]
    show_table(headers, rows, {6, 7})


def show_totals(
    answer: Answer, by: str, book: PolicyBook, names: dict[str, str], lang: str
) -> None:
    """Print what was granted by group, and in all."""
    heading = {"measure": ("项目", "measure"), "enterprise": ("企业", "enterprise"),
               "year": ("年度", "year")}[by]  # fmt: skip
    rows = []
    for key, group in answer["groups"].items():
        name = key
        if by == "measure":
            name = measure_title(key, book, lang)
        elif by == "enterprise":
            name = f"{key} {names.get(key, '')}"
        rows.append([name, f"{group['claims']:,}", yuan(group["granted_fen"])])
    every = _choose(lang, "合计", "total")
    rows.append([every, f"{answer['claims']:,}", yuan(answer["granted_fen"])])
    show_table(
        [heading[lang == "en"], *_choose(lang, ["笔数", "核定金额"], ["claims", "granted"])],
        rows,
        {1, 2},
    )


def remaining_report(answer: Remaining, name: str | None, book: PolicyBook, lang: str) -> Report:
    """Return every allowance of an enterprise for a year."""
    heading = _choose(
        lang,
        f"{name or ''} {answer.uscc}　{answer.year} 年剩余额度（账本位置 {answer.position}）",
        f"{name or ''} {answer.uscc}  allowances left for {answer.year} "
        f"(log position {answer.position})",
    ).strip()
    titles = {cap.id: cap for version in book.versions for cap in version.policy.caps_in_force}
    rows = []
    for allowance in answer.caps:
        cap = titles[allowance.cap]
        title = cap.title_en if lang == "en" else cap.title_zh
        match allowance:
            case WarehouseAllowance(warehouse=item) | CaseAllowance(case=item):
                title = f"{title} [{item}]"
        shown = yuan if allowance.unit == "fen" else str
        figures = (allowance.limit, allowance.used, allowance.remaining)
        reached = _choose(lang, "已封顶", "reached") if allowance.reached else ""
        rows.append((allowance.article, title, *map(shown, figures), reached))
    headers = _choose(
        lang,
        ["条款", "封顶项目", "限额", "已用", "剩余", ""],
        ["article", "cap", "limit", "used", "left", ""],
    )
    figure = {2, 3, 4}
    columns = tuple(
        Column(header, "figure" if index in figure else "text")
        for index, header in enumerate(headers)
    )
    table = Table(title="", columns=columns, rows=rows, position=answer.position)
    return Report(title=heading, parts=(heading, table))


def show_explanation(answer: Answer, marks: list[str], book: PolicyBook, lang: str) -> None:
    """Print a claim, its working line by line, and every cap with who filled it."""
    print(f"{answer['claim_no']}  {answer['enterprise']}  {answer['uscc']}")
    status = word(STATUSES, answer["status"], lang)
    reason = word(REASONS, answer["reason"], lang)
    granted = yuan(answer["granted_fen"])
    said = _choose(lang, f"{status}：核定 {granted} 元", f"{status}: granted {granted} yuan")
    print(said + (_choose(lang, f"（{reason}）", f" ({reason})") if reason else ""))
    for mark in marks:
        print(mark)
    bound = _choose(lang, "◆ 起限制作用", "◆ bound")
    rows = [
        [line["article"], line["text"], yuan(line["amount_fen"]), bound if line["bound"] else ""]
        for line in answer["working"]
    ]
    if rows:
        print()
        headers = _choose(lang, ["条款", "计算", "金额", ""], ["article", "working", "amount", ""])
        show_table(headers, rows, {2})
    titles = {cap.id: cap for version in book.versions for cap in version.policy.caps_in_force}
    for one in answer["caps"]:
        cap = titles[one["cap"]]
        shown = yuan if cap.unit == "fen" else str
        title = cap.title_en if lang == "en" else cap.title_zh
        filled = "、".join(one["filled_by"]) or _choose(lang, "无", "nobody")
        print()
        print(
            _choose(
                lang,
                f"{title}：此前已用 {shown(one['used_before'])}，本笔占用 {shown(one['applied'])}，"
                f"累计 {shown(one['used_after'])} / {shown(one['limit'])}；"
                f"此前由以下申报占用：{filled}",
                f"{title}: used before {shown(one['used_before'])}, by this claim "
                f"{shown(one['applied'])}, after {shown(one['used_after'])} of "
                f"{shown(one['limit'])}; filled before by: {filled}",
            )
        )


def measure_title(measure: str | None, book: PolicyBook, lang: str) -> str:
    """Return a measure's title as the last version names it; empty for None."""
    if measure is None:
        return ""
    found = book.versions[-1].policy.measures.get(measure)
    if found is None:
        return measure  # recorded, but none of the policy's
    return found.title_en if lang == "en" else found.title_zh


def word(words: dict[str, tuple[str, str]], code: str | None, lang: str) -> str:
    """Return a code in the reader's language; empty for None."""
    return "" if code is None else words[code][lang == "en"]


def _choose(lang: str, zh: Any, en: Any) -> Any:
    return en if lang == "en" else zh
