"""Pages that are read, in a real browser: no barrier, no script needed, the slider by keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from adapters.web.who import COOKIE
from tests.adapters.web.pages.reading.test_claim_page import LATE
from tests.adapters.web.pages.reading.test_enterprise_page import PAGE, steps_of
from tests.adapters.web.pages.test_browser import barriers
from tests.adapters.web.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PAGES = (
    "/", "/claims", "/claims?min=much", f"/claims/{LATE}", f"/claims/{LATE}/history",
    f"/claims/{LATE}/late", "/enterprises?name=0", PAGE, f"{PAGE}?tab=statement&position=60",
)  # fmt: skip


def window(browser: Browser, web: Served, address: str, **given: Any) -> BrowserContext:
    """Return a browser in which an approver is logged in."""
    context = browser.new_context(locale="zh-CN", **given)
    context.add_cookies([{"name": COOKIE, "value": web.tokens["approver"], "url": address}])
    return context


@pytest.fixture
def tab(browser: Browser, web: Served, address: str) -> Iterator[Page]:
    context = window(browser, web, address)
    tab, faults = context.new_page(), list[str]()
    tab.set_default_timeout(20_000)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    yield tab
    context.close()
    assert faults == []


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_have_no_barrier_and_fit_their_window(
    browser: Browser, web: Served, address: str, width: int
) -> None:
    context = window(browser, web, address, viewport={"width": width, "height": 900})
    tab = context.new_page()
    wrong = {}
    for path in PAGES:
        tab.goto(address + path)
        tab.evaluate("document.querySelectorAll('main details').forEach((e) => e.open = true)")
        wrong[path] = barriers(tab), tab.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert wrong == {path: ([], width) for path in PAGES}


@pytest.mark.parametrize(
    ("language", "position"), [("zh", "账本位置 {}"), ("en", "Log position {}")]
)
def test_the_slider_moves_a_step_by_an_arrow_and_says_where_it_stands(
    tab: Page, web: Served, address: str, language: str, position: str
) -> None:
    steps = steps_of(web.get(f"{PAGE}?lang={language}").text)
    tab.goto(f"{address}/login?lang={language}")
    tab.goto(address + PAGE)
    slider = tab.locator("#slider")
    slider.focus()
    tab.keyboard.press("ArrowLeft")
    tab.locator(f'#step[data-position="{steps[-2][0]}"]').wait_for()

    assert slider.get_attribute("aria-valuetext") == steps[-2][1]
    assert tab.evaluate("document.activeElement.id") == "slider"
    assert tab.url.endswith(f"{PAGE}?step={steps[-2][0]}")

    tab.keyboard.press("Home")
    tab.locator(f'#step[data-position="{steps[0][0]}"]').wait_for()
    tab.locator("#below", has_text=position.format(steps[0][0])).wait_for()
    assert tab.locator("#tabbed").count() == tab.locator("#below").count() == 1
    tab.locator("main .steplinks a[rel=next]").click()
    tab.locator(f'#step[data-position="{steps[1][0]}"]').wait_for()

    assert slider.get_attribute("aria-valuetext") == steps[1][1]


def test_steps_are_gone_through_without_script(browser: Browser, web: Served, address: str) -> None:
    context = window(browser, web, address, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + PAGE)
    last = int(re.findall(r"第 (\d+)/", tab.inner_text(".said"))[0])
    tab.get_by_role("link", name="上一步").click()

    assert f"第 {last - 1}/{last} 步" in tab.inner_text(".said")
    assert not tab.locator("#slider").is_visible()
    context.close()


def test_an_order_is_settled_by_a_radio_a_document_and_a_check(tab: Page, address: str) -> None:
    tab.goto(f"{address}/claims/{LATE}/late")
    tab.get_by_role("radio", name="事项日期先后").check()
    tab.get_by_label("文号").fill("乐商务〔2022〕77号")
    tab.get_by_role("button", name="下一步").click()
    tab.get_by_text("乐商务〔2022〕77号").wait_for()
    tab.locator('button[value="send"]').click()
    tab.get_by_role("link", name="继续").click()

    tab.get_by_role("heading", name=LATE).wait_for()
    assert tab.url.endswith(f"/claims/{LATE}")
