"""What a batch was when it was computed: its line's money, and the claims it left out."""

from __future__ import annotations

from collections.abc import Mapping

from domain.payments.batch import Batch, terms_of
from domain.value import value


@value
class BatchMoney:
    """What a batch, as it was computed, did with the money of its budget line.

    rest_fen: what stayed on the line. What claims did not get is still owed, or has lapsed.
    """

    money_fen: int
    allotted_fen: int
    rest_fen: int
    owed_still_fen: int
    lapsed_fen: int


@value
class LeftOutDetails:
    """A claim that was owed and not taken in when the batch was computed.

    why: the code of what kept its money back that day. document: that ordered it, if one did.
    """

    claim_no: str
    policy: str | None
    uscc: str
    owed_fen: int
    why: str
    document: str | None


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


def left_out_details(
    batch: Batch, policies: Mapping[str, str | None], policy: str | None
) -> tuple[LeftOutDetails, ...]:
    """Return the claims left out, in order of decision. policies, policy: see `batch_details`."""
    return tuple(
        LeftOutDetails(
            claim_no=each.claim_no,
            policy=policies.get(each.claim_no),
            uscc=each.uscc,
            owed_fen=each.owed_fen,
            why=each.why,
            document=each.document,
        )
        for each in batch.left_out
        if policy in (None, policies.get(each.claim_no))
    )
