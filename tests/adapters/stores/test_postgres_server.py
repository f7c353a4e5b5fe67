"""The PostgreSQL server that the tests start: killed outright, it has what was committed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.support import postgres_server
from tests.support.postgres_server import PostgresServer, alive


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer(durable=True) as running:
        yield running


def test_killed_with_all_its_processes_it_starts_again_with_what_was_committed(
    server: PostgresServer,
) -> None:
    address = server.create_database("committed")
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept (number int PRIMARY KEY)")

    for number in range(3):
        with psycopg.connect(address, autocommit=True) as committed:
            committed.execute("INSERT INTO kept VALUES (%s)", (number,))
        under_way = psycopg.connect(address)
        under_way.execute("INSERT INTO kept VALUES (%s)", (number + 100,))
        server.kill()
        with pytest.raises(psycopg.OperationalError):
            under_way.commit()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(address)
        server.start()

    with psycopg.connect(address) as connection:
        actual = connection.execute("SELECT number FROM kept ORDER BY number").fetchall()
    assert actual == [(0,), (1,), (2,)]


def test_a_kill_leaves_no_process_of_it(server: PostgresServer) -> None:
    assert server.running is not None
    family = psutil.Process(server.running.pid).children(recursive=True)

    server.kill()

    assert family
    assert not any(map(alive, family))
    server.start()


def test_stopped_in_order_it_starts_again_with_its_data(server: PostgresServer) -> None:
    server.create_database("stopped")

    server.stop()
    server.start()

    with psycopg.connect(server.address("stopped")) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("stopped",)


def test_it_syncs_where_it_must_be_durable_and_not_where_haste_is_wanted(
    server: PostgresServer,
) -> None:
    with PostgresServer() as hasty:
        reported = [_setting(each, "fsync") for each in (server, hasty)]

    assert reported == ["on", "off"]


def test_it_listens_on_no_port(server: PostgresServer) -> None:
    assert _setting(server, "listen_addresses") == ""


def test_a_database_dropped_is_gone_though_others_are_connected(server: PostgresServer) -> None:
    with psycopg.connect(server.create_database("dropped")):
        server.drop_database("dropped")

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(server.address("dropped"))


def test_programs_the_other_user_cannot_reach_are_copied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres_server, "_open_to_all", lambda folder: False)

    with PostgresServer() as server:
        made = server.create_database("copied")

    assert made.startswith("postgresql://")


def test_closed_it_leaves_nothing() -> None:
    with PostgresServer() as server:
        folder = server.folder
        assert folder.exists()

    assert not Path(folder).exists()


def _setting(server: PostgresServer, name: str) -> str:
    with psycopg.connect(server.address("postgres")) as connection:
        row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
        assert row is not None
        return str(row[0])
