"""Where others write faster than one can decide, the slow one is not refused: it takes its turn."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from adapters.ledger.handling.handler import ATTEMPTS_MAX
from adapters.ledger.handling.units import Request, draft_of
from adapters.ledger.store import Store
from adapters.log.drafts import Draft
from domain.events.claims import AmountsRecorded
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from tests.domain.given import USCC, approval, exports, submission, trademark
from tests.support.ledgers import CLERK, do, opened
from tests.support.stores import place_at

CONTEXT = multiprocessing.get_context("spawn")
SLOW_SECONDS = 0.03
PAUSE_SECONDS = 0.001


@contextmanager
def others_writing(path: Path) -> Iterator[None]:
    """Another process appends to the same enterprise, faster than anything slow is decided."""
    under_way, stop = CONTEXT.Event(), CONTEXT.Event()
    other = CONTEXT.Process(target=_write, args=(path, under_way, stop))
    other.start()
    assert under_way.wait(60)
    try:
        yield
    finally:
        stop.set()
        other.join(60)
    assert other.exitcode == 0


def _write(path: Path, under_way: Event, stop: Event) -> None:
    with opened(path) as store:
        number = 0
        while not stop.is_set():
            number += 1
            do(store.handler, exports(2023, str(number), "1"))
            under_way.set()
            time.sleep(PAUSE_SECONDS)


def test_what_is_decided_slowly_over_streams_is_recorded_all_the_same(tmp_path: Path) -> None:
    path, decided = tmp_path / "ledger.db", []
    with opened(path) as store, others_writing(path):

        def slowly(_: PolicyBook) -> list[Draft]:
            length = sum(1 for _ in store.handler.stream(USCC))
            time.sleep(SLOW_SECONDS)
            decided.append(length)
            event = AmountsRecorded(record="exports", year=2022, amounts={"us_usd_cents": 1})
            return [draft_of(USCC, length + 1, event, CLERK)]

        assert store.handler.append_across(slowly)

    assert len(decided) < ATTEMPTS_MAX


def test_a_big_batch_of_claims_is_recorded_while_others_write(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    units = [
        Request(USCC, (submission(f"C{n}", trademark("1")), approval(f"C{n}"))) for n in range(300)
    ]
    with opened(path) as store, others_writing(path):
        done = store.handler.carry_out_all(units, CLERK)

    assert all(ended.events for ended in done)


def test_a_refusal_in_its_turn_leaves_the_ledger_to_others(tmp_path: Path) -> None:
    path, times = tmp_path / "ledger.db", []
    with opened(path) as store, Store(place_at(path)).handler as other:

        def late(_: PolicyBook) -> list[Draft]:
            times.append(1)
            if len(times) > 5:  # under the lock by now
                raise Refusal("claim-unknown", claim_no="C1")
            length = sum(1 for _ in store.handler.stream(USCC))
            do(other, exports(2023, str(len(times)), "1"))
            return [
                draft_of(
                    USCC,
                    length + 1,
                    AmountsRecorded(record="exports", year=2022, amounts={"us_usd_cents": 1}),
                    CLERK,
                )
            ]

        with pytest.raises(Refusal):
            store.handler.append_across(late)
        assert do(other, exports(2023, "77", "1"))
        assert do(store.handler, exports(2023, "78", "1"))
