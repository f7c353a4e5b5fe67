"""What unit and what currency the amounts of a sheet are in, by all that it states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from adapters.files.grid import letters_of
from adapters.intake.amounts import Means, said_of
from adapters.intake.forms import forms
from adapters.intake.items import FIELDS
from adapters.intake.names.currencies import CNY, USD, name_of
from adapters.intake.workbook.headers import Header, names_a_firm
from adapters.intake.workbook.sheets.columns import Column
from adapters.intake.workbook.sheets.table import sheets

# Only a unit that ends where its word does: 填报单位：元通公司 names none, nor does 单位：元/万元.
_UNIT = re.compile(
    r"单\s*位\s*(?:\(?unit\)?)?\s*:?\s*\(?\s*(?:人民币|币种:?)?\s*\(?\s*"
    r"([百千万亿\s]*(?:(?:人民币|美|欧|日|港|韩|澳|加|新加坡)?\s*元|英镑))"
    r"(?=$|币种|人民币|[^\u4e00-\u9fff/、])",
    re.IGNORECASE,
)
# Another word for a unit or a currency, but not of an amount (5万元) or of a name (万元公司).
_WORDS = (
    r"(?<![\d〇一二三四五六七八九十百千万亿.,a-z])"
    r"(?:[百千万亿]+(?:[美欧日港韩澳加]?元|英镑)|美[元金]|欧元|港[币元]|[日韩澳加]元|英镑|usd|eur|hkd|jpy|gbp)"
)
_NAMED = re.compile(_WORDS, re.IGNORECASE)
_STATED = re.compile(_WORDS + r"(?:(?![\u4e00-\u9fffa-z])|(?=[为计折均币]))", re.IGNORECASE)
# A unit by the code of its currency, which yuan are not called by: Unit: EUR, 单位：HKD.
_CODED = re.compile(r"\W*(?:金额)?单?位?\W*(?:unit)?\W*([a-z]{3}|€|£)\W*", re.IGNORECASE)
# What may stand beside a unit where a text names nothing else: 币种：人民币, 金额：人民币（万）.
_OF_A_UNIT = re.compile(
    r"(?:单位|币种|币别|货币|金额|计量|计价|\b(?:unit|currency|amount)s?\b)+", re.IGNORECASE
)
_MARKS = re.compile(
    r"[:()\[\],;、。'’‘0-9一]|均?[为以]|[折结]?[计算]|\b(?:in|of|all)\b|[x×*](?=\s*1[0,]{3})", re.I
)
_POWER_OF_TEN = re.compile(r"(?<![\d.,])(?:['’‘]?0{3,8}|1[0,]*)(?![\d.])")
# Digits that are left out: US$'000, in 1000, ×10,000.
_OMITTED = re.compile(r"['’‘]0{3,8}(?!\d)|(?:\bin\s|[x×*])\s*1[0,]{3,}(?!\d)", re.IGNORECASE)
_LINE = re.compile(
    r"(?:单位|币[种别]|货币|计价)[:为]?[(\s]*((?:[百千万亿]|人民币|rmb|cny|美[元金]|usd|[欧港日]?元|港币|英镑|eur|hkd|jpy|gbp)+)(?![\u4e00-\u9fffa-z])",
    re.IGNORECASE,
)
_SHOWN_MAX = 200  # characters of a cell above the headers

Said = tuple[frozenset[int], frozenset[str]]
NOTHING_SAID: Said = (frozenset(), frozenset())


def unit_of(texts: Iterable[str], title: str | None, header: Header) -> tuple[str, Said | None]:
    """Return the text that names the sheet's unit, and what it says; None where it is unclear.

    A sheet without a column of money needs none, nor does one whose headers all say theirs, nor a
    file that is one table of the policy's currency.
    """
    every = list(texts)
    named = {unit: text for text in every for unit in units_of(text)}
    said_by_headers = all(
        place in header.said for place, column in header.columns.items() if column.is_money
    )
    loose = {text: said for text in every if (said := _loosely(text))}
    scales = frozenset[int]().union(*(scales for scales, _ in loose.values()))
    currencies = frozenset[str]().union(*(currencies for _, currencies in loose.values()))
    text = next(iter([*named.values(), *loose, *every[1:]]), "")
    if len(named) == 1:
        said = said_of(next(iter(named))) or NOTHING_SAID
        agrees = scales <= said[0] and currencies <= said[1]
        return text, said if agrees else None
    needless = not header.sheet.has_money or said_by_headers or title is None
    needless &= bool(currencies) or not scales  # 单位：万 does not say of what
    needless &= bool(loose) or not silent_headers(header, {1})
    return text, (scales, currencies) if needless and not named else None


def _loosely(text: str) -> Said | None:
    """Return what a text names as a sheet's beside a unit: 币种：人民币, Unit: RMB 10,000."""
    spelt = _UNIT.sub(" ", unicodedata.normalize("NFKC", text[:_SHOWN_MAX]))
    spelt = spelt if spelt.isascii() else "".join(spelt.split())
    said = said_of(_MARKS.sub(" ", _OF_A_UNIT.sub(" ", spelt)))
    powers = _POWER_OF_TEN.findall(spelt) if said is not None else []
    if said is None and (line := _LINE.search(spelt)) is not None:
        said = said_of(line.group(1))
    whole_word = not spelt.isascii() or "thousand" in spelt.lower() or "million" in spelt.lower()
    alone = said is not None and bool(said[0]) and whole_word  # 万, thousands
    is_line = alone or any(
        (units_of(text), _OF_A_UNIT.search(spelt) is not None, _OMITTED.search(spelt) is not None)
    )
    power = max((10 ** each.count("0") for each in powers), default=1)
    if said is None or not (any(said) or (is_line and power > 1)):
        return None
    scales = frozenset(scale * power for scale in said[0] or {1}) - {1}
    return (scales, said[1]) if is_line or {CNY, USD, forms().currency} & said[1] else None


def is_of_other_units(text: str) -> bool:
    """Say whether a text names a unit that single amounts, each in its currency, are not in."""
    loosely = _loosely(text)
    columns = (column for sheet in sheets().values() for column in sheet.columns)
    known = frozenset(column.currency for column in columns if column.is_money)
    other = loosely is not None and bool(loosely[0] or loosely[1] - known)
    plain: Said = (frozenset({1}), frozenset({forms().currency}))
    named = any(said_of(unit) != plain for unit in units_of(text))
    return named or other or contradicts(text, (frozenset({1}), known))


def contradicts(text: str, unit: Said, *, within: bool = False) -> bool:
    """Say whether a text names a scale or a currency that a sheet's amounts are not in.

    within: as a part of longer words too: 美元部分.
    """
    spelt = unicodedata.normalize("NFKC", text[:_SHOWN_MAX])
    stated = filter(None, map(said_of, (_NAMED if within else _STATED).findall(spelt)))
    return any(scales - unit[0] or currencies - unit[1] for scales, currencies in stated)


def unit_known(line: Said, header: Header) -> Said:
    """Return every scale and currency that a sheet's amounts may be in, by all that is stated."""
    said = [line, *header.said.values()]
    scales = frozenset[int]().union(*(scales for scales, _ in said)) or frozenset({1})
    own = (column.currency for column in header.columns.values() if column.is_money)
    every = frozenset({header.sheet.currency, *own})
    return scales, every.union(*(currencies for _, currencies in said))


def units_of(text: str) -> set[str]:
    """Return the units that a text names as a sheet's: 单位：万元."""
    spelt = unicodedata.normalize("NFKC", text[:_SHOWN_MAX])
    coded = _CODED.fullmatch(spelt) if _OF_A_UNIT.search(spelt) else None
    if coded is not None and coded[1].upper() == forms().currency != CNY:
        return {name_of(forms().currency)}
    return {"".join(match.group(1).split()) for match in _UNIT.finditer(spelt)}


def means_of_all(header: Header, line: Said | None, of_all: Means) -> dict[int, Means | None]:
    """Return what the cells of each known column mean; None where header and line disagree."""
    own = header.sheet.currency
    of_others = any(each.is_money and each.currency == own for each in header.sheet.columns)
    return {
        place: _means_of(
            column, _said_by(header, place), line, of_all, of_others=own if of_others else None
        )
        for place, column in header.columns.items()
    }


def _said_by(header: Header, place: int) -> Said:
    """Return what a header says of its unit: 离岸执行额（美元） is of single dollars."""
    if place in header.said or not header.columns[place].is_money:
        return header.said.get(place, NOTHING_SAID)
    unit = name_of(header.columns[place].currency)
    is_foreign = header.columns[place].currency != header.sheet.currency
    named = is_foreign and unit in header.names[place]
    return (frozenset({1}), frozenset({header.columns[place].currency})) if named else NOTHING_SAID


def _means_of(
    column: Column, said: Said, line: Said | None, of_all: Means, *, of_others: str | None
) -> Means | None:
    """Return what a column's cells mean; None where header and unit line disagree.

    of_others: the policy's currency, where the sheet has amounts in it.
    """
    scales, currencies = said
    of_line, currency_of_line = line or NOTHING_SAID
    if not column.is_money:
        return of_all
    single_or_same = bool(of_line) and of_line <= scales | {1}
    of_own = single_or_same and currency_of_line == {of_others}
    if column.currency != of_others and of_own and column.currency in currencies:
        of_line = frozenset()  # the line is about the sheet's other amounts
    else:
        currencies |= currency_of_line
    scales |= of_line
    if currencies - {column.currency} or len(scales) > 1:
        return None
    scale = next(iter(scales), 1)
    return replace(of_all, scale=scale, currency=column.currency)


def is_contradicted(
    above: Mapping[int, Mapping[int, object]], title: str, header: Header, unit: Said
) -> bool:
    """Say whether a sheet's name, or a text around its headers, states another unit."""
    texts = [title]
    for number, cells in above.items():
        if number < header.first or (
            number == header.last + 1 and not names_a_firm(cells.values())
        ):
            texts += (cell for cell in cells.values() if isinstance(cell, str))
    has_money = any(column.is_money for column in header.columns.values())
    return has_money and any(contradicts(text, unit) for text in texts)


def units_stated(
    above: Mapping[int, Mapping[int, object]], title: str, header: Header
) -> Iterator[str]:
    """Yield the texts that name a unit: a sheet's name, and with their rows and columns others."""
    if contradicts(title, NOTHING_SAID):
        yield FIELDS.join(("", "", title, ""))
    for number in sorted(above):
        beneath = number == header.last + 1 and not names_a_firm(above[number].values())
        if number >= header.first and not beneath:
            continue
        for letter, text in above[number].items():
            if isinstance(text, str) and (
                units_of(text)
                or contradicts(text, NOTHING_SAID)
                or (not beneath and _loosely(text))
            ):
                yield FIELDS.join((str(number), letters_of(letter), text[:_SHOWN_MAX], ""))


def columns_stated(header: Header, means: Mapping[int, Means | None]) -> Iterator[str]:
    """Yield the headers that say a unit, and those of columns that the units named do not fit."""
    for letter, column in header.columns.items():
        if column.is_money and (letter in header.said or means[letter] is None):
            currency = "" if letter in header.said else column.currency
            at = str(header.last), letters_of(letter)
            yield FIELDS.join((*at, header.names[letter], currency))


def silent_headers(header: Header, harmless: Collection[int] = ()) -> list[str]:
    """Return the headers of money that say no unit where one of the same currency says its own.

    harmless: scales that others may say.
    """
    money = {place: column for place, column in header.columns.items() if column.is_money}
    said = {
        column.currency
        for place, column in money.items()
        if place in header.said and header.said[place][0].difference(harmless)
    }
    return [
        header.names[place]
        for place, column in money.items()
        if place not in header.said and column.currency in said
    ]
