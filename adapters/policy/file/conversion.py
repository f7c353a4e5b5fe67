"""From the lines of a policy file to what the domain knows, in the order of the catalogue."""

from __future__ import annotations

from typing import Any

from adapters.policy.catalogue import CAPS, FORMULAS, GRADES, MEASURES, parameters_of
from adapters.policy.file.shape import (
    ArticleLines,
    AwardByGradeLines,
    CapLines,
    FigureLines,
    InferredLines,
    MeasureLines,
    PolicyLines,
)
from adapters.policy.text.agreement import Article, Inferred, PrintedFigure, read_printed
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


def policy_of(lines: PolicyLines) -> Policy:
    """Return the policy that consistent lines state."""
    chosen: dict[str, Any] = {name: lines.readings[name].chosen for name in RIVALS}
    shared = {"id", "title_zh", "title_en", "document", "announced_on", "first_day", "last_day"}
    return Policy(
        **lines.model_dump(include=shared),
        measures={name: _measure(name, lines.measures[name]) for name in MEASURES},
        caps={name: _cap(name, lines.caps[name]) for name in CAPS},
        readings=Readings(**chosen),
        countries=Countries(
            belt_and_road=frozenset(lines.countries.belt_and_road),
            rcep_in_force=dict(sorted(lines.countries.rcep_in_force.items())),
        ),
        commitments=tuple(Commitment(**entry.model_dump()) for entry in lines.commitment),
    )


def article_of(lines: ArticleLines) -> Article:
    """Return an article with its figures read. Raises PolicyFileError for what is not a figure."""
    return Article(id=lines.id, figures=tuple(_figure(lines.id, entry) for entry in lines.figures))


def inferred_of(lines: InferredLines) -> Inferred:
    """Return one inference."""
    return Inferred(**lines.model_dump() | {"paths": tuple(lines.paths)})


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
    changed = {"unit": CAPS[name][0], "measures": tuple(lines.measures)}
    return Cap(id=name, **lines.model_dump() | changed)


def _figure(article: str, lines: FigureLines) -> PrintedFigure:
    return PrintedFigure(
        figure=read_printed(f"article.{article}", lines.printed),
        sets=tuple(lines.sets),
        note_zh=lines.note_zh or "",
        note_en=lines.note_en or "",
    )
