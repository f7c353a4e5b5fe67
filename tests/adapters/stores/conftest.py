"""A server of its own, and a ledger on it that a clerk works at and attacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.test_command_line import line
from tests.support.command import asked, write_lines
from tests.support.postgres_server import PostgresServer, prepared

NAME = "attacked"


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
