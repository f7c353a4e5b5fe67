"""What a careless clerk put beside an amount, a number or a row: named or sent back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.adapters.intake.files import row_of, sheet
from tests.adapters.intake.messy.reading import lines_of

KIND = "贸易救济"
TAKEN = "贸易救济 4 YQ-1 2022-03-07 390377.72"


def read(
    folder: Path, change: Callable[[Any], object] = lambda _: None, **cells: object
) -> list[str]:
    """Return what is read of a sheet of one claim, changed by hand."""
    book = Workbook()
    book.remove(book.active)
    change(sheet(book, KIND, [row_of(KIND) | cells]))
    book.save(folder / "a.xlsx")
    return lines_of(folder / "a.xlsx")


@pytest.mark.parametrize("amount", ["250.000", "250.000元", "¥125.500"])
def test_thousands_after_a_point_are_no_amount(tmp_path: Path, amount: str) -> None:
    assert read(tmp_path, 律师费=amount) == ["贸易救济 4 ! 律师费 bad-amount"]


def test_a_number_that_lost_its_last_zero_does_not_identify(tmp_path: Path) -> None:
    assert read(tmp_path, 案件编号=2022.10) == ["贸易救济 4 ! 案件编号 bad-value"]


@pytest.mark.parametrize("height", [0.1, 0.75])
def test_a_row_too_low_to_be_seen_is_a_hidden_one(tmp_path: Path, height: float) -> None:
    def flatten(made: Any) -> None:
        made.row_dimensions[4].height = height

    assert read(tmp_path, flatten) == [TAKEN, "贸易救济 - ? hidden-rows"]


@pytest.mark.parametrize("note", ["注：YQ-1 实际费用为 20000 元", "说明：以上第1行撤回"])
def test_a_note_that_takes_something_back_is_unread(tmp_path: Path, note: str) -> None:
    assert read(tmp_path, lambda made: made.append([note])) == [TAKEN, "贸易救济 5-5 unread"]


@pytest.mark.parametrize("remark", ["不予受理", "不予补助", "暂缓", "暂缓申报"])
def test_a_remark_that_withholds_a_claim_sends_it_back(tmp_path: Path, remark: str) -> None:
    assert read(tmp_path, 备注=remark) == ["贸易救济 4 ! - struck-row"]


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("币种", "USD", "bad-currency"),
        ("币种", "美元", "bad-currency"),
        ("金额单位", "万元", "bad-unit"),
        ("单位", "万元", "bad-unit"),
        ("币种", "人民币", None),
        ("单位", "某某万元公司", None),
        ("单位", "元", None),
    ],
)
def test_a_column_that_states_another_currency_or_unit_sends_the_row_back(
    tmp_path: Path, header: str, cell: str, code: str | None
) -> None:
    lines = read(tmp_path, **{header: cell})

    assert lines == [
        f"贸易救济 - ? unknown-column {header}",
        TAKEN if code is None else f"贸易救济 4 ! {header} {code}",
    ]


def test_a_unit_beneath_the_headers_is_compared_with_the_one_above(tmp_path: Path) -> None:
    def state(made: Any) -> None:
        made.insert_rows(4)
        made.cell(4, list(row_of(KIND)).index("律师费") + 1).value = "（万元）"

    assert read(tmp_path, state) == ["贸易救济 - ! bad-header missing 单位"]
