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

    def join(self, old: str, new: str) -> None:
        """A code carries on another: what is decided from now on sees both as one."""
        self.joins.append((self.turns, old, new))

    def owner(self, claim: Asked, turn: int) -> str:
        """Whose a claim is for one that is decided at a turn."""
        owner = claim.owner
        for joined, old, new in self.joins:
            if joined < turn and owner == old:
                owner = new
        return owner

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
            near = [e for e in near if whose[id(e)] == whose[id(claim)]]
            near = [e for e in near if e.day.year == claim.day.year]
        elif cap == "park":
            near = [e for e in near if (e.park, e.day.year) == (claim.park, claim.day.year)]
        elif cap == "places":
            near = [e for e in near if e.kind == "plant" and fiscal(e.day) == fiscal(claim.day)]
            return len({(whose[id(each)], each.park) for each in near})
        return sum(each.granted for each in near)

    def _grant(self, claim: Asked) -> None:
        others = (e for e in self.claims.values() if e.granted and e is not claim)
        mine = [e for e in others if self._same(e, claim)]
        if claim.kind == "line" and any(each.kind == "plant" for each in mine):
            return
        amount = claim.costs // 2
        for cap in ("own", "park", "fund"):
            amount = max(0, min(amount, self.limits[cap] - self.used(cap, claim)))
        if claim.kind == "plant" and not self._has_place(claim):
            amount = 0
        claim.granted = amount if claim.least is None else min(amount, claim.least)
        for each in mine:
            if claim.granted and claim.kind == "plant" and each.kind == "line":
                each.granted = 0

    def _same(self, other: Asked, claim: Asked) -> bool:
        whose = self.owner(other, claim.turn), self.owner(claim, claim.turn)
        here = (other.park, other.day.year) == (claim.park, claim.day.year)
        return whose[0] == whose[1] and here

    def _has_place(self, claim: Asked) -> bool:
        mine = (e for e in self.claims.values() if e.granted and e is not claim)
        held = any(
            (e.kind, self.owner(e, claim.turn), e.park, fiscal(e.day))
            == ("plant", self.owner(claim, claim.turn), claim.park, fiscal(claim.day))
            for e in mine
        )
        return held or self.used("places", claim) < self.limits["places"]


def fiscal(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1
