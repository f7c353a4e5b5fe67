"""A page of every route in a real browser: axe has nothing against it, and it fits its window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapters.web.guard import Entry
from adapters.web.pages.acts import act_path, acts
from adapters.web.pages.every import pages
from adapters.web.server import Server
from adapters.web.settings import Settings
from scripts.serving.verbs import every_verb
from tests.adapters.web.browser.conftest import barriers, office
from tests.adapters.web.pages.forms.test_every_form import prepare
from tests.adapters.web.walking.walks import route_of
from tests.support.extent import tried
from tests.support.few_claims import ONE, few_claims
from tests.support.stores import address

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS = 1280, 320
LOOKED_AT = tried((1280,), long=WIDTHS)  # by axe, which takes a second a page
FORMS = tried(3, long=1_000)  # of a role: they have one template
RATE = "measures.overseas-trademark.rate"
PAGES = {
    "approver": (
        "/", "/claims", "/claims/June", "/claims/June/history", "/claims/June/papers",
        "/claims/June/proof", "/claims/February/late", "/enterprises", f"/enterprises/{ONE}",
        "/search?q=e", "/policy", "/policy/1", "/policy/1/diff/2", "/policy/readings",
        "/policy/words", "/policy/proposals", "/policy/article/三（一）", "/policy/draft",
        f"/policy/draft/record?set={RATE}=60", "/approve", "/approve/claims/Waits",
        "/caps?year=2022", "/totals", "/waiting", "/rules", f"/history/{ONE}",
    ),
    "cashier": (
        "/budget", "/budget/2022", "/budget/2022/sources", "/batches", "/batches/1",
        "/batches/1/pay", "/account-checks",
    ),
    "auditor": (
        "/audit", "/audit/duplicates", "/audit/delays", "/audit/sample?seed=a&size=3",
        "/audit/separation", "/audit/exceptions", "/attachment-checks", "/papers/check",
    ),
    "clerk": ("/claims/new?kind=trademark", "/imports", "/me", "/password", "/receipt"),
    "admin": ("/accounts", "/accounts/clerk", "/journal"),
    "finance": (),
}  # fmt: skip
REFUSED = {
    "approver": (("/claims/nowhere", 404), ("/policy/9", 404), ("/accounts", 403)),
    "cashier": (("/batches/99", 404), ("/claims?position=999999", 404), ("/nowhere", 404)),
    "admin": (("/claims", 403),),
}
ELSEWHERE = {  # where else axe looks at a page, or why it is none
    "/login": "test_people.py",
    "/first/{token}": "only of a server without accounts; its fields are those of /password",
    "/password-link/{token}": "its fields are those of /password",
    "/me/factor": "test_people.py",
    "/me/factor.svg": "a picture",
    "/jobs/{id}": "only of a job",
    "/imports/{id}": "test_handing_in.py",
    "/attachments/{digest}": "a file",
    "/enterprises/{uscc}/step": "a part of /enterprises/{uscc}",
    "/policy/draft/changes.{suffix}": "a file",
    "/policy/draft/jobs/{id}": "only of a job",
    "/policy/proposals/{proposal}": "test_proposing.py",
    "/policy/proposals/{proposal}/changes": "only while a version waits",
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("every")
    store = few_claims(folder)
    prepare(store, folder)
    return store


def forms_of(role: str) -> list[str]:
    """Return the forms that a role is the first to be named for."""
    return [act_path(verb) for verb, roles in acts().items() if role == min(roles)]


@pytest.mark.parametrize(
    ("role", "language"), [*((role, "zh") for role in PAGES), ("auditor", "en")]
)
def test_a_page_of_every_route_has_no_barrier_and_fits_its_window(
    browser: Browser, prepared: Path, role: str, language: str
) -> None:
    wrong: list[object] = []
    asked = [(path, 200) for path in (*PAGES[role], *forms_of(role)[:FORMS])]
    with office(browser, prepared) as desk:
        tab = desk.tab(role)
        tab.goto(f"/login?lang={language}")
        for path, status in (*asked, *REFUSED.get(role, ())):
            answer = tab.goto(path)
            assert answer is not None
            wrong += [(path, answer.status)] if answer.status != status else []
            wrong += against(tab, path)
    assert wrong == []


def test_a_form_that_is_sent_back_and_shown_once_more_has_no_barrier(
    browser: Browser, prepared: Path
) -> None:
    wrong: list[object] = []
    with office(browser, prepared) as desk:
        tab = desk.tab("approver")
        for words, status in (("", 422), ("no", 200)):
            tab.goto("/do/reject?claim=Waits")
            tab.locator("main [name=reason]").fill(words)
            tab.locator("main form").evaluate_all(
                "all => all.forEach(each => each.noValidate = true)"
            )
            with tab.expect_navigation() as sent:
                tab.locator("main button[value=check]").click()
            wrong += [(words, sent.value.status)] if sent.value.status != status else []
            wrong += against(tab, f"{status}")
    assert wrong == []


def against(tab: Page, path: str) -> list[object]:
    """Return what is wrong with the page that a window shows, at each width."""
    wrong: list[object] = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        if width in LOOKED_AT:
            wrong += [(path, width, each) for each in barriers(tab)]
        wide = tab.evaluate("document.documentElement.scrollWidth")
        wrong += [(path, width, wide)] if wide > width else []
    return wrong


def test_every_route_of_a_page_is_looked_at(prepared: Path) -> None:
    with Server(Settings(address=address(prepared)), every_verb()) as server:
        routes = [each for each in pages(server) if isinstance(each, Entry)]
        every = {each.path for each in routes if "GET" in (each.methods or ())}
        looked_at = {
            route.path
            for role, paths in PAGES.items()
            for path in (*paths, *forms_of(role))
            if isinstance(route := route_of(path, routes), Entry)
        }
    assert every - looked_at == ELSEWHERE.keys()
