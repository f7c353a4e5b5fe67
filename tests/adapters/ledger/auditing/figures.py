"""What figures of one page must be, worked out claim by claim and enterprise by enterprise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from adapters.ledger.enterprises import codes
from adapters.ledger.look import Look
from projections.claims.figures.fullness import NEAR_PERCENT
from projections.claims.figures.pages import SORTS, ClaimsPage, PagedClaim, Turn
from projections.claims.listing import Wanted
from projections.remaining_allowances import ItemAllowance

Line = tuple[str | None, str | None, int, int]  # code, item, limit, used


def full_by_remaining(look: Look, year: int) -> dict[str, set[Line]]:
    """Return who is at 80 % or more of each cap that has any, by what is left of each."""
    known = look.snapshot.store.handler.recorder
    full: dict[str, set[Line]] = {}
    for uscc in codes(known, look.position):
        for left in look.remaining(uscc, year).caps:
            item = left.item if isinstance(left, ItemAllowance) else None
            whose = None if look.book.caps[left.cap].pooled else uscc
            if left.used and left.used * 100 >= left.limit * NEAR_PERCENT:
                line = whose, item, left.limit, left.used
                full.setdefault(left.cap, set()).add(line)
    return full


def fullness_agrees(look: Look, years: Iterable[int]) -> int:
    """Assert that caps are as full as `remaining` says; return how many lines there were."""
    seen, limit = 0, 3 if look.snapshot.at is None else 50
    for year in years:
        expected = full_by_remaining(look, year)
        answer = look.fullness(year)
        assert {cap.cap for cap in answer.caps} >= expected.keys()
        for cap in answer.caps:
            lines = expected.get(cap.cap, set())
            full = sum(used >= limit for *_, limit, used in lines)
            assert (cap.full, cap.near) == (full, len(lines) - full), (year, cap, lines)
            listed: set[Line] = set()
            after: str | None = ""
            while after is not None:
                page = look.full_caps(cap.cap, year, limit, after or None)
                assert len(page.lines) <= limit
                assert (page.full, page.near) == (cap.full, cap.near)
                listed |= {(each.uscc, each.item, each.limit, each.used) for each in page.lines}
                seen += len(page.lines)
                after = page.next
            assert listed == lines, (year, cap.cap)
    return seen


def pages_agree(look: Look, wanted: Wanted) -> None:
    """Assert that pages in every order are all the claims that match, each once, in that order."""
    listed = {claim.claim_no: claim for claim in look.listed(look.claims(wanted))}
    now = look.snapshot.at is None  # an earlier position is folded for every page
    sorts = (*SORTS, *(f"-{name}" for name in SORTS)) if now else ("measure", "-declared_fen")
    for sort in sorts:
        claims: list[PagedClaim] = []
        after: str | None = ""
        while after is not None:
            page = look.claims_page(
                wanted, Turn(sort=sort, limit=7 if now else 60, after=after or None)
            )
            assert totals(page) == (
                len(listed),
                sum(claim.declared_fen or 0 for claim in listed.values()),
                sum(claim.granted_fen for claim in listed.values()),
            )
            claims += page.claims
            after = page.next
        assert sorted(claim.claim_no for claim in claims) == sorted(listed)
        keys = [Turn(sort=sort).key(claim) for claim in claims]
        assert keys == sorted(keys, reverse=sort.startswith("-"))
        for claim in claims:
            same = listed[claim.claim_no]
            for name in ("declared_fen", "filed_on", "submitted_by", "granted_fen", "enterprise"):
                assert getattr(claim, name) == getattr(same, name), (claim, same)


def totals(page: ClaimsPage) -> tuple[int, int, int]:
    return page.total, page.declared_fen, page.granted_fen


def waiting_agrees(look: Look, on: date) -> None:
    """Assert that what waits is what is listed as not decided, and that bands add up."""
    pending = look.listed(look.claims(Wanted(status="submitted")))
    known = look.snapshot.details(pending)
    since = {claim.claim_no: known[claim.claim_no].submitted_on for claim in pending}
    pending = [claim for claim in pending if since[claim.claim_no] <= on]
    answer = look.waiting(on)
    fen = sum(claim.declared_fen or 0 for claim in pending)
    assert (answer.claims, answer.declared_fen) == (len(pending), fen)
    assert answer.oldest == min((since[claim.claim_no] for claim in pending), default=None)
    for band in answer.bands:
        first = on - timedelta(days=band.to_days if band.to_days is not None else 10_000)
        last = on - timedelta(days=band.from_days)
        inside = [claim for claim in pending if first <= since[claim.claim_no] <= last]
        assert band.claims == len(inside)
        assert band.declared_fen == sum(claim.declared_fen or 0 for claim in inside)
    assert sum(band.claims for band in answer.bands) == answer.claims
    assert sum(kind.declared_fen for kind in answer.by_kind.values()) == answer.declared_fen


def found_agrees(look: Look, part: str) -> None:
    """Assert that those found have the part in a name, and the claims that are listed of them."""
    by_code: dict[str, list[Any]] = {}
    for claim in look.claims():
        by_code.setdefault(claim.uscc, []).append(claim)
    answer = look.enterprises(part, 500)
    for each in answer.enterprises:
        claims = by_code.get(each.uscc, [])
        assert each.claims == len(claims)
        assert each.granted_fen == sum(claim.granted_fen for claim in claims)
        assert each.pending == sum(claim.status == "submitted" for claim in claims)
        assert each.name == look.name(each.uscc)
    having = {uscc for uscc, own in by_code.items() if any(part in c.enterprise for c in own)}
    assert having <= {each.uscc for each in answer.enterprises}
    assert answer.total == len(answer.enterprises)
