"""Numbers that English, German and French texts write in words: two, twenty-five, fünfzig, trois.

`one`, `ein` and `un` are articles too: they count where a limit stands before them or a multiple
after them. Better a figure too many, which is reported, than one that is passed over.
"""

from __future__ import annotations

import re
from fractions import Fraction

from adapters.policy.text.units import CURRENCY, MULTIPLE, MULTIPLES, PER_HUNDRED, measured

_SMALL = (
    "two zwei deux|three drei trois|four vier quatre|five fünf cinq|six sechs|seven sieben sept"
    "|eight acht huit|nine neun neuf|ten zehn dix|eleven elf onze|twelve zwölf douze"
    "|thirteen dreizehn treize|fourteen vierzehn quatorze|fifteen fünfzehn quinze"
    "|sixteen sechzehn seize|seventeen siebzehn|eighteen achtzehn|nineteen neunzehn"
)
_TENS = (
    "twenty zwanzig vingt|thirty dreißig dreissig trente|forty vierzig quarante"
    "|fifty fünfzig cinquante|sixty sechzig soixante|seventy siebzig|eighty achtzig|ninety neunzig"
)
_ARTICLES = ["one", "eine", "einem", "einen", "einer", "ein", "une", "un", "a"]
_TIMES = {"twice": 2, "thrice": 3, "zweimal": 2, "dreimal": 3, "viermal": 4, "fünfmal": 5}

_UNITS = {word: n for n, words in enumerate(_SMALL.split("|"), 2) for word in words.split()}
_WORTH = (
    _UNITS
    | {word: 10 * n for n, words in enumerate(_TENS.split("|"), 2) for word in words.split()}
    | dict.fromkeys(_ARTICLES, 1)
    | {"hundert": 100, "tausend": 1000}
)


def _any(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_END = "(?![A-Za-zÀ-ɏ])"
_ENGLISH_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TO_NINE = "one|two|three|four|five|six|seven|eight|nine"
_COMPOUND = rf"(?:{_ENGLISH_TENS})-(?:{_TO_NINE})"
_NUMBER = rf"(?i:{_COMPOUND}|{_any([*_WORTH])}){_END}"
SEVERAL = rf"(?i:{_COMPOUND}|{_any([word for word in _WORTH if word not in _ARTICLES])}){_END}"
PATTERN = (
    rf"(?<![A-Za-zÀ-ɏ-])(?:(?P<twice>(?i:{_any([*_TIMES])})){_END}"
    rf"|(?P<spelt_number>{_NUMBER})(?P<hundred> hundred{_END}(?: and (?P<spelt_rest>{_NUMBER}))?)?"
    rf"(?: (?P<multiple_3>{MULTIPLE}))?(?: ?(?P<unit_5>{CURRENCY}|{PER_HUNDRED}))?)"
)

_LIMITING = re.compile(
    r"(?:at most|up to|only|(?:more|less|fewer) than|at least|maximum of|limited to|höchstens"
    r"|mindestens|maximal|nur|bis zu|mehr als|weniger als|au plus|au maximum|au moins) $",
    re.IGNORECASE,
)
# `three (3)` and `3 (three)` are one figure, that in digits.
_IN_DIGITS_TOO = re.compile(r" ?\(\d+\)")
_AFTER_DIGITS = re.compile(r"\d ?\($")


def read_spelt(match: re.Match[str]) -> tuple[Fraction, str] | None:
    """Return what is spelt, in its unit: `` where it counts what stands behind it."""
    if match["twice"]:
        return Fraction(_TIMES[match["twice"].casefold()]), "次"
    if _IN_DIGITS_TOO.match(match.string, match.end()) or (
        _AFTER_DIGITS.search(match.string[: match.start()][-20:])
    ):
        return None
    number, hundred, multiple = match["spelt_number"], match["hundred"], match["multiple_3"]
    is_alone = not (hundred or multiple or match["unit_5"])
    before = match.string[: match.start()][-20:]
    if number.casefold() in _ARTICLES and is_alone and not _LIMITING.search(before):
        return None
    if number.casefold() == "a" and not (hundred or multiple):
        return None
    value = worth(number) * (100 if hundred else 1)
    if match["spelt_rest"]:
        value += worth(match["spelt_rest"])
    return measured(Fraction(value * MULTIPLES.get(multiple or "", 1)), match["unit_5"] or "")


def worth(word: str) -> int:
    """Return what a number in words is worth: 25 for `twenty-five`."""
    return sum(_WORTH[part] for part in word.casefold().split("-"))
