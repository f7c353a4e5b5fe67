"""Everything in which two policies differ, what no officer sets by path included."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from adapters.policy.codec import to_json
from adapters.policy.patch import Difference, differences
from domain.policy.measures import Policy

DAYS = ("document", "announced_on", "first_day", "last_day")
_BY_PATH = ("limit", "readings")  # `differences` reports these, as an officer writes them


def every_difference(a: Policy, b: Policy) -> list[Difference]:
    """Return path, old, new and article: days and document, figures, then all else.

    All else is what a policy file can change and `--set` cannot: country lists, what a cap counts
    and over what, needs, titles, commitments.
    """
    old, new = dict(_flat(a)), dict(_flat(b))
    others = [
        (path, old.get(path, ""), new.get(path, ""), _article(path, b))
        for path in [*old, *(path for path in new if path not in old)]
        if old.get(path) != new.get(path)
    ]
    dated = [entry for entry in others if entry[0] in DAYS]
    return [*dated, *differences(a, b), *(entry for entry in others if entry[0] not in DAYS)]


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
