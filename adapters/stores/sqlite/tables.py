"""The log's tables on SQLite, and the triggers that let nothing in them be rewritten."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

from adapters.log.lengths import EVENTS
from adapters.log.recorder import OF_REGISTRATION_SPELLED_OUT

SKELETONS = "claim_numbers_as_drawn"  # of the skeletons of today; earlier versions had others
TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
# The library selects `rowid` by that name. Declared, it survives a VACUUM; implied, it may not.
# INSERT OR REPLACE deletes without firing DELETE's own trigger.
TABLES_AND_TRIGGERS = [
    "DROP TABLE IF EXISTS claim_number_skeletons",  # an earlier version's
    "DROP TABLE IF EXISTS claim_number_looks",  # a later one's, of fewer scripts
    f"""
CREATE TABLE IF NOT EXISTS {EVENTS} (
    rowid INTEGER PRIMARY KEY,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version)
)""",
    """
CREATE TABLE IF NOT EXISTS claim_numbers (
    claim_no TEXT PRIMARY KEY,
    uscc TEXT NOT NULL,
    digest TEXT NOT NULL
) WITHOUT ROWID""",
    # A ledger of an earlier version may have several numbers of one skeleton.
    f"""
CREATE TABLE IF NOT EXISTS {SKELETONS} (
    skeleton TEXT NOT NULL,
    claim_no TEXT NOT NULL,
    PRIMARY KEY (skeleton, claim_no)
) WITHOUT ROWID""",
    f"DROP INDEX IF EXISTS {EVENTS}_of_enterprises",  # an earlier version's, dearer to keep
    f"CREATE INDEX IF NOT EXISTS {EVENTS}_of_registration "
    f"ON {EVENTS} (originator_id, originator_version) WHERE {OF_REGISTRATION_SPELLED_OUT}",
    f"CREATE TRIGGER IF NOT EXISTS {EVENTS}_no_update BEFORE UPDATE ON {EVENTS}  {_REFUSE}",
    f"CREATE TRIGGER IF NOT EXISTS {EVENTS}_no_delete BEFORE DELETE ON {EVENTS}  {_REFUSE}",
    f"CREATE TRIGGER IF NOT EXISTS {EVENTS}_no_insert BEFORE INSERT ON {EVENTS} "
    f"WHEN EXISTS (SELECT 1 FROM {EVENTS} WHERE rowid = NEW.rowid OR "
    "(originator_id = NEW.originator_id "
    f"AND originator_version = NEW.originator_version)) {_REFUSE}",
]


@cache
def triggers() -> dict[str, str]:
    """Return the text of each trigger that guards a log, as SQLite keeps it."""
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in TABLES_AND_TRIGGERS:
            made.execute(statement)
        return dict(made.execute(TRIGGERS))
