"""What is claimed twice (重复申报): one paper, matter or account met in several claims.

Names and numbers are compared as `same_name` does. Only claims that stand are compared: submitted,
approved, or ended with money still kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

from domain.enterprise.state import Claim, Status, granted_fen
from domain.events.claims import ClaimSubmitted
from domain.identity import same_name
from domain.policy.facts import Certification, Exhibition, OnlineExhibition, Trademark, cost_fen
from domain.value import value

INVOICE = "invoice"
EXHIBITION = "exhibition"
CERTIFICATE = "certificate"
BANK_ACCOUNT = "bank-account"
ABOVE_COST = "above-cost"
KINDS = (INVOICE, CERTIFICATE, EXHIBITION, BANK_ACCOUNT, ABOVE_COST)

EDITION_DAYS = 90  # a fair that comes again sooner is taken for the same one


@value
class LiveClaim:
    """A claim that stands, and what it is granted by now."""

    uscc: str
    submitted: ClaimSubmitted
    status: str
    granted_fen: int

    @property
    def above_cost_fen(self) -> int:
        """What grant and other support come to beyond the cost; 0 without other support."""
        cost, other = cost_fen(self.submitted.facts), self.submitted.other_support_fen
        if cost is None or other == 0 or self.granted_fen == 0:
            return 0
        return max(0, self.granted_fen + other - cost)


@value
class Account:
    """An account an enterprise named. shown: what of it may be shown."""

    uscc: str
    number: str
    shown: str


@value
class Finding:
    """One thing met more than once, or a claim supported above its cost.

    what: the number or name as first claimed; an account as it may be shown. across: in which of
    `enterprise`, `kind`, `year` its claims differ. usual: as happens without anything being wrong:
    several exhibitors at one fair, or its yearly editions.
    """

    kind: str
    what: str
    across: tuple[str, ...]
    usual: bool
    usccs: tuple[str, ...]
    claims: tuple[LiveClaim, ...]

    @property
    def granted_fen(self) -> int:
        return sum(one.granted_fen for one in self.claims)


def live_claim(uscc: str, claim: Claim) -> LiveClaim | None:
    """Return a claim as it is compared; None where it has ended and no money of it is kept."""
    keeps = claim.dues is not None and claim.dues.kept_fen > 0
    if claim.status not in (Status.SUBMITTED, Status.APPROVED) and not keeps:
        return None
    return LiveClaim(
        uscc=uscc,
        submitted=claim.submitted,
        status=claim.status.value,
        granted_fen=granted_fen(claim),
    )


def duplicates(claims: Iterable[LiveClaim], accounts: Iterable[Account]) -> list[Finding]:
    """Return every finding: by kind, what is not usual first, the most granted first."""
    groups: dict[tuple[str, str], list[LiveClaim]] = {}
    spelled: dict[tuple[str, str], str] = {}
    found: list[Finding] = []
    for one in claims:
        for kind, name in _papers(one.submitted):
            key = kind, same_name(name)
            spelled.setdefault(key, name)
            group = groups.setdefault(key, [])
            if not group or group[-1] is not one:  # one invoice spelled in two ways
                group.append(one)
        if one.above_cost_fen:
            found.append(_finding(ABOVE_COST, one.submitted.claim_no, [one]))
    for key, group in groups.items():
        if len(group) > 1:
            found += _of_group(key[0], spelled[key], group)
    found += _of_accounts(accounts)
    return sorted(
        found, key=lambda one: (KINDS.index(one.kind), one.usual, -one.granted_fen, one.what)
    )


def _papers(submitted: ClaimSubmitted) -> Iterator[tuple[str, str]]:
    """Yield what a claim stands on that must not be claimed again, by kind."""
    for invoice in submitted.invoices:
        yield INVOICE, invoice
    match submitted.facts:
        case Exhibition() | OnlineExhibition() as facts:
            yield EXHIBITION, facts.exhibition
        case Certification() as facts:
            yield CERTIFICATE, facts.certificate_no
        case Trademark() as facts:
            yield CERTIFICATE, facts.registration_no
        case _:
            pass


def _of_group(kind: str, what: str, group: list[LiveClaim]) -> Iterator[Finding]:
    """Yield what one paper or exhibition in several claims comes to."""
    if kind != EXHIBITION:
        yield _finding(kind, what, group)
        return
    attended = 0
    for _, mine in groupby(sorted(group, key=_of_whom_when), key=attrgetter("uscc")):
        for edition in _editions(mine):
            attended += 1
            if len(edition) > 1:
                yield _finding(kind, what, edition)
    if attended > 1:
        yield _finding(kind, what, sorted(group, key=_of_whom_when), usual=True)


def _editions(claims: Iterable[LiveClaim]) -> list[list[LiveClaim]]:
    """Part one enterprise's claims for a fair into its editions, by their days."""
    editions: list[list[LiveClaim]] = []
    last: date | None = None
    for one in claims:
        day = one.submitted.occurred_on
        same = last is not None and (day.year == last.year or (day - last).days <= EDITION_DAYS)
        if same:
            editions[-1].append(one)
        else:
            editions.append([one])
        last = day
    return editions


def _of_whom_when(one: LiveClaim) -> tuple[str, date, str]:
    return one.uscc, one.submitted.occurred_on, one.submitted.claim_no


def _of_accounts(accounts: Iterable[Account]) -> Iterator[Finding]:
    """Yield each account that several enterprises named."""
    groups: dict[str, dict[str, Account]] = {}
    for one in accounts:
        groups.setdefault(one.number, {}).setdefault(one.uscc, one)
    for by_code in groups.values():
        if len(by_code) > 1:
            yield Finding(
                kind=BANK_ACCOUNT,
                what=next(iter(by_code.values())).shown,
                across=("enterprise",),
                usual=False,
                usccs=tuple(sorted(by_code)),
                claims=(),
            )


def _finding(kind: str, what: str, claims: list[LiveClaim], *, usual: bool = False) -> Finding:
    usccs = {one.uscc for one in claims}
    differ = {
        "enterprise": len(usccs) > 1,
        "kind": len({one.submitted.facts.KIND for one in claims}) > 1,
        "year": len({one.submitted.occurred_on.year for one in claims}) > 1,
    }
    return Finding(
        kind=kind,
        what=what,
        across=tuple(name for name, does in differ.items() if does),
        usual=usual,
        usccs=tuple(sorted(usccs)),
        claims=tuple(claims),
    )
