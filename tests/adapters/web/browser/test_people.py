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


def test_an_account_is_added_and_its_owner_chooses_a_password_by_its_link(
    opens: Opens, store: Path
) -> None:
    office = opens(store)
    admin = office.tab("admin")
    admin.goto("/accounts")
    admin.locator("summary", has_text="新增账号").click()
    admin.locator("#new-account").fill("zhao")
    admin.get_by_label("经办", exact=True).check()
    admin.get_by_role("button", name="新增", exact=True).click()
    link = admin.locator(".once").inner_text()
    assert barriers(admin) == []

    clerk = office.tab(None)
    clerk.goto(link)
    clerk.locator("#new-password").fill("an own long password")
    clerk.locator("#again").fill("an own long password")
    clerk.locator("main button").click()
    clerk.locator("#account").fill("zhao")
    clerk.locator("#password").fill("an own long password")
    clerk.get_by_role("button", name="登录").click()
    clerk.locator(".who a", has_text="zhao").click()

    clerk.get_by_role("button", name="设置动态口令").click()
    clerk.wait_for_url("**/me/factor")
    clerk.wait_for_load_state("load")
    assert clerk.evaluate("document.querySelector('img.qr').naturalWidth") > 100
    clerk.locator("main summary").click()
    assert barriers(clerk) == []
