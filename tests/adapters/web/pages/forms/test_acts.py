"""Acts by a form: nothing is shown for a check that is not whole, and a try-out is called one."""

from __future__ import annotations

import re

import pytest

from adapters.papers.bank.template import shipped
from tests.adapters.web.served import Served


@pytest.mark.parametrize(
    ("path", "by", "field"),
    [
        ("/do/reject?claim=X", "approver", "reason"),
        ("/do/budget-appropriate", "finance", "document"),
        ("/do/enterprise-account", "clerk", "account"),
        ("/do/attach", "clerk", "files"),
    ],
)
def test_what_is_missing_is_said_at_its_field_before_the_check(
    path: str, by: str, field: str, web: Served
) -> None:
    form = web.get(path, by).text
    sent = web.post(path.partition("?")[0], by, data={"step": "check", "claim": "X"})

    assert re.search(rf'id="field-{field}"[^>]* required', form)
    assert sent.status_code == 422
    assert "提交前请核对" not in sent.text
    assert f'id="field-{field}-error"' in sent.text
    assert re.search(rf'<a href="#field-{field}">[^<]+：未填写</a>', sent.text)


def test_a_reduction_is_shown_once_more_and_a_try_out_is_not_called_done(web: Served) -> None:
    (claim, *_others) = web.get("/api/v1/claims?status=approved", "auditor").json()
    sent = {"claims": claim["claim_no"]}

    check = web.post("/do/approve", "approver", data={**sent, "step": "check"})
    tried = web.post("/do/approve", "approver", data={"pending": "true", "dry_run": "true",
                                                      "step": "send"})  # fmt: skip

    assert "提交前请核对" in check.text
    assert tried.status_code == 200, tried.text
    assert "仅为试算" in tried.text
    assert 'class="done"' not in tried.text
    assert "sort=" not in tried.text.split("<main")[1]


def test_a_form_with_words_filled_in_keeps_the_defaults_of_the_others(web: Served) -> None:
    def line(path: str) -> str:
        (field,) = re.findall(r'<input[^>]*id="field-line"[^>]*>', web.get(path, "finance").text)
        return str(*re.findall('value="([^"]*)"', field))

    plain = line("/do/budget-return")

    assert plain
    assert line("/do/budget-return?year=2023") == plain
    assert line("/do/budget-return?year=2023&line=trademark") == "trademark"


@pytest.mark.parametrize("path", ["/do/batch-bank-file", "/do/batch-results"])
def test_the_layouts_of_a_bank_that_come_with_the_program_are_chosen_by_what_they_are(
    path: str, web: Served
) -> None:
    words = {"zh": "批量代发：竖线分隔", "en": "Many payees at one bank"}
    for language, said in words.items():
        form = web.get(f"{path}?lang={language}", "cashier").text
        offered = re.findall(r'type="radio"[^>]* name="template" value="([^"]*)"', form)
        assert offered == shipped()
        assert said.lower() in form.lower()
