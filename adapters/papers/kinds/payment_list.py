"""The list that a batch is transferred by (拨付清单): a line a payee, its account in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from adapters.ledger.look import Look
from adapters.ledger.parties import registrations
from adapters.ledger.treasury.treasury import Treasury
from adapters.papers.capitals import in_capitals
from adapters.papers.kinds.batch_papers import LINE, SIGN_PAYMENTS, UNSETTLED, frame, paid_to
from adapters.papers.kinds.currency import columns_of, currency_of
from adapters.papers.paper import ACCOUNT, Cell, Column, Content, PaperRows
from domain.payments.barriers import NO_ACCOUNT, UNCONFIRMED, is_changed
from projections.money.batches import BatchDetails
from projections.money.transfers import Transfer

COLUMNS = (
    *LINE[:3],
    Column(key="claims", header="申报编号", holds="text", width=18),
    Column(key="amount", header="核拨金额（{currency}）", holds="fen", width=15),
    Column(key="set_off", header="其中抵扣（{currency}）", holds="fen", width=13),
    Column(key="net", header="实拨金额（{currency}）", holds="fen", width=15),
    Column(key="holder", header="户名", holds="text", width=24),
    Column(key="bank", header="开户行", holds="text", width=22),
    Column(key="bank_no", header="联行号", holds="text", width=14),
    Column(key=ACCOUNT, header="账号", holds="text", width=23),
    Column(key="reference", header="附言", holds="text", width=27),
    Column(key="order", header="拨付通知文号", holds="text", width=16),
    Column(key="remark", header="备注", holds="text", width=14),
)
CHANGED, RENAMED = "账户公示后变更，已复核", "公示后更名"
PAID, FAILED = "已拨付", "未到账，已退回"
LEFT_OUT = {NO_ACCOUNT: "无收款账户", UNCONFIRMED: "账户变更待复核"}


def payment_list(look: Look, answer: BatchDetails) -> Content:
    """Return what a batch transfers to each payee, with the total in words.

    A payee that was paid shows the name and the account it was paid to; one whose account or name
    changed after the notice is marked.
    """
    transfers = look.transfers(answer.batch)
    by_claim = {line.claim_no: line for line in answer.lines}
    first = [by_claim[transfer.claims[0]] for transfer in transfers]
    known = paid_to(look, answer.batch, first)
    marks = _changes(look, answer.batch, [each.uscc for each in transfers])
    rows: list[tuple[Cell, ...]] = []
    for number, transfer in enumerate(transfers, start=1):
        payee = known[transfer.claims[0]]
        of = (transfer.amount_fen, transfer.set_off_fen, transfer.net_fen)
        to = (payee.holder, payee.bank, payee.bank_no, payee.number)
        said = (transfer.reference, transfer.order or "", _remark(transfer, marks))
        claims = "、".join(transfer.claims)
        rows.append((number, payee.name, transfer.uscc, claims, *of, *to, *said))
    counted = [transfer for transfer in transfers if not transfer.failed]
    settled = all(transfer.net_fen is not None for transfer in counted)
    net = sum(transfer.net_fen or 0 for transfer in counted)
    gross = sum(transfer.amount_fen for transfer in counted)
    off = sum(transfer.set_off_fen or 0 for transfer in counted)
    sums: tuple[Cell, ...] = (gross, off, net) if settled else (gross, None, None)
    words = in_capitals(net, currency_of(look)) if settled else UNSETTLED
    return Content(
        title=f"第 {answer.batch} 批补助资金拨付清单",
        above=(frame(answer), *_left_out(answer)),
        table=PaperRows(
            columns=columns_of(look, COLUMNS),
            identity=(2, 11),
            rows=tuple(rows),
            total=(None, "合计", None, None, *sums, *(None,) * 7),
        ),
        below=(f"实拨金额合计（大写）：{words}", SIGN_PAYMENTS),
        wide=True,
        private=True,
    )


def _remark(transfer: Transfer, marks: dict[str, list[str]]) -> str:
    """Return how a transfer stands, and what changed of its payee."""
    states = [FAILED] if transfer.failed else [PAID] if transfer.receipt is not None else []
    states += [UNSETTLED] if transfer.net_fen is None else []
    return "；".join((*states, *marks.get(transfer.uscc, ())))


def _changes(look: Look, number: int, codes: Iterable[str]) -> dict[str, list[str]]:
    """Return what of enterprises changed after the notice of a batch, by code."""
    handler = look.snapshot.store.handler
    began = Treasury(handler, look.position).batch(number).published_at
    if not began:
        return {}
    codes = list(dict.fromkeys(codes))
    then = registrations(handler.recorder, began, codes)
    marks: dict[str, list[str]] = {}
    for code, now in registrations(handler.recorder, look.position, codes).items():
        before = then.get(code)
        renamed = len(now.renamed) > (0 if before is None else len(before.renamed))
        changed = is_changed(now, began)
        marks[code] = [*([CHANGED] if changed else ()), *([RENAMED] if renamed else ())]
    return marks


def _left_out(answer: BatchDetails) -> tuple[str, ...]:
    """Return a line that says which lines cannot be transferred for want of an account."""
    counts = Counter(why.code for line in answer.lines for why in line.barriers)
    left = [f"{words} {counts[why]} 笔" for why, words in LEFT_OUT.items() if counts[why]]
    return (f"本批因账户不在本表的：{'；'.join(left)}",) if left else ()
