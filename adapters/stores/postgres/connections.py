"""Connections to a PostgreSQL database; to its log by the eventsourcing package's datastore."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from eventsourcing.persistence import InterfaceError, OperationalError, PersistenceError
from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg import Connection, errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import dict_row, tuple_row

LOCK_TIMEOUT_SECONDS = 60
CONNECT_TIMEOUT_SECONDS = 10
CONNECTIONS_MAX = 20  # of one process; another is opened while all are in use

# Silence the pools' own logging: callers get the error.
for _pool in ("psycopg.pool", "sqlalchemy.pool"):
    logging.getLogger(_pool).setLevel(logging.CRITICAL)

# A server that is away, or was lost on the way.
AWAY = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,
    errors.TransactionTimeout,
    errors.IdleInTransactionSessionTimeout,
)


def settings(conninfo: str, **others: str) -> str:
    """Return a conninfo with what every connection asks for."""
    given = conninfo_to_dict(conninfo)
    # An acknowledged commit is on the disk, and what is read under a lock is what the last holder
    # left, whatever the server's defaults are.
    wanted = f"-c search_path=pg_catalog,public,pg_temp -c lock_timeout={LOCK_TIMEOUT_SECONDS}s"
    kept = "-c synchronous_commit=on -c default_transaction_isolation=read\\ committed"
    others_options = given.get("options") or os.environ.get("PGOPTIONS") or ""
    timeout = given.get("connect_timeout") or os.environ.get("PGCONNECT_TIMEOUT")
    return make_conninfo(
        conninfo,
        options=f"{others_options} {wanted} {kept}".strip(),
        connect_timeout=timeout or CONNECT_TIMEOUT_SECONDS,
        fallback_application_name="subsidy-ledger",
        client_encoding="UTF8",
        **others,
    )


def connect(conninfo: str, **others: str) -> Connection[tuple[Any, ...]]:
    """Return a separate connection, each statement committed by itself.

    Raises OperationalError, of the eventsourcing package, where there is none to be had.
    """
    with translated():
        return psycopg.connect(settings(conninfo, **others), autocommit=True, row_factory=tuple_row)


@contextmanager
def translated() -> Iterator[None]:
    """Raise the driver's errors as the eventsourcing package's."""
    try:
        yield
    except psycopg.Error as problem:
        away = isinstance(problem, psycopg.OperationalError | psycopg.InterfaceError)
        kind = OperationalError if away else PersistenceError
        raise kind(str(problem).strip()) from problem


class LogDatastore(PostgresDatastore):
    """The package's datastore with this module's connections, opened when needed."""

    def __init__(self, conninfo: str) -> None:
        super().__init__("", "", "", "", "", originator_id_type="text")
        self.pool = ConnectionPool(
            settings(conninfo),
            connection_class=Connection[Any],
            kwargs={"autocommit": True, "row_factory": dict_row},  # as the package reads them
            min_size=0,
            max_size=CONNECTIONS_MAX,
            open=False,
            timeout=CONNECT_TIMEOUT_SECONDS,
            num_workers=1,
        )

    def register_type_adapters(self) -> None:
        """Register nothing: rows use plain column types."""
