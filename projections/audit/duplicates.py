"""What is claimed twice (重复申报): one paper, matter or account met in several claims.

Names and numbers are compared as `skeleton` does. Only claims that stand are compared: submitted,
approved, or ended with money still kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from domain.enterprise.state import Claim, Status, granted_fen
from domain.events.claims import ClaimSubmitted
from domain.identity import skeleton
from domain.policy.book import PolicyBook
from domain.policy.kinds import Kind
from domain.value import value
from projections.audit.answer import AuditAnswer

INVOICE = "invoice"
BROUGHT_IN = "brought-in"
SAME_FILE = "same-file"
CERTIFICATE = "certificate"
BANK_ACCOUNT = "bank-account"
ABOVE_COST = "above-cost"
_EVENT = "event"  # of a finding its kind is what its policy calls the fact: `fair`
_ORDER = (INVOICE, BROUGHT_IN, SAME_FILE, CERTIFICATE, _EVENT, BANK_ACCOUNT, ABOVE_COST)

EDITION_DAYS = 90  # a fair that comes again sooner is taken for the same one


@value
class LiveClaim:
    """A claim that stands, what it is granted by now, its cost, and what its kind states.

    See `PolicyBook.cost_fen`, `PolicyBook.kind` and `PolicyBook.policy_of`.
    """

    uscc: str
    submitted: ClaimSubmitted
    policy: str | None
    status: str
    granted_fen: int
    cost_fen: int | None
    kind: Kind | None

    @property
    def above_cost_fen(self) -> int:
        """What grant and other support come to beyond the cost; 0 without other support."""
        other = self.submitted.other_support_fen
        if self.cost_fen is None or other == 0 or self.granted_fen == 0:
            return 0
        return max(0, self.granted_fen + other - self.cost_fen)


@value
class PaidAccount:
    """An account an enterprise named. shown: what of it may be shown."""

    uscc: str
    number: str
    shown: str


@value
class FoundClaim:
    """A claim of a finding, with what decides whether it is right."""

    claim_no: str
    uscc: str
    enterprise: str
    kind: str
    policy: str | None
    occurred_on: date
    status: str
    granted_fen: int
    other_support_fen: int
    above_cost_fen: int


@value
class Finding:
    """One thing met more than once, or a claim supported above its cost.

    kind: `invoice`, `brought-in`, `same-file`, `certificate`, `bank-account`, `above-cost`; of an
    event the name of the fact that names it. what: the number or name as first claimed; an account
    as it may be shown; of a file its SHA-256. across: in which of `enterprise`, `policy`, `kind`,
    `year` its claims differ. usual: as happens without anything being wrong: several exhibitors at
    one fair, or claims of several policies that all support together stays within the cost of.
    """

    kind: str
    what: str
    across: tuple[str, ...]
    usual: bool
    enterprises: tuple[str, ...]
    granted_fen: int
    claims: tuple[FoundClaim, ...]


@value
class Duplicates(AuditAnswer):
    """Every finding. accounts_not_compared: those whose value is not there to compare.

    wrong, usual: how many findings are either.
    """

    claims_compared: int
    accounts_compared: int
    accounts_not_compared: int
    wrong: int
    usual: int
    findings: tuple[Finding, ...]


def live_claim(uscc: str, claim: Claim, book: PolicyBook) -> LiveClaim | None:
    """Return a claim as it is compared; None where it has ended and no money of it is kept."""
    keeps = claim.dues is not None and claim.dues.kept_fen > 0
    if claim.status not in (Status.SUBMITTED, Status.APPROVED) and not keeps:
        return None
    return LiveClaim(
        uscc=uscc,
        submitted=claim.submitted,
        policy=book.named_policy(claim.submitted.facts.kind),
        status=claim.status.value,
        granted_fen=granted_fen(claim),
        cost_fen=book.cost_fen(claim.submitted.facts),
        kind=book.kind(claim.submitted.facts.kind),
    )


def duplicates(
    claims: Sequence[LiveClaim],
    accounts: Sequence[PaidAccount],
    further: Sequence[Finding] = (),
    *,
    accounts_not_compared: int,
    position: int,
    recorded_at: str | None,
    policy: str | None,
) -> Duplicates:
    """Return every finding: by kind, what is not usual first, the most granted first.

    policy: those with a claim of this one among them, by its id; accounts are of no policy. All
    claims are compared, for what repeats a claim may be of another policy. further: as found
    otherwise.
    """
    every = sorted((*_findings(claims, accounts), *further), key=_order)
    findings = tuple(
        finding
        for finding in every
        if policy is None or any(claim.policy == policy for claim in finding.claims)
    )
    usual = sum(finding.usual for finding in findings)
    return Duplicates(
        position=position,
        recorded_at=recorded_at,
        policy=policy,
        claims_compared=len(claims),
        accounts_compared=len(accounts),
        accounts_not_compared=accounts_not_compared,
        wrong=len(findings) - usual,
        usual=usual,
        findings=findings,
    )


def _order(finding: Finding) -> tuple[int, bool, int, str]:
    kind = finding.kind if finding.kind in _ORDER else _EVENT
    return _ORDER.index(kind), finding.usual, -finding.granted_fen, finding.what


def _findings(claims: Iterable[LiveClaim], accounts: Iterable[PaidAccount]) -> Iterator[Finding]:
    groups: dict[tuple[str, str], list[LiveClaim]] = {}
    names: dict[tuple[str, str], tuple[str, str]] = {}  # what it is and its name, as first claimed
    for claim in claims:
        for kind, called, name in _papers(claim):
            key = kind, skeleton(name)
            names.setdefault(key, (called, name))
            group = groups.setdefault(key, [])
            if not group or group[-1] is not claim:  # one invoice spelled in two ways
                group.append(claim)
        if claim.above_cost_fen:
            yield finding_of(ABOVE_COST, claim.submitted.claim_no, [claim])
    for key, group in groups.items():
        if len(group) > 1:
            called, name = names[key]
            if key[0] == _EVENT:
                yield from _of_event(called, name, group)
            else:
                yield finding_of(called, name, group)
    yield from _of_accounts(accounts)


def _papers(claim: LiveClaim) -> Iterator[tuple[str, str, str]]:
    """Yield what a claim stands on that must not be claimed again: kind, word for it, name."""
    facts = claim.submitted.facts
    for invoice in claim.submitted.invoices:
        yield INVOICE, INVOICE, invoice
    for fact in claim.kind.identifying if claim.kind is not None else ():
        if fact.recorded in facts:
            named = facts.text(fact.recorded)
            is_event = fact.identifies == _EVENT
            yield (_EVENT, fact.name, named) if is_event else (CERTIFICATE, CERTIFICATE, named)


def _of_event(kind: str, what: str, group: list[LiveClaim]) -> Iterator[Finding]:
    """Yield what one event in several claims comes to."""
    attended = 0
    for _, claims in groupby(sorted(group, key=_by_enterprise_and_day), key=attrgetter("uscc")):
        for edition in _editions(claims):
            attended += 1
            if len(edition) > 1:
                yield finding_of(kind, what, edition)
    if attended > 1:
        yield finding_of(kind, what, sorted(group, key=_by_enterprise_and_day), usual=True)


def _editions(claims: Iterable[LiveClaim]) -> list[list[LiveClaim]]:
    """Part one enterprise's claims for a fair into its editions, by their days."""
    editions: list[list[LiveClaim]] = []
    last: date | None = None
    for claim in claims:
        day = claim.submitted.occurred_on
        if last is None or (day.year != last.year and (day - last).days > EDITION_DAYS):
            editions.append([])
        editions[-1].append(claim)
        last = day
    return editions


def _by_enterprise_and_day(claim: LiveClaim) -> tuple[str, date, str]:
    return claim.uscc, claim.submitted.occurred_on, claim.submitted.claim_no


def _of_accounts(accounts: Iterable[PaidAccount]) -> Iterator[Finding]:
    """Yield each account that several enterprises named."""
    groups: dict[str, dict[str, PaidAccount]] = {}
    for account in accounts:
        groups.setdefault(account.number, {}).setdefault(account.uscc, account)
    for by_code in groups.values():
        if len(by_code) > 1:
            yield Finding(
                kind=BANK_ACCOUNT,
                what=next(iter(by_code.values())).shown,
                across=("enterprise",),
                usual=False,
                enterprises=tuple(sorted(by_code)),
                granted_fen=0,
                claims=(),
            )


def finding_of(kind: str, what: str, claims: list[LiveClaim], *, usual: bool = False) -> Finding:
    usccs, policies = {claim.uscc for claim in claims}, {claim.policy for claim in claims}
    if len(usccs) == 1 and len(policies) == len(claims) > 1:
        usual = _within_cost(claims)
    differ = {
        "enterprise": len(usccs) > 1,
        "policy": len(policies) > 1,
        "kind": len({claim.submitted.facts.kind for claim in claims}) > 1,
        "year": len({claim.submitted.occurred_on.year for claim in claims}) > 1,
    }
    return Finding(
        kind=kind,
        what=what,
        across=tuple(name for name, does in differ.items() if does),
        usual=usual,
        enterprises=tuple(sorted(usccs)),
        granted_fen=sum(claim.granted_fen for claim in claims),
        claims=tuple(map(found_claim, claims)),
    )


def _within_cost(claims: list[LiveClaim]) -> bool:
    """Say whether what claims of one matter were granted stays within what it cost."""
    costs = [claim.cost_fen for claim in claims if claim.cost_fen is not None]
    others = max(claim.submitted.other_support_fen for claim in claims)
    granted = sum(claim.granted_fen for claim in claims)
    return bool(costs) and granted + others <= max(costs)


def found_claim(claim: LiveClaim) -> FoundClaim:
    """Return a claim with what decides whether a finding of it is right."""
    submitted = claim.submitted
    return FoundClaim(
        claim_no=submitted.claim_no,
        uscc=claim.uscc,
        enterprise=submitted.enterprise,
        kind=submitted.facts.kind,
        policy=claim.policy,
        occurred_on=submitted.occurred_on,
        status=claim.status,
        granted_fen=claim.granted_fen,
        other_support_fen=submitted.other_support_fen,
        above_cost_fen=claim.above_cost_fen,
    )
