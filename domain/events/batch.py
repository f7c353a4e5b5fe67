"""What happens to a payment batch (拨付批次). A long batch tells its lines in several events."""

from __future__ import annotations

from datetime import date

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
class BatchComputed(BatchTerms, Recordable, topic="batch-computed"):
    """A batch was put together. money_fen: what the line had."""

    money_fen: int
    owed_fen: int


@value
class BatchOfPolicyComputed(BatchComputed, topic="batch-computed.2"):
    """A batch was put together of one policy's claims. policy: its id."""

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
class BatchPublished(Recordable, topic="batch-published"):
    """The public notice began (公示). last_day: of the notice."""

    on: date
    days: int
    last_day: date


@value
class BatchLineObjected(Recordable, topic="batch-line-objected"):
    """Somebody objected to one line (异议), which is held until that is resolved."""

    claim_no: str
    words: str


@value
class ObjectionResolved(Recordable, topic="objection-resolved"):
    """An objection was upheld (异议成立), and its claim revoked; or dismissed (异议不成立)."""

    claim_no: str
    upheld: bool
    document: str


@value
class BatchPaid(Recordable, topic="batch-paid"):
    """What was free to be paid was paid (拨付)."""

    receipt: str
    on: date


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
class BatchLineFailed(Recordable, topic="batch-line-failed"):
    """A payment did not arrive (拨付失败): the line is approved and unpaid again."""

    claim_no: str
    words: str


LineEvent = BatchLineObjected | ObjectionResolved | BatchLineFailed
LinesEvent = BatchLinesComputed | BatchLinesPaid
ComputedEvent = BatchComputed | BatchOfPolicyComputed
BatchEvent = ComputedEvent | BatchPublished | BatchPaid | LineEvent | LinesEvent
