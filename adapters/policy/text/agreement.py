"""Whether a policy file agrees with itself: what it sets is what its articles are said to print.

Every figure the file sets is printed by an article or listed as inferred, never both or neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from adapters.policy.file.shape import PolicyFileError
from adapters.policy.paths import parameters_in
from adapters.policy.text.figures import ONCE, WHOLE, Figure, read_figure
from domain.policy.measures import Policy, WholeFee

_COUNTERS = ("个", "次", "项", "届")
_DAYS = ("first_day", "last_day", "announced_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFigure:
    """A figure as an article prints it, the paths it sets, and a note (empty when none)."""

    figure: Figure
    sets: tuple[str, ...]
    note_zh: str
    note_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article of the text and its printed figures, in the order of the text."""

    id: str
    figures: tuple[PrintedFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """What is read into an article: the paths it bears on, and why."""

    article: str
    paths: tuple[str, ...]
    note_zh: str
    note_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What a figure may set. `articles` is empty where any article may."""

    kind: str
    value: int | date
    text: str
    articles: tuple[str, ...]


def articles_of(article: str) -> tuple[str, ...]:
    """Return the articles that one article string names: `三（一）, 七` names two."""
    return tuple(article.split(", "))


def read_printed(where: str, printed: str) -> Figure:
    """Return the figure. Raises PolicyFileError when `printed` is not exactly one figure."""
    try:
        return read_figure(printed)
    except ValueError as problem:
        raise PolicyFileError(where, str(problem), printed) from problem


def check_agreement(
    policy: Policy, articles: tuple[Article, ...], inferred: tuple[Inferred, ...]
) -> None:
    """Raises PolicyFileError when a path is unknown, set by nothing, or set to another value."""
    settings = _settings(policy)
    printed = set()
    for article in articles:
        for figure in article.figures:
            for path in figure.sets:
                _check_setting(article.id, figure.figure, path, settings.get(path))
                printed.add(path)
    nameable = settings.keys() | set(_nameable(policy))
    read_in = [path for entry in inferred for path in entry.paths]
    for path in read_in:
        if path not in nameable:
            raise PolicyFileError(path, "unknown-path", path)
        if path in printed and settings[path].kind != "whole":
            raise PolicyFileError(path, "both-printed-and-inferred", settings[path].text)
    for path in settings.keys() - printed - set(read_in):
        raise PolicyFileError(path, "not-printed", settings[path].text)


def _check_setting(article: str, figure: Figure, path: str, setting: _Setting | None) -> None:
    if setting is None:
        raise PolicyFileError(path, "unknown-path", figure.printed, article=article)
    if setting.articles and article not in setting.articles:
        raise PolicyFileError(path, "other-article", article, printed=figure.printed)
    if not _agrees(figure, setting):
        raise PolicyFileError(
            path, "figure-differs", setting.text, article=article, printed=figure.printed
        )


def _settings(policy: Policy) -> dict[str, _Setting]:
    """Return what printed figures may set, by path."""
    settings = {
        path: _Setting(
            kind=parameter.kind,
            value=parameter.value,
            text=parameter.text,
            articles=articles_of(parameter.article),
        )
        for path, parameter in parameters_in(policy).items()
        if isinstance(parameter.value, int)
    }
    for measure in policy.measures.values():
        if isinstance(measure.formula, WholeFee):
            settings[f"measures.{measure.id}"] = _Setting(
                kind="whole", value=1, text=WHOLE, articles=articles_of(measure.article)
            )
    for name in _DAYS:
        day: date = getattr(policy, name)
        settings[name] = _Setting(kind="day", value=day, text=day.isoformat(), articles=())
    return settings


def _nameable(policy: Policy) -> Iterator[str]:
    """Yield what no figure sets but a reader may have read into the text."""
    yield from (f"measures.{measure}" for measure in policy.measures)
    yield from (f"caps.{cap}.{key}" for cap in policy.caps for key in ("period", "per", "measures"))
    yield from ("countries.belt_and_road", "countries.rcep_in_force")


def _agrees(figure: Figure, setting: _Setting) -> bool:
    """Say whether the printed figure is the value set, in kind and in size."""
    value, unit = figure.key
    if isinstance(setting.value, date) or isinstance(value, date):
        return value == setting.value
    match setting.kind:
        case "rate":
            return unit == "%" and value * 100 == setting.value
        case "yuan":
            return unit == "元" and value * 100 == setting.value
        case "usd":
            return unit == "美元" and value * 100 == setting.value
        case "whole":
            return unit == WHOLE
        case _:
            counted = unit == ONCE or unit.startswith(_COUNTERS)
            return counted and value == Fraction(setting.value)
