"""What files of claims state under a policy: its facts in JSON Lines and CSV, and its columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from adapters.intake.forms import forms_of
from adapters.intake.workbook.sheets.table import AWARD, BOOTHS, awards, sheets
from adapters.wording.policy.labels import Document, label
from adapters.wording.policy.page.names import all_of, called, either
from adapters.wording.policy.sentences import SENTENCES
from adapters.wording.table import Column, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed, pgettext
from domain.policy.names import bare

if TYPE_CHECKING:
    from adapters.intake.workbook.sheets.columns import Column as SheetColumn
    from adapters.intake.workbook.sheets.columns import Sheet
    from domain.policy.measures import Policy

_COMMON = ("claim_no", "enterprise", "uscc", "invoices", "other_support", "filed_on")


def facts_table(policy: Policy) -> Table:
    """Return the facts of each kind, as JSON Lines and CSV have them."""
    columns = (
        Column(pgettext("column", "kind"), "code"),
        Column(pgettext("column", "what it is")),
        Column(pgettext("column", "fact"), "code"),
        Column(pgettext("column", "what it is")),
        Column(pgettext("column", "content")),
    )
    return Table(
        title=_("What a claim states, in JSON Lines and CSV"),
        columns=columns,
        rows=list(_facts(policy)),
    )


def _facts(policy: Policy) -> Iterator[tuple[str, ...]]:
    for kind, written in policy.source["kinds"].items():
        what = label(written, kind)
        if not written.get("facts"):
            yield kind, what, "", _("nothing of its own"), ""
        for name, fact in written.get("facts", {}).items():
            yield kind, what, name, called(fact, name), _content(fact, kind, policy)


def _content(fact: Document, kind: str, policy: Policy) -> str:
    """Return what may stand there."""
    said = [_(SENTENCES[f"facts.is.{fact['is']}"])]
    if fact["is"] == "word":
        said = [either([f"`{word}`" for word in fact["words"]])]
    if fact["is"] == "article":
        of_kind = (each for each in policy.measures.values() if bare(each.kind) == kind)
        articles = ", ".join(measure.article for measure in of_kind).split(", ")
        said += [listed(dict.fromkeys(articles))]
    if "currency" in fact:
        said.append(fact["currency"])
    if fact.get("zero"):
        said.append(_("may be 0"))
    if "most" in fact:
        said.append(_("{count} at most").format(count=fact["most"]))
    return all_of(said)


def records_table(policy: Policy) -> Table:
    """Return the amounts recorded of an enterprise and a year."""
    columns = (
        Column(pgettext("column", "record"), "code"),
        Column(pgettext("column", "what it is")),
        Column(pgettext("column", "amount"), "code"),
        Column(pgettext("column", "what it is")),
        Column(pgettext("column", "content")),
    )
    rows = [
        (record, label(written, record), name, called(fact, name), _content(fact, "", policy))
        for record, written in policy.source.get("records", {}).items()
        for name, fact in written["facts"].items()
    ]
    return Table(title=_("What is recorded of a year"), columns=columns, rows=rows)


def columns_table(policy: Policy) -> Table:
    """Return the columns of each sheet that are not every sheet's."""
    columns = (
        Column(pgettext("column", "sheet")),
        Column(pgettext("column", "header")),
        Column(pgettext("column", "key"), "code"),
        Column(pgettext("column", "content")),
    )
    rows: list[tuple[str, ...]] = []
    with forms_of([policy]):
        for sheet in sheets().values():
            rows += _columns(sheet, policy)
    return Table(title=_("Sheets and their own columns"), columns=columns, rows=rows)


def _columns(sheet: Sheet, policy: Policy) -> Iterator[tuple[str, ...]]:
    kind = bare(sheet.kind or "")
    sections = (policy.source["kinds"], policy.source.get("records", {}))
    facts: Document = next((each[kind].get("facts", {}) for each in sections if kind in each), {})
    for column in sheet.columns:
        if column.key not in _COMMON:
            states = column.key.removeprefix("facts.")
            said = [_of_column(column, facts.get(states, {}), kind, policy)]
            if column.header == sheet.total:
                said.append(_("compared with 合计"))
            yield sheet.name, column.header, states, all_of(said)


def _of_column(column: SheetColumn, fact: Document, kind: str, policy: Policy) -> str:
    """Return what the cells of a column may be."""
    if column.key == AWARD:
        return listed(_awards())
    if column.words:
        return either(list(column.words))
    if column.key == BOOTHS:
        return _("over how many the amount is spread")
    if column.is_time:
        return _("the day of the matter") if column.is_day else _("a year")
    if fact.get("is") == "amounts":  # a sheet states their sum
        return _(SENTENCES["facts.is.amount"])
    return _content(fact, kind, policy) if fact else ""


def _awards() -> Iterator[str]:
    for word, (kind, facts) in awards().items():
        stated = " ".join((kind, *(f"{name}={value}" for name, value in facts.items())))
        yield _("{figure} ({word})").format(figure=word, word=f"`{stated}`")
