"""Whether a policy agrees with itself: what it sets is what its articles are said to print.

Every figure the policy sets is printed by an article or listed as inferred, never both or neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from adapters.policy.text.dates import (
    HOURS,
    MONTH,
    MONTHS,
    OF_EVERY_YEAR,
    WEEKS,
    YEARS,
    bounds,
)
from adapters.policy.text.figures import CURRENCIES, TIMES, WHOLE, Figure, figures_in, read_figure
from adapters.policy.text.units import RATE
from domain.policy.compiling.faults import PolicyError
from domain.policy.compiling.paths import nearest_path, parameters_in
from domain.policy.figures import parse_rate
from domain.value import value

# What a sign of several currencies may stand for beside the one it is read as.
_SIGNS = {
    "$": ("HKD", "SGD", "TWD", "AUD", "CAD", "NZD", "MOP"),
    "元": ("HKD", "SGD", "TWD", "MOP"),
    "¥": ("JPY",),
    "kr": ("DKK", "NOK"),
}
_OF_CAPS = ("period", "per", "measures", "counts")  # that a note may be about
_DAYS = ("first_day", "last_day", "announced_on")

Document = Mapping[str, Any]


@value
class PrintedFigure:
    """A figure as an article prints it, the paths it sets, and a note (empty when none)."""

    figure: Figure
    sets: tuple[str, ...]
    note_zh: str
    note_en: str


@value
class _Setting:
    """What a figure may set. `articles` is empty where any article may."""

    kind: str
    text: str
    currency: str
    articles: tuple[str, ...]


def articles_of(article: str) -> tuple[str, ...]:
    """Return the articles that one article string names: `三（一）, 七` names two."""
    return tuple(article.split(", "))


def printed_figures(document: Document) -> dict[str, tuple[PrintedFigure, ...]]:
    """Return the figures of each article as the policy lists them.

    Raises PolicyError where what is printed is not exactly one figure.
    """
    return {
        article["id"]: tuple(
            PrintedFigure(
                figure=_read(f"article.{article['id']}", figure["printed"]),
                sets=tuple(figure.get("sets", ())),
                note_zh=figure.get("note_zh", ""),
                note_en=figure.get("note_en", ""),
            )
            for figure in article["figures"]
        )
        for article in document.get("article", ())
    }


def check_agreement(document: Document) -> None:
    """Raises PolicyError when a path is unknown, set by nothing, or set to another value."""
    settings = _settings(document)
    printed = set()
    for article, figures in printed_figures(document).items():
        for figure in figures:
            for path in figure.sets:
                if path not in settings:
                    raise _unknown(path or f"article.{article}", figure.figure.printed, settings)
                _check_setting(article, figure.figure, path, settings[path])
                printed.add(path)
    nameable = settings.keys() | set(_nameable(document))
    read_in = [path for entry in document.get("inferred", ()) for path in entry["paths"]]
    for path in read_in:
        if path not in nameable:
            raise _unknown(path or "inferred.paths", path, nameable)
        if path in printed and settings[path].kind != "whole":
            raise PolicyError(path, "both-printed-and-inferred", settings[path].text)
    for path, setting in settings.items():
        if path not in printed and path not in read_in and setting.kind != "starts":
            raise PolicyError(path, "not-printed", setting.text)


def _read(where: str, printed: str) -> Figure:
    try:
        return read_figure(printed)
    except ValueError as problem:
        in_it = ", ".join(figure.printed for figure in figures_in(printed))
        more = {"figures": in_it} if in_it else {}
        raise PolicyError(where, str(problem), printed, **more) from problem


def _unknown(where: str, value: str, paths: Iterable[str]) -> PolicyError:
    nearest = nearest_path(where, paths)
    return PolicyError(where, "unknown-path", value, **({"nearest": nearest} if nearest else {}))


def _check_setting(article: str, figure: Figure, path: str, setting: _Setting) -> None:
    if setting.articles and article not in setting.articles:
        raise PolicyError(path, "other-article", article, printed=figure.printed)
    if not _agrees(figure, setting):
        value = f"{setting.text} {setting.currency}".strip()
        printed = figure.printed + figure.after
        raise PolicyError(path, "figure-differs", value, article=article, printed=printed)


def _settings(document: Document) -> dict[str, _Setting]:
    """Return what printed figures set, by path."""
    settings = {
        path: _Setting(
            kind="days" if path.endswith(".filed_within_days") else parameter.kind,
            text=parameter.text,
            currency=parameter.currency,
            articles=articles_of(parameter.article),
        )
        for path, parameter in parameters_in(document).items()
        if parameter.kind != "reading"
    }
    for name, measure in document["measures"].items():
        if _pays_the_whole(measure):
            articles = articles_of(measure["article"])
            settings[f"measures.{name}"] = _Setting(
                kind="whole", text=WHOLE, currency="", articles=articles
            )
    for name, cap in document.get("caps", {}).items():
        articles = articles_of(cap["article"])
        for kind in ("starts", "months"):
            if kind in cap:
                settings[f"caps.{name}.{kind}"] = _Setting(
                    kind=kind, text=str(cap[kind]), currency="", articles=articles
                )
    for name in _DAYS:
        settings[name] = _Setting(kind="day", text=str(document[name]), currency="", articles=())
    return settings


def _pays_the_whole(measure: Document) -> bool:
    """Say whether a measure pays an amount as it stands: of a cost, not of a decision's sum."""
    (first, *rest) = measure["pays"]
    return not rest and "of" in first and first.get("name") != ""


def _nameable(document: Document) -> Iterator[str]:
    """Yield what no figure sets but a reader may have read into the text."""
    for section in ("kinds", "records", "lists", "measures"):
        yield from (f"{section}.{name}" for name in document.get(section, ()))
    caps = document.get("caps", ())
    yield from (f"caps.{cap}.{key}" for cap in caps for key in _OF_CAPS)
    yield from (f"settings.{name}" for name in document.get("settings", ()))


def _agrees(figure: Figure, setting: _Setting) -> bool:
    """Say whether the printed figure is the value set, in kind and in size."""
    value, unit = figure.key
    if isinstance(value, date):
        return setting.kind == "day" and str(value) == setting.text
    of_money = _may_be(unit, setting.currency)
    match setting.kind:
        case "day":
            return unit in (MONTH, "年") and setting.text in bounds(value, unit)
        case "rate":
            percent = value * 100 if unit == TIMES else value
            return unit in (RATE, TIMES) and percent * 100 == parse_rate(setting.text)
        case "amount":
            return (of_money or not unit) and value == Fraction(setting.text)
        case "price":
            return of_money and value == _quotient(setting.text)
        case "whole":
            return unit == WHOLE
        case "starts":
            return unit == OF_EVERY_YEAR and value == int(setting.text.replace("-", ""))
        case "months" if unit in YEARS:
            return value * 12 == int(setting.text)
        case "months":
            is_of_months = unit in MONTHS or not (unit or figure.after)
            return is_of_months and value == int(setting.text)
        case "days" if unit in (*YEARS, *MONTHS, HOURS):
            return False
        case "days":
            days = value * 7 if unit == WEEKS else value
            return unit not in (*CURRENCIES, RATE, WHOLE) and days == int(setting.text)
        case _:
            others = (*CURRENCIES, RATE, WHOLE) if setting.kind == "count" else CURRENCIES
            return unit not in others and value == Fraction(setting.text)


def _may_be(unit: str, currency: str) -> bool:
    """Say whether a figure in this unit may be money of that currency; any, where it is empty."""
    if not currency:
        return unit in CURRENCIES
    return CURRENCIES.get(unit) == currency or currency in _SIGNS.get(unit, ())


def _quotient(text: str) -> Fraction:
    amount, _, units = text.partition("/")
    return Fraction(amount) / Fraction(units or "1")
