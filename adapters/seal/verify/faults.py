"""What is wrong with a sealed log: each fault with the first position it touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

UNREADABLE = "store-unreadable"  # the code of a log that cannot be read at all
FAULTS_MAX = 100  # told; the rest are as one


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong. position: None where it touches no single event.

    code: stable (`row-missing`); detail: the file, the problem, as far as known.
    """

    position: int | None
    code: str
    detail: str = ""

    @property
    def what(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


@dataclass(slots=True)
class Faults:
    """Faults found so far; each position is told once by each check, and no more than enough."""

    found: list[Fault] = field(default_factory=list)

    def add(self, position: int | None, code: str, detail: str = "") -> None:
        if len(self.found) < FAULTS_MAX:
            self.found.append(Fault(position=position, code=code, detail=detail))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a verification found. unsealed: events that no checkpoint covers yet."""

    events: int
    unsealed: int
    faults: Sequence[Fault]

    @property
    def first_bad_position(self) -> int | None:
        return min((one.position for one in self.faults if one.position is not None), default=None)

    @property
    def good(self) -> int:
        """How many events come before the first that is wrong."""
        if any(one.code == UNREADABLE for one in self.faults):
            return 0  # nobody can say
        first = self.first_bad_position
        return self.events if first is None else min(self.events, first - 1)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults by position, those of no position last, each once."""
    every = dict.fromkeys(faults)
    return sorted(every, key=lambda one: (one.position is None, one.position or 0))
