"""The views: rebuilt they are as they were, every event counts once, deleted they come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from adapters.ledger.backfill import backfill, recording
from adapters.ledger.store import Store
from adapters.log.codec import CodecError
from adapters.stores.sqlite.views import SQLiteViews
from adapters.views.following import log_batches
from adapters.views.tables import VIEWS
from adapters.views.views import Views
from domain.commands.enterprise import WithdrawClaim
from domain.events.claims import ClaimSubmitted
from domain.refusals import Refusal
from projections.views.entries import Entry, Withdrawn
from tests.domain.given import approval, submission, trademark, withdraw
from tests.oracle.inputs.random_claims import lines
from tests.support.by_hand import by_hand, claim_numbers, drop_views
from tests.support.command import asked, ended, process, subsidy, write_lines
from tests.support.ledgers import CLERK, do, opened
from tests.support.stores import place_at


def history(store: Store, seed: int, folder: Path, count: int = 150) -> None:
    """Backfill random claims, the views following now and then, and withdraw a few."""
    random, made = Random(seed), lines(seed, count)
    for start in range(0, count, 30):
        part = write_lines(folder / "part.jsonl", made[start : start + 30])
        carry_out = recording(store.handler, CLERK)
        approve = random.random() < 0.8
        backfill([part], carry_out, CLERK, approve=approve, on_progress=lambda _: None)
        if random.random() < 0.5:
            store.catch_up()
    for line in random.sample([line for line in made if "claim_no" in line], 12):
        command = WithdrawClaim(claim_no=line["claim_no"], words="a mistake")
        try:
            do(store.handler, command, uscc=line["uscc"])
        except Refusal as refusal:
            if refusal.code != "claim-unknown":
                raise
    store.catch_up()


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


@pytest.mark.parametrize("seed", range(4))
def test_rebuilt_views_equal_the_live_ones(seed: int, tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as made:
        history(made, 100 + seed, tmp_path)
        live = made.views.digest()

        reached = made.rebuild()

        assert made.views.digest() == live
        assert reached == made.views.position() == made.handler.position()


@pytest.mark.parametrize("size", [1, 2, 7, 100, 5_000])
def test_pages_of_any_size_give_the_same_views(
    size: int, store: Store, log: list[Entry], tmp_path: Path
) -> None:
    with views_at(tmp_path / "views") as views:
        for start in range(0, len(log), size):
            views.apply(log[start : start + size])

        assert views.digest() == store.views.digest()


def test_every_view_has_rows_to_compare(store: Store) -> None:
    with store.views.examining() as connection:
        for view in VIEWS:
            count = connection.scalar(sa.select(sa.func.count()).select_from(view))
            assert count is not None
            assert count > 10


def test_a_page_fed_twice_counts_once(store: Store, log: list[Entry], tmp_path: Path) -> None:
    with views_at(tmp_path / "views") as views:
        for start in range(0, len(log), 50):
            views.apply(log[start : start + 50])
            views.apply(log[max(0, start - 20) : start + 50])

        assert views.digest() == store.views.digest()


def test_of_a_page_held_in_part_the_rest_is_added(
    store: Store, log: list[Entry], tmp_path: Path
) -> None:
    with views_at(tmp_path / "views") as views:
        for start in range(0, len(log), 50):
            assert views.apply(log[max(0, start - 20) : start + 50]) == len(log[: start + 50])

        assert views.digest() == store.views.digest()


def test_a_page_beyond_what_is_held_is_left(log: list[Entry], tmp_path: Path) -> None:
    with views_at(tmp_path / "views") as views:
        views.apply(log[:10])
        before = views.digest()

        reached = views.apply(log[11:20])

        assert (reached, views.position(), views.digest()) == (10, 10, before)


def test_a_page_that_fails_changes_neither_rows_nor_position(
    log: list[Entry], tmp_path: Path
) -> None:
    with views_at(tmp_path / "views") as views:
        views.apply(log[:10])
        before = views.digest()
        broken = log[20]._replace(event=Withdrawn(claim_no="no such claim"))

        with pytest.raises(CodecError, match="no claim no such claim was submitted"):
            views.apply([*log[10:20], broken])

        assert (views.position(), views.digest()) == (10, before)


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
def test_tables_that_somebody_changed_are_made_anew(statement: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 8, tmp_path)
    answers = [asked(path, "claims"), asked(path, "totals", "--by", "year")]
    with by_hand(path, ".views") as views:
        views(statement)

    again = [asked(path, "claims"), asked(path, "totals", "--by", "year")]

    assert again == answers


def test_a_rebuild_mends_views_that_were_spoilt(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        do(made.handler, submission("C1", trademark("100")), approval("C1"))
        made.catch_up()
        digest = made.views.digest()
        with by_hand(path, ".views") as hand:
            hand("UPDATE yearly_totals SET granted_fen = 1")
            hand("DELETE FROM remaining_allowances")
        assert made.views.digest() != digest

        made.rebuild()

        assert made.views.digest() == digest


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
    ran = [ended(one) for one in running]

    assert [(one.code, one.err) for one in ran] == [(0, "")] * 6
    with opened(path) as made:
        events = [recorded.event for recorded in made.handler.entries()]
        claims = [event.claim_no for event in events if isinstance(event, ClaimSubmitted)]
        assert made.catch_up() == made.handler.position()
        assert made.views.digest() == digest
        assert set(made.handler.recorder.owners(claims)) == set(claims)


def test_a_rebuild_is_seen_whole_or_not_at_all(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as one, opened(tmp_path / "ledger.db") as other:
        history(one, 11, tmp_path)
        digest, seen = one.views.digest(), []

        one.rebuild(lambda _: seen.append((other.views.position(), other.views.digest())))

        assert seen == [(one.handler.position(), digest)]
        assert one.views.digest() == digest


def test_a_rebuild_that_fails_leaves_views_and_claim_numbers_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 12, tmp_path)
        digest, numbers = made.views.digest(), claim_numbers(path)

        def failing(_: int) -> None:
            raise RuntimeError

        with pytest.raises(RuntimeError):
            made.rebuild(failing)

        assert (made.views.digest(), claim_numbers(path)) == (digest, numbers)
        assert made.rebuild() == made.handler.position()


def test_a_rebuild_mends_the_index_of_claim_numbers(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 13, tmp_path)
        numbers = claim_numbers(path)
        with by_hand(path) as hand:
            hand("DELETE FROM claim_numbers WHERE claim_no > 'C'")
            hand("UPDATE claim_numbers SET uscc = 'x', digest = ''")

        made.rebuild()

        assert claim_numbers(path) == numbers


def test_another_process_reads_the_log_for_a_long_rebuild(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 14, tmp_path)
        digest, numbers = made.views.digest(), claim_numbers(path)
        told: list[int] = []

        Store(place_at(path), much=1).rebuild(told.append)

        assert told == [made.handler.position()]
        assert (made.views.digest(), claim_numbers(path)) == (digest, numbers)


def test_views_of_a_long_log_are_made_at_once_where_there_are_none(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 15, tmp_path)
        digest = made.views.digest()
        made.views.build((), unless_begun=False)

        reached = Store(place_at(path), much=1).catch_up()

        assert (reached, made.views.digest()) == (made.handler.position(), digest)


def test_what_stops_the_process_that_reads_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        do(made.handler, submission("C1", trademark("100")), approval("C1"))
        made.catch_up()
        digest = made.views.digest()
        with by_hand(path, guarded=False) as hand:
            hand("INSERT INTO stored_events VALUES (9, 'x', 1, 'claim-approved', x'00')")

        with pytest.raises(CodecError, match="4 is missing"):
            Store(place_at(path), much=1).rebuild()

        assert made.views.digest() == digest


def test_a_withdrawal_leaves_no_zero_behind_in_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        do(made.handler, submission("C1", trademark("100")), approval("C1"))
        do(made.handler, withdraw("C1"))

    totals = asked(path, "totals")

    assert (totals["claims"], totals["granted_fen"], totals["groups"]) == (0, 0, {})
    assert subsidy("totals", "--store", path).code == 0
