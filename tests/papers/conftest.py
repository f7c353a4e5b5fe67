"""One ledger for every paper of a module's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.papers.given import made


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("papers") / "ledger.db"
    made(path)
    return path
