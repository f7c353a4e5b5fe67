"""What a reassessment changes, for people: by measure, year and enterprise, and by claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING

from adapters.wording.claims.words import because
from adapters.wording.claims.words import orders as order_words
from adapters.wording.policy.titles import (
    cap_title,
    measure_title,
    policy_column,
    policy_title,
)
from adapters.wording.table import Cell, Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.money import signed_yuan, yuan
from projections.reassessment.differences import (
    ClaimChange,
    Differences,
    Rehearsal,
    Sums,
)

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.reassessment.late import Late

CLAIMS_SHOWN_MAX = 100
ENTERPRISES_SHOWN_MAX = 20

Group = tuple[str, Sums]


def differences_report(answer: Differences, book: PolicyBook) -> Report:
    """Return every difference, the sums first."""
    rehearsed = isinstance(answer, Rehearsal)
    title = _("Rehearsal") if rehearsed else _("Reassessment")
    parts: list[str | Table] = []
    if rehearsed:
        parts.append(_("Rehearsal: nothing was recorded"))
    if not answer.changes:
        return Report(title=title, parts=(*parts, _("No claim differs")))
    measures = [(measure_title(key or None, book), sums) for key, sums in answer.by_measure.items()]
    total = Sums(
        claims=answer.claims_changed,
        before_fen=answer.before_fen,
        after_fen=answer.after_fen,
        delta_fen=answer.delta_fen,
    )
    if answer.by_policy is not None:
        policies = ((policy_title(key, book), sums) for key, sums in answer.by_policy.items())
        parts += [_groups(pgettext("column", "policy"), policies), ""]
    parts += [
        _groups(pgettext("column", "measure"), [*measures, (_("total"), total)], totals=1),
        "",
        _groups(pgettext("column", "year"), answer.by_year.items()),
        "",
        _groups(pgettext("column", "enterprise"), _most_changed(answer), ENTERPRISES_SHOWN_MAX),
        "",
        _claims(answer, book),
    ]
    return Report(title=title, parts=tuple(parts))


def late_report(answer: Late, days: Mapping[str, date], book: PolicyBook) -> Report:
    """Return a row a claim, a column an order, what each gains or gives back.

    days: of the matter, by claim number.
    """
    cap, words = book.caps[answer.cap], order_words()
    title = cap_title(cap)
    heading = title if answer.year is None else f"{title} {answer.year}"
    columns = (
        Column(pgettext("column", "claim")),
        Column(pgettext("column", "occurred")),
        Column(pgettext("column", "now"), "fen"),
        *(Column(words[rule], "figure") for rule in answer.orders),
    )
    orders = list(answer.orders.values())
    rows: list[tuple[Cell, ...]] = []
    for outcomes in zip(*(order.claims for order in orders), strict=True):
        first = outcomes[0]
        day = days[first.claim_no].isoformat()
        rows.append((first.claim_no, day, first.before_fen, *map(_outcome, outcomes)))
    now = sum(outcome.before_fen for outcome in orders[0].claims)
    rows.append((_("total"), "", now, *(yuan(order.total_fen) for order in orders)))
    table = Table(title="", columns=columns, rows=rows, totals=1)
    note = _("Nothing was recorded. `subsidy reorder` records a rule, by a document.")
    if cap.pooled:
        note = _("Nothing was recorded. Over all enterprises the order is that of decision.")
    return Report(title=heading, parts=(heading, table, "", note))


def _outcome(outcome: ClaimChange) -> str:
    gained = outcome.after_fen - outcome.before_fen
    after = yuan(outcome.after_fen)
    return after if gained == 0 else f"{after} ({signed_yuan(gained)})"


def _groups(
    heading: str, groups: Iterable[Group], shown_max: int | None = None, *, totals: int = 0
) -> Table:
    columns = (
        Column(heading),
        Column(pgettext("column", "claims"), "count"),
        Column(pgettext("column", "before"), "fen"),
        Column(pgettext("column", "after"), "fen"),
        Column(pgettext("column", "difference"), "figure"),
    )
    rows: list[tuple[Cell, ...]] = [
        (name, sums.claims, sums.before_fen, sums.after_fen, signed_yuan(sums.delta_fen))
        for name, sums in groups
    ]
    return Table(title="", columns=columns, rows=rows, shown_max=shown_max, totals=totals)


def _claims(answer: Differences, book: PolicyBook) -> Table:
    columns: Columns[ClaimChange] = (
        (Column(pgettext("column", "claim")), lambda change: change.claim_no),
        *policy_column(book),
        (Column(pgettext("column", "before"), "fen"), lambda change: change.before_fen),
        (Column(pgettext("column", "after"), "fen"), lambda change: change.after_fen),
        (
            Column(pgettext("column", "difference"), "figure"),
            lambda change: signed_yuan(change.after_fen - change.before_fen),
        ),
        (Column(pgettext("column", "why")), lambda change: _because(answer, change.claim_no, book)),
    )
    return table_of(answer.changes, columns, shown_max=CLAIMS_SHOWN_MAX)


def _most_changed(answer: Differences) -> list[Group]:
    """Return enterprises, those that are shown first, each part by its code."""
    ranked = sorted(
        answer.by_enterprise.items(), key=lambda group: (-abs(group[1].delta_fen), group[0])
    )
    shown, rest = ranked[:ENTERPRISES_SHOWN_MAX], ranked[ENTERPRISES_SHOWN_MAX:]
    return [*sorted(shown, key=itemgetter(0)), *sorted(rest, key=itemgetter(0))]


def _because(answer: Differences, claim_no: str, book: PolicyBook) -> str:
    cause = answer.causes[claim_no]
    return because(cause.cause, cause.because_of, cause.through, book)
