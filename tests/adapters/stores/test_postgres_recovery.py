"""A database restored from a backup older than its seal: its owner puts back what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.adapters.seal.sealed import NAME
from tests.commands.test_command_line import line
from tests.support.command import Ran, asked, subsidy, write_lines
from tests.support.postgres_server import OWNER, PostgresServer, as_role, by_psql, copying

EVERY_ROW = "SELECT * FROM stored_events ORDER BY 1"
NUMBERS = "SELECT * FROM claim_numbers ORDER BY 1"
GUARDS = "SELECT tgname, tgenabled FROM pg_trigger WHERE tgname LIKE 'stored_events_no_%'"


@pytest.fixture
def backup(clerk: str, own_server: PostgresServer) -> Iterator[str]:
    """The owner's address of a backup, older than what is sealed of the ledger."""
    with psycopg.connect(own_server.address(OWNER), autocommit=True) as server:
        for statement in copying("attacked", "backup"):
            server.execute(statement.encode())
    yield own_server.address("backup")
    own_server.drop_database("backup")


def sealed(clerk: str, folder: Path) -> str:
    """Record by several logins, seal, and return the key to trust."""
    lines = write_lines(folder / "more.jsonl", [line("YQ-3"), line("YQ-4")])
    asked(as_role(clerk, "submitter_wu"), "backfill", lines)
    asked(as_role(clerk, "approver_sun"), "approve", "--pending")
    key = folder / "key"
    asked(clerk, "key", "new", "--key", key, "--name", NAME)
    asked(clerk, "seal", folder / "seal", "--key", key)
    return str(asked(clerk, "key", "show", "--key", key)["key"])


def recovered(store: str, folder: Path, key: str, *words: str) -> Ran:
    return subsidy("store", "recover", "--seal", folder / "seal", "--key", key, "--store", store,
                   *(words or ("--json",)))  # fmt: skip


def test_the_owner_brings_an_older_backup_to_the_seal_and_all_go_on_with_it(
    clerk: str, backup: str, tmp_path: Path
) -> None:
    key, works = sealed(clerk, tmp_path), as_role(backup, "clerk_li")
    by_psql(backup, "UPDATE subsidy_views.claim_register SET enterprise = 'x'")
    before = by_psql(works, "SELECT count(*) FROM stored_events")[0][0]
    refused = recovered(works, tmp_path, key)

    ran = recovered(backup, tmp_path, key)

    assert (refused.code, refused.json["code"]) == (1, "roles-not-granted")
    whole = by_psql(clerk, EVERY_ROW)
    assert (ran.code, ran.json["events_before"], ran.json["size"]) == (0, before, len(whole))
    assert ran.json["events_recovered"] == len(whole) - before > 0
    assert by_psql(works, EVERY_ROW) == whole
    assert by_psql(works, NUMBERS) == by_psql(clerk, NUMBERS)
    assert by_psql(works, "SELECT count(*) FROM subsidy_views.claim_register") == [(0,)]
    assert {enabled for _, enabled in by_psql(works, GUARDS)} == {"O"}
    verified = asked(as_role(backup, "auditor_wu"), "verify", tmp_path / "seal", "--key", key)
    assert (verified["faults"], verified["unsealed"]) == ([], 0)
    assert asked(works, "claims") == asked(clerk, "claims")
    again = recovered(backup, tmp_path, key, "--lang", "en")
    assert (again.code, again.out) == (
        0,
        f"Nothing to recover: the ledger has the {len(whole)} events sealed, and no more\n",
    )

    other = write_lines(tmp_path / "5.jsonl", [line("YQ-4", fee="1.00"), line("YQ-5")])
    went_on = subsidy("backfill", other, "--store", works, "--json")

    assert (went_on.json["rejected"], went_on.json["accepted"]) == (1, 1), went_on.out
    beyond = recovered(backup, tmp_path, key, "--lang", "en")
    assert (beyond.code, "and 1 more" in beyond.out) == (0, True), beyond.out
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        by_psql(backup, "DELETE FROM stored_events")


def test_a_database_that_is_not_the_one_sealed_is_left_as_it_is(
    clerk: str, backup: str, own_server: PostgresServer, tmp_path: Path
) -> None:
    key = sealed(clerk, tmp_path)
    asked(as_role(backup, "clerk_li"), "approve", "--pending")
    before = by_psql(backup, EVERY_ROW)

    ran = recovered(backup, tmp_path, key)

    assert (ran.code, ran.json["code"]) == (1, "seal-inconsistent")
    assert str(len(before)) in ran.json["message"]
    assert by_psql(backup, EVERY_ROW) == before
    own_server.drop_database("backup")
    made = recovered(backup, tmp_path, key)  # there is none: it is made
    assert (made.code, made.json["events_before"]) == (0, 0)
    assert by_psql(backup, EVERY_ROW) == by_psql(clerk, EVERY_ROW)
    assert asked(as_role(backup, "auditor_wu"), "verify", tmp_path / "seal", "--key", key)
