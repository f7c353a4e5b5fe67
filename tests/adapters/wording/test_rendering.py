"""One table, rendered for a terminal."""

from __future__ import annotations

import pytest

from adapters.wording.rendering.text import show
from adapters.wording.table import Column, Report, Table

COLUMNS = (Column("企业"), Column("笔数", "count"), Column("金额", "fen"))


def table(*rows: tuple[str | int | None, ...]) -> Table:
    return Table(title="合计", columns=COLUMNS, rows=rows)


def test_a_terminal_shows_the_same_row_with_grouped_digits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(Report(title="", parts=(table(("甲", 1_234, 123_456_789)),)))

    *_, row = capsys.readouterr().out.splitlines()
    assert row.split() == ["甲", "1,234", "1,234,567.89"]
