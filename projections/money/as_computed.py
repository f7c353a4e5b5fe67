"""What a batch, as it was computed, did with the money of its budget line."""

from __future__ import annotations

from dataclasses import dataclass

from domain.payments.batch import Batch, terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchMoney:
    """What a batch, as it was computed, did with the money of its budget line.

    rest_fen: what stayed on the line. What claims did not get is still owed, or has lapsed.
    """

    money_fen: int
    allotted_fen: int
    rest_fen: int
    owed_still_fen: int
    lapsed_fen: int


def batch_money(batch: Batch) -> BatchMoney:
    """Return what a batch did with its line's money. Raises Refusal `batch-unknown`."""
    terms = terms_of(batch)
    return BatchMoney(
        money_fen=terms.money_fen,
        allotted_fen=batch.allotted_fen,
        rest_fen=terms.money_fen - batch.allotted_fen,
        owed_still_fen=terms.owed_fen - batch.allotted_fen - batch.lapsed_fen,
        lapsed_fen=batch.lapsed_fen,
    )
