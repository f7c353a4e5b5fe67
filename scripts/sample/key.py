"""What a right reading of the sample must find, as a JSON document."""

from __future__ import annotations

import json
from collections import Counter
from decimal import ROUND_FLOOR
from typing import TypedDict

from scripts.sample.county.backfill import Backfill
from scripts.sample.lines.jsonl import Line
from scripts.sample.workbook.rows import Page
from scripts.sample.workbook.sheets import CLAIM_NO, NOTES_SHEET
from scripts.sample.workbook.workbook import FIRST_ROW


class Reject(TypedDict):
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
    return _text(
        {
            "seed": backfill.seed,
            "claims_in_workbook": rows,
            "accepted": rows - len(rejects) - repeated,
            "already_recorded": repeated,
            "rejected": len(rejects),
            "exports": len(backfill.exports),
            "rows": {page.sheet.title: len(page.rows) for page in pages},
            "hidden_rows": {
                page.sheet.title: hidden for page in pages if (hidden := _hidden_rows(page))
            },
            "unknown_sheets": [NOTES_SHEET],
            "declared_total_fen": {
                page.sheet.title: _total_fen(page) for page in pages if page.sheet.has_total
            },
            "rejected_by_code": _by_code(rejects),
            "rejects": rejects,
        }
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
            self._rejects.append(
                {
                    "sheet": None,
                    "row": self._rows,
                    "column": line.fault.column,
                    "code": line.fault.code,
                    "claim_no": line.fault.claim_no,
                }
            )

    def text(self) -> str:
        """Return the document."""
        return _text(
            {
                "seed": self._seed,
                "claims_in_file": self._claims,
                "accepted": self._claims - len(self._rejects),
                "rejected": len(self._rejects),
                "exports": self._rows - self._claims,
                "rejected_by_code": _by_code(self._rejects),
                "rejects": self._rejects,
            }
        )


def _rejects(page: Page) -> list[Reject]:
    rejects: list[Reject] = []
    for place, row in enumerate(page.rows):
        if row.fault:
            column, code = row.fault
            number = row.cells[CLAIM_NO]
            rejects.append(
                {
                    "sheet": page.sheet.title,
                    "row": FIRST_ROW + place,
                    "column": column,
                    "code": code,
                    "claim_no": number if isinstance(number, str) else None,
                }
            )
    return rejects


def _hidden_rows(page: Page) -> list[int]:
    return [FIRST_ROW + place for place, row in enumerate(page.rows) if row.hidden]


def _total_fen(page: Page) -> int:
    fen = page.total() * page.sheet.fen_per_unit
    return int(fen.to_integral_value(rounding=ROUND_FLOOR))


def _by_code(rejects: list[Reject]) -> dict[str, int]:
    return dict(sorted(Counter(reject["code"] for reject in rejects).items()))


def _text(document: dict[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
