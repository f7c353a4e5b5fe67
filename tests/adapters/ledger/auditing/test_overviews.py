"""Figures of one page are what claims and enterprises say one by one, now and at any position."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from adapters.ledger.ledger import Ledger
from domain.refusals import Refusal
from projections.claims.figures.overview import Overview
from projections.claims.figures.pages import Turn
from projections.claims.figures.waiting import WaitingGroup, waiting
from projections.claims.listing import Wanted
from tests.adapters.ledger.auditing.figures import (
    found_agrees,
    fullness_agrees,
    pages_agree,
    waiting_agrees,
)
from tests.adapters.views.histories import history
from tests.oracle.inputs import random_histories
from tests.oracle.two_ledgers import TwoLedgers
from tests.support.extent import tried
from tests.support.ledgers import opened
from tests.support.stores import address

YEARS = (2022, 2023, 2024, 2025)


@pytest.mark.parametrize("seed", range(tried(1, long=6)))
def test_figures_agree_with_what_is_asked_one_by_one(seed: int, tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        history(store, seed, tmp_path)
        last = store.position()
    random = Random(seed)
    with Ledger(address(tmp_path / "ledger.db")) as ledger:
        for at in (None, last, random.randrange(1, last)):
            with ledger.look(at) as look:
                assert fullness_agrees(look, YEARS) or at not in (None, last)
                today = look.recorded_on
                for on in (today, today + timedelta(days=40), today - timedelta(days=1)):
                    waiting_agrees(look, on)
                pages_agree(look, Wanted())
                pages_agree(look, Wanted(status="approved", year=2023))
                found_agrees(look, "公司")


@pytest.mark.parametrize("seed", range(tried(2, long=12)))
def test_figures_agree_where_enterprises_carry_on_others(seed: int, tmp_path: Path) -> None:
    both = TwoLedgers(tmp_path, seed)
    for step in random_histories.history(seed, 25):
        both.perform(step)
    with Ledger(address(both.store)) as ledger:
        with ledger.look() as look:
            last = look.position
        for at in (None, last, both.random.randrange(1, last + 1)):
            with ledger.look(at) as look:
                fullness_agrees(look, YEARS)
                pages_agree(look, Wanted(status="submitted"))
                waiting_agrees(look, look.recorded_on)
                found_agrees(look, "")


@pytest.mark.parametrize("seed", range(tried(1, long=6)))
def test_months_add_up_to_what_stands(seed: int, tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        history(store, seed, tmp_path)
        last = store.position()
    with Ledger(address(tmp_path / "ledger.db")) as ledger:
        for at in (None, last, last // 2, last - 40):
            with ledger.look(at) as look:
                years = [look.overview(year) for year in (2022, look.recorded_on.year)]
                every = [each for each in range(2015, 2040) if something_of(look.overview(each))]
                assert set(every) <= set(look.years())
                granted = sum(month.granted_fen for year in years for month in year.months)
                paid = sum(month.paid_fen for year in years for month in year.months)
                allotted = sum(month.allotted_fen for year in years for month in year.months)
                assert granted == look.totals(None, "measure").granted_fen
                lines = look.budget(2022).lines if years[0].lines else {}
                assert paid == sum(line.paid_fen - line.recovered_fen for line in lines.values())
                ((held,),) = look.snapshot.connection.rows(
                    "SELECT SUM(fen) FROM dues_postings WHERE state = 'allotted' AND position <= ?",
                    (look.position,),
                )
                assert allotted - paid == (held or 0)
                stated = {line.line: line for line in years[0].lines}
                for name, line in lines.items():
                    assert stated[name].in_publicity_fen == line.in_publicity_fen
                    assert stated[name].execution_rate == line.execution_rate
                by_line = [month.by_line for month in years[0].months]
                assert paid == sum(fen for month in by_line for fen in month.values())


def test_a_payment_counts_in_the_month_that_it_names(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        history(store, 1, tmp_path)
    with Ledger(address(tmp_path / "ledger.db")) as ledger, ledger.look() as look:
        paid = {month.month: month.paid_fen for month in look.overview(2022).months}

    assert paid["2022-12"] > 0
    assert sum(paid.values()) == paid["2022-12"]


def test_what_cannot_be_a_page_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        history(store, 1, tmp_path, count=60)
    with Ledger(address(tmp_path / "ledger.db")) as ledger, ledger.look() as look:
        for ask, code in (
            (lambda: look.claims_page(turn=Turn(sort="colour")), "sort-unknown"),
            (lambda: look.claims_page(turn=Turn(limit=0)), "bad-limit"),
            (lambda: look.claims_page(turn=Turn(limit=501)), "bad-limit"),
            (lambda: look.enterprises("x", 501), "bad-limit"),
            (lambda: look.full_caps("no-such-cap", 2022), "cap-not-of-year"),
        ):
            with pytest.raises(Refusal) as refused:
                ask()
            assert refused.value.code == code


def test_bands_are_days_both_inclusive() -> None:
    since = date(2022, 2, 1)
    edges = ((0, 0), (7, 0), (8, 1), (15, 1), (16, 2), (30, 2), (31, 3), (60, 3), (61, 4))
    for days, band in (*edges, (1000, 4)):
        answer = waiting([WaitingGroup("k", since, 2, 5)], since + timedelta(days=days), 1)
        counted = [each.claims for each in answer.bands]
        assert counted == [2 if number == band else 0 for number in range(5)], days
        assert (answer.claims, answer.declared_fen, answer.oldest) == (2, 5, since)
    before = waiting([WaitingGroup("k", since, 2, 5)], since - timedelta(days=1), 1)
    assert (before.claims, before.oldest, before.by_kind) == (0, None, {})


def something_of(figures: Overview) -> bool:
    """Say whether a year has anything to show."""
    moved = any(each.granted_fen or each.paid_fen or each.allotted_fen for each in figures.months)
    return bool(figures.claims or figures.lines or moved)
