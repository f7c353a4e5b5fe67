"""What an enterprise that was split had used of a cap, and what of it counts for a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from domain.enterprise.account import Account
from domain.enterprise.pooling.uses import Scoped, Use, used
from domain.enterprise.state import Claim, Enterprise, granted_fen, outcome_of
from domain.value import value

if TYPE_CHECKING:
    from domain.enterprise.kin.family import Family
    from domain.policy.measures import Cap

RowsOf = Callable[[Account], Iterable[Scoped]]


@value
class SharedUse:
    """What a code that was split had used of a cap, in fen or places, by which claims.

    share: that this part has of it, such as `3/5`. counted: whole units of it that count here.
    """

    uscc: str
    share: str
    used: int
    counted: int
    claims: tuple[str, ...]


def shared_under(
    cap: Cap, account: Account, rows_of: RowsOf, family: Family, fills: Callable[[Claim], bool]
) -> Iterator[SharedUse]:
    """Yield what each code that was split had used of a cap.

    rows_of: what of an account counts there. fills: says whether a claim does.
    """
    for each in account.divided:
        used_there = each.account.total(cap, rows_of)
        if used_there:
            known = _claims(family.states[each.code])
            yield SharedUse(
                uscc=each.code,
                share=str(each.share.fraction),
                used=used_there,
                counted=each.share.of(used_there),
                claims=tuple(claim.submitted.claim_no for claim in known if fills(claim)),
            )


def kept(account: Account) -> frozenset[str]:
    """Return the claims that an enterprise has and that stand on an account it has a share of."""
    return frozenset().union(*(each.kept for each in account.divided))


def own_rows(enterprise: Enterprise) -> list[Scoped]:
    """Return what an enterprise was granted on its own account, by claim."""
    elsewhere = kept(enterprise.account)
    return [
        (outcome.measure, day.year, outcome.place, Use(claims=1, amount_fen=outcome.granted_fen))
        for number in enterprise.decided
        if number not in elsewhere and granted_fen(enterprise.claims[number]) > 0
        for outcome in (outcome_of(enterprise.claims[number]),)
        for day in (enterprise.claims[number].submitted.occurred_on,)
        if outcome.measure is not None
    ]


def shared_use(cap: Cap, account: Account, rows_of: RowsOf) -> int:
    """Return what counts of a cap because the enterprise has shares of others' accounts."""
    return account.total(cap, rows_of) - used(cap, rows_of(account))


def shared_places(enterprise: Enterprise) -> Iterator[str]:
    """Yield the items that claims of those were granted for that were split."""
    whole = [enterprise] if enterprise.account.divided else []
    for each in (*whole, *enterprise.divided.values()):
        yield from (
            claim.outcome.place
            for claim in each.claims.values()
            if claim.outcome is not None and claim.outcome.place and granted_fen(claim) > 0
        )


def _claims(old: Enterprise) -> Iterator[Claim]:
    yield from (old.claims[number] for number in old.decided)
    for before in old.divided.values():
        yield from _claims(before)
