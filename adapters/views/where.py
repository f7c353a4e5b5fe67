"""Conditions of a question to the views, and the values that they compare with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from domain.policy.names import SEPARATOR
from projections.claims.listing import in_small

NUMBER_OR_CODE = "LOWER(claim_no) LIKE ? ESCAPE '!' OR LOWER(uscc) LIKE ? ESCAPE '!'"

if TYPE_CHECKING:
    from projections.claims.listing import Wanted


class Where:
    """The condition of a statement: columns equal to values, and what is added."""

    def __init__(self, equal: dict[str, Any]) -> None:
        self._parts = [f"{name} = ?" for name in equal]
        self.values: list[Any] = list(equal.values())

    def add(self, part: str, *values: Any) -> None:
        self._parts.append(part)
        self.values += values

    def of_policy(self, column: str, prefix: str | None) -> None:
        """Add that a name is one policy's; nothing where any may be."""
        if prefix == "":
            self.add(f"{column} NOT LIKE ?", f"%{SEPARATOR}%")
        elif prefix is not None:
            self.add(f"{column} LIKE ?", f"{prefix}%")

    def __str__(self) -> str:
        return f" WHERE {' AND '.join(self._parts)}" if self._parts else ""


def having(part: str) -> str:
    """Return the pattern of texts with a part, in small letters, where ! escapes."""
    escaped = re.sub(r"[!%_]", r"!\g<0>", in_small(part))
    return f"%{escaped}%"


def marks(values: Sequence[object]) -> str:
    """Return a mark for each value of a list in a statement."""
    return ", ".join("?" for _ in values) or "NULL"


def on_days(where: Where, wanted: Wanted) -> None:
    """Add the days of the matter and of its record that are wanted."""
    for condition, day in (
        ("occurred_on >= ?", wanted.since),
        ("occurred_on <= ?", wanted.until),
        ("submitted_on >= ?", wanted.recorded_since),
        ("submitted_on <= ?", wanted.recorded_until),
    ):
        if day is not None:
            where.add(condition, day.isoformat())
