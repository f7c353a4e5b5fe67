"""The 合计 row that ends a sheet: what it declares, and whether the rows add up to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from math import floor

from adapters.intake.items import Item, Notice, SheetTotal
from adapters.intake.workbook.cells import decimal, plain
from adapters.intake.workbook.frames import Layout, PrintedRow

_LABEL = re.compile(r"(?:合计|总计)(?:\([^()]{1,9}\))?:?")


class Total:
    """Adds up the column of fees of one sheet as it is printed, bad rows included."""

    def __init__(self, file: str, layout: Layout) -> None:
        self.ended = False
        self._facts = {"file": file, "sheet": layout.title}
        self._unit = layout.unit_fen
        self._place: int | None = None
        if layout.sheet.total is not None:
            self._place = layout.frame.headers.index(layout.sheet.total)
        self._sum = Decimal(0)
        self._unreadable = 0
        self._printed: object = None

    def ends_at(self, row: PrintedRow) -> bool:
        """Say whether this is the 合计 row, and take what it declares."""
        if _LABEL.fullmatch(plain(row.first[:99])) is None:
            return False
        self.ended = True
        self._printed = None if self._place is None else row.cells[self._place]
        return True

    def add(self, row: PrintedRow) -> None:
        """Count a row's fee, if it can be read at all."""
        if self._place is None:
            return
        fen = decimal(row.cells[self._place], self._unit)
        if fen is None:
            self._unreadable += 1
        else:
            self._sum += fen

    def items(self) -> Iterator[Item]:
        """Yield the declared total, and a warning when the rows come to another sum."""
        if not self.ended or self._place is None:
            return
        declared = decimal(self._printed, self._unit)
        if declared is None:
            yield Notice(code="total-unreadable", facts=self._facts)
            return
        total = floor(declared)
        yield SheetTotal(
            file=str(self._facts["file"]), sheet=str(self._facts["sheet"]), declared_fen=total
        )
        if abs(self._sum - declared) >= 1:
            facts = {"declared_fen": total, "rows_fen": floor(self._sum)}
            unreadable = {"unreadable": self._unreadable}
            yield Notice(code="total-mismatch", facts={**self._facts, **facts, **unreadable})
