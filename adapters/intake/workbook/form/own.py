"""The sheets of a form beside those of claims: how to fill it in, and what may be chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from adapters.intake.names.countries import CODES, name_of
from adapters.wording.translation import N_, speaking
from adapters.wording.translation import gettext as _

ABOUT, LISTS = "填表说明", "选项"
TITLE = N_("How to fill in this workbook")


def is_own(title: str, rows: Sequence[Collection[object]]) -> bool:
    """Say whether a sheet is as this program writes it: nobody misses what is not read of it.

    rows: the cells of each row that has any.
    """
    if title == ABOUT:
        return bool(rows) and next(iter(rows[0])) in _titles()
    return title == LISTS and {cell for row in rows for cell in row} <= set(map(name_of, CODES))


def _titles() -> list[str]:
    titles = []
    for language in ("zh", "en"):
        with speaking(language):
            titles.append(_(TITLE))
    return titles
