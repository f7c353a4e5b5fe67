"""An approver decides by keys; what is shown of it is what the ledger answered."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.web.browser.conftest import Opens, barriers
from tests.domain.given import approval, submission, trademark
from tests.support.command import asked, write_lines
from tests.support.ledgers import do, opened
from tests.support.money_desk import case, code

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

BAR = "[data-chosen] [data-text]"
SAID = {
    "zh": "已选 {count} 笔，合计 {sum} 元", "en": "{count} chosen, {sum} yuan together"
}  # fmt: skip
MANY = 200
FEES = ("50000", "20000", "10000", "2000")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = tmp_path / "ledger.db"
    with opened(store) as made:
        for serial, fee in enumerate(FEES, start=1):
            do(made.handler, submission(f"C{serial}", trademark(fee)))
        made.catch_up()
    return store


@pytest.mark.parametrize("language", SAID)
def test_claims_are_approved_by_keys_as_they_were_seen(
    opens: Opens, store: Path, language: str
) -> None:
    office = opens(store)
    tab = office.tab("approver")
    tab.goto(f"/approve?lang={language}")
    said = SAID[language].format(count=1, sum="10,000.00")

    tab.keyboard.press("j")
    tab.keyboard.press("j")
    tab.keyboard.press("x")
    tab.locator("#pane .big", has_text="5,000.00").wait_for()
    tab.locator(BAR, has_text=said).wait_for()
    tab.keyboard.press("a")
    tab.locator("#sure[open]").wait_for()
    assert tab.locator("#sure [data-sum]").inner_text() == said
    assert tab.locator("#sure li").all_inner_texts() == ["C2: 5,000.00 → 10,000.00"]
    assert barriers(tab) == []
    tab.keyboard.press("Enter")
    tab.locator("tr.settled", has_text="10,000.00").wait_for()

    stand = {claim["claim_no"]: claim["granted_fen"] for claim in asked(store, "claims")}
    assert stand == {"C1": 0, "C2": 1_000_000, "C3": 0, "C4": 0}
    assert tab.locator("input[value=C2]").is_disabled()


def test_two_hundred_claims_are_approved_by_keys(opens: Opens, tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    rows = [case(f"M{serial}", f"{serial}", code(serial)) for serial in range(1, MANY + 1)]
    asked(store, "backfill", write_lines(tmp_path / "many.jsonl", rows), "--by", "clerk")
    tab = opens(store).tab("approver")
    tab.goto("/approve")
    assert tab.locator("input[name=chosen]").count() == MANY

    tab.locator("[data-every]").focus()
    tab.keyboard.press("Space")
    tab.locator(BAR, has_text="已选 200 笔，合计 20,100.00 元").wait_for()
    tab.keyboard.press("a")
    tab.locator("#sure[open]").wait_for()
    tab.keyboard.press("Enter")
    tab.locator("[data-said]", has_text="200").wait_for(timeout=60_000)

    assert tab.locator("tr.settled").count() == MANY
    decided = asked(store, "claims", "--status", "approved")
    stand = {claim["claim_no"]: claim["granted_fen"] for claim in decided}
    assert stand == {f"M{serial}": serial * 100 for serial in range(1, MANY + 1)}


def test_choosing_all_leaves_what_is_lowered_and_a_figure_that_changed_is_shown(
    opens: Opens, store: Path
) -> None:
    office = opens(store)
    tab = office.tab("approver")
    tab.goto("/approve")

    tab.locator("[data-every]").click()
    tab.locator(BAR, has_text="已选 1 笔，合计 25,000.00 元").wait_for()
    tab.keyboard.press("a")
    tab.locator("#sure[open]").wait_for()
    assert not tab.locator("#sure [data-differs]").is_visible()
    tab.keyboard.press("Escape")
    tab.locator("[data-lowered]").click()
    tab.locator(
        BAR, has_text=re.compile("^已选 4 笔，合计 30,000.00 元$")
    ).wait_for()  # as answered
    with opened(store) as other:
        do(other.handler, approval("C4"))
        other.catch_up()
    tab.keyboard.press("a")
    tab.locator("#sure[open]").wait_for()
    tab.keyboard.press("Enter")
    tab.locator("tr.settled", has_text="25,000.00").wait_for()

    differing = tab.locator("tr.differs").first
    differing.wait_for()
    assert "未核定" in differing.inner_text()
    assert "4,000.00" in differing.inner_text()
    tab.close()


def test_the_queue_has_no_barrier_and_fits_a_telephone(opens: Opens, store: Path) -> None:
    office = opens(store)
    for width in (1280, 320):
        tab = office.tab("approver", width)
        for path in ("/approve", "/approve/claims/C2"):
            tab.goto(path)
            assert barriers(tab) == []
            assert tab.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("ending", ["click", "a"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("way", ["header", "shift", "lowered", "x", "filter"])
def test_in_whatever_way_claims_are_chosen_they_can_be_approved_at_once(
    opens: Opens, store: Path, way: str, language: str, ending: str
) -> None:
    from playwright.sync_api import Error

    tab = opens(store).tab("approver")
    tab.goto(f"/approve?lang={language}")
    held: list[Route] = []  # figures are held back until the act was asked for
    is_asked = False
    tab.route(
        "**/approve/preview",
        lambda route: route.continue_() if is_asked else held.append(route),
    )

    with tab.expect_request("**/approve/preview"):
        choose(tab, way)
    if ending == "click":
        tab.locator("[data-act]").click()
    else:
        tab.locator("h1").click()
        tab.keyboard.press("a")
    assert not tab.locator("#sure[open]").count()  # the figure is not known yet
    is_asked = True
    for route in held:  # but for the last, of a choice that was changed since
        with suppress(Error):
            route.continue_()
    tab.locator("#sure[open]").wait_for()
    tab.keyboard.press("Enter")
    tab.locator("tr.settled").first.wait_for()

    stand = {
        claim["claim_no"] for claim in asked(store, "claims") if claim["status"] != "submitted"
    }
    assert stand == DECIDED[way]
    left = 4 - len(stand)
    tab.locator("#lead", has_text=f"{left} ").wait_for()
    assert "0" in tab.locator(BAR).inner_text()
    said = tab.locator("[data-said]").inner_text()
    assert str(len(stand)) in said
    assert tab.locator("[data-act]").is_disabled()


@pytest.mark.parametrize(("way", "count"), [("header", 1), ("lowered", 3)])
def test_what_is_chosen_before_the_page_is_whole_is_chosen(
    opens: Opens, store: Path, way: str, count: int
) -> None:
    tab = opens(store).tab("approver")
    held: list[Route] = []
    tab.route(re.compile(r"/(app|approving)\.js"), lambda route: held.append(route))
    with tab.expect_request(re.compile(r"/approving\.js")):
        tab.goto("/approve", wait_until="commit")

    choose(tab, way)
    for route in held:
        route.continue_()

    tab.locator(BAR, has_text=re.compile(f"^已选 {count} 笔，合计 [\\d,.]+ 元$")).wait_for()


DECIDED = {
    "header": {"C1"},
    "shift": {"C2", "C3"},
    "lowered": {"C2", "C3", "C4"},
    "x": {"C1"},
    "filter": {"C1"},
}


def choose(tab: Page, way: str) -> None:
    """Choose claims in one of the ways that the page has."""
    match way:
        case "header":
            tab.locator("[data-every]").click()
        case "shift":
            tab.locator("input[value=C2]").click()
            tab.locator("input[value=C3]").click(modifiers=["Shift"])
        case "lowered":
            tab.locator("[data-lowered]").click()
        case "x":
            tab.keyboard.press("j")
            tab.keyboard.press("x")
        case "filter":
            tab.locator("input[name=full]").check()
            tab.locator("#filter button").click()
            tab.wait_for_url("**full=*")  # and until the page is whole
            tab.locator("[data-every]").click()
