"""What every test may count on: a store to put ledgers in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres_server import PostgresServer
from tests.stores import ON_POSTGRES, dropped_databases, serving


@pytest.fixture(scope="session", autouse=True)
def server() -> Iterator[PostgresServer | None]:
    """The PostgreSQL server that ledgers lie on; None where they are SQLite files."""
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def _dropped(server: PostgresServer | None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Drop the databases of a test with its folder: each takes some megabytes."""
    wanted = server is not None and "tmp_path" in request.fixturenames
    folder = request.getfixturevalue("tmp_path") if wanted else None
    yield
    if folder is not None:
        dropped_databases(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, what is about SQLite's files."""
    for item in items:
        if ON_POSTGRES and item.get_closest_marker("sqlite"):
            item.add_marker(pytest.mark.skip(reason="about a SQLite file"))
