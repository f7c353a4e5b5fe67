"""Reassessment in the second implementation: an enterprise's claims, walked from an empty account.

`Rules` are the orders recorded for an account: (cap, year or None) -> `decided`, `matter`, `best`.
"""

from collections.abc import Iterable

from tests.oracle.model.oracle_arrivals import Came
from tests.oracle.model.oracle_book import Book
from tests.oracle.model.oracle_claims import Claim, Room
from tests.oracle.model.oracle_decision import Account, Exports, measure_of, rooms_of, serve

Rules = dict[tuple[str, int | None], str]
NOTHING: Came = []


def walk(claims: Iterable[Claim], book: Book, exports: Exports, came: Came = NOTHING) -> Account:
    """The account when the claims are decided one after another, nothing decided before them.

    came: what other counties granted, and after how many of the claims that counts.
    """
    account: Account = {}
    for place, claim in enumerate(claims):
        arrive(account, came, place)
        serve(claim, account, book, exports)
    return account


def arrive(account: Account, came: Came, place: int) -> None:
    """Has all count that other counties granted by then, in place of what counted before."""
    by_now = [granted for after, granted in came if after <= place]
    for claim in [claim for claim in account if claim.elsewhere]:
        del account[claim]
    account.update(by_now[-1] if by_now else {})


def present_rooms(claim: Claim, book: Book, exports: Exports) -> list[Room]:
    """The rooms a claim's measure stands in under the present book and exports."""
    version = book.version(claim.day)
    if version is None:
        return []
    return rooms_of(claim, measure_of(claim, version, exports), version)


def ordered(claims: list[Claim], rules: Rules, book: Book, exports: Exports) -> list[Claim]:
    """The claims, given in order of decision, in the order they are to be walked.

    Claims in one room under one rule trade the slots they hold; every other claim keeps its own.
    Where a claim stands in several rooms, the rooms trade one after another.
    """
    groups: dict[tuple[Room, str], list[Claim]] = {}
    for claim in claims:
        version = book.version(claim.day)
        for room in present_rooms(claim, book, exports):
            assert version is not None
            rule = rules.get(room[:2], version.readings["late_claim_order"])
            groups.setdefault((room, rule), []).append(claim)
    order = list(claims)
    for (_, rule), group in groups.items():
        slots = [slot for slot, claim in enumerate(order) if claim in group]
        members = [order[slot] for slot in slots]
        if rule == "matter":
            members.sort(key=lambda claim: claim.day)
        elif rule == "best":
            members = _best_first(members, book, exports)
        for slot, claim in zip(slots, members, strict=True):
            order[slot] = claim
    return order


def _best_first(members: list[Claim], book: Book, exports: Exports) -> list[Claim]:
    """Items by what they are granted alone, highest first, then by day, then by number."""
    items: dict[tuple[str, ...], list[Claim]] = {}
    for claim in members:
        items.setdefault(claim.item, []).append(claim)
    ranked = []
    for claims in items.values():
        alone = walk(claims, book, exports)
        granted = sum(outcome.granted_fen for outcome in alone.values())
        day = min(claim.day for claim in claims)
        ranked.append((-granted, day, min(claim.number for claim in claims), claims))
    return [claim for *_, claims in sorted(ranked, key=lambda rank: rank[:3]) for claim in claims]
