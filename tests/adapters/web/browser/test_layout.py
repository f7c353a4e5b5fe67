"""Nothing of a page lies outside its window or its sheet: figures of charts, columns, times."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from subprocess import run
from typing import TYPE_CHECKING, Any

import pytest

from tests.adapters.web.browser.conftest import Opens, barriers
from tests.domain.given import submission, trademark
from tests.support.command import asked
from tests.support.few_claims import ONE, few_claims
from tests.support.ledgers import do, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIGURES = (
    "[...document.querySelectorAll('main svg text')].map(each => each.getBoundingClientRect())"
)
OUTSIDE = f"""() => {{
  const wide = document.documentElement.clientWidth;
  return {FIGURES}.filter(each => each.width && (each.left < 0 || each.right > wide)).length;
}}"""
CUT = """() => [...document.querySelectorAll('.wide')].filter(
  each => each.scrollWidth > each.clientWidth + 1).map(each => each.getAttribute('aria-label'))"""
LINES = """(cells) => [...document.querySelectorAll(cells)].map(cell => {
  const range = document.createRange(); range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(each => Math.round(each.top))).size; })"""
SHEET = {"width": 703, "height": 1020}  # pixels of A4 within its margins


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = few_claims(tmp_path)
    money = ("--amount", "30000000", "--document", "财预〔2022〕1号", "--on", "2022-02-10")
    asked(store, "budget", "appropriate", "2022", *money, "--by", "zhao")
    with opened(store) as made:
        for serial in range(1, 9):
            claim = submission(f"YQ2022-07000{serial}", trademark("5000000"))
            do(made.handler, replace(claim, enterprise="乐清市南岙金溯精密阀门有限公司"))
        made.catch_up()
    return store


def figures(tab: Page) -> int:
    """Return how many figures of charts are seen."""
    seen: int = tab.evaluate(f"() => {FIGURES}.filter(each => each.width).length")
    return seen


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_of_a_chart_is_within_its_window_and_its_sheet(
    opens: Opens, store: Path, language: str
) -> None:
    tab = opens(store).tab("finance", 375)
    wrong: dict[Any, Any] = {}
    for path in ("/?year=2022", "/budget/2022", "/caps?year=2022", "/policy"):
        tab.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        for media, size in (
            ("screen", {"width": 375, "height": 900}),
            ("screen", {"width": 320, "height": 900}),
            ("screen", {"width": 1280, "height": 900}),
            ("print", SHEET),
        ):
            tab.emulate_media(media=media)  # type: ignore[arg-type]
            tab.set_viewport_size(size)  # type: ignore[arg-type]
            assert figures(tab) > 3, path
            if outside := tab.evaluate(OUTSIDE):
                wrong[path, media, size["width"]] = outside
            if media == "screen":
                assert barriers(tab) == []
            if media == "print" and (cut := tab.evaluate(CUT)):
                wrong[path, media] = cut
    assert wrong == {}


@pytest.mark.parametrize(
    ("path", "named", "skip"),
    [
        ("/claims/June?lang=zh", ("June", "示例企业", "核定"), "跳到正文"),
        ("/claims/June?lang=en", ("June", "示例企业"), "Skip to the content"),
        ("/batches/1?lang=zh", ("示例企业", "批次 1"), "跳到正文"),
    ],
)
def test_a_page_is_printed_on_a4_without_what_is_for_a_window(
    opens: Opens, store: Path, tmp_path: Path, path: str, named: tuple[str, ...], skip: str
) -> None:
    account = ("--account", "1203282009200012345", "--bank", "B", "--by", "clerk")
    asked(store, "enterprise", "account", ONE, *account)
    asked(store, "batch", "compute", "--budget-year", "2022", "--by", "zhao")
    tab = opens(store).tab("finance")
    tab.goto(path)
    places = tab.locator("nav.places a").all_inner_texts()
    assert skip in (tab.locator(".skip").text_content() or "")
    printed = tmp_path / "page.pdf"
    tab.pdf(path=str(printed), prefer_css_page_size=True)

    text = written("pdftotext", "-layout", printed, "-")
    assert [word for word in named if word not in text] == []
    assert skip not in text
    assert len(places) > 3
    lines = {line.strip() for line in text.splitlines()}
    assert [place for place in places if place in lines] == []  # each stands by itself on paper
    assert not any(all(place in line for place in places) for line in lines)
    sizes = re.findall(r"Page size: +(\d+)\S* x (\d+)", written("pdfinfo", printed))
    assert {tuple(sorted(map(int, each))) for each in sizes} <= {(594, 841), (595, 841), (595, 842)}


def written(*command: object) -> str:
    words = [str(each) for each in command]
    return run(words, capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_queue_has_all_its_columns_beside_the_claim_that_is_stood_on(
    opens: Opens, store: Path, language: str
) -> None:
    tab = opens(store).tab("approver", 1280)
    tab.goto(f"/approve?lang={language}")

    assert tab.evaluate(CUT) == []
    queue, pane = tab.locator("#decisions").bounding_box(), tab.locator(".pane").bounding_box()
    assert queue is not None
    assert pane is not None
    assert queue["x"] + queue["width"] < pane["x"]
    assert set(tab.evaluate(LINES, "#decisions tbody th + td")) == {2}


def test_a_time_stands_on_one_line(opens: Opens, store: Path) -> None:
    tab = opens(store).tab("admin", 375)
    tab.goto("/journal")

    lines = tab.evaluate(LINES, "tbody .day")
    assert len(lines) > 3
    assert set(lines) == {1}


CUT_TEXT = """(input) => { const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = getComputedStyle(input).font;
  const style = getComputedStyle(input), room = input.clientWidth
    - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return ruler.measureText(input.placeholder).width - room; }"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("officer", ["approver", "clerk", "admin"])
def test_the_head_of_a_page_is_low_on_a_telephone_and_shows_where_one_is(
    opens: Opens, store: Path, officer: str, language: str
) -> None:
    tab = opens(store).tab(officer, 375)
    path = {"approver": "/audit", "clerk": "/batches", "admin": "/accounts"}[officer]
    for width in (375, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(f"{path}?lang={language}")

        head = tab.locator(".top").bounding_box()
        here = tab.locator(".places [aria-current]").bounding_box()
        out = tab.locator(".top button").bounding_box()
        assert head is not None
        assert here is not None
        assert out is not None
        assert head["height"] <= 100
        assert here["x"] >= 0
        assert here["x"] + here["width"] <= width
        assert out["x"] + out["width"] <= width
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        assert barriers(tab) == []


def test_the_search_of_a_telephone_opens_where_its_sign_is_pressed(
    opens: Opens, store: Path
) -> None:
    tab = opens(store).tab("auditor", 320)
    tab.goto("/audit?lang=en")
    field = tab.locator("#search")
    assert (field.bounding_box() or {})["width"] < 10

    tab.locator("label[for=search]").click()

    assert (field.bounding_box() or {})["width"] > 250
    assert tab.evaluate(CUT_TEXT, field.element_handle()) <= 0
    assert barriers(tab) == []
    tab.keyboard.type("June")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/claims/June")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_field_of_the_head_shows_all_of_what_it_looks_for(
    opens: Opens, store: Path, language: str
) -> None:
    tab = opens(store).tab("approver", 1280)
    for width in (1280, 768):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(f"/audit?lang={language}")
        assert tab.evaluate(CUT_TEXT, tab.locator("#search").element_handle()) <= -20  # its cross
        assert (tab.locator(".top").bounding_box() or {})["height"] <= 100


PAINTED = """(kind) => { const style = getComputedStyle(document.querySelector(`.chart .${kind}`));
  return [style.fill, style.stroke, style.printColorAdjust]; }"""


def test_on_paper_a_cap_shows_what_filled_it_before_what_this_claim_took_and_what_is_left(
    opens: Opens, store: Path
) -> None:
    tab = opens(store).tab("auditor")
    tab.emulate_media(media="print")
    for claim, took in (("June", "one"), ("September", "full")):
        tab.goto(f"/claims/{claim}?lang=en")
        painted = {kind: tab.evaluate(PAINTED, kind) for kind in ("track", "two", took)}

        assert len({fill for fill, _, _ in painted.values()}) == 3  # three greys
        assert "rgb(0, 0, 0)" not in {fill for fill, _, _ in painted.values()}
        assert painted["track"][1] != "none"  # what is left has an edge
        assert {adjusted for _, _, adjusted in painted.values()} == {"exact"}
        assert tab.locator("summary", has_text="Filled before by").is_visible()
        assert tab.locator(".chart > svg > rect").count() == 2  # what before and this claim are


@pytest.mark.parametrize("width", [375, 768])
def test_a_name_in_a_table_takes_two_lines_not_five_where_a_window_is_narrow(
    opens: Opens, store: Path, width: int
) -> None:
    tab = opens(store).tab("approver", width)
    for path, cells in (("/claims", "tbody th + td"), ("/approve", "#decisions tbody th + td")):
        tab.goto(path)
        lines = tab.evaluate(LINES, cells)
        assert lines
        assert max(lines) <= 2
