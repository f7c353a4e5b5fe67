"""What the reading commands answer, in the names and shapes that other programs rely on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from adapters.log.numbers import chunked
from adapters.views import views
from adapters.views.backend import Reader, Row
from adapters.views.where import NUMBER_OR_CODE, Where, having, marks, on_days
from domain.enterprise.pooling.counts import Posting
from domain.enterprise.pooling.pool import Pool
from domain.enterprise.pooling.uses import Use
from domain.enterprise.registered.names import COMMITTED
from domain.enterprise.state import Enterprise
from domain.identity import skeleton
from domain.policy.book import PolicyBook
from projections import remaining_allowances
from projections.claims.figures.shares import own_rows
from projections.claims.listing import EVERY, Wanted
from projections.claims.register import ClaimAnswer, GroupTotal, Totals
from projections.claims.retroactivity import DatedGrant
from projections.remaining_allowances import Remaining, RemainingAfterTransfer, brought_in
from projections.remaining_allowances import allowances as allowances_left
from projections.transfers import brought_rows
from projections.views import postings
from projections.views.folding import INVOICE_INDEX

# Of an answer, what the register has; the rest follows from the policy.
_NAMES = [each.name for each in fields(ClaimAnswer) if each.name not in ("policy", "retroactive")]
_REPEATED = ("uscc", "enterprise", "kind", "status", "measure", "article", "reason")
_day = lru_cache(4_096)(date.fromisoformat)  # the claims of some years have as many days
_DIGITS = 17  # of a log position before a name
TOTALS_BY = ("measure", "enterprise", "year")


def claims(reader: Reader, book: PolicyBook, wanted: Wanted = EVERY) -> list[ClaimAnswer]:
    """Return the claims that the register has as wanted, by claim number."""
    where = Where(wanted.equal)
    # A name committed to is compared by who may read it.
    committed, alike = f"{COMMITTED}%", "LOWER(enterprise) LIKE ? ESCAPE '!' OR enterprise LIKE ?"
    if wanted.name is not None:
        where.add(f"({alike})", having(wanted.name), committed)
    if wanted.search is not None:
        part = having(wanted.search)
        where.add(f"({alike} OR {NUMBER_OR_CODE})", part, committed, part, part)
    on_days(where, wanted)
    where.of_policy("kind", wanted.prefix)
    return _claims(reader, book, where)


def claims_in_order(reader: Reader, book: PolicyBook, claim_nos: list[str]) -> list[ClaimAnswer]:
    """Return these claims in the order given."""
    by_number: dict[str, ClaimAnswer] = {}
    for few in chunked(claim_nos):
        where = Where({})
        where.add(f"claim_no IN ({marks(few)})", *few)
        by_number.update((claim.claim_no, claim) for claim in _claims(reader, book, where))
    return [by_number[claim_no] for claim_no in claim_nos]


def _claims(reader: Reader, book: PolicyBook, where: Where) -> list[ClaimAnswer]:
    statement = f"SELECT {', '.join(_NAMES)} FROM claim_register{where} ORDER BY claim_no"
    claims = []
    shared: dict[Any, Any] = {}  # a word of many rows is kept once: half of what they take
    for row in reader.each(statement, where.values):
        known = dict(zip(_NAMES, row, strict=True))
        known |= {name: shared.setdefault(known[name], known[name]) for name in _REPEATED}
        day = known["occurred_on"] = _day(known["occurred_on"])
        kind = known["kind"]
        late, policy = book.of(kind).is_retroactive(day), book.named_policy(kind)
        claims.append(ClaimAnswer(**known, policy=policy, retroactive=late))
    return claims


class Pending(NamedTuple):
    """A claim not yet decided. submitted_at: where in the log it was submitted."""

    claim_no: str
    uscc: str
    kind: str
    submitted_at: int


def pending(reader: Reader) -> list[Pending]:
    """Return every claim not yet decided, in order of submission."""
    where = Where({"status": "submitted"})
    statement = f"SELECT {', '.join(Pending._fields)} FROM claim_register{where}"
    return [
        Pending(*row) for row in reader.rows(f"{statement} ORDER BY submitted_at", where.values)
    ]


def kinds_of(reader: Reader, claim_nos: Sequence[str]) -> dict[str, str]:
    """Return the kind of each of these claims that is recorded, by number."""
    kinds: dict[str, str] = {}
    for few in chunked(claim_nos):
        statement = f"SELECT claim_no, kind FROM claim_register WHERE claim_no IN ({marks(few)})"
        kinds.update(reader.rows(statement, few))
    return kinds


def totals_by(
    reader: Reader,
    position: int,
    year: int | None,
    by: str,
    at: int | None = None,
    prefix: str | None = None,
) -> Totals:
    """Return what was granted; `claims` counts claims granted more than 0.

    at: answer as when the log ended at that position; None for now. prefix: of one policy's
    measures; None for all policies.
    """
    key = {"enterprise": "uscc", "measure": "measure", "year": "year"}[by]
    only = {} if year is None else {"year": year}
    groups = {
        str(group): GroupTotal(claims=claims, granted_fen=granted_fen)
        for group, claims, granted_fen in _granted(reader, (key,), only, at, prefix)
    }
    return Totals(
        position=position,
        claims=sum(total.claims for total in groups.values()),
        granted_fen=sum(total.granted_fen for total in groups.values()),
        groups=groups,
    )


def remaining(
    reader: Reader,
    book: PolicyBook,
    position: int,
    uscc: str,
    year: int,
    at: int | None = None,
    enterprise: Enterprise | None = None,
) -> Remaining:
    """Return the allowances an enterprise has left; yearly ones where the year is governed.

    at: answer as when the log ended at that position, with `book` as it was then; None for now.
    enterprise: as it stood then, where the caps or what came in need more than the views have.
    """
    granted = _granted(reader, ("measure", "year", "place"), {"uscc": uscc}, at)
    rows = [
        (measure, of_year, place, Use(claims=claims, amount_fen=granted_fen))
        for measure, of_year, place, claims, granted_fen in granted
    ]
    account = None if enterprise is None else enterprise.account
    if enterprise is not None and enterprise.account.divided:
        rows = own_rows(enterprise)  # the register has all of the claims under one of the parts
    if account is None or not account.brought:
        caps = tuple(allowances_left(rows, book, year, enterprise))
        return Remaining(uscc=uscc, year=year, position=position, caps=caps)
    caps = tuple(allowances_left([*rows, *brought_rows(account)], book, year, enterprise))
    return RemainingAfterTransfer(
        uscc=uscc,
        year=year,
        position=position,
        caps=caps,
        brought_in=tuple(brought_in(caps, book, year, account)),
    )


def pool(reader: Reader, book: PolicyBook) -> Pool:
    """Return what all enterprises hold together under caps over all of them."""
    held, measures = Pool(book.pooled), sorted(book.pooled)
    statement = (
        "SELECT uscc, measure, occurred_on, place, granted_fen FROM claim_register"
        f" WHERE granted_fen > 0 AND measure IN ({marks(measures)})"
    )
    for uscc, measure, occurred, place, fen in reader.rows(statement, measures):
        posting = Posting(date.fromisoformat(occurred), skeleton(place), fen, 1)
        held.post(uscc, measure, posting)
    return held


def granted(reader: Reader, book: PolicyBook) -> Iterator[DatedGrant]:
    """Yield every claim granted more than 0."""
    statement = (
        "SELECT measure, year, occurred_on, filed_on, granted_fen FROM claim_register"
        " WHERE granted_fen > 0"
    )
    for measure, year, occurred, filed, fen in reader.rows(statement):
        day = date.fromisoformat(occurred)
        late = book.of(measure).is_retroactive(day)
        yield DatedGrant(measure, year, day, date.fromisoformat(filed), fen, late)


def enterprise_names(
    reader: Reader, position: int, codes: Iterable[str] | None = None
) -> dict[str, str]:
    """Return enterprises' names as on their latest claims until a position; of codes, or of all."""
    # The latest is the greatest of equally long numbers, each before its name: one row a code.
    latest = f"MAX(CAST({10**_DIGITS} + submitted_at AS TEXT) || enterprise)"
    names: dict[str, str] = {}
    for few in [[]] if codes is None else chunked(codes):
        only = f"uscc IN ({marks(few)}) AND " if few else ""
        statement = (
            f"SELECT uscc, {latest} FROM claim_register WHERE {only}submitted_at <= ? GROUP BY uscc"
        )
        rows = reader.each(statement, (*few, position))
        names.update((uscc, text[_DIGITS + 1 :]) for uscc, text in rows)
    return names


class InvoiceUse(NamedTuple):
    """A pending or granted claim that an invoice stands on."""

    invoice: str
    claim_no: str
    uscc: str
    year: int


def has_invoices(reader: Reader) -> bool:
    """Say whether any invoice is recorded."""
    return bool(reader.rows(f"SELECT 1 FROM {INVOICE_INDEX} LIMIT 1"))


def invoice_uses(reader: Reader, invoices: Sequence[str]) -> Iterator[InvoiceUse]:
    """Yield the pending and granted claims that a few invoices stand on, by claim number."""
    statement = (
        f"SELECT invoice, claim_no, claim_register.uscc, year FROM {INVOICE_INDEX}"
        f" JOIN claim_register USING (claim_no) WHERE invoice IN ({marks(invoices)})"
        " AND status IN ('submitted', 'approved') ORDER BY claim_no"
    )
    yield from map(InvoiceUse._make, reader.rows(statement, invoices))


def a_name_of_each(reader: Reader) -> Iterator[tuple[str, str, str]]:
    """Yield code, name and claim number of a claim of each enterprise.

    The index of codes is stepped through: what this takes grows with enterprises, not with claims.
    """
    statement = (
        "WITH RECURSIVE codes (uscc) AS (SELECT MIN(uscc) FROM claim_register UNION ALL"
        " SELECT (SELECT MIN(uscc) FROM claim_register WHERE uscc > codes.uscc) FROM codes"
        " WHERE codes.uscc IS NOT NULL)"
        " SELECT claim_register.uscc, enterprise, claim_no FROM codes JOIN claim_register"
        " ON claim_no = (SELECT claim_no FROM claim_register WHERE uscc = codes.uscc LIMIT 1)"
    )
    yield from reader.rows(statement)


def _granted(
    reader: Reader,
    keys: tuple[str, ...],
    only: dict[str, Any],
    at: int | None,
    prefix: str | None = None,
) -> Iterator[Row]:
    """Yield sums of granted claims and fen by `keys`, in their order, where claims are granted."""
    amounts, values = _amounts(keys, only, at, views.position(reader), prefix)
    by = ", ".join(keys)
    statement = (
        f"SELECT {by}, SUM(claims), SUM(granted_fen) FROM ({amounts}) amounts"
        f" GROUP BY {by} HAVING SUM(claims) > 0 ORDER BY {by}"
    )
    for *key, count, fen in reader.rows(statement, values):
        yield (*key, int(count), int(fen))  # PostgreSQL's sums are of another type


def _amounts(
    keys: tuple[str, ...], only: dict[str, Any], at: int | None, head: int, prefix: str | None
) -> tuple[str, list[Any]]:
    """Return the rows that add up to the sums, as a statement and its values.

    Those of now, the postings until `at`, or the shorter way back: those of now less the postings
    since.
    """
    of_totals = {*keys, *only} <= {"year", "measure"}
    now, since = Where(only), Where(only)
    for where in (now, since):
        where.of_policy("measure", prefix)
    of_now = _columns(
        keys, postings.YEARLY_TOTALS if of_totals else remaining_allowances.NAME, "", now
    )
    if at is None or at >= head:
        return of_now, now.values
    # An enterprise's postings are read whole: an index has all of it, in order, without a sort.
    if keys == ("uscc",) or at <= head - at:
        since.add("position <= ?", at)
        return _columns(keys, "postings", "", since), since.values
    since.add("position > ?", at)
    return (
        f"{of_now} UNION ALL {_columns(keys, 'postings', '-', since)}",
        now.values + since.values,
    )


def _columns(keys: tuple[str, ...], source: str, sign: str, where: Where) -> str:
    amounts = f"{sign}claims AS claims, {sign}granted_fen AS granted_fen"
    return f"SELECT {', '.join(keys)}, {amounts} FROM {source}{where}"
