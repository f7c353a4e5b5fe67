"""The figures of a year on one page."""

from __future__ import annotations

from datetime import date

from adapters.ledger.asking.claims import page, waiting_on
from adapters.ledger.asking.fullness import fullness
from adapters.ledger.snapshot import Snapshot, mending
from adapters.ledger.treasury.treasury import Treasury
from adapters.views import dues
from adapters.views.asking import months
from domain.policy.book import PolicyBook
from projections.claims.figures.overview import Overview, lines_of, months_of
from projections.claims.figures.pages import Turn
from projections.claims.listing import EVERY
from projections.money.budgets import added_up
from projections.views.dues import ALLOTTED

LATEST = Turn(sort="-occurred_on", limit=1)


@mending
def years(snapshot: Snapshot) -> tuple[int, ...]:
    """Return the years that an overview has anything of: matters, a budget, grants, payments."""
    reader, at = snapshot.connection, snapshot.at
    of_matters = {int(year) for year in snapshot.totals(None, "year").groups}
    treasury = Treasury(snapshot.store.handler, snapshot.position)
    return tuple(sorted(of_matters | months.years(reader, at) | set(treasury.years())))


@mending
def last_year(snapshot: Snapshot) -> int | None:
    """Return the last year with a grant, else with a budget or a payment, else of a matter.

    None of a ledger that has nothing of any year.
    """
    granted = [int(year) for year in snapshot.totals(None, "year").groups] or years(snapshot)
    if granted:
        return max(granted)
    return max(
        (claim.occurred_on.year for claim in page(snapshot, EVERY, LATEST).claims), default=None
    )


@mending
def overview(
    snapshot: Snapshot, year: int, on: date, prefix: str | None, book: PolicyBook
) -> Overview:
    """Return the figures of a year. on: until when claims wait. prefix, book: of a policy."""
    reader, at = snapshot.connection, snapshot.at
    granted = snapshot.totals(year, "measure", prefix)
    treasury = Treasury(snapshot.store.handler, snapshot.position, reader if at is None else None)
    known = treasury.budget(year)
    budget = known if known.length else None
    publicity = added_up(
        (known.batches[stood.batch], stood.fen)
        for stood in dues.sums(reader, at)
        if stood.state == ALLOTTED and stood.batch in known.batches
    )
    return Overview(
        year=year,
        position=snapshot.position,
        on=on,
        claims=granted.claims,
        granted_fen=granted.granted_fen,
        by_measure=granted.groups,
        waiting=waiting_on(snapshot, on, prefix),
        months=months_of(year, months.moved(reader, year, at, prefix), budget),
        lines=lines_of(budget, publicity),
        caps=tuple(cap for cap in fullness(snapshot, year, book).caps if cap.full + cap.near),
    )
