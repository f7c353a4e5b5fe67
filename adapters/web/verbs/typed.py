"""What each verb answers, by the type that its answer is made of.

    from adapters.web.verbs import typed

    ledger.answer(typed.REMAINING, {"uscc": "…", "year": 2023}).caps

A verb that answers a file alone is in none of these: `Client.ask` gives its bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from adapters.policy.text.check import PolicyCheck
from adapters.seal.verify.answers import ClaimProofChecked, PackMade, ReceiptChecked
from adapters.web.verbs.plain import (
    AmountsRecorded,
    Event,
    PolicyPage,
    PolicyTried,
    VersionConfirmed,
    VersionPublished,
    VersionRecorded,
    YearRecorded,
)
from adapters.wording.claims.working.working import ExplainedClaim
from adapters.wording.policy.vocabulary import ExplainedWord
from adapters.wording.reassessment.reperformance import ReperformanceDetails
from projections.audit.against import Against
from projections.audit.delays import Delays
from projections.audit.duplicates import Duplicates
from projections.audit.exceptions import Exceptions
from projections.audit.granted_elsewhere import FindingElsewhere
from projections.audit.sampling import Sample
from projections.audit.separation import Separation
from projections.claims.amendments import AmendedClaim, CorrectedClaim
from projections.claims.attachments import (
    AttachedFiles,
    AttachmentChecks,
    ClaimAttachments,
    ErasedFile,
)
from projections.claims.backfill import Backfilled, ClaimsDecided, SheetDecided
from projections.claims.figures.fullness import FullCap, Fullness
from projections.claims.figures.overview import Overview
from projections.claims.figures.waiting import WaitingClaims
from projections.claims.foreseen import ClaimsForeseen, Queue
from projections.claims.listing import ListedClaim
from projections.claims.register import ClaimAnswer, Totals
from projections.claims.retroactivity import SplitTotals
from projections.money.accounts_read import AccountsRead
from projections.money.batches import BatchDetails, PaidBatchDetails
from projections.money.budgets import BudgetFigures
from projections.money.holds import HoldListRead
from projections.money.statement import Statement
from projections.money.transfers import BankAnswer
from projections.money.years import BudgetYear, SourceFigures
from projections.office_rules import OfficeRulesAnswer
from projections.papers import PaperChecked
from projections.parties import (
    AccountChecks,
    EnterpriseProfile,
    ErasedAccounts,
    FoundEnterprises,
    RecordedDivision,
    RecordedEnterprise,
    RecordedSuccession,
)
from projections.policy_versions import (
    PolicyDetails,
    PolicyDifference,
    ProposedChanges,
    ProposedVersion,
    ReadingChoice,
    RecordedVersion,
)
from projections.reassessment.differences import Differences
from projections.reassessment.late import Late
from projections.remaining_allowances import Remaining
from projections.transfers import Transferred

Answer = TypeVar("Answer")
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Typed(Generic[Answer]):
    """A verb, and the types that it may answer with. many: a list of them."""

    verb: str
    types: tuple[Any, ...]
    many: bool = False


def _single(verb: str, *types: type[Answer]) -> Typed[Answer]:
    return Typed(verb, types)


def _many(verb: str, of: type[Row]) -> Typed[list[Row]]:
    return Typed(verb, (of,), many=True)


CLAIMS = _many("claims", ListedClaim)
QUEUE = _single("queue", Queue)
EXPLAIN = _single("explain", ExplainedClaim)
LATE = _single("late", Late)
HISTORY = _many("history", Event)
APPROVE = _single("approve", ClaimsDecided, ClaimsForeseen, SheetDecided)
REJECT = _single("reject", ClaimAnswer)
WITHDRAW = _single("withdraw", ClaimAnswer)
REVOKE = _single("revoke", Statement)
CORRECT = _single("correct", CorrectedClaim)
REDECIDE = _single("redecide", AmendedClaim)
REOPEN = _single("reopen", AmendedClaim)
ATTACHMENT_LIST = _single("attachment list", ClaimAttachments)
ATTACH = _single("attach", AttachedFiles)
ATTACHMENT_ERASE = _single("attachment erase", ErasedFile)
ATTACHMENT_CHECK = _single("attachment check", AttachmentChecks)
BACKFILL = _single("backfill", Backfilled)
TOTALS = _single("totals", Totals, SplitTotals)
OVERVIEW = _single("overview", Overview)
WAITING = _single("waiting", WaitingClaims)
CAPS: Typed[Fullness | FullCap] = _single("caps", Fullness, FullCap)
ENTERPRISE_LIST = _single("enterprise list", FoundEnterprises)
ENTERPRISE_REGISTER = _single("enterprise register", RecordedEnterprise)
ENTERPRISE_SHOW = _single("enterprise show", EnterpriseProfile)
REMAINING = _single("remaining", Remaining)
STATEMENT = _single("statement", Statement)
ENTERPRISE_RENAME = _single("enterprise rename", RecordedEnterprise)
ENTERPRISE_ACCOUNT = _single("enterprise account", RecordedEnterprise)
ENTERPRISE_CONFIRM_ACCOUNT = _single("enterprise confirm-account", RecordedEnterprise)
ENTERPRISE_ERASE = _single("enterprise erase", ErasedAccounts)
ENTERPRISE_ACCOUNTS = _single("enterprise accounts", AccountsRead)
ENTERPRISE_CHECK = _single("enterprise check", AccountChecks)
EXPORTS = _single("exports", YearRecorded)
RECORD = _single("record", AmountsRecorded)
REORDER = _single("reorder", Differences)
HOLD = _single("hold", RecordedEnterprise)
RELEASE = _single("release", RecordedEnterprise)
HOLD_LIST = _single("hold-list", HoldListRead)
SUCCEED: Typed[RecordedSuccession | RecordedDivision] = _single(
    "succeed", RecordedSuccession, RecordedDivision
)
TRANSFER_OUT = _single("transfer-out", Transferred)
ENTERPRISE_ANNUL_TRANSFER = _single("enterprise annul-transfer", Transferred)
TRANSFER_IN = _single("transfer-in", Transferred)
POLICY_LIST = _many("policy list", RecordedVersion)
POLICY_WORDS = _many("policy words", ExplainedWord)
POLICY_PAGE = _single("policy page", PolicyPage)
POLICY_SHOW = _single("policy show", PolicyDetails)
POLICY_READINGS = _many("policy readings", ReadingChoice)
POLICY_PROPOSALS = _many("policy proposals", ProposedVersion)
POLICY_PROPOSAL = _single("policy proposal", ProposedChanges)
POLICY_CONFIRM = _single("policy confirm", VersionConfirmed)
POLICY_DECLINE = _single("policy decline", ProposedChanges)
POLICY_DIFF = _single("policy diff", PolicyDifference)
POLICY_PUBLISH = _single("policy publish", VersionPublished)
POLICY_AMEND = _single("policy amend", VersionRecorded)
POLICY_REPEAL = _single("policy repeal", VersionRecorded)
POLICY_CHECK = _single("policy check", PolicyCheck)
POLICY_TRY = _single("policy try", PolicyTried)
REHEARSE = _single("rehearse", Differences)
REASSESS = _single("reassess", Differences)
BUDGET_LIST = _many("budget list", BudgetYear)
BUDGET_SHOW = _single("budget show", BudgetFigures)
BUDGET_SOURCES = _many("budget sources", SourceFigures)
BUDGET_LINE = _single("budget line", BudgetFigures)
BUDGET_RENAME = _single("budget rename", BudgetFigures)
BUDGET_REGROUP = _single("budget regroup", BudgetFigures)
BUDGET_APPROPRIATE = _single("budget appropriate", BudgetFigures)
BUDGET_SUPPLEMENT = _single("budget supplement", BudgetFigures)
BUDGET_RETURN = _single("budget return", BudgetFigures)
BUDGET_TRANSFER = _single("budget transfer", BudgetFigures)
BUDGET_CARRY_OVER = _single("budget carry-over", BudgetFigures)
BUDGET_REOPEN = _single("budget reopen", BudgetFigures)
BUDGET_CORRECT = _single("budget correct", BudgetFigures)
BATCH_LIST = _many("batch list", BatchDetails)
BATCH_SHOW = _single("batch show", BatchDetails)
BATCH_COMPUTE = _single("batch compute", BatchDetails)
BATCH_PUBLISH = _single("batch publish", BatchDetails)
BATCH_WITHDRAW_NOTICE = _single("batch withdraw-notice", BatchDetails)
BATCH_CANCEL = _single("batch cancel", BatchDetails)
BATCH_OBJECT = _single("batch object", BatchDetails)
BATCH_RESOLVE = _single("batch resolve", BatchDetails)
BATCH_ORDER = _single("batch order", BatchDetails)
BATCH_PAY = _single("batch pay", PaidBatchDetails)
BATCH_FAIL = _single("batch fail", BatchDetails)
BATCH_RESULTS = _single("batch results", BankAnswer)
BATCH_CORRECT = _single("batch correct", BatchDetails)
RECOVERY_RECORD = _single("recovery record", Statement)
RECOVERY_CORRECT = _single("recovery correct", Statement)
PAPER_CHECK = _single("paper check", PaperChecked)
AUDIT_DUPLICATES: Typed[Duplicates | Against] = _single("audit duplicates", Duplicates, Against)
AUDIT_DELAYS = _single("audit delays", Delays)
AUDIT_SAMPLE = _single("audit sample", Sample)
AUDIT_SEPARATION = _single("audit separation", Separation)
AUDIT_EXCEPTIONS = _single("audit exceptions", Exceptions)
REPERFORM = _single("reperform", ReperformanceDetails)
AUDIT_PACK = _single("audit-pack", PackMade)
PROOF_CHECK: Typed[ReceiptChecked | ClaimProofChecked] = _single(
    "proof check", ReceiptChecked, ClaimProofChecked
)
STORE_RULES = _single("store rules", OfficeRulesAnswer)
STORE_SET_RULES = _single("store set-rules", OfficeRulesAnswer)
# What an answer has in it that its type does not name: known because it is imported.
WITHIN = (FindingElsewhere,)
EVERY = {each.verb: each for each in [*vars().values()] if isinstance(each, Typed)}
