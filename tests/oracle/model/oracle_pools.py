"""A second opinion on caps over all enterprises: claims in one list, added up again each time.

Of the policy `tests/golden/policies/park-fund.toml`, in words of its own; nothing of the product
is imported. Amounts in fen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

LIMITS = {"own": 120_000, "park": 200_000, "fund": 600_000, "places": 5}


@dataclass
class Asked:
    """A claim: whose, for what, and what it has by now."""

    number: str
    owner: str
    kind: str
    park: str
    day: date
    costs: int
    turn: int = 0  # of its first decision; 0 before
    granted: int = 0
    over: bool = False  # withdrawn or revoked
    least: int | None = None  # what an officer reduced it to


@dataclass
class Pools:
    """All claims of all enterprises, and what they were granted."""

    limits: dict[str, int] = field(default_factory=lambda: dict(LIMITS))
    claims: dict[str, Asked] = field(default_factory=dict)
    turns: int = 0
    joins: list[tuple[int, str, str]] = field(default_factory=list)  # turn, old code, new code
    splits: dict[int, dict[str, int]] = field(default_factory=dict)  # by join: weight of each part

    def join(self, old: str, new: str) -> None:
        """A code carries on another: what is decided from now on sees both as one."""
        self.joins.append((self.turns, old, new))

    def split(self, old: str, keeper: str, weights: dict[str, int]) -> None:
        """A code becomes several: what it was granted by now counts for each by its weight."""
        self.splits[len(self.joins)] = weights
        self.join(old, keeper)

    def owner(self, claim: Asked, turn: int) -> str:
        """Whose a claim is for one that is decided at a turn; `old/` where it was divided."""
        owner = claim.owner
        for number, (joined, old, new) in enumerate(self.joins):
            if joined < turn and owner == old:
                divided = number in self.splits and 0 < claim.turn <= joined
                owner = f"{old}/" if divided else new
        return owner

    def shares(self, turn: int) -> dict[str, list[tuple[str, list[int], int]]]:
        """Of whose grants each has a share at a turn: the code divided, all weights, its place."""
        shares: dict[str, list[tuple[str, list[int], int]]] = {}
        for number, (joined, old, new) in enumerate(self.joins):
            if joined >= turn:
                continue
            taken = shares.pop(old, [])
            if number not in self.splits:
                shares.setdefault(new, []).extend(taken)
                continue
            shares[f"{old}/"] = taken
            weights = self.splits[number]
            for place, part in enumerate(weights):
                held = f"{old}/", list(weights.values()), place
                shares.setdefault(part, []).append(held)
        return shares

    def _own(self, owner: str, claim: Asked, near: list[Asked], turn: int) -> int:
        """What counts for an owner of these: its own, and its shares of what was divided."""
        total = sum(each.granted for each in near if self.owner(each, turn) == owner)
        for divided, weights, place in self.shares(turn).get(owner, ()):
            whole = self._own(divided, claim, near, turn)
            total += largest_remainder(whole, weights)[place]
        return total

    def _before(self, owner: str, turn: int) -> set[str]:
        """An owner and all that were divided into it."""
        shares = self.shares(turn).get(owner, ())
        return {owner}.union(*(self._before(divided, turn) for divided, _, _ in shares))

    def ask(self, claim: Asked) -> None:
        self.claims[claim.number] = claim

    def decide(self, number: str, least: int | None) -> None:
        """Decide a claim for the first time, on all that is granted by now."""
        claim = self.claims[number]
        self.turns += 1
        claim.turn, claim.least = self.turns, least
        self._grant(claim)

    def end(self, number: str) -> None:
        """Withdraw or revoke."""
        claim = self.claims[number]
        claim.over, claim.granted = True, 0

    def amend(self, number: str, **now: Any) -> None:
        """Put right what a claim states or is reduced to, or annul that it is over.

        A decided one, and with it all, is decided again.
        """
        claim = self.claims[number]
        if all(getattr(claim, name) == value for name, value in now.items()):
            return
        for name, value in now.items():
            setattr(claim, name, value)
        if claim.turn:
            self.again()

    def again(self) -> None:
        """Decide everything again from nothing, in the order of first decision."""
        decided = sorted((c for c in self.claims.values() if c.turn), key=lambda c: c.turn)
        for claim in decided:
            claim.granted = 0
        for claim in decided:
            if not claim.over:
                self._grant(claim)

    def used(self, cap: str, claim: Asked) -> int:
        """What is granted by now where a claim counts under a cap."""
        near = [each for each in self.claims.values() if each.granted and each is not claim]
        whose = {id(each): self.owner(each, claim.turn) for each in (*near, claim)}
        if cap == "own":
            near = [e for e in near if e.day.year == claim.day.year]
            return self._own(whose[id(claim)], claim, near, claim.turn)
        if cap == "park":
            near = [e for e in near if (e.park, e.day.year) == (claim.park, claim.day.year)]
        elif cap == "places":
            near = [e for e in near if e.kind == "plant" and fiscal(e.day) == fiscal(claim.day)]
            return len({(whose[id(each)], each.park) for each in near})
        return sum(each.granted for each in near)

    def _grant(self, claim: Asked) -> None:
        others = (e for e in self.claims.values() if e.granted and e is not claim)
        here = [e for e in others if (e.park, e.day.year) == (claim.park, claim.day.year)]
        owner = self.owner(claim, claim.turn)
        known = self._before(owner, claim.turn)
        plants = (self.owner(e, claim.turn) for e in here if e.kind == "plant")
        if claim.kind == "line" and not known.isdisjoint(plants):
            return
        mine = [e for e in here if self._is_of(e, owner, claim.turn)]
        amount = claim.costs // 2
        for cap in ("own", "park", "fund"):
            amount = max(0, min(amount, self.limits[cap] - self.used(cap, claim)))
        if claim.kind == "plant" and not self._has_place(claim):
            amount = 0
        claim.granted = amount if claim.least is None else min(amount, claim.least)
        for each in mine:
            if claim.granted and claim.kind == "plant" and each.kind == "line":
                each.granted = 0

    def _is_of(self, other: Asked, owner: str, turn: int) -> bool:
        """Whether a claim is an owner's by a turn, also one that was divided."""
        holder = self.owner(other, turn)
        while holder.endswith("/"):
            of = holder.removesuffix("/")
            last = max(n for n in self.splits if self.joins[n][1] == of and self.joins[n][0] < turn)
            later = (join for join in self.joins[last:] if join[0] < turn)
            holder = of
            for _, old, new in later:
                holder = new if holder == old else holder
        return holder == owner

    def _has_place(self, claim: Asked) -> bool:
        mine = (e for e in self.claims.values() if e.granted and e is not claim)
        held = any(
            (e.kind, self.owner(e, claim.turn), e.park, fiscal(e.day))
            == ("plant", self.owner(claim, claim.turn), claim.park, fiscal(claim.day))
            for e in mine
        )
        return held or self.used("places", claim) < self.limits["places"]


def largest_remainder(whole: int, weights: list[int]) -> list[int]:
    """Share a whole out in units; what is left goes where most of a unit is lost."""
    total = sum(weights)
    lost = sorted((-(whole * weight % total), place) for place, weight in enumerate(weights))
    parts = [whole * weight // total for weight in weights]
    for _, place in lost[: whole - sum(parts)]:
        parts[place] += 1
    return parts


def fiscal(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1
