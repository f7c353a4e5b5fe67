"""What the second implementation reads out of its claims: rows, allowances, totals."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.oracle.model.oracle_book import Book
from tests.oracle.model.oracle_claims import Claim, Room
from tests.oracle.model.oracle_decision import NAMED_BY, Account, rooms_of, used
from tests.oracle.model.oracle_policy import ARTICLES, IN_FEN

CapKey = tuple[str, str | None]


def claim_row(claim: Claim, announced_on: date) -> dict[str, Any]:
    """A claim as `subsidy claims` lists it."""
    outcome = claim.outcome
    measure = outcome.measure if outcome else None
    article = ARTICLES.get(measure, claim.facts.get("article")) if measure else None
    return {
        "claim_no": claim.number,
        "uscc": claim.uscc,
        "enterprise": claim.line["enterprise"],
        "kind": claim.line["kind"],
        "occurred_on": claim.line["occurred_on"],
        "year": claim.day.year,
        "status": claim.status,
        "measure": measure,
        "article": article,
        "assessed_fen": outcome.assessed_fen if outcome else None,
        "granted_fen": claim.granted_fen,
        "reason": claim.reason,
        "policy_version": outcome.version if outcome else None,
        "retroactive": claim.day < announced_on,
    }


def remaining(account: Account, uscc: str, year: int, book: Book) -> dict[CapKey, dict[str, Any]]:
    """Room left under each cap; caps per warehouse or case only where used.

    The version governing the year's last governed day says how each cap is counted and, by the
    year, its limit. A cap of the whole policy has the limit of the policy's last day. A year that
    no version governs has no per-year limits, so only the others are given for it.
    """
    end_of_year, end_of_policy = book.last_day_in(year), book.last_day_in(None)
    assert end_of_policy is not None
    at_last = book.version(end_of_policy)
    assert at_last is not None
    at_end = at_last if end_of_year is None else book.version(end_of_year)
    assert at_end is not None
    answer: dict[CapKey, dict[str, Any]] = {}
    for cap in at_end.caps():
        per = at_end.counted_per(cap)
        if per == "year":
            rooms: set[Room] = set() if end_of_year is None else {(cap, year, None)}
        elif per in NAMED_BY:
            left = {
                room
                for claim, outcome in account.items()
                if outcome.granted_fen > 0
                for room in rooms_of(claim, outcome.measure, at_end)
            }
            rooms = {room for room in left if room[0] == cap}
        else:
            rooms = {(cap, None, None)}
        limit = (at_end if per == "year" else at_last).limit(cap)
        for room in rooms:
            taken = used(account, uscc, room, at_end)
            answer[cap, room[2]] = {
                "limit": limit,
                "used": taken,
                "remaining": max(0, limit - taken),
                "reached": taken >= limit,
                "unit": "fen" if cap in IN_FEN else "count",
            }
    return answer


def totals(claims: Iterable[Claim], year: int | None, by: str) -> dict[str, Any]:
    """What was granted, in all and by `measure`, `enterprise` or `year`."""
    granted = [
        claim
        for claim in claims
        if claim.granted_fen > 0 and (year is None or claim.day.year == year)
    ]
    groups: dict[str, dict[str, int]] = {}
    for claim in granted:
        assert claim.outcome is not None
        keys = {
            "measure": str(claim.outcome.measure),
            "enterprise": claim.uscc,
            "year": str(claim.day.year),
        }
        group = groups.setdefault(keys[by], {"claims": 0, "granted_fen": 0})
        group["claims"] += 1
        group["granted_fen"] += claim.granted_fen
    total = sum(claim.granted_fen for claim in granted)
    return {"claims": len(granted), "granted_fen": total, "groups": groups}
