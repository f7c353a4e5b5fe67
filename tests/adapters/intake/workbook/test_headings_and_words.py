"""Rows between the claims: headings that stand alone, and totals written in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.intake.items import Notice
from tests.adapters.intake.files import items, row_of, uscc
from tests.adapters.intake.messy.reading import lines_of

HEADERS = list(row_of("贸易救济"))
TAKEN = "贸易救济 {} YQ-{} 2022-03-07 15000.00"


def file_of(path: Path, *lines: list[object], headers: list[str] = HEADERS) -> Path:
    """Write a sheet of these lines below its headers; a number stands for a claim."""
    book = Workbook()
    book.remove(book.active)
    made = book.create_sheet("贸易救济")
    for line in [["汇总表"], ["单位：元"], headers, *lines]:
        made.append(line)
    book.save(path)
    return path


def row(number: int, headers: list[str] = HEADERS) -> list[object]:
    good = row_of("贸易救济", 申报编号=f"YQ-{number}", 统一社会信用代码=uscc(number), 律师费=15000)
    return [good[name] for name in headers]


@pytest.mark.parametrize("headers", [HEADERS, HEADERS[1:]])
@pytest.mark.parametrize("heading", ["一、城关镇", "（二）柳市镇", "北白象镇", "第二部分 补报"])
def test_a_heading_among_the_claims_is_reported_and_is_not_one(
    tmp_path: Path, heading: str, headers: list[str]
) -> None:
    lines = [[heading], row(1, headers), [heading], row(2, headers)]

    assert lines_of(file_of(tmp_path / "a.xlsx", *lines, headers=headers)) == [
        "贸易救济 4 ? heading-row",
        TAKEN.format(5, 1),
        "贸易救济 6 ? heading-row",
        TAKEN.format(7, 2),
    ]


@pytest.mark.parametrize(
    "heading",
    ["以下企业撤回申报", "二、作废部分", "以下金额单位：万元", "二、美元部分", "（以下为港币）"],
)
def test_a_heading_that_changes_what_the_rows_beneath_mean_is_unread(
    tmp_path: Path, heading: str
) -> None:
    lines = lines_of(file_of(tmp_path / "a.xlsx", row(1), [heading], row(2), row(3)))

    assert lines == [TAKEN.format(4, 1), "贸易救济 5-7 unread"]


def test_what_a_heading_withdraws_ends_at_the_next_heading(tmp_path: Path) -> None:
    lines = lines_of(file_of(tmp_path / "a.xlsx", ["一、作废部分"], row(1), ["二、柳市镇"], row(2)))

    assert lines == ["贸易救济 4-5 unread", "贸易救济 6 ? heading-row", TAKEN.format(7, 2)]


@pytest.mark.parametrize(
    ("headers", "alone", "refused"),
    [(HEADERS[1:], "YQ-3", "企业名称 missing-field"), (HEADERS, "9", "")],
)
def test_a_number_alone_is_no_heading(
    tmp_path: Path, headers: list[str], alone: str, refused: str
) -> None:
    lines = lines_of(file_of(tmp_path / "a.xlsx", row(1, headers), [alone], headers=headers))

    assert lines[1:] == ([f"贸易救济 5 ! {refused}"] if refused else [])


@pytest.mark.parametrize(
    ("total", "declared"),
    [
        (["合计（大写）：叁万元整"], "30000.00"),
        (["合计（大写）", "", "叁万元整"], "30000.00"),
        (["合计人民币（大写）：叁万圆整"], "30000.00"),
        (["人民币大写：叁万元整"], "30000.00"),
        (["合计（大写）：叁万零伍拾元叁角整"], "30050.30"),
        (["合计（大写）：壹佰零叁万元零伍分"], "1030000.05"),
        (["合计（大写）：拾万元整"], "100000.00"),
        (["合计（大写）：壹亿贰仟万元"], "120000000.00"),
    ],
)
def test_a_total_in_words_is_compared(tmp_path: Path, total: list[object], declared: str) -> None:
    lines = lines_of(file_of(tmp_path / "a.xlsx", row(1), row(2), total))

    mismatch = [] if declared == "30000.00" else ["贸易救济 6 ? total-mismatch"]
    assert lines[2:] == [*mismatch, f"贸易救济 = {declared}"]


def test_a_total_that_is_wrong_names_its_row_and_its_block(tmp_path: Path) -> None:
    place = HEADERS.index("律师费")

    def subtotal(fee: int) -> list[object]:
        return ["小计", *[None] * (place - 1), fee]

    path = file_of(
        *(tmp_path / "a.xlsx", row(1), row(2), subtotal(30000), ["一、城关镇"]),
        *(row(3), row(4), subtotal(31000), ["合计", *[None] * (place - 1), 60000]),
    )

    (facts,) = (each.facts for each in items(path) if getattr(each, "code", "")[:5] == "total")
    assert (facts["row"], facts["first"], facts["last"]) == (10, 8, 9)
    assert (facts["declared_fen"], facts["rows_fen"]) == (3_100_000, 3_000_000)


def test_figures_and_words_of_one_total_count_once_and_each_block_ends(tmp_path: Path) -> None:
    place = HEADERS.index("律师费")
    figures: list[object] = ["合计", *[None] * (place - 1), 30000]
    words: list[object] = ["合计（大写）：叁万元整"]
    path = file_of(
        tmp_path / "a.xlsx", row(1), row(2), figures, words, row(3), ["小计（大写）：壹万伍仟元整"]
    )

    assert lines_of(path)[-1] == "贸易救济 = 45000.00"
    assert not [item for item in items(path) if isinstance(item, Notice)]


@pytest.mark.parametrize(
    ("total", "lines"),
    [
        (["合计（大写）：叁叁元元"], ["贸易救济 5 ? total-unreadable"]),
        (["合计（大写）：      元整"], []),
    ],
)
def test_words_that_say_no_amount_are_reported_and_blanks_are_not(
    tmp_path: Path, total: list[object], lines: list[str]
) -> None:
    assert lines_of(file_of(tmp_path / "a.xlsx", row(1), total))[1:] == lines
