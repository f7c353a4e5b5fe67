"""What happens to the money of a claim, in its enterprise's stream. Amounts are above 0.

of_batch: the batch whose payment an amount is taken back from; budget_year and line: what it paid.
"""

from __future__ import annotations

from datetime import date

from domain.value import Recordable, value


@value
class ClaimRevoked(Recordable, topic="claim-revoked"):
    """A finding took the grant away for good (撤销): granted nothing, out of every reassessment."""

    claim_no: str
    previous_fen: int
    words: str
    document: str


@value
class ClaimTakenIntoBatch(Recordable, topic="claim-taken-into-batch"):
    """A batch took the claim in: what it allotted and let lapse. Both are 0 where it waits."""

    claim_no: str
    batch: int
    budget_year: int
    line: str
    owed_fen: int
    allotted_fen: int
    lapsed_fen: int


@value
class AllotmentLowered(Recordable, topic="allotment-lowered"):
    """Less is owed than a batch allotted: the lower amount is what it may pay, maybe nothing."""

    claim_no: str
    batch: int
    previous_fen: int
    allotted_fen: int


@value
class ClaimPaid(Recordable, topic="claim-paid"):
    """A batch paid the claim (拨付): gross; `set_off_fen` of it settled debts."""

    claim_no: str
    batch: int
    budget_year: int
    line: str
    amount_fen: int
    set_off_fen: int
    receipt: str
    on: date


@value
class PaymentFailed(Recordable, topic="payment-failed"):
    """A batch's payment did not arrive (拨付失败)."""

    claim_no: str
    batch: int
    amount_fen: int
    words: str


@value
class ClaimRecovered(Recordable, topic="claim-recovered"):
    """The enterprise repaid what the claim owed back (追回)."""

    claim_no: str
    of_batch: int
    budget_year: int
    line: str
    amount_fen: int
    receipt: str
    on: date


@value
class DebtSetOff(Recordable, topic="debt-set-off"):
    """What the claim owed back was settled out of the payment of another, `against` (抵扣)."""

    claim_no: str
    of_batch: int
    budget_year: int
    line: str
    amount_fen: int
    against: str
    batch: int
    on: date


@value
class SetOffReversed(Recordable, topic="set-off-reversed"):
    """The payment that a debt was settled out of did not arrive: it is owed again."""

    claim_no: str
    of_batch: int
    amount_fen: int
    against: str
    batch: int


PayingEvent = ClaimTakenIntoBatch | AllotmentLowered | ClaimPaid | PaymentFailed
DuesEvent = PayingEvent | ClaimRecovered | DebtSetOff | SetOffReversed
PaymentEvent = ClaimRevoked | DuesEvent
