"""What each order of a batch promised a bank, whatever became of the order since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.events.batch import PaidLine
from domain.payments.batch import Batch, LineState
from projections.money.transfers import reference


@dataclass(frozen=True, slots=True, kw_only=True)
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


def promised(batch: Batch) -> tuple[Promised, ...]:
    """Return every sum that orders of a batch ever fixed, in the order of the orders."""
    return tuple(_each(batch))


def _each(batch: Batch) -> Iterator[Promised]:
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
