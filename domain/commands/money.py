"""What can be asked of budgets, batches and payments. Imperative mood.

backdated: the document by which an act may be dated before what it rests on was recorded.
"""

from __future__ import annotations

from datetime import date

from domain.events.batch import BatchTerms
from domain.events.budget import Movement
from domain.policy.office.rules import OfficeRules
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
class RenameBudgetLine:
    """Call a line of a year's budget otherwise."""

    year: int
    line: str
    title: str
    document: str


@value
class RegroupBudgetLine:
    """Have a line of a year's budget pay for other measures. policy: as of NameBudgetLine."""

    year: int
    line: str
    measures: tuple[str, ...]
    document: str
    policy: str | None = None


@value
class MoveBudget:
    """Record a movement of a year's budget: in, out, or between two lines.

    source: whose money it is, by id or title; None where nobody says.
    """

    year: int
    movement: Movement
    source: str | None = None


@value
class CarryOver:
    """Close a year and carry what is left to the next (结转). early: also before its last day."""

    year: int
    document: str
    on: date
    early: bool


@value
class ReopenBudget:
    """Open a closed year again: what it carried over comes back (重新开账)."""

    year: int
    document: str
    on: date
    words: str
    backdated: str | None


@value
class ComputeBatch(BatchTerms):
    """Put a batch together from one line of a year's budget.

    policy: of its claims alone, by its id; None for all that the line pays for.
    """

    policy: str | None = None


@value
class PublishBatch:
    """Begin a batch's public notice (公示). days: None for what the rules of the office say.

    shortened: the document by which it may have fewer days than they ask for.
    """

    batch: int
    on: date
    days: int | None
    shortened: str | None
    backdated: str | None


@value
class WithdrawNotice:
    """Take a batch's public notice back (撤回公示)."""

    batch: int
    words: str
    document: str


@value
class CancelBatch:
    """Give up what a batch has not paid (作废). document: needed once it was published."""

    batch: int
    words: str
    document: str | None


@value
class ObjectToLine:
    """Hold one line of a batch (异议). number: None for the next one, or one said before."""

    batch: int
    claim_no: str
    words: str
    on: date | None
    person: str | None
    document: str | None
    number: int | None


@value
class ResolveObjection:
    """Uphold an objection, which revokes the claim, or dismiss it.

    number: None for the only one open.
    """

    batch: int
    claim_no: str
    upheld: bool
    document: str
    number: int | None


@value
class OrderBatch:
    """Fix what is to be transferred and what set off (拨付通知). only: None for all that may be."""

    batch: int
    document: str
    on: date
    only: tuple[str, ...] | None
    backdated: str | None


@value
class PayBatch:
    """Pay the lines of a batch that may be paid (拨付); only: those of these claims.

    without_account: the document by which claims that are named are paid in cash or offset.
    """

    batch: int
    receipt: str
    on: date
    only: tuple[str, ...] | None
    backdated: str | None
    without_account: str | None = None

    def __post_init__(self) -> None:
        assert self.only or self.without_account is None, "what is paid so is named"


@value
class FailedTransfer:
    """A claim whose transfer a bank did not carry out, and its reason."""

    claim_no: str
    words: str


@value
class SettleBatch:
    """Pay claims of a batch as the bank's answer says, and undo those that it says failed.

    claims: all that the answer is of. failed: of them.
    """

    batch: int
    receipt: str
    on: date
    claims: tuple[str, ...]
    failed: tuple[FailedTransfer, ...]
    backdated: str | None


@value
class FailPayment:
    """Undo a payment that did not arrive. on: the day the money came back; None for today."""

    batch: int
    claim_no: str
    words: str
    on: date | None
    receipt: str | None
    backdated: str | None


@value
class RecordRecovery:
    """Record money repaid for a claim (追回)."""

    claim_no: str
    amount_fen: int
    receipt: str
    on: date
    backdated: str | None


@value
class CorrectEntry:
    """Put a recorded entry about money right (更正), or reverse one that should not be (红冲).

    of: the noun that it is asked of, `budget`, `batch` or `recovery`. position: of the entry in the
    log. document, words: by which, and why. void: none is to be. What is None stays as it was;
    entry_document: the number that the entry itself bears.
    """

    of: str
    position: int
    document: str
    words: str
    void: bool
    line: str | None = None
    from_line: str | None = None
    to_line: str | None = None
    amount_fen: int | None = None
    entry_document: str | None = None
    receipt: str | None = None
    claim_no: str | None = None
    on: date | None = None
    backdated: str | None = None


@value
class RecordRecoveries:
    """Record one sum repaid for several claims of an enterprise: each in turn what it owes back."""

    claims: tuple[str, ...]
    amount_fen: int
    receipt: str
    on: date
    backdated: str | None


@value
class SeparateLogins:
    """Have logins count, beside names, for who may pay what an officer approved."""


@value
class SeparateHands:
    """Have nobody approve a claim that they submitted, by name or by login (职责分离)."""


@value
class SetOfficeRules:
    """Set rules of the office by a document: of notices, time limits, calendars (办理规则)."""

    rules: OfficeRules


NamingCommand = NameBudgetLine | RenameBudgetLine | RegroupBudgetLine
BudgetCommand = NamingCommand | MoveBudget | CarryOver | ReopenBudget
LineCommand = ObjectToLine | ResolveObjection | FailPayment
WholeCommand = PublishBatch | WithdrawNotice | CancelBatch | OrderBatch | PayBatch | SettleBatch
BatchCommand = ComputeBatch | LineCommand | WholeCommand
RecoveryCommand = RecordRecovery | RecordRecoveries
SettingsCommand = SeparateLogins | SeparateHands | SetOfficeRules
OtherCommand = RecoveryCommand | CorrectEntry | SettingsCommand
MoneyCommand = BudgetCommand | BatchCommand | OtherCommand
