"""Reads the rules of the office from a TOML file, refusing by its key whatever does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from adapters.files.durable import read_regular
from adapters.policy.file.toml import toml_of
from domain.policy.office.rules import (
    SPANS,
    CalendarYear,
    Limit,
    NoticeRule,
    OfficeRules,
    RulesInForce,
)
from domain.refusals import Refusal

SHIPPED = files("adapters.policy") / "office-rules.toml"
_SATURDAY = 5

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Days = Annotated[int, msgspec.Meta(ge=1, le=365)]
_Year = Annotated[int, msgspec.Meta(ge=1900, le=2999)]
_Counts = Literal["working", "natural"]


class _Notice(msgspec.Struct, forbid_unknown_fields=True):
    days: _Days
    counts: _Counts
    source: str
    minimum_days: _Days = 1


class _Limit(msgspec.Struct, forbid_unknown_fields=True):
    starts: Literal["filed", "decided", "notice"]
    ends: Literal["decided", "paid"]
    days: _Days
    counts: _Counts
    source: _Text
    policy: _Text | None = None


class _Calendar(msgspec.Struct, forbid_unknown_fields=True):
    year: _Year
    source: _Text
    holidays: tuple[str, ...]
    workdays: tuple[str, ...]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    document: _Text
    notice: _Notice | None = None
    limit: tuple[_Limit, ...] | None = None
    year: tuple[_Calendar, ...] = ()


def read_office_rules(path: Path) -> OfficeRules:
    """Return what a file sets. Raises Refusal `office-rules-invalid`, which names the key."""
    rules = _read(path.name, path)
    if rules.notice is not None and not rules.notice.source:
        raise _invalid(path.name, "notice.source", "a rule names its source")
    return rules


@cache
def shipped_rules() -> RulesInForce:
    """Return what holds before any document is recorded."""
    shipped = _read(SHIPPED.name, SHIPPED)
    assert shipped.notice is not None, "the rules that ship say how long a notice is"
    return RulesInForce(notice=shipped.notice, limits=(), years={}).after(shipped)


def _read(name: str, source: Path | Traversable) -> OfficeRules:
    try:
        content = read_regular(source) if isinstance(source, Path) else source.read_bytes()
        said = msgspec.convert(toml_of(content), _File)
    except OSError as problem:
        raise _invalid(name, "", problem.strerror or str(problem)) from problem
    except UnicodeDecodeError as problem:
        raise _invalid(name, "", f"UTF-8: {problem.start}") from problem
    except msgspec.ValidationError as problem:
        said_wrong, _at, where = str(problem).partition(" - at `$.")
        raise _invalid(name, where.rstrip("`"), said_wrong) from problem
    except ValueError as problem:
        raise _invalid(name, "", str(problem)) from problem
    notice = None if said.notice is None else NoticeRule(**msgspec.structs.asdict(said.notice))
    if notice is not None and notice.days < notice.minimum_days:
        raise _invalid(name, "notice.minimum_days", f"{notice.minimum_days} > {notice.days}")
    limits = None
    if said.limit is not None:
        limits = tuple(Limit(**msgspec.structs.asdict(each)) for each in said.limit)
        _check_limits(name, limits)
    years = tuple(_calendar(name, at, each) for at, each in enumerate(said.year))
    if len({each.year for each in years}) < len(years):
        raise _invalid(name, "year", "the same year twice")
    if notice is None and limits is None and not years:
        raise _invalid(name, "", "notice, limit, year")
    return OfficeRules(document=said.document, notice=notice, limits=limits, years=years)


def _check_limits(name: str, limits: tuple[Limit, ...]) -> None:
    spans = [(each.starts, each.ends, each.policy) for each in limits]
    for at, (starts, ends, _policy) in enumerate(spans):
        if (starts, ends) not in SPANS:
            raise _invalid(name, f"limit[{at}]", f"{starts} → {ends}")
        if spans.index(spans[at]) < at:
            raise _invalid(name, f"limit[{at}]", "the same span twice")


def _calendar(name: str, at: int, said: _Calendar) -> CalendarYear:
    where = f"year[{at}]"
    holidays = tuple(_days(name, f"{where}.holidays", said.year, said.holidays))
    workdays = tuple(_days(name, f"{where}.workdays", said.year, said.workdays))
    if not holidays:
        raise _invalid(name, f"{where}.holidays", "no day off")
    for day in workdays:
        if day.weekday() < _SATURDAY or day in holidays:
            raise _invalid(name, f"{where}.workdays", f"{day}: not a day off that is worked")
    return CalendarYear(year=said.year, source=said.source, holidays=holidays, workdays=workdays)


def _days(name: str, where: str, year: int, said: tuple[str, ...]) -> Iterator[date]:
    """Yield each day of `2027-02-06..2027-02-12`, `2027-01-01` and so on, in order."""
    last_before = date(year - 1, 12, 28)
    for span in said:
        first_text, _dots, last_text = str(span).partition("..")
        try:
            first = date.fromisoformat(first_text)
            last = date.fromisoformat(last_text or first_text)
        except ValueError:
            raise _invalid(name, where, str(span)) from None
        if not last_before < first <= last or last.year > year:
            raise _invalid(name, where, str(span))
        last_before = last
        for after in range((last - first).days + 1):
            yield first + timedelta(days=after)


def _invalid(name: str, where: str, given: str) -> Refusal:
    return Refusal("office-rules-invalid", file=name, where=where, found=given[:80])
