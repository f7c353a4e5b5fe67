"""How much the tests try: some in the short run, all with SUBSIDY_TEST_LONG=1."""

from __future__ import annotations

import os
from typing import TypeVar

LONG = os.environ.get("SUBSIDY_TEST_LONG") == "1"

T = TypeVar("T")


def tried(short: T, *, long: T) -> T:
    """Return what this run tries."""
    return long if LONG else short
