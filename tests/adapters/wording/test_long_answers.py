"""An answer of any length is one JSON document, spelled a part of its rows at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import StringIO

import pytest

from adapters.wording import as_json
from adapters.wording.as_json import ROWS_AT_ONCE, print_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row whose policy goes without saying where it is None."""

    policy: str | None
    name: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer with rows between other fields."""

    policies: tuple[str, ...] | None
    before: str
    rows: tuple[Row, ...]
    after: tuple[str, ...]


NAMES = ('"rows": []', "\n  []", "甲\u202e\x7f", "\ud800", ',"policy":null')


def answer(rows: int) -> Answer:
    made = tuple(
        Row(policy=None if at % 3 else "trade", name=NAMES[at % len(NAMES)], of=("x",) * (at % 2))
        for at in range(rows)
    )
    return Answer(policies=None, before='\n "rows": []', rows=made, after=())


@pytest.mark.parametrize(
    "rows", [0, 1, ROWS_AT_ONCE, ROWS_AT_ONCE + 1, 2 * ROWS_AT_ONCE, 2 * ROWS_AT_ONCE + 1]
)
def test_an_answer_in_parts_is_the_document_that_it_is_whole(
    rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parted, whole = StringIO(), StringIO()

    print_json(answer(rows), parted)
    monkeypatch.setattr(as_json, "ROWS_AT_ONCE", rows)
    print_json(answer(rows), whole)

    assert parted.getvalue() == whole.getvalue()
    assert len(json.loads(parted.getvalue())["rows"]) == rows


def test_no_part_of_a_long_answer_is_longer_than_a_thousand_rows() -> None:
    written: list[int] = []

    class Counting(StringIO):
        def write(self, text: str) -> int:
            written.append(text.count('"name"'))
            return len(text)

    print_json(answer(2 * ROWS_AT_ONCE + 1), Counting())

    assert sum(written) == 2 * ROWS_AT_ONCE + 1
    assert max(written) == ROWS_AT_ONCE
