"""The queries of the pages run over segments, and say what the ledger says; no account leaves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from adapters.cluster.segments.manifest import read_manifest
from adapters.cluster.segments.reading import rows_of
from tests.adapters.cluster.made import exported, random_ledger
from tests.support.command import ROOT, asked
from tests.support.money_desk import OFFICER, account_of, code, with_accounts

SQL = re.compile(r"^```sql\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = (ROOT / "docs" / "cluster.md", ROOT / "docs" / "cluster.zh.md")
PERSON = "张三丰（个体工商户）"


def answers(page: Path, folder: Path) -> list[list[Any]]:
    view, *queries = SQL.findall(page.read_text(encoding="utf-8"))
    with duckdb.connect() as sql:
        sql.execute(f"SET VARIABLE folder = '{folder}'")
        sql.execute(view)
        return [sql.execute(query).fetchall() for query in queries]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_ledger(tmp_path_factory.mktemp("made") / "ledger.db", 7, 60)


def test_the_queries_of_both_pages_say_what_the_ledger_says(ledger: Path, tmp_path: Path) -> None:
    exported(ledger, tmp_path / "s", parts=3, range_events=40)
    totals = asked(ledger, "totals", "--by", "year")

    topics, years, officers = answers(PAGES[0], tmp_path / "s")

    assert answers(PAGES[1], tmp_path / "s") == [topics, years, officers]
    assert sum(count for _, count in topics) == totals["position"]
    assert sum(row[-1] for row in officers) == totals["position"]
    assert {year: fen for year, _, fen in years} == {
        year: total["granted_fen"] for year, total in totals["groups"].items()
    }


def test_no_account_and_no_name_of_a_person_leaves_with_segments(
    ledger: Path, tmp_path: Path
) -> None:
    with_accounts(ledger, code(20))
    asked(ledger, "enterprise", "register", "92330382MAW1F7TK5R", "--name", PERSON, *OFFICER)
    exported(ledger, tmp_path / "s", parts=2)

    manifest = read_manifest(tmp_path / "s")
    parts = {file.part for file in manifest.files}
    rows = [row for part in parts for row in rows_of(tmp_path / "s", manifest.of_part(part))]

    assert "account-named" in {row[3] for row in rows}
    assert any(row[1].startswith("9233") for row in rows)
    stored = b"".join(row[4] for row in rows)
    assert account_of(code(20)).encode() not in stored
    assert PERSON[:3].encode() not in stored
