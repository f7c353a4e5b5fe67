"""Lists of countries, settings and days of a policy's document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.policy.compiling.faults import PolicyError, known
from domain.policy.compiling.words import SETTINGS
from domain.policy.kinds import CountryList
from domain.policy.measures import Settings

Document = Mapping[str, Any]


def country_list(name: str, lines: Document) -> CountryList:
    since = lines.get("since")
    return CountryList(
        id=name,
        members=frozenset(lines.get("members", ())),
        since=None
        if since is None
        else {country: day_of(f"lists.{name}.since", day) for country, day in since.items()},
        at_once=lines.get("at_once", False),
    )


def settings_of(lines: Document) -> Settings:
    chosen = {name: lines.get(name, words[0]) for name, words in SETTINGS.items()}
    for name, word in chosen.items():
        known(f"settings.{name}", word, SETTINGS[name], "not-allowed")
    return Settings(**chosen)


def day_of(where: str, written: object) -> date:
    try:
        return written if isinstance(written, date) else date.fromisoformat(str(written))
    except ValueError as problem:
        raise PolicyError(where, "not-a-day", written) from problem
