"""What can be asked about two enterprises that become one. Imperative mood."""

from __future__ import annotations

from datetime import date
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
