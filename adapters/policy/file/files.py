"""Reads a policy file: TOML to a policy, refusing by name whatever the program does not know."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from adapters.files.durable import read_regular
from adapters.policy.catalogue import CAPS, FORMULAS, GRADES, MEASURES, parameters_of
from adapters.policy.codec import to_json
from adapters.policy.file.consistency import UNITS, check_consistency
from adapters.policy.file.shape import (
    AwardByGradeLines,
    CapLines,
    FigureLines,
    MeasureLines,
    PolicyFileError,
    PolicyLines,
)
from adapters.policy.paths import SHIPPED
from adapters.policy.text.agreement import (
    Article,
    Inferred,
    PrintedFigure,
    check_agreement,
    read_printed,
)
from domain.policy.measures import (
    AwardByGrade,
    Cap,
    Commitment,
    Countries,
    Formula,
    Measure,
    Policy,
)
from domain.policy.readings import RIVALS, Readings
from domain.refusals import Refusal

SIZE_MAX = 36_000  # bytes of the canonical form, less than the codec's own limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingNote:
    """A reading as a file explains it."""

    name: str
    article: str
    chosen: str
    note_zh: str
    note_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFile:
    """A policy with what its file says about the text: printed figures, inferences, readings."""

    policy: Policy
    articles: tuple[Article, ...]
    inferred: tuple[Inferred, ...]
    readings: tuple[ReadingNote, ...]


def read_policy_file(path: Path) -> PolicyFile:
    """Return the policy a file states.

    Raises Refusal `policy-file-invalid`, which names the key, when any of it does not hold.
    """
    return _read(path.name, path)


def shipped_policy_file() -> PolicyFile:
    """Return the policy the program ships with."""
    return _read(SHIPPED.name, SHIPPED)


def _read(name: str, source: Path | Traversable) -> PolicyFile:
    try:
        lines = _validated(_parsed(source))
        check_consistency(lines)
        file = _policy_file(lines)
        check_agreement(file.policy, file.articles, file.inferred)
        _check_size(file.policy)
        return file
    except PolicyFileError as wrong:
        facts = {"where": wrong.where, "problem": wrong.problem, "found": wrong.found}
        raise Refusal("policy-file-invalid", file=name, **facts, **wrong.more) from wrong


def _policy_file(lines: PolicyLines) -> PolicyFile:
    return PolicyFile(
        policy=_policy(lines),
        articles=tuple(
            Article(
                id=article.id, figures=tuple(_figure(article.id, each) for each in article.figures)
            )
            for article in lines.article
        ),
        inferred=tuple(
            Inferred(**entry.model_dump() | {"paths": tuple(entry.paths)})
            for entry in lines.inferred
        ),
        readings=tuple(
            ReadingNote(name=name, **lines.readings[name].model_dump(exclude={"rivals"}))
            for name in RIVALS
        ),
    )


def _policy(lines: PolicyLines) -> Policy:
    """Return the policy that consistent lines state: in the catalogue's order, other caps last."""
    chosen: dict[str, Any] = {name: lines.readings[name].chosen for name in RIVALS}
    shared = {"id", "title_zh", "title_en", "document", "announced_on", "first_day", "last_day"}
    return Policy(
        **lines.model_dump(include=shared),
        measures={name: _measure(name, lines.measures[name]) for name in MEASURES},
        caps={name: _cap(name, lines.caps[name]) for name in CAPS | lines.caps},
        readings=Readings(**chosen),
        countries=Countries(
            belt_and_road=frozenset(lines.countries.belt_and_road),
            rcep_in_force=dict(sorted(lines.countries.rcep_in_force.items())),
        ),
        commitments=tuple(Commitment(**entry.model_dump()) for entry in lines.commitment),
    )


def _measure(name: str, lines: MeasureLines) -> Measure:
    shared = lines.model_dump(include={"article", "title_zh", "title_en", "needs_self_export"})
    return Measure(id=name, formula=_formula(lines), **shared)


def _formula(lines: MeasureLines) -> Formula:
    """Return the formula: the lines name each parameter as the domain does, less its unit."""
    if isinstance(lines, AwardByGradeLines):
        return AwardByGrade(awards_fen={grade: lines.awards[grade] for grade in GRADES})
    formula = FORMULAS[lines.formula]
    values = {field: getattr(lines, name) for name, _, field in parameters_of(formula)}
    return formula(**values)


def _cap(name: str, lines: CapLines) -> Cap:
    changed = {"unit": UNITS[lines.unit], "measures": tuple(lines.measures)}
    return Cap(id=name, **lines.model_dump() | changed)


def _figure(article: str, lines: FigureLines) -> PrintedFigure:
    return PrintedFigure(
        figure=read_printed(f"article.{article}", lines.printed),
        sets=tuple(lines.sets),
        note_zh=lines.note_zh or "",
        note_en=lines.note_en or "",
    )


def _check_size(policy: Policy) -> None:
    """A published policy is recorded whole, and an amended policy may say a little more."""
    size = len(to_json(policy))
    if size > SIZE_MAX:
        raise PolicyFileError("", "too-long", f"{size} bytes")


def _parsed(source: Path | Traversable) -> dict[str, object]:
    try:
        content = read_regular(source) if isinstance(source, Path) else source.read_bytes()
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as problem:
        raise PolicyFileError("", "unreadable", problem.strerror or problem) from problem
    except UnicodeDecodeError as problem:
        raise PolicyFileError("", "not-utf8", problem.start) from problem
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise PolicyFileError("", "not-toml", problem) from problem


def _validated(document: dict[str, object]) -> PolicyLines:
    try:
        return PolicyLines.model_validate(document)
    except ValidationError as errors:
        first = errors.errors(include_url=False)[0]
        value = "" if "missing" in _problem(first) else first["input"]
        raise PolicyFileError(_where(first, document), _problem(first), value) from errors


_PROBLEMS = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "union_tag_not_found": "missing",
    "union_tag_invalid": "not-allowed",
    "literal_error": "not-allowed",
    "too_short": "empty",
    "string_pattern_mismatch": "malformed",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
}


def _problem(error: ErrorDetails) -> str:
    """Return the stable word for an error of shape; the value readers bring their own."""
    if error["type"] == "not-a-value":
        return error["msg"]
    return _PROBLEMS.get(error["type"], "wrong-type")


def _where(error: ErrorDetails, document: Mapping[str, object]) -> str:
    """Return a key path as an officer reads it: entries of lists by their article or number."""
    location = [key for key in error["loc"] if key != "[key]"]
    if location[0] in _TAGS:
        del location[2:3]  # the formula or unit by which pydantic chose the shape
        if error["type"].startswith("union_tag"):
            location.append(_TAGS[str(location[0])])
    parts: list[str] = []
    at: object = document
    for key in location:
        if isinstance(at, list) and isinstance(key, int):
            at = at[key]
            name = at.get("id") or at.get("article") if isinstance(at, Mapping) else None
            parts.append(name if isinstance(name, str) else str(key + 1))
        else:
            at = at.get(str(key)) if isinstance(at, Mapping) else None
            parts.append(str(key))
    return ".".join(parts)


_TAGS = {"measures": "formula", "caps": "unit"}
