"""What a bureau says of itself on letters: a TOML file, each entry in force from its first day.

An entry is never edited once letters were printed under it: the next one is added, so that a letter
is made again with the details that it was printed with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from adapters.files.durable import problem_text, read_regular
from domain.refusals import Refusal
from domain.value import value

FILE, ENGLISH_FILE = "papers.toml", "papers.en.toml"
SAMPLE = Path(__file__).with_name("templates") / FILE
ENGLISH_SAMPLE = SAMPLE.with_name(ENGLISH_FILE)
_TEXTS = ("name", "phone", "address", "contact")
_REPAYMENT = ("holder", "bank", "number", "period")
_REMEDY = ("way", "organ", "period")


@value
class Remedy:
    """What an addressee may do: 申请行政复议, to which organ, within which period."""

    way: str
    organ: str
    period: str


@value
class Repayment:
    """To which account money is repaid, and within which period."""

    holder: str
    bank: str
    number: str
    period: str


@value
class Bureau:
    """A bureau as letters print it."""

    first_day: date
    name: str
    phone: str
    address: str
    contact: str
    repayment: Repayment
    remedies: tuple[Remedy, ...]

    @property
    def printed(self) -> dict[str, Any]:
        """Everything that a letter may print of it."""
        printed = asdict(self)
        del printed["first_day"]
        return printed


def bureaus_in(path: Path) -> list[Bureau]:
    """Return the entries of a file, the earliest first.

    Raises Refusal `bureau-details-missing`, `bureau-details`.
    """
    try:
        raw = read_regular(path)
    except FileNotFoundError as missing:
        raise Refusal("bureau-details-missing", file=str(path)) from missing
    except OSError as problem:
        raise _wrong(path, problem_text(problem)) from problem
    try:
        document = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise _wrong(path, "UTF-8") from problem
    except ValueError as problem:
        raise _wrong(path, str(problem)) from problem
    entries = document.get("bureau")
    if not isinstance(entries, list) or not entries or set(document) != {"bureau"}:
        raise _wrong(path, "[[bureau]]")
    return sorted((_bureau(path, each) for each in entries), key=lambda each: each.first_day)


def in_force(bureaus: list[Bureau], day: date, path: Path) -> Bureau:
    """Return the entry in force on a day. Raises Refusal `bureau-details`."""
    begun = [each for each in bureaus if each.first_day <= day]
    if not begun:
        raise _wrong(path, f"first_day > {day}")
    return begun[-1]


def _bureau(path: Path, entry: Any) -> Bureau:
    known = {"first_day", *_TEXTS, "repayment", "remedies"}
    if not isinstance(entry, Mapping):
        raise _wrong(path, "[[bureau]]")
    for name in entry:
        if name not in known:
            raise _wrong(path, name)
    first_day, remedies = entry.get("first_day"), entry.get("remedies")
    if type(first_day) is not date:
        raise _wrong(path, "first_day")
    if not isinstance(remedies, list) or not remedies:
        raise _wrong(path, "remedies")
    texts = _texts(path, entry, _TEXTS, "", others=known)
    repayment = _texts(path, entry.get("repayment"), _REPAYMENT, "repayment.")
    ways = [_texts(path, each, _REMEDY, "remedies.") for each in remedies]
    return Bureau(
        first_day=first_day,
        **texts,
        repayment=Repayment(**repayment),
        remedies=tuple(Remedy(**each) for each in ways),
    )


def _texts(
    path: Path, entry: Any, names: tuple[str, ...], under: str, others: set[str] | None = None
) -> dict[str, str]:
    """Return the texts of an entry, each of which must be there and say something."""
    if not isinstance(entry, Mapping):
        raise _wrong(path, under.rstrip("."))
    for name in names:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise _wrong(path, under + name)
    for name in entry:
        if name not in names and name not in (others or ()):
            raise _wrong(path, under + name)
    return {name: entry[name] for name in names}


def _wrong(path: Path, what: str) -> Refusal:
    return Refusal("bureau-details", file=str(path), what=what)
