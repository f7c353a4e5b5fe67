"""Say what is wrong with a row or a file in the reader's language, with its own facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from adapters.files.grid import NEVER_CALCULATED
from adapters.intake.items import FIELDS, RECORDS, FlatRow, SheetRow, Source, shortened
from adapters.intake.workbook.sheets import allowed_in
from adapters.wording.catalogue.intake import NO_UNIT, NOTICES, ROWS
from adapters.wording.translation import filled, listed, pgettext
from adapters.wording.translation import gettext as _
from domain.money import yuan
from domain.refusals import Fact

_INVOICES = ("发票号码", "invoices")
UNIT = "单位"  # among the missing headers it means the row above them
Medium = Literal["json", "csv", "workbook"]


def medium_of(source: Source) -> Medium:
    """Return the medium that a row was printed in."""
    match source:
        case SheetRow():
            return "workbook"
        case FlatRow():
            return "csv"
        case _:
            return "json"


def why(
    code: str, column: str | None, value: str, facts: Mapping[str, Fact], medium: Medium
) -> str:
    """Return why a row was rejected: the rule, the fact, the remedy that its medium allows."""
    other = facts.get("other")
    words = allowed_in(column or "")
    variant = f"{code}/words" if words and code == "bad-value" else f"{code}/{medium}"
    if code == "bad-value" and column in _INVOICES and medium != "json":
        variant = "bad-value/invoices"
    if value == NEVER_CALCULATED:
        variant = "bad-value/formula"
    return filled(
        ROWS.get(variant) or ROWS[code],
        {
            "words": "、".join(words),
            "column": column,
            "value": shortened(value),
            "other": None if other is None else f" {shortened(other)}",
            "differs": _differing(facts, medium),
        },
    )


def notice(code: str, facts: Mapping[str, Fact]) -> str:
    """Return a warning about a file that was read all the same."""
    said: dict[str, object] = {
        f"{name.removesuffix('_fen')}_yuan": yuan(fen)
        for name, fen in facts.items()
        if name.endswith("_fen") and isinstance(fen, int)
    }
    said |= {"place": place(facts), "other": _other(facts)}
    return filled(NOTICES[code], {**facts, **said})


def _other(facts: Mapping[str, Fact]) -> str:
    """Return where the other row or claim is that a notice is about."""
    if "other_row" in facts:
        at = place({"file": facts["other_file"], "sheet": facts.get("other_sheet")})
        return _("in {place} row {row}").format(place=at, row=facts["other_row"])
    if facts.get("other") is not None:
        return _("on claim {claim_no}").format(claim_no=facts["other"])
    return _("as registered")


def _differing(facts: Mapping[str, Fact], medium: Medium) -> str:
    """Return which columns of a recorded claim differ from a row's, and both contents."""
    spelt = {"true": "是", "false": "否"} if medium == "workbook" else {}
    lines = (str(facts.get(name) or "").split("\n") for name in ("differs", "old", "new"))
    return pgettext("between problems", "; ").join(
        _("“{column}”: recorded {old}, here {new}").format(
            column=column,
            old=shortened(spelt.get(old, old)) or "-",
            new=shortened(spelt.get(new, new)) or "-",
        )
        for column, old, new in zip(*lines, strict=False)
        if column
    )


def header_facts(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return which header is wrong, and all that is wrong with it."""
    missing, doubled = (
        [name for name in str(facts.get(which) or "").split("、") if name]
        for which in ("missing", "doubled")
    )
    alike = [each for each in str(facts.get("alike") or "").split(RECORDS) if each]
    columns = [name for name in missing if name != UNIT]
    problems = [
        (UNIT in missing, _(NO_UNIT)),
        (columns, _("the header lacks “{names}”").format(names=listed(columns))),
        (doubled, _("the header repeats “{names}”").format(names=listed(doubled))),
        *((True, _alike(*each.split(FIELDS))) for each in alike),
    ]
    return {
        "place": place(facts),
        "problems": pgettext("between problems", "; ").join(
            text for holds, text in problems if holds
        )
        or _("the header lacks or repeats a column"),
    }


def _alike(letters: str, printed: str, known: str) -> str:
    return _("column {letters}, “{printed}”, looks like “{known}”").format(
        letters=letters, printed=shortened(printed), known=known
    )


def place(facts: Mapping[str, Fact]) -> str:
    """Return a file, and which sheet of it where it has several."""
    sheet = facts.get("sheet")
    return f"{facts['file']} “{sheet}”" if sheet else str(facts["file"])
