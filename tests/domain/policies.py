"""The shipped policy, and others with some values set otherwise, made by the domain alone."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import domain.policy
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy

FILE = Path(domain.policy.__file__).parent / "policies" / "yueqing-foreign-trade.toml"
LOOKED_UP = ("rate", "at_most", "award", "highest", "per", "at_least")


def shipped() -> Policy:
    """The shipped policy, of a file that is taken to be right."""
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return compiled(json.loads(json.dumps(document, default=str)))


def rivals() -> dict[str, tuple[str, ...]]:
    """Each reading's choices that can be carried out, the default first."""
    return {
        name: (
            reading["default"],
            *(c for c, patch in reading["rivals"].items() if patch != "waits"),
        )
        for name, reading in shipped().source["readings"].items()
    }


def with_settings(policy: Policy, settings: Mapping[str, str], **days: date) -> Policy:
    """The policy with values set by path, each written as an officer writes it, and other days."""
    document: dict[str, Any] = deepcopy(dict(policy.source))
    for path, text in settings.items():
        section, name, *rest = path.split(".")
        entry = document[section][name]
        if section == "readings":
            entry["chosen"] = text
        elif section == "caps":
            entry["limit"] = text if entry["unit"] == "money" else int(text)
        else:
            _set(entry, rest, text)
    return compiled(document | {name: day.isoformat() for name, day in days.items()})


def with_caps(policy: Policy, caps: Mapping[str, Mapping[str, Any]]) -> Policy:
    """The policy with these caps beside its own, or in place of them."""
    return compiled({**policy.source, "caps": {**policy.source["caps"], **caps}})


def digest(policy: Policy) -> str:
    """What tells policies apart here; the log has the SHA-256 of their canonical form."""
    return sha256(repr(policy.source).encode()).hexdigest()


def _set(measure: dict[str, Any], path: list[str], text: str) -> None:
    """Set the figure of a term or a condition, by its name or its key."""
    for table in (*measure["pays"], *measure.get("when", ())):
        keys = [key for key in LOOKED_UP if isinstance(table, dict) and key in table]
        for key in keys:
            if table.get("name", key) == path[0]:
                looked_up = isinstance(table[key], dict)
                holder = table[key] if looked_up else table
                inside = path[1] if len(path) > 1 else "rate"
                last = inside if looked_up else key
                holder[last] = int(text) if isinstance(holder[last], int) else text
                return
    raise AssertionError(f"no figure {path} in {measure}")
