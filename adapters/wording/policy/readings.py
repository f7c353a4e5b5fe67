"""Readings of the policy for people, and what each rival would change."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.wording.table import Cell, Column, Report, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, pgettext
from domain.money import signed_yuan
from projections.policy_versions import CostedRival, ReadingChoice, Rival


def readings_report(answer: Sequence[ReadingChoice]) -> Report:
    """Return a row a rival, under the reading it is a rival of, and a note a reading."""
    columns = (
        Column(pgettext("column", "article")),
        Column(pgettext("column", "reading")),
        Column(pgettext("column", "default")),
        Column(pgettext("column", "rival")),
        Column(pgettext("readings", "claims"), "figure"),
        Column(pgettext("column", "difference, yuan"), "figure"),
    )
    rows = [_row(choice, rival) for choice in answer for rival in choice.rivals]
    notes = [
        f"{choice.article} {choice.reading}: "
        + (choice.note_en if language() == "en" else choice.note)
        for choice in answer
    ]
    title = _("Readings of the policy")
    return Report(title=title, parts=(Table(title="", columns=columns, rows=rows), *notes))


def _row(choice: ReadingChoice, rival: Rival) -> tuple[Cell, ...]:
    chosen = "" if choice.chosen == choice.default else f" → {choice.chosen}"
    claims, cost = "" if rival.executable else _("waits for its list"), ""
    if isinstance(rival, CostedRival):
        claims, cost = f"{rival.claims_changed:,}", signed_yuan(rival.cost_fen)
    return (choice.article, choice.reading, choice.default + chosen, rival.value, claims, cost)
