"""When two names mean the same thing: an exhibition, a certificate, a warehouse."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65_536)
def same_name(name: str) -> str:
    """Return the form in which names are compared: NFKC, case folded, white space collapsed."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
