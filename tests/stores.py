"""Where the ledgers of tests lie: what a test calls by a path."""

from __future__ import annotations

from pathlib import Path

from adapters.place import Place, place_of


def address(path: Path) -> str:
    """Return the address of the ledger that a test calls by a path."""
    return str(path)


def place_at(path: Path) -> Place:
    """Return the place of the ledger that a test calls by a path."""
    return place_of(address(path))
