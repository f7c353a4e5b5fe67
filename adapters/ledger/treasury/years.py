"""The figures of a budget year, from its own stream and what claims wait for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from adapters.files.gc_pause import gc_paused
from adapters.ledger.enterprises import GROUP, codes
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.treasury.treasury import Treasury
from adapters.log.numbers import chunked
from adapters.views.queries import enterprises_with
from domain.assessment.linked import share_pool
from domain.events import streams
from domain.events.log import Recorded
from domain.payments.budget import Budget
from domain.refusals import Refusal
from projections.money.budgets import BudgetFigures, ClaimSums, budget_figures


def budget_year(
    look: Snapshot, year: int, as_of: date | None = None, policy: str | None = None
) -> BudgetFigures:
    """Return the figures of a budget year; of the lines that pay for a policy, by its id.

    as_of: the year's movements, payments and repayments as far as their own days say; what claims
    wait for has no such day and stands as recorded. Approved, unpaid claims and those under review
    count in the latest open year only. Raises Refusal `budget-unknown`.
    """
    treasury = Treasury(look.store.handler, look.position)
    budget = treasury.budget(year)
    if budget.length == 0:
        raise Refusal("budget-unknown", year=year)
    pool = share_pool(look.linked(look.book), look.book) if look.book.has_pools else None
    claims = ClaimSums(budget, pool)
    if _is_latest_open(treasury, budget):
        with gc_paused():
            for history in _histories(look, treasury):
                claims.add(history, look.book)
        claims.finish(look.book)
    allotted = treasury.allotted(budget)
    then = budget if as_of is None else treasury.budget(year, as_of)
    corrections = treasury.corrections(streams.budget_stream(year))
    figures = (budget, then, claims, allotted, look.book, look.position, policy)
    return budget_figures(*figures, corrections)


def _is_latest_open(treasury: Treasury, budget: Budget) -> bool:
    if budget.closed:
        return False
    later = (year for year in treasury.years() if year > budget.year)
    return all(treasury.budget(year).closed for year in later)


def _histories(look: Snapshot, treasury: Treasury) -> Iterator[Iterator[Recorded]]:
    """Yield the events of each enterprise that may have claims approved or pending."""
    if look.at is None:
        every = enterprises_with(look.connection, "approved", "submitted")
    else:
        every = codes(look.store.handler.recorder, look.position)
    for few in chunked(every, GROUP):
        for _, history in treasury.histories(few):
            yield history
