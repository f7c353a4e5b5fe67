"""What the tests of the web share: a county's ledger, served, and one browser: Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.web.served import Served, served
from tests.support.command import DATA, subsidy

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
LACKING = "this machine lacks Chromium: apt-get install chromium fonts-noto-cjk"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser; tests that need one are skipped where there is none, but not in CI."""
    if not CHROMIUM.exists():
        if os.environ.get("SUBSIDY_TEST_NO_SKIP"):
            pytest.fail(LACKING)
        pytest.skip(LACKING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county's ledger after its backfill, decided."""
    store = tmp_path_factory.mktemp("served") / "ledger.db"
    ran = subsidy(
        "backfill", DATA / "backfill-2022.xlsx", "--approve", "--by", "wang", "--store", store
    )
    assert ran.code in (0, 1), ran.err  # some rows are rejected on purpose
    return store


@pytest.fixture(scope="module")
def web(county: Path) -> Iterator[Served]:
    """That ledger, served to six officers."""
    with served(county) as web:
        yield web
