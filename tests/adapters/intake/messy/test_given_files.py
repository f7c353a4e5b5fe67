"""Files as offices sent them, each read as the table beside it says by hand."""

from __future__ import annotations

import pytest

from tests.adapters.intake.messy.reading import HERE, expected, lines_of

EXPECTED = expected()


def test_every_file_has_its_right_value() -> None:
    files = {
        str(path.relative_to(HERE))
        for path in HERE.glob("*/*.*")
        if path.suffix in (".xlsx", ".csv")
    }

    assert files == set(EXPECTED)


@pytest.mark.parametrize("file", EXPECTED)
def test_a_file_is_read_as_written_down_by_hand(file: str) -> None:
    assert lines_of(HERE / file) == EXPECTED[file][1]
