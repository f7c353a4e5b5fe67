"""Claims and exports as flat rows of text cells: CSV, and the sheet of returned lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from adapters.files.formula import unquoted
from adapters.intake import checks, jsonl
from adapters.intake.amounts import USD, Means
from adapters.intake.checks import RAW, WHY, row_result
from adapters.intake.forms import Forms, forms
from adapters.intake.items import BESIDE, At, FlatRow, Item, with_beside
from adapters.intake.workbook import cells as office
from adapters.intake.workbook import days
from adapters.intake.workbook.sheets import sheets
from domain.refusals import Refusal

SHEET = "退回行"  # of returned lines in a workbook of rejects; a second is 退回行2
_EXPORTS_ONLY = ("year", "us_usd", "rcep_usd")
_ONE_SEMICOLON = str.maketrans("；", ";")
_BESIDE = (WHY, RAW)  # said of a row, not in it
DAYS = frozenset({"occurred_on", "filed_on"})
# Programs write such files: no amount is suspected in them.
_YUAN, _OF_DOLLARS = Means(confirmed=True), Means(confirmed=True, currency=USD)
_WORDS = {"true": True, "false": False, "是": True, "否": False}


def names() -> tuple[str, ...]:
    """Return the columns of a flat file, in their order."""
    return _flat(forms()).names


def path_of(name: str) -> str:
    """Return the key path that a header stands for; itself where it stands for none."""
    return _flat(forms()).paths.get(name.removeprefix("facts."), name)


def identifying() -> frozenset[str]:
    """Return the key paths of what identifies: every digit counts, those at the front too."""
    return _flat(forms()).identifying


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flat:
    """What the columns of a flat file are, by the forms in force."""

    names: tuple[str, ...]
    paths: dict[str, str]
    lists: frozenset[str]
    booleans: frozenset[str]
    counts: frozenset[str]
    dollars: frozenset[str]
    money: frozenset[str]
    identifying: frozenset[str]


@lru_cache(maxsize=8)
def _flat(forms: Forms) -> _Flat:
    facts = {f"facts.{name}": fact for name, (fact, _written) in forms.facts.items()}

    def of(*types: str, unit: str | None = None) -> frozenset[str]:
        return frozenset(
            path for path, fact in facts.items() if fact.type in types and unit in (None, fact.unit)
        )

    names = (
        "record",
        *checks.HEAD_KEYS,
        *forms.facts,
        *checks.TAIL_KEYS,
        *_EXPORTS_ONLY,
        *BESIDE,
    )
    dollars = of("amount", unit="_cents") | {"us_usd", "rcep_usd"}
    return _Flat(
        names=names,
        paths={name: f"facts.{name}" if name in forms.facts else name for name in names},
        lists=of("amounts") | {"invoices"},
        booleans=of("yes-no"),
        counts=of("count"),
        dollars=dollars,
        money=dollars | of("amount", unit="_fen") | {"other_support"},
        identifying=frozenset(
            column.key
            for sheet in sheets().values()
            for column in sheet.columns
            if column.identifies
        ),
    )


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
    stated: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for path, cell in zip(header.paths, cells, strict=False):
        text = unquoted(cell.strip(), identifies=path in identifying())
        if not text or path in _BESIDE:
            continue
        value = _value(path, text)
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


def _value(path: str, text: str) -> object:
    """Return what a cell states, in the spellings that office programs leave in such files."""
    if path == "invoices":
        return office.invoices(text, office.CSV)
    if path == "uscc":
        return office.uscc(text, office.CSV)
    flat = _flat(forms())
    if path in flat.lists:
        pieces = text.translate(_ONE_SEMICOLON).removesuffix(";").split(";")
        return [office.money(piece.strip(), _YUAN) for piece in pieces]
    if path in flat.money:
        return office.money(text, _OF_DOLLARS if path in flat.dollars else _YUAN)
    if path in DAYS:
        return days.day(text, office.CSV)
    if path in flat.counts and text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    if path in flat.booleans:
        return _WORDS.get(text.lower(), text)
    if path == "year" and text.isascii() and text.isdigit() and len(text) < 9:
        return int(text)
    return text
