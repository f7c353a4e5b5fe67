"""What documents changed of a claim, for people: what it says now, and what it said before."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.wording.claims.words import reopenings
from adapters.wording.table import Column, Columns, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.money import yuan
from projections.claims.amendments import ClaimAmendment, RestatedValue


def amendment_sentence(made: ClaimAmendment) -> str:
    """Return what a document changed of a claim, by whom and why."""
    by = {"by": made.by, "position": made.position, "document": made.document, "words": made.words}
    if made.what == "corrected":
        return _(
            "Corrected by {by}, log position {position}, document {document}: {changes} ({words})"
        ).format(changes=changes_text(made.changed), **by)
    if made.what == "reopened":
        return _(
            "Reopened by {by}, log position {position}, document {document}: {kind} ({words})"
        ).format(kind=reopenings()[made.kind or ""], **by)
    if made.reduced_to_fen is None:
        return _(
            "Redecided by {by}, log position {position}, document {document}: no ceiling ({words})"
        ).format(**by)
    return _(
        "Redecided by {by}, log position {position}, document {document}: at most {yuan} yuan "
        "({words})"
    ).format(yuan=yuan(made.reduced_to_fen), **by)


def changes_text(changed: Iterable[RestatedValue]) -> str:
    """Return each value that changed, before and after."""
    return pgettext("between problems", "; ").join(
        f"{value.path} {value.before or '-'} → {value.after or '-'}" for value in changed
    )


def restated_table(changed: Iterable[RestatedValue]) -> Table:
    """Return a row a value that changed."""
    columns: Columns[RestatedValue] = (
        (Column(pgettext("column", "value")), lambda value: value.path),
        (Column(pgettext("value", "before")), lambda value: value.before),
        (Column(pgettext("value", "after")), lambda value: value.after),
    )
    return table_of(changed, columns)
