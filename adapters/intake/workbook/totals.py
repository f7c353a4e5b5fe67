"""The rows of a sheet that are not claims: totals of the rows above, and notes beneath them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import floor

from adapters.intake.amounts import Means
from adapters.intake.items import Item, Notice, SheetTotal
from adapters.intake.workbook.cells import decimal, plain

_LABEL = re.compile(
    r"(?P<of>.{0,20}?)(?:合计|总计|小计|共计|累计)(?:金额)?(?P<words>\(.{1,9}\))?:?.{0,40}"
)
_PART = re.compile(r"小计")
_NOTE = re.compile(
    r"(?:填表|填报|制表|审核|复核|经办|负责|联系|法定代表|单位负责)人?(?:员|单位|日期|时间|电话)?(?:签字|签名|签章)?"
    r"(?:\(.{1,9}\))?:.*|单位\(?(?:盖章|公章)\)?:?.*|\(?(?:盖章|公章)\)?|(?:注|说明|备注|填表说明)\d*[:.].*"
    r"|.{0,9}日期:.*|联系电话:?.*|第\d+页.*"
)


def is_note(texts: Sequence[str]) -> bool:
    """Say whether a row is one of the notes that stand beneath a table."""
    return bool(texts) and _NOTE.fullmatch(plain(texts[0][:99])) is not None


class Totals:
    """Adds up one sheet's column of fees as it is printed, bad rows included.

    A total is of all rows so far, or of those since the last total; one before any row is of all
    that follow. The sheet's own total is what covers it: the last of all rows, else the parts'.
    """

    def __init__(self, file: str, sheet: str | None, place: int | None, means: Means) -> None:
        self._file, self._sheet = file, sheet
        self._facts = {"file": file, "sheet": sheet}
        self._means = means
        self._place = place
        self._all = self._block = Decimal(0)
        self._rows = self._of_block = self._unreadable = 0
        self._ahead: Decimal | None = None  # a total that stands above its rows
        self._whole: Decimal | None = None
        self._parts = Decimal(0)
        self._in_parts = False

    def takes(self, texts: Sequence[str], cells: Sequence[object]) -> Iterator[Notice] | None:
        """Take a row that is a total; None for any other row. Yields what is wrong with it."""
        match = _LABEL.fullmatch(plain(texts[0][:99])) if texts else None
        if match is None:
            return None
        if self._place is None or "大写" in (match["words"] or ""):
            return iter(())
        declared = decimal(cells[self._place], self._means)
        if declared is None:
            of_part = match["of"] or _PART.search(texts[0])
            facts = self._facts
            return iter(() if of_part else (Notice(code="total-unreadable", facts=facts),))
        return self._checked(declared)

    def add(self, cells: Sequence[object]) -> None:
        """Count a row's fee, if it can be read at all."""
        self._rows += 1
        self._of_block += 1
        if self._place is None:
            return
        fen = decimal(cells[self._place], self._means)
        if fen is None:
            self._unreadable += 1
        else:
            self._all += fen
            self._block += fen

    def _checked(self, declared: Decimal) -> Iterator[Notice]:
        if not self._rows:
            self._ahead = declared
        elif abs(declared - self._all) < 1:
            self._whole = declared
        elif not self._of_block:
            self._whole = declared
            yield self._mismatch(declared, self._all)
        else:
            self._parts += declared
            self._in_parts = True
            if abs(declared - self._block) >= 1:
                yield self._mismatch(declared, self._block)
        self._block, self._of_block = Decimal(0), 0

    def items(self) -> Iterator[Item]:
        """Yield what the sheet declares, and a warning where its first row's total is another."""
        if self._ahead is not None and abs(self._ahead - self._all) >= 1:
            yield self._mismatch(self._ahead, self._all)
        totals = (self._ahead, self._whole, self._parts if self._in_parts else None)
        declared = next((total for total in totals if total is not None), None)
        if declared is not None:
            yield SheetTotal(file=self._file, sheet=self._sheet, declared_fen=floor(declared))

    def _mismatch(self, declared: Decimal, rows: Decimal) -> Notice:
        sums = {"declared_fen": floor(declared), "rows_fen": floor(rows)}
        facts = {**self._facts, **sums, "unreadable": self._unreadable}
        return Notice(code="total-mismatch", facts=facts)
