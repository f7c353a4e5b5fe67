"""What a clerk does to a database with other programs: nothing that the owner or the log feels."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.commands.test_command_line import line
from tests.support.command import asked, subsidy, write_lines
from tests.support.postgres_server import OWNER, as_role, by_psql

USCC = "91330382MA0000023T"
TAKEOVER = """
CREATE FUNCTION subsidy_views.trap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN ALTER ROLE clerk_li SUPERUSER; RETURN NEW; END $$"""


def is_superuser(clerk: str) -> bool:
    query = "SELECT rolsuper FROM pg_roles WHERE rolname = 'clerk_li'"
    return by_psql(as_role(clerk, OWNER), query) == [(True,)]


PLANTED = {
    "a trigger": "CREATE TRIGGER t BEFORE INSERT ON subsidy_views.progress "
    "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "a rule": "CREATE RULE r AS ON INSERT TO subsidy_views.progress DO INSTEAD NOTHING",
    "a policy": "CREATE POLICY p ON subsidy_views.progress",
    "a view": "CREATE VIEW subsidy_views.v AS SELECT 1",
    "a table": "CREATE TABLE public.t (x int)",
    "a table of a session": "CREATE TEMPORARY TABLE stored_events (x int)",
    "a function": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "an operator": "CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
    "a type": "CREATE TYPE subsidy_shapes.t AS (x int)",
    "a cast": "CREATE CAST (text AS int) WITH INOUT AS IMPLICIT",
    "a schema": "CREATE SCHEMA pg_temporary",
    "an index": "CREATE INDEX ON subsidy_views.claim_register (lower(uscc))",
    "a default": "ALTER TABLE subsidy_views.progress ALTER shape SET DEFAULT 9",
    "another owner": "ALTER TABLE subsidy_views.progress OWNER TO clerk_li",
    "a view in its place": "ALTER TABLE subsidy_views.yearly_totals RENAME TO y",
    "a claim number": "INSERT INTO claim_numbers VALUES ('YQ-9', 'x', 'y')",
    "a claim number taken away": "DELETE FROM claim_numbers",
    "a trigger switched off": "ALTER TABLE stored_events DISABLE TRIGGER ALL",
    "a function replaced": "CREATE OR REPLACE FUNCTION public.stored_events_follow() "
    "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "a program": "COPY stored_events TO PROGRAM 'cat'",
    "a role": "ALTER ROLE clerk_li SUPERUSER",
    "the owner's place": "SET ROLE postgres",
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_clerk_leaves_nothing_for_another_session_to_meet(planted: str, clerk: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        by_psql(clerk, PLANTED[planted])

    assert refused.value.sqlstate == "42501"  # insufficient privilege
    assert asked(clerk, "verify")["faults"] == []


@pytest.mark.parametrize(
    "trap",
    [
        f"{TAKEOVER}; CREATE TRIGGER t BEFORE INSERT OR UPDATE ON subsidy_views.progress "
        "FOR EACH ROW EXECUTE FUNCTION subsidy_views.trap()",
        f"{TAKEOVER}; CREATE TRIGGER t BEFORE INSERT ON subsidy_views.claim_register "
        "FOR EACH ROW EXECUTE FUNCTION subsidy_views.trap()",
        "ALTER TABLE subsidy_views.yearly_totals RENAME TO t; CREATE VIEW "
        "subsidy_views.yearly_totals AS SELECT year, measure, claims, 0::bigint AS granted_fen "
        "FROM subsidy_views.t",
        "CREATE RULE r AS ON INSERT TO subsidy_views.progress DO ALSO DELETE "
        "FROM subsidy_views.postings",
        "ALTER TABLE subsidy_views.postings ENABLE ROW LEVEL SECURITY",
    ],
)
def test_traps_laid_while_clerks_owned_the_views_are_gone_once_it_is_prepared(
    trap: str, clerk: str
) -> None:
    owned, totals = as_role(clerk, OWNER), asked(clerk, "totals")
    by_psql(owned, "ALTER SCHEMA subsidy_views OWNER TO clerk_li")
    for (table,) in by_psql(
        owned, "SELECT tablename FROM pg_tables WHERE schemaname = 'subsidy_views'"
    ):
        by_psql(owned, f"ALTER TABLE subsidy_views.{table} OWNER TO clerk_li")
    by_psql(clerk, trap)
    seen = subsidy("verify", "--store", as_role(clerk, "auditor_wu"), "--json")
    assert "views-not-plain" in {fault["what"].partition(":")[0] for fault in seen.json["faults"]}

    asked(owned, "store", "prepare")

    assert not is_superuser(clerk)
    assert asked(clerk, "totals") == totals
    assert asked(clerk, "verify")["faults"] == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        by_psql(clerk, "ALTER TABLE subsidy_views.progress ADD COLUMN x int")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ("ALTER TABLE stored_events DISABLE TRIGGER stored_events_no_gap", "stored_events_no_gap"),
        ("DROP TRIGGER stored_events_no_change ON stored_events", "stored_events_no_change"),
        (
            "CREATE OR REPLACE FUNCTION public.stored_events_follow() RETURNS trigger "
            "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp "
            "AS 'BEGIN RETURN NULL; END'",
            "stored_events_follow",
        ),
        (
            "ALTER FUNCTION public.stored_events_follow() SECURITY INVOKER",
            "stored_events_follow",
        ),
        (
            "CREATE OR REPLACE FUNCTION subsidy_shapes.respelled(topic text, event json) "
            "RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp "
            "AS 'BEGIN RETURN event::text; END'",
            "respelled",
        ),
    ],
)
def test_guards_of_the_log_that_are_changed_are_a_fault_until_it_is_prepared(
    changed: str, fault: str, clerk: str
) -> None:
    by_psql(as_role(clerk, OWNER), changed)

    ran = subsidy("verify", "--store", as_role(clerk, "auditor_wu"), "--json")

    assert (ran.code, [each["what"] for each in ran.json["faults"]]) == (
        1,
        [f"log-unguarded: {fault}"],
    )
    asked(as_role(clerk, OWNER), "store", "prepare")
    assert asked(clerk, "verify")["faults"] == []


def test_what_others_made_where_commands_look_stops_the_preparation(clerk: str) -> None:
    owned = as_role(clerk, OWNER)
    by_psql(owned, "GRANT CREATE ON SCHEMA public TO clerk_li")
    by_psql(clerk, "CREATE FUNCTION public.length(bytea) RETURNS int LANGUAGE sql AS 'SELECT 1'")

    refused = subsidy("store", "prepare", "--store", owned, "--lang", "en")

    assert (refused.code, refused.err.split(":")[0]) == (1, "roles-not-granted")
    assert "function public.length(bytea)" in refused.err
    by_psql(owned, "DROP FUNCTION public.length(bytea)")
    asked(owned, "store", "prepare")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        by_psql(clerk, "CREATE TABLE public.t (x int)")


@pytest.mark.parametrize(
    "words",
    [
        "claims",
        "totals",
        "history YQ-1",
        "approve --pending",
        "rebuild",
        "verify",
        "budget show 2022",
        "policy list",
        "explain YQ-1",
        "remaining 91330382MA0000023T --year 2022",
        "enterprise show 91330382MA0000023T",
        "audit delays",
        "batch list",
    ],
)
@pytest.mark.parametrize("login", [OWNER, "keeper"])
def test_a_login_that_could_rewrite_the_log_only_prepares(
    words: str, login: str, clerk: str
) -> None:
    owned = as_role(clerk, OWNER)
    if not by_psql(owned, "SELECT 1 FROM pg_roles WHERE rolname = 'keeper'"):
        by_psql(owned, "CREATE ROLE keepers NOLOGIN")
        by_psql(owned, "CREATE ROLE keeper LOGIN IN ROLE keepers, subsidy_writer")
    by_psql(owned, "ALTER TABLE stored_events OWNER TO keepers")

    refused = subsidy(*words.split(), "--store", as_role(clerk, login), "--lang", "en")

    assert (refused.code, refused.err.split(":")[0]) == (1, "login-may-rewrite")
    assert login in refused.err
    assert "store prepare" in refused.err


WORK = {
    "submitter_wu": {"submit"},
    "approver_sun": {"approve", "policy"},
    "cashier_qian": {"budget", "account"},
    "auditor_wu": set[str](),
}


@pytest.mark.parametrize("login", WORK)
def test_no_role_does_the_work_of_another(login: str, clerk: str, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "more.jsonl", [line("YQ-3")])
    document = ("--document", "d", "--on", "2022-01-01")
    account = ("--account", "6222021234567890", "--bank", "b")
    version = tmp_path / "version.toml"
    work: dict[str, tuple[str | Path, ...]] = {
        "submit": ("backfill", lines),
        "approve": ("approve", "YQ-2"),
        "budget": ("budget", "appropriate", "2022", "--amount", "100", *document),
        "account": ("enterprise", "account", USCC, *account),
        "policy": ("policy", "publish", version, "--document", "d"),
    }
    shown = subsidy("policy", "show", "--toml", "--store", clerk)
    version.write_text(shown.out, encoding="utf-8")
    works = as_role(clerk, login)

    done = {
        what: subsidy(*words, "--store", works, "--json")
        for what, words in work.items()
        if what != "policy"
    }

    allowed = WORK[login] | ({"account"} if login == "submitter_wu" else set())
    for what, ran in done.items():
        if what in allowed:
            assert ran.code == 0, (what, ran.err)
        else:
            assert (ran.code, ran.err.split(":")[0]) == (1, "store-forbidden"), (what, ran)
    assert asked(works, "claims")
    assert asked(works, "verify")["faults"] == []


def test_only_a_cashier_sees_a_sole_traders_name(clerk: str, tmp_path: Path) -> None:
    sole, name = "92330382MAW1F7TK5R", "张三五金经营部"
    path = write_lines(tmp_path / "sole.jsonl", [line("YQ-9", uscc=sole, enterprise=name)])
    submitter = as_role(clerk, "submitter_wu")

    again = [asked(submitter, "backfill", path)["already_recorded"] for _ in range(2)]

    assert again == [0, 1], "the same for who may not see it"
    shown = {
        login: asked(as_role(clerk, login), "enterprise", "show", sole)["name"] for login in WORK
    }
    assert shown == dict.fromkeys(WORK, "****TK5R") | {"cashier_qian": name}
    erasing = {
        login: subsidy("enterprise", "erase", sole, "--store", as_role(clerk, login)).code
        for login in ("submitter_wu", "approver_sun", "auditor_wu", "cashier_qian")
    }
    assert erasing == {"submitter_wu": 1, "approver_sun": 1, "auditor_wu": 1, "cashier_qian": 0}
    assert asked(clerk, "verify")["faults"] == []


def test_only_a_cashier_sees_an_account(clerk: str) -> None:
    asked(as_role(clerk, "submitter_wu"), "enterprise", "account", USCC,
          "--account", "6222021234567890", "--bank", "b")  # fmt: skip

    shown = {
        login: asked(as_role(clerk, login), "enterprise", "show", USCC)["account"]["masked"]
        for login in WORK
    }

    assert shown.pop("cashier_qian").endswith("7890")
    assert set(shown.values()) == {None}


def test_locks_of_who_only_reads_hold_nobody_up(clerk: str) -> None:
    with psycopg.connect(as_role(clerk, "auditor_wu")) as reader:
        for key in (7_305_020_221, 7_305_020_222):
            reader.execute("SELECT pg_advisory_lock(%s)", (key,))
        reader.execute("SELECT count(*) FROM stored_events, subsidy_views.claim_register")

        asked(clerk, "approve", "--pending")
        asked(clerk, "rebuild")
        asked(as_role(clerk, OWNER), "store", "prepare")

    assert asked(clerk, "verify")["faults"] == []


def test_who_is_in_no_role_does_not_connect(clerk: str) -> None:
    owned = as_role(clerk, OWNER)
    if not by_psql(owned, "SELECT 1 FROM pg_roles WHERE rolname = 'guest'"):
        by_psql(owned, "CREATE ROLE guest LOGIN")

    with pytest.raises(psycopg.OperationalError, match="CONNECT"):
        by_psql(as_role(clerk, "guest"), "SELECT 1")
