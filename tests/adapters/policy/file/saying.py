"""A small policy file that says one closed word, with what that word asks for beside it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

TITLES = {"article": "一", "title_zh": "小", "title_en": "Small"}
WHOLE: dict[str, Any] = {
    "id": "small",
    "title_zh": "小",
    "title_en": "Small",
    "document": "Small",
    "announced_on": date(2022, 1, 1),
    "first_day": date(2022, 1, 1),
    "last_day": date(2024, 12, 31),
    "currency": "CNY",
    "settings": {},
    "kinds": {
        "work": {
            "zh": "工作",
            "en": "work",
            "day": "日期",
            "item": "name",
            "cost": "fee",
            "facts": {"name": {"is": "text"}, "fee": {"is": "amount"}},
        },
    },
    "records": {
        "trade": {
            "zh": "额",
            "en": "trade",
            "year": "年度",
            "facts": {"total": {"is": "amount"}},
        },
    },
    "measures": {
        "some": TITLES | {"kind": "work", "when": [{"filed_within_days": 9}]},
        "rest": TITLES | {"kind": "work", "pays": [{"of": "fee"}]},
    },
    "caps": {
        "most": TITLES | {"limit": "100", "unit": "money", "period": "year", "per": "enterprise"},
    },
    "exclusions": [
        {"article": "一", "measure": "some", "by": ["rest"], "on": "item", "way": "first"},
    ],
    "together": [{"article": "一", "measures": ["some", "rest"], "pays": "both"}],
    "other_policies": [{"article": "一", "rule": "ignore"}],
}


def saying(place: str, word: str) -> dict[str, Any]:
    """Return a policy that says a word at a place of the vocabulary."""
    said = deepcopy(WHOLE)
    some, cap = said["measures"]["some"], said["caps"]["most"]
    some["pays"] = [{"of": "fee"}]
    cap["measures"] = ["rest"]
    said["exclusions"][0]["code"] = "granted-otherwise"
    section, _, key = place.partition(".")
    match section:
        case "conditions":
            some["when"] = [_condition(key, word)]
        case "looked-up":
            some["pays"] = [{"award": {"by": "fee", "bands": [["5", "1", word]]}}]
        case "terms":
            some["pays"] = [
                {"of": "fee"},
                {"per": "10", key.partition(".")[2]: word},
                {"award": "1"},
            ]
        case "facts":
            said["kinds"]["work"]["facts"]["more"] = _fact(key, word)
        case "figures-of-year":
            said["records"]["trade"]["facts"]["more"] = {key: word}
        case "line":
            some["line"] = {key: word, "shows": ["fee_fen"]}
        case "settings":
            said["settings"][key] = word
        case "caps":
            cap |= _cap(key, word)
        case _:
            said[section][0][key] = word
    return said


def _condition(key: str, word: str) -> dict[str, Any]:
    form, _, key = key.partition(".")
    of: dict[str, Any] = {"record": "trade", "field": "total"}
    match form:
        case "grows":
            return of | {"growth_at_least": "5%", key: word}
        case "grows-above":
            return of | {"growth_above": "5%", key: word}
        case "record":
            return of | {"at_least": "5", key: word}
    return {"granted": ["rest"], "below": 2, key: word}


def _fact(key: str, word: str) -> dict[str, Any]:
    if key != "is":
        return {"is": "text", key: word}
    return {"is": word} | ({"words": {"good": "良"}} if word == "word" else {})


def _cap(key: str, word: str) -> dict[str, Any]:
    beside: dict[str, dict[str, Any]] = {
        "count": {"limit": 3},
        "fiscal": {"starts": "04-06"},
        "rolling": {"months": 36},
    }
    return {key: word} | beside.get(word, {})
