"""Names of natural persons: the log has what commits to a name, never the name."""

from __future__ import annotations

import re
from collections.abc import Mapping

COMMITTED = "committed-name:"  # how the text begins that stands for a name
_IN_TEXT = re.compile(rf"{COMMITTED}[0-9a-f]+:[0-9a-f]+")
_OF_PERSONS = "92"  # how the code of a sole trader (个体工商户) begins


def is_natural(uscc: str) -> bool:
    """Say whether the name of an enterprise may be a person's: the code alone decides."""
    return uscc.startswith(_OF_PERSONS)


def committed(name_id: str, commitment: str) -> str:
    """Return the text that stands for a name in the log."""
    return f"{COMMITTED}{name_id}:{commitment}"


def name_id(name: str) -> str | None:
    """Return the id of a name that is committed to; None for a plain one."""
    return name.split(":")[1] if name.startswith(COMMITTED) and name.count(":") == 2 else None


def masked(uscc: str) -> str:
    """Return what is shown of a name that cannot be shown."""
    return f"****{uscc[-4:]}"


def names_in(text: str) -> list[str]:
    """Return the names committed to that stand in a text."""
    return _IN_TEXT.findall(text)


def with_masks(text: str, uscc: str) -> str:
    """Return a text of an enterprise without commitments."""
    return _IN_TEXT.sub(masked(uscc), text)


def is_same_name(before: str, now: str, erased: Mapping[str, bool]) -> bool:
    """Say whether a name said again is the one recorded, or the two cannot be compared.

    erased: the enterprise's names that are committed to, and whether each was erased.
    """
    return before == now or (name_id(now) is not None and erased.get(before, True))
