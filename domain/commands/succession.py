"""What can be asked about enterprises that become one, or one that becomes several.

Imperative mood.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from domain.value import value


@value
class Succeed:
    """Another code carries on all that a code has, from a day on, by a document (承继).

    kind: the enterprise has another code, or it merged into another enterprise. on: the first day
    of the successor.
    """

    predecessor: str
    successor: str
    kind: Literal["rename-code", "merger"]
    on: date
    document: str


@value
class Divide:
    """An enterprise is split into parts by stated shares, from a day on, by a document (分立).

    parts: each code with its share, in the order of the document. claims_to: the part that has the
    claims of before, with what is due on them and owed back; None for the largest. on: the first
    day of the parts.
    """

    predecessor: str
    parts: tuple[tuple[str, Fraction], ...]
    claims_to: str | None
    on: date
    document: str
