"""What a clerk does to a database with other programs: nothing that the owner or the log feels."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from adapters.log.codec import Stamp, encode_event, envelope
from adapters.log.drafts import Draft
from domain.calendar import clock_text
from domain.events.claims import ClaimWithdrawn
from tests.commands.test_command_line import line
from tests.support.command import asked, subsidy, write_lines
from tests.support.postgres_server import OWNER, PostgresServer, as_role, prepared

USCC = "91330382MA0000023T"
NAME = "attacked"
TAKEOVER = """
CREATE FUNCTION subsidy_views.trap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN ALTER ROLE clerk_li SUPERUSER; RETURN NEW; END $$"""


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


@pytest.fixture
def clerk(own_server: PostgresServer, tmp_path: Path) -> Iterator[str]:
    """A clerk's address of a ledger that holds a claim that waits and a claim decided."""
    owned = own_server.address(NAME)
    asked(owned, "store", "prepare")
    made = prepared(owned)
    asked(made, "backfill", write_lines(tmp_path / "one.jsonl", [line("YQ-1")]), "--approve")
    asked(made, "backfill", write_lines(tmp_path / "two.jsonl", [line("YQ-2")]))
    yield made
    own_server.drop_database(NAME)


def by_psql(address: str, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(address, autocommit=True) as server:
        ran = server.execute(statement.encode(), values or None)
        return ran.fetchall() if ran.description else []


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

    asked(owned, "store", "prepare")

    assert not is_superuser(clerk)
    assert asked(clerk, "totals") == totals
    assert asked(clerk, "verify")["faults"] == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        by_psql(clerk, "ALTER TABLE subsidy_views.progress ADD COLUMN x int")


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


def next_row(clerk: str, **changed: object) -> list[Any]:
    """Return the row that withdraws YQ-2 next, and would be let in; or changed in some way."""
    ((position, version),) = by_psql(
        clerk,
        "SELECT (SELECT max(notification_id) FROM stored_events), max(originator_version) "
        f"FROM stored_events WHERE originator_id = '{USCC}'",
    )
    event = ClaimWithdrawn(claim_no="YQ-2", previous_fen=0, words="slip")
    told = {
        "stream": USCC,
        "version": version + 1,
        "topic": ClaimWithdrawn.TOPIC,
        "at": datetime.now(UTC),
        "login": "clerk_li",
        "by": "clerk",
        "body": encode_event(event),
    } | changed
    draft = Draft(told["stream"], told["version"], told["topic"], told["body"])
    stamp = Stamp(recorded_at=clock_text(told["at"]), by=told["by"], login=told["login"])
    return [position + 1, *draft[:3], envelope(draft, stamp)]


INSERT = "INSERT INTO stored_events VALUES (%s, %s, %s, %s, %s)"
BODY = b'{"claim_no":"YQ-2","previous_fen":0,"words":"slip"}'
Row = list[Any]


def spelled(old: bytes, new: bytes) -> Callable[[str], Row]:
    def change(clerk: str) -> Row:
        row = next_row(clerk)
        assert old in row[4]
        return [*row[:4], row[4].replace(old, new)]

    return change


def said(body: str) -> Callable[[str], Row]:
    return lambda clerk: next_row(clerk, body=body.encode())


ODD: dict[str, tuple[Callable[[str], Row], str]] = {
    "a topic of no event": (lambda c: next_row(c, topic="claim-forged"), "may not record"),
    "the topic of another event": (lambda c: next_row(c, topic="cap-lifted"), "canonical form"),
    "a former topic": (lambda c: next_row(c, topic="claim-reassessed"), "may not record"),
    "no bytes": (lambda c: [*next_row(c)[:4], b""], "envelope"),
    "a zero byte": (lambda c: [*next_row(c)[:4], b"\x00"], "0x00"),
    "bytes that are not text": (lambda c: [*next_row(c)[:4], b"\xff\xfe"], "UTF8"),
    "not an envelope": (lambda c: [*next_row(c)[:4], b'{"event":{}}'], "envelope"),
    "too many bytes": (
        lambda c: [*next_row(c)[:4], next_row(c)[4].replace(b"slip", b"x" * 65_536)],
        "at most 65535 bytes",
    ),
    "a time far ahead": (
        lambda c: next_row(c, at=datetime(9999, 1, 1, tzinfo=UTC)),
        "its time",
    ),
    "a time an hour ahead": (
        lambda c: next_row(c, at=datetime.now(UTC) + timedelta(hours=1)),
        "its time",
    ),
    "a time before the last": (lambda c: next_row(c, at=datetime(2022, 1, 1, tzinfo=UTC)), "time"),
    "a time without microseconds": (
        lambda c: [*next_row(c)[:4], _without_microseconds(next_row(c)[4])],
        "its time",
    ),
    "another's login": (lambda c: next_row(c, login="approver_sun"), "login"),
    "another stream": (lambda c: next_row(c, stream="batch:1", version=1), "stream"),
    "another enterprise": (
        lambda c: next_row(c, stream="91330382MA0001018G", version=1),
        "no such claim",
    ),
    "a version left out": (lambda c: next_row(c, version=99), "versions"),
    "white space": (spelled(b'"by":', b'"by": '), "envelope"),
    "white space inside": (spelled(b'"words":', b'"words": '), "canonical form"),
    "columns that say otherwise": (spelled(USCC.encode(), b"91330382MA0001018G"), "columns"),
    "a number as text": (said('{"claim_no":"YQ-2","previous_fen":"0","words":""}'), "canonical"),
    "a fraction": (said('{"claim_no":"YQ-2","previous_fen":0.5,"words":""}'), "bigint"),
    "an exponent": (said('{"claim_no":"YQ-2","previous_fen":1e3,"words":""}'), "bigint"),
    "less than nothing": (said('{"claim_no":"YQ-2","previous_fen":-1,"words":""}'), "check"),
    "beyond any money": (
        said('{"claim_no":"YQ-2","previous_fen":10000000000000000,"words":""}'),
        "check",
    ),
    "null": (said('{"claim_no":"YQ-2","previous_fen":null,"words":""}'), "null"),
    "a key left out": (said('{"claim_no":"YQ-2","previous_fen":0}'), "null"),
    "a key more": (said('{"claim_no":"YQ-2","previous_fen":0,"words":"","x":1}'), "canonical"),
    "a key twice": (
        said('{"claim_no":"YQ-2","previous_fen":0,"words":"","words":""}'),
        "canonical",
    ),
    "keys in another order": (
        said('{"previous_fen":0,"claim_no":"YQ-2","words":""}'),
        "canonical",
    ),
    "an escape of a plain letter": (
        said('{"claim_no":"YQ-2","previous_fen":0,"words":"\\u0041"}'),
        "canonical",
    ),
    "a zero character": (
        said('{"claim_no":"YQ-2","previous_fen":0,"words":"\\u0000"}'),
        "canonical",
    ),
    "half a character": (
        said('{"claim_no":"YQ-2","previous_fen":0,"words":"\\ud800"}'),
        "canonical",
    ),
    "a list": (said("[]"), "canonical"),
    "not JSON": (said("{]"), "canonical"),
    "an unknown claim": (said('{"claim_no":"YQ-7","previous_fen":0,"words":""}'), "no such claim"),
}


def _without_microseconds(state: bytes) -> bytes:
    start = state.index(b'"recorded_at":"') + len(b'"recorded_at":"')
    return state[: start + 19] + b"Z" + state[start + 27 :]


@pytest.mark.parametrize("odd", ODD)
def test_a_row_that_the_ledger_could_not_read_is_not_let_in(odd: str, clerk: str) -> None:
    made, rule = ODD[odd]
    before = by_psql(clerk, "SELECT count(*) FROM stored_events")

    with pytest.raises(psycopg.Error) as refused:
        by_psql(clerk, INSERT, *made(clerk))

    assert rule in str(refused.value)
    assert by_psql(clerk, "SELECT count(*) FROM stored_events") == before
    assert asked(clerk, "verify")["faults"] == []


def test_a_row_that_the_ledger_itself_would_have_written_is_let_in(clerk: str) -> None:
    by_psql(clerk, INSERT, *next_row(clerk, body=BODY))

    assert [claim["status"] for claim in asked(clerk, "claims")] == ["approved", "withdrawn"]
    assert asked(clerk, "verify")["faults"] == []


def test_a_claim_submitted_by_another_program_has_its_number_in_the_index(clerk: str) -> None:
    ((state,),) = by_psql(clerk, "SELECT state FROM stored_events WHERE topic = 'claim-submitted' "
                          "ORDER BY notification_id DESC LIMIT 1")  # fmt: skip
    body = json.dumps(json.loads(state)["event"] | {"claim_no": "YQ-3", "invoices": []},
                      ensure_ascii=False, separators=(",", ":"))  # fmt: skip

    by_psql(clerk, INSERT, *next_row(clerk, topic="claim-submitted", body=body.encode()))

    assert asked(clerk, "verify")["faults"] == []
    asked(clerk, "rebuild")
    with pytest.raises(psycopg.errors.UniqueViolation):
        by_psql(clerk, INSERT, *next_row(clerk, topic="claim-submitted", body=body.encode()))


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
