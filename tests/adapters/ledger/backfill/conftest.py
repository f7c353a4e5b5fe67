"""A ledger with a claim or two, to be fed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.intake.files import uscc

NAME = "乐清市长城电气有限公司"
FIRM, OTHER = uscc(1), uscc(2)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"
