"""A ledger to have work done for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.ledgers import opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger with its views made."""
    with opened(tmp_path / "ledger.db") as store:
        store.catch_up()
    return tmp_path / "ledger.db"
