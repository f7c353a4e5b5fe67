"""One ledger for every paper of a module's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.papers.altering import FILES
from tests.adapters.papers.given import made, printed


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("papers") / "ledger.db"
    made(path)
    return path


@pytest.fixture(scope="module")
def papers(store: Path) -> dict[tuple[str, str], Path]:
    """Every paper in both forms."""
    printed_papers = {}
    for kind, suffix in FILES:
        printed_papers[kind, suffix] = store.parent / f"{kind}{suffix}"
        printed(store, kind, printed_papers[kind, suffix])
    return printed_papers
