"""Accounts that became one, walked apart until they did.

What was decided before a succession is decided again on the account that it was decided on; what
came after it, on that of both. So nobody gives back what was within the caps before two became one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.enterprise.account import Account
from domain.enterprise.kin.inheriting import have_claims, take_over
from domain.enterprise.kin.kinship import Era
from domain.enterprise.kin.shares import PartShare
from domain.enterprise.pooling.pool import Pool, PoolShare
from domain.enterprise.state import Enterprise
from domain.policy.kinds import Recorded

AccountOf = Callable[[str], Account]
Rules = Mapping[tuple[str, int | None], str]  # as `ordering.Chosen`


def blank(records: Recorded, pool: Pool | None, owner: str) -> Enterprise:
    """Return an enterprise granted nothing yet, with these figures; pool: that it shares in."""
    account = Account(share=None if pool is None else PoolShare(pool, owner))
    return Enterprise(records=records, account=account)


@dataclass(slots=True)
class _Walked:
    """An account as a walk leaves it so far, and those that it goes on with once it begins.

    taken: of which accounts it then has a share besides, by code; account_of: finds them.
    begins_at: where in the log; 0 where it goes on with none.
    """

    enterprise: Enterprise
    before: tuple[tuple[Era, _Walked], ...]
    taken: tuple[tuple[str, PartShare], ...]
    account_of: AccountOf
    begins_at: int = 0
    begun: bool = False

    def begin(self) -> Enterprise:
        """Return the enterprise, having taken over those before it."""
        if not self.begun:
            self.begun = True
            for era, earlier in self.before:
                if era.share is None:
                    take_over(self.enterprise, earlier.begin())
                    continue
                old, kept = earlier.begin(), frozenset(era.claims())
                have_claims(self.enterprise, old)
                self.enterprise.account.divide(era.code, old.account, era.share, kept)
            for code, share in self.taken:
                self.enterprise.account.divide(code, self.account_of(code), share)
        return self.enterprise


@dataclass(slots=True)
class Accounts:
    """The accounts that an enterprise's claims are walked on. last: the one that goes on."""

    last: _Walked
    closed: dict[str, _Walked] = field(default_factory=dict)  # by claim
    divided: dict[str, _Walked] = field(default_factory=dict)  # by the code that was split

    def of(self, claim_no: str) -> Enterprise:
        """Return what a claim is decided on."""
        return self.closed.get(claim_no, self.last).begin()

    def begin_until(self, position: int) -> None:
        """Let begin what begins before a log position: others may see what is one by then."""
        for walked in {id(each): each for each in (*self.closed.values(), self.last)}.values():
            if walked.begins_at < position:
                walked.begin()

    @property
    def enterprise(self) -> Enterprise:
        """What stands at the end of a walk."""
        return self.last.begin()


def accounts_of(
    enterprise: Enterprise, pool: Pool | None, owner: str, account_of: AccountOf
) -> Accounts:
    """Return accounts with nothing granted yet, for every era of an enterprise.

    account_of: returns the account, decided again, of a code of which the enterprise has a share.
    """
    kin, made = enterprise.kin, blank(enterprise.records, pool, owner)
    closed: dict[str, _Walked] = {}
    divided: dict[str, _Walked] = {}
    if not kin.eras:  # what calls itself, as below, waits for the collector
        return Accounts(_Walked(made, (), kin.taken, account_of), closed, divided)

    def walked(era: Era) -> _Walked:
        before = tuple((each, walked(each)) for each in era.before)
        of_era = blank(era.records, pool, era.code)
        made_of = _Walked(of_era, before, era.taken, account_of, _begins(era.before))
        closed.update(dict.fromkeys(era.decided, made_of))
        if era.share is not None:
            divided[era.code] = made_of
        return made_of

    before = tuple((era, walked(era)) for era in kin.eras)
    begins = _begins(kin.eras)
    return Accounts(_Walked(made, before, kin.taken, account_of, begins), closed, divided)


def _begins(before: tuple[Era, ...]) -> int:
    return max((era.ended_at for era in before), default=0)


def by_era(
    numbers: Sequence[str], enterprise: Enterprise, chosen: Rules
) -> Iterator[tuple[list[int], Enterprise, Rules]]:
    """Yield the places of each era's claims among these, with its figures and chosen orders."""
    eras = list(_all(enterprise.kin.eras))
    own = {number: place for place, era in enumerate(eras) for number in era.decided}
    places: dict[int | None, list[int]] = {}
    for slot, number in enumerate(numbers):
        places.setdefault(own.get(number), []).append(slot)
    for place, slots in places.items():
        if place is None:
            yield slots, enterprise, chosen
        else:
            yield slots, replace(enterprise, records=eras[place].records), eras[place].rules


def _all(eras: Iterable[Era]) -> Iterator[Era]:
    for era in eras:
        yield from _all(era.before)
        yield era
