"""Pages about who comes in, in a real browser: no barrier, nothing wider than a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.web.browser.conftest import Opens, barriers
from tests.domain.given import submission, trademark
from tests.support.ledgers import do, opened

PAGES = (
    (None, "/login"),
    (None, "/receipt"),
    ("admin", "/accounts"),
    ("admin", "/accounts/clerk"),
    ("admin", "/journal"),
    ("clerk", "/me"),
    ("clerk", "/password"),
    ("clerk", "/claims/C1/proof"),
    ("auditor", "/audit"),
    ("auditor", "/papers/check"),
    ("auditor", "/nowhere"),
)

ROOTS = {"zh": "zh-CN", "en": "en"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = tmp_path / "ledger.db"
    with opened(store) as made:
        do(made.handler, submission("C1", trademark("20000")))
        made.catch_up()
    return store


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_about_people_have_no_barrier_and_fit_their_window(
    opens: Opens, store: Path, width: int
) -> None:
    office = opens(store)
    wrong: list[object] = []
    for by, path in PAGES:
        tab = office.tab(by, width)
        for language in ("zh", "en"):
            tab.goto(f"{path}?lang={language}")
            tab.evaluate(
                "document.querySelectorAll('main details').forEach((each) => each.open = true)"
            )
            wrong += [(path, language, each) for each in barriers(tab)]
            wide = tab.evaluate("document.documentElement.scrollWidth")
            wrong += [(path, language, wide)] if wide > width else []
        tab.close()

    assert wrong == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_account_is_added_and_its_owner_chooses_a_password_by_its_link(
    opens: Opens, store: Path, language: str
) -> None:
    office = opens(store)
    admin = office.tab("admin")
    admin.goto(f"/accounts?lang={language}")
    form = admin.locator("details", has=admin.locator("#new-account"))
    form.locator("summary").click()
    admin.locator("#new-account").fill("zhao")
    form.locator("input[value=clerk]").check()
    form.locator("button").click()
    link = admin.locator(".once").inner_text()
    assert barriers(admin) == []

    clerk = office.tab(None)
    clerk.goto(f"/login?lang={language}")
    clerk.goto(link)
    clerk.locator("#new-password").fill("an own long password")
    clerk.locator("#again").fill("an own long password")
    clerk.locator("main button").click()
    clerk.locator("#account").fill("zhao")
    clerk.locator("#password").fill("an own long password")
    clerk.locator("main button").click()
    clerk.locator(".who a", has_text="zhao").click()

    clerk.locator('form[action="/me/factor"] button').click()
    clerk.wait_for_url("**/me/factor")
    clerk.wait_for_load_state("load")
    assert clerk.evaluate("document.querySelector('img.qr').naturalWidth") > 100
    clerk.locator("main summary").click()
    assert barriers(clerk) == []
    assert clerk.locator("html").get_attribute("lang") == ROOTS[language]
