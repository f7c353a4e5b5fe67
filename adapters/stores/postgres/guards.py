"""Whether the triggers of the log, and the tables of the views, are as the owner makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from adapters.log.lengths import EVENTS
from adapters.stores.place import LOG_UNGUARDED, VIEWS_NOT_PLAIN, Guard
from adapters.stores.postgres.shapes import shape_statements
from adapters.stores.postgres.tables import LOG, VIEWS, tables_and_triggers
from adapters.views.shape import TABLES

# When each fires (its bits in pg_trigger), and by which function.
_TRIGGERS = {
    (f"{EVENTS}_no_change", 58, f"{EVENTS}_refuse"),  # before update, delete or truncate
    (f"{EVENTS}_no_gap", 4, f"{EVENTS}_follow"),  # after insert
}
_IN_FORCE = f"""
SELECT tgname::text, tgtype::int, proname::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE tgrelid = to_regclass('{LOG}') AND NOT tgisinternal AND tgenabled IN ('O', 'A')
AND tgqual IS NULL"""
_FUNCTIONS = f"""
SELECT proname::text, prosrc FROM pg_proc JOIN pg_class ON pg_class.oid = to_regclass('{LOG}')
WHERE proname = ANY(%s) AND proowner = relowner AND prosecdef = (proname = '{EVENTS}_follow')
AND proconfig = ARRAY['search_path=pg_catalog, pg_temp']"""
_NOT_PLAIN = f"""
SELECT relname::text FROM pg_class WHERE relnamespace = to_regnamespace('{VIEWS}')
AND relkind <> 'i' AND (
    relkind <> 'r' OR NOT relname = ANY(%s) OR relrowsecurity
    OR relowner <> (SELECT relowner FROM pg_class WHERE oid = to_regclass('{LOG}'))
    OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid)
    OR EXISTS (SELECT FROM pg_rewrite WHERE ev_class = pg_class.oid)
    OR EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)
    OR EXISTS (SELECT FROM pg_inherits WHERE pg_class.oid IN (inhrelid, inhparent)))
ORDER BY relname"""
_FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION \w+\.(\w+)\(.*?\$\$(.*?)\$\$", re.DOTALL)


def guards(server: Connection[tuple[Any, ...]]) -> Iterator[Guard]:
    """Yield each guard of the log that is missing, off or changed, and what of the views is not a
    plain table of the owner."""
    in_force = set(server.execute(_IN_FORCE.encode()).fetchall())
    for name, *_ in sorted(in_force ^ _TRIGGERS):
        yield Guard(LOG_UNGUARDED, str(name))
    statements = "\n".join((*tables_and_triggers(), shape_statements()[1]))
    made: dict[str, str] = dict(_FUNCTION.findall(statements))
    there: dict[str, str] = dict(server.execute(_FUNCTIONS.encode(), (list(made),)).fetchall())
    for name, body in made.items():
        if there.get(name) != body:
            yield Guard(LOG_UNGUARDED, name)
    for (name,) in server.execute(_NOT_PLAIN.encode(), (list(TABLES),)).fetchall():
        yield Guard(VIEWS_NOT_PLAIN, name)
