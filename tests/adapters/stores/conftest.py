"""A server of its own, and a ledger on it that a clerk works at and attacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.commands.test_command_line import line
from tests.support.command import asked, write_lines
from tests.support.postgres_server import PostgresServer, prepared

NAME = "attacked"


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    with PostgresServer(max_notify_queue_pages="64") as running:
        yield running


@pytest.fixture(scope="module")
def begun(own_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The database of a ledger that holds a claim that waits and a claim decided."""
    folder, owned = tmp_path_factory.mktemp("begun"), own_server.address("begun")
    asked(owned, "store", "prepare")
    made = prepared(owned)
    asked(made, "backfill", write_lines(folder / "one.jsonl", [line("YQ-1")]), "--approve")
    asked(made, "backfill", write_lines(folder / "two.jsonl", [line("YQ-2")]))
    return "begun"


@pytest.fixture
def clerk(own_server: PostgresServer, begun: str) -> Iterator[str]:
    """A clerk's address of a ledger that holds a claim that waits and a claim decided."""
    yield own_server.copy_ledger(begun, NAME)
    own_server.drop_database(NAME)
