"""The file that ships, and which article says when a policy governs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import domain.policy

SHIPPED = Path(domain.policy.__file__).with_name("policies") / "yueqing-foreign-trade.toml"

_DAYS = ("first_day", "last_day")


def article_of_days(document: Mapping[str, Any]) -> str:
    """Return the article that says which days a policy governs; empty where none is known."""
    printed = (
        (article["id"], path)
        for article in document.get("article", ())
        for figure in article["figures"]
        for path in figure.get("sets", ())
    )
    inferred = (
        (each["article"], path) for each in document.get("inferred", ()) for path in each["paths"]
    )
    of_days = (article for article, path in (*printed, *inferred) if path in _DAYS)
    return next(of_days, str(document.get("article_of_days", "")))  # of the first form
