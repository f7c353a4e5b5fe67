"""What documents changed of a claim, for people: what it says now, and what it said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from adapters.wording.claims.words import reopenings
from adapters.wording.policy.currency import currency
from adapters.wording.policy.labels import label
from adapters.wording.table import Column, Columns, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, pgettext
from domain.money import yuan
from domain.policy.names import bare

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.claims.amendments import ClaimAmendment, RestatedValue


def value_titles(kind: str, book: PolicyBook) -> Mapping[str, str]:
    """Return what each value of a claim of a kind is called, by its key path."""
    titles = {
        "occurred_on": pgettext("value", "day of the matter"),
        "filed_on": pgettext("value", "day of filing"),
        "invoices": pgettext("value", "invoices"),
        "other_support": pgettext("value", "other support"),
    }
    for version in book.of(kind).versions:
        facts = version.policy.source["kinds"].get(bare(kind), {}).get("facts", {})
        for name, fact in facts.items():
            plain = name.replace("_", " ")
            own = label(fact, plain) if language() == "zh" else fact.get("en", plain)
            titles[f"facts.{name}"] = own
    return titles


def amendment_sentence(made: ClaimAmendment, titles: Mapping[str, str]) -> str:
    """Return what a document changed of a claim, by whom and why. titles: of its values."""
    by = {"by": made.by, "position": made.position, "document": made.document, "words": made.words}
    if made.what == "corrected":
        return _(
            "Corrected by {by}, log position {position}, document {document}: {changes} ({words})"
        ).format(changes=changes_text(made.changed, titles), **by)
    if made.what == "reopened":
        return _(
            "Reopened by {by}, log position {position}, document {document}: {kind} ({words})"
        ).format(kind=reopenings()[made.kind or ""], **by)
    if made.reduced_to_fen is None:
        return _(
            "Redecided by {by}, log position {position}, document {document}: no ceiling ({words})"
        ).format(**by)
    return _(
        "Redecided by {by}, log position {position}, document {document}: at most {amount} "
        "{currency} ({words})"
    ).format(amount=yuan(made.reduced_to_fen), currency=currency(), **by)


def changes_text(changed: Iterable[RestatedValue], titles: Mapping[str, str]) -> str:
    """Return each value that changed, before and after."""
    return pgettext("between problems", "; ").join(
        f"{titles.get(value.path, value.path)} {value.before or '-'} → {value.after or '-'}"
        for value in changed
    )


def restated_table(changed: Iterable[RestatedValue], titles: Mapping[str, str]) -> Table:
    """Return a row a value that changed."""
    columns: Columns[RestatedValue] = (
        (Column(pgettext("column", "value")), lambda value: titles.get(value.path, value.path)),
        (Column(pgettext("value", "before")), lambda value: value.before),
        (Column(pgettext("value", "after")), lambda value: value.after),
    )
    return table_of(changed, columns)
