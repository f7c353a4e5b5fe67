"""Duplicates and the separation of duties as reports for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from adapters.ledger.auditing.duplicates import Duplicates
from adapters.wording.audit.audit import ACROSS, FINDINGS, ROLES, SAME, SHOWN_MAX, columns
from adapters.wording.audit.report import Cell, Report, Table
from adapters.wording.claims.answers import STATUSES, word
from adapters.wording.history.history import KINDS
from projections.audit.duplicates import Finding
from projections.audit.separation import Actor, Handled

Names = dict[str, str]


def duplicates_report(
    found: Duplicates, names: Names, where: str, lang: str, *, whole: bool
) -> Report:
    """Return the duplicates as a report. whole: with what is usual too, for a file."""
    en = lang == "en"
    wrong, usual = len(found.wrong), len(found.findings) - len(found.wrong)
    lines = (
        where,
        f"{found.claims:,} claims and {found.accounts:,} accounts compared; "
        f"{found.unknown:,} accounts erased or not kept here"
        if en
        else f"比对申报 {found.claims:,} 笔、收款账户 {found.accounts:,} 个；"
        f"另有 {found.unknown:,} 个账户已删除或不在本机，无从比对",
        f"{wrong:,} found wrong; {usual:,} usual ones (several exhibitors at one fair, or its "
        "editions; with --json, --out)"
        if en
        else f"发现 {wrong:,} 处；另有 {usual:,} 处属常情（多家企业同赴一展、同名展会各届，"
        "见 --json、--out）",
    )
    told = found.findings if whole else found.wrong
    rows = [
        row for number, one in enumerate(told, start=1) for row in _rows(number, one, names, en)
    ]
    table = Table(
        title="findings" if en else "明细",
        columns=columns(
            lang,
            ("序号", "no.", "count"), ("类别", "what"), ("内容", "which"), ("范围", "across"),
            ("常情", "usual"), ("申报编号", "claim"), ("代码", "code"), ("企业", "enterprise"),
            ("申报类别", "kind"), ("事项日期", "occurred"), ("状态", "status"),
            ("核定金额", "granted", "fen"), ("其他补助", "other support", "fen"),
            ("超过费用", "above cost", "fen"),
        ),
        rows=rows,
        shown_max=SHOWN_MAX,
    )  # fmt: skip
    return Report(title="duplicates" if en else "重复申报", lines=lines, tables=(table,))


def separation_report(found: list[Handled], names: Names, where: str, lang: str) -> Report:
    """Return who did what with each claim as a report, those with two roles in one hand first."""
    en = lang == "en"
    wrong = [(one, met) for one in found for met in one.together]
    claims = len({one.claim_no for one, _ in wrong})
    counts = Counter((met.roles, met.same) for _, met in wrong)
    summary = Table(
        title="two roles in one hand" if en else "一手经办两个环节",
        columns=columns(lang, ("环节", "roles"), ("相同", "same"), ("笔数", "claims", "count")),
        rows=[
            (_roles(roles, en), SAME[same][en], count)
            for (roles, same), count in sorted(counts.items())
        ],
        shown_max=None,
    )
    which = Table(
        title="which claims" if en else "涉及申报",
        columns=columns(
            lang, ("申报编号", "claim"), ("代码", "code"), ("企业", "enterprise"),
            ("环节", "roles"), ("相同", "same"), ("前者", "first"), ("后者", "second"),
        ),
        rows=[
            (
                one.claim_no, one.uscc, names.get(one.uscc, ""), _roles(met.roles, en),
                SAME[met.same][en], *(_hand(hand, en) for hand in met.hands),
            )
            for one, met in wrong
        ],
        shown_max=SHOWN_MAX,
    )  # fmt: skip
    every = Table(
        title="all claims" if en else "全部申报",
        columns=columns(
            lang, ("申报编号", "claim"), ("代码", "code"), ("企业", "enterprise"), *ROLES.values()
        ),
        rows=[
            (
                one.claim_no, one.uscc, names.get(one.uscc, ""),
                *("; ".join(_hand(hand, en) for hand in one.hands.get(role, [])) for role in ROLES),
            )
            for one in found
        ],
        shown_max=SHOWN_MAX,
    )  # fmt: skip
    lines = (
        where,
        f"{len(found):,} claims; {claims:,} with two roles in one hand"
        if en
        else f"申报 {len(found):,} 笔，其中 {claims:,} 笔有两个环节出自一手",
    )
    title = "separation" if en else "职责分离"
    return Report(title=title, lines=lines, tables=(summary, which, every))


def _rows(number: int, one: Finding, names: Names, en: bool) -> Iterator[tuple[Cell, ...]]:
    """Yield a finding's rows: one a claim, or one an enterprise where it is about no claim."""
    across = ("; " if en else "、").join(ACROSS[name][en] for name in one.across)
    usual = ("usual" if en else "常情") if one.usual else ""
    head = (number, FINDINGS[one.kind][en], one.what, across, usual)
    for claim in one.claims:
        asked = claim.submitted
        yield (
            *head, asked.claim_no, claim.uscc, asked.enterprise, KINDS[asked.facts.KIND][en],
            asked.occurred_on.isoformat(), word(STATUSES, claim.status, "en" if en else "zh"),
            claim.granted_fen, asked.other_support_fen, claim.above_cost_fen,
        )  # fmt: skip
    for uscc in one.usccs if not one.claims else ():
        yield (*head, None, uscc, names.get(uscc, ""), None, None, None, None, None, None)


def _roles(roles: tuple[str, str], en: bool) -> str:
    return (" + " if en else "、").join(ROLES[role][en] for role in roles)


def _hand(hand: Actor, en: bool) -> str:
    if en:
        return f"{hand.by} ({hand.login}), position {hand.position}"
    return f"{hand.by}（{hand.login}），位置 {hand.position}"
