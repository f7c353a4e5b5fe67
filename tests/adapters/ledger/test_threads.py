"""Threads of one process: each opens a ledger of its own, many read and one writes."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

from adapters.files.gc_pause import gc_paused
from adapters.ledger.asking.moments import open_snapshot
from adapters.ledger.ledger import Ledger
from adapters.ledger.store import Store, reading
from adapters.views.problems import ViewsUnreadable
from tests.domain.given import submission, trademark
from tests.support.by_hand import by_hand, drop_views
from tests.support.ledgers import CLERK, OTHER_USCC, do, opened
from tests.support.stores import address, place_at

READERS, CLAIMS, LOOKS = 3, 12, 8


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        do(made.handler, submission("C0", trademark("100")))
        made.catch_up()
    return path


def test_readers_see_whole_looks_while_a_writer_writes(path: Path) -> None:
    begin = Barrier(READERS + 1)

    def read(_: int) -> list[tuple[int, int]]:
        begin.wait()
        seen = []
        for _look in range(LOOKS):
            with open_snapshot(address(path), None, None) as look:
                first, again = look.claims(), look.claims()
                assert first == again
                seen.append((look.position, len(first)))
        return seen

    def write() -> None:
        begin.wait()
        with Ledger(address(path)) as ledger:
            for number in range(1, CLAIMS + 1):
                ledger.carry_out(submission(f"C{number}", trademark("100")), CLERK)

    with ThreadPoolExecutor(READERS + 1) as pool:
        reads = [pool.submit(read, number) for number in range(READERS)]
        pool.submit(write).result(timeout=120)
        looks = [each.result(timeout=120) for each in reads]

    start = looks[0][0][0] - looks[0][0][1]  # a claim is an event; the policy comes before
    for seen in looks:
        assert seen == sorted(seen)
        assert all(position - claims == start for position, claims in seen)
    with opened(path) as made:
        made.catch_up()
        digest = made.views.digest()
        made.rebuild()
        assert made.views.digest() == digest


def test_a_mistake_in_a_query_is_raised_and_empties_nothing_another_thread_reads(
    path: Path,
) -> None:
    failed, looked = Event(), Event()

    def reads() -> bool:
        with open_snapshot(address(path), None, None) as look:
            before = look.claims()
            looked.set()
            assert failed.wait(60)
            return look.claims() == before != []

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(reads)
        assert looked.wait(60)
        with (
            pytest.raises(ViewsUnreadable, match="no_such_column"),
            reading(address(path)) as store,
            store.views.reading() as connection,
        ):
            connection.rows("SELECT no_such_column FROM claim_register")
        failed.set()

        assert other.result(timeout=60)
    store = Store(place_at(path))
    with store.handler:
        assert store.views.reached() == store.handler.position()
    store.close()


def test_a_look_that_meets_damage_goes_on_with_rebuilt_views(path: Path) -> None:
    with open_snapshot(address(path), None, None) as look:
        whole = look.claims()
    with by_hand(path, ".views") as hand:
        hand("ALTER TABLE claim_register DROP COLUMN reason")

    with open_snapshot(address(path), None, None) as look:
        assert look.claims() == whole


def test_a_look_that_meets_damage_answers_as_of_the_position_it_began_at(path: Path) -> None:
    with open_snapshot(address(path), None, None) as look:
        whole, position = look.claims(), look.position
        look.connection.close()
        with opened(path) as made:
            do(made.handler, submission("C9", trademark("7")), uscc=OTHER_USCC)
            made.catch_up()
        with by_hand(path, ".views") as hand:
            hand("ALTER TABLE claim_register DROP COLUMN reason")
        look.mend(RuntimeError())

        assert (look.claims(), look.position) == (whole, position)


def test_threads_that_find_no_views_make_them_once(path: Path) -> None:
    with opened(path) as made:
        made.catch_up()
        digest = made.views.digest()
    drop_views(path)
    begin = Barrier(READERS)

    def read(_: int) -> str:
        begin.wait()
        with reading(address(path)) as store:
            return store.views.digest()

    with ThreadPoolExecutor(READERS) as pool:
        assert list(pool.map(read, range(READERS))) == [digest] * READERS


def test_the_collector_rests_until_the_last_thread_lets_it() -> None:
    paused, release = Event(), Event()

    def pause() -> None:
        with gc_paused():
            paused.set()
            assert release.wait(60)

    with ThreadPoolExecutor(1) as pool:
        with gc_paused():
            other = pool.submit(pause)
            assert paused.wait(60)
        assert not gc.isenabled()
        release.set()
        other.result(timeout=60)

    assert gc.isenabled()
