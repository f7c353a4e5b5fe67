"""The views: every event counts once, deleted they come back, spoilt they are made again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pytest
import sqlalchemy as sa

from adapters.ledger.store import Store
from adapters.stores.sqlite.views import SQLiteViews
from adapters.views.following import log_batches
from adapters.views.tables import VIEWS
from adapters.views.views import Views
from domain.events.claims import ClaimSubmitted
from projections.views.entries import Entry
from tests.adapters.views.histories import history
from tests.domain.given import approval, submission, trademark, withdraw
from tests.support.by_hand import by_hand, drop_views
from tests.support.command import asked, ended, process, subsidy
from tests.support.ledgers import do, opened


@contextmanager
def views_at(path: Path) -> Iterator[Views]:
    """Open views of their own, empty."""
    path.touch()
    views = Views(SQLiteViews(path))
    views.build((), unless_begun=False)
    yield views
    views.backend.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("views")


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    with opened(folder / "ledger.db") as made:
        history(made, 1, folder)
        yield made


@pytest.fixture(scope="module")
def log(store: Store) -> list[Entry]:
    return list(chain.from_iterable(log_batches(store.handler.recorder, after=0)))


@pytest.mark.parametrize("size", [1, 2, 7, 100, 5_000])
def test_pages_of_any_size_give_the_same_views(
    size: int, store: Store, log: list[Entry], tmp_path: Path
) -> None:
    with views_at(tmp_path / "views") as views:
        for start in range(0, len(log), size):
            views.apply(log[start : start + size])

        assert views.digest() == store.views.digest()


FEW = {"enterprise_names": 2, "came_in": -1}  # few enterprises, and none that moved


def test_every_view_has_rows_to_compare(store: Store) -> None:
    with store.views.examining() as connection:
        for view in VIEWS:
            count = connection.scalar(sa.select(sa.func.count()).select_from(view))
            assert count is not None
            assert count > FEW.get(view.name, 10), view.name


def test_views_deleted_are_built_again_and_answer_the_same(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 7, tmp_path)
    answers = [asked(path, "claims"), asked(path, "totals", "--by", "enterprise")]
    drop_views(path)

    again = [asked(path, "claims"), asked(path, "totals", "--by", "enterprise")]

    assert again == answers


def test_views_of_another_shape_are_built_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        do(made.handler, submission("C1", trademark("100")), approval("C1"))
        made.catch_up()
        digest = made.views.digest()
        with by_hand(path, ".views") as hand:
            hand("UPDATE progress SET shape = 0")
            hand("DELETE FROM claim_register")

        made.catch_up()

        assert made.views.digest() == digest


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE claim_register",
        "DROP TABLE progress",
        "ALTER TABLE yearly_totals DROP COLUMN granted_fen",
        "DELETE FROM progress",
        "UPDATE progress SET position = position + 7",
        "UPDATE progress SET position = position - 2",
        "UPDATE progress SET mark = 'of another log'",
    ],
)
def test_changed_tables_are_rebuilt(statement: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 8, tmp_path)
    answers = [asked(path, "claims"), asked(path, "totals", "--by", "year")]
    with by_hand(path, ".views") as views:
        views(statement)

    again = [asked(path, "claims"), asked(path, "totals", "--by", "year")]

    assert again == answers


def test_views_dropped_by_another_while_catching_up_are_caught_up_whole(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as one, opened(tmp_path / "ledger.db") as other:
        do(one.handler, submission("C1", trademark("100")), approval("C1"))
        one.catch_up()
        digest = one.views.digest()
        other.views.build((), unless_begun=False)

        reached = one.catch_up()

        assert (reached, one.views.digest()) == (one.handler.position(), digest)


def test_processes_that_catch_up_together_count_every_event_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 9, tmp_path, count=400)
        digest = made.views.digest()
    drop_views(path)

    running = [process("totals", "--store", path, "--json") for _ in range(4)]
    running += [process("rebuild", "--store", path, "--json") for _ in range(2)]
    ran = [ended(worker) for worker in running]

    assert [(command.code, command.err) for command in ran] == [(0, "")] * 6
    with opened(path) as made:
        events = [recorded.event for recorded in made.handler.entries()]
        claims = [event.claim_no for event in events if isinstance(event, ClaimSubmitted)]
        assert made.catch_up() == made.handler.position()
        assert made.views.digest() == digest
        assert set(made.handler.recorder.owners(claims)) == set(claims)


def test_a_withdrawal_leaves_no_zero_behind_in_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        do(made.handler, submission("C1", trademark("100")), approval("C1"))
        do(made.handler, withdraw("C1"))

    totals = asked(path, "totals")

    assert (totals["claims"], totals["granted_fen"], totals["groups"]) == (0, 0, {})
    assert subsidy("totals", "--store", path).code == 0
