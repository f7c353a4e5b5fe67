"""The sheet of pending claims that a person decides on, and what became of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import groupby
from typing import TYPE_CHECKING

from adapters.intake.workbook import decisions
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.claims.listing import footed
from adapters.wording.claims.words import kinds, reasons
from adapters.wording.policy.currency import currency
from adapters.wording.policy.titles import policy_column
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from projections.claims.backfill import Refused, SheetDecided, SheetRowDecided
from projections.claims.register import ClaimAnswer

if TYPE_CHECKING:
    from adapters.ledger.handling.deciding import DecidedRow, DecidedSheet
    from domain.policy.book import PolicyBook
    from projections.claims.listing import ListedClaim


def decision_sheet(claims: Sequence[ListedClaim], position: int, book: PolicyBook) -> Report:
    """Return a row a claim, with three columns to fill in."""
    kind, names = kinds(book), decisions.columns()
    columns: Columns[ListedClaim] = (
        (Column(names["claim_no"]), lambda claim: claim.claim_no),
        (Column(names["enterprise"]), lambda claim: claim.enterprise),
        (Column(names["uscc"]), lambda claim: claim.uscc),
        *policy_column(book),
        (Column(names["kind"]), lambda claim: kind[claim.kind]),
        (Column(names["occurred_on"]), lambda claim: claim.occurred_on),
        (Column(names["filed_on"]), lambda claim: claim.filed_on),
        (Column(names["declared_fen"], "fen"), lambda claim: claim.declared_fen),
        (Column(names["decision"]), lambda _claim: None),
        (Column(names["reduced_to"], "fen"), lambda _claim: None),
        (Column(names["words"]), lambda _claim: None),
    )
    table = table_of(claims, columns, title=pgettext("sheet", "to decide"))
    report = footed(table, [], position)
    lines = (
        _("Fill in the last three columns and leave the others as they are."),
        _("“{decision}”: yes or no; a row left empty stays pending.").format(
            decision=names["decision"]
        ),
        _(
            "“{reduced_to}”: at most this many {currency}; “{words}”: needed with it, and with no."
        ).format(reduced_to=names["reduced_to"], words=names["words"], currency=currency()),
        _("Rows are decided from the top down: subsidy approve --from FILE --by NAME"),
    )
    return Report(title=report.title, parts=(*lines, *report.parts))


def decided_answer(decided: DecidedSheet) -> SheetDecided:
    """Return what became of every row, and the claims as they stand."""
    rows = tuple(map(_answered, decided.rows))
    names = [field.name for field in fields(ClaimAnswer)]
    claims = {row.claim.claim_no: row.claim for row in decided.rows if row.claim is not None}
    return SheetDecided(
        decided=[
            ClaimAnswer(**{name: getattr(claim, name) for name in names})
            for claim in claims.values()
        ],
        rows=rows,
        refused=tuple(
            Refused(claim_no=row.claim_no, code=row.code, message=row.message)
            for row in rows
            if row.code is not None and row.message is not None
        ),
    )


def decided_report(decided: DecidedSheet, book: PolicyBook) -> Report:
    """Return a line a row: what was decided, or why it was not; rows left empty together."""
    words = {
        None: _("refused"),
        "approved": pgettext("decision", "approved"),
        "reduced": pgettext("decision", "reduced"),
        "rejected": pgettext("decision", "rejected"),
    }
    columns: Columns[tuple[DecidedRow, SheetRowDecided]] = (
        (Column(pgettext("column", "row"), "figure"), lambda row: str(row[1].row)),
        (Column(pgettext("column", "claim")), lambda row: row[1].claim_no),
        (Column(pgettext("column", "decision")), lambda row: words[row[1].decision]),
        (Column(pgettext("column", "granted"), "fen"), lambda row: row[1].granted_fen),
        (Column(pgettext("column", "reason")), lambda row: row[1].message or _said(row[0], book)),
    )
    rows = [(row, _answered(row)) for row in decided.rows]
    left = [each.row for _, each in rows if each.decision == "undecided"]
    rows = [each for each in rows if each[1].decision != "undecided"]
    parts: list[str | Table] = [
        table_of(rows, columns) if rows else _("No decision stands in this sheet")
    ]
    if left:
        spans = pgettext("between rows", ", ").join(_ranges(left))
        parts.append(
            _("Nothing is filled in, so nothing was decided: rows {rows}").format(rows=spans)
        )
    return Report(title=pgettext("sheet", "decided"), parts=tuple(parts))


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Yield numbers that follow each other together: 2-9."""
    for _offset, run in groupby(enumerate(numbers), lambda each: each[1] - each[0]):
        first, *rest = (number for _, number in run)
        yield f"{first}-{rest[-1]}" if rest else str(first)


def _answered(row: DecidedRow) -> SheetRowDecided:
    asked, claim, refusal = row.row, row.claim, row.refusal
    decision = None if refusal else "undecided"
    if claim is not None:
        decision = "approved" if asked.approved else "rejected"
        decision = decision if asked.reduced_to_fen is None else "reduced"
    return SheetRowDecided(
        sheet=asked.sheet,
        row=asked.row,
        claim_no=asked.claim_no,
        decision=decision,
        granted_fen=None if claim is None else claim.granted_fen,
        already_recorded=claim is not None and not row.new,
        code=None if refusal is None else refusal.code,
        message=None if refusal is None else sentence(refusal),
    )


def _said(row: DecidedRow, book: PolicyBook) -> str:
    """Return what a claim was decided by: the rule that lowered it, that it was so before."""
    assert row.claim is not None, f"neither decided nor refused: {row}"
    before = "" if row.new else _("decided so before")
    return pgettext("between reasons", "; ").join(
        filter(None, (reasons(book).get(row.claim.reason, row.claim.reason), row.row.words, before))
    )
