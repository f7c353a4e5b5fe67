"""The log's tables on PostgreSQL, and the triggers that let nothing in them be rewritten.

The columns bear the names that the eventsourcing package gives them. Text is compared byte by byte,
as SQLite does, so that both stores answer in the same order.
"""

from __future__ import annotations

from adapters.log.recorder import EVENTS, OF_REGISTRATION

VIEWS = "subsidy_views"  # the schema of the views
PRIVATE = "subsidy_private"  # that of what must never be in the log
LOCK_OF_MAKING = 7_305_020_221  # of advisory locks: held while tables are created
LOCK_OF_VIEWS = 7_305_020_222  # held while the views are written

_EVENTS = f"""
CREATE TABLE IF NOT EXISTS {EVENTS} (
    notification_id bigint PRIMARY KEY,
    originator_id text COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL,
    topic text COLLATE "C" NOT NULL,
    state bytea NOT NULL,
    UNIQUE (originator_id, originator_version)
)"""
_CLAIM_NUMBERS = """
CREATE TABLE IF NOT EXISTS claim_numbers (
    claim_no text COLLATE "C" PRIMARY KEY,
    uscc text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL
)"""
_REGISTRATIONS = (
    f"CREATE INDEX IF NOT EXISTS {EVENTS}_of_registration "
    f"ON {EVENTS} (originator_id, originator_version) WHERE {OF_REGISTRATION}"
)
_REFUSE = f"""
CREATE OR REPLACE FUNCTION {EVENTS}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only';
END $$"""
_NO_CHANGE = f"""
CREATE OR REPLACE TRIGGER {EVENTS}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {EVENTS}
FOR EACH STATEMENT EXECUTE FUNCTION {EVENTS}_refuse()"""
_FOLLOW = f"""
CREATE OR REPLACE FUNCTION {EVENTS}_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first bigint;
    last bigint;
    added bigint;
BEGIN
    SELECT min(notification_id), max(notification_id), count(*)
    INTO first, last, added FROM added_rows;
    IF added > 0 AND (
        first < 1 OR last - first + 1 <> added
        OR first > 1 AND NOT EXISTS (SELECT FROM {EVENTS} WHERE notification_id = first - 1)
    ) THEN
        RAISE EXCEPTION 'positions of the ledger follow one another';
    END IF;
    RETURN NULL;
END $$"""
_NO_GAP = f"""
CREATE OR REPLACE TRIGGER {EVENTS}_no_gap AFTER INSERT ON {EVENTS}
REFERENCING NEW TABLE AS added_rows FOR EACH STATEMENT EXECUTE FUNCTION {EVENTS}_follow()"""


_PRIVATE = f"""
CREATE TABLE IF NOT EXISTS {PRIVATE}.accounts (
    account_id text COLLATE "C" PRIMARY KEY,
    uscc text COLLATE "C" NOT NULL,
    number text NOT NULL,
    bank text NOT NULL,
    salt bytea NOT NULL
)"""
_PRIVATE_BY_CODE = f"CREATE INDEX IF NOT EXISTS accounts_by_code ON {PRIVATE}.accounts (uscc)"


def tables_and_triggers() -> list[str]:
    """Return the statements that make what the log needs where it is missing."""
    views = f"CREATE SCHEMA IF NOT EXISTS {VIEWS}"
    log = [_EVENTS, _CLAIM_NUMBERS, _REGISTRATIONS, _REFUSE, _NO_CHANGE, _FOLLOW, _NO_GAP]
    return [views, *log, *private_table()]


def private_table() -> list[str]:
    """Return the statements that make the private table where it is missing."""
    return [f"CREATE SCHEMA IF NOT EXISTS {PRIVATE}", _PRIVATE, _PRIVATE_BY_CODE]


def missing() -> str:
    """Return a query for what is not there of what `tables_and_triggers` makes."""
    return (
        f"SELECT 1 WHERE to_regclass('{EVENTS}') IS NULL OR to_regclass('claim_numbers') IS NULL "
        f"OR to_regclass('{EVENTS}_of_registration') IS NULL OR 2 > (SELECT count(*) "
        f"FROM pg_trigger WHERE tgrelid = to_regclass('{EVENTS}') "
        f"AND tgname IN ('{EVENTS}_no_change', '{EVENTS}_no_gap'))"
    )
