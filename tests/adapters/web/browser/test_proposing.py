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


@pytest.mark.parametrize("width", [1280, 390])
def test_a_version_is_confirmed_from_the_first_page_and_a_draft_is_proposed(
    width: int, opens: Opens, store: Path
) -> None:
    tab = opens(store).tab("approver", width)
    tab.goto("/")
    tab.locator(".tasks li.waits", has_text="chen 提请登记新版").locator("a").click()
    tab.wait_for_url("**/policy/proposals/1")
    assert barriers(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")

    tab.get_by_role("button", name="确认登记").click()
    tab.locator("#field-year[aria-invalid=true]").wait_for()
    tab.locator("#field-year").fill("2022")
    tab.get_by_role("button", name="确认登记").click()
    tab.get_by_role("heading", name="已登记为新版").wait_for()
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
    tab.get_by_role("button", name="下一步").click()
    tab.get_by_role("button", name="提请登记").click()
    tab.locator("a.button", has_text="继续").click()
    tab.wait_for_url("**/policy/proposals/2")

    assert tab.get_by_role("button", name="确认登记").count() == 0
    assert tab.get_by_text("须由其他核定人员确认登记").is_visible()
    assert barriers(tab) == []
    tab.get_by_role("link", name="撤回").click()
    tab.locator("#field-reason").fill("文号有误")
    tab.get_by_role("button", name="下一步").click()
    tab.get_by_role("button", name="提交").click()
    tab.locator("a.button", has_text="继续").click()
    tab.wait_for_url("**/policy/proposals/2")

    states = [each["state"] for each in asked(store, "policy", "proposals")]
    assert states == ["confirmed", "withdrawn"]
    assert "文号有误" in tab.locator("main").inner_text()
