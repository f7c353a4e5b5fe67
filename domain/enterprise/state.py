"""One enterprise as its events tell it: claims, order of decision, records, the account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from domain.enterprise.account import Account
from domain.enterprise.amended import amendments as amended
from domain.enterprise.amended import attaching
from domain.enterprise.amended.amendments import Amendments
from domain.enterprise.dues import Dues, note_set_off, owed_back_fen
from domain.enterprise.dues import evolve as evolve_dues
from domain.enterprise.kin.kinship import Kinship
from domain.enterprise.moving.transfers import Transfers
from domain.enterprise.moving.transfers import evolve as evolve_transfers
from domain.enterprise.registered.registration import Registration
from domain.enterprise.registered.registration import evolve as evolve_registration
from domain.events import claims as events
from domain.events.claims import Amending, AttachmentEvent, ClaimSubmitted, Outcome
from domain.events.corrections import SetOffReinstated
from domain.events.log import EnterpriseEvent
from domain.events.payment import ClaimRevoked, DebtSetOff, DuesEvent, SetOffLifted, SetOffOrdered
from domain.events.registration import RegistrationEvent
from domain.events.succession import SuccessionEvent
from domain.events.transfer import TransferEvent
from domain.identity import Actor, skeleton
from domain.policy.facts import Facts, RecordedValue
from domain.policy.kinds import Recorded
from domain.refusals import Refusal

Of = TypeVar("Of")
Scope = tuple[str, int | None, str | None]  # cap, year, skeleton of the place
# Kind and fact, year of an event or 0 for a paper, skeleton of its name.
Identified = tuple[str, str, int, str]


class Status(StrEnum):
    """Where a claim stands. Decided with nothing granted is `rejected`."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(slots=True)
class Claim:
    """A claim as last recorded; the working of its decision stays in the log.

    submitted: what it states, as corrected. approval: the officer's ceiling and words it was
    decided with, as last put right; None before it was. approved_by, approved_login: who decided it
    first; approved_fen: at what. decided_at: where in the log, or 0. raised_by: who raised its
    grant. rejection, withdrawal: words of who ended it. revocation: words and document. dues: what
    became of the grant; None before a batch. amended: by documents. attached: papers.
    """

    submitted: ClaimSubmitted
    submitted_by: str
    status: Status = Status.SUBMITTED
    outcome: Outcome | None = None
    approval: tuple[int | None, str | None] | None = None
    approved_by: str | None = None
    approved_login: str | None = None
    approved_fen: int = 0
    submitted_login: str | None = None
    decided_at: int = field(default=0, compare=False)
    raised_by: tuple[Actor, ...] = ()
    rejection: str | None = None
    withdrawal: str | None = None
    revocation: tuple[str, str] | None = None
    dues: Dues | None = None
    amended: Amendments | None = None
    attached: dict[str, attaching.Attached] | None = None


class Reached(NamedTuple):
    """A full cap: the limit it was met at, the claim that met it, the place as recorded."""

    limit: int
    claim_no: str
    place: str | None


class Order(NamedTuple):
    """Who goes first under a cap, and the document that says so."""

    order: str
    document: str


class UnknownClaim(KeyError):  # noqa: N818 - a log that no ledger wrote, not an error
    """An event of a claim that was never submitted."""


class ByClaim(dict[str, Of]):
    """Something of each claim submitted, by number, in order of submission."""

    def __missing__(self, claim_no: str) -> Of:
        raise UnknownClaim(claim_no)


@dataclass(slots=True)
class Enterprise:
    """Claims by number, in order of submission; the order they were decided; the account.

    `evolve` changes it in place: a stream of thousands of events is folded in linear time.
    records: the latest figures of each record and year; records_ever: all that ever were.
    reached: caps now full. orders: the order last chosen for a cap and year; orders_ever: what each
    document chose. holders: the claims granted under a measure in a year for an item. by_invoice,
    holders, orders_ever: invoices, items and documents stand there as skeletons. matters: the first
    claim of the same facts and day. identified: the first of each event and paper, as far as it was
    asked: of the first `identified_until` claims. debts: claims that owe money back, the oldest
    first. in_batches: whether any ever took a claim. transfers: if any. length: of its own stream.
    divided: those that were split, of which it has a share and another has the claims.
    """

    claims: dict[str, Claim] = field(default_factory=ByClaim)
    decided: list[str] = field(default_factory=list)
    records: Recorded = field(default_factory=dict)
    records_ever: set[tuple[str, int, tuple[RecordedValue, ...]]] = field(default_factory=set)
    account: Account = field(default_factory=Account)
    reached: dict[Scope, Reached] = field(default_factory=dict)
    orders: dict[tuple[str, int | None], Order] = field(default_factory=dict)
    orders_ever: dict[tuple[str, int | None, str], str] = field(default_factory=dict)
    by_invoice: dict[str, list[str]] = field(default_factory=dict)
    holders: dict[tuple[str, int, str], list[str]] = field(default_factory=dict)
    matters: dict[tuple[Facts, date], str] = field(default_factory=dict)
    identified: dict[Identified, str] = field(default_factory=dict)
    identified_until: int = 0
    registration: Registration = field(default_factory=Registration)
    debts: dict[str, None] = field(default_factory=dict)
    in_batches: bool = False
    transfers: Transfers | None = None
    length: int = 0
    kin: Kinship = field(default_factory=Kinship)
    divided: dict[str, Enterprise] = field(default_factory=dict)

    @property
    def name_on_claims(self) -> str | None:
        """The name on the latest claim; None without a claim."""
        latest = next(reversed(self.claims), None)
        return None if latest is None else self.claims[latest].submitted.enterprise


def evolve(
    enterprise: Enterprise, event: EnterpriseEvent, by: str, login: str | None = None
) -> Enterprise:
    """Return the enterprise after one recorded event. Copies, never computes an amount."""
    enterprise.length += enterprise.kin.own_events(event)
    match event:
        case ClaimSubmitted():
            enterprise.claims[event.claim_no] = Claim(event, by, submitted_login=login)
            enterprise.registration.note(event.enterprise)
            amended.note_invoices(event, enterprise.by_invoice)
            enterprise.matters.setdefault((event.facts, event.occurred_on), event.claim_no)
        case events.ClaimApproved() | events.ClaimRejected():
            claim, decision = enterprise.claims[event.claim_no], event.decision
            claim.approval = (decision.reduced_to_fen, decision.words)
            claim.approved_by, claim.approved_login = by, login
            enterprise.decided.append(event.claim_no)
            _decided(enterprise, claim, decision.outcome)
            claim.approved_fen = decision.outcome.granted_fen
        case events.ClaimReassessed():
            claim = enterprise.claims[event.claim_no]
            if event.decision.outcome.granted_fen > event.previous_fen:
                claim.raised_by = tuple(dict.fromkeys((*claim.raised_by, Actor(by, login))))
            _post(enterprise, claim, -1)
            _decided(enterprise, claim, event.decision.outcome)
            _note_debt(enterprise, claim)
        case events.ClaimRejectedByOfficer():
            claim = enterprise.claims[event.claim_no]
            claim.status, claim.rejection = Status.REJECTED, event.words
        case events.ClaimWithdrawn():
            claim = enterprise.claims[event.claim_no]
            _post(enterprise, claim, -1)
            claim.status, claim.withdrawal = Status.WITHDRAWN, event.words
        case events.CapReached():
            enterprise.reached[scope_of(event)] = Reached(event.limit, event.claim_no, event.place)
        case events.CapLifted():
            enterprise.reached.pop(scope_of(event), None)
        case events.AmountsRecorded():
            enterprise.records[(event.record, event.year)] = event.amounts
            enterprise.records_ever.add((event.record, event.year, (*event.amounts.values(),)))
        case events.OrderChosen():
            order = Order(event.order, event.document)
            enterprise.orders[(event.cap, event.year)] = order
            enterprise.orders_ever[(event.cap, event.year, skeleton(event.document))] = event.order
        case ClaimRevoked():
            claim = enterprise.claims[event.claim_no]
            _post(enterprise, claim, -1)
            claim.status, claim.revocation = Status.REJECTED, (event.words, event.document)
            _note_debt(enterprise, claim)
        case _ if isinstance(event, Amending):
            _amend(enterprise, enterprise.claims[event.claim_no], event, Actor(by, login))
        case _ if isinstance(event, RegistrationEvent):
            evolve_registration(enterprise.registration, event, Actor(by, login))
        case _ if isinstance(event, SuccessionEvent):
            enterprise.kin.note(event)
        case _ if isinstance(event, TransferEvent):
            made, before = enterprise.transfers or Transfers(), len(enterprise.decided)
            enterprise.transfers = evolve_transfers(made, event, before, enterprise.account)
        case _:
            _money(enterprise, event)
    return enterprise


def scope_of(use: events.CapUse | events.CapReached | events.CapLifted) -> Scope:
    """Return what a cap counts in, as it is compared."""
    return use.cap, use.year, None if use.place is None else skeleton(use.place)


def stands(enterprise: Enterprise, claim_no: str) -> bool:
    """Say whether a claim is pending or granted."""
    return enterprise.claims[claim_no].status in (Status.SUBMITTED, Status.APPROVED)


def claim_of(enterprise: Enterprise, claim_no: str) -> Claim:
    """Return a claim by number. Raises `claim-unknown`."""
    claim = enterprise.claims.get(claim_no)
    if claim is None:
        raise Refusal("claim-unknown", claim_no=claim_no)
    return claim


def outcome_of(claim: Claim) -> Outcome:
    """Return what a decided claim came to."""
    assert claim.outcome is not None, f"not decided: {claim.submitted.claim_no}"
    return claim.outcome


def granted_fen(claim: Claim) -> int:
    """Return what a claim is granted now; 0 unless it is approved."""
    approved = claim.status is Status.APPROVED and claim.outcome is not None
    return outcome_of(claim).granted_fen if approved else 0


def _amend(enterprise: Enterprise, claim: Claim, event: Amending, by: Actor) -> None:
    """Take in a paper, or what a document changed; the decision that follows it is an event."""
    before = claim.submitted
    if isinstance(event, AttachmentEvent):
        claim.attached = attaching.evolve(claim.attached or {}, event)
        return
    stood = amended.Before(before, claim.approval, claim.revocation)
    claim.amended = amended.evolve(claim.amended or Amendments(), event, by, stood)
    match event:
        case events.ClaimCorrected():
            _post(enterprise, claim, -1)
            claim.submitted = now = amended.restated(before, event)
            _post(enterprise, claim, 1)
            every = (each.submitted for each in enterprise.claims.values())
            amended.reindex(before, now, every, enterprise.by_invoice, enterprise.matters)
            enterprise.identified, enterprise.identified_until = {}, 0
        case events.ClaimRedecided():
            claim.approval = event.reduced_to_fen, event.words
        case events.ClaimReopened():
            claim.rejection = claim.withdrawal = claim.revocation = None
            claim.status = Status.SUBMITTED if claim.approval is None else Status.REJECTED


def _money(enterprise: Enterprise, event: DuesEvent) -> None:
    """Take in what became of a claim's grant."""
    enterprise.in_batches = True
    claim = enterprise.claims[event.claim_no]
    claim.dues = evolve_dues(claim.dues or Dues(), event)
    if isinstance(event, DebtSetOff | SetOffReinstated | SetOffOrdered | SetOffLifted):
        paid = enterprise.claims[event.against].dues
        assert paid is not None, f"set off against nothing: {event}"
        note_set_off(paid, claim.dues, event)
    _note_debt(enterprise, claim)


def _note_debt(enterprise: Enterprise, claim: Claim) -> None:
    """Keep the claims that owe money back in the order they began to."""
    number = claim.submitted.claim_no
    if owed_back_fen(granted_fen(claim), claim.dues) == 0:
        enterprise.debts.pop(number, None)
    else:
        enterprise.debts.setdefault(number)


def _decided(enterprise: Enterprise, claim: Claim, outcome: Outcome) -> None:
    claim.outcome = outcome
    claim.status = Status.APPROVED if outcome.granted_fen > 0 else Status.REJECTED
    _post(enterprise, claim, 1)


def _post(enterprise: Enterprise, claim: Claim, sign: int) -> None:
    """Enter an approved claim in the account, or take it out."""
    outcome, day, number = claim.outcome, claim.submitted.occurred_on, claim.submitted.claim_no
    if claim.status is not Status.APPROVED or outcome is None:
        return
    enterprise.account.post(outcome, day, sign, number)
    if outcome.place and outcome.measure is not None:
        at = outcome.measure, day.year, skeleton(outcome.place)
        holders = enterprise.holders.setdefault(at, [])
        holders.append(number) if sign > 0 else holders.remove(number)
