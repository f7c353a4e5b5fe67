"""Pages that hold every part, and a window to look at them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.adapters.web.pages.site import Site, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


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
