"""The whole application on a port of its own, and windows of officers who are logged in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

import pytest
import uvicorn
from axe_playwright_python.base import AXE_FILE_PATH

from adapters.web.application import served as application
from adapters.web.server import Server
from adapters.web.settings import Settings
from adapters.web.who import COOKIE
from scripts.serving.verbs import every_verb
from tests.adapters.web.served import OFFICERS, entered
from tests.support.stores import address

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")


@dataclass(slots=True)
class Office:
    """A served ledger and its officers. faults: what a browser threw, asked or was forbidden."""

    browser: Browser
    at: str
    tokens: dict[str, str]
    faults: list[str] = field(default_factory=list)

    def tab(self, by: str | None, width: int = 1280) -> Page:
        """Return a window of an officer, or of nobody."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, base_url=self.at, locale="zh-CN"
        )
        if by is not None:
            context.add_cookies([{"name": COOKIE, "value": self.tokens[by], "url": self.at}])
        tab = context.new_page()
        tab.set_default_timeout(20_000)
        tab.on("pageerror", lambda error: self.faults.append(str(error)))
        tab.on("dialog", lambda dialog: (self.faults.append(dialog.message), dialog.dismiss()))
        tab.on(
            "console",
            lambda said: (
                self.faults.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )
        return tab


Opens = Callable[[Path], "Office"]


@contextmanager
def office(browser: Browser, store: Path) -> Iterator[Office]:
    """Serve a ledger on a free port while the block runs."""
    door = socket()
    door.bind(("127.0.0.1", 0))
    at = f"http://127.0.0.1:{door.getsockname()[1]}"
    with Server(Settings(address=address(store), secure=False), every_verb()) as server:
        tokens = {name: entered(server.people, name) for name in OFFICERS}
        config = uvicorn.Config(application(server), log_level="error")
        serving = uvicorn.Server(config)
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [door]})
        thread.start()
        opened = Office(browser, at, tokens)
        try:
            yield opened
        finally:
            for context in browser.contexts:
                context.close()
            serving.should_exit = True
            thread.join()
    assert opened.faults == []


@pytest.fixture
def opens(browser: Browser, tmp_path: Path) -> Iterator[Opens]:
    """Serve a ledger, in the folder of the test, to windows until the test ends."""
    with ExitStack() as opened:
        yield lambda store: opened.enter_context(office(browser, store))


def barriers(tab: Page) -> list[tuple[str, str]]:
    """Return what axe has against the page: a rule, and the first element it is about."""
    tab.evaluate(AXE)
    said = tab.evaluate("axe.run()")
    return [(each["id"], each["nodes"][0]["html"]) for each in said["violations"]]
