"""What is typed into forms as nobody foresaw: gaps, other digits, and a thousand fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.web.api.requests import FIELDS_MAX
from tests.adapters.web.served import Served, served
from tests.support.few_claims import OTHER, few_claims

FORM = {"content-type": "application/x-www-form-urlencoded"}
FEES = "facts.booth_fees"
SOUND = {
    "kind": "exhibition", "claim_no": "B-1", "uscc": OTHER, "enterprise": "某某有限公司",
    "facts.exhibition": "广交会", "facts.country": "DE", "facts.key": "false",
    "occurred_on": "2022-05-01", "filed_on": "2022-06-01", "step": "look",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(few_claims(tmp_path_factory.mktemp("odd"))) as web:
        yield web


def looked(desk: Served, fees: list[str], **other: str) -> Any:
    """Look at what a claim of so many booths would be granted."""
    words = [*(SOUND | other).items(), *((FEES, fee) for fee in fees)]
    return desk.post("/claims/new?lang=en", content=urlencode(words), headers=FORM)


@pytest.mark.parametrize("fees", [
    ["20000"], ["", "20000", "", ""], ["２００００"], ["20,000"], ["２０，０００．００"], ["2万"],
    ["  20000  "],
], ids=str)  # fmt: skip
def test_a_booth_is_the_same_however_its_fee_is_typed(desk: Served, fees: list[str]) -> None:
    before, answer = looked(desk, ["20000"]), looked(desk, fees)

    assert answer.status_code == 200, answer.text
    assert before.text.count("10,000.00") == answer.text.count("10,000.00") > 0


@pytest.mark.parametrize("fees", [
    [], ["-1"], ["－1"], ["1e4"], ["nan"], ["9" * 30], ["1.001"], ["٢٠٠٠٠"], ["0"], ["2,00,00"],
    ["20\x00000"], ["¥20000"], ["20.000,00"], ["100"] * (FIELDS_MAX - 50),
    ["\n".join(["100"] * 10_000)],
], ids=lambda fees: ascii(fees[:1])[:20])  # fmt: skip
def test_what_is_no_fee_of_a_booth_is_named_at_its_field(desk: Served, fees: list[str]) -> None:
    answer = looked(desk, fees)

    assert answer.status_code == 422
    assert 'id="errors-title"' in answer.text


@pytest.mark.parametrize(("fees", "status"), [
    (["100"] * 10_000, 400), (["\n".join(["1"] * 600_000)], 400)
], ids=["fields", "lines"])  # fmt: skip
def test_a_form_of_too_much_is_refused_in_words_of_the_page(
    desk: Served, fees: list[str], status: int
) -> None:
    answer = looked(desk, fees)

    assert answer.status_code == status
    assert "What was sent cannot be read" in answer.text
    assert "Maximum" not in answer.text


@pytest.mark.parametrize("year", ["2023", "２０２３", " 2023 "])
def test_a_whole_number_is_typed_as_sheets_have_it(desk: Served, year: str) -> None:
    form = {"year": year, "amount_fen": "１，０００", "document": "文1", "on": "2023-01-03"}

    answer = desk.post("/do/budget-appropriate?lang=en", "finance", data=form)

    assert answer.status_code == 200, answer.text
    assert "1,000.00" in answer.text or "１，０００" in answer.text


@pytest.mark.parametrize("year", ["2,023", "٢٠٢٣", "2023.0", "-2023", "0x7e7", "1" * 30])
def test_what_is_no_whole_number_is_said(desk: Served, year: str) -> None:
    form = {"year": year, "amount_fen": "1000", "document": "文1"}

    answer = desk.post("/do/budget-appropriate?lang=en", "finance", data=form)

    assert answer.status_code == 422
    assert "whole number" in answer.text
