"""What happens to the money of a budget year (预算). Every movement names its document and its day.

Lines hold measures; the line `all` holds those that no line names. Amounts are above 0 unless said.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from domain.value import value


@value
class BudgetLineNamed:
    """A line of the year's budget was named, with the measures it pays for."""

    TOPIC: ClassVar = "budget-line-named"

    line: str
    measures: tuple[str, ...]


@value
class BudgetAppropriated:
    """The year's initial appropriation to a line (年初预算)."""

    TOPIC: ClassVar = "budget-appropriated"

    line: str
    amount_fen: int
    document: str
    on: date


@value
class BudgetSupplemented:
    """Money was added to a line during the year (追加)."""

    TOPIC: ClassVar = "budget-supplemented"

    line: str
    amount_fen: int
    document: str
    on: date


@value
class BudgetReturned:
    """Money of a line went back to the treasury (收回)."""

    TOPIC: ClassVar = "budget-returned"

    line: str
    amount_fen: int
    document: str
    on: date


@value
class BudgetTransferred:
    """Money moved from one line of the year to another (调剂)."""

    TOPIC: ClassVar = "budget-transferred"

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
class BudgetCarriedOver:
    """What the year's lines had left went to the next year (结转), and the year was closed."""

    TOPIC: ClassVar = "budget-carried-over"

    to_year: int
    amounts: tuple[LineAmount, ...]
    on: date


@value
class BudgetCarriedIn:
    """What the former year's lines had left came in (上年结转)."""

    TOPIC: ClassVar = "budget-carried-in"

    from_year: int
    amounts: tuple[LineAmount, ...]
    on: date


@value
class BudgetAllotted:
    """A batch took money of a line into publicity; `amount_fen` is 0 when all its lines wait."""

    TOPIC: ClassVar = "budget-allotted"

    batch: int
    line: str
    amount_fen: int
    document: str | None


@value
class BudgetPaid:
    """Money of a line was paid out by a batch, set-offs counted gross (支出)."""

    TOPIC: ClassVar = "budget-paid"

    batch: int
    line: str
    amount_fen: int
    receipt: str
    on: date


@value
class BudgetPaymentReversed:
    """A payment did not arrive: its money is back on the line. on: the day of that payment."""

    TOPIC: ClassVar = "budget-payment-reversed"

    batch: int
    line: str
    claim_no: str
    amount_fen: int
    on: date


@value
class BudgetRecovered:
    """What a claim owed back came in again, to the line that had paid it (追回).

    receipt: of the repayment; None when it was set off in `batch`, else None there.
    """

    TOPIC: ClassVar = "budget-recovered"

    line: str
    claim_no: str
    amount_fen: int
    receipt: str | None
    batch: int | None
    on: date


@value
class BudgetRecoveryReversed:
    """A set-off was undone, for the payment it stood in did not arrive. on: as in the set-off."""

    TOPIC: ClassVar = "budget-recovery-reversed"

    line: str
    claim_no: str
    batch: int
    amount_fen: int
    on: date


BudgetEvent = (
    BudgetLineNamed
    | BudgetAppropriated
    | BudgetSupplemented
    | BudgetReturned
    | BudgetTransferred
    | BudgetCarriedOver
    | BudgetCarriedIn
    | BudgetAllotted
    | BudgetPaid
    | BudgetPaymentReversed
    | BudgetRecovered
    | BudgetRecoveryReversed
)

Movement = BudgetAppropriated | BudgetSupplemented | BudgetReturned | BudgetTransferred
