"""What the reading commands answer, in the names and shapes that other programs rely on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from adapters.retroactivity import Granted
from adapters.views import VARIABLES_MAX, allowances, register, totals
from domain.account import Use
from domain.enterprise import Enterprise, Status, granted_fen
from domain.policy import PolicyBook
from domain.refusals import Refusal
from projections import remaining_allowances

Answer = dict[str, Any]

TOTALS_BY = ("measure", "enterprise", "year")


def claims(
    connection: sa.Connection,
    book: PolicyBook,
    *,
    claim_nos: list[str] | None = None,
    uscc: str | None = None,
    year: int | None = None,
    measure: str | None = None,
    status: str | None = None,
) -> list[Answer]:
    """Return the claims that match, by claim number."""
    wanted = {"uscc": uscc, "year": year, "measure": measure, "status": status}
    query = sa.select(register).order_by(register.c.claim_no)
    query = query.filter_by(**{name: value for name, value in wanted.items() if value is not None})
    if claim_nos is not None:
        query = query.where(register.c.claim_no.in_(claim_nos))
    return [_claim(row, book) for row in connection.execute(query)]


def claim(connection: sa.Connection, book: PolicyBook, claim_no: str) -> Answer:
    """Return one claim. Raises `claim-unknown`."""
    found = claims(connection, book, claim_nos=[claim_no])
    if not found:
        raise Refusal("claim-unknown", claim_no=claim_no)
    return found[0]


def claims_in_order(
    connection: sa.Connection, book: PolicyBook, claim_nos: list[str]
) -> list[Answer]:
    """Return these claims in the order given."""
    found: dict[str, Answer] = {}
    for start in range(0, len(claim_nos), VARIABLES_MAX):
        few = claim_nos[start : start + VARIABLES_MAX]
        found.update((one["claim_no"], one) for one in claims(connection, book, claim_nos=few))
    return [found[claim_no] for claim_no in claim_nos]


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
) -> Answer:
    """Return what was granted; `claims` counts claims granted more than 0."""
    assert at is None
    source = allowances if by == "enterprise" else totals
    key = {"enterprise": allowances.c.uscc, "measure": totals.c.measure, "year": totals.c.year}[by]
    query = (
        sa.select(
            key.label("key"),
            sa.func.sum(source.c.claims).label("claims"),
            sa.func.sum(source.c.granted_fen).label("granted_fen"),
        )
        .group_by(key)
        .order_by(key)
        .having(sa.func.sum(source.c.claims) > 0)
    )
    if year is not None:
        query = query.where(source.c.year == year)
    groups = {
        str(row.key): {"claims": int(row.claims), "granted_fen": int(row.granted_fen)}
        for row in connection.execute(query)
    }
    return {
        "position": position,
        "claims": sum(group["claims"] for group in groups.values()),
        "granted_fen": sum(group["granted_fen"] for group in groups.values()),
        "groups": groups,
    }


def remaining(
    connection: sa.Connection,
    book: PolicyBook,
    position: int,
    uscc: str,
    year: int,
    at: int | None = None,
) -> Answer:
    """Return the allowances an enterprise has left; yearly ones where the year is governed."""
    assert at is None
    query = sa.select(allowances).where(allowances.c.uscc == uscc, allowances.c.claims > 0)
    rows = [
        (measure, of_year, place, Use(claims=claims, amount_fen=granted_fen))
        for _, measure, of_year, place, claims, granted_fen in connection.execute(query)
    ]
    return {
        "uscc": uscc,
        "year": year,
        "position": position,
        "caps": [_allowance(one) for one in remaining_allowances.allowances(rows, book, year)],
    }


def granted(connection: sa.Connection, book: PolicyBook) -> Iterator[Granted]:
    """Yield every claim granted more than 0."""
    names = ("measure", "year", "occurred_on", "filed_on", "granted_fen")
    query = sa.select(*(register.c[name] for name in names)).where(register.c.granted_fen > 0)
    for measure, year, occurred, filed, fen in connection.execute(query):
        day = date.fromisoformat(occurred)
        late = book.is_retroactive(day)
        yield Granted(measure, year, day, date.fromisoformat(filed), fen, late)


def granted_of(enterprise: Enterprise, book: PolicyBook) -> Iterator[Granted]:
    """Yield an enterprise's claims granted more than 0, from its own folded state."""
    for claim in enterprise.claims.values():
        fen, outcome, asked = granted_fen(claim), claim.outcome, claim.submitted
        if fen > 0 and outcome is not None and outcome.measure is not None:
            day = asked.occurred_on
            late = book.is_retroactive(day)
            yield Granted(outcome.measure, day.year, day, asked.filed_on, fen, late)


def enterprise_name(connection: sa.Connection, uscc: str, position: int) -> str | None:
    """Return the name on the enterprise's latest claim until a log position; None without one."""
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


def claims_of(uscc: str, enterprise: Enterprise, book: PolicyBook) -> Iterator[Answer]:
    """Yield an enterprise's claims from its own folded state, as the register would tell them."""
    for claim in enterprise.claims.values():
        outcome, submitted = claim.outcome, claim.submitted
        ended = _ENDED.get((claim.status, claim.rejection is not None))
        yield _claim(
            _Line(
                claim_no=submitted.claim_no,
                uscc=uscc,
                enterprise=submitted.enterprise,
                kind=submitted.facts.KIND,
                occurred_on=submitted.occurred_on.isoformat(),
                year=submitted.occurred_on.year,
                status=claim.status.value,
                measure=outcome.measure if outcome is not None else None,
                article=outcome.article if outcome is not None else None,
                assessed_fen=outcome.assessed_fen if outcome is not None else None,
                granted_fen=granted_fen(claim),
                reason=ended or (outcome.reason if outcome is not None else None),
                policy_version=outcome.version if outcome is not None else None,
            ),
            book,
        )


class _Line(NamedTuple):
    """A claim as the register has it, as far as it is told."""

    claim_no: str
    uscc: str
    enterprise: str
    kind: str
    occurred_on: str
    year: int
    status: str
    measure: str | None
    article: str | None
    assessed_fen: int | None
    granted_fen: int
    reason: str | None
    policy_version: int | None


_ENDED = {
    (Status.WITHDRAWN, False): "withdrawn",
    (Status.WITHDRAWN, True): "withdrawn",
    (Status.REJECTED, True): "rejected-by-officer",
}


def _claim(row: Any, book: PolicyBook) -> Answer:
    first = book.versions[0].policy.announced_on.isoformat() if book.versions else ""
    return {
        "claim_no": row.claim_no,
        "uscc": row.uscc,
        "enterprise": row.enterprise,
        "kind": row.kind,
        "occurred_on": row.occurred_on,
        "year": row.year,
        "status": row.status,
        "measure": row.measure,
        "article": row.article,
        "assessed_fen": row.assessed_fen,
        "granted_fen": row.granted_fen,
        "reason": row.reason,
        "policy_version": row.policy_version,
        "retroactive": row.occurred_on < first,
    }


def _allowance(one: remaining_allowances.Allowance) -> Answer:
    told: Answer = {
        "cap": one.cap.id,
        "article": one.cap.article,
        "unit": one.cap.unit,
        "limit": one.cap.limit,
        "used": one.used,
        "remaining": one.remaining,
        "reached": one.reached,
    }
    return told if one.place is None else told | {one.cap.per: one.place}
