"""Claims asked for, as a table to keep: what was declared, cut and granted, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.files.outputs import CSV, open_output
from adapters.wording.claims.words import kinds, reasons, source_text, statuses
from adapters.wording.policy.titles import own_title, policy_column
from adapters.wording.rendering.csv_text import csv_of
from adapters.wording.rendering.workbook import write_report
from adapters.wording.table import Cell, Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.claims.listing import ListedClaim


def summary_report(claims: Sequence[ListedClaim], book: PolicyBook, position: int) -> Report:
    """Return a row a claim, their sums, and the log position in the foot."""
    title = pgettext("sheet", "claims reviewed")
    table = table_of(claims, _summary(book), title=title)
    sums: dict[str, int] = {
        pgettext("column", "declared"): sum(claim.declared_fen or 0 for claim in claims),
        pgettext("column", "cut"): sum(_cut(claim) or 0 for claim in claims),
        pgettext("column", "granted"): sum(claim.granted_fen for claim in claims),
    }
    total: list[Cell] = [sums.get(header) for header in table.headers]
    total[0] = _("total")
    return footed(table, [tuple(total)], position)


def footed(table: Table, beneath: Sequence[tuple[Cell, ...]], position: int) -> Report:
    """Return a table as a report with rows beneath it, the log position in the last."""
    foot = _("As of log position {position}").format(position=position)
    empty: tuple[Cell, ...] = (None,) * (len(table.columns) - 1)
    whole = Table(
        title=table.title, columns=table.columns, rows=[*table.rows, *beneath, (foot, *empty)]
    )
    return Report(title=_("about this file"), parts=(foot, whole))


def write_table(report: Report, path: Path, *, force: bool) -> None:
    """Write a report whose table a person named a file for. Raises as `open_output` does."""
    if path.suffix.lower() == ".xlsx":
        write_report(report, path, None, force=force)
        return
    (table,) = report.tables
    with open_output(path, "output-unwritable", CSV, force=force) as file:
        file.write(csv_of(table))


def _summary(book: PolicyBook) -> Columns[ListedClaim]:
    status, reason, kind = statuses(), reasons(book), kinds(book)
    return (
        (Column(pgettext("column", "claim")), lambda claim: claim.claim_no),
        (Column(pgettext("column", "enterprise")), lambda claim: claim.enterprise),
        (Column(pgettext("column", "USCC")), lambda claim: claim.uscc),
        *policy_column(book),
        (Column(pgettext("column", "kind")), lambda claim: kind[claim.kind]),
        (Column(pgettext("column", "occurred")), lambda claim: claim.occurred_on),
        (Column(pgettext("column", "filed")), lambda claim: claim.filed_on),
        (Column(pgettext("column", "measure")), lambda claim: own_title(claim.measure, book)),
        (Column(pgettext("column", "article")), lambda claim: claim.article),
        (Column(pgettext("column", "status")), lambda claim: status[claim.status]),
        (Column(pgettext("column", "declared"), "fen"), lambda claim: claim.declared_fen),
        (Column(pgettext("column", "cut"), "fen"), _cut),
        (Column(pgettext("column", "granted"), "fen"), _granted),
        (
            Column(pgettext("column", "reason")),
            lambda claim: reason.get(claim.reason, claim.reason),
        ),
        (Column(pgettext("column", "words")), lambda claim: claim.words),
        (Column(pgettext("column", "town")), lambda claim: claim.source and claim.source.town),
        (
            Column(pgettext("column", "source")),
            lambda claim: claim.source and source_text(claim.source),
        ),
        (Column(pgettext("column", "submitted by")), lambda claim: claim.submitted_by),
        (Column(pgettext("column", "decided by")), lambda claim: claim.decided_by),
    )


def _granted(claim: ListedClaim) -> int | None:
    return None if claim.status == "submitted" else claim.granted_fen


def _cut(claim: ListedClaim) -> int | None:
    """Return what was declared and not granted; None before a decision, or without a cost."""
    granted = _granted(claim)
    return None if granted is None or claim.declared_fen is None else claim.declared_fen - granted
