"""What can be asked of an enterprise's ledger. Imperative mood."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Literal

from domain.commands.transfer import TransferCommand
from domain.events.claims import ClaimSource, PaperKind
from domain.events.holds import Reason
from domain.identity import Actor
from domain.policy.facts import Facts, RecordedValue, StatedFact
from domain.value import value


@value
class SubmitClaim:
    """Ask for support (申报). `other_support_fen`: already granted for the same cost elsewhere.

    source: see `ClaimSubmitted`.
    """

    claim_no: str
    uscc: str
    enterprise: str
    facts: Facts
    occurred_on: date
    filed_on: date
    invoices: tuple[str, ...]
    other_support_fen: int
    source: ClaimSource | None = field(default=None, compare=False)


@value
class ApproveClaim:
    """Decide a submitted claim (核定), at most `reduced_to_fen` when an officer says so (核减).

    if_pending: leave a claim that is no longer pending as it is, instead of refusing.
    expected_fen: what the officer saw that it would be granted; any other grant is refused. None
    where whatever it comes to is meant.
    """

    claim_no: str
    by: str
    if_pending: bool
    reduced_to_fen: int | None = None
    words: str | None = None
    expected_fen: int | None = None


@value
class RejectClaim:
    """An officer's no to a submitted claim."""

    claim_no: str
    words: str


@value
class WithdrawClaim:
    """The applicant's change of mind."""

    claim_no: str
    words: str


@value
class RecordAmounts:
    """A year's figures of a record that the policy asks about, by their names.

    Replaces what was recorded before. amounts: see `AmountsRecorded`. once_ever: record nothing
    where this content was ever recorded (a file fed in again); otherwise compare with the latest
    record only.
    """

    uscc: str
    record: str
    year: int
    amounts: tuple[tuple[str, RecordedValue], ...]
    once_ever: bool


@value
class Reassess:
    """Decide every decided claim again, from an empty account, and record what differs.

    policy: record it only where all that differs is of this policy, by its id.
    """

    uscc: str
    policy: str | None = None


@value
class ChooseOrder:
    """Settle who goes first under a cap, by a document, and reassess the enterprise so.

    order: see `OrderChosen`. year: None for a cap that spans the whole policy.
    """

    uscc: str
    cap: str
    year: int | None
    order: str
    document: str


@value
class RegisterEnterprise:
    """Enter an enterprise under its name."""

    uscc: str
    name: str


@value
class RenameEnterprise:
    """The enterprise bears another name from a day on."""

    uscc: str
    name: str
    on: date
    document: str | None


@value
class NameAccount:
    """Name the account to pay the enterprise on, by id and commitment; see `AccountNamed`.

    compared_with: the account that its value differs from; None when there was none. The id
    of the latest account says that the value is the same. document: by which it is named; needed
    where there was one that is not erased.
    """

    uscc: str
    account_id: str
    commitment: str
    compared_with: str | None
    document: str | None


@value
class ConfirmNamedAccount:
    """Confirm the account named last, as another person than who named it.

    separate_logins: the login too says who named it.
    """

    uscc: str
    account_id: str
    document: str
    by: Actor
    separate_logins: bool


@value
class PayInto:
    """Name the account to pay the enterprise on, as a person gives it (账户登记).

    All of it stays outside the log; what is recorded is what `NameAccount` says. bank_no: the
    number of the bank's branch (联行号). holder: the name the account is in (户名).
    """

    uscc: str
    number: str = field(repr=False)
    bank: str = field(repr=False)
    bank_no: str | None = field(default=None, repr=False)
    holder: str | None = field(default=None, repr=False)
    document: str | None = None


@value
class ConfirmAccount:
    """Confirm the account that the enterprise is paid on, by a document (账户复核)."""

    uscc: str
    document: str


@value
class EraseAccounts:
    """Remove the values and salts of all the enterprise's accounts and names, and record it."""

    uscc: str


@value
class RevokeClaim:
    """A finding that takes a decided claim's grant away for good (撤销), by a document."""

    claim_no: str
    words: str
    document: str


@value
class CorrectClaim:
    """Put right what a claim states, by a document (更正). None, or no fact: that stays as it is.

    facts: the facts that change, by the names they are recorded under. by: who corrects it.
    """

    claim_no: str
    by: str
    document: str
    words: str
    facts: tuple[tuple[str, StatedFact], ...] = ()
    occurred_on: date | None = None
    filed_on: date | None = None
    invoices: tuple[str, ...] | None = None
    other_support_fen: int | None = None


@value
class RedecideClaim:
    """Decide a decided claim again, at most `reduced_to_fen`, by a document (更正核定).

    None lifts the ceiling.
    """

    claim_no: str
    reduced_to_fen: int | None
    document: str
    words: str


@value
class ReopenClaim:
    """Annul what ended a claim, by a document (恢复). kind: see `ClaimReopened`."""

    claim_no: str
    kind: Literal["review", "court", "error"]
    document: str
    words: str


@value
class AttachFile:
    """Note that a paper of a claim is kept, by what its bytes are; see `ClaimAttached`."""

    claim_no: str
    sha256: str
    paper: PaperKind
    media_type: str
    size_bytes: int


@value
class EraseAttachment:
    """Have a paper's bytes removed for good, by a document (删除附件)."""

    claim_no: str
    sha256: str
    document: str
    words: str


@value
class HoldEnterprise:
    """Pay nothing to an enterprise on these days, by a document (暂停拨付).

    reason, last_day, of_list: see `EnterpriseHeld`.
    """

    uscc: str
    document: str
    reason: Reason
    first_day: date
    last_day: date | None
    of_list: str | None = None


@value
class ReleaseEnterprise:
    """End a hold from a day on, by a document (解除暂停).

    of: the document of the hold; None for the only one that keeps money back on that day.
    """

    uscc: str
    document: str
    on: date
    of: str | None


AccountCommand = PayInto | ConfirmAccount | EraseAccounts  # not decided by the enterprise alone
NamedAccountCommand = NameAccount | ConfirmNamedAccount | EraseAccounts
RegistrationCommand = RegisterEnterprise | RenameEnterprise | NamedAccountCommand
AmendCommand = CorrectClaim | RedecideClaim | ReopenClaim
AgainCommand = Reassess | ChooseOrder | AmendCommand  # these may decide again what was decided
AttachmentCommand = AttachFile | EraseAttachment
ClaimCommand = (
    SubmitClaim | ApproveClaim | RejectClaim | WithdrawClaim | RevokeClaim | AmendCommand
    | AttachmentCommand
)  # fmt: skip
HoldCommand = HoldEnterprise | ReleaseEnterprise
# Of the enterprise, not of its claims.
OwnCommand = RegistrationCommand | TransferCommand | HoldCommand
EnterpriseCommand = ClaimCommand | RecordAmounts | Reassess | ChooseOrder | OwnCommand
