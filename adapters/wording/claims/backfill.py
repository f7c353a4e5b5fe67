"""What a backfill did, for people and for programs, and its rejected rows to correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.intake import rejects
from adapters.intake.forms import forms
from adapters.intake.names.currencies import currency_called
from adapters.wording.catalogue import intake_sentence
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.policy.titles import measure_title
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.money import yuan
from projections.claims.backfill import (
    Backfilled,
    CellFault,
    Noticed,
    Reject,
    Stopped,
    UnreadRows,
)

if TYPE_CHECKING:
    from adapters.intake.items import Notice
    from adapters.ledger.backfill import BackfillResult, Rejected

REJECTS_SHOWN_MAX = 50
NOTICES_SHOWN_MAX = 20
FAULTS_SHOWN_MAX = 3


def answer(result: BackfillResult) -> Backfilled:
    """Return the result as other programs rely on it."""
    return Backfilled(
        lines=result.lines,
        accepted=result.accepted,
        rejected=result.rejected,
        already_recorded=result.already_recorded,
        events_appended=result.events_appended,
        exports=result.records,
        declared_fen=result.declared_fen,
        granted_fen=result.granted_fen,
        rejects=tuple(_reject(rejected) for rejected in result.rejects),
        notices=tuple(map(_noticed, result.notices)),
        unread=tuple(
            UnreadRows(file=each.file, sheet=each.sheet, rows=(each.first, each.last))
            for each in result.unread
        ),
        stopped=None
        if result.stopped is None
        else Stopped(code=result.stopped.code, message=sentence(result.stopped)),
    )


def _reject(rejected: Rejected) -> Reject:
    row, sentences = rejected.row, _sentences(rejected)
    return Reject(
        file=row.at.file,
        sheet=row.at.sheet,
        row=row.at.row,
        column=row.column,
        code=row.code,
        message=sentences[0],
        claim_no=row.claim_no,
        faults=tuple(
            CellFault(column=fault.column, code=fault.code, message=sentence)
            for fault, sentence in zip(row.faults, sentences, strict=True)
        ),
    )


def _noticed(notice: Notice) -> Noticed:
    facts: Mapping[str, Any] = notice.facts
    return Noticed(
        file=facts["file"],
        sheet=facts.get("sheet"),
        row=facts.get("row"),
        column=facts.get("column"),
        code=notice.code,
        message=intake_sentence.notice(notice.code, facts),
    )


def report(result: BackfillResult, *, dry_run: bool) -> Report:
    """Return the counts, the amounts, and the rejected rows with their reasons."""
    parts: list[str | Table] = [_("Rehearsal: nothing was recorded")] if dry_run else []
    shown = rejects_table(map(_reject, result.rejects[:REJECTS_SHOWN_MAX]))
    parts += [_sums(result), _by_measure(result), shown]
    hidden = len(result.rejects) - REJECTS_SHOWN_MAX
    if hidden > 0:
        parts.append(_("… and {count} more: use --rejects FILE").format(count=f"{hidden:,}"))
    return Report(title=_("backfill"), parts=tuple(parts))


def notices(result: BackfillResult) -> Iterator[str]:
    """Yield the warnings, the first few of each kind, then how many more there were."""
    times: Counter[str] = Counter()
    for notice in result.notices:
        times[notice.code] += 1
        if times[notice.code] <= NOTICES_SHOWN_MAX:
            yield f"{notice.code}: {intake_sentence.notice(notice.code, notice.facts)}"
    for unread in result.unread:
        yield _(
            "unread: {place}: rows {first} to {last} were not read. Give the sheet a "
            "kind's name and headers; if they are not claims, say so with --accept-unread."
        ).format(
            place=intake_sentence.place({"file": unread.file, "sheet": unread.sheet}),
            first=unread.first,
            last=unread.last,
        )
    for code, count in times.items():
        if (hidden := count - NOTICES_SHOWN_MAX) > 0:
            yield _("{code}: {count} more").format(code=code, count=f"{hidden:,}")


def write_rejects(result: BackfillResult, path: Path) -> None:
    """Write the rejected rows to correct and feed in again. Raises `rejects-unwritable`."""
    rejects.write_rejects(path, [(each.row, _sentences(each)) for each in result.rejects])


def _sums(result: BackfillResult) -> Table:
    counts = {
        pgettext("backfill", "claims read"): result.lines,
        pgettext("backfill", "accepted"): result.accepted,
        pgettext("backfill", "granted nothing"): result.granted_nothing,
        pgettext("backfill", "already recorded"): result.already_recorded,
        pgettext("backfill", "rejected"): result.rejected,
        pgettext("backfill", "records of a year"): result.records,
        pgettext("backfill", "events"): result.events_appended,
    }
    called = currency_called(forms().currency)
    amounts = {
        pgettext("backfill", "declared, {currency}").format(currency=called): result.declared_fen,
        pgettext("backfill", "granted, {currency}").format(currency=called): result.granted_fen,
    }
    rows = [(name, f"{count:,}") for name, count in counts.items()]
    rows += [(name, yuan(fen)) for name, fen in amounts.items() if fen is not None]
    return Table(title="", columns=(Column(""), Column("", "figure")), rows=rows)


def _by_measure(result: BackfillResult) -> Table:
    return Table(
        title=_("Granted by measure"),
        columns=(
            Column(pgettext("backfill", "measure")),
            Column(pgettext("backfill", "grants"), "count"),
            Column(currency_called(forms().currency), "fen"),
        ),
        rows=[
            (measure_title(measure, result.book), grants, fen)
            for measure, (grants, fen) in result.by_measure.items()
        ],
    )


def rejects_table(rejects: Iterable[Reject]) -> Table:
    """Return rejected rows with their reasons."""
    columns: Columns[Reject] = (
        (Column(pgettext("backfill", "sheet")), lambda each: each.sheet or each.file),
        (Column(pgettext("backfill", "row"), "figure"), lambda each: str(each.row)),
        (Column(pgettext("backfill", "column")), lambda each: each.column),
        (Column(pgettext("backfill", "code")), lambda each: each.code),
        (Column(pgettext("backfill", "claim")), lambda each: each.claim_no),
        (Column(pgettext("backfill", "why")), _why),
    )
    return table_of(rejects, columns, title=_("Rejected rows"))


def _why(reject: Reject) -> str:
    """Return the first sentences about a row, and how many more there are."""
    sentences = [fault.message for fault in reject.faults]
    shown, more = sentences[:FAULTS_SHOWN_MAX], len(sentences) - FAULTS_SHOWN_MAX
    if more > 0:
        shown.append(_("… and {count} more faults of this row").format(count=more))
    return " ".join(shown)


def _sentences(rejected: Rejected) -> list[str]:
    """Return a sentence for each fault of a row, the leftmost first."""
    medium = intake_sentence.medium_of(rejected.row.source)
    return [
        intake_sentence.why(
            fault.code,
            fault.column,
            fault.value,
            {**rejected.facts, "check": fault.check, "limit": fault.limit},
            medium,
        )
        for fault in rejected.row.faults
    ]
