"""What happens to the money of a budget year (预算). Every movement names its document and its day.

Lines hold measures; the line `all` holds those that no line names. Amounts are above 0 unless said.
"""

from __future__ import annotations

from datetime import date

from domain.events.corrections import BudgetEntryReversed
from domain.value import Recordable, value


@value
class BudgetLineNamed(Recordable, topic="budget-line-named"):
    """A line of the year's budget was named, with the measures it pays for."""

    line: str
    measures: tuple[str, ...]


@value
class BudgetLineRenamed(Recordable, topic="budget-line-renamed"):
    """A line is called otherwise from now on; `line` stays what events call it."""

    line: str
    title: str
    document: str


@value
class BudgetLineRegrouped(Recordable, topic="budget-line-regrouped"):
    """A line pays for these measures from now on; what it paid stays paid by it."""

    line: str
    measures: tuple[str, ...]
    document: str


@value
class LineMovement(Recordable):
    """Money of one line moved in or out."""

    line: str
    amount_fen: int
    document: str
    on: date


@value
class BudgetAppropriated(LineMovement):
    """The year's initial appropriation to a line (年初预算)."""

    TOPIC = "budget-appropriated"


@value
class BudgetSupplemented(LineMovement):
    """Money was added to a line during the year (追加)."""

    TOPIC = "budget-supplemented"


@value
class BudgetReturned(LineMovement):
    """Money of a line went back to the treasury (收回)."""

    TOPIC = "budget-returned"


@value
class BudgetTransferred(Recordable, topic="budget-transferred"):
    """Money moved from one line of the year to another (调剂)."""

    from_line: str
    to_line: str
    amount_fen: int
    document: str
    on: date


@value
class LineAmount:
    """An amount of a line; below 0 where money once carried over came back."""

    line: str
    amount_fen: int


@value
class BudgetSourceNamed(Recordable, topic="budget-source-named"):
    """The money that a document moved in or out of a line is of a source (资金来源), by its id."""

    line: str
    document: str
    source: str


@value
class BudgetTransferSourceNamed(Recordable, topic="budget-transfer-source-named"):
    """The money that a document moved between two lines is of a source, by its id."""

    from_line: str
    to_line: str
    document: str
    source: str


@value
class BudgetCarriedOver(Recordable, topic="budget-carried-over.2"):
    """What the year's lines had left went to the next year (结转), and the year was closed.

    document: None where money once carried over came back with a payment. early: before the
    year's last day.
    """

    to_year: int
    amounts: tuple[LineAmount, ...]
    on: date
    document: str | None
    early: bool


@value
class BudgetCarriedIn(Recordable, topic="budget-carried-in.2"):
    """What the former year's lines had left came in (上年结转). document: as in what went out."""

    from_year: int
    amounts: tuple[LineAmount, ...]
    on: date
    document: str | None


@value
class BudgetReopened(Recordable, topic="budget-reopened"):
    """A closed year was opened again (重新开账): all that it had carried over came back."""

    from_year: int
    amounts: tuple[LineAmount, ...]
    on: date
    words: str
    document: str


@value
class BudgetCarryReturned(Recordable, topic="budget-carry-returned"):
    """What had been carried in went back to the year it came from, which was opened again."""

    to_year: int
    amounts: tuple[LineAmount, ...]
    on: date
    document: str


@value
class BudgetActBackdated(Recordable, topic="budget-act-backdated"):
    """An act is dated before the day that what it rests on was recorded (补录).

    act: `reopen`. ground_on: that day. document: that allows it.
    """

    act: str
    on: date
    ground_on: date
    document: str


@value
class BudgetAllotted(Recordable, topic="budget-allotted"):
    """A batch took money of a line into publicity; `amount_fen` is 0 when all its lines wait."""

    batch: int
    line: str
    amount_fen: int
    document: str | None


@value
class BudgetAllotmentCancelled(Recordable, topic="budget-allotment-cancelled"):
    """A batch gave up what it still held of a line's money."""

    batch: int
    line: str
    amount_fen: int


@value
class BudgetPaid(Recordable, topic="budget-paid"):
    """Money of a line was paid out by a batch, set-offs counted gross (支出)."""

    batch: int
    line: str
    amount_fen: int
    receipt: str
    on: date


@value
class BudgetPaymentReversed(Recordable, topic="budget-payment-reversed.2"):
    """A payment did not arrive: its money is back on the line. on: the day it came back."""

    batch: int
    line: str
    claim_no: str
    amount_fen: int
    on: date


@value
class BudgetRecovered(Recordable, topic="budget-recovered"):
    """What a claim owed back came in again, to the line that had paid it (追回).

    receipt: of the repayment; None when it was set off in `batch`, else None there.
    """

    line: str
    claim_no: str
    amount_fen: int
    receipt: str | None
    batch: int | None
    on: date


@value
class BudgetRecoveryReversed(Recordable, topic="budget-recovery-reversed.2"):
    """A set-off was undone, for the payment it stood in did not arrive. on: the day that did."""

    line: str
    claim_no: str
    batch: int
    amount_fen: int
    on: date


SingleLineMovement = BudgetAppropriated | BudgetSupplemented | BudgetReturned
Movement = SingleLineMovement | BudgetTransferred
ReopeningEvent = BudgetReopened | BudgetCarryReturned | BudgetActBackdated
CarryingEvent = BudgetCarriedOver | BudgetCarriedIn | ReopeningEvent
AllottingEvent = BudgetAllotted | BudgetAllotmentCancelled
SpendingEvent = AllottingEvent | BudgetPaid | BudgetPaymentReversed
RepaymentEvent = BudgetRecovered | BudgetRecoveryReversed
LineEvent = BudgetLineNamed | BudgetLineRenamed | BudgetLineRegrouped
NamedSource = BudgetSourceNamed | BudgetTransferSourceNamed
SourcedEvent = Movement | NamedSource
MoneyEvent = SourcedEvent | CarryingEvent | SpendingEvent | RepaymentEvent
BudgetEvent = LineEvent | MoneyEvent | BudgetEntryReversed
