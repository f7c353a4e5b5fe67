"""A second opinion on caps over all enterprises: claims in one list, added up again each time.

Of the policy `tests/golden/policies/park-fund.toml`, in words of its own; nothing of the product
is imported. Amounts in fen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

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
        if cap == "own":
            near = [e for e in near if (e.owner, e.day.year) == (claim.owner, claim.day.year)]
        elif cap == "park":
            near = [e for e in near if (e.park, e.day.year) == (claim.park, claim.day.year)]
        elif cap == "places":
            near = [e for e in near if e.kind == "plant" and fiscal(e.day) == fiscal(claim.day)]
            return len({(each.owner, each.park) for each in near})
        return sum(each.granted for each in near)

    def _grant(self, claim: Asked) -> None:
        mine = [e for e in self.claims.values() if e.granted and e is not claim and _same(e, claim)]
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

    def _has_place(self, claim: Asked) -> bool:
        mine = (e for e in self.claims.values() if e.granted and e is not claim)
        held = any(
            (e.kind, e.owner, e.park, fiscal(e.day))
            == ("plant", claim.owner, claim.park, fiscal(claim.day))
            for e in mine
        )
        return held or self.used("places", claim) < self.limits["places"]


def fiscal(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _same(one: Asked, other: Asked) -> bool:
    return (one.owner, one.park, one.day.year) == (other.owner, other.park, other.day.year)
