"""Rows of a list that were rejected or not read, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from adapters.wording.catalogue import intake_sentence
from adapters.wording.table import Column, Columns, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from projections.claims.backfill import CellFault, Reject, UnreadRows

if TYPE_CHECKING:
    from adapters.intake.flat.lists import ListRead
    from adapters.intake.items import RejectedRow

SHOWN_MAX = 50


def rejects_of(rows: Iterable[RejectedRow]) -> Iterator[Reject]:
    """Yield rejected rows as other programs rely on them."""
    for row in rows:
        sentences = [
            intake_sentence.why(
                fault.code,
                fault.column,
                fault.value,
                {"check": fault.check, "limit": fault.limit},
                "csv",
            )
            for fault in row.faults
        ]
        yield Reject(
            file=row.at.file,
            sheet=row.at.sheet,
            row=row.at.row,
            column=row.column,
            code=row.code,
            message=sentences[0],
            claim_no=None,
            faults=tuple(
                CellFault(column=fault.column, code=fault.code, message=sentence)
                for fault, sentence in zip(row.faults, sentences, strict=True)
            ),
        )


def unread_of(read: ListRead) -> tuple[UnreadRows, ...]:
    """Return the tables that were not read, as other programs rely on them."""
    return tuple(
        UnreadRows(file=each.file, sheet=each.sheet, rows=(each.first, each.last))
        for each in read.unread
    )


def rows_parts(rejects: Sequence[Reject], unread: Iterable[UnreadRows]) -> Iterator[str | Table]:
    """Yield what was rejected and what was not read, where anything was."""
    for each in unread:
        yield _("unread: {place}: rows {first} to {last} have no headers of such a list.").format(
            place=intake_sentence.place({"file": each.file, "sheet": each.sheet}),
            first=each.rows[0],
            last=each.rows[1],
        )
    if not rejects:
        return
    columns: Columns[Reject] = (
        (Column(pgettext("backfill", "sheet")), lambda each: each.sheet or each.file),
        (Column(pgettext("backfill", "row"), "figure"), lambda each: str(each.row)),
        (Column(pgettext("backfill", "column")), lambda each: each.column),
        (Column(pgettext("backfill", "code")), lambda each: each.code),
        (
            Column(pgettext("backfill", "why")),
            lambda each: " ".join(fault.message for fault in each.faults),
        ),
    )
    yield table_of(rejects[:SHOWN_MAX], columns, title=_("Rejected rows"))
    if len(rejects) > SHOWN_MAX:
        yield _("… and {count} more (--json: all)").format(count=f"{len(rejects) - SHOWN_MAX:,}")
