"""Answers at any position of the log: what the same question was told when the log ended there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from adapters import queries
from adapters.entries import Entry, entry
from adapters.store import Store
from adapters.views import Views
from domain.events import (
    ClaimApproved,
    ClaimReassessed,
    ClaimRejected,
    ClaimSubmitted,
    ClaimWithdrawn,
    Decision,
    Outcome,
)
from tests.domain.given import BOOK, trademark
from tests.ledgers import opened
from tests.test_views import history, views_at

YEARS = (2022, 2023, 2024)
MEASURES = ("key-exhibition", "other-exhibition", "overseas-trademark", "overseas-warehouse")
SEEDS = range(6)


def answers(connection: sa.Connection, usccs: set[str], at: int | None) -> dict[str, Any]:
    """Everything that can be asked as of a position; `at` None: of the views as they stand."""
    told: dict[str, Any] = {}
    for by in queries.TOTALS_BY:
        for year in (None, *YEARS):
            told[f"{by} {year}"] = queries.totals_by(connection, 0, year, by, at)
    for uscc in usccs:
        for year in YEARS:
            told[f"{uscc} {year}"] = queries.remaining(connection, BOOK, 0, uscc, year, at)
    return told


def told_at_each_position(log: list[Entry], folder: Path) -> Iterator[dict[str, Any]]:
    """What views built from the log cut at 1, 2, 3, … answer."""
    usccs = {one.stream for one in log if one.event is not None}
    with views_at(folder / "cut") as views:
        for one in log:
            views.take_in([one])
            with views.reading() as connection:
                yield answers(connection, usccs, None)


def recalled(views: Views, log: list[Entry], at: int) -> dict[str, Any]:
    with views.reading() as connection:
        return answers(connection, {one.stream for one in log if one.event is not None}, at)


def log_of(store: Store) -> list[Entry]:
    return [entry(row) for page in store.ledger.pages() for row in page]


@pytest.mark.parametrize("seed", [31, 32])
def test_a_backfill_is_recalled_at_every_position(seed: int, tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        history(store, seed, tmp_path, count=60)
        log = log_of(store)
        cuts = list(told_at_each_position(log, tmp_path))

        told = [recalled(store.views, log, one.position) for one in log]

    assert told == cuts


@pytest.mark.parametrize("seed", SEEDS)
def test_amounts_that_go_up_and_down_are_recalled_at_every_position(
    seed: int, tmp_path: Path
) -> None:
    log = list(ups_and_downs(Random(seed), 80))
    cuts = list(told_at_each_position(log, tmp_path))

    with views_at(tmp_path / "views") as views:
        views.take_in(log)
        told = [recalled(views, log, one.position) for one in log]

    assert told == cuts


def test_before_the_first_event_nothing_was_granted(tmp_path: Path) -> None:
    log = list(ups_and_downs(Random(1), 40))

    with views_at(tmp_path / "views") as views:
        views.take_in(log)
        told = recalled(views, log, 0)

    with views_at(tmp_path / "empty") as views:
        assert told == recalled(views, log, 0)


def test_the_end_of_the_log_and_whatever_lies_beyond_is_now(tmp_path: Path) -> None:
    log = list(ups_and_downs(Random(2), 40))

    with views_at(tmp_path / "views") as views:
        views.take_in(log)
        told = [recalled(views, log, at) for at in (40, 41, 10**9)]
        with views.reading() as connection:
            now = answers(connection, {one.stream for one in log}, None)

    assert told == [now, now, now]


def ups_and_downs(random: Random, length: int) -> Iterator[Entry]:
    """A log of few claims, decided, changed in measure, place and amount again and again."""
    stands: dict[str, tuple[str, str]] = {}  # claim_no -> uscc, status
    numbers = count(1)
    for position in range(1, length + 1):
        claim_no = random.choice(list(stands)) if stands else ""
        uscc, status = stands.get(claim_no, ("", "withdrawn"))
        if status == "withdrawn" or (status == "decided" and random.random() < 0.3):
            claim_no, uscc = f"C{next(numbers)}", f"E{random.randrange(3)}"
            stands[claim_no] = uscc, "submitted"
            yield Entry(position, uscc, submitted(claim_no, random.choice(YEARS)), b"")
            continue
        event, stands[claim_no] = _next(random, claim_no, status), (uscc, "decided")
        if isinstance(event, ClaimWithdrawn):
            stands[claim_no] = uscc, "withdrawn"
        yield Entry(position, uscc, event, b"")


def _next(
    random: Random, claim_no: str, status: str
) -> ClaimApproved | ClaimRejected | ClaimReassessed | ClaimWithdrawn:
    decision = decided(random)
    if random.random() < 0.2:
        return ClaimWithdrawn(claim_no=claim_no, previous_fen=0, words="")
    if status == "decided":
        return ClaimReassessed(
            claim_no=claim_no,
            previous_measure=None,
            previous_assessed_fen=0,
            previous_fen=0,
            cause="order",
            because_of="1",
            through=None,
            decision=decision,
        )
    if decision.outcome.granted_fen == 0:
        return ClaimRejected(claim_no=claim_no, decision=decision)
    return ClaimApproved(claim_no=claim_no, decision=decision)


def submitted(claim_no: str, year: int) -> ClaimSubmitted:
    return ClaimSubmitted(
        claim_no=claim_no,
        enterprise="示例企业",
        facts=trademark("100"),
        occurred_on=date(year, 5, 1),
        filed_on=date(year, 12, 31),
        invoices=(),
        other_support_fen=0,
    )


def decided(random: Random) -> Decision:
    outcome = replace(
        _NOTHING,
        measure=random.choice(MEASURES),
        place=random.choice(("", "hub")),
        granted_fen=random.choice((0, 1, 100, 100, 999)),
    )
    return Decision(
        outcome=outcome,
        digest="",
        book_position=1,
        readings={},
        steps=(),
        retroactive=False,
        self_approved=False,
        reduced_to_fen=None,
        words=None,
    )


_NOTHING = Outcome(
    version=1,
    measure=None,
    article="一（一）",
    place="",
    booths=0,
    assessed_fen=1_000,
    granted_fen=0,
    reason=None,
    caps=(),
)
