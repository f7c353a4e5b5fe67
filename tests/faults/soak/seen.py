"""What the staff saw: status and time of each answer, and the figures that were approved."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

# What the rules of the ledger or of the server say while several work at one thing, by the act.
EXPLAINED = {
    ("approve", "grant-differs"), ("approve", "claim-not-pending"),
    ("approve", "claim-withdrawn"), ("approve", "withdrawn"), ("withdraw", "claim-not-pending"),
    ("reject", "claim-not-pending"), ("compute", "no-money"), ("compute", "nothing-unpaid"),
    ("pay", "payments-changed"), ("fail", "line-not-paid"),
}  # fmt: skip
TEXT_MAX = 600  # characters of a fault that are kept


@dataclass(slots=True, kw_only=True)
class Seen:
    """What was seen so far; of any number of threads.

    approved: what each claim was granted as it was shown and acknowledged, in fen. faults: what
    no rule explains.
    """

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    refusals: Counter[tuple[str, str]] = field(default_factory=Counter)
    approved: dict[str, int] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _lock: Lock = field(default_factory=Lock)

    def answered(self, kind: str, status: int, milliseconds: float) -> None:
        with self._lock:
            self.answers[kind, status] += 1
            self._taken[kind].append(milliseconds)

    def refused(self, act: str, code: str, facts: str) -> None:
        with self._lock:
            self.refusals[act, code] += 1
        if (act, code) not in EXPLAINED:
            self.fault(f"{act}: refused by {code}: {facts}")

    def granted(self, claim: str, fen: int) -> None:
        with self._lock:
            self.approved[claim] = fen

    def did(self, act: str) -> None:
        with self._lock:
            self.done[act] += 1

    def fault(self, text: str) -> None:
        with self._lock:
            self.faults.append(text[:TEXT_MAX])
        print(f"fault: {text[:TEXT_MAX]}", file=sys.stderr, flush=True)

    def taken(self) -> dict[str, list[float]]:
        """Return the milliseconds of each kind of answer since this was last asked."""
        with self._lock:
            taken, self._taken = self._taken, defaultdict(list)
        return taken


def nth(values: Sequence[float], percent: int) -> float:
    """Return the value below which so many of a hundred lie; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0.0
