"""What the reading commands answer, in the names and shapes that other programs rely on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from adapters.views import views
from adapters.views.tables import allowances, postings, register, totals
from adapters.views.writing import VARIABLES_MAX
from domain.enterprise.account import Use
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from projections.claims import ClaimAnswer, GroupTotal, Totals
from projections.remaining_allowances import Remaining
from projections.remaining_allowances import allowances as allowances_left
from projections.retroactivity import DatedGrant

TOTALS_BY = ("measure", "enterprise", "year")


def claims(
    connection: sa.Connection, book: PolicyBook, **wanted: str | int | None
) -> list[ClaimAnswer]:
    """Return the claims whose columns are as wanted, by claim number; None stands for any."""
    only = {name: value for name, value in wanted.items() if value is not None}
    return _claims(connection, book, sa.select(register).filter_by(**only))


def claim(connection: sa.Connection, book: PolicyBook, claim_no: str) -> ClaimAnswer:
    """Return one claim. Raises `claim-unknown`."""
    matching = claims(connection, book, claim_no=claim_no)
    if not matching:
        raise Refusal("claim-unknown", claim_no=claim_no)
    return matching[0]


def claims_in_order(
    connection: sa.Connection, book: PolicyBook, claim_nos: list[str]
) -> list[ClaimAnswer]:
    """Return these claims in the order given."""
    by_number: dict[str, ClaimAnswer] = {}
    for start in range(0, len(claim_nos), VARIABLES_MAX):
        few = register.c.claim_no.in_(claim_nos[start : start + VARIABLES_MAX])
        rows = _claims(connection, book, sa.select(register).where(few))
        by_number.update((row.claim_no, row) for row in rows)
    return [by_number[claim_no] for claim_no in claim_nos]


def _claims(
    connection: sa.Connection, book: PolicyBook, query: sa.Select[Any]
) -> list[ClaimAnswer]:
    rows = connection.execute(query.order_by(register.c.claim_no))
    return [_claim(row, date.fromisoformat(row.occurred_on), book) for row in rows]


def _claim(row: Any, day: date, book: PolicyBook) -> ClaimAnswer:
    return ClaimAnswer(
        claim_no=row.claim_no,
        uscc=row.uscc,
        enterprise=row.enterprise,
        kind=row.kind,
        occurred_on=day,
        year=row.year,
        status=row.status,
        measure=row.measure,
        article=row.article,
        assessed_fen=row.assessed_fen,
        granted_fen=row.granted_fen,
        reason=row.reason,
        policy_version=row.policy_version,
        retroactive=book.is_retroactive(day),
    )


def pending(connection: sa.Connection) -> list[tuple[str, str]]:
    """Return (claim_no, uscc) of every claim not yet decided, in order of submission."""
    query = (
        sa.select(register.c.claim_no, register.c.uscc)
        .where(register.c.status == "submitted")
        .order_by(register.c.submitted_at)
    )
    return [(row.claim_no, row.uscc) for row in connection.execute(query)]


def totals_by(
    connection: sa.Connection, position: int, year: int | None, by: str, at: int | None = None
) -> Totals:
    """Return what was granted; `claims` counts claims granted more than 0.

    at: answer as when the log ended at that position; None for now.
    """
    key = {"enterprise": "uscc", "measure": "measure", "year": "year"}[by]
    only = {} if year is None else {"year": year}
    groups = {
        str(group): GroupTotal(claims=claims, granted_fen=granted_fen)
        for group, claims, granted_fen in _granted(connection, (key,), only, at)
    }
    return Totals(
        position=position,
        claims=sum(total.claims for total in groups.values()),
        granted_fen=sum(total.granted_fen for total in groups.values()),
        groups=groups,
    )


def remaining(
    connection: sa.Connection,
    book: PolicyBook,
    position: int,
    uscc: str,
    year: int,
    at: int | None = None,
) -> Remaining:
    """Return the allowances an enterprise has left; yearly ones where the year is governed.

    at: answer as when the log ended at that position, with `book` as it was then; None for now.
    """
    granted = _granted(connection, ("measure", "year", "place"), {"uscc": uscc}, at)
    rows = [
        (measure, of_year, place, Use(claims=claims, amount_fen=granted_fen))
        for measure, of_year, place, claims, granted_fen in granted
    ]
    return Remaining(
        uscc=uscc, year=year, position=position, caps=tuple(allowances_left(rows, book, year))
    )


def granted(connection: sa.Connection, book: PolicyBook) -> Iterator[DatedGrant]:
    """Yield every claim granted more than 0."""
    names = ("measure", "year", "occurred_on", "filed_on", "granted_fen")
    query = sa.select(*(register.c[name] for name in names)).where(register.c.granted_fen > 0)
    for measure, year, occurred, filed, fen in connection.execute(query):
        day = date.fromisoformat(occurred)
        late = book.is_retroactive(day)
        yield DatedGrant(measure, year, day, date.fromisoformat(filed), fen, late)


def _granted(
    connection: sa.Connection, keys: tuple[str, ...], only: dict[str, Any], at: int | None
) -> Iterator[tuple[Any, ...]]:
    """Yield sums of granted claims and fen by `keys`, in their order, where claims are granted."""
    rows = _amounts(keys, only, at, views.position(connection)).subquery()
    groups = [rows.c[key] for key in keys]
    claims = sa.func.sum(rows.c.claims)
    query = sa.select(*groups, claims, sa.func.sum(rows.c.granted_fen))
    query = query.group_by(*groups).having(claims > 0).order_by(*groups)
    for *key, count, fen in connection.execute(query):
        yield (*key, int(count), int(fen))  # PostgreSQL's sums are of another type


def _amounts(
    keys: tuple[str, ...], only: dict[str, Any], at: int | None, head: int
) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    """Return what adds up to the sums: those of now, the postings until `at`, or the shorter way
    back: those of now less the postings since.
    """
    source = totals if {*keys, *only} <= set(totals.c.keys()) else allowances
    now = _columns(source, keys, only)
    if at is None or at >= head:
        return now
    until = _columns(postings, keys, only).where(postings.c.position <= at)
    if keys == ("uscc",):
        return until  # the index has all of it, in order: read whole, it spares a sort
    if at <= head - at:
        return until
    return now.union_all(_columns(postings, keys, only, -1).where(postings.c.position > at))


def _columns(
    source: sa.Table, keys: tuple[str, ...], only: dict[str, Any], sign: int = 1
) -> sa.Select[Any]:
    amounts = [(sign * source.c[name]).label(name) for name in ("claims", "granted_fen")]
    return sa.select(*(source.c[key] for key in keys), *amounts).filter_by(**only)


def enterprise_name(connection: sa.Connection, uscc: str, position: int) -> str | None:
    """Return the name on the enterprise's latest claim until a log position; None if none."""
    query = (
        sa.select(register.c.enterprise)
        .where(register.c.uscc == uscc, register.c.submitted_at <= position)
        .order_by(register.c.submitted_at.desc())
        .limit(1)
    )
    return connection.scalar(query)


def enterprise_names(connection: sa.Connection, position: int) -> dict[str, str]:
    """Return each enterprise's name as on its latest claim until a log position."""
    query = (
        sa.select(register.c.uscc, register.c.enterprise)
        .where(register.c.submitted_at <= position)
        .order_by(register.c.submitted_at)
    )
    return {row.uscc: row.enterprise for row in connection.execute(query)}
