"""JSON Lines and CSV: every line of whatever bytes is a claim that can be kept, or rejected."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pytest

from adapters.intake.items import AcceptedRow, Item, RejectedRow
from adapters.intake.rejects import write_rejects
from tests.fuzz.claim_files import LINES, ROWS, csv_rows, items_of, json_lines, must_be_sound
from tests.fuzz.edits import ODD_TEXTS, some, some_json
from tests.fuzz.running import fuzzed, hold


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def damaged_lines(random: Random) -> bytes:
    lines = [some_json(random, LINES) for _ in range(random.randint(1, 4))]
    whole = b"\n".join(lines) + b"\n"
    return whole if random.randrange(2) else some(random, [whole, json_lines(random)])


@fuzzed(12_000)
def test_damaged_json_lines_are_each_a_claim_or_a_rejected_row(folder: Path, seed: int) -> None:
    path = folder / "a.jsonl"

    def law(content: bytes) -> None:
        path.write_bytes(content)
        entries = items_of(path)
        if entries is not None:
            must_be_sound(entries)
            stated = [
                line for line in content.split(b"\n") if line.strip() not in (b"", b"\xef\xbb\xbf")
            ]
            assert sum(isinstance(entry, (AcceptedRow, RejectedRow)) for entry in entries) == len(
                stated
            )

    hold(law, damaged_lines, seed)


def damaged_table(random: Random) -> str:
    """Return rows of one kind or a few, some cells of which are odd."""
    table = csv_rows([random.choice(ROWS) for _ in range(random.randint(1, 3))])
    for _ in range(random.randint(0, 3)):
        row = random.choice(table[1:] if random.randrange(8) else table)
        at = random.randrange(len(row))
        row[at] = random.choice(
            (random.choice(ODD_TEXTS), random.choice(row), row[at] + random.choice(ODD_TEXTS))
        )
    made = io.StringIO()
    csv.writer(made, quoting=random.randrange(2)).writerows(table)
    return made.getvalue()


def table_in(encoding: str) -> Callable[[Random], bytes]:
    def made(random: Random) -> bytes:
        content = damaged_table(random).encode(encoding, "replace")
        return some(random, [content]) if random.randrange(2) else content

    return made


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@fuzzed(6_000)
def test_damaged_csv_is_claims_or_rejected_rows(folder: Path, encoding: str, seed: int) -> None:
    path = folder / "a.csv"

    def law(content: bytes) -> None:
        path.write_bytes(content)
        entries = items_of(path)
        if entries is not None:
            must_be_sound(entries)

    hold(law, table_in(encoding), seed)


MADE = {
    "utf-8.jsonl": damaged_lines,
    "utf-8.csv": table_in("utf-8"),
    "gb18030.csv": table_in("gb18030"),
}


@pytest.mark.parametrize("name", MADE)
@fuzzed(1_000)
def test_what_is_rejected_comes_back_and_is_rejected_again_alike(
    folder: Path, name: str, seed: int
) -> None:
    path, back = folder / name, folder / f"back-{name}"

    def law(content: bytes) -> None:
        path.write_bytes(content)
        bad = [each for each in items_of(path) or () if isinstance(each, RejectedRow)]
        write_rejects(back, [(reject, [fault.code for fault in reject.faults]) for reject in bad])
        again = items_of(back) if bad else []
        assert again is not None
        assert verdicts(again) == verdicts(bad)

    hold(law, MADE[name], seed)


def verdicts(entries: Iterable[Item]) -> list[tuple[str | None, str, str | None]]:
    assert not any(isinstance(entry, AcceptedRow) for entry in entries)
    return [
        (entry.column, entry.code, entry.claim_no)
        for entry in entries
        if isinstance(entry, RejectedRow)
    ]
