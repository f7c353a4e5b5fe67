"""Claims compared with what other bureaus paid, from a list of theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.support.command import asked, subsidy
from tests.support.money_desk import OTHER, USCC, approved, case, code
from tests.support.stores import made_once

HEADERS = "统一社会信用代码,企业名称,发票号码,项目,金额（万元）,日期,发放部门"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    made = folder / "ledger.db"
    first = case("D1", "12000", invoices=["24332000000012345678"])
    other = case("D2", "300", OTHER, invoices=["99887766"], occurred_on="2022-04-01")
    approved(made, first, other)
    return made


def listed(store: Path, *rows: str, headers: str = HEADERS) -> Path:
    file = store.parent / "others.csv"
    file.write_text("\n".join((headers, *rows)) + "\n", encoding="utf-8-sig")
    return file


def against(store: Path, file: Path, *words: str) -> Any:
    return subsidy("audit", "duplicates", "--against", file, *words, "--store", store, "--json")


def test_matches_come_by_their_strength_with_both_sides(store: Path) -> None:
    file = listed(
        store,
        f"{USCC},示例企业,,D-D1 奖励,1.2,2022-03-07,科技局",
        f"{USCC},示例企业,24332000000012345678,别的,0.5,2023-01-01,财政局",
        f"{code(50)},他人,99887766,,1,2023-01-01,经信局",
        ",无码公司,9988 7766;1234567,,,,农业局".replace("9988 7766", "99887766"),
        f"{OTHER},示例企业,55555555,无关,9,2021-01-01,文旅局",
    )
    before = asked(store, "totals")["position"]

    ran = against(store, file)

    answered = [
        (each["strength"], each["agree"], each["paid"]["row"], each["claim"]["claim_no"])
        for each in ran.json["matches"]
    ]
    assert answered == [
        ("invoice-and-code", [], 3, "D1"),
        ("invoice", [], 4, "D2"),
        ("invoice", [], 5, "D2"),
        ("code-and-particulars", ["matter", "day", "amount"], 2, "D1"),
    ]
    assert (ran.code, ran.json["wrong"], ran.json["rows"]) == (1, 4, 5)
    assert ran.json["matches"][0]["paid"]["amount_fen"] == 500_000
    assert ran.json["matches"][0]["invoices"] == ["24332000000012345678"]
    assert asked(store, "totals")["position"] == before
    for language in ("zh", "en"):
        words = ("audit", "duplicates", "--against", file, "--store", store, "--lang", language)
        text = subsidy(*words).out
        assert "科技局" in text
        assert "D1" in text


def test_nothing_in_common_is_exit_0(store: Path) -> None:
    ran = against(store, listed(store, f"{OTHER},示例企业,55555555,无关,9,2021-01-01,文旅局"))

    assert (ran.code, ran.json["matches"], ran.json["rejects"]) == (0, [], [])


def test_no_row_is_dropped_unsaid(store: Path) -> None:
    file = listed(
        store,
        f"{USCC[:-1]}0,示例企业,,x,1,2022-01-01,甲局",
        ",某公司,,x,1,2022-01-01,甲局",
        f"{OTHER},示例企业,,x,一千,2022-01-01,甲局",
        f"{OTHER},示例企业,,x,1,2022-31-01,甲局",
        f"{OTHER},示例企业,,x,1,2022-01-01,甲局,多一格",
        "合计,,,,3,,",
    )

    ran = against(store, file)

    faults = [(each["row"], each["code"]) for each in ran.json["rejects"]]
    assert faults == [
        (2, "bad-uscc"),
        (3, "missing-field"),
        (4, "bad-amount"),
        (5, "bad-date"),
        (6, "malformed-line"),
        (7, "bad-uscc"),
    ]
    assert (ran.code, ran.json["rows"], ran.json["wrong"]) == (1, 6, 0)


@pytest.mark.parametrize(
    ("lines", "fen"),
    [(["单位：万元"], 30_000), ([], 3), (["单位：元"], 3), (["单位：万元", "单位：元"], None)],
)
def test_the_unit_of_amounts_is_that_of_a_line_above_or_is_not_clear(
    store: Path, lines: list[str], fen: int | None
) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for line in lines:
        page.append([line])
    page.append(["统一社会信用代码", "金额", "发票号码"])
    page.append([OTHER, 0.03, "99887766"])
    file = store.parent / "others.xlsx"
    book.save(file)

    ran = against(store, file)

    if fen is None:
        assert [each["code"] for each in ran.json["rejects"]] == ["bad-unit"]
    else:
        (match,) = ran.json["matches"]
        assert (match["paid"]["amount_fen"], match["strength"]) == (fen, "invoice-and-code")


def test_a_list_of_invoices_alone_or_of_codes_alone_is_one(store: Path) -> None:
    of_invoices = listed(store, "99887766,1", headers="发票号码,序号")
    assert against(store, of_invoices).json["wrong"] == 1
    of_invoices = listed(store, "99887766,甲局", headers="发票号码,发放部门")
    assert against(store, of_invoices).json["wrong"] == 1
    of_codes = listed(store, f"{USCC},12000", headers="统一社会信用代码,金额")
    assert [each["agree"] for each in against(store, of_codes).json["matches"]] == [["amount"]]
