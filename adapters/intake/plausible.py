"""The largest amounts that a kind's claims plausibly state, as the policy's file has them."""

from __future__ import annotations

import tomllib
from functools import cache

from adapters.policy.paths import SHIPPED
from domain.money import FEN_PER_YUAN


def largest_fen(kind: str) -> int | None:
    """Return the largest fee of a kind in fen that needs no confirmation; None for any."""
    return _table().get(kind)


@cache
def _table() -> dict[str, int]:
    stated = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["plausible"]
    return {kind: int(yuan) * FEN_PER_YUAN for kind, yuan in stated.items()}
