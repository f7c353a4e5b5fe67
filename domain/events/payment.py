"""What happens to the money of a claim, in its enterprise's stream. Amounts are above 0.

of_batch: the batch whose payment an amount is taken back from; budget_year and line: what it paid.
"""

from __future__ import annotations

from datetime import date

from domain.events.corrections import PaymentCorrection
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
    """A batch took the claim in: what it allotted and let lapse. Both are 0 where it waits.

    A batch computed now lets nothing lapse before it pays; see `LapseAnnounced`.
    """

    claim_no: str
    batch: int
    budget_year: int
    line: str
    owed_fen: int
    allotted_fen: int
    lapsed_fen: int


@value
class LapseAnnounced(Recordable, topic="lapse-announced"):
    """What a batch leaves unpaid of the claim is to lapse when it pays (届时失效)."""

    claim_no: str
    batch: int
    lapsing_fen: int


@value
class ClaimLapsed(Recordable, topic="claim-lapsed.2"):
    """What a batch left unpaid of the claim has lapsed, for the batch paid (失效).

    above_fen: what the claim had and was allotted by then. The lapse is what is due above that: a
    grant that shrinks and rises again finds it where it was. None as recorded once, see `Dues`.
    """

    claim_no: str
    batch: int
    lapsed_fen: int
    above_fen: int | None


@value
class ClaimReleased(Recordable, topic="claim-released"):
    """A batch gave the claim up (退出批次): what it allotted and let lapse is unpaid again."""

    claim_no: str
    batch: int
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
class PaymentFailed(Recordable, topic="payment-failed.2"):
    """A batch's payment did not arrive (拨付失败). on, receipt: as in the batch's own event."""

    claim_no: str
    batch: int
    amount_fen: int
    words: str
    on: date | None
    receipt: str | None


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
class RecoveryBackdated(Recordable, topic="recovery-backdated"):
    """A repayment is dated before the day that the payment was recorded (补录)."""

    claim_no: str
    receipt: str
    on: date
    ground_on: date
    document: str


@value
class SetOffOrdered(Recordable, topic="set-off-ordered"):
    """An order fixed what of the claim's debt the payment of another, `against`, will settle."""

    claim_no: str
    of_batch: int
    budget_year: int
    line: str
    amount_fen: int
    against: str
    batch: int
    on: date


@value
class SetOffLifted(Recordable, topic="set-off-lifted"):
    """An order no longer stands: the debt is open again."""

    claim_no: str
    of_batch: int
    amount_fen: int
    against: str
    batch: int


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


HoldingEvent = ClaimTakenIntoBatch | AllotmentLowered | ClaimReleased
LapseEvent = LapseAnnounced | ClaimLapsed
OrderEvent = SetOffOrdered | SetOffLifted
PayingEvent = HoldingEvent | LapseEvent | ClaimPaid | PaymentFailed
RecoveryEvent = ClaimRecovered | RecoveryBackdated
SettlingEvent = OrderEvent | DebtSetOff | SetOffReversed
DuesEvent = PayingEvent | RecoveryEvent | SettlingEvent | PaymentCorrection
PaymentEvent = ClaimRevoked | DuesEvent
