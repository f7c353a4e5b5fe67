"""What money commands and budgets ask of the views: the money of claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from adapters.log.numbers import chunked
from adapters.views import views
from adapters.views.backend import Reader
from adapters.views.where import Where, marks
from domain.payments.until_paid.computing import Candidate
from projections.views import dues
from projections.views.dues import ALLOTTED


class Stood(NamedTuple):
    """What of the grants under a measure stands in a state; batch: as in the postings."""

    measure: str
    state: str
    batch: int
    fen: int


def sums(reader: Reader, at: int | None) -> list[Stood]:
    """Return what is allotted, paid and lapsed of what was granted; at: as of a position.

    The sums of now; or the postings until then, or the shorter way back, as totals are.
    """
    columns, head = ", ".join(Stood._fields[:-1]), views.position(reader)
    of_now, values = f"SELECT {columns}, fen FROM {dues.SUMS}", []
    if at is not None and at < head:
        values = [at]
        if at <= head - at:
            of_now = f"SELECT {columns}, fen FROM {dues.POSTINGS} WHERE position <= ?"
        else:
            since = f"SELECT {columns}, -fen FROM {dues.POSTINGS} WHERE position > ?"
            of_now += f" UNION ALL {since}"
    statement = f"SELECT {columns}, SUM(fen) FROM ({of_now}) moved GROUP BY {columns}"
    rows = reader.rows(f"{statement} HAVING SUM(fen) <> 0", values)
    # PostgreSQL's sums are of another type.
    return [Stood(measure, state, batch, int(fen)) for measure, state, batch, fen in rows]


def allotted(reader: Reader) -> dict[int, int]:
    """Return what each batch still holds."""
    held: dict[int, int] = {}
    for stood in sums(reader, None):
        if stood.state == ALLOTTED:
            held[stood.batch] = held.get(stood.batch, 0) + stood.fen
    return held


def allotted_by(reader: Reader, batch: int) -> dict[str, int]:
    """Return what a batch holds for each claim."""
    statement = f"SELECT claim_no, allotted_fen FROM {dues.NAME} WHERE holder = ?"
    return {claim_no: fen for claim_no, fen in reader.rows(statement, (batch,)) if fen}


def still_owed(reader: Reader, claim_nos: Iterable[str], batch: int) -> set[str]:
    """Return which of these claims are owed anything, and in no batch later than this one."""
    owed: set[str] = set()
    for few in chunked(claim_nos):
        statement = (
            f"SELECT claim_no FROM {dues.NAME} WHERE claim_no IN ({marks(few)})"
            " AND unpaid_fen > 0 AND latest_batch <= ?"
        )
        owed.update(claim_no for (claim_no,) in reader.rows(statement, (*few, batch)))
    return owed


def measures(reader: Reader) -> list[str]:
    """Return the measures that anything was ever granted under."""
    return [each for (each,) in reader.rows("SELECT DISTINCT measure FROM yearly_totals")]


def candidates(
    reader: Reader, measures: list[str], prefix: str | None, until: int | None
) -> list[Candidate]:
    """Return the claims granted under these measures that are owed money and no batch holds.

    In order of decision. prefix: of one policy's kinds. until: decided by a log position.
    """
    where = Where({"status": "approved"})
    where.add(f"measure IN ({marks(measures)})", *measures)
    where.of_policy("kind", prefix)
    if until is not None:
        where.add("decided_at <= ?", until)
    owed = "COALESCE(owing.unpaid_fen, claim.granted_fen)"
    where.add(f"COALESCE(owing.holder, 0) = 0 AND {owed} > 0")
    statement = (
        f"SELECT claim_no, claim.uscc, {owed} FROM claim_register claim"
        f" LEFT JOIN {dues.NAME} owing USING (claim_no){where} ORDER BY decided_at"
    )
    return [
        Candidate(claim_no=claim_no, uscc=uscc, owed_fen=fen)
        for claim_no, uscc, fen in reader.rows(statement, where.values)
    ]


def to_be_decided(reader: Reader, at: int | None) -> list[str]:
    """Return the enterprises that may have claims which wait for their decision, by their codes.

    at: as of a position: those not decided by then.
    """
    if at is None:
        where, values = "status = 'submitted'", []
    else:
        where = "submitted_at <= ? AND (decided_at IS NULL OR decided_at > ?)"
        values = [at, at]
    statement = f"SELECT DISTINCT uscc FROM claim_register WHERE {where} ORDER BY uscc"
    return [uscc for (uscc,) in reader.rows(statement, values)]


def with_money(reader: Reader) -> set[str]:
    """Return the enterprises of which a batch ever took a claim in."""
    return {uscc for (uscc,) in reader.rows(f"SELECT DISTINCT uscc FROM {dues.NAME}")}


def changed_since(reader: Reader, day: str, batches: Iterable[int]) -> set[str]:
    """Return whose money bears a day after this one, or is held by one of these batches."""
    changed = {
        uscc for (uscc,) in reader.rows(f"SELECT uscc FROM {dues.NAME} WHERE latest_on > ?", (day,))
    }
    for few in chunked(map(str, batches)):
        statement = f"SELECT uscc FROM {dues.NAME} WHERE holder IN ({marks(few)})"
        changed |= {uscc for (uscc,) in reader.rows(statement, list(map(int, few)))}
    return changed
