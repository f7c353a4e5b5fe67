"""An enterprise's statement (对账单): what it was granted, paid, gave back, and what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from adapters.ledger.look import Look
from adapters.ledger.parties import registrations
from adapters.papers.kinds.currency import columns_of, currency_of
from adapters.papers.kinds.payees import name_cell
from adapters.papers.paper import (
    DAY,
    GAP,
    Cell,
    Column,
    Content,
    PaperRows,
    Secret,
    text_of,
)
from domain.enterprise.registered.names import names_in
from domain.enterprise.registered.registration import Registration
from domain.money import yuan
from projections.money.holds import HoldDetails
from projections.money.statement import KindredStatement, Statement, StatementEntry

COLUMNS = (
    Column(key="position", header="账本位置", holds="count", width=10),
    Column(key="on", header="日期", holds="text", width=12),
    Column(key="enterprise", header="当时名称", holds="text", width=26),
    Column(key="what", header="事项", holds="text", width=14),
    Column(key="claim_no", header="申报编号", holds="text", width=15),
    Column(key="amount", header="金额（{currency}）", holds="fen", width=16),
    Column(key="balance", header="余额（{currency}）", holds="fen", width=16),
)
# What an entry of a statement is, by the word for it in the statement's answer.
WHAT = {
    "granted": "核定",
    "reassessed": "重新核定",
    "withdrawn": "撤回",
    "revoked": "撤销",
    "lapsed": "余额失效",
    "paid": "拨付",
    "payment-failed": "拨付失败",
    "recovered": "追回",
    "set-off": "抵扣",
    "set-off-reversed": "抵扣撤回",
    "payment-reinstated": "拨付失败更正",
    "set-off-reinstated": "抵扣恢复",
    "recovery-reversed": "追回更正（红冲）",
}
REASONS = {"freeze": "法院冻结", "credit": "列入失信名单", "investigation": "调查期间"}
SUMMARY = (
    ("核定", "granted_fen"),
    ("已拨付", "paid_fen"),
    ("已追回", "recovered_fen"),
    ("应拨未拨", "owed_to_enterprise_fen"),
    ("应退未退", "owed_back_fen"),
)
SIGN = (
    f"企业核对意见：□ 相符　□ 不符（说明附后）　　企业（盖章）：{GAP}{DAY}",
    f"主管部门（盖章）：{GAP}经办：{GAP}{DAY}",
)


def statement(look: Look, answer: Statement) -> Content:
    """Return the statement of an enterprise; each entry under the name borne on its day."""
    uscc, recorder = answer.uscc, look.snapshot.store.handler.recorder
    registration = registrations(recorder, look.position, [uscc]).get(uscc, Registration())
    latest = registration.name or look.snapshot.names_on_claims([uscc]).get(uscc, "")
    names = [name.name for name in registration.names]
    shown = look.snapshot.shown_names((uscc, name) for name in (*names, latest))
    cells = {name: name_cell(uscc, name, shown) for name in (*names, latest)}
    sums = "　".join(f"{title} {yuan(getattr(answer, key))}" for title, key in SUMMARY)
    rows = tuple(
        _row(entry, cells[registration.name_on(entry.on) or latest]) for entry in answer.entries
    )
    return Content(
        title="补助资金对账单",
        above=(
            _line(f"企业：{latest}　统一社会信用代码：{uscc}", cells),
            *(_line(text, cells) for text in _former_names(registration)),
            *_kin(answer),
            f"合计（{currency_of(look)}）：{sums}",
            *map(held, answer.holds),
        ),
        table=PaperRows(
            columns=columns_of(look, COLUMNS), identity=(0, 3, 4), rows=rows, total=None
        ),
        below=SIGN,
        wide=False,
        private=False,
    )


def _row(entry: StatementEntry, name: Cell) -> tuple[Cell, ...]:
    return (
        entry.position,
        str(entry.on),
        name,
        WHAT[entry.what],
        entry.claim_no,
        entry.amount_fen,
        entry.balance_fen,
    )


def _line(text: str, names: Mapping[str, Secret | str]) -> Secret | str:
    """Return a line of text with what is shown of the names that stand in it."""
    instead, known = text, True
    for name in names_in(text):
        cell = names[name]
        text = text.replace(name, text_of(cell, None))
        instead, known = text, known and isinstance(cell, Secret) and cell.shown is not None
    return text if known else Secret(None, None, instead)


def held(hold: HoldDetails) -> str:
    """Return a line about a hold on the enterprise's money."""
    last = "解除为止" if hold.last_day is None else f"{hold.last_day} 止"
    if hold.last_day is not None and hold.last_day < hold.first_day:
        last = "自始解除"
    by = "" if hold.released_by is None else f"，{hold.released_by} 解除"
    return f"暂停拨付：{REASONS[hold.reason]}，{hold.first_day} 起至{last}（{hold.document}{by}）"


def _former_names(registration: Registration) -> tuple[str, ...]:
    names = registration.names
    if len(names) < 2:
        return ()
    former = [f"{each.name}（至 {later.first_day} 前）" for each, later in pairwise(names)]
    return (f"曾用名：{'；'.join(former)}",)


def _kin(answer: Statement) -> tuple[str, ...]:
    """Return whom the enterprise carries on, and who carries it on."""
    if not isinstance(answer, KindredStatement):
        return ()
    before = (f"承继：{each.uscc}（自 {each.on}，{each.document}）" for each in answer.succeeds)
    after = (
        f"由 {each.uscc} 承继（自 {each.on}，{each.document}）" for each in answer.succeeded_by
    )
    return (*before, *after)
