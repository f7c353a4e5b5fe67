"""What guards a log, and what views may hold: changed, it is a fault until it is made again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.stores.sqlite.tables import triggers
from tests.commands.test_command_line import line
from tests.support.command import asked, subsidy, write_lines

HARMLESS = "BEGIN SELECT 1; END"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    asked(path, "backfill", write_lines(tmp_path / "one.jsonl", [line("YQ-1")]))
    return path


def by_hand(path: Path | str, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def faults(store: Path) -> list[str]:
    ran = subsidy("verify", "--store", store, "--json")
    return [fault["what"] for fault in ran.json["faults"]]


@pytest.mark.sqlite
@pytest.mark.parametrize("name", triggers())
def test_a_trigger_without_effect_is_a_fault_and_replaced_by_the_next_command_that_writes(
    name: str, store: Path
) -> None:
    when = "INSERT" if "insert" in name else "DELETE" if "delete" in name else "UPDATE"
    by_hand(store, f"DROP TRIGGER {name}",
            f"CREATE TRIGGER {name} BEFORE {when} ON stored_events {HARMLESS}")  # fmt: skip

    assert faults(store) == [f"log-unguarded: {name}"]
    asked(store, "approve", "--pending")
    assert faults(store) == []


@pytest.mark.sqlite
def test_a_trigger_that_is_missing_or_not_the_ledgers_is_a_fault(store: Path) -> None:
    (name, *_) = triggers()
    by_hand(store, f"DROP TRIGGER {name}",
            f"CREATE TRIGGER other AFTER INSERT ON stored_events {HARMLESS}")  # fmt: skip

    assert faults(store) == ["log-unguarded: other", f"log-unguarded: {name}"]


@pytest.mark.sqlite
def test_views_that_hold_a_query_or_a_trigger_are_a_fault(store: Path) -> None:
    (views,) = (path for path in store.parent.glob("ledger.db.views*") if path.suffix != ".lock"
                and not path.name.endswith(("-wal", "-shm")))  # fmt: skip
    by_hand(views, f"CREATE TRIGGER added AFTER INSERT ON postings {HARMLESS}",
            "ALTER TABLE yearly_totals RENAME TO true_totals",
            "CREATE VIEW yearly_totals AS SELECT year, measure, claims, 0 AS granted_fen "
            "FROM true_totals")  # fmt: skip

    assert {"views-not-plain: added", "views-not-plain: yearly_totals"} <= set(faults(store))
