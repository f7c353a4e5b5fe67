"""What the tests of the web share: a county's ledger, served, and one browser: Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.web.served import Counties, Served, served
from tests.support.command import DATA, subsidy
from tests.support.stores import copied_ledger

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


@pytest.fixture(scope="session")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Counties:
    """Makes a county's ledger after its backfill, its claims decided or not: copies of one."""
    made: dict[bool, Path] = {}

    def county(store: Path, *, decided: bool = True) -> Path:
        if decided not in made:
            made[decided] = tmp_path_factory.mktemp("county") / "ledger.db"
            how = ("--approve", "--by", "wang") if decided else ("--by", "clerk")
            sheets = DATA / "backfill-2022.xlsx"
            ran = subsidy("backfill", sheets, *how, "--store", made[decided])
            assert ran.code in (0, 1), ran.err  # some rows are rejected on purpose
        return copied_ledger(made[decided], store)

    return county


@pytest.fixture(scope="module")
def county(counties: Counties, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county's ledger after its backfill, decided."""
    return counties(tmp_path_factory.mktemp("served") / "ledger.db")


@pytest.fixture(scope="module")
def web(county: Path) -> Iterator[Served]:
    """That ledger, served to six officers."""
    with served(county) as web:
        yield web
