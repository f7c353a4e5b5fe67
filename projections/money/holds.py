"""What keeps an enterprise's money back (暂停拨付), and what was paid all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domain.enterprise.registered.holds import Hold, evolve
from domain.events.corrections import ClaimPaymentCorrected, PaymentReinstated
from domain.events.holds import EnterpriseHeld, EnterpriseReleased, Reason
from domain.events.payment import ClaimPaid, PaymentFailed
from domain.value import value

if TYPE_CHECKING:
    from domain.events.log import Recorded
    from projections.claims.backfill import Noticed, Reject, UnreadRows


@value
class PaidWithin:
    """A payment dated within a hold: recorded before it, or by a hold recorded afterwards."""

    claim_no: str
    batch: int
    receipt: str
    on: date
    amount_fen: int


@value
class HoldDetails:
    """A hold, and what ended it: None while nothing did.

    last_day: the last day that money is kept back, by the hold itself or by its release; None where
    no end is known; before first_day where it was released from its first day on. of_list: the list
    that the document is an edition of. released_on: the first day of the release. paid_within: what
    was paid on its days and arrived.
    """

    document: str
    reason: Reason
    first_day: date
    last_day: date | None
    of_list: str | None
    released_by: str | None
    released_on: date | None
    paid_within: tuple[PaidWithin, ...]


@value
class ListedEnterprise:
    """An enterprise of a list: where it stands there, if it does, and what it is called there."""

    sheet: str | None
    row: int | None
    uscc: str
    name: str | None
    on: date | None


@value
class HoldListRead:
    """What an edition of a list led to.

    rows: entries, rejected ones included. held: enterprises held now; on: from that day. released:
    those that are on it no longer, or were removed by it; on: from that day. as_before: entries
    that were held before, or removed before. unknown: entries whose enterprise has nothing recorded
    here.
    """

    of_list: str
    document: str
    reason: Reason
    rows: int
    held: tuple[ListedEnterprise, ...]
    released: tuple[ListedEnterprise, ...]
    as_before: int
    unknown: tuple[ListedEnterprise, ...]
    rejects: tuple[Reject, ...]
    notices: tuple[Noticed, ...]
    unread: tuple[UnreadRows, ...]
    events_appended: int


def holds_of(history: Iterable[Recorded]) -> tuple[HoldDetails, ...]:
    """Return every hold of an enterprise by its events, in the order recorded."""
    holds: list[Hold] = []
    payments: dict[tuple[str, int], PaidWithin] = {}
    for recorded in history:
        match recorded.event:
            case EnterpriseHeld() | EnterpriseReleased() as event:
                evolve(holds, event)
            case ClaimPaid() | PaymentReinstated() as event:
                payments[event.claim_no, event.batch] = PaidWithin(
                    claim_no=event.claim_no,
                    batch=event.batch,
                    receipt=event.receipt,
                    on=event.on,
                    amount_fen=event.amount_fen,
                )
            case ClaimPaymentCorrected() as event:
                made = payments[event.claim_no, event.batch]
                payments[event.claim_no, event.batch] = replace(
                    made, receipt=event.receipt, on=event.on
                )
            case PaymentFailed() as event:
                payments.pop((event.claim_no, event.batch), None)
            case _:
                pass
    return tuple(_details(hold, list(payments.values())) for hold in holds)


def _details(hold: Hold, payments: Sequence[PaidWithin]) -> HoldDetails:
    said, released = hold.said, hold.released
    return HoldDetails(
        document=said.document,
        reason=said.reason,
        first_day=said.first_day,
        last_day=hold.last_day,
        of_list=said.of_list,
        released_by=None if released is None else released.document,
        released_on=None if released is None else released.on,
        paid_within=tuple(payment for payment in payments if hold.keeps(payment.on)),
    )
