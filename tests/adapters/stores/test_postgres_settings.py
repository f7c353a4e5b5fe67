"""What a login may set or do for itself on a server: it changes nothing of what is recorded."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.adapters.stores.attacks.test_postgres_rows import INSERT, next_row, submitted
from tests.commands.test_command_line import line
from tests.support.command import asked, subsidy, write_lines
from tests.support.postgres_server import OWNER, as_role, by_psql

OF_FORM = """
TimeZone = 'Asia/Kathmandu'; DateStyle = 'SQL, DMY'; IntervalStyle = sql_standard;
bytea_output = escape; standard_conforming_strings = off; backslash_quote = on;
extra_float_digits = -15; transform_null_equals = on; array_nulls = off; row_security = off;
search_path = subsidy_views, public; synchronous_commit = off;
quote_all_identifiers = on; default_transaction_isolation = serializable; lock_timeout = 1;
restrict_nonsystem_relation_kind = 'view'; plan_cache_mode = force_generic_plan"""


def set_for(clerk: str, settings: str) -> None:
    for setting in settings.split(";"):
        by_psql(clerk, f"ALTER ROLE clerk_li SET {setting}")


@pytest.fixture(autouse=True)
def as_before(clerk: str) -> object:
    yield
    by_psql(as_role(clerk, OWNER), "ALTER ROLE clerk_li RESET ALL")


def test_how_a_login_has_values_spelled_changes_no_answer_and_no_rule(
    clerk: str, tmp_path: Path
) -> None:
    before = {words: asked(clerk, *words.split()) for words in ("claims", "history YQ-1")}
    set_for(clerk, OF_FORM)

    assert {words: asked(clerk, *words.split()) for words in before} == before
    for claim_no in ("yq-2", "YQ\u200b-3"):
        with pytest.raises(psycopg.errors.RaiseException):
            by_psql(clerk, INSERT, *submitted(clerk, claim_no))
    with pytest.raises(psycopg.errors.RaiseException, match="nobody sees"):
        by_psql(clerk, INSERT, *next_row(clerk, by="a\nb"))
    more = write_lines(tmp_path / "more.jsonl", [line("YQ-3")])
    assert asked(clerk, "backfill", more, "--approve")["accepted"] == 1
    asked(clerk, "rebuild")
    assert asked(as_role(clerk, "submitter_wu"), "verify")["faults"] == []


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("default_transaction_read_only = on", "store-forbidden"),
        ("transaction_timeout = 1", "store-unavailable"),
        ("statement_timeout = 1", "store-unavailable"),
    ],
)
def test_a_login_that_keeps_itself_from_writing_is_refused_as_such(
    setting: str, code: str, clerk: str, tmp_path: Path
) -> None:
    more = write_lines(tmp_path / "more.jsonl", [line("YQ-3")])
    set_for(clerk, setting)

    for words in (
        ("backfill", more),
        ("approve", "--pending"),
        ("enterprise", "account", "91330382MA0000023T", "--account", "1234567890", "--bank", "b"),
    ):
        ran = subsidy(*words, "--store", clerk, "--lang", "en")

        assert (ran.code, ran.err.split(":")[0]) == (1, code), (words, ran.err)
    assert asked(as_role(clerk, "submitter_wu"), "verify")["faults"] == []


HARMLESS = [
    "DROP OWNED BY subsidy_submitter, subsidy_writer, clerk_li",
    "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC",
    "GRANT INSERT ON stored_events TO auditor_wu",
    "REVOKE ALL ON stored_events FROM subsidy_submitter",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_clear_relation_stats('public', 'stored_events')",
    "CLUSTER stored_events USING stored_events_pkey",
    "INSERT INTO stored_events SELECT * FROM stored_events ON CONFLICT DO NOTHING",
    "ALTER ROLE clerk_li SET role = subsidy_approver",
]


def test_what_a_login_may_do_for_itself_leaves_the_others_what_they_have(clerk: str) -> None:
    for statement in HARMLESS:
        by_psql(clerk, statement)

    asked(as_role(clerk, "approver_sun"), "approve", "--pending")
    assert asked(as_role(clerk, "auditor_wu"), "verify")["faults"] == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        by_psql(as_role(clerk, "auditor_wu"), INSERT, *next_row(clerk))
    with pytest.raises(psycopg.errors.RaiseException, match="login"):
        by_psql(clerk, INSERT, *next_row(clerk, login="subsidy_approver"))
    asked(as_role(clerk, OWNER), "store", "prepare")


@pytest.mark.parametrize(
    "statement",
    [
        f"WITH first AS ({INSERT}) {INSERT}",
        "MERGE INTO stored_events USING (VALUES (%s::bigint, %s, %s::bigint, %s, %s::bytea), "
        "(%s::bigint, %s, %s::bigint, %s, %s::bytea)) AS rows (a, b, c, d, e) "
        "ON notification_id = a WHEN NOT MATCHED THEN INSERT VALUES (a, b, c, d, e)",
        f"{INSERT}, (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
    ],
)
def test_rows_inserted_by_any_statement_are_looked_at_each(statement: str, clerk: str) -> None:
    first = next_row(clerk)
    second = [first[0] + 1, *next_row(clerk, version=first[2] + 1)[1:]]
    odd = [*second[:4], b"odd"]

    for rows in ((first, odd), ([*first[:4], b"odd"], second)):
        with pytest.raises(psycopg.errors.RaiseException, match="envelope"):
            by_psql(clerk, statement, *rows[0], *rows[1])
    assert asked(clerk, "verify")["faults"] == []


FLOOD = "SELECT pg_notify('x', repeat('y', 7000) || number) FROM generate_series(1, 1000) AS number"


def test_who_only_reads_cannot_stop_the_log_by_filling_the_servers_queue(clerk: str) -> None:
    auditor = as_role(clerk, "auditor_wu")
    with psycopg.connect(auditor, autocommit=True) as listener:
        listener.execute("LISTEN x")
        listener.execute("BEGIN")
        listener.execute("SELECT 1")
        with pytest.raises(psycopg.Error, match="queue"):
            by_psql(auditor, FLOOD)

        asked(clerk, "approve", "--pending")

    assert [claim["status"] for claim in asked(clerk, "claims")] == ["approved", "approved"]
    assert asked(clerk, "verify")["faults"] == []
