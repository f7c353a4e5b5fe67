"""What a batch transfers to each payee: its lines together, as an order or a payment has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from domain.payments.batch import Batch, LineState
from domain.value import value

if TYPE_CHECKING:
    from domain.events.batch import PaidLine
    from projections.money.batches import BatchDetails, BatchLineDetails


@value
class Transfer:
    """One sum to one payee, in fen, and the claims behind it.

    reference: stands in what the bank is given, and in what it answers; the same as long as the
    claims are ordered so. order, ordered_on: the order that fixed it; None before one does.
    net_fen: what goes to the account; None before an order or a payment says so. receipt: of the
    payment. failed: it did not arrive.
    """

    reference: str
    uscc: str
    claims: tuple[str, ...]
    amount_fen: int
    set_off_fen: int | None
    net_fen: int | None
    order: str | None
    ordered_on: date | None
    receipt: str | None
    failed: bool


@value
class Promised:
    """One sum to one payee as an order fixed it first, in fen.

    holds: whether the order still stands for any of it. replaced_by: the orders that took its place
    for any of its claims, the last one last. receipts: that paid any of them. state: of its first
    claim's line.
    """

    reference: str
    uscc: str
    claims: tuple[str, ...]
    net_fen: int
    order: str
    holds: bool
    replaced_by: tuple[str, ...]
    receipts: tuple[str, ...]
    state: LineState


@value
class BankFile:
    """A file for a bank: its transfers, and what they come to."""

    batch: int
    file: str
    template: str
    total_fen: int
    transfers: tuple[Transfer, ...]


@value
class FailedAtBank:
    """A transfer that did not arrive, and the bank's reason."""

    transfer: Transfer
    reason: str


@value
class AnswerProblem:
    """Why a bank's answer is not taken. row: in its file; None for a transfer it leaves out."""

    row: int | None
    code: str
    reference: str
    expected_fen: int | None
    message: str


@value
class BankAnswer:
    """What a bank's answer came to. events_appended: 0 where it was recorded before, or is not."""

    batch: int
    receipt: str
    paid: tuple[Transfer, ...]
    paid_fen: int
    failed: tuple[FailedAtBank, ...]
    failed_fen: int
    problems: tuple[AnswerProblem, ...]
    events_appended: int


def transfers(batch: Batch, details: BatchDetails) -> tuple[Transfer, ...]:
    """Return what is to be transferred, what was, and what came back, in order of decision.

    Lines that wait, are held, or have no account to be paid to are not there.
    """
    orders = _orders(batch)
    together: dict[tuple[str, int, str | None, bool], list[BatchLineDetails]] = defaultdict(list)
    for line in details.lines:
        number, failed = orders.get(line.claim_no, 0), line.state is LineState.FAILED
        if line.receipt is not None and line.allotted_fen and (failed or _is_paid(line)):
            together[line.uscc, number, line.receipt, failed].append(line)
        elif line.state is LineState.FREE and not line.barriers:
            number = number if line.net_fen is not None else 0
            together[line.uscc, number, None, False].append(line)
    return tuple(_transfer(batch, number, lines) for (_, number, *_), lines in together.items())


def promised(batch: Batch) -> tuple[Promised, ...]:
    """Return every sum that orders of a batch ever fixed, in the order of the orders."""
    return tuple(_promised(batch))


def _promised(batch: Batch) -> Iterator[Promised]:
    for number, made in enumerate(batch.orders, 1):
        of_payee: dict[str, list[str]] = defaultdict(list)
        for no, fixed in made.lines.items():
            if fixed.amount_fen:
                of_payee[batch.lines[no].payee or batch.lines[no].uscc].append(no)
        later = batch.orders[number:]
        for uscc, claims in of_payee.items():
            lines = [batch.lines[no] for no in claims]
            paid = [line.paid_by.receipt for line in lines if line.paid_by is not None]
            net = sum(made.lines[no].amount_fen - made.lines[no].set_off_fen for no in claims)
            replaced = [each.said.document for each in later if _takes(each.lines, claims)]
            yield Promised(
                reference=reference(batch.number, number, uscc),
                uscc=uscc,
                claims=tuple(claims),
                net_fen=net,
                order=made.said.document,
                holds=any(batch.lines[no].ordered is made.lines[no] for no in claims),
                replaced_by=tuple(replaced),
                receipts=tuple(dict.fromkeys(paid)),
                state=lines[0].state,
            )


def _takes(lines: Mapping[str, PaidLine], claims: Iterable[str]) -> bool:
    return any(no in lines and lines[no].amount_fen for no in claims)


def reference(batch: int, order: int, uscc: str) -> str:
    """Return what a transfer is known by. order: which of its batch, from 1; 0 before any."""
    return f"BT{batch}-{order}-{uscc}"


def _is_paid(line: BatchLineDetails) -> bool:
    return line.state is LineState.PAID


def _transfer(batch: Batch, number: int, lines: list[BatchLineDetails]) -> Transfer:
    first = lines[0]
    settled = all(line.net_fen is not None for line in lines) or first.receipt is not None
    amount_fen = sum(line.allotted_fen for line in lines)
    failed = first.state is LineState.FAILED
    off = sum(line.set_off_fen for line in lines)
    if failed:  # what it had settled is undone; the payment itself says what it was
        said = {no: each for made in batch.payments for no, each in made.lines.items()}
        off = sum(said[line.claim_no].set_off_fen for line in lines)
    order = batch.orders[number - 1].said if number else None
    return Transfer(
        reference=reference(batch.number, number, first.uscc),
        uscc=first.uscc,
        claims=tuple(line.claim_no for line in lines),
        amount_fen=amount_fen,
        set_off_fen=off if settled else None,
        net_fen=amount_fen - off if settled else None,
        order=None if order is None else order.document,
        ordered_on=None if order is None else order.on,
        receipt=first.receipt,
        failed=failed,
    )


def _orders(batch: Batch) -> dict[str, int]:
    """Return the number, from 1, of the order that last fixed each claim's line."""
    return {
        claim_no: number
        for number, made in enumerate(batch.orders, 1)
        for claim_no, line in made.lines.items()
        if line.amount_fen
    }
