"""What a measure is asked about: a claim's facts and days, its item, and what was before it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from domain.enterprise.account import Account
from domain.enterprise.pooling.periods import cap_scope
from domain.events.claims import ClaimSubmitted
from domain.money import Exact, down_to, exact, share
from domain.policy.facts import Facts, RecordedValue
from domain.policy.figures import plain
from domain.policy.kinds import Kind
from domain.policy.measures import Cap, Policy
from domain.policy.references import Reference

# (record, year): its figures
Records = Mapping[tuple[str, int], Mapping[str, RecordedValue]]


@dataclass(frozen=True, slots=True)
class Matter:
    """One claim as one policy version sees it. place: its item as recorded; empty without one."""

    kind: Kind
    facts: Facts
    day: date
    filed_on: date
    place: str
    policy: Policy
    account: Account
    records: Records


def matter_of(claim: ClaimSubmitted, policy: Policy, account: Account, records: Records) -> Matter:
    """Return what a claim's measure is asked about."""
    facts, kind = claim.facts, policy.kinds[claim.facts.kind]
    place = item_of(facts, kind)
    return Matter(kind, facts, claim.occurred_on, claim.filed_on, place, policy, account, records)


def item_of(facts: Facts, kind: Kind) -> str:
    """Return the name a claim's place goes by; empty where the kind has none.

    The name as it is recorded; `skeleton` compares.
    """
    if kind.item is None:
        return ""
    name = unicodedata.normalize("NFKC", facts.text(kind.item))
    return " ".join(name.casefold().split())


def value_at(reference: Reference, matter: Matter) -> Exact | None:
    """Return a value, in hundredths where it is money; None where nothing is recorded of it."""
    if reference.plus:
        parts = [value_at(part, matter) for part in reference.parts]
        known = [part for part in parts if part is not None]
        return plain(Fraction(sum(known))) if len(known) == len(parts) else None
    if reference.record is None:
        stated = matter.facts[reference.fact]
        if isinstance(stated, tuple):
            return sum(stated)
        return _number(stated)
    return recorded_at(reference, matter.day.year, matter.records)


def worth(reference: Reference, matter: Matter) -> Exact:
    """Return a value that terms are worked out from: claims without it are not eligible."""
    value = value_at(reference, matter)
    assert value is not None, f"worked out from what is not recorded: {reference}"
    return value


def recorded_at(reference: Reference, of_year: int, records: Records) -> Exact | None:
    """Return what a reference to a record is in a year; None where a year of it is not recorded."""
    assert reference.record is not None, f"not of a record: {reference}"
    if reference.mean_of == 1:
        return _of_one_year(reference, of_year - reference.years_back, records)
    each = [_of_one_year(reference, in_, records) for in_ in reference.years(of_year)]
    if None in each:
        return None
    return exact(sum(amount for amount in each if amount is not None), reference.mean_of)


def years_missing(reference: Reference, of_year: int, records: Records) -> tuple[int, ...]:
    """Return the years of a reference to a record in which nothing is recorded of it."""
    years = reference.years(of_year)
    return tuple(year for year in years if _of_one_year(reference, year, records) is None)


def _of_one_year(reference: Reference, year: int, records: Records) -> Exact | None:
    recorded = records.get((reference.record or "", year), {}).get(reference.fact)
    return None if recorded is None else _number(recorded)


def _number(stated: RecordedValue) -> Exact:
    """Return a number; a quantity is written as a text."""
    return plain(Fraction(stated)) if isinstance(stated, str) else stated


def limit_at(cap: Cap, matter: Matter) -> int:
    """Return a cap's limit for a claim, in fen or places; 0 where it is of nothing recorded."""
    if cap.limit_of is None:
        return cap.limit
    year, _place = cap_scope(cap, matter.day, matter.place)
    return limit_of_record(cap, year or matter.day.year, matter.records)


def limit_of_record(cap: Cap, year: int, records: Records) -> int:
    """Return a cap's limit in a year, where it may be a record's amount."""
    if cap.limit_of is None:
        return cap.limit
    amount = recorded_at(cap.limit_of, year, records)
    return 0 if amount is None else down_to(share(amount, cap.share_bp), cap.unit_fen)
