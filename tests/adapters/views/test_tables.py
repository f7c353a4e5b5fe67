"""The views' tables: what they refuse, how they are compared, and those that their owner made."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import cached_property
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from adapters.log.codec import CodecError
from adapters.stores.sqlite.views import SQLiteViews
from adapters.stores.sqlite.views_engine import SQLiteDialect, sqlite_engine
from adapters.views.dialect import OPTION
from adapters.views.following import fold
from adapters.views.problems import ViewsUnreadable, is_not_text, views_problem
from adapters.views.shape import SHAPE
from adapters.views.tables import INDICES, VIEWS, differing, progress
from adapters.views.views import Stand, Views
from projections.views.entries import Decided, Entry
from tests.adapters.views.test_views import views_at
from tests.adapters.views.written_log import END, LOG, TABLES, decision
from tests.support.spoilt_views import GARBAGE, PAGE_BYTES, by_hand, changed

pytestmark = pytest.mark.sqlite

WRITTEN = {name: sorted(rows, key=repr) for name, rows in TABLES.items()}
EMPTY: dict[str, list[object]] = {name: [] for name in TABLES}
UNDECIDED = {
    f"claim_register.{name}"
    for name in ("measure", "article", "assessed_fen", "reason", "policy_version", "decided_at")
}
INDEX, *OTHERS = sorted(str(index.name) for index in INDICES)


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as held:
        return {
            name: sorted(held.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in TABLES
        }


def indices_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as held:
        statement = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        return sorted(name for (name,) in held.execute(statement))


def spoilt() -> Iterator[tuple[str, str]]:
    """Yield a view and what makes it another: another value, a row less, a row more."""
    for view in VIEWS:
        key = ", ".join(view.primary_key.columns.keys())
        last = f"WHERE ({key}) = (SELECT {key} FROM {view.name} ORDER BY {key} DESC LIMIT 1)"
        others = {
            column.name: "9999" if column.type.python_type is int else "'zzz'"
            for column in view.columns
        }
        *_, name = others
        yield view.name, f"UPDATE {view.name} SET {name} = {others[name]} {last}"
        yield view.name, f"DELETE FROM {view.name} {last}"
        yield view.name, f"INSERT INTO {view.name} VALUES ({', '.join(others.values())})"


@pytest.fixture
def views(tmp_path: Path) -> Iterator[Views]:
    with views_at(tmp_path / "views") as made:
        made.apply(LOG)
        yield made


def test_views_differ_where_one_value_or_one_row_does(views: Views, tmp_path: Path) -> None:
    folded, wanted, actual = views.backend.engine, [], []
    for number, (name, statement) in enumerate([("", "SELECT 1"), *spoilt()]):
        copy = tmp_path / f"copy-{number}"
        by_hand(tmp_path / "views", f"VACUUM INTO '{copy}'")
        by_hand(copy, statement)
        beside = SQLiteViews(copy)
        with beside.engine.connect() as connection:
            in_files = differing(folded, connection, beside.file)
            actual.append((statement, in_files, differing(folded, connection, None)))
        wanted.append((statement, [name] if name else [], [name] if name else []))
        beside.close()

    assert actual == wanted


def test_a_value_that_must_be_there_cannot_be_missing(views: Views, tmp_path: Path) -> None:
    for table in (*VIEWS, progress):
        for name in (column.name for column in table.columns):
            statement = f"UPDATE {table.name} SET {name} = NULL"
            if f"{table.name}.{name}" in UNDECIDED:
                by_hand(tmp_path / "views", statement)
                continue
            with pytest.raises(sqlite3.IntegrityError, match=r"NOT NULL|datatype mismatch"):
                by_hand(tmp_path / "views", statement)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        by_hand(tmp_path / "views", f"INSERT INTO progress VALUES ({SHAPE}, 1, '')")

    assert views.are_whole()


def test_where_the_views_stand_is_read_of_their_own_shape_only(
    views: Views, tmp_path: Path
) -> None:
    with views.examining() as connection:
        assert views.stand(connection) == Stand(SHAPE, END, "")
    by_hand(tmp_path / "views", f"UPDATE progress SET shape = {SHAPE + 1}")

    with views.examining() as connection:
        assert views.stand(connection) is None


def test_who_writes_views_holds_their_lock_from_the_start(views: Views, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "views", timeout=0, isolation_level=None)

    locked = pytest.raises(sqlite3.OperationalError, match="locked")
    with closing(other), views.writing(), locked:
        other.execute("BEGIN IMMEDIATE")


def test_views_that_are_closed_let_go_of_what_wrote_them(views: Views, tmp_path: Path) -> None:
    pool = views.backend.engine.pool
    assert isinstance(pool, sa.QueuePool)
    assert pool.checkedin() > 0
    unused = SQLiteViews(tmp_path / "views")

    views.backend.close()
    unused.close()

    assert isinstance(left := views.backend.engine.pool, sa.QueuePool)
    assert left.checkedin() == 0
    assert "engine" not in vars(unused)


def test_views_that_cannot_be_read_are_neither_whole_nor_made(tmp_path: Path) -> None:
    (tmp_path / "views").write_bytes(b"x" * 9_000)
    views = Views(SQLiteViews(tmp_path / "views"))

    for asked in (views.are_whole, views.reached, views.position, views.are_made_by_owner):
        with pytest.raises(ViewsUnreadable, match="not a database"):
            asked()


def test_damage_met_where_their_position_is_makes_views_unreadable(
    views: Views, tmp_path: Path
) -> None:
    views.backend.close()
    with closing(sqlite3.connect(tmp_path / "views")) as held:
        statement = "SELECT rootpage FROM sqlite_master WHERE name = 'progress'"
        ((page,),) = held.execute(statement).fetchall()
    changed(tmp_path / "views", (page - 1) * PAGE_BYTES, GARBAGE * PAGE_BYTES)

    for asked in (views.are_whole, views.reached, views.position):
        with pytest.raises(ViewsUnreadable, match="malformed"):
            asked()


def test_only_sqlite_says_without_a_code_that_it_met_no_text(tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as held:
        with pytest.raises(sqlite3.OperationalError) as no_text:
            held.execute("SELECT CAST(x'ff' AS TEXT)").fetchall()
        with pytest.raises(sqlite3.OperationalError) as no_table:
            held.execute("SELECT * FROM none")
    problems = (
        no_text.value,
        no_table.value,
        sqlite3.DatabaseError("damaged"),
        psycopg.OperationalError("away"),
    )

    assert [is_not_text(views_problem(each)) for each in problems] == [True, False, False, False]


def test_an_amount_beyond_its_column_is_a_fault_of_the_log(views: Views) -> None:
    much = decision("key-exhibition", "", 2**63, 2**63, None, 1)
    before = views.digest()

    with pytest.raises(CodecError, match="a number beyond its column"):
        views.apply([Entry(END + 1, "E4", Decided(claim_no="C2", decision=much))])

    assert (views.position(), views.digest()) == (END, before)


class _OwnersDialect(SQLiteDialect):
    made_by_owner = True


class _OwnersViews(SQLiteViews):
    """Views in a file whose tables, as a server's, are made by their owner alone."""

    @cached_property
    def engine(self) -> sa.Engine:
        return super().engine.execution_options(**{OPTION: _OwnersDialect()})


@pytest.fixture
def owned(views: Views, tmp_path: Path) -> Iterator[Views]:
    by_hand(tmp_path / "views", f"DROP INDEX {INDEX}")
    backend = _OwnersViews(tmp_path / "views")
    yield Views(backend)
    backend.close()


def test_an_owners_tables_are_emptied_and_filled_and_never_made(
    owned: Views, tmp_path: Path
) -> None:
    owned.build((), unless_begun=False)
    assert rows_of(tmp_path / "views") == EMPTY | {"progress": [(SHAPE, 0, "")]}

    owned.build([fold(LOG[:7]), fold(LOG[7:])], unless_begun=False)

    assert rows_of(tmp_path / "views") == WRITTEN
    assert indices_of(tmp_path / "views") == OTHERS


def test_tables_made_here_are_made_and_filled_the_same(views: Views, tmp_path: Path) -> None:
    by_hand(tmp_path / "views", f"DROP INDEX {INDEX}")
    by_hand(tmp_path / "views", "ALTER TABLE yearly_totals ADD COLUMN more")

    views.build([fold(LOG[:7]), fold(LOG[7:])], unless_begun=False)

    assert rows_of(tmp_path / "views") == WRITTEN
    assert indices_of(tmp_path / "views") == [INDEX, *OTHERS]


def test_only_an_owners_tables_are_the_owners_to_make(
    views: Views, owned: Views, tmp_path: Path
) -> None:
    assert (views.are_made_by_owner(), owned.are_made_by_owner()) == (False, False)
    by_hand(tmp_path / "views", "DROP TABLE postings")

    assert (views.are_made_by_owner(), owned.are_made_by_owner()) == (False, True)


def test_a_question_loads_nothing_that_writes() -> None:
    program = "import sys, adapters.views.queries; print('sqlalchemy' in sys.modules)"

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (ran.stdout, ran.stderr) == ("False\n", "")


def test_an_interrupt_as_a_connection_closes_is_raised_and_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Interrupted(sqlite3.Connection):
        def close(self) -> None:
            raise KeyboardInterrupt

    engine = sqlite_engine(lambda: sqlite3.connect(":memory:", factory=Interrupted))
    with engine.connect():
        pass

    with pytest.raises(KeyboardInterrupt):
        engine.dispose()

    assert caplog.records == []
