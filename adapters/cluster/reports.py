"""What segments and many ledgers answer, for people: a row a ledger, then the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from adapters.cluster.answers import ReperformedWhole, Together
from adapters.cluster.segments.manifest import Exported
from adapters.cluster.works.invoices import AcrossLedgers
from adapters.wording.claims.answers import totals_report
from adapters.wording.policy.titles import measure_title
from adapters.wording.table import Cell, Column, Report, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.money import signed_yuan
from domain.policy.book import PolicyBook

Figures = Callable[[Any], tuple[Cell, ...]]


def exported_report(answer: Exported) -> Report:
    written = _(
        "{folder}: {events} events appended, until position {position}; {parts} parts in {files} "
        "files, {size} bytes"
    ).format(
        folder=answer.folder,
        events=f"{answer.events:,}",
        position=f"{answer.position:,}",
        parts=answer.parts,
        files=answer.files,
        size=f"{answer.size_bytes:,}",
    )
    if answer.sealed is None:
        bound = _("No seal is named: give --seal DIR to bind the segments to a checkpoint")
    else:
        sealed = f"{answer.sealed:,}"
        bound = _("Bound to the checkpoint at position {sealed}").format(sealed=sealed)
    return Report(title=_("Segments"), parts=(written, bound))


def totals_together(answer: Together, by: str, book: PolicyBook) -> Report:
    columns = (
        Column(pgettext("column", "claims"), "count"),
        Column(pgettext("column", "granted"), "fen"),
    )
    ledgers = _ledgers(answer, columns, lambda each: (each.claims, each.granted_fen))
    groups = totals_report(answer.whole, by, book, {})
    return _report(answer, ledgers, "", *groups.parts)


def rehearsed_together(answer: Together, book: PolicyBook) -> Report:
    columns = (
        Column(pgettext("column", "claims"), "count"),
        Column(pgettext("column", "before"), "fen"),
        Column(pgettext("column", "after"), "fen"),
        Column(pgettext("column", "difference"), "figure"),
    )
    ledgers = _ledgers(
        answer,
        columns,
        lambda each: (
            each.claims_changed,
            each.before_fen,
            each.after_fen,
            signed_yuan(each.delta_fen),
        ),
    )
    measures = [
        (
            measure_title(key or None, book),
            sums.claims,
            sums.before_fen,
            sums.after_fen,
            signed_yuan(sums.delta_fen),
        )
        for key, sums in answer.whole.by_measure.items()
    ]
    by_measure = _table((Column(pgettext("column", "measure")), *columns), measures)
    nothing = _("Rehearsal: nothing was recorded")
    return _report(answer, nothing, ledgers, "", by_measure)


def readings_together(answer: Together) -> Report:
    columns = (
        Column(pgettext("column", "ledger")),
        Column(pgettext("column", "reading")),
        Column(pgettext("column", "rival")),
        Column(pgettext("column", "claims"), "count"),
        Column(pgettext("column", "difference"), "figure"),
    )
    every = [*((each.ledger, each.answer) for each in answer.ledgers), (_("total"), answer.whole)]
    rows = [
        (name, cost.reading, cost.choice, cost.claims_changed, signed_yuan(cost.cost_fen))
        for name, listed in every
        for cost in listed
    ]
    return _report(answer, _table(columns, rows))


def reperformed_together(answer: Together) -> Report:
    columns = (
        Column(pgettext("column", "decisions"), "count"),
        Column(pgettext("column", "come out otherwise"), "count"),
        Column(pgettext("column", "payments"), "count"),
        Column(pgettext("column", "not what was due"), "count"),
        Column(pgettext("column", "false rows"), "count"),
    )
    ledgers = _ledgers(
        answer,
        columns,
        lambda each: (
            each.decisions,
            each.disagreements,
            each.payments,
            each.false_payments,
            each.false_rows,
        ),
        counted=_counted,
    )
    return _report(answer, ledgers)


def verified_together(answer: Together) -> Report:
    columns = (
        Column(pgettext("column", "events"), "count"),
        Column(pgettext("column", "faults"), "count"),
    )
    ledgers = _ledgers(
        answer,
        columns,
        lambda each: (each.events, len(each.faults)),
        whole=(answer.whole.events, answer.whole.faults),
    )
    faults = [
        f"{each.ledger}: {fault.position} {fault.code} {fault.detail}".rstrip()
        for each in answer.ledgers
        for fault in each.answer.faults
    ]
    return _report(answer, ledgers, *faults)


def duplicates_together(answer: Together) -> Report:
    columns = (
        Column(pgettext("column", "claims"), "count"),
        Column(pgettext("column", "invoices"), "count"),
        Column(pgettext("column", "repeated in it"), "count"),
    )
    ledgers = _ledgers(
        answer,
        columns,
        lambda each: (each.claims_compared, each.invoices, each.repeated),
        whole=None,
    )
    across: Sequence[AcrossLedgers] = answer.whole.findings
    if not across:
        return _report(answer, ledgers, "", _("No invoice is claimed in several ledgers"))
    shown = (
        Column(pgettext("column", "invoice"), "code"),
        Column(pgettext("column", "ledger")),
        Column(pgettext("column", "claim"), "code"),
        Column(pgettext("column", "enterprise"), "code"),
        Column(pgettext("column", "day of the matter")),
        Column(pgettext("column", "granted"), "fen"),
    )
    rows = [
        (finding.invoice, each.ledger, each.claim_no, each.uscc, each.occurred_on, each.granted_fen)
        for finding in across
        for each in finding.claims
    ]
    return _report(answer, ledgers, "", _table(shown, rows))


class _Same:
    """Stands for the figures of the whole where they are shaped as a ledger's."""


def _ledgers(
    answer: Together,
    columns: tuple[Column, ...],
    figures: Figures,
    *,
    whole: tuple[Cell, ...] | type[_Same] | None = _Same,
    counted: Callable[[Any], Any] = lambda each: each,
) -> Table:
    """Return a row a ledger with its position and seal, and one of the whole, where there is."""
    heads = (
        Column(pgettext("column", "ledger")),
        Column(pgettext("column", "position"), "count"),
        Column(pgettext("column", "sealed"), "count"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            each.ledger,
            each.position,
            None if each.checkpoint is None else each.checkpoint.size,
            *figures(counted(each.answer)),
        )
        for each in answer.ledgers
    ]
    if whole is not None:
        added = figures(answer.whole) if isinstance(whole, type) else whole
        rows.append((_("total"), None, None, *added))
    return _table((*heads, *columns), rows)


def _counted(details: Any) -> Any:
    """Return a reperformance of one ledger as the whole counts it."""
    return ReperformedWhole(
        decisions=details.decisions,
        disagreements=len(details.disagreements),
        payments=details.payments,
        false_payments=len(details.false_payments),
        false_rows=len(details.false_rows),
    )


def _table(columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]]) -> Table:
    return Table(title="", columns=columns, rows=rows)


def _report(answer: Together, *parts: str | Table) -> Report:
    said = _("Digest of this answer: {digest}").format(digest=answer.digest)
    return Report(title=_("Many ledgers"), parts=(*parts, "", said))
