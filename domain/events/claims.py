"""The facts the ledger records. Past tense, never edited, never deleted.

Every amount was worked out once, when decided; folding only copies."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Literal

from domain.policy.facts import Facts, RecordedValue
from domain.value import Recordable, value

Operand = int | str | tuple[int, ...]
PaperKind = Literal["invoice", "contract", "certificate", "payment-proof", "other"]


@value
class Step:
    """One line of a working: a code, what it was worked from, and the amount after it.

    fen: the exact amount as a fraction of fen (`2000000`, `9999997/5`).
    bound: whether this step set a ceiling that the amount met.
    """

    code: str
    operands: dict[str, Operand]
    fen: str
    bound: bool


@value
class CapUse:
    """A cap as one decision met it (封顶占用). In fen or places, as the cap counts.

    year, place: the scope counted in; None where the cap spans all of them.
    """

    cap: str
    year: int | None
    place: str | None
    unit: str
    limit: int
    used_before: int
    attempted: int
    applied: int
    used_after: int


@value
class Outcome:
    """What a decision came to: everything that later decisions of the enterprise depend on.

    place: the item in the form names are compared in (exhibition, certificate, warehouse, case).
    booths: booths counted, hence used, when anything was granted.
    reason: the last step that lowered the amount; None when none did.
    """

    version: int | None
    measure: str | None
    article: str | None
    place: str
    booths: int
    assessed_fen: int
    granted_fen: int
    reason: str | None
    caps: tuple[CapUse, ...]


@value
class Decision:
    """An outcome and all it rests on, so that it can be worked out again by anybody.

    digest: SHA-256 of the version's canonical form. book_position: the log position of the
    policy book it was decided by. readings: those that bear on the claim's kind.
    """

    outcome: Outcome
    digest: str | None
    book_position: int
    readings: dict[str, str]
    steps: tuple[Step, ...]
    retroactive: bool
    self_approved: bool
    reduced_to_fen: int | None
    words: str | None


@value
class ClaimSource:
    """Where a claim was read: no amount depends on it.

    file, sha256: the file's name and digest. sheet: None in a file without sheets. row: from 1.
    town: as the row states it; None where it does not.
    """

    file: str
    sha256: str
    sheet: str | None
    row: int
    town: str | None


@value
class ClaimSubmitted(Recordable, topic="claim-submitted"):
    """The enterprise asked for support (申报).

    source: None where it is not known; the same claim from another file is the same.
    """

    claim_no: str
    enterprise: str
    facts: Facts
    occurred_on: date
    filed_on: date
    invoices: tuple[str, ...]
    other_support_fen: int
    source: ClaimSource | None = field(default=None, compare=False)


@value
class ClaimApproved(Recordable, topic="claim-approved"):
    """The claim was granted (核定): more than nothing."""

    claim_no: str
    decision: Decision


@value
class ClaimRejected(Recordable, topic="claim-rejected"):
    """The rules grant the claim nothing (不予核定); the outcome says which rule."""

    claim_no: str
    decision: Decision


@value
class ClaimReassessed(Recordable, topic="claim-reassessed.2"):
    """Something recorded later changed what a decided claim is worth (重新核定).

    cause: `exclusion` (its item was granted under another measure), `version`, the name of a
    record, `order`, `room` (what other claims leave changed), `correction`, `redecision` or
    `reopening`. because_of: what lies behind it: the claim, the version's number, the year of the
    record, the document of the order or of what was done to a claim. through: the claim whose own
    change moved this claim; None when it was moved directly. previous_*: what it stood at before.
    """

    claim_no: str
    previous_measure: str | None
    previous_assessed_fen: int
    previous_fen: int
    cause: str
    because_of: str
    through: str | None
    decision: Decision


@value
class ClaimRejectedByOfficer(Recordable, topic="claim-rejected-by-officer"):
    """An officer said no to a submitted claim, in his own words."""

    claim_no: str
    words: str


@value
class ClaimWithdrawn(Recordable, topic="claim-withdrawn"):
    """The applicant withdrew the claim (撤回); what it was granted is given back."""

    claim_no: str
    previous_fen: int
    words: str


@value
class ClaimCorrected(Recordable, topic="claim-corrected"):
    """A document put right what a claim states (更正): all of it, as it stands from here on.

    Its number, code, name and kind stay, and so does its place in the order.
    """

    claim_no: str
    facts: Facts
    occurred_on: date
    filed_on: date
    invoices: tuple[str, ...]
    other_support_fen: int
    document: str
    words: str


@value
class ClaimRedecided(Recordable, topic="claim-redecided"):
    """A document put right what an officer decided (更正核定): the ceiling; None without one."""

    claim_no: str
    reduced_to_fen: int | None
    document: str
    words: str


@value
class ClaimReopened(Recordable, topic="claim-reopened"):
    """A document annulled what ended a claim (恢复): a no, a withdrawal, a revocation.

    kind: `review` (复议), `court` (诉讼) or `error`. A claim decided before is decided again at its
    old place, by the event that follows; any other is pending again.
    """

    claim_no: str
    kind: Literal["review", "court", "error"]
    document: str
    words: str


@value
class ClaimAttached(Recordable, topic="claim-attached"):
    """A paper of the claim is kept beside the ledger (附件): what its bytes are, never its name."""

    claim_no: str
    sha256: str
    paper: PaperKind
    media_type: str
    size_bytes: int


@value
class AttachmentErased(Recordable, topic="attachment-erased"):
    """A document had the bytes of a paper removed for good (删除附件); their digest stays."""

    claim_no: str
    sha256: str
    document: str
    words: str


@value
class CapEvent(Recordable):
    """How a cap stands in one scope after a claim."""

    claim_no: str
    cap: str
    year: int | None
    place: str | None
    limit: int
    used: int


@value
class CapReached(CapEvent):
    """Nothing is left under a cap (封顶): `used` met `limit` with this claim."""

    TOPIC = "cap-reached"


@value
class CapLifted(CapEvent):
    """There is room again under a cap that had been reached (额度恢复)."""

    TOPIC = "cap-lifted"


@value
class AmountsRecorded(Recordable, topic="amounts-recorded"):
    """A year's figures of the enterprise, such as its taxes; replaces the year's earlier record.

    record: as the policy calls it. amounts: by their recorded names; money in hundredths, a count
    as it is, a quantity as a text in its one form.
    """

    record: str
    year: int
    amounts: dict[str, RecordedValue]


@value
class OrderChosen(Recordable, topic="order-chosen"):
    """Which claim goes first under a cap was settled by a document (次序); see `order`.

    order: `decided`, `matter` (the day of the matter) or `best` (for the enterprise). year: None
    for a cap that spans the whole policy.
    """

    cap: str
    year: int | None
    order: str
    document: str


DecisionEvent = ClaimApproved | ClaimRejected | ClaimReassessed
EndingEvent = ClaimRejectedByOfficer | ClaimWithdrawn
AmendingEvent = ClaimCorrected | ClaimRedecided | ClaimReopened
AttachmentEvent = ClaimAttached | AttachmentErased
Amending = AmendingEvent | AttachmentEvent  # what is recorded beside a decision
LimitEvent = CapReached | CapLifted | AmountsRecorded | OrderChosen
ClaimEvent = ClaimSubmitted | DecisionEvent | EndingEvent | Amending | LimitEvent
