"""What a right reading of the sample must find, as a JSON document."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_FLOOR
from typing import NamedTuple

from scripts.sample.county.backfill import Backfill
from scripts.sample.lines import Line
from scripts.sample.workbook.rows import Page
from scripts.sample.workbook.sheets import CLAIM_NO, NOTES_SHEET
from scripts.sample.workbook.workbook import FIRST_ROW


class Reject(NamedTuple):
    """One row or line that must be rejected, as `subsidy backfill` names it."""

    sheet: str | None
    row: int
    column: str | None
    code: str
    claim_no: str | None


def workbook_key(backfill: Backfill) -> str:
    """Return the key of a workbook; totals are whole fen, rounded down a sheet."""
    pages = backfill.pages
    rejects = [reject for page in pages for reject in _rejects(page)]
    repeated = sum(row.repeats for page in pages for row in page.rows)
    rows = sum(len(page.rows) for page in pages)
    hidden = {
        page.sheet.title: [at for at, row in enumerate(page.rows, FIRST_ROW) if row.hidden]
        for page in pages
    }
    return _text(
        {
            "seed": backfill.seed,
            "claims_in_workbook": rows,
            "accepted": rows - len(rejects) - repeated,
            "already_recorded": repeated,
            "rejected": len(rejects),
            "exports": len(backfill.exports),
            "rows": {page.sheet.title: len(page.rows) for page in pages},
            "hidden_rows": {title: rows for title, rows in hidden.items() if rows},
            "unknown_sheets": [NOTES_SHEET],
            "declared_total_fen": {
                page.sheet.title: _total_fen(page) for page in pages if page.sheet.papers
            },
        },
        rejects,
    )


class LinesKey:
    """The key of a file of JSON Lines, filled while the lines pass."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rows = 0
        self._claims = 0
        self._rejects: list[Reject] = []

    def saw(self, line: Line) -> None:
        """Count the next line of the file."""
        self._rows += 1
        self._claims += line.is_claim
        if line.fault:
            self._rejects.append(Reject(None, self._rows, *line.fault))

    def text(self) -> str:
        """Return the document."""
        return _text(
            {
                "seed": self._seed,
                "claims_in_file": self._claims,
                "accepted": self._claims - len(self._rejects),
                "rejected": len(self._rejects),
                "exports": self._rows - self._claims,
            },
            self._rejects,
        )


def _rejects(page: Page) -> Iterator[Reject]:
    for at, row in enumerate(page.rows, FIRST_ROW):
        if row.fault:
            claim_no = row.cells[CLAIM_NO]
            yield Reject(
                page.sheet.title, at, *row.fault, claim_no if isinstance(claim_no, str) else None
            )


def _total_fen(page: Page) -> int:
    fen = page.total() * page.sheet.fen_per_unit
    return int(fen.to_integral_value(rounding=ROUND_FLOOR))


def _text(document: dict[str, object], rejects: list[Reject]) -> str:
    by_code = dict(sorted(Counter(reject.code for reject in rejects).items()))
    listed = [reject._asdict() for reject in rejects]
    whole = document | {"rejected_by_code": by_code, "rejects": listed}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
