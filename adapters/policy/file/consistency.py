"""Whether a well-shaped policy file says all it must, and nothing the program cannot do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from adapters.policy.catalogue import (
    CAPS,
    GRADES,
    MADE_BY_A_READING,
    MEASURES,
    STATING_SELF_EXPORT,
    WAREHOUSE_MEASURES,
)
from adapters.policy.file.shape import AwardByGradeLines, PolicyFileError, PolicyLines
from adapters.policy.text.agreement import articles_of
from domain.policy.readings import RIVALS, WITHOUT_A_LIST

UNITS = {"yuan": "fen", "count": "count"}


def check_consistency(lines: PolicyLines) -> None:
    """Raises PolicyFileError naming the first key that does not hold."""
    if lines.last_day < lines.first_day:
        raise PolicyFileError("last_day", "days-out-of-order", lines.last_day)
    _check_measures(lines)
    _check_caps(lines)
    _check_readings(lines)
    _check_countries(lines)
    _check_articles(lines)
    _check_notes(lines)


def _check_measures(lines: PolicyLines) -> None:
    _check_names("measures", lines.measures, MEASURES)
    for name, measure in lines.measures.items():
        if measure.formula not in MEASURES[name]:
            raise PolicyFileError(f"measures.{name}.formula", "not-allowed", measure.formula)
        if measure.needs_self_export and name not in STATING_SELF_EXPORT:
            raise PolicyFileError(f"measures.{name}.needs_self_export", "not-allowed", "true")
        if isinstance(measure, AwardByGradeLines):
            _check_names(f"measures.{name}.awards", measure.awards, GRADES)


def _check_caps(lines: PolicyLines) -> None:
    """The shipped caps are all there, with their unit and scope; others may follow."""
    if MADE_BY_A_READING in lines.caps:
        raise PolicyFileError(f"caps.{MADE_BY_A_READING}", "not-allowed", MADE_BY_A_READING)
    _check_names("caps", lines.caps, CAPS.keys() | lines.caps.keys())
    for name, cap in lines.caps.items():
        unit, per = CAPS.get(name, (UNITS[cap.unit], cap.per))
        if UNITS[cap.unit] != unit:
            raise PolicyFileError(f"caps.{name}.unit", "not-allowed", cap.unit)
        if cap.per != per:
            raise PolicyFileError(f"caps.{name}.per", "not-allowed", cap.per)
        _check_once(f"caps.{name}.measures", cap.measures)
        for measure in cap.measures:
            if measure not in MEASURES:
                raise PolicyFileError(f"caps.{name}.measures", "unknown", measure)
            if per == "warehouse" and measure not in WAREHOUSE_MEASURES:
                raise PolicyFileError(f"caps.{name}.measures", "not-allowed", measure)


def _check_readings(lines: PolicyLines) -> None:
    _check_names("readings", lines.readings, RIVALS)
    for name, reading in lines.readings.items():
        start = f"readings.{name}"
        if reading.chosen not in RIVALS[name]:
            raise PolicyFileError(f"{start}.chosen", "not-allowed", reading.chosen)
        if (name, reading.chosen) in WITHOUT_A_LIST:
            raise PolicyFileError(f"{start}.chosen", "waits-for-its-list", reading.chosen)
        _check_once(f"{start}.rivals", (reading.chosen, *reading.rivals))
        rivals = [rival for rival in RIVALS[name] if rival != reading.chosen]
        _check_names(f"{start}.rivals", reading.rivals, rivals)


def _check_countries(lines: PolicyLines) -> None:
    """China is on neither list: what happens there is not abroad."""
    _check_once("countries.belt_and_road", lines.countries.belt_and_road)
    for name in ("belt_and_road", "rcep_in_force"):
        if "CN" in getattr(lines.countries, name):
            raise PolicyFileError(f"countries.{name}", "not-allowed", "CN")


def _check_articles(lines: PolicyLines) -> None:
    """Every cited article is listed; every listed article is cited or prints a figure."""
    listed = [article.id for article in lines.article]
    _check_once("article", listed)
    cited = set()
    for where, article in _citations(lines):
        for cited_article in articles_of(article):
            if cited_article not in listed:
                raise PolicyFileError(where, "unknown-article", cited_article)
            cited.add(cited_article)
    for entry in lines.article:
        if not entry.figures and entry.id not in cited:
            raise PolicyFileError(f"article.{entry.id}", "unaccounted-for", entry.id)


def _citations(lines: PolicyLines) -> Iterator[tuple[str, str]]:
    for name, measure in lines.measures.items():
        yield f"measures.{name}.article", measure.article
    for name, cap in lines.caps.items():
        yield f"caps.{name}.article", cap.article
    for name, reading in lines.readings.items():
        yield f"readings.{name}.article", reading.article
    for commitment in lines.commitment:
        yield f"commitment.{commitment.article}", commitment.article
    for entry in lines.inferred:
        yield f"inferred.{entry.article}", entry.article


def _check_notes(lines: PolicyLines) -> None:
    """A figure that sets nothing says why; a note stands in both languages."""
    for article in lines.article:
        for number, figure in enumerate(article.figures, start=1):
            where = f"article.{article.id}.figures.{number}"
            if (figure.note_zh is None) != (figure.note_en is None):
                raise PolicyFileError(where, "note-in-one-language", figure.printed)
            if not figure.sets and figure.note_zh is None:
                raise PolicyFileError(where, "needs-a-note", figure.printed)
            _check_once(f"{where}.sets", figure.sets)


def _check_names(where: str, names: Collection[str], expected: Iterable[str]) -> None:
    expected = tuple(expected)
    for name in names:
        if name not in expected:
            raise PolicyFileError(f"{where}.{name}", "unknown", name)
    for name in expected:
        if name not in names:
            raise PolicyFileError(f"{where}.{name}", "missing", "")


def _check_once(where: str, names: Collection[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise PolicyFileError(where, "repeated", name)
        seen.add(name)
