"""One named value at a time: what it means, or the fault in it. Every format ends here."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from adapters.intake.items import shortened
from adapters.intake.names.countries import CODES
from domain.commands.fit import must_be_fit
from domain.identity import LENGTH, character_name, is_uscc, unfit_at
from domain.money import AMOUNT_MAX_FEN, parse_yuan
from domain.policy.facts import TEXT_MAX
from domain.policy.figures import parse_number, written_number
from domain.refusals import Refusal

INVOICES_MAX = 100
INVOICE_MAX = 100  # characters
BOOTHS_MAX = 200
YEARS = range(1900, 3000)

_BREAKS = re.compile(r"\s*[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]\s*")  # white space that moves on

_known_uscc = lru_cache(maxsize=65_536)(is_uscc)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value is refused; readers put it in place of a value that they cannot read.

    check: which of the code's checks failed, where it has several; limit: what it measured, and
    by what.
    """

    code: str
    value: str
    check: str = ""
    limit: str = ""


Check = Callable[[Any], Any]  # the value meant, or a Fault


def fault(code: str, value: object) -> Fault:
    """Return a fault that repeats no more of the value than a message may."""
    return Fault(code, shortened(value))


MISSING = Fault("missing-field", "")


def text(value: Any) -> str | Fault:
    """Return a text trimmed of outer white space, on one line: a break in it is a blank."""
    if value.__class__ is not str:
        return _not_text(value, "bad-value")
    trimmed: str = value.strip()
    if not trimmed:
        return MISSING
    if len(trimmed) > TEXT_MAX:
        return fault("bad-value", trimmed)
    return _fit(trimmed if trimmed.isprintable() else _BREAKS.sub(" ", trimmed))


def _fit(text: str) -> str | Fault:
    if text.endswith("\0"):  # a number that lost its last digits, as the reader marks it
        return fault("bad-value", text)
    try:
        must_be_fit(text, "")
    except Refusal as refusal:
        return Fault(refusal.code, str(refusal.facts["text"]))
    return text


def uscc(value: Any) -> str | Fault:
    """Return a unified social credit code whose check character is right."""
    if value.__class__ is not str:
        return _not_text(value, "bad-uscc")
    trimmed: str = value.strip()
    if len(trimmed) == LENGTH and _known_uscc(trimmed):
        return trimmed
    seen = "".join(each for each in trimmed if not _is_unseen(each))
    bare = trimmed.strip("".join(each for each in trimmed if _is_unseen(each)))
    if not seen:
        return MISSING
    if len(seen) != LENGTH or not _known_uscc(seen):
        return fault("bad-uscc", trimmed)
    if bare == seen:
        return seen
    at = next(at for at, each in enumerate(bare) if _is_unseen(each))
    return fault("bad-character", f"{bare[:at][-20:]}[{character_name(bare[at])}]{bare[at + 1 :]}")


def _is_unseen(character: str) -> bool:
    """Say whether a character of a code cannot be seen, or is a spreadsheet's mark of text."""
    return character in "'’＇" or character.isspace() or unfit_at(character) is not None


def day(value: Any) -> date | Fault:
    """Return the day that an ISO date names."""
    if value.__class__ is not str:
        return _not_text(value, "bad-date")
    trimmed = value.strip()
    shaped = len(trimmed) == 10 and trimmed[4] == trimmed[7] == "-" and trimmed.isascii()
    if shaped and (known := _known_day(trimmed)) is not None:
        return known
    return fault("bad-date", trimmed) if trimmed else MISSING


@lru_cache(maxsize=50_000)
def _known_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def amount(value: Any) -> int | Fault:
    """Return the fen of an amount of yuan above 0."""
    cents = amount_or_zero(value)
    return fault("bad-amount", value) if cents == 0 else cents


def amount_or_zero(value: Any) -> int | Fault:
    """Return the fen of an amount of yuan (or the cents of dollars) of 0 or more."""
    if value.__class__ is not str:
        return _not_text(value, "bad-amount")
    if value[-3:-2] == "." and value.isascii():  # the usual shape, 12345.67, by hand: it is hot
        digits = value[:-3] + value[-2:]
        if digits.isdigit() and 3 <= len(digits) <= 15:
            return int(digits)
    try:
        return parse_yuan(value)
    except ValueError:
        blank = not value.strip()
        return MISSING if blank else fault("bad-amount", value)


def other_support(value: Any) -> int | Fault:
    """Return the fen granted elsewhere; left out means none."""
    return 0 if value is None or value == "0.00" else amount_or_zero(value)


def country(value: Any) -> str | Fault:
    """Return an ISO 3166-1 alpha-2 code."""
    return _word(value, CODES, "unknown-country")


def boolean(value: Any) -> bool | Fault:
    """Return a real boolean."""
    if value is True or value is False:
        return bool(value)
    return _not_text(value, "bad-value") if value != "" else MISSING


def year(value: Any) -> int | Fault:
    """Return a calendar year."""
    if value.__class__ is int and value in YEARS:
        return int(value)
    return _not_text(value, "bad-value") if value != "" else MISSING


def count(value: Any) -> int | Fault:
    """Return a whole number that is not negative."""
    if value.__class__ is int and 0 <= value <= AMOUNT_MAX_FEN:
        return int(value)
    return _not_text(value, "bad-value") if value != "" else MISSING


def quantity(value: Any) -> str | Fault:
    """Return a number that is not money, with at most six decimals, in its one form."""
    written = text(value)
    if isinstance(written, Fault):
        return written
    try:
        return written_number(parse_number(written))
    except ValueError:
        return fault("bad-value", value)


def one_of(*words: str) -> Check:
    """Return a check that allows these words only."""
    return lambda value: _word(value, words, "bad-value")


_BRACKETS = str.maketrans("()", "（）")


def article_of(articles: tuple[str, ...]) -> Check:
    """Return a check that allows these articles, each as it is written, in any brackets."""

    def article(value: Any) -> str | Fault:
        cited = text(value)
        if isinstance(cited, str) and "".join(cited.translate(_BRACKETS).split()) not in articles:
            return fault("bad-value", value)
        return cited

    return article


def invoices(value: Any) -> tuple[str, ...] | Fault:
    """Return the invoices named, each once; left out means none."""
    if value is None:
        return ()
    if value.__class__ is not list or len(value) > INVOICES_MAX:
        return _not_text(value, "bad-value")
    named: list[str] = []
    for number in value:
        trimmed = number.strip() if number.__class__ is str else ""
        if not 0 < len(trimmed) <= INVOICE_MAX:
            return fault("bad-value", number)
        fit = _fit(trimmed)
        if isinstance(fit, Fault):
            return fit
        named.append(fit)
    return tuple(named) if len(named) < 2 else tuple(dict.fromkeys(named))


def booth_fees(value: Any) -> tuple[int, ...] | Fault:
    """Return the fen of each standard booth."""
    if value.__class__ is not list:
        return _not_text(value, "bad-value")
    if not 0 < len(value) <= BOOTHS_MAX:
        return fault("bad-value", value) if value else MISSING
    fees: list[Any] = []
    for fee in value:
        cents = amount(fee)
        if isinstance(cents, Fault):
            return fault("bad-amount", fee) if cents.code == "missing-field" else cents
        fees.append(cents)
    return tuple(fees)


def _word(value: Any, allowed: Container[str], code: str) -> str | Fault:
    if value.__class__ is not str:
        return _not_text(value, code)
    trimmed: str = value.strip()
    if trimmed in allowed:
        return trimmed
    return fault(code, trimmed) if trimmed else MISSING


def _not_text(value: object, code: str) -> Fault:
    if value is None:
        return MISSING
    return value if isinstance(value, Fault) else fault(code, value)
