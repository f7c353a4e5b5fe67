"""What happens to the money of a claim, in its enterprise's stream. Amounts are above 0.

of_batch: the batch whose payment an amount is taken back from; budget_year and line: what it paid.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from domain.value import value


@value
class ClaimRevoked:
    """A finding took the grant away for good (撤销): granted nothing, out of every reassessment."""

    TOPIC: ClassVar = "claim-revoked"

    claim_no: str
    previous_fen: int
    words: str
    document: str


@value
class ClaimTakenIntoBatch:
    """A batch took the claim in: what it allotted and let lapse. Both are 0 where it waits."""

    TOPIC: ClassVar = "claim-taken-into-batch"

    claim_no: str
    batch: int
    budget_year: int
    line: str
    owed_fen: int
    allotted_fen: int
    lapsed_fen: int


@value
class AllotmentLowered:
    """Less is owed than a batch allotted: the lower amount is what it may pay, maybe nothing."""

    TOPIC: ClassVar = "allotment-lowered"

    claim_no: str
    batch: int
    previous_fen: int
    allotted_fen: int


@value
class ClaimPaid:
    """A batch paid the claim (拨付): gross; `set_off_fen` of it settled debts."""

    TOPIC: ClassVar = "claim-paid"

    claim_no: str
    batch: int
    budget_year: int
    line: str
    amount_fen: int
    set_off_fen: int
    receipt: str
    on: date


@value
class PaymentFailed:
    """A batch's payment did not arrive (拨付失败)."""

    TOPIC: ClassVar = "payment-failed"

    claim_no: str
    batch: int
    amount_fen: int
    words: str


@value
class ClaimRecovered:
    """The enterprise repaid what the claim owed back (追回)."""

    TOPIC: ClassVar = "claim-recovered"

    claim_no: str
    of_batch: int
    budget_year: int
    line: str
    amount_fen: int
    receipt: str
    on: date


@value
class DebtSetOff:
    """What the claim owed back was settled out of the payment of another, `against` (抵扣)."""

    TOPIC: ClassVar = "debt-set-off"

    claim_no: str
    of_batch: int
    budget_year: int
    line: str
    amount_fen: int
    against: str
    batch: int
    on: date


@value
class SetOffReversed:
    """The payment that a debt was settled out of did not arrive: it is owed again."""

    TOPIC: ClassVar = "set-off-reversed"

    claim_no: str
    of_batch: int
    amount_fen: int
    against: str
    batch: int


DuesEvent = (
    ClaimTakenIntoBatch
    | AllotmentLowered
    | ClaimPaid
    | PaymentFailed
    | ClaimRecovered
    | DebtSetOff
    | SetOffReversed
)
PaymentEvent = ClaimRevoked | DuesEvent
