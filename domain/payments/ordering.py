"""A payment order (拨付通知): what is to be transferred, and what set off, before the money goes.

The debts that an order sets off are the order's until it is paid or lifted: no repayment and no
other payment settles them meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from typing import cast

from domain.commands.money import OrderBatch
from domain.enterprise.dues import owed_back_fen
from domain.enterprise.state import Enterprise, evolve, granted_fen
from domain.events.batch import BatchLinesOrdered, BatchOrdered, PaidLine
from domain.events.log import EnterpriseEvent
from domain.events.payment import SetOffLifted, SetOffOrdered
from domain.events.streams import batch_stream
from domain.identity import skeleton
from domain.payments.batch import Batch, LineState, terms_of
from domain.payments.happened import StreamEvent, event_sized_parts
from domain.payments.settling import (
    SetOffs,
    barred_lines,
    chosen_lines,
    must_come_after_payments,
    payable_fen,
    set_off_lifted,
)
from domain.refusals import Fact, Refusal


def order(
    command: OrderBatch, batch: Batch, enterprises: Mapping[str, Enterprise]
) -> list[StreamEvent]:
    """Return what an order fixes; none when its document said it before.

    Where no lines are named, those of an order that still holds as it is are not ordered again; a
    line that is named is. One without an account to pay to is not ordered. Raises Refusal as
    `chosen_lines`, `already-ordered`, `request-conflicts`, `repaid-before-paid`.
    """
    terms_of(batch)
    if _is_said(command, batch, enterprises):
        return []
    payable = chosen_lines(batch, command.on, command.only, enterprises, accounts=True)
    if command.only is None:
        payable = _to_order(batch, payable, enterprises)
    lifted = list(set_offs_lifted(batch, payable, enterprises))
    enterprises = _after(enterprises, lifted)
    set_offs, lines, ordered = SetOffs(), [], []
    for claim_no, amount in payable.items():
        line = batch.lines[claim_no]
        if not amount and line.ordered is None:
            continue
        settled = set_offs.settle(enterprises[line.uscc], amount)
        set_off_fen = sum(each.credit.amount_fen for each in settled)
        lines.append(PaidLine(claim_no=claim_no, amount_fen=amount, set_off_fen=set_off_fen))
        for each in settled:
            fixed = SetOffOrdered(
                claim_no=each.claim_no,
                of_batch=each.credit.batch,
                budget_year=each.credit.payment.budget_year,
                line=each.credit.payment.line,
                amount_fen=each.credit.amount_fen,
                against=claim_no,
                batch=batch.number,
                on=command.on,
            )
            ordered.append(StreamEvent(line.uscc, fixed))
    must_come_after_payments(ordered, enterprises)
    stream = batch_stream(batch.number)
    return [
        StreamEvent(stream, BatchOrdered(document=command.document, on=command.on)),
        *(StreamEvent(stream, BatchLinesOrdered(lines=part)) for part in event_sized_parts(lines)),
        *lifted,
        *ordered,
    ]


def unordered(batch: Batch, enterprises: Mapping[str, Enterprise], on: date) -> list[str]:
    """Return the claims that are free to be paid on a day and stand in no order."""
    free = {
        no: payable_fen(no, batch.number, enterprises[line.uscc])
        for no, line in batch.lines.items()
        if line.state is LineState.FREE and line.ordered is None
    }
    barred = barred_lines(batch, free, enterprises, on)
    return [no for no, fen in free.items() if fen and no not in barred]


def outdated(
    batch: Batch, claim_no: str, amount_fen: int, enterprise: Enterprise
) -> Refusal | None:
    """Return why a line cannot be paid as it was ordered; None where it can, or was not ordered.

    An order fixed more than is owed by now, or sets off a debt that has become smaller, or is open
    again. amount_fen: what the line may pay.
    """
    ordered = batch.lines[claim_no].ordered
    if ordered is None:
        return None
    facts: dict[str, Fact] = {"batch": batch.number, "claim_no": claim_no}
    fixed = ordered.amount_fen
    if fixed != amount_fen:
        return Refusal("order-outdated", **facts, ordered_fen=fixed, owed_fen=amount_fen)
    if set_off_lifted(batch, claim_no, enterprise):
        return Refusal("order-outdated", verb="set-off", **facts, ordered_fen=ordered.set_off_fen)
    dues = enterprise.claims[claim_no].dues
    for each in dues.ordered.get(batch.number, ()) if dues is not None else ():
        debtor = enterprise.claims[each.claim_no]
        owed = owed_back_fen(granted_fen(debtor), debtor.dues)
        if debtor.dues is not None and debtor.dues.ordered_fen > owed:
            fixed = debtor.dues.ordered_fen
            return Refusal("order-outdated", **facts, ordered_fen=fixed, owed_fen=owed)
    return None


def _to_order(
    batch: Batch, payable: Mapping[str, int], enterprises: Mapping[str, Enterprise]
) -> dict[str, int]:
    """Return the lines that no order holds for as they are. Raises Refusal `already-ordered`.

    The bank may have the file of an order that holds: ordered again, its lines would go out twice.
    """
    left = {
        no: fen
        for no, fen in payable.items()
        if batch.lines[no].ordered is None
        or outdated(batch, no, fen, enterprises[batch.lines[no].uscc]) is not None
    }
    if any(fen or batch.lines[no].ordered is not None for no, fen in left.items()):
        return left
    standing = [
        made.said.document
        for made in batch.orders
        if any(batch.lines[no].ordered is line for no, line in made.lines.items())
    ]
    documents = ", ".join(standing)
    raise Refusal("already-ordered", batch=batch.number, documents=documents)


def set_offs_lifted(
    batch: Batch, claim_nos: Iterable[str], enterprises: Mapping[str, Enterprise]
) -> Iterator[StreamEvent]:
    """Yield the debts open again that orders of these lines would have settled."""
    for claim_no in claim_nos:
        line = batch.lines[claim_no]
        if line.ordered is None or not line.ordered.set_off_fen:
            continue
        dues = enterprises[line.uscc].claims[claim_no].dues
        for each in dues.ordered.get(batch.number, ()) if dues is not None else ():
            lifted = SetOffLifted(
                claim_no=each.claim_no,
                of_batch=each.of_batch,
                amount_fen=each.amount_fen,
                against=claim_no,
                batch=batch.number,
            )
            yield StreamEvent(line.uscc, lifted)


def _is_said(command: OrderBatch, batch: Batch, enterprises: Mapping[str, Enterprise]) -> bool:
    """Say whether the document ordered the same before. Raises Refusal `request-conflicts`."""
    for made in batch.orders:
        if skeleton(made.said.document) != skeleton(command.document):
            continue
        wanted = set(made.lines)
        if command.only is not None:
            wanted = set(command.only)
        elif batch.cancelled is None:
            wanted |= set(unordered(batch, enterprises, command.on))
        if made.said.on == command.on and wanted == set(made.lines):
            return True
        raise Refusal(
            "request-conflicts",
            verb="batch order",
            batch=batch.number,
            document=made.said.document,
            on=made.said.on.isoformat(),
        )
    return False


def _after(
    enterprises: Mapping[str, Enterprise], happened: Iterable[StreamEvent]
) -> dict[str, Enterprise]:
    """Return the enterprises as these events leave them."""
    after = dict(enterprises)
    for stream, event in happened:
        if after[stream] is enterprises[stream]:
            after[stream] = deepcopy(enterprises[stream])
        evolve(after[stream], cast(EnterpriseEvent, event), "")
    return after
