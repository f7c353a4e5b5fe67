"""What can be asked of budgets, batches and payments. Imperative mood."""

from __future__ import annotations

from datetime import date

from domain.events.batch import BatchTerms
from domain.events.budget import Movement
from domain.value import value


@value
class NameBudgetLine:
    """Name a line of a year's budget, and the measures it pays.

    policy: the id of the one that the measures are of, all that it has where none is named.
    """

    year: int
    line: str
    measures: tuple[str, ...]
    policy: str | None = None


@value
class MoveBudget:
    """Record a movement of a year's budget: in, out, or between two lines."""

    year: int
    movement: Movement


@value
class CarryOver:
    """Close a year and carry what is left to the next (结转)."""

    year: int


@value
class ComputeBatch(BatchTerms):
    """Put a batch together from one line of a year's budget.

    policy: of its claims alone, by its id; None for all that the line pays for.
    """

    policy: str | None = None


@value
class PublishBatch:
    """Begin a batch's public notice (公示) of so many days."""

    batch: int
    on: date
    days: int


@value
class ObjectToLine:
    """Hold one line of a batch (异议)."""

    batch: int
    claim_no: str
    words: str


@value
class ResolveObjection:
    """Uphold an objection, which revokes the claim, or dismiss it."""

    batch: int
    claim_no: str
    upheld: bool
    document: str


@value
class PayBatch:
    """Pay the lines of a batch that may be paid (拨付)."""

    batch: int
    receipt: str
    on: date


@value
class FailPayment:
    """Undo a payment that did not arrive."""

    batch: int
    claim_no: str
    words: str


@value
class RecordRecovery:
    """Record money repaid for a claim (追回)."""

    claim_no: str
    amount_fen: int
    receipt: str
    on: date


@value
class SeparateLogins:
    """Have logins count, beside names, for who may pay what an officer approved."""


BudgetCommand = NameBudgetLine | MoveBudget | CarryOver
LineCommand = ObjectToLine | ResolveObjection | FailPayment
BatchCommand = ComputeBatch | PublishBatch | LineCommand | PayBatch
MoneyCommand = BudgetCommand | BatchCommand | RecordRecovery | SeparateLogins
