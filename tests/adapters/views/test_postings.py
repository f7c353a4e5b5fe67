"""Answers at any position of the log: what the same question got when the log ended there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.views import queries
from adapters.views.backend import Reader
from adapters.views.following import log_batches
from adapters.views.views import Views
from projections.views.entries import (
    ClaimEvent,
    Decided,
    Entry,
    EntryDecision,
    EntryOutcome,
    Reassessed,
    RejectedByOfficer,
    Submitted,
    Withdrawn,
)
from tests.adapters.views.test_views import history, views_at
from tests.domain.given import BOOK
from tests.support.extent import tried
from tests.support.ledgers import opened

YEARS = (2022, 2023, 2024)
MEASURES = ("key-exhibition", "other-exhibition", "overseas-trademark", "overseas-warehouse")
SEEDS = range(tried(2, long=6))


def answers(connection: Reader, usccs: set[str], at: int | None) -> dict[str, Any]:
    """Everything that can be asked as of a position; `at` None: of the views as they stand."""
    answer: dict[str, Any] = {}
    for by in queries.TOTALS_BY:
        for year in (None, *YEARS):
            answer[f"{by} {year}"] = queries.totals_by(connection, 0, year, by, at)
    for uscc in usccs:
        for year in YEARS:
            answer[f"{uscc} {year}"] = queries.remaining(connection, BOOK, 0, uscc, year, at)
    return answer


def answered_at_each_position(log: list[Entry], folder: Path) -> Iterator[dict[str, Any]]:
    """What views built from the log cut at 1, 2, 3, … answer."""
    usccs = {entry.stream for entry in log if entry.event is not None}
    with views_at(folder / "cut") as views:
        for entry in log:
            views.apply([entry])
            with views.reading() as connection:
                yield answers(connection, usccs, None)


def recalled(views: Views, log: list[Entry], at: int) -> dict[str, Any]:
    with views.reading() as connection:
        return answers(connection, {entry.stream for entry in log if entry.event is not None}, at)


@pytest.mark.parametrize("seed", [31, 32])
def test_a_backfill_is_recalled_at_every_position(seed: int, tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        history(store, seed, tmp_path, count=60)
        log = list(chain.from_iterable(log_batches(store.handler.recorder, after=0)))
        cuts = list(answered_at_each_position(log, tmp_path))

        answer = [recalled(store.views, log, entry.position) for entry in log]

    assert answer == cuts


@pytest.mark.parametrize("seed", SEEDS)
def test_amounts_that_go_up_and_down_are_recalled_at_every_position(
    seed: int, tmp_path: Path
) -> None:
    log = list(ups_and_downs(Random(seed), 80))
    cuts = list(answered_at_each_position(log, tmp_path))

    with views_at(tmp_path / "views") as views:
        views.apply(log)
        answer = [recalled(views, log, entry.position) for entry in log]

    assert answer == cuts


def test_before_the_first_event_nothing_was_granted(tmp_path: Path) -> None:
    log = list(ups_and_downs(Random(1), 40))

    with views_at(tmp_path / "views") as views:
        views.apply(log)
        answer = recalled(views, log, 0)

    with views_at(tmp_path / "empty") as views:
        assert answer == recalled(views, log, 0)


def test_the_end_of_the_log_and_whatever_lies_beyond_is_now(tmp_path: Path) -> None:
    log = list(ups_and_downs(Random(2), 40))

    with views_at(tmp_path / "views") as views:
        views.apply(log)
        answer = [recalled(views, log, at) for at in (40, 41, 10**9)]
        with views.reading() as connection:
            now = answers(connection, {entry.stream for entry in log}, None)

    assert answer == [now, now, now]


def ups_and_downs(random: Random, length: int) -> Iterator[Entry]:
    """A log of few claims, decided, changed in measure, place and amount again and again."""
    stands: dict[str, tuple[str, str]] = {}  # claim_no -> uscc, status
    numbers = count(1)
    for position in range(1, length + 1):
        claim_no = random.choice(list(stands)) if stands else ""
        uscc, status = stands.get(claim_no, ("", "ended"))
        if status == "ended" or (status == "decided" and random.random() < 0.3):
            claim_no, uscc = f"C{next(numbers)}", f"E{random.randrange(3)}"
            stands[claim_no] = uscc, "submitted"
            yield Entry(position, uscc, submitted(claim_no, random.choice(YEARS)))
            continue
        event = _next(random, claim_no, status)
        ended = isinstance(event, (Withdrawn, RejectedByOfficer))
        stands[claim_no] = uscc, "ended" if ended else "decided"
        yield Entry(position, uscc, event)


def _next(random: Random, claim_no: str, status: str) -> ClaimEvent:
    if random.random() < 0.2:
        return Withdrawn(claim_no=claim_no)
    if status == "decided":
        return Reassessed(claim_no=claim_no, decision=decided(random))
    if random.random() < 0.1:
        return RejectedByOfficer(claim_no=claim_no)
    return Decided(claim_no=claim_no, decision=decided(random))


def submitted(claim_no: str, year: int) -> Submitted:
    return Submitted(
        claim_no=claim_no,
        enterprise="示例企业",
        kind="trademark",
        occurred_on=f"{year}-05-01",
        filed_on=f"{year}-12-31",
        invoices=(),
    )


def decided(random: Random) -> EntryDecision:
    return EntryDecision(
        outcome=EntryOutcome(
            version=1,
            measure=random.choice(MEASURES),
            article="一（一）",
            place=random.choice(("", "hub")),
            assessed_fen=1_000,
            granted_fen=random.choice((0, 1, 100, 100, 999)),
            reason=None,
        )
    )
