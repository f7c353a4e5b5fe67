"""A policy with some of its values replaced, and what differs between two policies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from difflib import get_close_matches
from typing import Any

from adapters.policy.paths import article_of_days
from adapters.policy.values import TEXT_MAX, in_document, parse_text
from domain.policy.compiling.faults import PolicyError
from domain.policy.compiling.paths import Parameter, nearest_path, parameters_in
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from domain.policy.names import SEPARATOR, bare, prefix_of
from domain.refusals import Refusal

ParameterRow = tuple[str, str, str]
Difference = tuple[str, str, str, str]

DAYS = ("document", "announced_on", "first_day", "last_day")
_ABOUT_THE_TEXT = (
    "article",
    "article_of_days",
    "inferred",
    "amended",
)  # says nothing of what is paid


def with_values(
    policy: Policy,
    changes: Mapping[str, str],
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    announced_on: date | None = None,
    document: str | None = None,
    ended: Sequence[str] = (),
    repealed: bool = False,
) -> Policy:
    """Return the policy with each path set to the value written beside it, and days as given.

    ended: measures that pay nothing from then on. Raises Refusal `policy-path-unknown` or
    `policy-value-invalid`, which name the path.
    """
    said: dict[str, Any] = deepcopy(dict(policy.source))
    known = parameters_in(said)
    for path, text in changes.items():
        if path not in known:
            nearest = nearest_path(path, known)
            raise Refusal("policy-path-unknown", path=path, value=text, nearest=nearest)
        _set(known[path], text)
    days = {"first_day": first_day, "last_day": last_day, "announced_on": announced_on}
    said |= {name: day.isoformat() for name, day in days.items() if day is not None}
    if document is not None:
        said["document"] = _document(document)
    for measure in ended:
        _end(said, measure, policy.id)
    said.pop("repealed", None)  # an amendment of repealed days brings the policy back
    if repealed:
        said["repealed"] = True
    try:
        return compiled(said)
    except PolicyError as wrong:
        path = wrong.where.removesuffix(".chosen")
        raise _invalid(path, changes.get(path, wrong.found), wrong.problem, wrong.more) from wrong


def parameters(policy: Policy) -> list[ParameterRow]:
    """Return every path with its value as written and its article, in the order of the file."""
    return [
        (parameter.path, parameter.text, parameter.article)
        for parameter in parameters_in(policy.source).values()
    ]


def differences(a: Policy, b: Policy) -> list[Difference]:
    """Return what `b` sets otherwise than `a`: path, old value, new value, article.

    A path that either lacks has the empty value there.
    """
    old, new = parameters_in(a.source), parameters_in(b.source)
    return [
        (path, before, after, (new.get(path) or old[path]).article)
        for path, before, after in _differing(_texts(old), _texts(new))
    ]


def every_difference(a: Policy, b: Policy) -> list[Difference]:
    """Return path, old, new and article: days and document, figures, then all else.

    All else is what a policy file can change and `--set` cannot: kinds, country lists, what a cap
    counts and over what, needs, titles, commitments.
    """
    others = [
        (path, old, new, _article(path, b))
        for path, old, new in _differing(dict(_flat(a)), dict(_flat(b)))
    ]
    dated = [entry for entry in others if entry[0] in DAYS]
    return [*dated, *differences(a, b), *(entry for entry in others if entry[0] not in DAYS)]


def _texts(parameters: Mapping[str, Parameter]) -> dict[str, str]:
    return {path: parameter.text for path, parameter in parameters.items()}


def _differing(old: dict[str, str], new: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield each path with its values, those of `old` first; empty where either lacks it."""
    for path in old | new:
        before, after = old.get(path, ""), new.get(path, "")
        if before != after:
            yield path, before, after


def _flat(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield what the document says by path, less what is reported as figures."""
    document: dict[str, Any] = deepcopy(dict(policy.source))
    for parameter in parameters_in(document).values():  # `differences` reports these
        if parameter.kind != "reading":
            parameter.holder[parameter.key] = ""
        else:
            parameter.holder.pop("chosen", None)
    for name, content in document.items():
        if name not in _ABOUT_THE_TEXT:
            yield from _leaves(name, content)


def _leaves(path: str, content: Any) -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _leaves(f"{path}.{key}", value)
    elif isinstance(content, list) and all(isinstance(each, str) for each in content):
        if path.endswith(".members"):
            yield from ((f"{path}.{each}", "listed") for each in content)
        else:
            yield path, ", ".join(content)
    elif isinstance(content, list):
        for number, value in enumerate(content, start=1):
            yield from _leaves(f"{path}.{number}", value)
    else:
        yield path, content if isinstance(content, str) else json.dumps(content)


def _article(path: str, policy: Policy) -> str:
    """Return the article that the entry of a path cites; the last where the entry cites none."""
    if path in (*DAYS, "repealed") and (of_days := article_of_days(policy.source)):
        return of_days
    section, _, rest = path.partition(".")
    entry = policy.source.get(section)
    if isinstance(entry, Mapping) and rest:
        named = entry.get(rest.split(".")[0])
        if isinstance(named, Mapping) and "article" in named:
            return str(named["article"])
    articles = policy.source.get("article", ())
    return str(articles[-1]["id"]) if articles else ""


def _set(parameter: Parameter, text: str) -> None:
    """Set one value in the document that the parameter is of."""
    if parameter.kind == "reading":
        reading = parameter.holder
        known = (reading["default"], *reading["rivals"])
        if text not in known:
            raise _invalid(parameter.path, text, "not-allowed", {"allowed": ", ".join(known)})
        reading.pop("chosen", None)
        if text != reading["default"]:
            reading["chosen"] = text
        return
    try:
        parameter.holder[parameter.key] = in_document(parameter.kind, text)
    except ValueError as problem:
        raise _invalid(parameter.path, text, str(problem)) from problem


def _end(said: dict[str, Any], measure: str, policy: str) -> None:
    """Say that a measure of a policy pays nothing. Raises Refusal `policy-path-unknown`."""
    measures = said["measures"]
    another = prefix_of(measure) not in ("", policy + SEPARATOR)
    if another or bare(measure) not in measures:
        nearest = next(iter(get_close_matches(bare(measure), measures, n=1)), None)
        path = f"measures.{bare(measure)}"
        raise Refusal("policy-path-unknown", path=path, value="ended", nearest=nearest)
    measures[bare(measure)]["ended"] = True


def _document(text: str) -> str:
    try:
        return parse_text(text.strip())
    except ValueError as problem:
        raise _invalid("document", text, str(problem)) from problem


def _invalid(path: str, value: str, problem: str, more: Mapping[str, str] | None = None) -> Refusal:
    shown = value[:TEXT_MAX]
    return Refusal("policy-value-invalid", path=path, value=shown, problem=problem, **(more or {}))
