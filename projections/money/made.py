"""Orders and payments of a batch: how many lines, what they come to, what is set off."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from domain.events.batch import BatchPaid, BatchPaidWithoutAccount, PaidLine
from domain.value import value

if TYPE_CHECKING:
    from domain.payments.batch import Batch, Made
    from domain.refusals import Refusal


@value
class OrderDetails:
    """An order of a batch, over the lines that it still stands for, in fen.

    replaces: the orders that fixed any of these lines before.
    """

    document: str
    on: date
    lines: int
    amount_fen: int
    set_off_fen: int
    net_fen: int
    replaces: tuple[str, ...]


@value
class PaymentDetails:
    """A payment of a batch, whatever came of it, in fen.

    failed_fen: what of transferred_fen did not arrive.
    without_account: the document by which it was in cash or offset; None for one to accounts.
    """

    receipt: str
    on: date
    lines: int
    amount_fen: int
    set_off_fen: int
    transferred_fen: int
    failed_fen: int
    without_account: str | None


def _sums(lines: Iterable[PaidLine]) -> tuple[int, int]:
    """Return what lines get in all, and how much of it is set off."""
    return sum(each.amount_fen for each in lines), sum(each.set_off_fen for each in lines)


def orders(batch: Batch, claims: Collection[str]) -> Iterator[OrderDetails]:
    """Yield the orders that stand for any of these: a later one takes a line from an earlier."""
    standing = {no: line.ordered for no, line in batch.lines.items() if line.ordered is not None}
    for at, made in enumerate(batch.orders):
        ordered = (each for no, each in made.lines.items() if standing.get(no) is each)
        lines = [each for each in ordered if each.claim_no in claims]
        if lines:
            amount_fen, set_off_fen = _sums(lines)
            yield OrderDetails(
                document=made.said.document,
                on=made.said.on,
                lines=len(lines),
                amount_fen=amount_fen,
                set_off_fen=set_off_fen,
                net_fen=amount_fen - set_off_fen,
                replaces=tuple(
                    before.said.document
                    for before in batch.orders[:at]
                    if any(line.claim_no in before.lines for line in lines)
                ),
            )


def payment(batch: Batch, made: Made[BatchPaid], claims: Collection[str]) -> PaymentDetails:
    said = made.said
    lines = [line for no, line in made.lines.items() if no in claims and line.amount_fen]
    amount_fen, set_off_fen = _sums(lines)
    return PaymentDetails(
        receipt=said.receipt,
        on=said.on,
        lines=len(lines),
        amount_fen=amount_fen,
        set_off_fen=set_off_fen,
        transferred_fen=amount_fen - set_off_fen,
        failed_fen=sum(
            line.amount_fen - line.set_off_fen
            for line in lines
            if batch.lines[line.claim_no].failure is not None
        ),
        without_account=said.document if isinstance(said, BatchPaidWithoutAccount) else None,
    )


class NoticeLeft(NamedTuple):
    """How long a notice goes on after a day. counts: `working` or `natural` days."""

    days: int
    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenLine:
    """A line that a payment would pay, in fen. bars: why the payer may not; None where they may.

    approved_by: everybody who decided on the claim, or raised its grant since. set_off_fen: 0 where
    the payer may not pay it.
    """

    claim_no: str
    uscc: str
    amount_fen: int
    set_off_fen: int
    approved_by: tuple[str, ...]
    bars: Refusal | None


@value
class ForeseenPayment:
    """What a payment of a batch would pay, before it is recorded."""

    batch: int
    lines: tuple[ForeseenLine, ...]

    @property
    def payable(self) -> tuple[ForeseenLine, ...]:
        """The lines that the payer may pay."""
        return tuple(line for line in self.lines if line.bars is None)

    @property
    def barred(self) -> tuple[ForeseenLine, ...]:
        """The lines that another has to pay."""
        return tuple(line for line in self.lines if line.bars is not None)

    @property
    def payees(self) -> int:
        """How many enterprises are paid."""
        return len({line.uscc for line in self.payable})

    @property
    def amount_fen(self) -> int:
        """What is paid, with what is set off."""
        return sum(line.amount_fen for line in self.payable)

    @property
    def transferred_fen(self) -> int:
        """What leaves the account of the treasury."""
        return sum(line.amount_fen - line.set_off_fen for line in self.payable)

    @property
    def approved_by(self) -> tuple[str, ...]:
        """Who decided on the claims that are paid."""
        return tuple(sorted({name for line in self.payable for name in line.approved_by}))
