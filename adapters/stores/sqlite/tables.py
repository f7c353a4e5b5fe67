"""The log's tables on SQLite, and the triggers that let nothing in them be rewritten."""

from __future__ import annotations

from adapters.log.recorder import OF_REGISTRATION

# The library selects `rowid` by that name. Declared, it survives a VACUUM; implied, it may not.
_EVENTS = """
CREATE TABLE IF NOT EXISTS {table} (
    rowid INTEGER PRIMARY KEY,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version)
)"""
_CLAIM_NUMBERS = """
CREATE TABLE IF NOT EXISTS claim_numbers (
    claim_no TEXT PRIMARY KEY,
    uscc TEXT NOT NULL,
    digest TEXT NOT NULL
) WITHOUT ROWID"""

_REGISTRATIONS = (
    "CREATE INDEX IF NOT EXISTS {table}_of_registration "
    "ON {table} (originator_id, originator_version) WHERE " + OF_REGISTRATION
)


def tables_and_triggers(table: str) -> list[str]:
    """Return the statements that make the log's tables where they are missing."""
    return [
        _EVENTS.format(table=table),
        _CLAIM_NUMBERS,
        _REGISTRATIONS.format(table=table),
        *(_refusing(table, verb) for verb in ("UPDATE", "DELETE")),
        _refusing(
            table,
            "INSERT",
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid OR "
            "(originator_id = NEW.originator_id "
            "AND originator_version = NEW.originator_version))",
        ),
    ]


def _refusing(table: str, verb: str, when: str = "") -> str:
    """A trigger that refuses a verb. INSERT OR REPLACE deletes without firing DELETE's own."""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} {when} "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    )
