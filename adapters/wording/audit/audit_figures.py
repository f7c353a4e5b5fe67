"""Delays and a sample as reports for people."""

from __future__ import annotations

from adapters.ledger.auditing.delays import Delay, Delays, Notice, spent, waiting
from adapters.wording.audit.audit import SHOWN_MAX, STATES, WAITED_FOR, columns
from adapters.wording.audit.report import Cell, Report, Table
from adapters.wording.claims.answers import measure_title
from domain.calendar import clock
from domain.money import yuan
from domain.policy.book import PolicyBook
from projections.audit.sampling import Stratum

Names = dict[str, str]


def delays_report(found: Delays, names: Names, where: str, lang: str, *, whole: bool) -> Report:
    """Return the delays as a report. whole: with what waits for nobody too, for a file."""
    en = lang == "en"
    waits = waiting(found)
    lines = (
        where,
        "Counted to the recorded time of the last event looked at, not to today."
        if en
        else "各项时间算到所看最后一个事件的记录时间，不是算到今天。",
    )
    tables = [
        Table(
            title="waiting" if en else "在等谁",
            columns=columns(
                lang, ("在等", "for"), ("申报笔数", "claims", "count"),
                ("批次明细", "batch lines", "count"), ("最长天数", "longest, days", "count"),
            ),
            rows=[
                (words[en], waits[code]["claims"], waits[code]["lines"],
                 waits[code]["longest_days"])
                for code, words in WAITED_FOR.items() if code in waits
            ],
            shown_max=None,
        ),
        _delays("claims" if en else "申报", found.claims, found, names, lang, whole),
        _delays("batch lines" if en else "批次明细", found.lines, found, names, lang, whole),
        _notices(found.notices, lang),
    ]  # fmt: skip
    if whole:
        tables.append(_states(found, lang))
    return Report(title="delays" if en else "办理时限", lines=lines, tables=tuple(tables))


def sample_report(
    strata: list[Stratum], seed: str, names: Names, book: PolicyBook, where: str, lang: str
) -> Report:
    """Return a sample as a report."""
    en = lang == "en"
    drawn, every = sum(len(one.drawn) for one in strata), sum(one.claims for one in strata)
    lines = (
        where,
        f"Seed {seed}: {drawn:,} of {every:,} granted claims drawn. Rank: SHA-256 of "
        "seed:position:claim number, lowest first."
        if en
        else f"种子 {seed}：从 {every:,} 笔有核定金额的申报中抽取 {drawn:,} 笔。"
        "排序值为“种子:账本位置:申报编号”的 SHA-256，小者先抽。",
    )
    by_stratum = Table(
        title="strata" if en else "分层",
        columns=columns(
            lang, ("项目", "measure"), ("金额", "amount"), ("笔数", "claims", "count"),
            ("核定金额", "granted", "fen"), ("抽取", "drawn", "count"),
        ),
        rows=[
            (measure_title(one.measure, book, lang), _band(one, en), one.claims, one.granted_fen,
             len(one.drawn))
            for one in strata
        ],
        shown_max=None,
    )  # fmt: skip
    which = Table(
        title="drawn" if en else "样本",
        columns=columns(
            lang, ("申报编号", "claim"), ("代码", "code"), ("企业", "enterprise"),
            ("项目", "measure"), ("核定金额", "granted", "fen"), ("排序值", "rank"),
        ),
        rows=[
            (each.claim.claim_no, each.claim.uscc, names.get(each.claim.uscc, ""),
             measure_title(one.measure, book, lang), each.claim.granted_fen, each.rank)
            for one in strata for each in one.drawn
        ],
        shown_max=None,
    )  # fmt: skip
    return Report(title="sample" if en else "抽样", lines=lines, tables=(by_stratum, which))


def _delays(
    title: str, delays: list[Delay], found: Delays, names: Names, lang: str, whole: bool
) -> Table:
    en = lang == "en"
    told = [one for one in delays if whole or one.waits_for is not None]
    return Table(
        title=title,
        columns=columns(
            lang, ("申报编号", "claim"), ("代码", "code"), ("企业", "enterprise"),
            ("批次", "batch", "count"), ("状态", "state"), ("自", "since"),
            ("天数", "days", "count"), ("在等", "waits for"),
        ),
        rows=[
            (
                one.claim_no, one.uscc, names.get(one.uscc, ""), one.batch,
                STATES[one.stretches[-1].state][en], clock(one.since),
                0 if found.until is None else (found.until - one.since).days,
                "" if one.waits_for is None else WAITED_FOR[one.waits_for][en],
            )
            for one in told
        ],
        shown_max=SHOWN_MAX,
    )  # fmt: skip


def _notices(notices: list[Notice], lang: str) -> Table:
    en = lang == "en"
    unpaid = "not all paid" if en else "尚未付清"
    return Table(
        title="notice to payment" if en else "公示到拨付",
        columns=columns(
            lang, ("批次", "batch", "count"), ("公示日", "published"), ("拨付日", "paid"),
            ("回单", "receipt"), ("月", "months", "count"), ("又天", "and days", "count"),
        ),
        rows=[
            (
                one.batch, one.published_on.isoformat(),
                unpaid if one.receipt is None else one.until.isoformat(), one.receipt,
                one.months, one.days,
            )
            for one in notices
        ],
        shown_max=SHOWN_MAX,
    )  # fmt: skip


def _states(found: Delays, lang: str) -> Table:
    """Return each state of each claim and line, a row each."""
    en = lang == "en"
    rows: list[tuple[Cell, ...]] = []
    for kind, delays in (("claim" if en else "申报", found.claims),
                         ("batch line" if en else "批次明细", found.lines)):  # fmt: skip
        for one in delays:
            assert found.until is not None, "a delay without a last event"
            for stretch, end in spent(one, found.until):
                batch = stretch.batch if stretch.batch is not None else one.batch
                rows.append(
                    (kind, one.claim_no, batch, STATES[stretch.state][en], clock(stretch.since),
                     clock(end), (end - stretch.since).days)
                )  # fmt: skip
    return Table(
        title="states" if en else "各状态用时",
        columns=columns(
            lang, ("何事", "what"), ("申报编号", "claim"), ("批次", "batch", "count"),
            ("状态", "state"), ("自", "since"), ("至", "until"), ("天数", "days", "count"),
        ),
        rows=rows,
        shown_max=SHOWN_MAX,
    )  # fmt: skip


def _band(one: Stratum, en: bool) -> str:
    if one.below_fen is None:
        return f"{yuan(one.from_fen)} and more" if en else f"{yuan(one.from_fen)} 以上"
    return f"{yuan(one.from_fen)} {'to' if en else '至'} {yuan(one.below_fen)}"
