"""Claims and records as flat rows of text cells: CSV, and the sheet of returned lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from adapters.files.formula import unquoted
from adapters.intake import checks, jsonl
from adapters.intake.amounts import Means
from adapters.intake.checks import RAW, WHY, row_result
from adapters.intake.forms import Document, Forms, forms
from adapters.intake.items import BESIDE, At, FlatRow, Item, with_beside
from adapters.intake.workbook import cells as office
from adapters.intake.workbook import days
from adapters.intake.workbook.cells import CellReader
from adapters.intake.workbook.sheets.table import day_reader, reader_of, sheets
from domain.policy.kinds import FactType
from domain.refusals import Refusal
from domain.value import value

SHEET = "退回行"  # of returned lines in a workbook of rejects; a second is 退回行2
_ONE_SEMICOLON = str.maketrans("；", ";")
_BESIDE = (WHY, RAW)  # said of a row, not in it
DAYS = frozenset({"occurred_on", "filed_on"})
_YES_NO = {"true": True, "false": False, "是": True, "否": False}
_READERS: dict[str, CellReader] = {
    "claim_no": office.number,
    "uscc": office.uscc,
    "enterprise": office.text,
    "occurred_on": days.day,
    "filed_on": days.day,
    "invoices": office.invoices,
    "other_support": office.support,
}
_READERS_OF_RECORDS: dict[str, CellReader] = {"uscc": office.uscc, "year": office.year}


def names() -> tuple[str, ...]:
    """Return the columns of a flat file, in their order."""
    return _flat(forms()).names


def path_of(name: str) -> str:
    """Return the key path that a header stands for; itself where it stands for none."""
    return _flat(forms()).paths.get(name.removeprefix("facts."), name)


def identifying() -> frozenset[str]:
    """Return the key paths of what identifies: every digit counts, those at the front too."""
    return _flat(forms()).identifying


class Reading(NamedTuple):
    """How the cells of a key path are read, what they mean, and the fact that they state."""

    read: CellReader
    means: Means
    fact: FactType | None = None


Readings = dict[str, Reading]  # by key path


@value
class _Flat:
    """What the columns of a flat file are, by the forms in force."""

    names: tuple[str, ...]
    paths: dict[str, str]
    identifying: frozenset[str]
    of_no_kind: Readings
    of_kinds: dict[str, Readings]
    of_records: dict[str, Readings]


@lru_cache(maxsize=8)
def _flat(forms: Forms) -> _Flat:
    of_records = {record: _of_record(record, forms) for record in forms.records}
    figures = dict.fromkeys(name for readings in of_records.values() for name in readings)
    names = (
        checks.RECORD,
        *((checks.POLICY,) if len(forms.policies) > 1 else ()),
        *checks.HEAD_KEYS,
        *forms.facts,
        *checks.TAIL_KEYS,
        *(name for name in figures if name not in forms.facts and name != "uscc"),
        *BESIDE,
    )
    return _Flat(
        names=names,
        paths={name: f"facts.{name}" if name in forms.facts else name for name in names},
        identifying=frozenset(
            column.key
            for sheet in sheets().values()
            for column in sheet.columns
            if column.identifies
        ),
        of_no_kind=_plain(_READERS, forms),
        of_kinds={kind: _of_kind(kind, forms) for kind in forms.kinds},
        of_records=of_records,
    )


def _plain(readers: Mapping[str, CellReader], forms: Forms) -> Readings:
    """Return how cells are read that no policy describes."""
    means = _means(forms.currency)
    return {path: Reading(read, means) for path, read in readers.items()}


def _means(currency: str) -> Means:
    """Return what amounts mean: programs write such files, so that none is suspected."""
    return Means(confirmed=True, currency=currency)


def _of_kind(kind: str, forms: Forms) -> Readings:
    """Return how the cells of a kind are read: as those of its sheet."""
    document = forms.documents[kind]
    readings = _plain({**_READERS, "occurred_on": day_reader(document["day"])}, forms)
    for name, fact in forms.kinds[kind].facts.items():
        readings[f"facts.{name}"] = _of_fact(fact, document["facts"][name], forms)
    return readings


def _of_record(record: str, forms: Forms) -> Readings:
    """Return how the cells of a record are read: as those of its sheet."""
    document = forms.record_documents[record]
    readings = _plain(_READERS_OF_RECORDS, forms)
    for name, fact in forms.records[record].facts.items():
        readings[name] = _of_fact(fact, document["facts"][name], forms)
    return readings


def _of_fact(fact: FactType, written: Document, forms: Forms) -> Reading:
    means = _means(written.get("currency", forms.currency))
    return Reading(reader_of(fact, written), means, fact)


@value
class Header:
    """The headers of a flat file: as printed, and the key path that each stands for."""

    printed: tuple[str, ...]
    paths: tuple[str, ...]
    columns: Mapping[str, str]
    raw: int | None


def is_header(printed: Sequence[str]) -> bool:
    """Say whether these are key paths, whichever of them are missing."""
    spelt = {name.strip().removeprefix("facts.") for name in printed}
    return len(spelt & set(names())) > 1


def header_of(printed: Sequence[str], file: str, sheet: str | None = None) -> Header:
    """Return what the headers mean.

    Raises Refusal `bad-header` when one that every kind needs is missing, or any stands twice.
    """
    spelt = [name.strip() for name in printed]
    paths = tuple(map(path_of, spelt))
    stated = [path for path in paths if path]
    missing = [key for key in checks.HEAD_KEYS if key not in stated]
    of_record = [key.removeprefix("facts.") for key in stated]
    whole = (set(checks.RECORD_KEYS) | set(each) for each in _flat(forms()).of_records.values())
    if any(keys <= set(of_record) for keys in whole):
        missing = []
    doubled = sorted({path[:60] for path in stated if stated.count(path) > 1})
    if missing or doubled:
        facts = {"missing": "、".join(missing), "doubled": "、".join(doubled[:9])}
        raise Refusal("bad-header", verb="keys", file=file, sheet=sheet, **facts)
    return Header(
        printed=tuple(printed),
        paths=paths,
        columns={path: path[:60] for path in stated},
        raw=spelt.index(RAW) if RAW in spelt else None,
    )


def parse_row(cells: Sequence[str], header: Header, at: At) -> tuple[Item, ...]:
    """Return what a row says: its cells, or a returned line's own text when it has no others."""
    named = zip(header.paths, cells, strict=False)
    if any(cell.strip() and path not in _BESIDE for path, cell in named):
        return _items(cells, header, at)
    raw = cells[header.raw] if header.raw is not None and header.raw < len(cells) else ""
    return jsonl.returned(raw, at) if raw.strip() else ()


def _items(cells: Sequence[str], header: Header, at: At) -> tuple[Item, ...]:
    """Return what one row of cells says. An empty cell states nothing."""
    texts: dict[str, str] = {}
    for path, cell in zip(header.paths, cells, strict=False):
        text = unquoted(cell.strip(), identifies=path in identifying())
        if text and path not in _BESIDE:
            texts[path] = text
    if checks.RECORD in texts:
        return _of_record_row(texts, cells, header, at)
    form = checks.form_of(texts)
    readings = _flat(forms()).of_no_kind if form is None else _flat(forms()).of_kinds[form.id]
    stated: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for path, text in texts.items():
        value = _value(text, readings[path]) if path in readings else text
        if path.startswith("facts."):
            facts[path[6:]] = value
        else:
            stated[path] = value
    source = FlatRow(headers=header.printed, cells=tuple(cells))
    beside = {key: stated.pop(key) for key in BESIDE if key in stated}
    stated["facts"] = facts
    checked: Any = checks.claim(stated)
    result = row_result(checked, stated, at, header.columns, source, header.paths)
    return with_beside(result, beside)


def _of_record_row(
    texts: Mapping[str, str], cells: Sequence[str], header: Header, at: At
) -> tuple[Item, ...]:
    """Return what a row of a record says; the column of a claim's fact may be of a figure too."""
    form = checks.record_form_of(texts)
    readings = {} if form is None else _flat(forms()).of_records[form.id]
    paths = {path: _own(path, readings) for path in texts}
    stated: dict[str, object] = {
        paths[path]: _value(text, readings[paths[path]]) if paths[path] in readings else text
        for path, text in texts.items()
    }
    columns = {_own(path, readings): column for path, column in header.columns.items()}
    source = FlatRow(headers=header.printed, cells=tuple(cells))
    checked: Any = checks.record(stated)
    return row_result(checked, stated, at, columns, source, header.paths)


def _own(path: str, readings: Readings) -> str:
    """Return the key of a record that a key path stands for; itself where it is of a claim."""
    name = path.removeprefix("facts.")
    return name if name in readings else path


def value_of(text: str, path: str, kind: str) -> object:
    """Return what a text under a key path of a kind of claims states; None for an empty one."""
    text = unquoted(text.strip(), identifies=path in identifying())
    return _value(text, _flat(forms()).of_kinds[kind][path]) if text else None


def _value(text: str, reading: Reading) -> object:
    """Return what a cell states: as a workbook's cell would, or as a JSON line spells it."""
    read, means, fact = reading
    if fact is not None and fact.type == "amounts":
        pieces = text.translate(_ONE_SEMICOLON).removesuffix(";").split(";")
        return [read(piece.strip(), means) for piece in pieces]
    if fact is not None and fact.type == "yes-no" and text.lower() in _YES_NO:
        return _YES_NO[text.lower()]
    if fact is not None and fact.type == "word" and text in fact.words:
        return text
    if read is office.last_day_of_year and isinstance(day := days.day(text, office.CSV), str):
        return day
    return read(text, means)
