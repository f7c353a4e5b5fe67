"""The bytes of a table: those that earlier packs have, so that a pack is made again the same."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from adapters.seal.pack.parquet import MOMENT, NUMBER, TEXT, parquet

COLUMNS = {"n": NUMBER, "when": MOMENT, "who": TEXT}
DIGESTS = {
    0: "1ca2ec7a3015173f1c3317e0cf310a9cf36abbcd79055a924125a4fc9878e00b",
    1: "3039b214497daba6c48bc122dee77ea0822ccabf38b31f1df59b172458e40799",
    14: "191ab55140da5ec9436fb1234428e71dec7b09f5472df7045f040353bd303852",
    15: "1e31d4ea40ec0c7c5371aa4b723579e453b7a67c156fa1deb3e7d7a9584b1a2f",
}


@pytest.mark.parametrize(("groups", "digest"), DIGESTS.items())
def test_a_table_has_the_same_bytes_for_ever_and_is_read_by_others(
    groups: int, digest: str, tmp_path: Path
) -> None:
    rows = [
        [(number, 1_000 * number, "文" * number) for number in range(group, group + 70)]
        for group in range(groups)
    ]
    table = tmp_path / "table.parquet"

    table.write_bytes(b"".join(parquet(COLUMNS, [list(zip(*each, strict=True)) for each in rows])))

    read = duckdb.sql(f"SELECT n, epoch_us(\"when\"), who FROM '{table}'").fetchall()
    assert read == [row for group in rows for row in group]
    assert sha256(table.read_bytes()).hexdigest() == digest
