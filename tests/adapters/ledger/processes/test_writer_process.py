"""A backfill whose batches another process writes, others between any two; a follower follows."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from adapters.ledger import store as stores
from adapters.ledger.handling.clock import now
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.units import Request, Result
from adapters.ledger.processes.writing import writer_process
from adapters.ledger.store import Store
from adapters.views.views import Views
from domain.enterprise.state import granted_fen
from domain.refusals import Refusal
from tests.domain.given import USCC, approval, submission, trademark, withdraw
from tests.support.ledgers import CLERK, OTHER_USCC, bodies, do, opened
from tests.support.stores import address, place_at

Batches = list[list[Request]]


def batches(numbers: range, size: int) -> Batches:
    """One enterprise's trademarks, submitted and decided, some of them over the cap."""
    claims = [f"C{number}" for number in numbers]
    units = [
        Request(uscc=USCC, commands=(submission(claim, trademark("10000")), approval(claim)))
        for claim in claims
    ]
    return [units[start : start + size] for start in range(0, len(units), size)]


def through_a_writer(
    path: Path, work: Iterator[list[Request]], apart_from: int = 0
) -> list[list[Result]]:
    with stores.writing_in_bulk(address(path), CLERK, apart_from=apart_from) as store:
        return list(store.handler.carry_out_stream(work, CLERK))


def all_at_once(path: Path, work: Batches) -> dict[str, list[tuple[int, bytes]]]:
    with opened(path) as store:
        for units in work:
            store.handler.carry_out_all(units, CLERK)
        return bodies(store.handler)


def recorded(path: Path) -> dict[str, list[tuple[int, bytes]]]:
    with opened(path) as store:
        return bodies(store.handler)


@pytest.mark.parametrize(("size", "apart_from"), [(1, 0), (3, 0), (3, 7), (3, 1_000), (20, 1)])
def test_a_writer_process_writes_what_the_ledger_itself_would_have_written(
    tmp_path: Path, size: int, apart_from: int
) -> None:
    """At once, from the middle on, or never: the same log."""
    work = batches(range(20), size)

    done = through_a_writer(tmp_path / "written.db", iter(work), apart_from)

    assert [len(part) for part in done] == [len(part) for part in work]
    assert recorded(tmp_path / "written.db") == all_at_once(tmp_path / "alone.db", work)


@pytest.mark.parametrize("apart_from", [0, 9, 1_000])
def test_the_views_stand_at_the_end_of_the_log_when_the_writer_is_done(
    tmp_path: Path, apart_from: int
) -> None:
    through_a_writer(tmp_path / "ledger.db", iter(batches(range(20), 4)), apart_from)

    with opened(tmp_path / "ledger.db") as store:
        assert store.views.position() == store.handler.position()


def test_another_writer_between_two_batches_makes_both_be_decided_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"

    def interrupted() -> Iterator[list[Request]]:
        for place, units in enumerate(batches(range(4), 1)):
            if place == 2:
                with opened(path) as other:
                    do(other.handler, submission("X", trademark("60000")), approval("X"))
            yield units

    through_a_writer(path, interrupted())

    with opened(path) as store:
        claims = store.handler.enterprise(USCC).claims
        granted = {number: granted_fen(claim) for number, claim in claims.items()}
    assert sum(granted.values()) == 3_000_000
    assert set(granted) == {"C0", "C1", "C2", "C3", "X"}


def test_a_number_in_the_batch_being_written_is_taken(tmp_path: Path) -> None:
    first = Request(uscc=USCC, commands=(submission("C1", trademark("1")),))
    command = replace(submission("C1", trademark("1")), uscc=OTHER_USCC)

    done = through_a_writer(
        tmp_path / "ledger.db", iter([[first], [Request(uscc=OTHER_USCC, commands=(command,))]])
    )

    assert [part[0].refusal and part[0].refusal.code for part in done] == [None, "claim-conflicts"]


def test_batches_that_record_nothing_are_answered_in_their_turn(tmp_path: Path) -> None:
    work = batches(range(3), 1)

    done = through_a_writer(tmp_path / "ledger.db", iter([work[0], [], work[0], work[1]]))

    assert [[bool(each.events) for each in part] for part in done] == [[True], [], [False], [True]]


def test_a_refusal_does_not_stop_the_batches_after_it(tmp_path: Path) -> None:
    refused = Request(uscc=USCC, commands=(withdraw("NOBODY"),))

    done = through_a_writer(tmp_path / "ledger.db", iter([[refused], *batches(range(2), 1)]))

    assert isinstance(done[0][0].refusal, Refusal)
    assert all(part[0].events for part in done[1:])


def test_a_ledger_alone_streams_the_same(tmp_path: Path) -> None:
    work = batches(range(10), 3)

    with opened(tmp_path / "alone.db") as store:
        ledger: CommandHandler = store.handler
        list(ledger.carry_out_stream(iter(work), CLERK))
        streamed = bodies(ledger)

    assert streamed == all_at_once(tmp_path / "other.db", work)


def test_a_writer_that_dies_is_a_refusal_and_what_it_acknowledged_stays(
    tmp_path: Path,
) -> None:
    path, work = tmp_path / "ledger.db", batches(range(4), 1)

    def bereaved() -> Iterator[list[Request]]:
        yield work[0]
        yield work[1]
        for process in multiprocessing.active_children():
            process.kill()
            process.join()
        yield work[2]

    with pytest.raises(Refusal, match="store-unreadable"):
        through_a_writer(path, bereaved())

    with opened(path) as store:
        assert "C0" in store.handler.enterprise(USCC).claims


def test_a_follower_makes_the_views_of_a_long_log_that_has_none(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    all_at_once(path, batches(range(20), 4))
    place = place_at(path)

    with writer_process(partial(place.log, now), partial(Store, place, beside_from=1)):
        pass

    assert Views(place_at(path).views()).position() == 42
