"""The figures a policy prints: numbers with their unit, rates, 全额, 一次性 and dates.

Two ways of printing one figure are one figure: `1.8 万元`, `18000元`, `１．８万元`, `一万八千元`.
A number whose unit no table knows is a figure too: better one too many, which is reported, than
one that is passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache

from adapters.policy.text import dates, ordinary, rates, spelt
from adapters.policy.text.dates import SPANS, read_date
from adapters.policy.text.numerals import (
    ANY_NUMBER,
    DIGIT,
    MYRIAD,
    NUMBER,
    NUMERAL,
    TEN,
    chinese,
    scale,
    western,
)
from adapters.policy.text.units import (
    BEFORE,
    COMMA_AFTER,
    COUNTER,
    CURRENCY,
    FIRST,
    LETTERS,
    MONEY,
    MULTIPLE,
    MULTIPLES,
    OF_COINS,
    PER_HUNDRED,
    RATE,
    SIGNS,
    any_of,
    measured,
)
from domain.value import value

WHOLE = "全额"
ONCE = "一次性"
TIMES = "倍"
IDEOGRAPHIC = "\u3000"  # from here on: where Chinese, Japanese and Korean are written

CURRENCIES = {unit: code for unit, (code, _) in MONEY.items()}  # by the unit of a figure

Value = tuple[Fraction | date, str]


@value
class Figure:
    """A printed figure: money in whole units of its currency, rates in %, others by their unit.

    after: what follows it, as far as a count may be listed with what it counts.
    """

    printed: str
    value: Fraction | date
    unit: str
    after: str

    @property
    def key(self) -> Value:
        """What makes two printed figures the same."""
        return self.value, self.unit

    def is_printed_as(self, in_text: Figure) -> bool:
        """Say whether a figure that a file lists is this one of a text.

        A file may list the number of `21 days` alone, or a count with what it counts.
        """
        if not in_text.after.casefold().startswith(self.after.casefold()):
            return False
        if self.key == in_text.key:
            return True
        is_span = in_text.unit in SPANS and in_text.printed[0] < IDEOGRAPHIC
        return is_span and self.printed.isdigit() and self.value == in_text.value


_OF_COUNTS = ("", "个", "個", "개", "项", "家", "次")
_COUNTED = re.compile(r"(?: [^\W\d_]+(?:[-'’][^\W\d_]+)*){1,3}|[\u3041-\u9fff\uac00-\ud7a3]{1,12}")
_AFTER_MAX = 60
_CIRCLED = re.compile("[\u2460-\u2473\u3251-\u325f\u32b1-\u32bf\u2776-\u277f]")
_VULGAR = re.compile("(?<=[0-9])(?=[¼½¾⅐-⅞])")
_LATIN = r"A-Za-zÀ-ɏ\d"
_SPACE_BETWEEN_WORDS = re.compile(
    rf"(?<=[{_LATIN}.,;:)%])\s+(?=[{_LATIN}])|(?<=[A-Za-zÀ-ɏ])\s+(?=[{SIGNS}]\s*\d)"
)


def plain(text: str) -> str:
    """Return text in NFKC without invisible marks (BOM, zero-width), line by line as it stood."""
    text = _VULGAR.sub(" ", _CIRCLED.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
    plain_text = unicodedata.normalize("NFKC", text).replace("∶", ":").replace("⁄", "/")
    return "".join(char for char in plain_text if unicodedata.category(char) != "Cf")


def closed_up(text: str) -> str:
    """Return plain text without white space, save one blank between Latin words or numbers."""
    return re.sub(r"\s+", "", _SPACE_BETWEEN_WORDS.sub("\0", plain(text))).replace("\0", " ")


def figures_in(text: str) -> list[Figure]:
    """Return the figures of a text in the order they are printed."""
    return list(_each_figure(closed_up(text)))


def read_figure(printed: str) -> Figure:
    """Return the one figure that `printed` is, or a count with what it counts after it.

    Raises ValueError when it is anything else.
    """
    figures, whole = figures_in(printed), closed_up(printed)
    if len(figures) != 1 or figures[0].printed + figures[0].after != whole:
        raise ValueError("not-a-figure")
    (figure,) = figures
    if figure.after and not (figure.unit in _OF_COUNTS and _COUNTED.fullmatch(figure.after)):
        raise ValueError("not-a-figure")
    return figure


def _each_figure(text: str) -> Iterator[Figure]:
    for match in _figure().finditer(text):
        value = _READERS[str(match.lastgroup)](match)
        if value is not None:
            after = text[match.end() : match.end() + _AFTER_MAX]
            yield Figure(printed=match.group(), value=value[0], unit=value[1], after=after)


def _nothing(match: re.Match[str]) -> None:
    return None


def _word(match: re.Match[str]) -> Value:
    return Fraction(1), match.group()


def _half_year(match: re.Match[str]) -> Value:
    years = chinese(match["years"]) if match["years"] else Fraction(0)
    return years + Fraction(1, 2), "年"


def _per_unit(match: re.Match[str]) -> Value:
    return measured(Fraction(scale(match["per_scale"])), match["per_unit"])


def _money(match: re.Match[str]) -> Value:
    multiple, letter, chars = match["multiple"], match["letter"], match["chars"]
    number = western(
        match["money_number"],
        decimal_comma=bool(multiple and multiple.startswith(COMMA_AFTER)),
        decimal_point=bool(multiple or letter or chars),
    )
    factor = MULTIPLES.get(multiple or "") or LETTERS.get(letter or "") or scale(chars or "")
    return measured(number * factor, match["coin"] or match["before"])


def _latin(match: re.Match[str]) -> Value:
    text, multiple, letter = match["latin_number"], match["multiple_2"], match["letter_2"]
    unit = match["unit_2"] or match["unit_3"] or match["unit_4"] or ""
    of_rate = measured(Fraction(1), unit)[1] == RATE
    number = western(
        text,
        decimal_comma=(of_rate and not text.endswith("00"))
        or bool(multiple and multiple.startswith(COMMA_AFTER)),
        decimal_point=bool(multiple or letter or of_rate) or unit[-1:] > IDEOGRAPHIC,
    )
    factor = MULTIPLES.get(multiple or "") or LETTERS.get(letter or "") or 1
    return measured(number * factor, unit)


def _digits(match: re.Match[str]) -> Value | None:
    unit, parts = match["unit"] or match["other"] or "", match["parts"]
    before = match.string[: match.start()][-1:]
    if before.isascii() and before.isalpha() and not match["unit"] and parts.isdigit():
        return None  # a name: ISO9001, B2B
    value = Fraction(0)
    for number, factor in re.findall(f"({NUMBER})[余多几]?({_CHARS})?", parts):
        decimal = bool(unit or factor)
        value += western(number, decimal_comma=False, decimal_point=decimal) * scale(factor)
    return measured(value, unit)


def _numeral(match: re.Match[str]) -> Value | None:
    numeral, unit = match["numeral"], match["counter"]
    before, after = match.string[: match.start()], match.string[match.end() :]
    if ordinary.is_ordinary(before, numeral, unit, after):
        return None
    return measured(chinese(numeral), unit)


def _range(match: re.Match[str]) -> Value:
    return chinese(match.group()), ""


_CHARS = r"(?:[十百千]?[万亿萬億]亿?|[백천십]?[만억]|[百千](?![分瓦克米伏吨])|[천백](?=[원만]))"
_MULTIPLES_AFTER = (
    rf"(?: ?(?P<multiple>{MULTIPLE})|(?P<letter>[kKmM](?![A-Za-z]))|(?P<chars>{_CHARS}))?"
)
_SUFFIX = rf"{PER_HUNDRED}|{CURRENCY}|{COUNTER}|m2"
_NAMED_LATIN = rf"(?:{CURRENCY}|{PER_HUNDRED})"

_WAYS: tuple[tuple[str, str, Callable[[re.Match[str]], Value | None]], ...] = (
    ("date", dates.PATTERN, read_date),
    ("ordinary", ordinary.PATTERN, _nothing),
    ("word", f"{WHOLE}|{ONCE}", _word),
    ("half_year", rf"半年|(?P<years>{NUMERAL})年半", _half_year),
    *rates.WAYS,
    ("per", rf"每(?P<per_scale>[十百千]?[万亿]|[百千])(?P<per_unit>{CURRENCY})", _per_unit),
    (
        "money",
        rf"(?<![A-Za-z])(?:(?P<coin>{any_of(OF_COINS)})|(?P<before>{BEFORE})"
        rf"(?!:?{NUMBER}{_CHARS}?元))[: ]?(?P<money_number>{ANY_NUMBER})"
        rf"{_MULTIPLES_AFTER}(?(coin)元?)",
        _money,
    ),
    (
        "latin",
        rf"(?<![A-Za-z])(?P<latin_number>{ANY_NUMBER})(?:,-|[ -])?(?:"
        rf"(?P<multiple_2>{MULTIPLE}) ?(?P<unit_2>{_NAMED_LATIN})?"
        rf"|(?P<letter_2>[kKmM])(?P<unit_3>{CURRENCY})|(?P<unit_4>{_NAMED_LATIN}))",
        _latin,
    ),
    ("spelt_latin", spelt.PATTERN, spelt.read_spelt),
    (
        "digits",
        rf"第?(?P<parts>(?:{NUMBER}[余多几]?{_CHARS}){{1,4}}(?:{NUMBER})?|{NUMBER})[余多几]?"
        rf"(?:(?P<unit>{_SUFFIX})|(?P<other>(?![至到和或与及以的为])[\u4e00-\u9fff\uac00-\ud7a3]))?",
        _digits,
    ),
    (
        "spelt",
        rf"第?(?P<numeral>{NUMERAL})[余多几]?(?P<counter>{PER_HUNDRED}|{CURRENCY}|{COUNTER}"
        rf"|(?<=[{MYRIAD}]))",
        _numeral,
    ),
    ("range", rf"{NUMERAL}(?=[至到~-]{NUMERAL}(?:{CURRENCY}|{COUNTER}))", _range),
)

_FIRST = f"[A-Za-z\\d第每半减折对全附令平〔\\[【(§{DIGIT}{TEN}{MYRIAD}{re.escape(FIRST)}]"
_READERS = {name: reader for name, _, reader in _WAYS}


@cache  # it takes longer to be compiled than most commands to run
def _figure() -> re.Pattern[str]:
    every = "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _WAYS)
    return re.compile(f"(?={_FIRST})(?:{every})", re.ASCII)
