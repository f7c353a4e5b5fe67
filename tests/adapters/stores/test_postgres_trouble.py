"""What a ledger on PostgreSQL does when the server is set otherwise, or ends what is under way."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from adapters.stores.postgres.connections import connect
from tests.commands.test_command_line import line
from tests.oracle.inputs.random_claims import lines
from tests.support.command import asked, ended, process, subsidy, write_lines
from tests.support.postgres_server import OWNER, PostgresServer, as_role, prepared

SECONDS_MAX = 60
END = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'subsidy-ledger'"""


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


@pytest.fixture(scope="module")
def one_claim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("one") / "one.jsonl", [line("YQ-1")])


@pytest.fixture(scope="module")
def begun(own_server: PostgresServer, one_claim: Path) -> str:
    asked(prepared(own_server.address("begun")), "backfill", one_claim)
    return "begun"


@pytest.fixture
def store(own_server: PostgresServer, begun: str) -> Iterator[str]:
    """The address of a ledger with a claim, in a database of its own."""
    yield own_server.copy_ledger(begun, "trouble")
    own_server.drop_database("trouble")


def ran(store: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(as_role(store, OWNER), autocommit=True) as server:
        actual = server.execute(statement.encode())
        return actual.fetchall() if actual.description else []


def test_who_reads_where_nothing_may_be_written_folds_views_aside(store: str) -> None:
    before = asked(store, "claims")
    ran(store, "DROP SCHEMA subsidy_views CASCADE")
    ran(store, "ALTER DATABASE trouble SET default_transaction_read_only = on")

    assert asked(store, "claims") == before
    refused = subsidy("approve", "--pending", "--store", store)
    assert (refused.code, refused.err.split(":")[0]) == (1, "store-forbidden")


def test_the_servers_defaults_do_not_loosen_what_a_connection_keeps(store: str) -> None:
    for setting in ("default_transaction_isolation = serializable", "synchronous_commit = off"):
        ran(store, f"ALTER DATABASE trouble SET {setting}")

    with connect(store) as server:
        assert server.execute("SHOW transaction_isolation").fetchone() == ("read committed",)
        assert server.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_what_the_environment_says_of_connections_counts(
    own_server: PostgresServer, one_claim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"HOST": str(own_server.folder), "USER": "clerk_li", "DATABASE": "said"}
    for name, value in (said | {"OPTIONS": "-c work_mem=5MB", "APPNAME": "desk 4"}).items():
        monkeypatch.setenv(f"PG{name}", value)

    missing = subsidy("claims", "--store", "postgresql://")
    prepared(own_server.address("said"))
    asked("postgresql://", "backfill", one_claim)

    assert missing.err.startswith("store-not-found: ")
    assert len(asked(own_server.address("said", "clerk_li"), "claims")) == 1
    with connect("postgresql://") as server:
        assert server.execute("SHOW work_mem").fetchone() == ("5MB",)
        assert server.execute("SHOW application_name").fetchone() == ("desk 4",)
        assert server.execute("SHOW synchronous_commit").fetchone() == ("on",)
    own_server.drop_database("said")


@pytest.mark.parametrize(
    "words", ["claims", "approve --pending", "rebuild", "verify", "store prepare", "history YQ-1"]
)
def test_a_statement_that_the_server_ends_is_reported(store: str, words: str) -> None:
    ran(store, "ALTER DATABASE trouble SET statement_timeout = 1")

    reported = subsidy(*words.split(), "--store", store)

    assert reported.code in (0, 1)  # a machine may be quick enough
    # The server says that its timeout passed, or that the statement was cancelled: either may win.
    assert reported.code == 0 or reported.err.startswith("store-unavailable: ")


def test_a_view_that_is_missing_is_found_by_verify(store: str) -> None:
    ran(store, "DROP TABLE subsidy_views.claim_register")

    reported = subsidy("verify", "--store", store, "--json")

    assert reported.code == 1
    (fault,) = reported.json["faults"]
    assert fault["what"].startswith("views-unreadable: ")


def test_views_that_lost_their_rows_are_filled_by_a_rebuild(store: str) -> None:
    before = asked(store, "claims")
    ran(store, "DELETE FROM subsidy_views.progress")

    asked(store, "rebuild")

    assert asked(store, "claims") == before
    assert asked(store, "verify")["faults"] == []


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE subsidy_views.claim_register",
        "DROP TABLE subsidy_views.progress",
        "ALTER TABLE subsidy_views.progress DROP COLUMN position",
        "DROP SCHEMA subsidy_views CASCADE",
    ],
)
def test_the_owner_makes_what_is_missing_of_the_views(store: str, damage: str) -> None:
    before = asked(store, "claims")
    ran(store, damage)

    asked(as_role(store, OWNER), "store", "prepare")

    assert asked(store, "claims") == before
    assert asked(store, "verify")["faults"] == []


FOLLOWER = """
AND pid = (SELECT pid FROM pg_stat_activity
    WHERE query LIKE 'SELECT MAX%' ORDER BY query_start DESC LIMIT 1)"""


@pytest.mark.parametrize("whose", ["", FOLLOWER])
def test_a_backfill_whose_connections_are_ended_keeps_what_it_acknowledged(
    store: str, one_claim: Path, tmp_path: Path, whose: str
) -> None:
    """Those of all its processes, or of the one that follows with the views."""
    # Without invoices: one that was rejected as known may be new the next time (decision 7).
    kept = ({key: each[key] for key in each if key != "invoices"} for each in lines(7, 4_000))
    drawn = write_lines(tmp_path / "many.jsonl", kept)
    running = process("backfill", drawn, "--approve", "--store", store, "--lang", "en")
    end = time.monotonic() + SECONDS_MAX
    while ran(store, "SELECT count(*) FROM stored_events") < [(1_000,)] and time.monotonic() < end:
        time.sleep(0.02)
    while not ran(store, f"{END} {whose}") and time.monotonic() < end:
        time.sleep(0.002)

    reported = ended(running)

    assert "Traceback" not in reported.err
    assert reported.err.count("store-unavailable: ") == (not whose)
    acknowledged = [
        int(number) for number in re.findall(r"^recorded (\d+)$", reported.err, re.MULTILINE)
    ]
    assert len(asked(store, "claims")) > max(acknowledged) > 0
    assert asked(store, "verify")["faults"] == []
    subsidy("backfill", drawn, "--approve", "--store", store)
    beside = str(tmp_path / "beside.db")
    subsidy("backfill", one_claim, "--store", beside)
    subsidy("backfill", drawn, "--approve", "--store", beside)
    by_login = ("submitted_by", "decided_by")  # where no officer is named: the store's own login
    claims, others = (
        [{key: value for key, value in claim.items() if key not in by_login} for claim in answered]
        for answered in (asked(store, "claims"), asked(beside, "claims"))
    )
    assert claims == others


def test_a_clerk_works_where_the_views_are_gone_and_not_a_clerks_to_make(
    store: str, tmp_path: Path
) -> None:
    clerk = as_role(store, "clerk_li")
    ran(store, "DROP SCHEMA subsidy_views CASCADE")

    path = write_lines(tmp_path / "more.jsonl", [line("YQ-2")])
    asked(clerk, "backfill", path)
    decided = asked(clerk, "approve", "--pending")["decided"]

    assert [claim["status"] for claim in decided] == ["approved"] * 2
    assert asked(clerk, "claims") == asked(store, "claims")
