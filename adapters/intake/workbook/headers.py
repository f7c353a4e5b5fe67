"""Which row of a sheet is its header, what kind of sheet that makes it, what each column is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import chain

from adapters.files.grid import GridRow, letters_of
from adapters.intake.amounts import said_of
from adapters.intake.forms import Forms, forms
from adapters.intake.workbook.cells import plain
from adapters.intake.workbook.sheets.columns import Column, Sheet
from adapters.intake.workbook.sheets.table import IGNORED, sheets
from domain.identity import is_uscc
from domain.value import value

HEADER_ROWS_MAX = 10  # below that no header is looked for
HEADER_ROW = 3  # where the template has it
HEADERS_MAX = 256
NAMES_OF_A_HEADER = 3  # a row of so many is one, not a claim
_NAME_MAX = 200
_RESEMBLES_FROM = 0.6
_MISSING_RESEMBLES_FROM = 0.5  # the sheet is refused anyway: more is said of it
_BRACKET = re.compile(r"\(([^()]*)\)")
_HINTS = re.compile(
    r"个|间|天|份|张|次|必填|选填|可选|如有|全称|盖章|公章|\d+位|是/否|有/无|单位|"
    r"年/?-?月/?-?日|y{2,4}[-/.]?m{1,2}[-/.]?d{1,2}",
    re.IGNORECASE,
)
_BEFORE_UNIT = re.compile(r"(?:金额|计量|货币)?(?:单位|币种)[:为]?")
# What stands around a kind's name in a sheet's: 附件1-境外展会（2023年）, 3.境外商标.
_AROUND = re.compile(r"^(?:附[件表]?\d*|表\d*|\d+)[-.、:_ ]*|\([^()]*\)|20\d\d年?度?|[-_ ]?\d+$")
AT = re.compile(r"@(第\d+|[a-z0-9-]+)")  # a policy's id after a sheet's title
_FORM = re.compile(r"(?:申报|明细|汇总|统计|补助|资金|项目)*(?:表|清单|台账)?$")

Names = dict[int, str]  # column, 0 is A, to the text of its header


@value
class Header:
    """A sheet's header. last: its last row. first: its first, of at most two.

    columns: those known, by place. said: the scales and currencies that a header's bracket names.
    """

    sheet: Sheet
    first: int
    last: int
    names: Names
    columns: Mapping[int, Column]
    said: Mapping[int, tuple[frozenset[int], frozenset[str]]]

    @property
    def missing(self) -> list[Column]:
        """The columns that the kind needs and the sheet has not."""
        there = set(self.columns.values())
        return [each for each in self.sheet.columns if not each.optional and each not in there]

    @property
    def doubled(self) -> list[str]:
        """The headers of columns that stand twice."""
        known = list(self.columns.values())
        return [each.header for each in self.sheet.columns if known.count(each) > 1]

    def printed(self, place: int) -> str:
        """Return a header: as this ledger spells it, as printed where its bracket says a unit."""
        name, column = self.names[place], self.columns.get(place)
        if column is None:
            return plain(name) if plain(name) in IGNORED else name
        return plain(name) if place in self.said else column.header

    def strange(self) -> Iterator[tuple[int, str]]:
        """Yield the headers that are neither known nor of columns that say nothing."""
        for place, name in self.names.items():
            if place not in self.columns and bare(name) not in IGNORED:
                yield place, name

    def resembling(self) -> Iterator[tuple[str, str, str]]:
        """Yield column letters, the header there, and the known header that it may be.

        Not where the sheet has that column: then the strange one is another.
        """
        there = set(self.columns.values())
        absent = {
            bare(column.header): column for column in self.sheet.columns if column not in there
        }
        for place, name in self.strange():
            spelt = bare(name)
            closest = max(absent, key=lambda known: _likeness(spelt, known), default="")
            needed = closest and not absent[closest].optional
            enough = _MISSING_RESEMBLES_FROM if needed else _RESEMBLES_FROM
            if closest and _likeness(spelt, closest) >= enough:
                yield letters_of(place), name, absent[closest].header


def header_of(title: str, above: Mapping[int, Mapping[int, object]]) -> Header | None:
    """Return the header among a sheet's first rows; None for a sheet that is none of claims.

    A sheet whose headers are a kind's is that kind's, whatever its name.
    """
    named = kind_named(title)
    candidates = [
        _header(sheet, rows, names)
        for rows, names in _candidates(above)
        for sheet in sheets().values()
    ]
    whole = min((each.last for each in candidates if not each.missing), default=HEADER_ROWS_MAX)
    candidates = [each for each in candidates if each.first <= whole]  # else a second table's
    best = max(candidates, key=lambda header: _rank(header, named), default=None)
    if best is not None and (not best.missing or _own(best)):
        return best
    if named is None:
        return None
    of_named = [header for header in candidates if header.sheet is named]
    return max(of_named, key=lambda header: _rank(header, named)) if of_named else None


def none_there(title: str) -> Header | None:
    """Return the header of a sheet that has none and should, as its name says."""
    spelt = plain(AT.sub("", title))
    sheet = next((sheet for sheet in sheets().values() if sheet.title == spelt), None)
    if sheet is None:
        return None
    return Header(sheet=sheet, first=HEADER_ROW, last=HEADER_ROW, names={}, columns={}, said={})


def header_below(title: str, below: Iterable[GridRow]) -> int | None:
    """Return the row where a header stands that is too far down to be read; None without one."""
    for row in below:
        texts = (cell for cell in row.cells.values() if isinstance(cell, str))
        named = sum(bare(text) in known_names() for text in texts)
        if named >= NAMES_OF_A_HEADER and header_of(title, {1: row.cells}) is not None:
            return row.number
    return None


def kind_named(title: str) -> Sheet | None:
    """Return the kind that a sheet's name says, with what people put around it."""
    name = plain(AT.sub("", title))
    titled = {sheet.title: sheet for sheet in sheets().values()}
    if name in titled:
        return titled[name]
    while (bared := _AROUND.sub("", name)) != name:
        name = bared
    return titled.get(name) or titled.get(_FORM.sub("", name))


def names_a_firm(cells: Iterable[object]) -> bool:
    """Say whether a row has a credit code in it: then it is of a claim, or of a record."""
    texts = (cell for cell in cells if isinstance(cell, str))
    return any(is_uscc(plain(text[:99]).upper()) for text in texts)


@cache
def bare(name: str) -> str:
    """Return a header as it is compared: without brackets, marks and white space."""
    spelt = plain(name[:999])
    while (bared := _BRACKET.sub("", spelt)) != spelt:
        spelt = bared
    return spelt.strip("*★:：、.")


def _candidates(
    above: Mapping[int, Mapping[int, object]],
) -> Iterator[tuple[tuple[int, int], Names]]:
    """Yield what may be the header: each row of texts, and each two rows that groups span."""
    for number in range(1, HEADER_ROWS_MAX + 1):
        names = _names(above.get(number, {}))
        if len(names) < 2:
            continue
        yield (number, number), names
        below = above.get(number + 1, {})
        parts = _names(below)
        if parts and len(parts) == len(below):
            yield (number, number + 1), dict(sorted(_grouped(names, parts).items()))


def _grouped(names: Names, parts: Names) -> Names:
    """Return the headers of two rows: each part with its group where that makes it known."""
    grouped = dict(names)
    for place, part in parts.items():
        group = next((names[left] for left in sorted(names, reverse=True) if left <= place), "")
        whole = group + part
        grouped[place] = whole if bare(whole) in known_names() else part
    return grouped


def known_names() -> frozenset[str]:
    """Return the headers of all sheets, as they are compared."""
    return _known_names(forms())


@lru_cache(maxsize=8)
def _known_names(_forms: Forms) -> frozenset[str]:
    return frozenset(bare(column.header) for sheet in sheets().values() for column in sheet.columns)


def column_named(header: str) -> Column | None:
    """Return the column of such a header, with any unit in its bracket, or of such a key path."""
    every = [column for sheet in sheets().values() for column in sheet.columns]
    by_name = (column for column in every if plain(column.header) == plain(header))
    by_key = (column for column in every if column.key == header)
    spelt = (column for column in every if bare(column.header) == bare(header))
    return next(chain(by_name, by_key, spelt), None)


def allowed_in(header: str) -> tuple[str, ...]:
    """Return the words that a column, or a key path, takes; none where it takes others too."""
    words = forms().words.get(header)
    if words is not None:
        return words
    column = column_named(header)
    return () if column is None or column.key == header else column.words


def _names(cells: Mapping[int, object]) -> Names:
    texts = [(at, cell) for at, cell in sorted(cells.items()) if isinstance(cell, str)]
    return {at: " ".join(cell.split())[:_NAME_MAX] for at, cell in texts[:HEADERS_MAX]}


def _header(sheet: Sheet, rows: tuple[int, int], names: Names) -> Header:
    exact = {plain(column.header): column for column in sheet.columns}
    known = {bare(column.header): column for column in sheet.columns}
    columns: dict[int, Column] = {}
    said: dict[int, tuple[frozenset[int], frozenset[str]]] = {}
    for place, name in names.items():
        spelt = plain(name[:999])
        if spelt in exact:
            columns[place] = exact[spelt]
            continue
        hints = [hint for hint in _BRACKET.findall(spelt) if not _HINTS.fullmatch(hint)]
        bared = (_BEFORE_UNIT.sub("", hint) for hint in hints)
        units = [unit for hint in bared if (unit := said_of(hint)) is not None and any(unit)]
        if bare(name) in known and len(units) == len(hints) <= 1:
            columns[place] = known[bare(name)]
            if units:
                said[place] = units[0]
    return Header(sheet=sheet, first=rows[0], last=rows[1], names=names, columns=columns, said=said)


def _rank(header: Header, named: Sheet | None) -> tuple[bool, int, bool, int]:
    known = len(set(header.columns.values()))
    return not header.missing, known, header.sheet is named, header.first - header.last


def _own(header: Header) -> bool:
    """Say whether columns of the kind alone are there, and more than half of all it needs."""
    every = [set(sheet.columns) for sheet in sheets().values() if sheet.kind or sheet.record]
    shared = set.intersection(*every) if every else set()
    there = {each for each in header.columns.values() if each.key not in ("uscc", "year")}
    needed = [column for column in header.sheet.columns if not column.optional]
    return bool(there - shared) and 2 * (len(needed) - len(header.missing)) > len(needed)


def _likeness(name: str, known: str) -> float:
    """Return how much one header is like another: 1.0 where either holds the other's words."""
    if len(name) > 1 and (known in name or name in known):
        return 1.0
    return SequenceMatcher(None, name, known).ratio()
