"""The web's own tables: a file beside the ledger's, or a schema of its database."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from adapters.web.state.columns import Bytewise, Moment
from adapters.web.state.database import WebDatabase, append_only, metadata
from domain.refusals import Refusal
from tests.support.postgres_server import by_psql
from tests.support.stores import ON_POSTGRES, address, owners_address

NOON = datetime(2026, 11, 29, 4, 0, 0, 123456, tzinfo=UTC)

NOTES = sa.Table(
    "notes_of_a_test",
    metadata,
    sa.Column("name", Bytewise, primary_key=True),
    sa.Column("made_at", Moment),
    sa.Column("times", sa.Integer, nullable=False),
)
MADE_FIRST = "CREATE TABLE subsidy_web.web_accounts (name text)"  # its maker would let anybody in
LINES = sa.Table("lines_of_a_test", metadata, sa.Column("line", sa.Text, nullable=False))
append_only(LINES)


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return address(tmp_path / "ledger.db")


@pytest.fixture
def web(ledger: str) -> Iterator[WebDatabase]:
    database = WebDatabase(ledger)
    yield database
    database.close()


def add(ledger: str, times: int) -> None:
    web = WebDatabase(ledger)
    for _ in range(times):
        with web.begin() as connection:
            row = connection.execute(sa.select(NOTES.c.times)).scalar()
            if row is None:
                connection.execute(sa.insert(NOTES).values(name="n", times=1))
            else:
                connection.execute(sa.update(NOTES).values(times=NOTES.c.times + 1))
    web.close()


def test_what_a_transaction_wrote_another_reads(web: WebDatabase, ledger: str) -> None:
    with web.begin() as connection:
        connection.execute(sa.insert(NOTES).values(name="陈", made_at=NOON, times=1))

    other = WebDatabase(ledger)
    with other.reading() as connection:
        rows = connection.execute(sa.select(NOTES)).all()
    other.close()

    assert rows == [("陈", NOON, 1)]


def test_an_error_undoes_a_transaction_whole(web: WebDatabase) -> None:
    def stopped() -> None:
        with web.begin() as connection:
            connection.execute(sa.insert(NOTES).values(name="n", times=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stopped()

    with web.reading() as connection:
        assert connection.execute(sa.select(NOTES)).all() == []


def test_names_are_ordered_byte_by_byte(web: WebDatabase) -> None:
    with web.begin() as connection:
        rows = [{"name": name, "times": 1} for name in ("b", "A", "a", "B")]
        connection.execute(sa.insert(NOTES), rows)
        named = connection.execute(sa.select(NOTES.c.name).order_by(NOTES.c.name)).scalars()

        assert list(named) == ["A", "B", "a", "b"]


def test_threads_and_processes_that_write_at_once_wait_for_one_another(
    web: WebDatabase, ledger: str
) -> None:
    with web.begin() as connection:
        connection.execute(sa.insert(NOTES).values(name="n", times=0))
    spawned = multiprocessing.get_context("spawn").Process(target=add, args=(ledger, 20))
    spawned.start()

    def once(_: int) -> None:
        with web.begin() as connection:
            connection.execute(sa.update(NOTES).values(times=NOTES.c.times + 1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(once, range(40)))
    spawned.join()

    assert spawned.exitcode == 0
    with web.reading() as connection:
        assert connection.execute(sa.select(NOTES.c.times)).scalar() == 60


def test_two_that_make_the_tables_at_once_both_find_them(ledger: str) -> None:
    several = [WebDatabase(ledger) for _ in range(6)]

    def counted(web: WebDatabase) -> int:
        with web.reading() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(NOTES)).scalar_one()

    with ThreadPoolExecutor(len(several)) as pool:
        assert list(pool.map(counted, several)) == [0] * len(several)
    for web in several:
        web.close()


def test_a_table_declared_later_is_made_when_it_is_needed(web: WebDatabase, ledger: str) -> None:
    with web.reading():
        pass

    late = sa.Table("late_of_a_test", metadata, sa.Column("x", sa.Integer))
    try:
        with web.begin() as connection:
            connection.execute(sa.insert(late).values(x=1))
            assert connection.execute(sa.select(late.c.x)).scalar() == 1
    finally:
        metadata.remove(late)


def test_rows_that_are_only_added_to_cannot_be_changed_or_removed(web: WebDatabase) -> None:
    with web.begin() as connection:
        connection.execute(sa.insert(LINES).values(line="a"))

    for change in (sa.update(LINES).values(line="b"), sa.delete(LINES)):
        with pytest.raises(sa.exc.IntegrityError), web.begin() as connection:
            connection.execute(change)

    with web.reading() as connection:
        assert connection.execute(sa.select(LINES.c.line)).scalars().all() == ["a"]


def test_tables_of_a_newer_version_are_not_touched(web: WebDatabase, ledger: str) -> None:
    with web.begin() as connection:
        connection.exec_driver_sql("UPDATE web_version SET version = 99")

    with pytest.raises(Refusal) as refused, WebDatabase(ledger).reading():
        pass

    assert refused.value.code == "web-newer"


@pytest.mark.skipif(not ON_POSTGRES, reason="a file has no roles")
@pytest.mark.parametrize(
    "statement",
    ["DROP SCHEMA subsidy_web CASCADE", "REVOKE ALL ON SCHEMA subsidy_web FROM subsidy_server"],
)
def test_a_login_that_may_not_keep_them_is_refused_and_says_what_to_do(
    tmp_path: Path, ledger: str, statement: str
) -> None:
    by_psql(owners_address(tmp_path / "ledger.db"), statement)

    with pytest.raises(Refusal) as refused, WebDatabase(ledger).reading():
        pass

    assert refused.value.code == "web-forbidden"


@pytest.mark.skipif(not ON_POSTGRES, reason="a file has no roles")
def test_what_members_of_the_role_keep_other_logins_may_not_read(
    tmp_path: Path, web: WebDatabase
) -> None:
    with web.begin() as connection:
        connection.execute(sa.insert(NOTES).values(name="n", times=1))
    owned = owners_address(tmp_path / "ledger.db")
    by_psql(owned, "SET ROLE subsidy_server; SELECT * FROM subsidy_web.notes_of_a_test")

    for role in ("submitter", "approver", "cashier", "auditor", "writer", "reader"):
        for statement in ("SELECT * FROM subsidy_web.notes_of_a_test", MADE_FIRST):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                by_psql(owned, f"SET ROLE subsidy_{role}; {statement}")


@pytest.mark.sqlite
def test_the_file_is_its_owners_only(web: WebDatabase) -> None:
    with web.begin() as connection:
        connection.execute(sa.insert(NOTES).values(name="n", times=1))
        assert web.path is not None
        files = [Path(f"{web.path}{suffix}") for suffix in ("", "-wal", "-shm")]
        modes = {stat.S_IMODE(os.stat(file).st_mode) for file in files}

    assert modes == {0o600}


@pytest.mark.sqlite
def test_a_file_that_others_may_read_is_not_opened(web: WebDatabase, ledger: str) -> None:
    with web.reading():
        pass
    Path(f"{ledger}.web").chmod(0o640)

    with pytest.raises(Refusal) as refused, WebDatabase(ledger).reading():
        pass

    assert refused.value.code == "web-exposed"


@pytest.mark.sqlite
@pytest.mark.parametrize("broken", ["no database at all\n" * 99, None], ids=["garbage", "a folder"])
def test_a_file_that_is_no_database_is_refused(ledger: str, broken: str | None) -> None:
    path = Path(f"{ledger}.web")
    if broken is None:
        path.mkdir(mode=0o700)
    else:
        path.write_text(broken)
        path.chmod(0o600)

    with pytest.raises(Refusal) as refused, WebDatabase(ledger).reading():
        pass

    assert refused.value.code == "web-unreadable"


@pytest.mark.sqlite
def test_deleting_the_file_is_starting_again(web: WebDatabase, ledger: str) -> None:
    with web.begin() as connection:
        connection.execute(sa.insert(NOTES).values(name="n", times=1))
    web.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{ledger}.web{suffix}").unlink(missing_ok=True)

    with WebDatabase(ledger).reading() as connection:
        assert connection.execute(sa.select(NOTES)).all() == []


@pytest.mark.sqlite
@pytest.mark.sqlite
def test_a_file_that_is_removed_is_not_gone_on_with(web: WebDatabase, ledger: str) -> None:
    with web.begin() as connection:
        connection.execute(sa.insert(NOTES).values(name="before", times=1))
    assert web.path is not None
    for suffix in ("", "-wal", "-shm"):
        Path(f"{web.path}{suffix}").unlink(missing_ok=True)

    with pytest.raises(Refusal) as refused, web.reading() as connection:
        connection.execute(sa.select(NOTES.c.name))
    other = WebDatabase(ledger)  # as a command of the machine opens it
    with other.begin() as connection:
        connection.execute(sa.insert(NOTES).values(name="after", times=1))
    other.close()

    assert refused.value.code == "web-unreadable"
    with web.reading() as connection:
        assert connection.execute(sa.select(NOTES.c.name)).scalars().all() == ["after"]


@pytest.mark.sqlite
def test_what_is_removed_is_overwritten_in_the_file(web: WebDatabase, ledger: str) -> None:
    with web.begin() as connection:
        connection.execute(sa.insert(NOTES).values(name="secret-of-somebody", times=1))
    with web.begin() as connection:
        connection.execute(sa.delete(NOTES))
    web.close()
    sqlite3.connect(f"{ledger}.web").execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert b"secret-of-somebody" not in Path(f"{ledger}.web").read_bytes()
