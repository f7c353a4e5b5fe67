"""What came of one kind of torture, and the table of them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.faults.torture.laws import LAWS, Broken

SHOWN_MAX = 10


@dataclass
class Outcome:
    """What came of torturing one thing in one way.

    midst: how many of the faults left a part of the work done, no more and no less.
    acknowledged: claims reported as recorded before the fault. skipped: why nothing was
    done.
    """

    part: str
    how: str
    faults: int = 0
    midst: int = 0
    acknowledged: int = 0
    seconds: float = 0.0
    broken: list[Broken] = field(default_factory=list)
    skipped: str = ""


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as a table, with the sum of all."""
    head = ["what", "how", "faults", "in the midst", "acknowledged", *LAWS, "seconds"]
    rows = [_row(outcome) for outcome in outcomes] + [_sum(outcomes)]
    widths = [
        max(len(row[at]) for row in (head, *rows) if not row[at].startswith("skipped"))
        for at in range(len(head))
    ]
    lines = [_line(head, widths), "  ".join("-" * width for width in widths)]
    return "\n".join([*lines, *(_line(row, widths) for row in rows)])


def faults(outcomes: Sequence[Outcome]) -> str:
    """Return what did not hold, the first of each kind of torture."""
    return "\n".join(
        f"{outcome.part}, {outcome.how}: {broken.law}: {broken.how}"
        for outcome in outcomes
        for broken in outcome.broken[:SHOWN_MAX]
    )


def _row(outcome: Outcome) -> list[str]:
    if outcome.skipped:
        return [outcome.part, outcome.how, f"skipped: {outcome.skipped}", *[""] * (len(LAWS) + 3)]
    laws = [broken.law for broken in outcome.broken]
    return [
        outcome.part,
        outcome.how,
        f"{outcome.faults:,}",
        f"{outcome.midst:,}",
        f"{outcome.acknowledged:,}",
        *(str(laws.count(law)) for law in LAWS),
        f"{outcome.seconds:.1f}",
    ]


def _sum(outcomes: Sequence[Outcome]) -> list[str]:
    everything = Outcome("together", "")
    for outcome in outcomes:
        everything.faults += outcome.faults
        everything.midst += outcome.midst
        everything.acknowledged += outcome.acknowledged
        everything.seconds += outcome.seconds
        everything.broken += outcome.broken
    return _row(everything)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    words = [row[at].ljust(widths[at]) for at in (0, 1)]
    if row[2].startswith("skipped"):
        return "  ".join([*words, row[2]])
    return "  ".join([*words, *(row[at].rjust(widths[at]) for at in range(2, len(row)))]).rstrip()
