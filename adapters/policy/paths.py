"""The paths of a policy: every figure and choice an officer can name, with its value and article.

`measures.<measure>.<parameter>`, `measures.<measure>.awards.<grade>`, `caps.<cap>.limit`,
`readings.<name>`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Literal

from adapters.policy.catalogue import parameters_of
from adapters.policy.values import Kind, written
from domain.policy.measures import AwardByGrade, Policy

SHIPPED = files("domain.policy") / "policies" / "yueqing-foreign-trade.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One settable value of a policy. `text` is the value as an officer writes it."""

    path: str
    kind: Kind | Literal["reading"]
    value: int | str
    text: str
    article: str


def parameters_in(policy: Policy) -> dict[str, Parameter]:
    """Return every settable value of a policy by its path, in the order of the file."""
    parameters = (*_measures(policy), *_caps(policy), *_readings(policy))
    return {parameter.path: parameter for parameter in parameters}


def _measures(policy: Policy) -> Iterator[Parameter]:
    for measure in policy.measures.values():
        start = f"measures.{measure.id}"
        if isinstance(measure.formula, AwardByGrade):
            for grade, award_fen in measure.formula.awards_fen.items():
                yield _figure(f"{start}.awards.{grade}", "yuan", award_fen, measure.article)
            continue
        for name, kind, field in parameters_of(type(measure.formula)):
            value = getattr(measure.formula, field)
            if value is not None:
                yield _figure(f"{start}.{name}", kind, value, measure.article)


def _caps(policy: Policy) -> Iterator[Parameter]:
    for cap in policy.caps.values():
        kind: Kind = "yuan" if cap.unit == "fen" else "count"
        yield _figure(f"caps.{cap.id}.limit", kind, cap.limit, cap.article)


def _readings(policy: Policy) -> Iterator[Parameter]:
    articles = _reading_articles()
    for reading in fields(policy.readings):
        chosen: str = getattr(policy.readings, reading.name)
        yield Parameter(
            path=f"readings.{reading.name}",
            kind="reading",
            value=chosen,
            text=chosen,
            article=articles[reading.name],
        )


def _figure(path: str, kind: Kind, value: int, article: str) -> Parameter:
    return Parameter(path=path, kind=kind, value=value, text=written(kind, value), article=article)


@cache
def _reading_articles() -> dict[str, str]:
    """Return the article each reading is about, as the shipped file says: no version changes it."""
    shipped = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return {name: reading["article"] for name, reading in shipped["readings"].items()}
