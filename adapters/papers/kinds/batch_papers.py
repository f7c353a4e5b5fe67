"""The two papers of a batch: the public notice (公示表) and the payment list (拨付表)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from adapters.ledger.look import Look
from adapters.papers.kinds.budget import line_printed
from adapters.papers.kinds.currency import columns_of
from adapters.papers.kinds.payees import Payee, payees
from adapters.papers.paper import ACCOUNT, DAY, GAP, Cell, Column, Content, PaperRows
from domain.events.batch import BatchLinesPaid, BatchPaid
from domain.events.streams import batch_stream
from projections.money.batches import BatchDetails, BatchLineDetails

LINE = (
    Column(key="number", header="序号", holds="count", width=6),
    Column(key="enterprise", header="企业名称", holds="text", width=30),
    Column(key="uscc", header="统一社会信用代码", holds="text", width=21),
    Column(key="claim_no", header="申报编号", holds="text", width=15),
)
NOTICE = (
    *LINE,
    Column(key="allotted", header="拟拨付金额（{currency}）", holds="fen", width=16),
    Column(key="account_masked", header="收款账号（隐去前段）", holds="text", width=14),
    Column(key="remark", header="备注", holds="text", width=14),
)
PAYMENTS = (
    *LINE,
    Column(key="allotted", header="核拨金额（{currency}）", holds="fen", width=16),
    Column(key="set_off", header="其中抵扣（{currency}）", holds="fen", width=14),
    Column(key="transferred", header="实拨金额（{currency}）", holds="fen", width=16),
    Column(key="bank", header="开户银行", holds="text", width=24),
    Column(key=ACCOUNT, header="收款账号", holds="text", width=24),
    Column(key="remark", header="备注", holds="text", width=10),
)
REMARKS = {
    "free": "",
    "held": "有异议，暂缓",
    "paid": "已拨付",
    "failed": "已退出本批",
    "waiting": "资金不足，等候",
}
KEPT_BACK = "暂停拨付"  # held for what its enterprise is, not for an objection
SIGN_NOTICE = f"公示单位（盖章）：{GAP}{DAY}"
SIGN_PAYMENTS = f"经办：{GAP}复核：{GAP}单位负责人：{GAP}财政部门（盖章）：{GAP}{DAY}"
UNSETTLED = "拨付时结算抵扣"
DRAFT = "（未公示稿）"
NOT_YET = "尚未公示，本表为未公示稿，不作公示之用"
OBJECTIONS = "如有异议，请于公示期内以书面形式实名提出，并注明申报编号。"


def notice(look: Look, answer: BatchDetails) -> Content:
    """Return the public notice of a batch: every line that is to be paid, accounts masked.

    Before the notice began it says that it is a draft.
    """
    ends = answer.publicity_ends
    lines = [line for line in answer.lines if line.computed_fen]
    known = payees(look, (line.uscc for line in lines))
    rows: list[tuple[Cell, ...]] = []
    for number, line in enumerate(lines, start=1):
        payee, remark = known[line.uscc], _remark(line)
        cells = (number, payee.name, line.uscc, line.claim_no, line.allotted_fen)
        rows.append((*cells, payee.masked, remark))
    total = (None, "合计", None, None, sum(line.allotted_fen for line in lines), None, None)
    return Content(
        title=f"第 {answer.batch} 批补助资金拟拨付公示表{'' if ends else DRAFT}",
        above=(frame(answer), f"公示截止日：{ends or NOT_YET}"),
        table=PaperRows(
            columns=columns_of(look, NOTICE), identity=(3,), rows=tuple(rows), total=total
        ),
        below=(OBJECTIONS, SIGN_NOTICE),
        wide=False,
        private=False,
    )


def payments(look: Look, answer: BatchDetails) -> Content:
    """Return the payment list of a batch: what is free to be paid or was, accounts in full.

    A line that was paid shows the name and the account that it was paid to.
    """
    lines = [line for line in answer.lines if line.state in ("free", "paid")]
    known = paid_to(look, answer.batch, lines)
    rows: list[tuple[Cell, ...]] = []
    for number, line in enumerate(lines, start=1):
        payee = known[line.claim_no]
        cells = (number, payee.name, line.uscc, line.claim_no, *_amounts(line))
        remark = _remark(line) if _settled(line) else UNSETTLED
        rows.append((*cells, payee.bank, payee.number, remark))
    total = (None, "合计", None, None, *_sums(lines), None, None, None)
    return Content(
        title=f"第 {answer.batch} 批补助资金拨付表",
        above=(frame(answer), *_left_out(answer)),
        table=PaperRows(
            columns=columns_of(look, PAYMENTS), identity=(3,), rows=tuple(rows), total=total
        ),
        below=(SIGN_PAYMENTS,),
        wide=True,
        private=True,
    )


def paid_to(look: Look, batch: int, lines: Sequence[BatchLineDetails]) -> dict[str, Payee]:
    """Return the payee of each line by its claim, as of its payment; of now before that."""
    paid_at = _paid_at(look, batch)
    together: dict[int | None, list[BatchLineDetails]] = defaultdict(list)
    for line in lines:
        together[paid_at.get(line.claim_no) if line.state == "paid" else None].append(line)
    known: dict[str, Payee] = {}
    for at, group in together.items():
        by_code = payees(look, (line.uscc for line in group), at)
        known |= {line.claim_no: by_code[line.uscc] for line in group}
    return known


def _paid_at(look: Look, batch: int) -> dict[str, int]:
    """Return where each claim's payment by a batch begins: all of one payment at the same place.

    A payment is one transaction, so that nothing else is recorded in between.
    """
    positions: dict[str, int] = {}
    began = 0
    for recorded in look.snapshot.stream(batch_stream(batch)):
        if isinstance(recorded.event, BatchPaid):
            began = recorded.position
        elif isinstance(recorded.event, BatchLinesPaid):
            positions |= {line.claim_no: began for line in recorded.event.lines}
    return positions


def _settled(line: BatchLineDetails) -> bool:
    """Say whether what is set off is known: an order fixes it, else the payment."""
    return line.net_fen is not None


def _amounts(line: BatchLineDetails) -> tuple[int | None, int | None, int | None]:
    """Return what is allotted, set off and transferred; None for what is not settled yet."""
    if not _settled(line):
        return line.allotted_fen, None, None
    return line.allotted_fen, line.set_off_fen, line.net_fen


def _sums(lines: Sequence[BatchLineDetails]) -> list[int | None]:
    """Return the total of each amount, over the lines where it is settled; None where on none."""
    if not lines:
        return [0, 0, 0]
    sums: list[int | None] = []
    for amounts in zip(*(_amounts(line) for line in lines), strict=True):
        settled = [fen for fen in amounts if fen is not None]
        sums.append(sum(settled) if settled else None)
    return sums


def _remark(line: BatchLineDetails) -> str:
    """Return a remark, with the code that a claim was filed under where another is paid for it."""
    remark = KEPT_BACK if line.barriers and line.state == "held" else REMARKS[line.state]
    if line.filed_under == line.uscc:
        return remark
    return "；".join(filter(None, (remark, f"承继 {line.filed_under}")))


def frame(answer: BatchDetails) -> str:
    line = line_printed(answer.line, answer.line_title)
    return f"批次：{answer.batch}　预算年度：{answer.budget_year}　科目：{line}"


def _left_out(answer: BatchDetails) -> tuple[str, ...]:
    """Return a line that says which lines of the batch are not on its payment list."""
    absent = [line for line in answer.lines if line.state in ("held", "failed", "waiting")]
    counts = Counter(map(_remark, absent))
    words = (KEPT_BACK, *(REMARKS[state] for state in ("held", "failed", "waiting")))
    left = [f"{word} {counts[word]} 笔" for word in words if counts[word]]
    return (f"本批不在本表的：{'；'.join(left)}",) if left else ()
