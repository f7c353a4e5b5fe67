"""A version that one approver proposed is confirmed by another, and one's own is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.ledger.handling.publishing import carry_out_policy
from adapters.ledger.handling.units import Author
from domain.commands.policy import PublishPolicy
from tests.adapters.web.browser.conftest import Opens, barriers
from tests.domain.given import amended
from tests.support.command import asked
from tests.support.ledgers import opened

WORDS = {
    "zh": {
        "by chen": "chen 提请登记新版", "recorded": "已登记为新版",
        "own": "须由其他核定人员确认登记", "propose": "提请登记",
    },
    "en": {
        "by chen": "Version proposed by chen", "recorded": "Version recorded",
        "own": "You proposed it: another approver confirms it.", "propose": "Propose",
    },
}  # fmt: skip
RATE = "measures.overseas-trademark.rate"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A ledger of separated hands in which chen proposed a version."""
    store = tmp_path / "ledger.db"
    with opened(store) as made:
        made.catch_up()
    asked(store, "store", "prepare", "--separate-hands", "--by", "chief")
    with opened(store) as made:
        draft = PublishPolicy(policy=amended({RATE: "60%"}))
        carry_out_policy(made, draft, Author(by="chen", login="web:chen"))
        made.catch_up()
    return store


@pytest.mark.parametrize(("width", "language"), [(1280, "zh"), (390, "zh"), (1280, "en")])
def test_a_version_is_confirmed_from_the_first_page_and_a_draft_is_proposed(
    width: int, language: str, opens: Opens, store: Path
) -> None:
    words = WORDS[language]
    tab = opens(store).tab("approver", width)
    tab.goto(f"/?lang={language}")
    tab.locator(".tasks li.waits", has_text=words["by chen"]).locator("a").click()
    tab.wait_for_url("**/policy/proposals/1")
    confirm = tab.locator('main form[action$="/confirm"] button')
    assert barriers(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")

    confirm.click()
    tab.locator("#field-year[aria-invalid=true]").wait_for()
    tab.locator("#field-year").fill("2022")
    confirm.click()
    tab.get_by_role("heading", name=words["recorded"]).wait_for()
    assert [each["by"] for each in asked(store, "policy", "list")] == ["clerk", "approver"]

    tab.goto(f"/policy/draft/record?set={RATE}=70%25")
    for name, typed in (
        ("document", "商〔2023〕9号"),
        ("announced-on", "2023-01-05"),
        ("first-day", "2023-01-01"),
        ("last-day", "2023-12-31"),
        ("year", "2023"),
    ):
        tab.locator(f"#field-{name}").fill(typed)
    tab.locator("main button[value=check]").click()
    tab.get_by_role("button", name=words["propose"], exact=True).click()
    tab.locator("main .actions a.button").click()
    tab.wait_for_url("**/policy/proposals/2")

    assert confirm.count() == 0
    assert tab.get_by_text(words["own"]).is_visible()
    assert barriers(tab) == []
    tab.locator('main .actions a[href*="/do/policy-decline"]').click()
    tab.locator("#field-reason").fill("文号有误")
    tab.locator("main button[value=check]").click()
    tab.locator("main button[value=send]").click()
    tab.locator("main .actions a.button").click()
    tab.wait_for_url("**/policy/proposals/2")

    states = [each["state"] for each in asked(store, "policy", "proposals")]
    assert states == ["confirmed", "withdrawn"]
    assert "文号有误" in tab.locator("main").inner_text()
