"""The document of the shipped policy, taken to be right: tests read its file with every check."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from adapters.policy.paths import SHIPPED


@cache
def shipped_document() -> dict[str, Any]:
    """Return the shipped file as it is written. Not to be changed: copy it."""
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
