"""The figures a policy prints: numbers with their unit, rates, 全额, 一次性 and dates.

Two ways of printing one figure are one figure: `1.8 万元`, `18000元`, `１．８万元`, `一万八千元`.
A number whose unit no table knows is a figure too: better one too many, which is reported, than
one that is passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from adapters.policy.text import dates, ordinary
from adapters.policy.text.dates import read_date
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
    any_of,
    measured,
)

WHOLE = "全额"
ONCE = "一次性"
TIME = "时刻"
TIMES = "倍"
IDEOGRAPHIC = "\u3000"  # from here on: where Chinese, Japanese and Korean are written

CURRENCIES = {unit: code for unit, (code, _) in MONEY.items()}  # by the unit of a figure

Value = tuple[Fraction | date, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A printed figure: money in whole units of its currency, rates in %, others by their unit."""

    printed: str
    value: Fraction | date
    unit: str

    @property
    def key(self) -> Value:
        """What makes two printed figures the same."""
        return self.value, self.unit


_CIRCLED = re.compile("[\u2460-\u2473\u3251-\u325f\u32b1-\u32bf\u2776-\u277f]")
_VULGAR = re.compile("(?<=[0-9])(?=[¼½¾⅐-⅞])")
_LATIN = r"A-Za-zÀ-ɏ\d"
_SPACE_BETWEEN_WORDS = re.compile(rf"(?<=[{_LATIN}.,;:)%])\s+(?=[{_LATIN}])")


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
    """Return the one figure that `printed` is. Raises ValueError when it is anything else."""
    figures = figures_in(printed)
    if len(figures) != 1 or figures[0].printed != closed_up(printed):
        raise ValueError("not-a-figure")
    return figures[0]


def _each_figure(text: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(text):
        value = _READERS[str(match.lastgroup)](match)
        if value is not None:
            yield Figure(printed=match.group(), value=value[0], unit=value[1])


def _nothing(match: re.Match[str]) -> None:
    return None


def _word(match: re.Match[str]) -> Value:
    return Fraction(1), match.group()


def _half(match: re.Match[str]) -> Value:
    return Fraction(50), RATE


def _half_year(match: re.Match[str]) -> Value:
    years = chinese(match["years"]) if match["years"] else Fraction(0)
    return years + Fraction(1, 2), "年"


def _share(match: re.Match[str]) -> Value:
    return _percent(match["share_part"], match["share_whole"]), RATE


def _fraction(match: re.Match[str]) -> Value:
    return Fraction(100 * int(match["upper"]), int(match["lower"])), RATE


def _named_fraction(match: re.Match[str]) -> Value:
    of, part = match["of"].casefold(), match["part"].casefold()
    return Fraction(100 * ordinary.COUNTED[of], ordinary.part_of(part)), RATE


def _ratio(match: re.Match[str]) -> Value:
    left, right = match["left"] or match["left_2"], match["right"] or match["right_2"]
    if right in ("15", "30", "45") or (len(right) == 2 and right.startswith("0")):
        return Fraction(int(left) * 100 + int(right)), TIME
    return _percent(left, right), RATE


def _discount(match: re.Match[str]) -> Value:
    return _tenths(match["tenths"]), RATE


def _tenth(match: re.Match[str]) -> Value:
    return _tenths(match["tenths_2"]), RATE


def _tenths(text: str) -> Fraction:
    """Return percent: `五` is 50, `八五` and `8.5` are 85, `三成五` is 35."""
    value = _amount(re.sub("[成割](?=.)", "点", re.sub("[成割]半", "成五", text)).rstrip("成割"))
    return value * 10 if value <= 10 else value


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


def _percent(part: str, whole: str) -> Fraction:
    return 100 * _amount(part) / (_amount(whole) or 1)


def _amount(text: str) -> Fraction:
    return Fraction(text) if text.isascii() else chinese(text)


_CHARS = r"(?:[十百千]?[万亿萬億]亿?|[백천십]?[만억]|[百千](?![分瓦克米伏吨])|[천백](?=[원만]))"
_PLAIN_NUMBER = r"\d{1,20}(?:\.\d{1,20})?"
_MULTIPLES_AFTER = (
    rf"(?: ?(?P<multiple>{MULTIPLE})|(?P<letter>[kKmM](?![A-Za-z]))|(?P<chars>{_CHARS}))?"
)
_SUFFIX = rf"{PER_HUNDRED}|{CURRENCY}|{COUNTER}|m2"
_NAMED_LATIN = rf"(?:{CURRENCY}|{PER_HUNDRED})"
_SPELT = f"[{DIGIT}]"

_WAYS: tuple[tuple[str, str, Callable[[re.Match[str]], Value | None]], ...] = (
    ("date", dates.PATTERN, read_date),
    ("ordinary", ordinary.PATTERN, _nothing),
    ("word", f"{WHOLE}|{ONCE}", _word),
    ("half", ordinary.HALF, _half),
    ("half_year", rf"半年|(?P<years>{NUMERAL})年半", _half_year),
    (
        "share",
        rf"(?P<share_whole>{NUMERAL}|{MYRIAD[0]}|{MYRIAD[1]}|{_PLAIN_NUMBER})(?:分之|分の)"
        rf"(?P<share_part>{NUMERAL}|{_PLAIN_NUMBER})",
        _share,
    ),
    (
        "fraction",
        r"(?<![\d/.,-])(?P<upper>[1-9]\d{0,2})/(?P<lower>[1-9]\d{0,2})(?![\d/]|[年月])",
        _fraction,
    ),
    ("named_fraction", ordinary.NAMED_FRACTION, _named_fraction),
    (
        "ratio",
        rf"(?<![\d:])(?:(?P<left>{_PLAIN_NUMBER}):(?P<right>{_PLAIN_NUMBER})(?![\d:])"
        rf"|(?P<left_2>[{DIGIT}])比(?P<right_2>[{DIGIT}]))(?:配套)?",
        _ratio,
    ),
    (
        "discount",
        rf"(?P<tenths>{_SPELT}{{1,2}}(?:点{_SPELT})?|{_PLAIN_NUMBER})折(?![合算旧叠扣价半线射腾返])",
        _discount,
    ),
    (
        "tenth",
        rf"(?P<tenths_2>(?:{_SPELT}|十|{_PLAIN_NUMBER})[成割](?:半|{_SPELT}(?![{DIGIT}]|{COUNTER}))?)"
        r"(?![员立为功果本效分套品人年熟交长绩不引合])",
        _tenth,
    ),
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
_FIGURE = re.compile(
    f"(?={_FIRST})(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern, _ in _WAYS)})", re.ASCII
)
_READERS = {name: reader for name, _, reader in _WAYS}
