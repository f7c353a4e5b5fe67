"""Pages in a real browser: no barrier, nothing wider than a telephone, keys, sums, paper."""

from __future__ import annotations

from pathlib import Path
from subprocess import run
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from tests.adapters.web.pages.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
CHOSEN = "[data-chosen] [data-text]"


def barriers(tab: Page) -> list[tuple[str, str]]:
    """Return what axe has against the page: a rule, and the first element it is about."""
    tab.evaluate(AXE)
    found_by_axe: dict[str, Any] = tab.evaluate("axe.run()")
    return [(each["id"], each["nodes"][0]["html"]) for each in found_by_axe["violations"]]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "light"), (1280, "dark")])
@pytest.mark.parametrize("path", ["/claims?wrong=1&position=12", "/claims?lang=en", "/check"])
def test_a_page_has_no_barrier_and_fits_its_window(
    browser: Browser, site: Site, path: str, width: int, scheme: Any
) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab.goto(site.address + path)
    tab.evaluate("document.querySelectorAll('main details').forEach((each) => each.open = true)")

    assert barriers(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.close()


@pytest.mark.parametrize("dialog", ["keys", "ended", "sure"])
def test_an_open_dialog_has_no_barrier(tab: Page, site: Site, dialog: str) -> None:
    tab.goto(f"{site.address}/claims")
    tab.evaluate(f"document.getElementById('{dialog}').showModal()")

    assert barriers(tab) == []


def test_rows_are_chosen_by_keys_and_the_bar_says_their_sum(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/claims")
    tab.keyboard.press("j")
    tab.keyboard.press("x")
    tab.keyboard.press("j")
    tab.keyboard.press("x")

    assert tab.inner_text(CHOSEN) == "已选 2 笔，合计 3,703,703.67 元"

    tab.keyboard.press("a")

    assert tab.inner_text("#sure [data-sum]") == "已选 2 笔，合计 3,703,703.67 元"

    tab.keyboard.press("x")
    tab.keyboard.press("Escape")

    assert not tab.locator("#sure").is_visible()
    assert tab.inner_text(CHOSEN) == "已选 2 笔，合计 3,703,703.67 元"


def test_all_are_chosen_but_those_that_are_lowered(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/claims")
    tab.check("[data-every]")

    assert tab.locator("[data-rows] input[name=chosen]:checked").count() == 40
    assert tab.locator("tr.lowered input[name=chosen]:checked").count() == 0

    tab.uncheck("[data-every]")

    assert tab.inner_text(CHOSEN) == "已选 0 笔，合计 0.00 元"


def test_a_key_does_nothing_in_a_field_with_a_modifier_held_down_or_turned_off(
    tab: Page, site: Site
) -> None:
    tab.goto(f"{site.address}/claims")
    tab.keyboard.press("/")
    tab.keyboard.type("jxg?")

    assert tab.input_value("#search") == "jxg?"
    assert tab.locator("tr.here").count() == 0

    tab.keyboard.press("Escape")
    tab.keyboard.press("Control+j")
    tab.keyboard.press("Alt+x")

    assert tab.locator("tr.here").count() == 0

    tab.keyboard.down("j")
    tab.keyboard.down("j")  # again without letting go: it repeats
    tab.keyboard.up("j")

    assert tab.locator("tr.here th").inner_text() == "YQ-0001/1"

    tab.evaluate("document.body.dataset.keys = 'off'")
    tab.keyboard.press("j")

    assert tab.locator("tr.here th").inner_text() == "YQ-0001/1"


def test_g_and_a_letter_go_to_a_place_and_o_opens_the_row(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/claims")
    tab.keyboard.press("?")

    assert tab.locator("#keys").is_visible()

    tab.keyboard.press("Escape")
    tab.keyboard.press("g")
    tab.keyboard.press("p")
    tab.wait_for_url("**/policy")
    tab.go_back()
    tab.keyboard.press("j")
    tab.keyboard.press("o")
    tab.wait_for_url("**/claims/YQ-0001%2F1")


def test_a_form_is_sent_once_however_often_it_is_clicked(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/check")
    tab.evaluate(
        "() => { const send = document.querySelector('main button[value=send]');"
        " send.click(); send.click(); send.click(); }"
    )
    tab.get_by_text("done").wait_for()

    assert [each["step"] for each in site.sent] == [["send"]]
    assert site.sent[0]["measures"] == ["a", "c"]


def test_an_ended_session_is_said_in_place_and_what_was_typed_stays(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/claims")
    tab.fill("#field-reason", "已核对原件")
    site.lasts = False
    tab.click("main form[method=post] button[value=check]")
    tab.locator("#ended").wait_for()

    assert site.sent == []
    assert tab.input_value("#field-reason") == "已核对原件"

    site.lasts = True
    tab.keyboard.press("Escape")
    tab.click("main form[method=post] button[value=check]")
    tab.get_by_text("done").wait_for()

    assert len(site.sent) == 1


def test_a_part_that_is_asked_for_after_the_session_ended_leaves_the_page_as_it_is(
    tab: Page, site: Site
) -> None:
    tab.goto(f"{site.address}/claims")
    site.lasts = False
    before = tab.inner_text("h1")
    tab.evaluate("htmx.ajax('GET', '/part', {target: 'h1'})")
    tab.locator("#ended").wait_for()

    assert tab.inner_text("h1") == before


def test_errors_have_the_focus_and_lead_to_their_fields(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/claims?wrong=1")

    assert tab.evaluate("document.activeElement.className") == "error errors"

    tab.get_by_role("link", name="2022-13-01 不是日期").click()

    assert tab.evaluate("document.activeElement.id") == "field-on"


def test_a_file_is_dropped_on_its_box(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/claims")
    tab.evaluate(
        "() => { const moved = new DataTransfer();"
        " moved.items.add(new File(['x'], '申报 <b>.xlsx'));"
        " document.querySelector('[data-drop]').dispatchEvent("
        "new DragEvent('drop', {dataTransfer: moved, bubbles: true, cancelable: true})); }"
    )

    assert tab.inner_text("[data-picked]") == "申报 <b>.xlsx (1 KB)"


def test_a_slider_says_where_it_stands(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/claims")
    tab.focus("#step")
    tab.keyboard.press("ArrowLeft")

    assert tab.get_attribute("#step", "aria-valuetext") == "第 1 步"
    assert tab.input_value("#position") == "3"


def test_without_script_a_table_is_sorted_filtered_and_turned_over(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site.address}/claims")
    tab.click("thead a:has-text('granted')")
    tab.click("thead a:has-text('granted')")

    assert tab.locator("tbody th").first.inner_text() == "YQ-0123/4"
    assert tab.get_attribute("thead th:last-child", "aria-sort") == "descending"

    tab.get_by_role("link", name="下一页").click()

    assert "sort=-granted" in tab.url
    assert tab.get_by_label("第 2 页").get_attribute("aria-current") == "page"
    assert "第 2 页" in tab.title()
    context.close()


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_no_text_of_a_chart_goes_over_its_edge(tab: Page, site: Site, width: int) -> None:
    """A box of text is a line high, which is more than its signs are."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(f"{site.address}/claims")
    over = tab.evaluate(
        "() => [...document.querySelectorAll('.chart > svg')].flatMap((svg) => "
        "[...svg.querySelectorAll('text')].filter((text) => { const box = text.getBBox();"
        " return box.x < -1 || box.x + box.width > svg.clientWidth + 1 || box.y < -2 ||"
        " box.y + box.height > svg.clientHeight + 2; }).map((t) => t.textContent))"
    )

    assert over == []
    boxes = [picture.bounding_box() for picture in tab.locator(".chart > svg").all()]
    assert [each for each in boxes if each is None or each["x"] + each["width"] > width] == []


@pytest.mark.parametrize(
    ("language", "number", "position"),
    [("zh", "第1页/共", "账本位置 16526"), ("en", "Page 1 of", "Log position 16526")],
)
def test_every_sheet_of_paper_says_its_number_and_what_it_rests_on(
    browser: Browser, site: Site, tmp_path: Path, language: str, number: str, position: str
) -> None:
    tab = browser.new_page()
    tab.goto(f"{site.address}/claims?lang={language}&position=12")
    printed = tmp_path / "page.pdf"
    tab.pdf(path=str(printed), prefer_css_page_size=True)
    tab.close()
    text = run(["pdftotext", "-layout", printed, "-"], capture_output=True, check=True, text=True)
    sheets = text.stdout.split("\f")[:-1]

    assert len(sheets) > 3
    assert number.replace(" ", "") in sheets[0].replace(" ", "")
    assert [sheet for sheet in sheets if position not in sheet] == []
    assert ["granted" in sheet.casefold() for sheet in sheets[:2]] == [True, True]
