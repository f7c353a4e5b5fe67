"""What is left under each cap (剩余额度): use by enterprise, measure, year and place, and the caps.

A row holds the granted claims and fen of one place; which rows a cap adds up is the policy's to
say, so that an adjusted policy needs no other rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, make_dataclass, replace
from datetime import date
from functools import cache
from keyword import iskeyword
from operator import itemgetter
from typing import Any

from domain.assessment.matter import limit_of_record
from domain.assessment.ordering import cap_membership, takes_part
from domain.enterprise.account import Account
from domain.enterprise.pooling.periods import cap_scope, fiscal_year
from domain.enterprise.pooling.uses import Use, used
from domain.enterprise.state import Claim, Enterprise
from domain.identity import skeleton
from domain.policy.book import PolicyBook
from domain.policy.measures import Cap
from domain.value import value
from projections.claims.figures.shares import shared_places, shared_use
from projections.parties import Kin
from projections.transfers import BroughtUse, brought_under

NAME = "remaining_allowances"

KEY = ("uscc", "measure", "year", "place")  # postings alike in these are added up to one row

Scoped = tuple[str, int, str, Use]  # measure, year, place, use


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One cap (its id) and what is left of it, in fen or in places as `unit` says.

    policy: the id of the one that it is of; None, and not in JSON, where there is one only.
    """

    cap: str
    policy: str | None
    article: str
    unit: str
    limit: int
    used: int
    remaining: int
    reached: bool


@dataclass(frozen=True, kw_only=True)
class ItemAllowance(Allowance):
    """What is left of a cap that is counted for each item, for one item.

    The item stands in a field that the policy names, such as `warehouse`: see `_counted_for`.
    """

    @property
    def item(self) -> str:
        """The item's name."""
        return str(getattr(self, fields(self)[-1].name))


@value
class Remaining:
    """What an enterprise has left in a year and over the whole policy, as of a log position."""

    uscc: str
    year: int
    position: int
    caps: tuple[Allowance, ...]


@value
class KindredRemaining(Remaining):
    """What is left where others carry on, or are carried on; nothing under a code that is."""

    succeeds: tuple[Kin, ...]
    succeeded_by: tuple[Kin, ...]


@value
class RemainingAfterTransfer(Remaining):
    """The same of an enterprise that came from another county: what of each cap was used there."""

    brought_in: tuple[BroughtUse, ...]


def needs_enterprise(book: PolicyBook) -> bool:
    """Say whether what is left depends on days, on a record, or on what all enterprises hold."""
    caps = (cap for version in book.versions for cap in version.policy.caps.values())
    return any(cap.needs_days or cap.pooled or cap.limit_of is not None for cap in caps)


def allowances(
    rows: Iterable[Scoped], book: PolicyBook, year: int, enterprise: Enterprise | None = None
) -> Iterator[Allowance]:
    """Yield every cap that counts in `year` or over the whole policy, used or not.

    rows: (measure, year, place, use) of one enterprise. enterprise: as it stands, where the book
    `needs_enterprise`; it shares in what all hold, where a cap is over all of them. A fiscal year
    is the one that begins in `year`; of months in a row the fullest count that have a day of
    `year`; a limit of a record is of `year`. A cap counted for each item is yielded once for each
    place used; over all enterprises, for each item that the enterprise has claims of. The version
    governing the year's last governed day says which caps there are, none where it repeals the
    policy, over what they count, and yearly limits; the others have the limit of the policy's last
    day.
    """
    by_measure: dict[str, list[Scoped]] = {}
    for row in rows:
        if row[3].claims > 0:
            by_measure.setdefault(row[0], []).append(row)
    for id_, own in book.policies.items():
        policy = id_ if book.has_several else None
        yield from _of_policy(by_measure, own, policy, year, enterprise)


def brought_in(
    caps: Iterable[Allowance], book: PolicyBook, year: int, account: Account
) -> Iterator[BroughtUse]:
    """Yield what other counties granted of these caps, each once."""
    for id_ in dict.fromkeys(allowance.cap for allowance in caps):
        cap, within = book.caps[id_], (date.min, date.max)
        if cap.pooled:
            continue
        if cap.period == "rolling" and cap.item is None:
            within = _days(cap, year, None, account)
        counts_in = year if cap.period in ("year", "fiscal") else None
        yield from brought_under(cap, account.brought, within, counts_in, None)


def _of_policy(
    by_measure: Mapping[str, list[Scoped]],
    book: PolicyBook,
    policy: str | None,
    year: int,
    enterprise: Enterprise | None,
) -> Iterator[Allowance]:
    """Yield the caps of one policy. policy: its id, where answers say it."""
    for stated in caps_of_year(book, year):
        if stated.pooled:
            assert enterprise is not None, f"a cap over all without an enterprise: {stated.id}"
            yield from _over_all(stated, policy, year, enterprise, book)
            continue
        cap, scope = stated, _scope(stated, by_measure, year, enterprise)
        if cap.limit_of is not None and enterprise is not None:
            cap = replace(cap, limit=limit_of_record(cap, year, enterprise.records))
        if cap.item is None:
            shared = _shared(cap, year, None, enterprise)
            yield _allowance(policy, cap, used(cap, scope) + shared, None)
            continue
        by_place: dict[str, list[Scoped]] = {}
        for row in scope:
            by_place.setdefault(skeleton(row[2]), []).append(row)
        places = {at: rows[0][2] for at, rows in by_place.items()}
        for place in shared_places(enterprise) if enterprise is not None else ():
            places.setdefault(skeleton(place), place)
        for at, place in sorted(places.items(), key=itemgetter(1)):
            use = used(cap, by_place.get(at, ())) + _shared(cap, year, place, enterprise)
            if use or at in by_place:
                yield _allowance(policy, cap, use, place)


def caps_of_year(book: PolicyBook, year: int) -> list[Cap]:
    """Return the caps of one policy that count in a year or over the whole policy, with limits.

    Those that start again each year come first.
    """
    of_year, of_policy = book.governing_year(year), book.governing_last_day()
    if of_year is not None and of_year.policy.repealed:
        return []
    last = {} if of_policy is None else of_policy.policy.caps
    if of_year is None:
        caps = [cap for cap in last.values() if cap.period == "policy"]
    else:
        caps = [
            cap if cap.period != "policy" else replace(cap, limit=last.get(cap.id, cap).limit)
            for cap in of_year.policy.caps.values()
        ]
    return sorted(caps, key=lambda cap: cap.period == "policy")


def _over_all(
    cap: Cap, policy: str | None, year: int, enterprise: Enterprise, book: PolicyBook
) -> Iterator[Allowance]:
    """Yield a cap over all enterprises, with what all of them use of it."""
    if cap.item is None:
        yield _allowance(policy, cap, used_by_all(cap, year, None, enterprise.account), None)
        return
    items = {skeleton(place): place for place in _items(cap, year, enterprise, book)}
    for place in sorted(items.values()):
        use = used_by_all(cap, year, place, enterprise.account)
        yield _allowance(policy, cap, use, place)


def used_by_all(cap: Cap, year: int, place: str | None, account: Account) -> int:
    """Return what all enterprises use of a cap over all of them; account: one that joined them."""
    if cap.period == "rolling":
        day = _days(cap, year, place, account)[1]
        return account.used_at(cap, min(day, date(year, 12, 31)), place or "")
    return account.used(cap, None if cap.period == "policy" else year, place)


def _items(cap: Cap, year: int, enterprise: Enterprise, book: PolicyBook) -> Iterator[str]:
    """Yield the items, under a cap in a year, of which the enterprise has claims that stand."""
    for claim in enterprise.claims.values():
        if not takes_part(claim) or claim.rejection is not None:
            continue
        measure, place = _under(claim, enterprise, book)
        counts_in, _ = cap_scope(cap, claim.submitted.occurred_on, place)
        if measure in cap.counted and counts_in in (None, year):
            yield place


def _under(claim: Claim, enterprise: Enterprise, book: PolicyBook) -> tuple[str | None, str]:
    """Return the measure and the place of a claim: as decided, else as it would fall."""
    if claim.outcome is not None:
        return claim.outcome.measure, claim.outcome.place
    membership = cap_membership(claim, enterprise, book)
    return (None, "") if membership is None else (membership.measure.id, membership.place)


def _scope(
    cap: Cap, by_measure: Mapping[str, list[Scoped]], year: int, enterprise: Enterprise | None
) -> list[Scoped]:
    """Return the rows that a cap adds up; of days that are not a year, from what was granted."""
    every = [row for measure in cap.counted for row in by_measure.get(measure, ())]
    if not cap.needs_days:
        return [row for row in every if cap.period != "year" or row[1] == year]
    assert enterprise is not None, f"rows without days: {cap.id}"
    account, scope = enterprise.account, []
    items = {skeleton(row[2]): row[2] for row in every} if cap.item else {None: None}
    for place in items.values():
        days = _days(cap, year, place, account)
        for measure, of_year, at, use in account.between(cap.counted, *days, place):
            scope.append((measure, of_year, place or at, use))
    return scope


def _shared(cap: Cap, year: int, place: str | None, enterprise: Enterprise | None) -> int:
    """Return what counts of a cap by shares of enterprises that were split."""
    if enterprise is None or not enterprise.account.divided:
        return 0
    account = enterprise.account
    if not cap.needs_days:
        of_year = year if cap.period == "year" else None
        return shared_use(cap, account, lambda each: each.rows(cap.counted, of_year, place))
    days = _days(cap, year, place, account)
    return shared_use(cap, account, lambda each: each.between(cap.counted, *days, place))


def _days(cap: Cap, year: int, place: str | None, account: Account) -> tuple[date, date]:
    """Return the fiscal year, or the months in a row with days of the year that use most."""
    if cap.period == "fiscal":
        return fiscal_year(cap, year)
    return account.fullest(cap, date(year, 1, 1), place or "", date(year, 12, 31))


def _allowance(policy: str | None, cap: Cap, use: int, place: str | None) -> Allowance:
    left = Allowance(
        cap=cap.id,
        policy=policy,
        article=cap.article,
        unit=cap.unit,
        limit=cap.limit,
        used=use,
        remaining=max(0, cap.limit - use),
        reached=use >= cap.limit,
    )
    if place is None or cap.item is None:
        return left
    stated: dict[str, Any] = asdict(left) | {_field(cap.item): place}
    return _counted_for(cap.item)(**stated)


@cache
def _counted_for(item: str) -> type[ItemAllowance]:
    """Return the answer whose item stands in a field of this name."""
    made: type[ItemAllowance] = make_dataclass(
        ItemAllowance.__name__,
        [(_field(item), str)],
        bases=(ItemAllowance,),
        frozen=True,
        kw_only=True,
    )
    return made


def _field(item: str) -> str:
    """Return the name of a field for an item: `item` where its own cannot be one."""
    taken = iskeyword(item) or item in {field.name for field in fields(Allowance)}
    return "item" if taken else item
