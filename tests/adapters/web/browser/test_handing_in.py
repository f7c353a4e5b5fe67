"""A clerk imports a workbook, corrects what is sent back, and enters one claim by its form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.web.browser.conftest import Opens, barriers
from tests.domain.given import USCC, approval, submission, trademark
from tests.support.command import asked, write_lines
from tests.support.ledgers import do, opened
from tests.support.money_desk import case

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIGURES = "main .grid > section.c4 .big"  # read, recorded, recorded before, sent back
LACKING = {"zh": "待填写", "en": "Still to be filled in"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = tmp_path / "ledger.db"
    with opened(store) as made:
        do(made.handler, submission("C1", trademark("50000")))
        do(made.handler, approval("C1"))
        made.catch_up()
    return store


def figures(tab: Page) -> list[str]:
    shown = tab.locator(FIGURES)
    shown.first.wait_for(timeout=60_000)
    return [each.split()[0] for each in shown.all_inner_texts()][:4]


def record(tab: Page) -> None:
    """Have what was tried out recorded, and wait until it is."""
    tab.locator("form.chosen button[data-act]").click()
    tab.locator("main .done").wait_for(timeout=60_000)


def hand_in(tab: Page, file: Path) -> None:
    tab.goto("/imports")
    tab.set_input_files("#field-files", str(file))
    tab.locator("button[value=send]").click()


@pytest.mark.parametrize("language", LACKING)
def test_a_file_is_imported_corrected_and_imported_again(
    opens: Opens, store: Path, tmp_path: Path, language: str
) -> None:
    good, bad = case("A", "10"), case("B", "20") | {"uscc": "12345"}
    tab = opens(store).tab("clerk")
    tab.goto(f"/login?lang={language}")

    hand_in(tab, write_lines(tmp_path / "申报.jsonl", [good, bad]))
    assert figures(tab) == ["2", "1", "0", "1"]
    assert barriers(tab) == []
    with tab.expect_download() as taken:
        tab.locator("a[download]").first.click()
    returned = tmp_path / taken.value.suggested_filename
    taken.value.save_as(returned)
    record(tab)
    assert figures(tab)[1] == "1"

    lines = returned.read_text(encoding="utf-8").replace("12345", USCC)
    returned.write_text(lines, encoding="utf-8")
    hand_in(tab, returned)
    assert figures(tab) == ["1", "1", "0", "0"]
    record(tab)
    assert figures(tab)[1] == "1"

    assert sorted(claim["claim_no"] for claim in asked(store, "claims")) == ["A", "B", "C1"]


@pytest.mark.parametrize("language", LACKING)
def test_what_a_claim_would_be_granted_is_shown_while_it_is_typed(
    opens: Opens, store: Path, language: str
) -> None:
    tab = opens(store).tab("clerk")
    tab.goto(f"/claims/new?kind=trademark&lang={language}")
    pane = tab.locator("#foreseen")

    for name, word in (
        ("claim_no", "N-1"),
        ("uscc", USCC),
        ("enterprise", "某某有限公司"),
        ("facts.registration_no", "R-77"),
        ("occurred_on", "2022-05-01"),
        ("facts.fee", "20000"),
    ):
        tab.locator(f'[name="{name}"]').fill(word)
    pane.get_by_text(LACKING[language]).wait_for()
    tab.locator('[name="facts.country"]').select_option("DE")
    tab.locator('[name="facts.self_export"]').first.check()

    pane.locator(".big", has_text="5,000.00").wait_for()
    assert pane.locator("a", has_text="C1").count() == 1
    assert barriers(tab) == []
    tab.locator('[name="facts.fee"]').fill("2000")
    pane.locator(".big", has_text="1,000.00").wait_for()

    assert [claim["claim_no"] for claim in asked(store, "claims")] == ["C1"]
    tab.locator("button[value=send]").click()
    tab.wait_for_url("**/claims/N-1")
    assert sorted(claim["claim_no"] for claim in asked(store, "claims")) == ["C1", "N-1"]


def test_pages_of_handing_in_fit_a_telephone_and_have_no_barrier(opens: Opens, store: Path) -> None:
    office = opens(store)
    for width in (1280, 320):
        tab = office.tab("clerk", width)
        for path in ("/imports", "/claims/new", "/claims/new?kind=trademark"):
            tab.goto(path)
            assert barriers(tab) == []
            assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_a_booth_more_and_a_booth_fewer_are_fields_more_and_fewer(
    opens: Opens, store: Path
) -> None:
    tab = opens(store).tab("clerk")
    tab.goto("/claims/new?kind=exhibition")
    fees = tab.locator('[name="facts.booth_fees"]')
    before = fees.count()

    tab.locator("[data-more]").click()
    assert fees.count() == before + 1
    assert str(before + 1) in (fees.last.get_attribute("aria-label") or "")
    for at in range(before + 1):
        fees.nth(at).fill(f"{at + 1}0000")
    tab.locator("[data-less]").first.click()
    assert [fees.nth(at).input_value() for at in range(before)] == [
        f"{at}0000" for at in range(2, before + 2)
    ]
    assert fees.first.get_attribute("id") == "field-facts.booth-fees"
    assert barriers(tab) == []
