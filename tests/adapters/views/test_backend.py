"""Connections to views, what they raise, and tables that are not as they were made."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from pathlib import Path

import psycopg
import pytest

from adapters.stores.sqlite.views import SQLiteViews
from adapters.views import following
from adapters.views.following import log_batches
from adapters.views.problems import ViewsContradict, ViewsUnreadable, is_mistake, views_problem
from adapters.views.shape import SHAPE
from adapters.views.tables import VIEWS, are_whole
from adapters.views.views import Views
from tests.adapters.views.test_views import history, views_at
from tests.adapters.views.written_log import END, LOG, TABLES
from tests.support.by_hand import claim_numbers
from tests.support.ledgers import opened
from tests.support.spoilt_views import by_hand

pytestmark = pytest.mark.sqlite


@pytest.fixture
def views(tmp_path: Path) -> Iterator[Views]:
    with views_at(tmp_path / "views") as made:
        made.apply(LOG)
        yield made


def test_a_look_is_of_one_state_and_its_connection_is_used_again(
    views: Views, tmp_path: Path
) -> None:
    with views.reading() as first:
        before = first.rows("SELECT position FROM progress")
        by_hand(tmp_path / "views", "UPDATE progress SET position = 99")
        assert first.rows("SELECT position FROM progress") == before == [(END,)]
        with views.reading() as beside:
            assert beside._connection is not first._connection
            assert beside.rows("SELECT position FROM progress WHERE position = ?", (99,)) == [(99,)]

    with views.reading() as again, views.reading() as another:
        used = {first._connection, beside._connection}
        assert {again._connection, another._connection} == used
        assert not any(each.sound is False for each in (again, another))
        assert again.rows("SELECT position FROM progress") == [(99,)]


def test_a_connection_whose_statement_failed_is_closed_and_not_used_again(views: Views) -> None:
    with views.reading() as reader:
        with pytest.raises(ViewsUnreadable, match="no such table: none") as failed:
            reader.rows("SELECT * FROM none")
        assert isinstance(failed.value.orig, sqlite3.OperationalError)
        assert not reader.sound
    with pytest.raises(sqlite3.ProgrammingError):
        reader._connection.execute("SELECT 1")

    with views.reading() as other:
        assert other._connection is not reader._connection
        assert other.rows("SELECT position FROM progress") == [(END,)]


def test_a_connection_closed_under_a_look_is_not_kept(views: Views) -> None:
    with views.reading() as reader:
        reader._connection.close()

    with views.reading() as other:
        assert other._connection is not reader._connection
        assert other.rows("SELECT position FROM progress") == [(END,)]


def test_views_that_are_closed_close_every_idle_connection_and_open_again(views: Views) -> None:
    with views.reading() as one, views.reading() as other:
        pass
    views.backend.close()

    for reader in (one, other):
        with pytest.raises(sqlite3.ProgrammingError):
            reader._connection.execute("SELECT 1")
    assert views.position() == END


def test_views_that_cannot_be_opened_are_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "views"
    path.touch()
    backend = SQLiteViews(path)
    path.unlink()

    with pytest.raises(ViewsUnreadable, match="unable to open"), backend.reading():
        pass
    with pytest.raises(ViewsUnreadable, match="unable to open"), Views(backend).writing():
        pass
    backend.close()


def test_problems_have_the_views_names_and_pass_between_processes() -> None:
    taken = views_problem(sqlite3.IntegrityError("taken"))
    damaged = views_problem(sqlite3.DatabaseError("damaged"))

    assert (type(taken), type(damaged)) == (ViewsContradict, ViewsUnreadable)
    assert type(views_problem(psycopg.errors.UniqueViolation("taken"))) is ViewsContradict
    for problem in (taken, damaged):
        again = pickle.loads(pickle.dumps(problem))
        assert (type(again), str(again)) == (type(problem), str(problem))
        assert type(again.orig) is type(problem.orig)


@pytest.mark.parametrize(
    ("problem", "mistake"),
    [
        (psycopg.errors.UndefinedTable("none"), True),
        (psycopg.errors.UndefinedColumn("none"), True),
        (psycopg.errors.InsufficientPrivilege("may not"), False),
        (psycopg.errors.AdminShutdown("away"), False),
        (psycopg.OperationalError("away"), False),
        (sqlite3.DatabaseError("damaged"), False),
    ],
)
def test_a_statement_is_at_fault_or_the_store(problem: Exception, mistake: bool) -> None:
    assert is_mistake(views_problem(problem)) is mistake


def test_sqlite_says_which_of_them_is_at_fault(views: Views, tmp_path: Path) -> None:
    with views.reading() as reader, pytest.raises(ViewsUnreadable) as failed:
        reader.rows("SELECT none FROM progress")
    assert is_mistake(failed.value)
    (tmp_path / "damaged").write_bytes(b"x" * 9_000)

    with pytest.raises(ViewsUnreadable) as failed:
        Views(SQLiteViews(tmp_path / "damaged")).position()
    assert not is_mistake(failed.value)


def test_a_digest_is_over_every_view_by_name_and_its_rows_by_key(views: Views) -> None:
    whole = sha256()
    for view in VIEWS:
        rows = repr(TABLES[view.name]).encode()
        whole.update(f"{view.name} {sha256(rows).hexdigest()}\n".encode())

    assert views.digest() == whole.hexdigest()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE claim_register",
        "DROP TABLE yearly_totals",
        "ALTER TABLE yearly_totals ADD COLUMN more",
        "ALTER TABLE postings DROP COLUMN place",
    ],
)
def test_tables_are_whole_with_their_columns_and_no_others(
    statement: str, views: Views, tmp_path: Path
) -> None:
    with views.examining() as connection:
        assert are_whole(connection)
    assert views.are_whole()
    by_hand(tmp_path / "views", statement)

    with views.examining() as connection:
        assert not are_whole(connection)
    assert not views.are_whole()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claim_register SET granted_fen = 'x' WHERE claim_no = 'C9'",
        "UPDATE claim_register SET assessed_fen = 'x' WHERE claim_no = 'C5'",
        "UPDATE claim_register SET enterprise = CAST(x'ff' AS TEXT) WHERE claim_no = 'C9'",
        "UPDATE claim_register SET enterprise = x'00' WHERE claim_no = 'C0'",
        "UPDATE postings SET claims = 'x' WHERE position = 17",
        "UPDATE invoice_index SET uscc = x'00' WHERE invoice = 'I3'",
        "UPDATE progress SET position = 'x'",
        f"UPDATE progress SET shape = {SHAPE + 1}",
        "UPDATE progress SET mark = 'x'",
        f"INSERT INTO progress VALUES ({SHAPE + 1}, 1, '')",
        "DELETE FROM progress",
    ],
)
def test_views_are_whole_while_each_value_is_of_its_kind(
    statement: str, views: Views, tmp_path: Path
) -> None:
    assert views.are_whole()
    by_hand(tmp_path / "views", statement)

    assert not views.are_whole()


def test_views_have_to_be_made_where_they_are_of_another_log_or_shape(
    views: Views, tmp_path: Path
) -> None:
    assert views.reached() == END
    assert Views(views.backend, lambda at: "" if at == END else None).reached() == END
    assert Views(views.backend, lambda _: None).reached() is None
    by_hand(tmp_path / "views", "UPDATE progress SET shape = 2")

    assert views.reached() is None


def indices(path: Path) -> set[str]:
    held = sqlite3.connect(path)
    rows = held.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    names = {name for (name,) in rows}
    held.close()
    return names


def test_views_begun_are_left_and_indices_made_where_they_are_wanted(
    views: Views, tmp_path: Path
) -> None:
    path = tmp_path / "views"
    views.build((), unless_begun=True)
    assert (views.position(), len(indices(path))) == (END, 5)

    views.build((), unless_begun=False, indexed=False)
    assert (views.position(), indices(path)) == (0, set())

    views.build((), unless_begun=True)
    assert indices(path) == {
        "claims_of_an_enterprise",
        "claims_to_be_decided",
        "dues_held_by_a_batch",
        "postings_of_an_enterprise",
        "uses_of_a_measure",
    }


def test_views_begun_of_which_a_table_is_gone_are_made(views: Views, tmp_path: Path) -> None:
    by_hand(tmp_path / "views", "DROP TABLE claim_register")

    views.build((), unless_begun=True)

    assert (views.position(), views.are_whole()) == (0, True)


def test_the_log_in_stretches_has_every_entry_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "ledger.db") as store:
        history(store, 3, tmp_path, count=60)
        recorder, end = store.handler.recorder, store.handler.position()
        monkeypatch.setattr(following, "BATCH_EVENTS", 7)

        whole = list(log_batches(recorder, after=0))
        rest = list(log_batches(recorder, after=end - 3))
        none = list(log_batches(recorder, after=end))

    positions = [entry.position for entry in chain.from_iterable(whole)]
    assert positions == list(range(1, end + 1))
    assert {len(batch) for batch in whole[:-1]} == {7}
    assert [[entry.position for entry in batch] for batch in rest] == [[end - 2, end - 1, end]]
    assert none == []


def test_views_and_claim_numbers_are_made_of_many_stretches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path / "ledger.db") as store:
        history(store, 4, tmp_path, count=60)
        digest, numbers = store.views.digest(), claim_numbers(tmp_path / "ledger.db")
        monkeypatch.setattr(following, "BATCH_EVENTS", 7)

        reached = store.rebuild()

        assert reached == store.handler.position()
        assert store.views.digest() == digest
        assert claim_numbers(tmp_path / "ledger.db") == numbers


def test_a_look_that_is_over_is_asked_nothing(views: Views) -> None:
    """Its connection is another's by then: on a server it would be left in a transaction."""
    with views.reading() as reader:
        assert reader.rows("SELECT 1") == [(1,)]

    with pytest.raises(AssertionError, match="as long as it is open"):
        reader.rows("SELECT 1")
    with views.reading() as another:
        assert another.rows("SELECT 1") == [(1,)]
