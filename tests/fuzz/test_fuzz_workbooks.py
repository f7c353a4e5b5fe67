"""Workbooks: every row of whatever cells is a claim that can be kept, or rejected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from adapters.intake.items import AcceptedRow, RejectedRow
from adapters.intake.rejects import write_rejects
from tests.adapters.intake.files import row_of, shared, workbook
from tests.fuzz.claim_files import items_of, must_be_sound
from tests.fuzz.edits import some
from tests.fuzz.running import fuzzed, hold
from tests.fuzz.test_fuzz_lines import verdicts
from tests.fuzz.workbooks import ROWS, SHEET, cell, odd_cell, packed, parts_of, unpacked

MERGED = '<mergeCells><mergeCell ref="C4:C6"/><mergeCell ref="D4:D5"/></mergeCells>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def real(folder: Path) -> list[bytes]:
    """Workbooks as two programs write them, and one written by hand."""
    made = [
        workbook(folder / "openpyxl.xlsx", "贸易救济", row_of("贸易救济"), total=390377.72),
        shared(folder / "xlsxwriter.xlsx", row_of("境外展会")),
    ]
    return [*(path.read_bytes() for path in made), packed(sheet_of(Random(1), odd=0))]


def sheet_of(random: Random, odd: float) -> dict[str, bytes]:
    """Return a workbook of a few rows, of whose cells that share is odd."""
    name = random.choice(list(ROWS))
    row = dict(ROWS[name])
    for header in {"申报编号", "发票号码"} & set(row):
        row[header] = f"YQ-{random.randrange(100)}"
    in_dollars = name in ("进出口额", "服务外包")
    units = ("单位：美元",) if in_dollars else ("单位：元", "单位：万元" if odd else "单位：元")
    above = [[cell(1, 1, "汇总表")], [cell(1, 2, random.choice(units))]]
    above.append([cell(column, 3, header) for column, header in enumerate(row, start=1)])
    below = [
        [
            odd_cell(random, column, number, value)
            if random.random() < odd
            else cell(column, number, value)
            for column, value in enumerate(row.values(), start=1)
        ]
        for number in range(4, 4 + random.randint(1, 3))
    ]
    return parts_of(name, [*above, *below], MERGED if random.randrange(2) else "")


def law_of(path: Path) -> Callable[[bytes], None]:
    def law(content: bytes) -> None:
        path.write_bytes(content)
        entries = items_of(path)
        if entries is not None:
            must_be_sound(entries)

    return law


def test_workbooks_written_by_hand_are_read_whole_while_nothing_is_odd(folder: Path) -> None:
    for seed in range(50):
        (folder / "a.xlsx").write_bytes(packed(sheet_of(Random(seed), odd=0)))
        entries = items_of(folder / "a.xlsx")
        assert entries is not None
        assert not any(isinstance(entry, RejectedRow) for entry in entries)
        assert any(isinstance(entry, AcceptedRow) for entry in entries)


@fuzzed(4_000)
def test_odd_cells_are_rejected_with_their_row_alone(folder: Path, seed: int) -> None:
    hold(law_of(folder / "a.xlsx"), lambda random: packed(sheet_of(random, odd=0.15)), seed)


@fuzzed(1_500)
def test_damaged_parts_of_a_workbook_are_read_or_refused(
    folder: Path, real: list[bytes], seed: int
) -> None:
    books = [unpacked(content) for content in real]

    def made(random: Random) -> bytes:
        parts = dict(random.choice(books))
        name = SHEET if random.randrange(2) else random.choice(list(parts))
        return packed(parts | {name: some(random, [parts[name]])})

    hold(law_of(folder / "a.xlsx"), made, seed)


@fuzzed(1_000)
def test_a_damaged_archive_is_read_or_refused(folder: Path, real: list[bytes], seed: int) -> None:
    hold(law_of(folder / "a.xlsx"), lambda random: some(random, real), seed)


@fuzzed(200, each=20)
def test_rejected_rows_come_back_and_are_rejected_again_alike(folder: Path, seed: int) -> None:
    path, back = folder / "a.xlsx", folder / "back.xlsx"

    def law(content: bytes) -> None:
        path.write_bytes(content)
        bad = [each for each in items_of(path) or () if isinstance(each, RejectedRow)]
        write_rejects(back, [(reject, [fault.code for fault in reject.faults]) for reject in bad])
        again = items_of(back) if bad else []
        assert again is not None
        assert verdicts(again) == verdicts(bad)

    hold(law, lambda random: packed(sheet_of(random, odd=0.15)), seed, each=20)
