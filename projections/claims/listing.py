"""Claims that are asked for by what they state, who dealt with them and where they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

from domain.calendar import day_of
from domain.enterprise.amended.amendments import restated
from domain.events import claims as events
from domain.events.claims import ClaimSource, ClaimSubmitted
from domain.events.payment import ClaimRevoked
from domain.policy.names import is_of
from domain.value import value
from projections.claims.register import ClaimAnswer

if TYPE_CHECKING:
    from domain.events.log import Recorded
    from domain.policy.book import PolicyBook
    from domain.policy.facts import StatedFact


@value
class Wanted:
    """Which claims are asked for; None stands for any.

    name: a part of the enterprise's name, capital or small. since, until: the day of the matter.
    least_fen, most_fen: what a claim was granted; while it is not decided, what it declares.
    recorded_since, recorded_until: the day on which it was recorded.
    officer: who submitted or decided it. town: a part of its town. search: a part of its number, of
    the enterprise's code or name. prefix: of the policy, see domain/policy/names.py.
    """

    claim_no: str | None = None
    uscc: str | None = None
    year: int | None = None
    measure: str | None = None
    status: str | None = None
    kind: str | None = None
    name: str | None = None
    since: date | None = None
    until: date | None = None
    least_fen: int | None = None
    most_fen: int | None = None
    officer: str | None = None
    town: str | None = None
    search: str | None = None
    prefix: str | None = None
    recorded_since: date | None = None
    recorded_until: date | None = None

    @property
    def is_by_recorded_day(self) -> bool:
        """Whether it matters when a claim was recorded."""
        return (self.recorded_since, self.recorded_until) != (None, None)

    def recorded(
        self, claims: Iterable[ClaimAnswer], known: Mapping[str, Details]
    ) -> list[ClaimAnswer]:
        """Return those of these claims that were recorded on the days wanted."""
        since, until = self.recorded_since or date.min, self.recorded_until or date.max
        return [each for each in claims if since <= known[each.claim_no].submitted_on <= until]

    @property
    def equal(self) -> dict[str, str | int]:
        """The fields of a claim that must be as wanted."""
        names = ("claim_no", "uscc", "year", "measure", "status", "kind")
        every = ((name, getattr(self, name)) for name in names)
        return {name: value for name, value in every if value is not None}

    @property
    def needs_details(self) -> bool:
        """Whether the answer depends on what only the log has."""
        parts = (self.least_fen, self.most_fen, self.officer, self.town)
        return any(part is not None for part in parts)

    def matches(self, claim: ClaimAnswer) -> bool:
        """Say whether a claim is wanted, by what the register has of it."""
        return (
            all(getattr(claim, name) == value for name, value in self.equal.items())
            and (self.name is None or in_small(self.name) in in_small(claim.enterprise))
            and (self.search is None or _has(claim, in_small(self.search)))
            and (self.since is None or self.since <= claim.occurred_on)
            and (self.until is None or claim.occurred_on <= self.until)
            and is_of(claim.kind, self.prefix)
        )

    def matches_details(self, claim: ListedClaim) -> bool:
        """Say whether a claim is wanted, by what the log has of it."""
        fen = claim.declared_fen if claim.status == "submitted" else claim.granted_fen
        if self.officer is not None and self.officer not in (claim.submitted_by, claim.decided_by):
            return False
        town = claim.source.town if claim.source is not None else None
        if self.town is not None and self.town not in (town or ""):
            return False
        if (self.least_fen, self.most_fen) == (None, None):
            return True
        return fen is not None and (
            (self.least_fen is None or self.least_fen <= fen)
            and (self.most_fen is None or fen <= self.most_fen)
        )


EVERY = Wanted()
_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


def _has(claim: ClaimAnswer, part: str) -> bool:
    return any(part in in_small(each) for each in (claim.claim_no, claim.uscc, claim.enterprise))


def in_small(text: str) -> str:
    """Return a text with its capital letters A to Z as small ones, as the views compare names."""
    return text.translate(_SMALL)


@value
class ListedClaim(ClaimAnswer):
    """A claim as it stands, with what it states and who dealt with it.

    declared_fen: all fees claimed; None where the kind has none. decided_by: who decided it first,
    or said no to it. reduced_to_fen: the officer's ceiling. words: what was said last about it.
    source: where it was read; None where that is not known.
    """

    facts: Mapping[str, StatedFact]
    declared_fen: int | None
    invoices: tuple[str, ...]
    filed_on: date
    submitted_by: str
    decided_by: str | None
    reduced_to_fen: int | None
    words: str | None
    source: ClaimSource | None


@value
class ListedClaimWithPapers(ListedClaim):
    """A claim that has papers. attachments: how many, less those erased."""

    attachments: int


@dataclass(slots=True)
class Details:
    """What the events of a claim say that the register has not."""

    submitted: ClaimSubmitted
    submitted_by: str
    submitted_on: date
    decided_by: str | None = None
    reduced_to_fen: int | None = None
    words: str | None = None
    attachments: int = 0


def details_of(history: Iterable[Recorded]) -> dict[str, Details]:
    """Return the details of an enterprise's claims, by number."""
    known: dict[str, Details] = {}
    for recorded in history:
        match recorded.event:
            case ClaimSubmitted() as event:
                known[event.claim_no] = Details(event, recorded.by, day_of(recorded.recorded_at))
            case events.ClaimApproved() | events.ClaimRejected() as event:
                details, decision = known[event.claim_no], event.decision
                details.decided_by = recorded.by
                details.reduced_to_fen, details.words = decision.reduced_to_fen, decision.words
            case events.ClaimRejectedByOfficer() as event:
                details = known[event.claim_no]
                details.decided_by, details.words = recorded.by, event.words
            case events.ClaimWithdrawn() | ClaimRevoked() as event:
                known[event.claim_no].words = event.words
            case events.ClaimCorrected() as event:
                details = known[event.claim_no]
                details.submitted = restated(details.submitted, event)
            case events.ClaimRedecided() as event:
                details = known[event.claim_no]
                details.reduced_to_fen, details.words = event.reduced_to_fen, event.words
            case events.ClaimReopened() as event:
                known[event.claim_no].words = event.words
            case events.ClaimAttached() as event:
                known[event.claim_no].attachments += 1
            case events.AttachmentErased() as event:
                known[event.claim_no].attachments -= 1
    return known


def listed(
    claims: Iterable[ClaimAnswer], known: Mapping[str, Details], book: PolicyBook
) -> Iterator[ListedClaim]:
    """Yield claims with their details, in their order."""
    names = [field.name for field in fields(ClaimAnswer)]
    for claim in claims:
        details = known[claim.claim_no]
        submitted = details.submitted
        stated = ListedClaim(
            **{name: getattr(claim, name) for name in names},
            facts=submitted.facts.stated,
            declared_fen=book.cost_fen(submitted.facts),
            invoices=submitted.invoices,
            filed_on=submitted.filed_on,
            submitted_by=details.submitted_by,
            decided_by=details.decided_by,
            reduced_to_fen=details.reduced_to_fen,
            words=details.words,
            source=submitted.source,
        )
        if not details.attachments:
            yield stated
            continue
        shared = {field.name: getattr(stated, field.name) for field in fields(ListedClaim)}
        yield ListedClaimWithPapers(**shared, attachments=details.attachments)
