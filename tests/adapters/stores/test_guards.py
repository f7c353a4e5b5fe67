"""What guards a log, and what views may hold: changed, it is a fault until it is made again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from adapters.ledger.handling.clock import has_jumped, kept_time, must_be_right
from adapters.ledger.handling.units import Author
from adapters.stores.postgres.place import PostgresLocation
from adapters.stores.sqlite.place import SQLitePlace
from adapters.stores.sqlite.tables import triggers
from adapters.views.problems import ViewsUnreadable
from adapters.wording.catalogue.refusals import sentence
from domain.calendar import clock
from domain.refusals import Refusal
from tests.commands.test_command_line import line
from tests.domain.given import USCC
from tests.support.command import asked, subsidy, write_lines
from tests.support.ledgers import CLERK, opened

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


@pytest.mark.sqlite
def test_a_log_ahead_of_the_clock_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path, lambda: datetime(2199, 1, 1, tzinfo=UTC)) as store:
        store.catch_up()

    assert faults(path) == ["clock-behind-log: 2199-01-01T00:00:00.000000Z"]


@pytest.mark.sqlite
def test_a_clock_behind_the_last_event_records_only_what_says_that_it_is_right(
    tmp_path: Path,
) -> None:
    path, last = tmp_path / "ledger.db", datetime.now(UTC) + timedelta(days=2)
    with opened(path, lambda: last):
        pass
    claim = write_lines(tmp_path / "claim.jsonl", [line("C-1")])
    backfill = ("backfill", claim, "--store", path, "--json", "--lang", "en")

    refused = subsidy(*backfill)

    assert refused.code == 1
    assert refused.json["code"] == "clock-jumped"
    assert clock(last) in refused.json["message"]
    assert asked(path, "totals")["position"] == 1
    assert subsidy(*backfill, "--clock-is-right").json["accepted"] == 1


@pytest.mark.parametrize("days", [-26_000, -1.1, 1.1, 32, 26_000])
def test_a_clock_that_jumped_by_more_than_a_day_is_not_believed(
    tmp_path: Path, days: float
) -> None:
    with opened(tmp_path / "ledger.db") as store:
        log, right = store.handler.recorder, Author(by="wu", login="wu", clock_is_right=True)
        log.clock = lambda: datetime.now(UTC) + timedelta(days=days)

        with pytest.raises(Refusal) as refused:
            must_be_right(log, CLERK)

        assert refused.value.code == "clock-jumped"
        must_be_right(log, right)
        log.clock = lambda: datetime.now(UTC) + timedelta(days=days / abs(days) * 0.9)
        must_be_right(log, CLERK)


DAY = timedelta(days=1)
NOON = datetime(2022, 10, 8, 12, tzinfo=UTC)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("moment", "kept", "jumped"),
    [
        (NOON + 3 * DAY, None, True),
        (NOON + 3 * DAY, NOON + 3 * DAY, False),  # the ledger rested
        (NOON + 300 * DAY, NOON + 299.5 * DAY, False),
        (NOON + 3 * DAY, NOON, True),
        (NOON + 0.5 * DAY, NOON + 2 * DAY, True),
        (NOON - 2 * DAY, NOON - 2 * DAY, True),  # the last event was recorded too late
        (NOON + DAY, None, False),
        (NOON - DAY, None, False),
    ],
)
def test_a_clock_that_another_bears_out_may_be_far_after_the_last_event_and_never_before(
    moment: datetime, kept: datetime | None, jumped: bool
) -> None:
    assert has_jumped(moment, NOON, kept) == jumped


@pytest.mark.sqlite
def test_the_kernel_gives_its_time_only_where_a_time_server_keeps_it() -> None:
    kept = kept_time()

    assert kept is None or abs(kept - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.sqlite
def test_accounts_that_others_may_read_are_a_fault(store: Path) -> None:
    asked(store, "enterprise", "account", USCC, "--account", "6222021234567890", "--bank", "b")
    assert faults(store) == []

    Path(f"{store}.private").chmod(0o644)

    assert faults(store) == ["private-exposed: ledger.db.private"]


@pytest.mark.sqlite
def test_what_is_planted_among_the_accounts_is_a_fault(store: Path) -> None:
    asked(store, "enterprise", "account", USCC, "--account", "6222021234567890", "--bank", "b")

    trigger = "CREATE TRIGGER lies AFTER INSERT ON sealed_accounts BEGIN SELECT 1; END"
    by_hand(f"{store}.private", trigger)

    assert faults(store) == ["private-not-plain: lies"]


def test_a_full_disk_is_named_as_one_and_never_as_damage(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "small.db")) as connection:
        connection.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as full:
            connection.execute("CREATE TABLE t AS SELECT randomblob(100000) AS x")
    broken = RuntimeError("as the log's package raises it")
    broken.__cause__ = full.value

    refusals = [
        SQLitePlace(tmp_path / "ledger.db").refusal(broken),
        SQLitePlace(tmp_path / "ledger.db").refusal(ViewsUnreadable(full.value)),
        PostgresLocation("postgresql:///l").refusal(ViewsUnreadable(psycopg.errors.DiskFull("x"))),
    ]

    assert {refusal.code for refusal in refusals} == {"store-full"}
    assert "backup" not in sentence(refusals[0])
