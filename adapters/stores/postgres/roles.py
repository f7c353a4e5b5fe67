"""Roles with the least that each needs: one writes and cannot rewrite, one can only read.

They are groups without a login; a bureau's own logins become members of one of them.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from adapters.log.recorder import EVENTS
from adapters.stores.postgres.connections import connect
from adapters.stores.postgres.tables import PRIVATE, VIEWS, tables_and_triggers
from domain.refusals import Refusal
from projections.upkeep import StoreRoles

WRITER, READER = "subsidy_writer", "subsidy_reader"
VERSION_MIN = 170_000  # before it, who takes the log's lock could also rewrite it

_GRANTS = f"""
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {{writer}}, {{reader}};
GRANT SELECT, INSERT, MAINTAIN ON {EVENTS} TO {{writer}};
GRANT SELECT, INSERT ON claim_numbers TO {{writer}};
GRANT SELECT ON {EVENTS}, claim_numbers TO {{reader}};
GRANT USAGE ON SCHEMA {PRIVATE} TO {{writer}};
GRANT SELECT, INSERT, DELETE, MAINTAIN ON {PRIVATE}.accounts TO {{writer}};
GRANT USAGE ON SCHEMA {VIEWS} TO {{reader}};
GRANT SELECT ON ALL TABLES IN SCHEMA {VIEWS} TO {{reader}};
ALTER DEFAULT PRIVILEGES FOR ROLE {{writer}} IN SCHEMA {VIEWS} GRANT SELECT ON TABLES TO {{reader}};
ALTER SCHEMA {VIEWS} OWNER TO {{writer}}"""
_VIEWS = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tableowner <> %s"


def prepare_roles(address: str) -> StoreRoles:
    """Make the roles where they are missing, and grant them what they need; said again, the same.

    Whoever says it owns the log's tables. Raises `roles-not-granted`.
    """
    names = {"writer": Identifier(WRITER), "reader": Identifier(READER)}
    with connect(address) as server:
        version = server.info.server_version
        if version < VERSION_MIN:
            raise Refusal("roles-not-granted", problem=f"PostgreSQL {version // 10_000} < 17")
        try:
            with server.transaction():
                for role in (WRITER, READER):
                    _make(server, role)
                # As an owner hands over the views, and as views are written: in the writers' name.
                for statement in tables_and_triggers():  # of a schema left out of a backup, too
                    server.execute(statement.encode())
                server.execute(SQL("GRANT {writer} TO CURRENT_USER").format(**names))
                server.execute(SQL(_GRANTS).format(**names))
                for (table,) in server.execute(_VIEWS, (VIEWS, WRITER)).fetchall():
                    server.execute(
                        SQL("ALTER TABLE {}.{} OWNER TO {}").format(
                            Identifier(VIEWS), Identifier(table), names["writer"]
                        )
                    )
        except psycopg.Error as problem:
            raise Refusal("roles-not-granted", problem=str(problem).strip()) from problem
    return StoreRoles(writer=WRITER, reader=READER)


def _make(server: Connection[tuple[Any, ...]], role: str) -> None:
    if server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
        server.execute(SQL("CREATE ROLE {} NOLOGIN").format(Identifier(role)))
