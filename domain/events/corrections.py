"""What was entered wrongly about money and put right (更正): the wrong entry reversed (红冲).

What is reversed is copied from it, and named by where it stands: its log position, its version in
the same stream. The right entry follows as an event of its own, of the same kind. document, words:
by which, and why. corrected: what the right entry says; None where none is to be.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.value import Recordable, value

Entry = Literal[
    "appropriated",
    "supplemented",
    "returned",
    "transferred",
    "paid",
    "payment-reversed",
    "recovered",
    "recovery-reversed",
]


@value
class EntryValues:
    """What an entry of a budget year says. number: of its document or receipt, if it has one."""

    line: str
    to_line: str | None
    amount_fen: int
    number: str | None
    on: date


@value
class BudgetEntryReversed(Recordable, topic="budget-entry-reversed"):
    """An entry of a budget year no longer counts, from its own day on.

    entry: its topic without `budget-`. batch, claim_no: of a payment or of money back.
    """

    of_position: int
    of_version: int
    entry: Entry
    line: str
    to_line: str | None
    amount_fen: int
    number: str | None
    batch: int | None
    claim_no: str | None
    on: date
    corrected: EntryValues | None
    document: str
    words: str


@value
class BatchPaymentCorrected(Recordable, topic="batch-payment-corrected"):
    """The receipt or the day of a payment was entered wrongly; its lines stay paid."""

    of_position: int
    of_version: int
    previous_receipt: str
    previous_on: date
    receipt: str
    on: date
    document: str
    words: str


@value
class BatchOrderCorrected(Recordable, topic="batch-order-corrected"):
    """The number or the day of a payment order was entered wrongly; its lines stay ordered."""

    of_position: int
    of_version: int
    previous_number: str
    previous_on: date
    number: str
    on: date
    document: str
    words: str


@value
class BatchFailureReversed(Recordable, topic="batch-failure-reversed"):
    """A payment said to have failed had arrived: the line is paid as it was."""

    claim_no: str
    of_position: int
    of_version: int
    amount_fen: int
    set_off_fen: int
    document: str
    words: str


@value
class ClaimPaymentCorrected(Recordable, topic="claim-payment-corrected"):
    """The receipt or the day of a payment of the claim was entered wrongly."""

    claim_no: str
    batch: int
    previous_receipt: str
    previous_on: date
    receipt: str
    on: date
    document: str


@value
class PaymentReinstated(Recordable, topic="payment-reinstated"):
    """A payment said to have failed had arrived: it counts again as it was made."""

    claim_no: str
    batch: int
    budget_year: int
    line: str
    amount_fen: int
    set_off_fen: int
    receipt: str
    on: date
    document: str
    words: str


@value
class SetOffReinstated(Recordable, topic="set-off-reinstated"):
    """What a payment had settled of a debt is settled again, for that payment had arrived."""

    claim_no: str
    of_batch: int
    budget_year: int
    line: str
    amount_fen: int
    against: str
    batch: int
    on: date


@value
class RepaymentValues:
    """What the right entry of money repaid says, over all payments that it credits."""

    claim_no: str
    amount_fen: int
    receipt: str
    on: date


@value
class RecoveryReversed(Recordable, topic="recovery-reversed"):
    """Part of money repaid no longer counts for the claim: that part is owed again."""

    claim_no: str
    of_batch: int
    budget_year: int
    line: str
    amount_fen: int
    receipt: str
    on: date
    of_position: int
    of_version: int
    corrected: RepaymentValues | None
    document: str
    words: str


BatchCorrection = BatchPaymentCorrected | BatchOrderCorrected | BatchFailureReversed
PaymentCorrection = ClaimPaymentCorrected | PaymentReinstated | SetOffReinstated | RecoveryReversed
