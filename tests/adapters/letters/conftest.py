"""One ledger whose letters say everything that letters can say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.adapters.letters.given import made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what takes a Chinese font where there is none, but not in a run without skips."""
    if os.environ.get("SUBSIDY_TEST_NO_SKIP"):
        return
    from tests.adapters.letters.given import has_font

    if has_font():
        return
    for item in items:
        if item.get_closest_marker("pdf") is not None:
            item.add_marker(pytest.mark.skip(reason="no Chinese font"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("letters") / "ledger.db"
    made(path)
    return path
