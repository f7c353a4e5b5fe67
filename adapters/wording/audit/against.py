"""What other bureaus paid beside the claims here, as a report for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.wording.audit.words import SHOWN_MAX, rests_on
from adapters.wording.claims.words import statuses
from adapters.wording.enterprises.listed_rows import rows_parts
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed, pgettext
from domain.money import yuan

if TYPE_CHECKING:
    from projections.audit.against import Against, Match


def against_report(answer: Against) -> Report:
    """Return every match with both its sides, and the rows of the list that were not compared."""
    compared = _(
        "{rows} payments of {file} compared with {claims} claims: {matches} match; {rejected} rows "
        "could not be read"
    ).format(
        rows=f"{answer.rows:,}",
        file=answer.file,
        claims=f"{answer.claims_compared:,}",
        matches=f"{answer.wrong:,}",
        rejected=f"{len(answer.rejects):,}",
    )
    parts: list[str | Table] = [rests_on(answer), compared]
    if answer.matches:
        table = table_of(answer.matches, _columns())
        parts.append(
            Table(
                title=pgettext("sheet", "paid elsewhere"),
                columns=table.columns,
                rows=table.rows,
                shown_max=SHOWN_MAX,
            )
        )
    parts += rows_parts(answer.rejects, answer.unread)
    return Report(title=pgettext("sheet", "paid elsewhere"), parts=tuple(parts))


def _columns() -> Columns[Match]:
    strengths = {
        "invoice-and-code": pgettext("match", "invoice and enterprise"),
        "invoice": pgettext("match", "invoice"),
        "code-and-particulars": pgettext("match", "enterprise and particulars"),
    }
    particulars = {
        "matter": pgettext("match", "matter"),
        "day": pgettext("match", "day"),
        "amount": pgettext("match", "amount"),
    }
    state = statuses()
    return (
        (Column(pgettext("match", "by")), lambda each: strengths[each.strength]),
        (
            Column(pgettext("match", "also the same")),
            lambda each: listed(particulars[name] for name in each.agree),
        ),
        (Column(pgettext("match", "invoices")), lambda each: listed(each.invoices)),
        (Column(pgettext("backfill", "row"), "figure"), lambda each: str(each.paid.row)),
        (Column(pgettext("match", "paid by")), lambda each: each.paid.department or ""),
        (Column(pgettext("match", "paid to")), _paid_to),
        (Column(pgettext("match", "for")), lambda each: each.paid.matter or ""),
        (Column(pgettext("match", "paid on")), lambda each: str(each.paid.on or "")),
        (
            Column(pgettext("match", "paid"), "figure"),
            lambda each: "" if each.paid.amount_fen is None else yuan(each.paid.amount_fen),
        ),
        (Column(pgettext("column", "claim")), lambda each: each.claim.claim_no),
        (Column(pgettext("column", "enterprise")), lambda each: each.claim.enterprise),
        (Column(pgettext("column", "occurred")), lambda each: str(each.claim.occurred_on)),
        (Column(pgettext("column", "state")), lambda each: state[each.claim.status]),
        (Column(pgettext("column", "granted"), "fen"), lambda each: each.claim.granted_fen),
    )


def _paid_to(match: Match) -> str:
    return f"{match.paid.name or ''} {match.paid.uscc or ''}".strip()
