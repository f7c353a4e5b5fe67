"""One browser for all tests of pages: Chromium as Debian has it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.web.pages.site import Site, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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
def site() -> Iterator[Site]:
    """The pages of these tests, served."""
    with served() as site:
        yield site


@pytest.fixture
def tab(browser: Browser, site: Site) -> Iterator[Page]:
    """A window of the browser in which nothing is blocked, asked or thrown."""
    site.lasts = True
    site.sent.clear()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("dialog", lambda dialog: faults.append(dialog.message))
    tab.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    yield tab
    context.close()
    assert faults == []
