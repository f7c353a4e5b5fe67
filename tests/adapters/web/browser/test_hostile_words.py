"""Names and reasons that would be HTML and script are words on every page, and nothing runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.web.browser.conftest import Opens
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import ONE, OTHER, claim, trademark

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT = "<script>alert(1); window.ran = 1</script>"
IMAGE = '"\'><img src=x onerror="alert(2); window.ran = 1">'
LINK = "javascript:alert(3)"
WORDS = (SCRIPT, IMAGE, LINK)
MADE = """() => [
  ...document.querySelectorAll('img[src=x], [onerror], a[href^="javascript:" i]'),
  ...[...document.scripts].filter(each => !each.src && each.type !== 'application/json'),
].map(each => each.outerHTML).concat(window.ran ? ['ran'] : [])"""
SHOWN = {  # the pages of each officer, and of which words each shows at least some
    "approver": (
        ("/", ()), ("/claims", (SCRIPT, IMAGE)), ("/claims/H-1", (SCRIPT,)),
        ("/claims/H-1/history", (SCRIPT,)), ("/claims/H-3", (LINK, IMAGE)),
        ("/claims/H-3/history", (LINK,)), (f"/enterprises/{ONE}", (SCRIPT, LINK)),
        (f"/enterprises/{OTHER}", (IMAGE,)), (f"/enterprises/{OTHER}?tab=history", (IMAGE,)),
        ("/enterprises", (IMAGE,)), ("/approve", (IMAGE, SCRIPT)),
        ("/approve/claims/H-2", ()), (f"/search?q={SCRIPT}", (SCRIPT,)),
        ("/waiting", ()), ("/totals", ()), (f"/do/reject?claim=H-2&reason={IMAGE}", ()),
    ),
    "auditor": (
        ("/audit", ()), ("/audit/exceptions", ()), ("/audit/delays", ()),
        ("/audit/separation", ()), ("/audit/sample?size=3&seed=a", ()), ("/account-checks", ()),
        (f"/history/{ONE}", (SCRIPT, LINK)),
    ),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = tmp_path / "ledger.db"
    rows = [
        trademark("H-1", "2022-05-01", "20000") | {"enterprise": SCRIPT},
        trademark("H-2", "2022-05-02", "20000", OTHER) | {"enterprise": IMAGE},
        claim("H-3", "trademark", "2022-05-03", registration_no=IMAGE, country="US",
              fee="10000", self_export=True) | {"enterprise": LINK},
        trademark("H-4", "2022-05-04", "10000") | {"enterprise": SCRIPT},
    ]  # fmt: skip
    backfilled = subsidy("backfill", write_lines(tmp_path / "a.jsonl", rows), "--store", store)
    assert backfilled.code == 0, backfilled.err
    asked(store, "approve", "H-1", "--by", SCRIPT)
    asked(store, "reject", "H-3", "--reason", LINK, "--by", IMAGE)
    return store


@pytest.mark.parametrize("role", SHOWN)
def test_hostile_words_are_shown_as_they_are_and_nothing_of_them_runs(
    opens: Opens, store: Path, role: str
) -> None:
    tab = opens(store).tab(role)  # what it asks, throws or is forbidden fails as it ends
    wrong: dict[str, object] = {}
    for path, words in SHOWN[role]:
        answer = tab.goto(path)
        assert answer is not None
        text = tab.locator("main").inner_text()
        if made := tab.evaluate(MADE):
            wrong[path] = made
        if answer.status != 200 or (lost := [word for word in words if word not in text]):
            wrong[path] = answer.status, lost, text
    assert wrong == {}


def test_hostile_words_that_are_typed_come_back_as_they_are(opens: Opens, store: Path) -> None:
    tab = opens(store).tab("approver")
    tab.goto("/do/reject?claim=H-2")
    tab.locator('main [name="reason"]').fill(IMAGE)
    tab.locator("main button[value=check]").click()
    tab.locator("main button[value=send]").wait_for()
    assert (IMAGE in tab.locator("main").inner_text(), tab.evaluate(MADE)) == (True, [])
    tab.locator("main button[value=change]").click()
    tab.locator('main [name="reason"]').wait_for()
    assert tab.locator('main [name="reason"]').input_value() == IMAGE

    stand_on_each(tab)


def stand_on_each(tab: Page) -> None:
    """Go over the queue by keys: what is shown beside it comes by a script of ours."""
    tab.goto("/approve")
    for claim_no in ("H-2", "H-4"):
        tab.keyboard.press("j")
        tab.locator("#pane", has_text=claim_no).wait_for()
        assert tab.evaluate(MADE) == []
