"""A ledger in a PostgreSQL database: what is particular to it. Always on a server, of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from adapters.stores.opening import location_of
from tests.commands.test_command_line import line
from tests.oracle.inputs.random_claims import lines
from tests.support.command import Ran, asked, subsidy, write_lines
from tests.support.postgres_server import OWNER, PostgresServer, as_role, prepared

USCC = "91330382MA0000023T"
REWRITES = [
    "UPDATE stored_events SET state = '' WHERE notification_id = 2",
    "DELETE FROM stored_events WHERE notification_id = 2",
    "DELETE FROM stored_events WHERE false",
    "TRUNCATE stored_events",
    "INSERT INTO stored_events SELECT * FROM stored_events WHERE notification_id = 2 "
    "ON CONFLICT (notification_id) DO UPDATE SET state = ''",
    "MERGE INTO stored_events s USING stored_events o ON s.notification_id = o.notification_id "
    "WHEN MATCHED THEN DELETE",
]


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


@pytest.fixture(scope="module")
def begun(own_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    clerk, folder = prepared(own_server.address("begun")), tmp_path_factory.mktemp("begun")
    path = write_lines(folder / "claims.jsonl", [line(f"YQ-{n}") for n in range(1, 5)])
    asked(clerk, "backfill", path, "--by", "clerk")
    return "begun"


@pytest.fixture
def store(own_server: PostgresServer, begun: str) -> Iterator[str]:
    """The address of a ledger with four claims, in a database of its own: a clerk's."""
    yield own_server.copy_ledger(begun, "lay")
    own_server.drop_database("lay")


def refused_by(store: str, statement: str) -> str:
    """Return what the server says to a statement; nothing when it does it."""
    with psycopg.connect(store) as server:
        try:
            server.execute(statement.encode())
        except psycopg.Error as refused:
            return str(refused)
        finally:
            server.rollback()
    return ""


@pytest.mark.parametrize("statement", REWRITES)
def test_nothing_recorded_is_rewritten_even_by_its_owner(store: str, statement: str) -> None:
    assert "append-only" in refused_by(as_role(store, OWNER), statement)


@pytest.mark.parametrize("positions", ["(9)", "(6), (8)", "(0)", "(-1)", "(7)"])
def test_a_row_that_leaves_a_gap_is_refused(store: str, positions: str) -> None:
    statement = (
        "INSERT INTO stored_events SELECT p, 'x:' || p, 1, 't', '' "
        f"FROM (VALUES {positions}) of (p)"
    )

    assert "follow one another" in refused_by(as_role(store, OWNER), statement)


def test_what_a_role_may_is_the_least_it_needs(store: str) -> None:
    clerk, auditor = as_role(store, "clerk_li"), as_role(store, "auditor_wu")
    forbidden = [
        "UPDATE stored_events SET state = ''",
        "DELETE FROM stored_events",
        "TRUNCATE stored_events",
        "UPDATE claim_numbers SET uscc = ''",
        "DELETE FROM claim_numbers",
        "ALTER TABLE stored_events DISABLE TRIGGER ALL",
        "DROP TRIGGER stored_events_no_change ON stored_events",
        "DROP TABLE stored_events",
        "CREATE TABLE other (x int)",
        "SET session_replication_role = replica",
    ]
    for statement in forbidden:
        assert refused_by(clerk, statement), statement
    for statement in (
        *forbidden,
        "INSERT INTO stored_events VALUES (6, 'x', 1, 't', '')",
        "INSERT INTO claim_numbers VALUES ('x', 'y', 'z')",
        "DELETE FROM subsidy_views.claim_register",
        "SELECT * FROM subsidy_private.accounts",
        "SELECT * FROM subsidy_private.sealed_accounts",
        "SELECT * FROM subsidy_private.account_keys",
    ):
        assert refused_by(auditor, statement), statement


def test_a_clerk_works_as_a_member_of_the_writers(store: str, tmp_path: Path) -> None:
    clerk = as_role(store, "clerk_li")

    path = write_lines(tmp_path / "more.jsonl", [line("YQ-9")])
    asked(clerk, "backfill", path, "--approve")
    asked(clerk, "enterprise", "account", USCC, "--account", "6222021234567890", "--bank", "b")
    removed = asked(clerk, "enterprise", "erase", USCC)["values_removed"]
    asked(clerk, "rebuild")

    assert removed == 1
    event = asked(store, "history", "YQ-9")[-1]
    assert (event["by"], event["login"]) == ("clerk_li", "clerk_li")
    assert asked(store, "verify")["faults"] == []


def test_an_auditor_reads_also_what_the_views_do_not_have_yet(store: str) -> None:
    auditor = as_role(store, "auditor_wu")
    before = asked(auditor, "totals")
    with psycopg.connect(as_role(store, OWNER)) as server:
        server.execute("DROP SCHEMA subsidy_views CASCADE")

    after = asked(auditor, "totals")
    refused = subsidy("approve", "--pending", "--store", auditor, "--json")

    assert after == before
    assert (refused.code, refused.err.split(":")[0]) == (1, "store-forbidden")
    assert "permission denied" in refused.err
    assert asked(auditor, "verify")["faults"] == []


def test_an_auditor_is_shown_no_account(store: str) -> None:
    account = ("enterprise", "account", USCC, "--account", "6222021234567890", "--bank", "b")
    asked(store, "enterprise", "register", USCC, "--name", "甲公司")
    asked(store, *account)

    reported = asked(as_role(store, "auditor_wu"), "enterprise", "show", USCC)["account"]

    assert (reported["state"], reported["masked"]) == ("missing", None)
    assert asked(as_role(store, "clerk_li"), "enterprise", "show", USCC)["account"]["masked"]


def dumped(store: str, server: PostgresServer, path: Path, *words: str) -> None:
    """Back a ledger up as the README says."""
    words = ("-Fc", *words, "-f", str(path), as_role(store, OWNER))
    subprocess.run([server.program("pg_dump"), *words], check=True)


def test_a_ledger_is_restored_from_a_backup(
    store: str, own_server: PostgresServer, tmp_path: Path
) -> None:
    drawn = write_lines(tmp_path / "more.jsonl", lines(4, 80))
    subsidy("backfill", drawn, "--approve", "--store", store)
    asked(store, "enterprise", "register", USCC, "--name", "甲公司")
    asked(store, "enterprise", "account", USCC, "--account", "6222021234567890", "--bank", "b")
    asked(store, "key", "new", "--key", tmp_path / "key", "--name", "a.b/c")
    asked(store, "seal", tmp_path / "seal", "--key", tmp_path / "key")
    dumped(store, own_server, tmp_path / "ledger.dump")
    reported = everything(store)

    own_server.create_database("restored")
    owned = own_server.address("restored")
    words = ("pg_restore", "--exit-on-error", "--no-privileges", "-d", owned)
    subprocess.run([own_server.program(words[0]), *words[1:], tmp_path / "ledger.dump"], check=True)

    try:
        restored = prepared(owned)
        assert everything(restored) == reported
        assert asked(restored, "verify", tmp_path / "seal")["faults"] == []
        assert "append-only" in refused_by(owned, "DELETE FROM stored_events")
        assert refused_by(as_role(restored, "clerk_li"), "DELETE FROM stored_events")
        asked(as_role(restored, "clerk_li"), "approve", "--pending")
        asked(restored, "seal", tmp_path / "seal", "--key", tmp_path / "key")
    finally:
        own_server.drop_database("restored")


def test_a_backup_of_the_log_alone_is_the_same_ledger_without_accounts(
    store: str, own_server: PostgresServer, tmp_path: Path
) -> None:
    asked(store, "approve", "--pending")
    asked(store, "enterprise", "account", USCC, "--account", "6222021234567890", "--bank", "b")
    without = ("-N", "subsidy_private", "-N", "subsidy_views")
    dumped(store, own_server, tmp_path / "log.dump", *without)

    own_server.create_database("alone")
    owned = own_server.address("alone")
    words = ("--exit-on-error", "--no-privileges", "-d", owned, tmp_path / "log.dump")
    subprocess.run([own_server.program("pg_restore"), *words], check=True)

    try:
        alone = prepared(owned)
        assert asked(alone, "claims") == asked(store, "claims")
        assert asked(alone, "enterprise", "show", USCC)["account"]["state"] == "missing"
        clerk, auditor = as_role(alone, "clerk_li"), as_role(alone, "auditor_wu")
        named = ("enterprise", "account", USCC, "--account", "6222021234567899", "--bank", "b")
        assert "store-forbidden" in subsidy(*named, "--store", auditor).err
        asked(clerk, *named, "--document", "D-1")
        assert asked(alone, "enterprise", "erase", USCC)["values_removed"] == 1
        again = ("6222021234567891", "--bank", "b", "--document", "D-2")
        asked(alone, "enterprise", "account", USCC, "--account", *again)
        assert asked(alone, "enterprise", "show", USCC)["account"]["state"] == "matches"
        assert asked(alone, "verify")["faults"] == []
    finally:
        own_server.drop_database("alone")


def everything(store: str) -> list[Any]:
    questions = (("claims",), ("totals",), ("history", USCC), ("enterprise", "show", USCC))
    return [asked(store, *words) for words in questions]


def test_a_ledger_is_packed_and_the_pack_checked(store: str, tmp_path: Path) -> None:
    asked(store, "approve", "--pending")
    key = asked(store, "key", "new", "--key", tmp_path / "key", "--name", "a.b/c")["key"]
    asked(store, "seal", tmp_path / "seal", "--key", tmp_path / "key")
    asked(store, "audit-pack", tmp_path / "p.zip", "--seal", tmp_path / "seal",
          "--key", tmp_path / "key")  # fmt: skip

    checked = asked(store, "audit-pack", "check", tmp_path / "p.zip", "--key", key)
    assert checked["faults"] == []


def test_what_is_no_server_is_reported_at_once(tmp_path: Path) -> None:
    ran = subsidy("claims", "--store", f"postgresql://postgres@/l?host={tmp_path}")

    assert ran.code == 1
    assert ran.err.startswith("store-unavailable: ")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("words", ["claims", "rebuild"])
def test_a_database_that_is_not_there_is_no_ledger_and_is_not_made(
    words: str, own_server: PostgresServer
) -> None:
    ran: Ran = subsidy(words, "--store", own_server.address("none"))

    assert (ran.code, ran.err.split(":")[0]) == (1, "store-not-found")
    assert not location_of(own_server.address("none")).exists()


def test_another_programs_table_is_left_as_it_is(own_server: PostgresServer) -> None:
    own_server.create_database("other")
    address = own_server.address("other")
    with psycopg.connect(address) as server:
        server.execute("CREATE TABLE stored_events (x int)")

    ran = subsidy("approve", "--pending", "--store", address)

    assert (ran.code, ran.err.split(":")[0]) == (1, "store-unreadable")
    assert "其他程序的表" in ran.err
    own_server.drop_database("other")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://a:hush@h/l",
        "postgres://a:hush@h/l",
        "postgresql://h/l?password=hush",
        "postgresql://h/l?sslpassword=hush",
        "postgresql://h/l?PASSWORD=hush",
        "postgresql://h/l?pass%77ord=hush",
    ],
)
def test_a_password_is_refused_and_never_repeated(address: str) -> None:
    ran = subsidy("claims", "--store", address)

    assert (ran.code, ran.err.split(":")[0]) == (1, "password-in-address")
    assert "hush" not in ran.err + ran.out


def test_an_empty_password_is_none(own_server: PostgresServer, store: str) -> None:
    assert asked(store.replace("clerk_li@", "clerk_li:@"), "claims") == asked(store, "claims")
