"""Say what is wrong with a row or a file in the reader's language, with its own facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from adapters.files.formula import NEVER_CALCULATED
from adapters.intake.forms import forms
from adapters.intake.items import FIELDS, RECORDS, FlatRow, SheetRow, Source, shortened
from adapters.intake.names.currencies import CNY, currency_called, name_of
from adapters.intake.workbook.headers import allowed_in, column_named
from adapters.wording.catalogue.intake import NO_UNIT, NOTICES, ROWS, UNIT_OF_OTHERS
from adapters.wording.policy.labels import label
from adapters.wording.policy.records import figures_text
from adapters.wording.translation import filled, listed, pgettext
from adapters.wording.translation import gettext as _
from domain.money import yuan
from domain.policy.names import bare

if TYPE_CHECKING:
    from domain.policy.facts import RecordedValue
    from domain.refusals import Fact

_INVOICES, _YEARS = ("发票号码", "invoices"), ("年度", "year")
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
    """Return why a row was rejected: the rule, the fact, the remedy that its medium allows.

    facts: of the refusal; check, limit: which check failed, what it measured and by what.
    """
    other = facts.get("other")
    words = allowed_in(column or "")
    measured, _slash, limit = str(facts.get("limit") or "").partition("/")
    variant = f"{code}/words" if words and code == "bad-value" else f"{code}/{medium}"
    if code == "bad-value" and column in _INVOICES and medium != "json":
        variant = "bad-value/invoices"
    if code == "bad-value" and column in _YEARS and medium != "json":
        variant = "bad-value/year"
    known = column_named(column or "")
    currency = known.currency if known is not None and known.currency else forms().currency
    if code == "bad-amount" and known is not None and known.may_be_zero:
        variant = "bad-amount/zero-json" if medium == "json" else "bad-amount/zero"
    if facts.get("check"):
        variant = f"{code}/{facts['check']}"
    if value == NEVER_CALCULATED:
        variant = "bad-value/formula"
    return filled(
        ROWS.get(variant) or ROWS.get(code) or ROWS[_about_any_record(code)],
        {
            "words": "、".join(words),
            "unit": name_of(currency),
            "currency": currency_called(currency),
            "column": column,
            "value": shortened(value),
            "limit": limit,
            "measured": measured,
            "other": None if other is None else f" {shortened(other)}",
            "differs": _differing(facts, medium),
            **{name: facts.get(name) for name in ("to", "on", "document", "day", "successor")},
        },
    )


def notice(code: str, facts: Mapping[str, Fact]) -> str:
    """Return a warning about a file that was read all the same."""
    said: dict[str, object] = {
        f"{name.removesuffix('_fen')}_yuan": yuan(fen)
        for name, fen in facts.items()
        if name.endswith("_fen") and isinstance(fen, int)
    }
    other, of = _other(facts), facts.get("other_uscc")
    if code == "certificate-elsewhere" and of is not None:
        other += _(", of enterprise {uscc}").format(uscc=of)
    said |= {"place": place(facts), "other": other}
    said["currency"] = currency_called(forms().currency)
    if "record" in facts:
        lines = _record_lines(str(facts["record"]))
        said["record"] = label(lines, bare(str(facts["record"])))
        for which in ("said", "now"):
            said[which] = figures_text(dict(_figures(str(facts.get(which) or ""))), lines)
    return filled(NOTICES.get(code) or NOTICES[_about_any_record(code)], {**facts, **said})


def _about_any_record(code: str) -> str:
    """Return what the sentence about a record stands under: `<record>-twice` of `taxes-twice`."""
    return next(f"<record>-{what}" for what in ("twice", "not-taken") if code.endswith(f"-{what}"))


def _record_lines(record: str) -> Mapping[str, Any]:
    """Return a record as its policy writes it, by its id or its name in the ledger."""
    known = forms().record_table.get(record)
    return forms().record_documents.get(record if known is None else known.id, {})


def _figures(lines: str) -> Iterator[tuple[str, RecordedValue]]:
    """Yield figures by their recorded names, from a line each."""
    for line in filter(None, lines.split("\n")):
        name, _blank, figure = line.partition(" ")
        yield name, int(figure) if name.endswith(("_fen", "_cents")) else figure


def _other(facts: Mapping[str, Fact]) -> str:
    """Return where the other row or claim is that a notice is about."""
    if "other_row" in facts:
        at = place({"file": facts["other_file"], "sheet": facts.get("other_sheet")})
        if facts.get("other") is None:
            return _("in {place} row {row}").format(place=at, row=facts["other_row"])
        return _("in {place} row {row} (claim {claim_no})").format(
            place=at, row=facts["other_row"], claim_no=facts["other"]
        )
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
    units = [each.split(FIELDS) for each in str(facts.get("units") or "").split(RECORDS) if each]
    unit = str(facts.get("unit") or name_of(CNY))
    problems = [
        (facts.get("below"), _header_below(facts.get("below"))),
        (UNIT in missing and not units, _no_unit(unit, str(facts.get("others") or ""))),
        (UNIT in missing and units, _units(units, str(facts.get("silent") or ""), unit)),
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


def _no_unit(unit: str, others: str) -> str:
    """Return which unit a sheet should name: the policy's, or on another sheet that of its amounts.

    others: the unit and the sheet of each that is of another currency.
    """
    of_others = (each.split(FIELDS) for each in others.split(RECORDS) if each)
    said = (_(UNIT_OF_OTHERS).format(unit=other, sheet=sheet) for other, sheet in of_others)
    return _(NO_UNIT).format(unit=unit, others="".join(said))


def _header_below(row: Fact) -> str:
    return _(
        "the header stands in row {row}; it is looked for in rows 1 to 10 (delete rows above it)"
    ).format(row=row)


def _units(stated: Sequence[Sequence[str]], silent: str, unit: str) -> str:
    """Return where each unit stands that a sheet names, what it says, and which headers say none."""
    places = pgettext("between problems", "; ").join(
        (
            _("row {row}, column {letters}: “{text}”") if row else _("the sheet's name: “{text}”")
        ).format(row=row, letters=letters, text=shortened(text))
        + _in_currency(currency)
        for row, letters, text, currency in stated
    )
    if silent:
        return _(
            "some headers say a unit ({places}), “{names}” says none: name one unit above the "
            "headers (单位：{unit} or 单位：万{unit}), or the unit in each of them"
        ).format(places=places, names=silent, unit=unit)
    return _("the units named are not one that its amounts can be in ({places})").format(
        places=places
    )


def _in_currency(currency: str) -> str:
    if currency in ("", CNY):
        return _(" (in yuan)") if currency else ""
    return _(" (in {currency})").format(currency=currency_called(currency))


def _alike(letters: str, printed: str, known: str) -> str:
    return _("column {letters}, “{printed}”, looks like “{known}”").format(
        letters=letters, printed=shortened(printed), known=known
    )


def place(facts: Mapping[str, Fact]) -> str:
    """Return a file, and which sheet of it where it has several."""
    sheet = facts.get("sheet")
    return f"{facts['file']} “{sheet}”" if sheet else str(facts["file"])
