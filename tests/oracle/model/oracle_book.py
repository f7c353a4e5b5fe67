"""Versions of the policy in the second implementation, and which of them governs a day."""

import copy
from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle.model.oracle_policy import IN_FEN, LIMITS, MEASURES, READINGS, Version, fen


def shipped() -> Version:
    """The policy as it ships."""
    readings = {name: known[0] for name, known in READINGS.items()}
    return Version(measures=copy.deepcopy(MEASURES), limits=dict(LIMITS), readings=readings)


def patched(version: Version, settings: dict[str, str]) -> Version:
    """The same policy with other values, each named by its path and written as in measures.md."""
    made = copy.deepcopy(version)
    for path, written in settings.items():
        match path.split("."):
            case ["readings", name]:
                if written not in READINGS[name]:
                    raise NotImplementedError(f"{name}={written}")
                made.readings[name] = written
            case ["caps", cap, "limit"]:
                in_fen = cap in IN_FEN
                made.limits[cap] = int(fen(written)) if in_fen else int(written)
            case ["measures", measure, "awards", grade]:
                made.measures[measure]["awards"][grade] = fen(written)
            case ["measures", measure, parameter]:
                assert parameter in made.measures[measure], path
                made.measures[measure][parameter] = _value(parameter, written)
            case _:
                raise KeyError(path)
    return made


def _value(parameter: str, written: str) -> Any:
    match parameter:
        case "rate" | "share_of_guaranteed":
            return Fraction(written.removesuffix("%")) / 100
        case "booths_per_exhibition":
            return int(written)
        case "per_usd" | "from_usd":
            return Fraction(written)
    return fen(written)


class Book:
    """Every version recorded, in the order of recording."""

    def __init__(self, versions: list[Version]) -> None:
        self.versions = versions

    def governing(self, day: date) -> int | None:
        """The number, from 1, of the last recorded version that contains the day."""
        latest = None
        for number, version in enumerate(self.versions, start=1):
            if version.first_day <= day <= version.last_day:
                latest = number
        return latest

    def version(self, day: date) -> Version | None:
        """The version that governs the day."""
        number = self.governing(day)
        return None if number is None else self.versions[number - 1]

    def last_day_in(self, year: int | None) -> date | None:
        """The last governed day of a year, or of the whole policy."""
        if year is None:
            return max(version.last_day for version in self.versions)
        governed = [
            min(version.last_day, date(year, 12, 31))
            for version in self.versions
            if version.first_day.year <= year <= version.last_day.year
        ]
        return max(governed, default=None)

    def amended(
        self,
        settings: dict[str, str],
        first_day: str,
        last_day: str,
        announced_on: str,
        document: str,
    ) -> "Book":
        """The book with one more version: the one governing `first_day`, patched.

        The same book when the last recorded version is that one already.
        Raises LookupError when none governs `first_day`.
        """
        base = self.version(date.fromisoformat(first_day))
        if base is None:
            raise LookupError(first_day)
        made = patched(base, settings)
        made.first_day, made.last_day = date.fromisoformat(first_day), date.fromisoformat(last_day)
        made.announced_on, made.document = date.fromisoformat(announced_on), document
        return self if made == self.versions[-1] else Book([*self.versions, made])
