"""Views rebuilt are as they were; a rebuild is seen whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.ledger.store import Store
from adapters.log.codec import CodecError
from tests.adapters.views.histories import history
from tests.domain.given import approval, submission, trademark
from tests.support.by_hand import by_hand, claim_numbers
from tests.support.ledgers import do, opened
from tests.support.stores import place_at


@pytest.mark.parametrize("seed", range(4))
def test_rebuilt_views_equal_the_live_ones(seed: int, tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as made:
        history(made, 100 + seed, tmp_path)
        live = made.views.digest()

        reached = made.rebuild()

        assert made.views.digest() == live
        assert reached == made.views.position() == made.handler.position()


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


@pytest.mark.sqlite
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


def test_views_of_a_long_log_are_rebuilt_beside_those_that_serve(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 14, tmp_path)
        digest, numbers = made.views.digest(), claim_numbers(path)
        positions: list[int] = []
        one, other = Store(place_at(path), beside_from=1), Store(place_at(path))
        look = made.look_again()

        one.rebuild(positions.append)

        assert positions == [made.handler.position()]
        assert claim_numbers(path) == numbers
        assert look.rows("SELECT position FROM progress") == [(made.handler.position(),)]
        for each in (one, other, made):
            each.close_views()
            assert (each.catch_up(), each.views.digest()) == (made.handler.position(), digest)


@pytest.mark.sqlite
def test_each_rebuild_of_a_long_log_has_a_file_of_its_own_and_leaves_no_other(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        do(made.handler, submission("C1", trademark("100")), approval("C1"))
        made.catch_up()
    cut_short = tmp_path / "ledger.db.views.beside-killed"
    cut_short.write_bytes(b"half of a file")
    # What lies beside a generation that is gone is not the next one's.
    (tmp_path / "ledger.db.views.1-wal").write_bytes(b"of another file")

    for number in (1, 2):
        one = Store(place_at(path), beside_from=1)
        one.rebuild()
        one.close_views()

        assert views_in(tmp_path) == [f"ledger.db.views.{number}"]


@pytest.mark.sqlite
def test_a_rebuild_beside_that_fails_leaves_what_serves(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 12, tmp_path)
        digest, numbers = made.views.digest(), claim_numbers(path)
    one = Store(place_at(path), beside_from=1)

    def failing(_: int) -> None:
        assert any("beside" in name for name in views_in(tmp_path))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        one.rebuild(failing)

    assert (one.views.digest(), claim_numbers(path)) == (digest, numbers)
    one.close_views()
    assert views_in(tmp_path) == ["ledger.db.views"]


def test_of_two_that_rebuild_at_once_each_has_whole_views(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 16, tmp_path)
        digest = made.views.digest()
    with ThreadPoolExecutor(4) as pool:
        stores = [Store(place_at(path), beside_from=1) for _ in range(4)]

        ends = list(pool.map(Store.rebuild, stores))

    assert len(set(ends)) == 1
    for each in stores:
        each.close_views()
        assert (each.catch_up(), each.views.digest()) == (ends[0], digest)


@pytest.mark.sqlite
def test_views_that_another_process_made_meanwhile_serve(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 15, tmp_path)
        digest = made.views.digest()
        made.views.build((), unless_begun=False)
    late, first = (Store(place_at(path), beside_from=1) for _ in range(2))
    assert late.views.position() == 0

    first.catch_up()
    reached = late.catch_up()

    assert (reached, late.views.digest()) == (late.handler.position(), digest)
    assert late.views.backend.file == first.views.backend.file
    assert views_in(tmp_path) == ["ledger.db.views.1"]


def views_in(folder: Path) -> list[str]:
    names = (path.name for path in folder.iterdir() if ".views" in path.name)
    return sorted(name for name in names if not name.endswith(("-wal", "-shm")))


def test_views_of_a_long_log_are_made_at_once_where_there_are_none(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 15, tmp_path)
        digest = made.views.digest()
        made.views.build((), unless_begun=False)

        other = Store(place_at(path), beside_from=1)

        assert (other.catch_up(), other.views.digest()) == (made.handler.position(), digest)


def test_a_log_that_does_not_fold_leaves_what_serves(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        do(made.handler, submission("C1", trademark("100")), approval("C1"))
        made.catch_up()
        digest = made.views.digest()
        with by_hand(path, guarded=False) as hand:
            hand("INSERT INTO stored_events VALUES (9, 'x', 1, 'claim-approved', x'00')")

        with pytest.raises(CodecError, match="position 4: missing"):
            Store(place_at(path), beside_from=1).rebuild()

        assert made.views.digest() == digest
