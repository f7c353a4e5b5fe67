"""Everything in the database is its owner's; each role is granted the least that its work needs.

Roles are groups without a login; a bureau's own logins become members of one or more. None of them
creates anything anywhere, so nothing that a clerk made is ever met by a session of the owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier

from adapters.accounts.statements import KEYS, SEALED
from adapters.stores.postgres.connections import connect
from adapters.stores.postgres.recorders import (
    APPROVER,
    AUDITOR,
    CASHIER,
    READER,
    RECORDING,
    SERVER,
    SUBMITTER,
    WRITER,
)
from adapters.stores.postgres.shapes import SHAPES, shape_statements
from adapters.stores.postgres.tables import (
    LOG,
    NUMBERS,
    PRIVATE,
    VIEWS,
    WEB,
    numbers_again,
    tables_and_triggers,
)
from adapters.views.shape import TABLES
from adapters.wording.translation import N_
from domain.refusals import Refusal
from projections.upkeep import StoreRoles

VERSION_MIN = 170_000  # before it, who takes the log's lock could also rewrite it
TRIES = 5  # several may prepare at once

Server = Connection[tuple[Any, ...]]
_RECORDERS = ", ".join(RECORDING)
_EVERYBODY = f"{_RECORDERS}, {AUDITOR}"
_GRANTS = [
    f"GRANT {_RECORDERS} TO {WRITER}",
    f"GRANT {AUDITOR} TO {READER}",
    f"GRANT USAGE ON SCHEMA public, {VIEWS} TO {_EVERYBODY}",
    f"GRANT SELECT ON {LOG}, {NUMBERS} TO {_EVERYBODY}",
    f"GRANT INSERT, MAINTAIN ON {LOG} TO {_RECORDERS}",  # MAINTAIN: to take the log's write lock
    f"GRANT SELECT ON ALL TABLES IN SCHEMA {VIEWS} TO {_EVERYBODY}",
    f"GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {VIEWS} TO {_RECORDERS}",
    f"GRANT USAGE ON SCHEMA {PRIVATE} TO {SUBMITTER}, {CASHIER}",
    f"GRANT SELECT, INSERT ON {PRIVATE}.{KEYS} TO {SUBMITTER}",
    f"GRANT INSERT ON {PRIVATE}.{SEALED} TO {SUBMITTER}",
    f"GRANT SELECT, INSERT, DELETE, MAINTAIN ON ALL TABLES IN SCHEMA {PRIVATE} TO {CASHIER}",
    f"GRANT UPDATE ON {PRIVATE}.{KEYS} TO {CASHIER}",
    # Who serves the ledger makes tables there, which belong to this role; the owner meets none.
    # No other has it: whose row an officer's password is in, that login passes for the officer.
    f"GRANT USAGE, CREATE ON SCHEMA {WEB} TO {SERVER}",
]
_OURS = f"('public', '{VIEWS}', '{PRIVATE}', '{SHAPES}')"
# Every grant to anybody but an object's owner: what was granted before, or by hand, is taken back.
_GRANTED = f"""
SELECT 'SCHEMA', quote_ident(nspname), grantee
FROM pg_namespace, LATERAL aclexplode(nspacl)
WHERE (nspname IN {_OURS} OR nspname = '{WEB}') AND grantee <> nspowner
UNION SELECT 'TABLE', oid::regclass::text, grantee FROM pg_class, LATERAL aclexplode(relacl)
WHERE relnamespace::regnamespace::text IN {_OURS} AND relkind IN ('r', 'v', 'm', 'f', 'p')
AND grantee <> relowner
UNION SELECT 'DATABASE', quote_ident(datname), grantee
FROM pg_database, LATERAL aclexplode(coalesce(datacl, acldefault('d', datdba)))
WHERE datname = current_database() AND grantee <> datdba"""
# Made by others where commands look: a function or an operator runs with its caller's rights.
_FOREIGN = """
SELECT kind || ' ' || name FROM (
    SELECT 'relation' AS kind, oid::regclass::text AS name, relowner AS owner,
    relnamespace AS namespace, oid, 'pg_class'::regclass AS catalog FROM pg_class
    UNION ALL SELECT 'function', oid::regprocedure::text, proowner, pronamespace, oid,
    'pg_proc'::regclass FROM pg_proc
    UNION ALL SELECT 'operator', oid::regoperator::text, oprowner, oprnamespace, oid,
    'pg_operator'::regclass FROM pg_operator
    UNION ALL SELECT 'type', oid::regtype::text, typowner, typnamespace, oid,
    'pg_type'::regclass FROM pg_type WHERE typrelid = 0 AND typelem = 0
) AS objects
WHERE namespace = 'public'::regnamespace
AND owner NOT IN (10, (SELECT oid FROM pg_roles WHERE rolname = current_user))  -- 10: the server's
ORDER BY 1 LIMIT 5"""
# What the views' schema holds besides plain tables of the owner: none of it is to be met.
_PLAIN = f"""
SELECT count(*) = {len(TABLES)} AND bool_and(
    relkind = 'r' AND relname IN ({", ".join(f"'{name}'" for name in TABLES)})
    AND relowner = (SELECT relowner FROM pg_class WHERE oid = '{LOG}'::regclass)
    AND NOT relhastriggers AND NOT relhasrules AND NOT relrowsecurity AND NOT relhassubclass)
FROM pg_class WHERE relkind <> 'i' AND relnamespace = (
    SELECT oid FROM pg_namespace WHERE nspname = '{VIEWS}'
    AND nspowner = (SELECT relowner FROM pg_class WHERE oid = '{LOG}'::regclass))"""

_COLUMNS = f"""
SELECT relname::text, attname::text FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
AND relnamespace = to_regnamespace('{VIEWS}')"""


def prepare_roles(address: str) -> StoreRoles:
    """Make what is missing of a ledger in a database, and grant each role what it needs.

    Given again, the same; what others were granted, or made of the views, is undone. The login
    owns the log's tables. Raises `roles-not-granted`.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            with connect(address) as server, server.transaction():
                _prepare(server)
            break
        except (psycopg.errors.UniqueViolation, psycopg.errors.InternalError_) as problem:
            if not tries_left:  # another has prepared it at the same time
                raise Refusal("roles-not-granted", problem=_said(problem)) from problem
        except (psycopg.Error, PersistenceError) as problem:
            raise Refusal("roles-not-granted", problem=_said(problem)) from problem
    return StoreRoles(
        submitter=SUBMITTER,
        approver=APPROVER,
        cashier=CASHIER,
        auditor=AUDITOR,
        writer=WRITER,
        reader=READER,
        server=SERVER,
    )


def _prepare(server: Server) -> None:
    version = server.info.server_version
    if version < VERSION_MIN:
        raise Refusal(
            "roles-not-granted",
            problem=f"PostgreSQL {version // 10_000}: " + N_("older than PostgreSQL 17"),
        )
    server.execute("SET LOCAL search_path = pg_catalog, pg_temp")
    for role in (*RECORDING, AUDITOR, WRITER, READER, SERVER):
        query = "SELECT 1 FROM pg_roles WHERE rolname = %s"
        if server.execute(query, (role,)).fetchone() is None:
            server.execute(SQL("CREATE ROLE {} NOLOGIN").format(Identifier(role)))
    if foreign := [name for (name,) in server.execute(_FOREIGN).fetchall()]:
        problem = f"{', '.join(foreign)}: " + N_("owned by others in the schema public; drop it")
        raise Refusal("roles-not-granted", problem=problem)
    _renew_shapes(server)
    for statement in tables_and_triggers():
        server.execute(statement.encode())
    _renew_views(server)
    for revoked in _revocations(server):
        server.execute(revoked)
    for statement in (*_GRANTS, *numbers_again()):
        server.execute(statement.encode())


def _renew_shapes(server: Server) -> None:
    """Have the types of today's events, once: those who record just now use them."""
    statements, function = shape_statements()
    if not _is_made_by(server, SHAPES, statements):
        for statement in (*statements, _made_by(SHAPES, statements)):
            server.execute(statement.encode())
    server.execute(function.encode())


def _made_by(schema: str, statements: list[str]) -> str:
    digest = sha256("".join(statements).encode()).hexdigest()
    return f"COMMENT ON SCHEMA {schema} IS '{digest}'"


def _is_made_by(server: Server, schema: str, statements: list[str]) -> bool:
    query = "SELECT obj_description(to_regnamespace(%s), 'pg_namespace')"
    ((comment,),) = server.execute(query, (schema,)).fetchall()
    return str(comment) in _made_by(schema, statements)


def _renew_views(server: Server) -> None:
    """Have the views' tables, plain and the owner's; the next command fills new ones.

    Dropping runs nothing that a table bears.
    """
    from adapters.stores.postgres.views_engine import table_columns, table_statements

    statements = table_statements()
    plain = server.execute(_PLAIN.encode()).fetchone() == (True,)
    columns = set(server.execute(_COLUMNS.encode()).fetchall())
    if plain and columns == table_columns() and _is_made_by(server, VIEWS, statements):
        return
    for statement in (
        f"DROP SCHEMA IF EXISTS {VIEWS} CASCADE",
        f"CREATE SCHEMA {VIEWS}",
        f"SET LOCAL search_path = {VIEWS}, pg_temp",
        *statements,
        "SET LOCAL search_path = pg_catalog, pg_temp",
        _made_by(VIEWS, statements),
    ):
        server.execute(statement.encode())


def _revocations(server: Server) -> Iterator[Composed]:
    rows = server.execute(_GRANTED.encode()).fetchall()
    names: dict[int, str] = dict(server.execute("SELECT oid, rolname FROM pg_roles").fetchall())
    for kind, name, grantee in rows:
        whose = Identifier(names[grantee]) if grantee else SQL("PUBLIC")
        what = SQL(f"{kind} {name}")  # as the server quotes it
        yield SQL("REVOKE ALL ON {} FROM {} CASCADE").format(what, whose)
    database = server.execute("SELECT quote_ident(current_database())").fetchone()
    assert database is not None, "a session has a database"
    granted = f"GRANT CONNECT ON DATABASE {database[0]} TO {_EVERYBODY}"
    yield SQL(granted).format()


def _said(problem: Exception) -> str:
    return str(problem).strip()
