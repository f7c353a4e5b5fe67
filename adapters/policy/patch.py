"""A policy with some of its values replaced, and what differs between two policies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from adapters.policy.catalogue import parameters_of
from adapters.policy.codec import to_json
from adapters.policy.paths import Parameter, parameters_in
from adapters.policy.values import TEXT_MAX, parse, parse_text
from domain.policy.measures import AwardByGrade, Formula, Policy
from domain.policy.readings import RIVALS, WITHOUT_A_LIST
from domain.refusals import Refusal

ParameterRow = tuple[str, str, str]
Difference = tuple[str, str, str, str]

DAYS = ("document", "announced_on", "first_day", "last_day")
_BY_PATH = ("limit", "readings")  # `differences` reports these, as an officer writes them


def with_values(
    policy: Policy,
    changes: Mapping[str, str],
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    announced_on: date | None = None,
    document: str | None = None,
) -> Policy:
    """Return the policy with each path set to the value written beside it, and days as given.

    Raises Refusal `policy-path-unknown` or `policy-value-invalid`, which name the path.
    """
    known = parameters_in(policy)
    for path, text in changes.items():
        if path not in known:
            nearest = next(iter(get_close_matches(path, known, n=1)), None)
            raise Refusal("policy-path-unknown", path=path, value=text, nearest=nearest)
        policy = _set(policy, known[path], text)
    policy = replace(
        policy,
        first_day=first_day or policy.first_day,
        last_day=last_day or policy.last_day,
        announced_on=announced_on or policy.announced_on,
        document=policy.document if document is None else _document(document),
    )
    if policy.last_day < policy.first_day:
        raise _invalid("last_day", policy.last_day.isoformat(), "days-out-of-order")
    return policy


def parameters(policy: Policy) -> list[ParameterRow]:
    """Return every path with its value as written and its article, in the order of the file."""
    return [
        (parameter.path, parameter.text, parameter.article)
        for parameter in parameters_in(policy).values()
    ]


def differences(a: Policy, b: Policy) -> list[Difference]:
    """Return what `b` sets otherwise than `a`: path, old value, new value, article.

    A path that either lacks has the empty value there.
    """
    old, new = parameters_in(a), parameters_in(b)
    return [
        (path, before, after, (new.get(path) or old[path]).article)
        for path, before, after in _differing(_texts(old), _texts(new))
    ]


def every_difference(a: Policy, b: Policy) -> list[Difference]:
    """Return path, old, new and article: days and document, figures, then all else.

    All else is what a policy file can change and `--set` cannot: country lists, what a cap counts
    and over what, needs, titles, commitments.
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
    """Yield what the canonical form says by path, less what is reported as figures."""
    document: dict[str, Any] = json.loads(to_json(policy))
    for section in ("measures", "caps"):
        for entry in document.pop(section):
            for name, value in entry.items():
                if name == "formula":
                    yield f"{section}.{entry['id']}.formula", str(value["name"])
                elif name not in ("id", *_BY_PATH):
                    yield f"{section}.{entry['id']}.{name}", _written(value)
    for country, day in document["countries"]["rcep_in_force"].items():
        yield f"countries.rcep_in_force.{country}", str(day)
    for country in document.pop("countries")["belt_and_road"]:
        yield f"countries.belt_and_road.{country}", "listed"
    for number, commitment in enumerate(document.pop("commitments"), start=1):
        yield f"commitments.{number}", _written(commitment)
    for name, value in document.items():
        if name not in _BY_PATH:
            yield name, str(value)


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _article(path: str, policy: Policy) -> str:
    section, _, rest = path.partition(".")
    name = rest.split(".")[0]
    if section == "measures" and name in policy.measures:
        return policy.measures[name].article
    if section == "caps" and name in policy.caps:
        return policy.caps[name].article
    return "八"


def _set(policy: Policy, parameter: Parameter, text: str) -> Policy:
    """Return the policy with one value set. The path is in the policy."""
    section, name, *rest = parameter.path.split(".")
    if parameter.kind == "reading":
        chosen: dict[str, Any] = {name: _reading(name, text)}
        return replace(policy, readings=replace(policy.readings, **chosen))
    try:
        value = parse(parameter.kind, text)
    except ValueError as problem:
        raise _invalid(parameter.path, text, str(problem)) from problem
    if section == "caps":
        cap = replace(policy.caps[name], limit=value)
        return replace(policy, caps=policy.caps | {name: cap})
    measure = policy.measures[name]
    measure = replace(measure, formula=_with(measure.formula, rest, value))
    return replace(policy, measures=policy.measures | {name: measure})


def _with(formula: Formula, path: list[str], value: int) -> Formula:
    """Return the formula with the parameter at `path` set."""
    if isinstance(formula, AwardByGrade):
        return replace(formula, awards_fen=formula.awards_fen | {path[-1]: value})
    for name, _, field in parameters_of(type(formula)):
        if [name] == path:
            change: dict[str, Any] = {field: value}
            return replace(formula, **change)
    raise AssertionError(f"{path} is not a parameter of {formula}")


def _reading(name: str, text: str) -> str:
    """Return the chosen reading when the name has it and it can be carried out."""
    path = f"readings.{name}"
    if text not in RIVALS[name]:
        raise _invalid(path, text, "not-allowed", allowed=", ".join(RIVALS[name]))
    if (name, text) in WITHOUT_A_LIST:
        raise _invalid(path, text, "waits-for-its-list")
    return text


def _document(text: str) -> str:
    try:
        return parse_text(text.strip())
    except ValueError as problem:
        raise _invalid("document", text, str(problem)) from problem


def _invalid(path: str, value: str, problem: str, **more: str) -> Refusal:
    shown = value[:TEXT_MAX]
    return Refusal("policy-value-invalid", path=path, value=shown, problem=problem, **more)
