"""Views rebuilt are as they were; a rebuild is seen whole or not at all."""

from __future__ import annotations

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


def test_another_process_reads_the_log_for_a_long_rebuild(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 14, tmp_path)
        digest, numbers = made.views.digest(), claim_numbers(path)
        positions: list[int] = []

        Store(place_at(path), parallel_from=1).rebuild(positions.append)

        assert positions == [made.handler.position()]
        assert (made.views.digest(), claim_numbers(path)) == (digest, numbers)


def test_views_of_a_long_log_are_made_at_once_where_there_are_none(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        history(made, 15, tmp_path)
        digest = made.views.digest()
        made.views.build((), unless_begun=False)

        reached = Store(place_at(path), parallel_from=1).catch_up()

        assert (reached, made.views.digest()) == (made.handler.position(), digest)


def test_an_error_in_the_reading_process_is_raised_here(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with opened(path) as made:
        do(made.handler, submission("C1", trademark("100")), approval("C1"))
        made.catch_up()
        digest = made.views.digest()
        with by_hand(path, guarded=False) as hand:
            hand("INSERT INTO stored_events VALUES (9, 'x', 1, 'claim-approved', x'00')")

        with pytest.raises(CodecError, match="position 4: missing"):
            Store(place_at(path), parallel_from=1).rebuild()

        assert made.views.digest() == digest
