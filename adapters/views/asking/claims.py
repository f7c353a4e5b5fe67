"""Pending claims added up, and claims by the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

from adapters.views.backend import Reader, Row
from adapters.views.where import NUMBER_OR_CODE, Where, having, marks, on_days
from domain.enterprise.registered.names import COMMITTED
from domain.policy.book import PolicyBook
from projections.claims.figures.pages import DECLARED, NUMBER, ClaimsPage, PagedClaim, Turn
from projections.claims.figures.waiting import WaitingGroup
from projections.claims.listing import Wanted
from projections.views import claim_register, known

_NOT_COLUMNS = ("policy", "retroactive", DECLARED)
_NAMES = [each.name for each in fields(PagedClaim) if each.name not in _NOT_COLUMNS]
_DAYS = ("occurred_on", "filed_on", "submitted_on")
_CLAIMS = f"{claim_register.NAME} claim"
_WITH_AMOUNTS = f"{_CLAIMS} JOIN {known.AMOUNTS} stated USING (claim_no)"


def waiting(reader: Reader, book: PolicyBook, prefix: str | None = None) -> list[WaitingGroup]:
    """Return pending claims by kind and the day they were recorded."""
    where = Where({"status": "submitted"})
    where.of_policy("kind", prefix)
    by = "kind, submitted_on"
    counted = f"SELECT {by}, COUNT(*) FROM {_CLAIMS}{where} GROUP BY {by}"
    counts = reader.rows(counted, where.values)
    where.add(*_costs(book))
    summed = f"SELECT {by}, SUM(fen) FROM {_WITH_AMOUNTS}{where} GROUP BY {by}"
    declared = {(kind, on): int(fen) for kind, on, fen in reader.rows(summed, where.values)}
    return [
        WaitingGroup(kind, date.fromisoformat(on), int(claims), declared.get((kind, on), 0))
        for kind, on, claims in counts
    ]


def page(
    reader: Reader,
    book: PolicyBook,
    wanted: Wanted,
    names: Mapping[str, Sequence[str]],
    position: int,
    turn: Turn,
) -> ClaimsPage:
    """Return a page of the claims that the register has as wanted.

    names: by each part of a name that is wanted, those committed to with it, as they are recorded.
    """
    where = _matching(wanted, names)
    ((total, granted_fen),) = reader.rows(
        f"SELECT COUNT(*), SUM(granted_fen) FROM {_CLAIMS}{where}", where.values
    )
    stating = _matching(wanted, names)
    stating.add(*_costs(book))
    ((declared_fen,),) = reader.rows(
        f"SELECT SUM(fen) FROM {_WITH_AMOUNTS}{stating}", stating.values
    )
    rows = _rows(reader, book, where, turn)
    declared = _declared(reader, book, [row[0] for row in rows])
    shown = tuple(_claim(row, declared.get(row[0]), book) for row in rows[: turn.limit])
    return ClaimsPage(
        position=position,
        total=int(total),
        declared_fen=int(declared_fen or 0),
        granted_fen=int(granted_fen or 0),
        sort=turn.sort,
        claims=shown,
        next=shown[-1].claim_no if len(rows) > turn.limit else None,
    )


def _rows(reader: Reader, book: PolicyBook, where: Where, turn: Turn) -> list[Row]:
    """Return the rows of a page, and of one claim more where there is one."""
    way, null = " DESC" if turn.turned else "", turn.no_value
    key = turn.by if null is None else f"COALESCE({turn.by}, {null!r})"
    source, before = _CLAIMS, []
    if turn.by == DECLARED:
        costs, values = _costs(book)[0], list(_costs(book)[1:])
        sums = f"SELECT claim_no, SUM(fen) AS {DECLARED} FROM {known.AMOUNTS} WHERE {costs}"
        source = f"{_CLAIMS} LEFT JOIN ({sums} GROUP BY claim_no) stated USING (claim_no)"
        before = values
    values = [*before, *where.values]
    if turn.after is not None:
        last = f"SELECT {key}, claim_no FROM {source} WHERE claim_no = ?"
        where.add(f"({key}, claim_no) {'<' if turn.turned else '>'} ({last})")
        values += [*before, turn.after]
    by = f"{key}{way}, " if turn.by != NUMBER else ""
    statement = (
        f"SELECT {', '.join(_NAMES)} FROM {source}{where}"
        f" ORDER BY {by}claim_no{way} LIMIT ? OFFSET ?"
    )
    return reader.rows(statement, [*values, turn.limit + 1, turn.offset])


def committed_names(reader: Reader) -> list[tuple[str, str]]:
    """Return every name on a claim that is committed to, after its code."""
    statement = f"SELECT uscc, name FROM {known.NAMES} WHERE name LIKE ?"
    return [(uscc, name) for uscc, name in reader.rows(statement, (f"{COMMITTED}%",))]


def part_of(column: str, part: str, names: Sequence[str]) -> tuple[str, list[str]]:
    """Return the condition that a column is a name with this part, or one of those committed to."""
    condition = (
        f"(LOWER({column}) LIKE ? ESCAPE '!' AND {column} NOT LIKE ?"
        f" OR {column} IN ({marks(names)}))"
    )
    return condition, [having(part), f"{COMMITTED}%", *names]


def _matching(wanted: Wanted, names: Mapping[str, Sequence[str]]) -> Where:
    where = Where(wanted.equal)
    for part, besides in ((wanted.name, ""), (wanted.search, f" OR {NUMBER_OR_CODE}")):
        if part is not None:
            condition, values = part_of("name", part, names[part])
            values += [having(part)] * besides.count("?")
            named = f"enterprise IN (SELECT name FROM {known.NAMES} WHERE {condition})"
            where.add(f"({named}{besides})", *values)
    on_days(where, wanted)
    where.of_policy("kind", wanted.prefix)
    return where


def _costs(book: PolicyBook) -> tuple[str, *tuple[str, ...]]:
    """Return the condition that an amount is a cost of its kind, and its values."""
    kinds = {name: kind for each in book.versions for name, kind in each.policy.kinds.items()}
    costs = [known.fact_of(name, fact) for name, kind in kinds.items() for fact in kind.cost or ()]
    return f"fact IN ({marks(costs)})", *costs


def _declared(reader: Reader, book: PolicyBook, claim_nos: Sequence[str]) -> dict[str, int]:
    """Return what each of a few claims declares; one whose kind has no cost is not in it."""
    where = Where({})
    where.add(f"claim_no IN ({marks(claim_nos)})", *claim_nos)
    where.add(*_costs(book))
    statement = f"SELECT claim_no, SUM(fen) FROM {known.AMOUNTS}{where} GROUP BY claim_no"
    return {claim_no: int(fen) for claim_no, fen in reader.rows(statement, where.values)}


def _claim(row: Row, declared_fen: int | None, book: PolicyBook) -> PagedClaim:
    stated = dict(zip(_NAMES, row, strict=True))
    stated |= {name: date.fromisoformat(stated[name]) for name in _DAYS}
    kind = stated["kind"]
    return PagedClaim(
        **stated,
        declared_fen=declared_fen,
        policy=book.named_policy(kind),
        retroactive=book.of(kind).is_retroactive(stated["occurred_on"]),
    )
