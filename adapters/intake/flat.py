"""Claims and exports as flat rows of text cells: CSV, and the sheet of returned lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from adapters.files.formula import unquoted
from adapters.intake import checks, jsonl
from adapters.intake.amounts import USD, Means
from adapters.intake.checks import RAW, WHY, row_result
from adapters.intake.forms import Forms, KindForm, forms
from adapters.intake.items import BESIDE, At, FlatRow, Item, with_beside
from adapters.intake.values import Fault
from adapters.intake.workbook import cells as office
from adapters.intake.workbook import days
from adapters.intake.workbook.cells import CellReader
from adapters.intake.workbook.sheets import day_reader, reader_of, sheets
from domain.commands.enterprise import CorrectClaim
from domain.policy.kinds import FactType
from domain.refusals import Refusal

SHEET = "退回行"  # of returned lines in a workbook of rejects; a second is 退回行2
_EXPORTS_ONLY = ("year", "us_usd", "rcep_usd")
_ONE_SEMICOLON = str.maketrans("；", ";")
_BESIDE = (WHY, RAW)  # said of a row, not in it
DAYS = frozenset({"occurred_on", "filed_on"})
# Programs write such files: no amount is suspected in them.
_YUAN, _OF_DOLLARS = Means(confirmed=True), Means(confirmed=True, currency=USD)
_YES_NO = {"true": True, "false": False, "是": True, "否": False}
_READERS: dict[str, CellReader] = {
    "claim_no": office.number,
    "uscc": office.uscc,
    "enterprise": office.text,
    "occurred_on": days.day,
    "filed_on": days.day,
    "invoices": office.invoices,
    "other_support": office.support,
    "year": office.year,
    "us_usd": office.usd,
    "rcep_usd": office.usd,
}


def names() -> tuple[str, ...]:
    """Return the columns of a flat file, in their order."""
    return _flat(forms()).names


def path_of(name: str) -> str:
    """Return the key path that a header stands for; itself where it stands for none."""
    return _flat(forms()).paths.get(name.removeprefix("facts."), name)


def identifying() -> frozenset[str]:
    """Return the key paths of what identifies: every digit counts, those at the front too."""
    return _flat(forms()).identifying


# How the cells of each key path are read, with the fact that it states.
Readers = dict[str, tuple[FactType | None, CellReader]]
_OF_NO_KIND: Readers = {path: (None, read) for path, read in _READERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flat:
    """What the columns of a flat file are, by the forms in force."""

    names: tuple[str, ...]
    paths: dict[str, str]
    identifying: frozenset[str]
    readers: dict[str, Readers]  # by kind


@lru_cache(maxsize=8)
def _flat(forms: Forms) -> _Flat:
    names = (
        "record",
        *((checks.POLICY,) if len(forms.policies) > 1 else ()),
        *checks.HEAD_KEYS,
        *forms.facts,
        *checks.TAIL_KEYS,
        *_EXPORTS_ONLY,
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
        readers={kind: _readers(kind, forms) for kind in forms.kinds},
    )


def _readers(kind: str, forms: Forms) -> Readers:
    """Return how the cells of a kind are read, by key path: as those of its sheet."""
    document = forms.documents[kind]
    readers = dict(_OF_NO_KIND)
    readers["occurred_on"] = None, day_reader(document["day"])
    for name, fact in forms.kinds[kind].facts.items():
        readers[f"facts.{name}"] = fact, reader_of(fact, document["facts"][name])
    return readers


@dataclass(frozen=True, slots=True, kw_only=True)
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
    if all(key in stated for key in checks.EXPORTS_KEYS):
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
    form = checks.form_of(texts)
    readers = _OF_NO_KIND if form is None else _flat(forms()).readers[form.id]
    stated: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for path, text in texts.items():
        value = _value(text, *readers[path]) if path in readers else text
        if path.startswith("facts."):
            facts[path[6:]] = value
        else:
            stated[path] = value
    source = FlatRow(headers=header.printed, cells=tuple(cells))
    beside = {key: stated.pop(key) for key in BESIDE if key in stated and "record" not in stated}
    if "record" in stated:
        stated |= {f"facts.{key}": value for key, value in facts.items()}
        checked: Any = checks.exports(stated)
    else:
        stated["facts"] = facts
        checked = checks.claim(stated)
    result = row_result(checked, stated, at, header.columns, source, header.paths)
    return with_beside(result, beside)


FIXED = frozenset({"claim_no", "uscc", "enterprise", "kind", "policy", "record"})


def corrected_claim(
    claim_no: str, kind: str, texts: Mapping[str, str], by: str, document: str, words: str
) -> CorrectClaim:
    """Return a correction of a recorded claim of a kind. texts: what it is to state, by key path.

    Raises Refusal `claim-path-fixed`, `claim-path-unknown`, and for each value that cannot be read
    the code that a row of a file would be sent back for.
    """
    form = next((each for each in forms().table.values() if each.id == kind), None)
    known = [*DAYS, *checks.TAIL_KEYS, *(f"facts.{name}" for name in (form.checks if form else ()))]
    stated: dict[str, Any] = {}
    refused: list[Refusal] = []
    for given, text in texts.items():
        path = path_of(given)
        if path in FIXED:
            raise Refusal("claim-path-fixed", path=given, verb=path)
        if form is None or path not in known:
            nearest = next(iter(get_close_matches(path, known, n=1)), None)
            raise Refusal(
                "claim-path-unknown", path=given, nearest=nearest, known=", ".join(sorted(known))
            )
        value = _corrected(path, text, form)
        if isinstance(value, Fault):
            facts = {"check": value.check, "limit": value.limit}
            refused.append(Refusal(value.code, column=path, value=value.value, **facts))
        stated[path] = value
    if refused:
        first, *others = refused
        first.others = tuple(others)
        raise first
    assert form is not None, f"no path of a kind that no policy has: {texts}"
    recorded = zip(form.checks, form.recorded, strict=True)
    return CorrectClaim(
        claim_no=claim_no,
        by=by,
        document=document,
        words=words,
        facts=tuple(
            (name, stated[f"facts.{fact}"]) for fact, name in recorded if f"facts.{fact}" in stated
        ),
        occurred_on=stated.get("occurred_on"),
        filed_on=stated.get("filed_on"),
        invoices=stated.get("invoices"),
        other_support_fen=stated.get("other_support"),
    )


def _corrected(path: str, text: str, form: KindForm) -> Any:
    """Return what a value means, or the Fault in it; an empty one states nothing."""
    text = unquoted(text.strip(), identifies=path in identifying())
    readers = _flat(forms()).readers[form.id]
    return checks.check_of(path, form)(_value(text, *readers[path]) if text else None)


def _value(text: str, fact: FactType | None, read: CellReader) -> object:
    """Return what a cell states: as a workbook's cell would, or as a JSON line spells it."""
    if fact is not None and fact.type == "amounts":
        pieces = text.translate(_ONE_SEMICOLON).removesuffix(";").split(";")
        return [read(piece.strip(), _YUAN) for piece in pieces]
    if fact is not None and fact.type == "yes-no" and text.lower() in _YES_NO:
        return _YES_NO[text.lower()]
    if fact is not None and fact.type == "word" and text in fact.words:
        return text
    if read is office.last_day_of_year and isinstance(day := days.day(text, office.CSV), str):
        return day
    return read(text, _OF_DOLLARS if read is office.usd else _YUAN)
