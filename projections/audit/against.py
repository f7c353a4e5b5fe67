"""What other bureaus paid, compared with the claims of this ledger (跨部门比对).

A payment and a claim match by an invoice, or by the enterprise and what else they have in common.
Names and numbers are compared as `skeleton` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from domain.identity import skeleton
from domain.value import value
from projections.audit.answer import AuditAnswer
from projections.audit.duplicates import FoundClaim, LiveClaim, found_claim
from projections.claims.backfill import Reject, UnreadRows

Strength = Literal["invoice-and-code", "invoice", "code-and-particulars"]
STRENGTHS: tuple[Strength, ...] = ("invoice-and-code", "invoice", "code-and-particulars")
_NAME_MIN = 4  # characters of a name that is looked for within another


@value
class OtherPayment:
    """What another bureau paid, as its list says. row: in the list's file, from 1."""

    sheet: str | None
    row: int
    uscc: str | None
    name: str | None
    invoices: tuple[str, ...]
    matter: str | None
    amount_fen: int | None
    on: date | None
    department: str | None


@value
class Match:
    """A payment of another bureau and a claim here that may be of the same cost.

    strength: the strongest that holds: the invoice and the code, the invoice of another
    enterprise or of none named, or the code and particulars. agree: which particulars are the
    same, of `matter`, `day`, `amount`. invoices: in common, as the claim spells them.
    """

    strength: Strength
    agree: tuple[str, ...]
    invoices: tuple[str, ...]
    paid: OtherPayment
    claim: FoundClaim


@value
class Against(AuditAnswer):
    """Every match, the strongest first. rows: of the list, rejected ones included.

    wrong: how many matches there are. rejects, unread: what of the list was not compared.
    """

    file: str
    rows: int
    claims_compared: int
    wrong: int
    matches: tuple[Match, ...]
    rejects: tuple[Reject, ...]
    unread: tuple[UnreadRows, ...]


def matches(paid: Sequence[OtherPayment], claims: Iterable[LiveClaim]) -> tuple[Match, ...]:
    """Return the matches of payments with claims: by strength, then as the list has them."""
    by_invoice: dict[str, list[LiveClaim]] = {}
    by_code: dict[str, list[LiveClaim]] = {}
    for claim in claims:
        by_code.setdefault(claim.uscc, []).append(claim)
        for invoice in {skeleton(each) for each in claim.submitted.invoices}:
            by_invoice.setdefault(invoice, []).append(claim)
    every = [match for each in paid for match in _of(each, by_invoice, by_code)]
    return tuple(
        sorted(every, key=lambda match: (STRENGTHS.index(match.strength), -len(match.agree)))
    )


def _of(
    paid: OtherPayment,
    by_invoice: Mapping[str, Sequence[LiveClaim]],
    by_code: Mapping[str, Sequence[LiveClaim]],
) -> Iterator[Match]:
    numbers = {skeleton(each) for each in paid.invoices}
    same_invoice = [claim for number in sorted(numbers) for claim in by_invoice.get(number, ())]
    compared = {claim.submitted.claim_no: claim for claim in same_invoice}
    compared |= {claim.submitted.claim_no: claim for claim in by_code.get(paid.uscc or "", ())}
    for claim in compared.values():
        common = tuple(each for each in claim.submitted.invoices if skeleton(each) in numbers)
        agree = tuple(_agreeing(paid, claim))
        if not (common or agree):
            continue
        strength: Strength = "code-and-particulars"
        if common:
            strength = "invoice-and-code" if claim.uscc == paid.uscc else "invoice"
        yield Match(
            strength=strength,
            agree=agree,
            invoices=common,
            paid=paid,
            claim=found_claim(claim),
        )


def _agreeing(paid: OtherPayment, claim: LiveClaim) -> Iterator[str]:
    """Yield the particulars that are the same."""
    if paid.matter is not None and _is_named(skeleton(paid.matter), claim):
        yield "matter"
    if paid.on is not None and paid.on in (claim.submitted.occurred_on, claim.submitted.filed_on):
        yield "day"
    if paid.amount_fen and paid.amount_fen in (claim.granted_fen, claim.cost_fen):
        yield "amount"


def _is_named(matter: str, claim: LiveClaim) -> bool:
    """Say whether a matter is what a text of the claim names, or either holds the other."""
    facts, kind = claim.submitted.facts, claim.kind
    for fact in kind.facts.values() if kind is not None else ():
        if fact.type != "text" or fact.recorded not in facts:
            continue
        name = skeleton(facts.text(fact.recorded))
        shorter, longer = sorted((name, matter), key=len)
        if name == matter or (len(shorter) >= _NAME_MIN and shorter in longer):
            return True
    return False
