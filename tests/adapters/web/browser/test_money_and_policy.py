"""A policy is drafted, a batch paid, a receipt read and an order settled, in either language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adapters.ledger.handling.clock import now
from domain.calendar import day_of
from tests.adapters.web.browser.conftest import Office, Opens, barriers
from tests.support.command import asked
from tests.support.few_claims import ONE, OTHER, few_claims

if TYPE_CHECKING:
    from playwright.sync_api import Page

LATE = "February"
RATE = "measures.overseas-trademark.rate"
WORDS = {
    "zh": {
        "continue": "下一步", "send": "提交", "check": "提交前请核对", "done": "已办理。",
        "draft": "登记为新版……", "record": "登记", "version": "已登记为新版", "pay": "拨付",
        "paid": "批次 1 已拨付", "show": "查看", "order": "事项日期先后", "go on": "继续",
        "ready": "可拨",
    },
    "en": {
        "continue": "Continue", "send": "Send", "check": "Check before you send", "done": "Done.",
        "draft": "Record as a version …", "record": "Record", "version": "Version recorded",
        "pay": "Pay", "paid": "Batch 1 paid", "show": "Show", "order": "by day of the matter",
        "go on": "Go on", "ready": "Payable",
    },
}  # fmt: skip


@dataclass(slots=True)
class Reader:
    """An officer at a window who reads one language and presses what is written on it."""

    tab: Page
    words: dict[str, str]

    def press(self, word: str) -> None:
        self.tab.locator("main").get_by_role("button", name=self.words[word], exact=True).click()

    def sees(self, word: str) -> None:
        self.tab.locator("main").get_by_text(self.words[word], exact=True).first.wait_for()

    def fill(self, **typed: str) -> None:
        for name, word in typed.items():
            self.tab.locator(f'main [name="{name}"]').fill(word)

    def act(self, path: str, **typed: str) -> None:
        """Carry out an act by its form, after it was shown once more."""
        self.tab.goto(path)
        self.fill(**typed)
        self.press("continue")
        self.sees("check")
        self.press("send")
        self.sees("done")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return few_claims(tmp_path)


@pytest.fixture(params=WORDS)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def reader(office: Office, by: str | None, language: str) -> Reader:
    tab = office.tab(by)
    tab.goto(f"/login?lang={language}")
    return Reader(tab, WORDS[language])


def test_a_policy_is_drafted_and_recorded_as_a_version(
    opens: Opens, store: Path, language: str
) -> None:
    approver = reader(opens(store), "approver", language)
    approver.tab.goto("/policy/draft")
    approver.tab.locator("details", has=approver.tab.locator(f'[name="v:{RATE}"]')).evaluate(
        "each => each.open = true"
    )
    approver.fill(**{f"v:{RATE}": "60"})
    approver.press("draft")
    approver.fill(
        document="乐政发〔2023〕2号", announced_on="2023-01-05", first_day="2023-01-01",
        last_day="2023-12-31", year="2023",
    )  # fmt: skip
    approver.press("continue")
    approver.sees("check")
    approver.press("record")
    approver.sees("version")

    assert [each["version"] for each in asked(store, "policy", "list")] == [1, 2]


def test_a_claim_is_corrected_by_the_fields_of_its_kind(
    opens: Opens, store: Path, language: str
) -> None:
    approver = reader(opens(store), "approver", language)
    approver.tab.goto("/claims/June")
    approver.tab.locator('main a[href*="/do/correct"]').click()
    fees = approver.tab.locator('[name="v:facts.booth_fees"]')
    assert [each.input_value() for each in fees.all()][:3] == ["28,571.43", "28,571.43", "7,142.86"]
    fees.nth(2).locator("xpath=..").get_by_role("button").click()  # one booth less
    approver.tab.locator('[name="v:facts.country"]').select_option("US")
    approver.fill(document="更正1号", reason="展位数有误")
    approver.press("continue")
    approver.sees("check")
    approver.tab.locator("dd li", has_text="→ 28,571.43; 28,571.43").wait_for()
    assert barriers(approver.tab) == []
    approver.press("send")
    approver.sees("done")

    (made,) = (each for each in asked(store, "history", "June") if "corrected" in each["type"])
    changed = {"country": "US", "booth_fees_fen": [2_857_143, 2_857_143]}
    assert made["facts"] == {"exhibition": "June", "key": True} | changed
    assert (made["by"], made["document"]) == ("approver", "更正1号")


def test_a_style_that_something_else_wrote_is_not_carried_into_a_part(
    opens: Opens, store: Path
) -> None:
    tab = opens(store).tab("approver")
    tab.goto("/policy/draft")
    field = tab.locator(f'[name="v:{RATE}"]')
    tab.locator("details", has=field).evaluate("each => each.open = true")
    for rate in ("60", "61"):
        field.fill(rate)
        tab.locator("#outcome .settings", has_text=f"{rate}%").wait_for()
        styled = tab.locator("#outcome [id]").evaluate_all(  # as an extension of a browser may
            "every => every.map((each) => { each.style.color = 'red'; return each.id; })"
        )
        assert styled  # a fault that the browser writes down is seen as the fixture ends


def test_a_batch_is_computed_published_and_paid(opens: Opens, store: Path, language: str) -> None:
    account = ("--account", "1203282009200012345", "--bank", "B", "--by", "clerk")
    for uscc in (ONE, OTHER):
        asked(store, "enterprise", "account", uscc, *account)
    office = opens(store)
    finance = reader(office, "finance", language)
    finance.act(
        "/do/budget-appropriate?year=2022", amount_fen="900000", document="D", on="2022-02-10"
    )
    finance.act("/do/batch-compute?budget_year=2022")
    finance.act("/do/batch-publish?number=1", on="2023-03-01", backdated="D")

    cashier = reader(office, "cashier", language)
    cashier.tab.goto("/batches/1")
    cashier.tab.locator("[aria-current=step]", has_text=cashier.words["ready"]).wait_for()
    cashier.tab.goto("/batches/1/pay")
    cashier.fill(receipt="R-1", on=day_of(now()).isoformat())
    cashier.press("continue")
    cashier.sees("check")
    cashier.press("pay")
    cashier.sees("paid")

    batch = asked(store, "batch", "show", "1")
    assert batch["state"] == "paid"
    assert [payment["receipt"] for payment in batch["payments"]] == ["R-1"]


def test_an_enterprise_reads_its_claim_by_the_code_that_an_officer_gives_out(
    opens: Opens, store: Path, language: str
) -> None:
    office = opens(store)
    clerk = reader(office, "clerk", language)
    clerk.tab.goto("/claims/June/proof")
    code = clerk.tab.locator("main .once").first.inner_text()
    anybody = reader(office, None, language)
    anybody.tab.goto("/receipt")
    anybody.fill(claim_no="June", code=code)
    anybody.press("show")

    (claim,) = (each for each in asked(store, "claims") if each["claim_no"] == "June")
    granted = f"{claim['granted_fen'] // 100:,}.{claim['granted_fen'] % 100:02d}"
    anybody.tab.locator("main .big", has_text=granted).wait_for()
    assert anybody.tab.locator("main caption").count() == 1  # how it was worked out
    anybody.fill(claim_no="June", code="AAAA-BBBB-CCCC")
    anybody.press("show")
    anybody.tab.locator("main .errors").wait_for()


def test_an_order_is_settled_for_a_late_claim(opens: Opens, store: Path, language: str) -> None:
    approver = reader(opens(store), "approver", language)
    approver.tab.goto(f"/claims/{LATE}/late")
    approver.tab.get_by_role("radio", name=approver.words["order"]).check()
    approver.fill(document="乐商务〔2022〕77号")
    approver.press("continue")
    approver.sees("check")
    approver.press("send")
    approver.sees("done")
    approver.tab.get_by_role("link", name=approver.words["go on"]).click()
    approver.tab.get_by_role("heading", name=LATE).wait_for()

    events = [each["type"] for each in asked(store, "history", ONE)]
    assert any("order" in each for each in events)
