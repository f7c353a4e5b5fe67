"""What a backfill is given, and what it tells."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.adapters.intake.files import line, uscc
from tests.support.command import asked

NAME = "乐清市长城电气有限公司"
FIRM, OTHER = uscc(1), uscc(2)


def noticed(store: Path, *words: str | Path) -> list[tuple[str, int | None, str | None]]:
    """Feed files in and return code, row and column of what is noticed, less days of filing."""
    return [
        (each["code"], each["row"], each["column"])
        for each in asked(store, "backfill", *words, "--approve", "--by", "clerk")["notices"]
    ]


def message(store: Path, *words: str | Path) -> str:
    """Feed files in and return the one notice in English."""
    (notice,) = asked(store, "backfill", *words, "--lang", "en")["notices"]
    return str(notice["message"])


def fair(claim_no: str, **changes: Any) -> dict[str, Any]:
    """Return a claim of one fair, with two booths."""
    return line("exhibition", claim_no=claim_no, **changes)


def as_csv(path: Path, *rows: Mapping[str, Any]) -> Path:
    """Write claims as a flat file."""
    flat = [{**row, **row["facts"]} for row in rows]
    names = [name for name in flat[0] if name != "facts"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        for row in flat:
            writer.writerow(
                {
                    name: ";".join(cell) if isinstance(cell, list) else cell
                    for name, cell in row.items()
                    if name in names
                }
            )
    return path
