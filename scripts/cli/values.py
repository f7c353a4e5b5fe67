"""How the words of a command line are read: each reader returns a value or says why it cannot.

A reader raises ValueError with a sentence for the reader; the kit puts the parameter's name before
it. `value` makes a parameter of a reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, get_origin

from cyclopts import Parameter, Token

from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.calendar import LAST_YEAR
from domain.commands.fit import must_be_fit
from domain.identity import is_uscc
from domain.money import parse_typed_yuan, parse_yuan
from domain.policy.facts import TEXT_MAX
from domain.refusals import Refusal

FIRST_YEAR = 1900
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # of a policy
DIGITS_MAX = 18  # of a whole number
SHOWN_MAX = 60  # characters of a value that a message repeats

Reader = Callable[[str], Any]


class ReadBy:
    """How cyclopts reads a parameter: each word by `read`."""

    def __init__(self, read: Reader, metavar: str) -> None:
        self.read = read
        self._metavar = metavar

    def __call__(self, hint: Any, tokens: Sequence[Token]) -> Any:
        if get_origin(hint) is tuple:
            return tuple(self._named(token.value, token.keyword) for token in tokens)
        return self._named(tokens[0].value, tokens[0].keyword)

    def _named(self, given: str, option: str | None) -> Any:
        try:
            return self.read(given)
        except Refusal as refusal:
            where = option or self._metavar
            raise Refusal(refusal.code, **{**refusal.facts, "where": where}) from None


def value(read: Reader, metavar: str, help: str) -> Parameter:  # noqa: A002 - as cyclopts says
    """Return a parameter read by `read`; of a tuple each word is read by itself."""
    return Parameter(converter=ReadBy(read, metavar), metavar=metavar, help=help, negative=())


def flag(help: str) -> Parameter:  # noqa: A002 - as cyclopts says
    """Return a parameter that is there or not."""
    return Parameter(help=help, negative=())


def any_text(given: str) -> str:
    """Read what must only be text: bytes that are not are refused."""
    try:
        given.encode()
    except UnicodeEncodeError:
        raise ValueError(_("not text")) from None
    return given


def text(given: str) -> str:
    """Read what is stored as text: not empty, printable, of bounded length.

    Raises Refusal `bad-character`.
    """
    stripped = given.strip()
    must_be_fit(stripped, "")
    if not stripped or len(stripped) > TEXT_MAX or not stripped.isprintable():
        raise ValueError(_("must have 1 to {most} printable characters").format(most=TEXT_MAX))
    return stripped


def names_a_file(given: str) -> bool:
    """Say whether this is a policy file rather than the id of a policy."""
    return _ID.fullmatch(given) is None


def uscc(given: str) -> str:
    """Read a unified social credit code. Raises Refusal `bad-uscc`."""
    if not is_uscc(given):
        raise Refusal("bad-uscc", uscc=given)
    return given


def amount(given: str) -> int:
    """Read an amount in the ledger's currency as hundredths: `1234.5`, `30,000,000`, `3000万`."""
    try:
        return parse_typed_yuan(given)
    except ValueError:
        raise _not_an_amount(_("not an amount with at most two decimals: {given}"), given) from None


def name_and_figure(given: str) -> tuple[str, str]:
    """Read a name and what is stated of it: `us_usd=1000`."""
    name, equals, stated = given.partition("=")
    if not equals:
        raise _wrong(_("not NAME=AMOUNT: {given}"), given)
    return name.strip(), stated.strip()


def share(given: str) -> Fraction:
    """Read an exact share of a whole: `3/5`, `60%`, `33.5%`."""
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?%", given, re.ASCII):
        return Fraction(given[:-1]) / 100
    if not re.fullmatch(r"[0-9]{1,9}/0*[1-9][0-9]{0,8}", given, re.ASCII):
        raise _wrong(_("not a share such as 60% or 3/5: {given}"), given)
    return Fraction(given)


def dollars(given: str) -> int:
    """Read an amount in US dollars as cents."""
    try:
        return parse_yuan(given)
    except ValueError:
        raise _not_an_amount(
            _("not an amount in US dollars with at most two decimals: {given}"), given
        ) from None


def positive_amount(given: str) -> int:
    """Read an amount above 0 as hundredths."""
    fen = amount(given)
    if fen == 0:
        raise _wrong(_("must be above 0: {given}"), given)
    return fen


def whole(given: str) -> int:
    """Read a whole number, not negative."""
    if not (given.isascii() and given.isdigit()):
        raise _wrong(_("not a whole number: {given}"), given)
    if len(given) > DIGITS_MAX:
        raise _wrong(_("too large: {given}"), given)
    return int(given)


def seconds(given: str) -> int:
    """Read a number of seconds, at least one and at most a day."""
    number = whole(given)
    if not 1 <= number <= 86_400:
        raise _wrong(_("must be 1 to 86,400 seconds: {given}"), given)
    return number


def days(given: str) -> int:
    """Read a number of days, at least one and at most a year."""
    number = whole(given)
    if not 1 <= number <= 365:
        raise _wrong(_("must be 1 to 365 days: {given}"), given)
    return number


def day(given: str) -> date:
    """Read a day of the years that can be asked about, as 2022-09-30."""
    try:
        read = datetime.strptime(given, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise _wrong(_("not a day such as 2022-09-30: {given}"), given) from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        message = _("not in {first} to {last}: {given}")
        raise _wrong(message, given, first=FIRST_YEAR, last=LAST_YEAR)
    return read


def year(given: str) -> int:
    """Read a calendar year."""
    digits = given.isascii() and given.isdigit() and len(given) == len(str(LAST_YEAR))
    if not (digits and FIRST_YEAR <= int(given) <= LAST_YEAR):
        raise _wrong(_("not a year: {given}"), given)
    return int(given)


def workbook(given: str) -> Path:
    """Read the path of a workbook to write."""
    path = Path(given)
    if path.suffix.lower() != ".xlsx":
        raise ValueError(_("must end in .xlsx: {given}").format(given=given))
    return path


def _not_an_amount(message: str, given: str) -> ValueError:
    """Return what is wrong with an amount: its form, or its size."""
    large = re.fullmatch(r"\d{14,}(\.\d{1,2})?", given, re.ASCII)
    return _wrong(_("too large: {given}") if large else message, given)


def _wrong(message: str, given: str, **limits: int) -> ValueError:
    """Return an error that repeats what was given, shortened; quotes where that is nothing."""
    shown = given if len(given) <= SHOWN_MAX else f"{given[:SHOWN_MAX]}…"
    return ValueError(message.format(given=shown or "“”", **limits))


USCC = value(uscc, "USCC", N_("unified social credit code"))
CLAIM_NO = value(any_text, "CLAIM_NO", N_("number of a claim"))
POLICY = value(text, "POLICY", N_("of one policy of the ledger, by its id"))
OfPolicy = Annotated[str | None, POLICY]
YEAR = value(year, "YEAR", N_("calendar year"))
DOCUMENT = value(text, "NO", N_("number of the document"))
BACKDATED = value(
    text, "NO", N_("document that allows a day before what this rests on was recorded")
)
AMOUNT = value(positive_amount, "AMOUNT", N_("amount, with at most two decimals"))
MANY = Parameter(consume_multiple=1)  # one option, several values after it
