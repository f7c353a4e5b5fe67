"""Whether a policy's articles, notes and lists hold together; figures are checked by agreement."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from adapters.policy.file.bounds import check_bounds
from adapters.policy.file.misshapen import fault_of
from adapters.policy.file.shape import PolicyLines
from adapters.policy.text.agreement import articles_of
from domain.policy.compiling.faults import PolicyError
from domain.policy.compiling.patching import WAITS, with_chosen_readings, with_default_readings
from domain.policy.compiling.paths import every_parameter
from domain.policy.compiling.policy import compiled

Document = Mapping[str, Any]

_PUBLISHED_AFTER_MAX = timedelta(days=366)
_EVERY = ""  # stands for all policies, of which an entry is that names none
_CITING = ("measures", "caps", "funding", "readings")
_CITING_LISTS = ("exclusions", "together", "other_policies", "commitment", "inferred")


def check_consistency(document: Document) -> None:
    """Raises PolicyError naming the first key that does not hold."""
    check_bounds(document)
    _check_paths(document)
    _check_lists(document)
    _check_days(document)
    _check_together(document)
    _check_articles(document)
    _check_notes(document)
    _check_other_policies(document)
    _check_rivals(document)


def _check_paths(document: Document) -> None:
    """No two figures go by one path: a second of a name needs a name of its own."""
    seen: set[str] = set()
    for parameter in every_parameter(document):
        if parameter.path in seen:
            raise PolicyError(parameter.path, "repeated", parameter.text)
        seen.add(parameter.path)


def _check_lists(document: Document) -> None:
    """What happens at home is not abroad: the policy's own country is on no list."""
    for name, listed in document["lists"].items():
        members, since = listed.get("members"), listed.get("since")
        if bool(members) == bool(since):
            raise PolicyError(f"lists.{name}", "members-or-since", name)
        _check_once(f"lists.{name}.members", members or ())
        if document["home"] in (members or since):
            raise PolicyError(f"lists.{name}", "not-allowed", document["home"])


def _check_days(document: Document) -> None:
    """A policy may be published after its days, for the year that was; not years later."""
    announced = date.fromisoformat(str(document["announced_on"]))
    last = date.fromisoformat(str(document["last_day"]))
    if announced - last > _PUBLISHED_AFTER_MAX:
        raise PolicyError("announced_on", "announced-years-later", document["announced_on"])


def _check_together(document: Document) -> None:
    """Measures that stand together are two at least."""
    for entry in document["together"]:
        where = f"together.{entry['article']}.measures"
        _check_once(where, entry["measures"])
        if len(entry["measures"]) < 2:
            raise PolicyError(where, "alone", ", ".join(entry["measures"]))


def _check_articles(document: Document) -> None:
    """Every cited article is listed; every listed article is cited or prints a figure."""
    listed = [article["id"] for article in document["article"]]
    _check_once("article", listed)
    cited = set()
    for where, article in _citations(document):
        for cited_article in articles_of(article):
            if cited_article not in listed:
                raise PolicyError(where, "unknown-article", cited_article)
            cited.add(cited_article)
    for entry in document["article"]:
        if not entry["figures"] and entry["id"] not in cited:
            raise PolicyError(f"article.{entry['id']}", "unaccounted-for", entry["id"])


def _citations(document: Document) -> Iterator[tuple[str, str]]:
    for section in _CITING:
        for name, entry in document.get(section, {}).items():
            yield f"{section}.{name}.article", entry["article"]
    for section in _CITING_LISTS:
        for entry in document.get(section, ()):
            yield f"{section}.{entry['article']}", entry["article"]


def _check_notes(document: Document) -> None:
    """A figure that sets nothing says why; a note stands in both languages."""
    for article in document["article"]:
        for number, figure in enumerate(article["figures"], start=1):
            where = f"article.{article['id']}.figures.{number}"
            if ("note_zh" in figure) != ("note_en" in figure):
                raise PolicyError(where, "note-in-one-language", figure["printed"])
            if not figure.get("sets") and "note_zh" not in figure:
                raise PolicyError(where, "needs-a-note", figure["printed"])
            _check_once(f"{where}.sets", figure.get("sets", ()))


def _check_other_policies(document: Document) -> None:
    """Each entry can count: nothing before it is about its policies, and a kind has what it asks.

    A version recorded without this check stays readable, so it stands here and not in `compiled`.
    """
    kinds = document["kinds"].values()
    about: set[str] = set()
    for number, rule in enumerate(document.get("other_policies", ()), start=1):
        where, policies = f"other_policies.{number}", rule.get("policies", [_EVERY])
        _check_once(f"{where}.policies", policies)
        for policy in policies:
            if {policy, _EVERY} & about:
                raise PolicyError(f"{where}.policies", "never-counts", policy or rule["rule"])
        about.update(policies)
        if rule["rule"] == "up-to-cost" and not any("cost" in kind for kind in kinds):
            raise PolicyError(f"{where}.rule", "without-a-cost", rule["rule"])
        if rule["same"] == "item" and not any("item" in kind for kind in kinds):
            raise PolicyError(f"{where}.same", "kind-without-item", rule["same"])


def _check_rivals(document: Document) -> None:
    """Every rival of every reading is a policy as well."""
    readings = with_default_readings(document)["readings"]
    for name, reading in readings.items():
        if reading["default"] in reading["rivals"]:
            raise PolicyError(f"readings.{name}.rivals", "repeated", reading["default"])
        for rival, patch in reading["rivals"].items():
            if patch == WAITS:
                continue
            where = f"readings.{name}.rivals.{rival}"
            others = readings | {name: reading | {"chosen": rival}}
            changed = {**document, "readings": others}
            try:
                as_read = with_chosen_readings(changed)
                PolicyLines.model_validate_json(json.dumps(as_read, ensure_ascii=False))
                compiled({**as_read, "readings": readings})
            except ValidationError as errors:
                raise _of_rival(where, fault_of(errors, as_read)) from errors
            except PolicyError as wrong:
                raise _of_rival(where, wrong) from wrong


def _of_rival(where: str, wrong: PolicyError) -> PolicyError:
    """Return what is wrong with the policy that a rival makes as a fault of the rival."""
    inside = {} if wrong.where == where else {"path": wrong.where}
    return PolicyError(where, wrong.problem, wrong.found, **inside, **wrong.more)


def _check_once(where: str, names: Collection[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise PolicyError(where, "repeated", name)
        seen.add(name)
