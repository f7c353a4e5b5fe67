"""Audit packs of a ledger in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.ledger.store import Store
from tests.support.command import asked
from tests.support.stores import place_at


def packed(place: Path, out: Path, *words: str | Path) -> None:
    asked(place / "ledger.db", "audit-pack", out, "--seal", place / "seal", "--key",
          place / "key", *words)  # fmt: skip


@contextmanager
def read_only(place: Path) -> Iterator[Store]:
    store = Store(place_at(place / "ledger.db"))
    with store.handler:
        yield store
