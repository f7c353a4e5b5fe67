"""What a reassessment changes, for people: by measure, year and enterprise, and by claim."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.wording.claims.words import because
from adapters.wording.policy.titles import measure_title
from adapters.wording.table import Cell, Column, Report, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.money import signed_yuan
from domain.policy.book import PolicyBook
from projections.reassessment.differences import DifferenceCause, Differences, Rehearsal, Sums

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
    parts += [
        _groups(pgettext("column", "measure"), [*measures, (_("total"), total)]),
        "",
        _groups(pgettext("column", "year"), answer.by_year.items()),
        "",
        _groups(pgettext("column", "enterprise"), _most_changed(answer), ENTERPRISES_SHOWN_MAX),
        "",
        _claims(answer),
    ]
    return Report(title=title, parts=tuple(parts))


def _groups(heading: str, groups: Iterable[Group], shown_max: int | None = None) -> Table:
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
    return Table(title="", columns=columns, rows=rows, shown_max=shown_max)


def _claims(answer: Differences) -> Table:
    columns = (
        Column(pgettext("column", "claim")),
        Column(pgettext("column", "before"), "fen"),
        Column(pgettext("column", "after"), "fen"),
        Column(pgettext("column", "difference"), "figure"),
        Column(pgettext("column", "why")),
    )
    rows = [
        (
            change.claim_no,
            change.before_fen,
            change.after_fen,
            signed_yuan(change.after_fen - change.before_fen),
            _because(answer.causes[change.claim_no]),
        )
        for change in answer.changes
    ]
    return Table(title="", columns=columns, rows=rows, shown_max=CLAIMS_SHOWN_MAX)


def _most_changed(answer: Differences) -> list[Group]:
    """Return enterprises, those that are shown first, each part by its code."""
    ranked = sorted(
        answer.by_enterprise.items(), key=lambda group: (-abs(group[1].delta_fen), group[0])
    )
    shown, rest = ranked[:ENTERPRISES_SHOWN_MAX], ranked[ENTERPRISES_SHOWN_MAX:]
    return [*sorted(shown, key=_code), *sorted(rest, key=_code)]


def _code(group: Group) -> str:
    return group[0]


def _because(cause: DifferenceCause) -> str:
    return because(cause.cause, cause.because_of, cause.through)
