"""The decided claims of an enterprise as they are kept for the next rehearsal: all that a walk
reads, by kind of claim, and no name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from domain.assessment.ordering import takes_part
from domain.assessment.walk import Walk
from domain.enterprise.state import Claim, Enterprise, Order, Status, outcome_of
from domain.events.claims import CapUse, ClaimSubmitted, Outcome
from domain.identity import skeleton
from domain.policy.facts import Facts, RecordedValue, StatedFact
from domain.policy.kinds import Kind

SUPPORTED = "other-support"  # among what a part touches: a claim that states other support


class _Use(msgspec.Struct, array_like=True, gc=False):
    """See `CapUse`."""

    cap: str
    year: int | None
    place: str | None
    unit: str
    limit: int
    used_before: int
    attempted: int
    applied: int
    used_after: int


class _Outcome(msgspec.Struct, array_like=True, gc=False):
    """See `Outcome`."""

    version: int | None
    measure: str | None
    article: str | None
    place: str
    booths: int
    assessed_fen: int
    granted_fen: int
    reason: str | None
    caps: tuple[_Use, ...]


class _Claim(msgspec.Struct, array_like=True, gc=False):
    """A decided claim. place: among those of the enterprise, in the order decided.

    reduced_to_fen: the officer's ceiling; False where it was never decided by one.
    """

    place: int
    decided_at: int
    claim_no: str
    stated: dict[str, StatedFact]
    occurred_on: int
    filed_on: int
    invoices: tuple[str, ...]
    other_support_fen: int
    status: str
    revoked: bool
    approved: bool
    reduced_to_fen: int | None
    outcome: _Outcome


class _Part(msgspec.Struct, array_like=True, gc=False):
    """An enterprise's decided claims of one kind, with its records and the orders chosen."""

    records: list[tuple[str, int, dict[str, RecordedValue]]]
    orders: list[tuple[str, int | None, str, str]]
    claims: list[_Claim]


class Touched(msgspec.Struct, array_like=True, gc=False):
    """What claims of one kind met when they were walked.

    names: measures, and `SUPPORTED`. caps: the most that they came to under each; one more where it
    is an amount, of which the parts of a fen are left out.
    """

    names: list[str]
    caps: dict[str, int]


_encode = msgspec.msgpack.Encoder().encode
_part = msgspec.msgpack.Decoder(_Part).decode
touched_of = msgspec.msgpack.Decoder(Touched).decode


def parts_of(enterprise: Enterprise, walked: Walk) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield the kind of each part of an enterprise, what it touches, and the part."""
    records = [(*at, amounts) for at, amounts in enterprise.records.items()]
    orders = [(*account, *order) for account, order in enterprise.orders.items()]
    by_kind: dict[str, list[_Claim]] = {}
    for place, number in enumerate(enterprise.decided):
        claim = enterprise.claims[number]
        by_kind.setdefault(claim.submitted.facts.kind, []).append(_kept(place, claim))
    for kind, claims in by_kind.items():
        yield kind, _encode(_touched(claims, walked)), _encode(_Part(records, orders, claims))


def restored(parts: Iterable[tuple[str, bytes]], *, with_account: bool = True) -> Enterprise:
    """Return an enterprise with the claims of these parts alone: all that a walk of them reads.

    parts: each with its kind. with_account: with what it was granted, too.
    """
    enterprise = Enterprise()
    placed: list[tuple[int, str]] = []
    for kind, kept in parts:
        part = _part(kept)
        if not placed:
            enterprise.records = {(record, year): amounts for record, year, amounts in part.records}
            enterprise.orders = {(cap, year): Order(*order) for cap, year, *order in part.orders}
        for claim in part.claims:
            enterprise.claims[claim.claim_no] = _restored(kind, claim)
            placed.append((claim.place, claim.claim_no))
    placed.sort()
    enterprise.decided = [number for _, number in placed]
    for each in enterprise.claims.values() if with_account else ():
        if each.status is Status.APPROVED:
            day, number = each.submitted.occurred_on, each.submitted.claim_no
            enterprise.account.post(outcome_of(each), day, 1, number)
    return enterprise


def names_shared(
    enterprise: Enterprise, kinds: Mapping[str, Iterable[Kind]]
) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Return the kinds whose claims are of one item, and those whose claims share an invoice.

    kinds: how each kind is in any version, by its id.
    """
    items: dict[tuple[int, str], set[str]] = {}
    invoices: dict[str, set[str]] = {}
    for number in enterprise.decided:
        claim = enterprise.claims[number]
        submitted, kind = claim.submitted, claim.submitted.facts.kind
        facts = {each.item for each in kinds.get(kind, ()) if each.item is not None}
        stated = (submitted.facts.stated.get(fact) for fact in facts)
        places = {skeleton(each) for each in stated if isinstance(each, str)}
        for place in {*places, skeleton(outcome_of(claim).place)} - {""}:
            items.setdefault((submitted.occurred_on.year, place), set()).add(kind)
        for invoice in submitted.invoices:
            invoices.setdefault(skeleton(invoice), set()).add(kind)
    return _several(items.values()), _several(invoices.values())


def _several(every: Iterable[set[str]]) -> set[frozenset[str]]:
    return {frozenset(kinds) for kinds in every if len(kinds) > 1}


def _kept(place: int, claim: Claim) -> _Claim:
    submitted, outcome = claim.submitted, outcome_of(claim)
    return _Claim(
        place,
        claim.decided_at,
        submitted.claim_no,
        dict(submitted.facts.stated),
        submitted.occurred_on.toordinal(),
        submitted.filed_on.toordinal(),
        submitted.invoices,
        submitted.other_support_fen,
        claim.status.value,
        claim.revocation is not None,
        claim.approval is not None,
        None if claim.approval is None else claim.approval[0],
        _Outcome(
            outcome.version,
            outcome.measure,
            outcome.article,
            outcome.place,
            outcome.booths,
            outcome.assessed_fen,
            outcome.granted_fen,
            outcome.reason,
            tuple([_Use(*(getattr(use, name) for name in _Use.__struct_fields__))
                   for use in outcome.caps]),
        ),
    )  # fmt: skip


def _restored(kind: str, kept: _Claim) -> Claim:
    of = kept.outcome
    outcome = Outcome(
        version=of.version,
        measure=of.measure,
        article=of.article,
        place=of.place,
        booths=of.booths,
        assessed_fen=of.assessed_fen,
        granted_fen=of.granted_fen,
        reason=of.reason,
        caps=tuple([_use(use) for use in of.caps]),
    )
    submitted = ClaimSubmitted(
        claim_no=kept.claim_no,
        enterprise="",
        facts=Facts(kind, kept.stated),
        occurred_on=date.fromordinal(kept.occurred_on),
        filed_on=date.fromordinal(kept.filed_on),
        invoices=kept.invoices,
        other_support_fen=kept.other_support_fen,
    )
    return Claim(
        submitted,
        "",
        Status(kept.status),
        outcome,
        (kept.reduced_to_fen, None) if kept.approved else None,
        decided_at=kept.decided_at,
        revocation=("", "") if kept.revoked else None,
    )


def _use(kept: _Use) -> CapUse:
    return CapUse(
        cap=kept.cap,
        year=kept.year,
        place=kept.place,
        unit=kept.unit,
        limit=kept.limit,
        used_before=kept.used_before,
        attempted=kept.attempted,
        applied=kept.applied,
        used_after=kept.used_after,
    )


def _touched(claims: Iterable[_Claim], walked: Walk) -> Touched:
    """Return what these claims met as they were decided again."""
    names: set[str] = set()
    caps: dict[str, int] = {}
    for claim in claims:
        if claim.other_support_fen:
            names.add(SUPPORTED)
        if not takes_part(walked.recorded.claims[claim.claim_no]):
            continue
        outcome = walked.decisions[claim.claim_no].outcome
        if outcome.measure is not None:
            names.add(outcome.measure)
        for use in outcome.caps:
            came_to = use.used_before + use.attempted + (use.unit == "fen")
            caps[use.cap] = max(came_to, caps.get(use.cap, 0))
    return Touched(sorted(names), caps)


def kinds_in(policies: Iterable[Any]) -> dict[str, list[Kind]]:
    """Return how each kind is in these policies, by its id."""
    kinds: dict[str, list[Kind]] = {}
    for policy in policies:
        for name, kind in policy.kinds.items():
            kinds.setdefault(name, []).append(kind)
    return kinds
