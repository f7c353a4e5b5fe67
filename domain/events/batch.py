"""What happens to a payment batch (拨付批次). A long batch tells its lines in several events."""

from __future__ import annotations

from datetime import date

from domain.events.corrections import BatchCorrection
from domain.value import Recordable, value


@value
class BatchTerms:
    """By what a batch is put together from one line of a year's budget.

    until: the last day of decision taken in; None where all are. shortage: `queue` or `pro-rata`.
    remainder: `owed` or `lapse`, of what pro rata leaves unpaid.
    """

    budget_year: int
    line: str
    document: str | None
    until: date | None
    shortage: str
    round_down_to: str | None
    at_least_fen: int
    remainder: str


@value
class BatchComputed(BatchTerms, Recordable):
    """A batch was put together. money_fen: what the line had."""

    TOPIC = "batch-computed"

    money_fen: int
    owed_fen: int


@value
class BatchOfPolicyComputed(BatchComputed):
    """A batch was put together of one policy's claims. policy: its id."""

    TOPIC = "batch-computed.2"

    policy: str


@value
class BatchLine:
    """A claim in a batch. allotted_fen 0: the claim waits. lapsed_fen: lapsed by this batch."""

    claim_no: str
    uscc: str
    owed_fen: int
    allotted_fen: int
    lapsed_fen: int


@value
class BatchLinesComputed(Recordable, topic="batch-lines-computed"):
    """Some lines of a batch, in order of decision."""

    lines: tuple[BatchLine, ...]


@value
class LeftOutClaim:
    """A claim that was owed and not taken into a batch. why: the code of what keeps it back.

    document: that orders it, where one does.
    """

    claim_no: str
    uscc: str
    owed_fen: int
    why: str
    document: str | None


@value
class BatchClaimsLeftOut(Recordable, topic="batch-claims-left-out"):
    """Some claims that a batch could have paid, in order of decision, but for what barred them."""

    left_out: tuple[LeftOutClaim, ...]


@value
class BatchPublished(Recordable, topic="batch-published.2"):
    """The public notice began (公示). last_day: of the notice.

    counts: `working` or `natural` days. calendars: the documents that working days were counted by.
    """

    on: date
    days: int
    last_day: date
    counts: str
    calendars: tuple[str, ...]


@value
class BatchAccountsFixed(BatchPublished):
    """The notice began, and with it the account that each line is paid to was fixed."""

    TOPIC = "batch-published.3"


@value
class NoticeWithdrawn(Recordable, topic="batch-notice-withdrawn"):
    """The public notice was taken back (撤回公示): the batch stands as computed."""

    words: str
    document: str


@value
class BatchCancelled(Recordable, topic="batch-cancelled"):
    """What the batch had not paid was given up (作废). document: needed once it was published."""

    words: str
    document: str | None


@value
class BatchLineObjected(Recordable, topic="batch-line-objected.2"):
    """Somebody objected to one line (异议), which is held until that is resolved.

    number: from 1, of the line. on: the day of the objection; person: who objects.
    """

    claim_no: str
    number: int
    words: str
    on: date | None
    person: str | None
    document: str | None


@value
class ObjectionResolved(Recordable, topic="objection-resolved.2"):
    """An objection was upheld (异议成立), and its claim revoked; or dismissed (异议不成立)."""

    claim_no: str
    number: int
    upheld: bool
    document: str


@value
class BatchOrdered(Recordable, topic="batch-ordered"):
    """What is to be transferred was fixed by a payment order (拨付通知), before the money goes."""

    document: str
    on: date


@value
class BatchPaid(Recordable, topic="batch-paid"):
    """What was free to be paid was paid (拨付)."""

    receipt: str
    on: date


@value
class BatchPartPaid(BatchPaid):
    """Of what was free to be paid, the claims that were named were paid."""

    TOPIC = "batch-part-paid"


@value
class BatchPaidWithoutAccount(BatchPartPaid):
    """Of what was free to be paid, claims that were named were paid in cash or offset.

    document: that allowed it, and says how.
    """

    TOPIC = "batch-paid-without-account"

    document: str


@value
class PaidLine:
    """A line paid: gross, and how much of that settled debts. 0: nothing was owed any more."""

    claim_no: str
    amount_fen: int
    set_off_fen: int


@value
class BatchLinesPaid(Recordable, topic="batch-lines-paid"):
    """Some of the lines paid."""

    lines: tuple[PaidLine, ...]


@value
class BatchLinesOrdered(Recordable, topic="batch-lines-ordered"):
    """Some of the lines ordered, as they are to be paid."""

    lines: tuple[PaidLine, ...]


@value
class BatchLineFailed(Recordable, topic="batch-line-failed.2"):
    """A payment did not arrive (拨付失败): the line is approved and unpaid again.

    on: the day the money came back. receipt: of its coming back. None where neither was recorded.
    """

    claim_no: str
    words: str
    on: date | None
    receipt: str | None


@value
class BatchActBackdated(Recordable, topic="batch-act-backdated"):
    """An act of the batch is dated before the day that what it rests on was recorded (补录).

    act: `publish`, `order`, `pay` or `fail`. ground_on: that day. document: that allows it.
    """

    act: str
    on: date
    ground_on: date
    document: str


@value
class BatchNoticeShortened(Recordable, topic="batch-notice-shortened"):
    """The notice is of fewer days than the rule asks for (缩短公示). source: the rule as cited.

    document: that allows it.
    """

    days: int
    minimum_days: int
    source: str
    document: str


LineEvent = BatchLineObjected | ObjectionResolved | BatchLineFailed
LinesEvent = BatchLinesComputed | BatchLinesOrdered | BatchLinesPaid
NoticeEvent = BatchPublished | BatchAccountsFixed | BatchNoticeShortened | NoticeWithdrawn
PayEvent = BatchOrdered | BatchPaid | BatchPartPaid | BatchPaidWithoutAccount
ComputedEvent = BatchComputed | BatchOfPolicyComputed | BatchClaimsLeftOut
WholeEvent = ComputedEvent | NoticeEvent | BatchCancelled | BatchActBackdated
BatchEvent = WholeEvent | PayEvent | LineEvent | LinesEvent | BatchCorrection
