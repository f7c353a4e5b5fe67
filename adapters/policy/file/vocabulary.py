"""The whole vocabulary of a policy file, read from the tables by which files are read.

A key stands under its section: `caps.unit`; a word that may be its value under the key:
`caps.unit.money`. What each says is in `adapters/wording/policy/sentences`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from adapters.policy.file import lines, shape
from adapters.policy.file.cases import CaseLines, ClaimLines
from adapters.policy.file.cases import RecordLines as CaseRecordLines
from domain.policy.compiling.conditions import CONDITIONS
from domain.policy.compiling.faults import PROBLEMS
from domain.policy.compiling.patching import PATCHES
from domain.policy.compiling.scope import REFERENCES
from domain.policy.compiling.standing import LIMIT
from domain.policy.compiling.terms import BANDS, NAME, SHARE, VERBS, WHEN
from domain.policy.compiling.words import WORDS
from domain.value import value


@value
class Word:
    """One word that a policy file may say.

    place: where it stands, by which its sentence is known. key: as a file says it; the keys that a
    condition is known by. beside: the word it stands beside, if any; the key whose value it is.
    written: the types of what the key takes, words of the section `values`. after: of a verb, what
    the amount may be in before it. default: what is meant where the key is left out, if anything
    is. example: how it is written.
    """

    place: str
    key: str
    beside: str = ""
    written: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    required: bool = False
    default: str = ""
    example: str = ""

    @property
    def section(self) -> str:
        return self.place.partition(".")[0]

    @property
    def is_value(self) -> bool:
        """Say whether it is a value of the key it stands beside."""
        return self.key in WORDS.get(self.place.rpartition(".")[0], ())


SHAPES: dict[str, type[BaseModel]] = {  # by section, in the order of the page
    "policy": shape.PolicyLines,
    "settings": shape.SettingsLines,
    "kinds": shape.KindLines,
    "facts": shape.FactLines,
    "records": shape.RecordLines,
    "figures-of-year": shape.FigureOfYearLines,
    "lists": shape.ListLines,
    "measures": shape.MeasureLines,
    "line": shape.LineLines,
    "caps": shape.CapLines,
    "exclusions": shape.ExclusionLines,
    "together": shape.TogetherLines,
    "other_policies": shape.OtherPoliciesLines,
    "sources": shape.SourceLines,
    "funding": shape.FundingLines,
    "readings": shape.ReadingLines,
    "words": shape.WordsLines,
    "commitment": shape.CommitmentLines,
    "article": shape.ArticleLines,
    "figures": shape.FigureLines,
    "inferred": shape.InferredLines,
    "case": CaseLines,
    "case-claims": ClaimLines,
    "case-records": CaseRecordLines,
}
_TYPES: dict[Any, str] = {  # of what a key takes
    lines.Amount: "amount",
    lines.Rate: "rate",
    lines.Text: "text",
    lines.Word: "id",
    lines.Name: "name",
    lines.Country: "country",
    lines.Currency: "currency",
    lines.Count: "count",
    lines.Months: "count",
    lines.MonthDay: "month-day",
    lines.Condition: "condition",
    bool: "true-false",
    date: "day",
    str: "text",
    int: "count",
    Any: "value",
}
EXAMPLES = {
    "conditions.yes-no": '"new", "not new"',
    "conditions.any": '{ any = ["new", { fact = "grade", is = "best" }] }',
    "conditions.grows": '{ record = "trade", field = "total", growth_at_least = "5%" }',
    "conditions.grows-above": '{ record = "trade", field = "total", growth_above = "5%" }',
    "conditions.record": '{ record = "trade", field = "total", at_least = "1000000" }',
    "conditions.granted": '{ granted = ["first"], below = 2, per = "item" }',
    "conditions.filed": "{ filed_within_days = 60 }",
    "conditions.abroad": '{ abroad = "country" }',
    "conditions.is": '{ fact = "grade", is = ["good", "best"] }',
    "conditions.on": '{ fact = "country", on = "near" }',
    "conditions.share": '{ fact = "fee", of = "budget", at_least = "60%" }',
    "conditions.fact": '{ fact = "staff", at_least = 10, below = 50 }',
    "terms.of": '{ of = "fee" }',
    "terms.each": '{ each = "booths" }',
    "terms.highest": "{ highest = 4 }",
    "terms.rate": '{ rate = "70%" }',
    "terms.price": '{ price = "0.05" }',
    "terms.per": '{ per = "500000", blocks = "whole" }',
    "terms.award": '{ award = "15000" }',
    "terms.plus": '{ plus = "5000" }',
    "terms.times": '{ times = "1.5" }',
    "terms.at_most": '{ at_most = "20000" }',
    "terms.at_least": '{ at_least = "500" }',
    "terms.up_to": '{ up_to = "100" }',
    "terms.rounded": '{ rounded = "1000" }',
    "looked-up.word": '{ by = "grade", good = "100000", best = "200000" }',
    "looked-up.bands": '{ by = "staff", bands = [["0", "50000"], ["100", "80000", "above"]] }',
    "references.fact": '"fee"',
    "references.record": '"trade.total"',
    "references.back": '"trade.total:1"',
    "references.mean": '"trade.total:mean3"',
    "references.sum": '["fee", "budget"]',
    "patches.value": '"caps.trademarks.period" = "year"',
    "patches.gone": '"caps.trademarks" = "gone"',
    "patches.like": '"caps.per-case" = { like = "trademarks", per = "item" }',
    "patches.waits": 'rivals.signed = "waits"',
    "values.text": '"展会名称"',
    "values.id": '"key-fair"',
    "values.name": "booth_fees",
    "values.amount": '"20000", "1500.50"',
    "values.rate": '"70%", "0.015%", "120%", "2/3"',
    "values.price": '"0.05", "1500/10000"',
    "values.number": '"12.5"',
    "values.count": "12",
    "values.day": "2024-01-01",
    "values.month-day": '"04-06"',
    "values.true-false": "true",
    "values.country": '"DE"',
    "values.currency": '"CNY"',
    "values.condition": '"new"',
    "values.value": '"20000", 4, true',
    "values.list": '["rent", "fairs"]',
    "values.table": '{ of = "fee" }',
    "values.one-of": '"year"',
}
_BELOW: dict[tuple[str, int | str], str] = {  # what a key holds, where that is not of its name
    ("records", "facts"): "figures-of-year",
}
_SECTIONS = (
    *("values", "policy", "settings", "kinds", "facts", "records", "figures-of-year", "lists"),
    *("measures", "conditions", "references", "terms", "looked-up", "share", "bonus", "beside"),
    *("line", "caps", "limit", "exclusions", "together", "other_policies"),
    *(
        "sources",
        "funding",
        "readings",
        "patches",
        "words",
        "commitment",
        "article",
        "figures",
        "inferred",
        "case",
    ),
    *("case-claims", "case-records", "problems"),
)


@cache  # it is read out of the annotations of every model, and a page asks it once a section
def vocabulary() -> Mapping[str, tuple[Word, ...]]:
    """Return every word by its section, in the order that a page has them."""
    each = {word.place: word for word in _every_word()}
    return MappingProxyType(
        {
            section: tuple(word for word in each.values() if word.section == section)
            for section in _SECTIONS
        }
    )


def keys_at(path: Iterable[int | str]) -> tuple[str, ...]:
    """Return the keys of the table in which the last key of a path stands, or should."""
    *above, _last = path
    section, is_name = "policy", False
    for key in above:
        if is_name:
            is_name = False
        elif key in SHAPES and key in _own_keys(section):
            section = _BELOW.get((section, key), str(key))
            is_name = section not in ("settings", "line")
    return _own_keys(section)


def _own_keys(section: str) -> tuple[str, ...]:
    fields = SHAPES[section].model_fields.items()
    return tuple(field.alias or name for name, field in fields)


def _every_word() -> Iterator[Word]:
    for section, model in SHAPES.items():
        yield from _keys(section, model)
    for section, keys in _KEYS.items():
        for key in keys:
            place = f"{section}.{key}"
            word = Word(place=place, key=key, example=EXAMPLES.get(place, ""))
            yield from (word, *_values(word))
    for name, form in CONDITIONS.items():
        yield from _with_beside(f"conditions.{name}", ", ".join(form.keys), form.beside)
    for verb, meant in VERBS.items():
        yield from _with_beside(f"terms.{verb}", verb, meant.beside, meant.of)


_KEYS: Mapping[str, tuple[str, ...]] = {
    "values": tuple(
        place.removeprefix("values.") for place in EXAMPLES if place.startswith("values.")
    ),
    "beside": ("code", NAME),
    "references": REFERENCES,
    "looked-up": ("word", *BANDS),
    "share": SHARE,
    "bonus": (WHEN,),
    "limit": LIMIT,
    "patches": ("value", *PATCHES),
    "problems": PROBLEMS,
}


def _with_beside(
    place: str, key: str, beside: tuple[str, ...], after: tuple[str, ...] = ()
) -> Iterator[Word]:
    """Yield a condition or a verb, and what may stand beside it but for what may beside any."""
    yield Word(place=place, key=key, after=after, example=EXAMPLES[place])
    for each in beside:
        if each not in _KEYS["beside"]:
            word = Word(place=f"{place}.{each}", key=each, beside=key)
            yield from (word, *_values(word))


def _keys(section: str, model: type[BaseModel]) -> Iterator[Word]:
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        key = field.alias or name
        place = f"{section}.{key}"
        word = Word(
            place=place,
            key=key,
            written=("one-of",) if place in WORDS else tuple(_written(hints[name])),
            required=field.is_required(),
            default=_default(field),
        )
        yield from (word, *_values(word))


def _values(word: Word) -> Iterator[Word]:
    """Yield the words that a key may be, where it may be a few only."""
    for choice in WORDS.get(word.place, ()):
        yield Word(place=f"{word.place}.{choice}", key=choice, beside=word.key)


def _default(field: FieldInfo) -> str:
    known = field.default not in (PydanticUndefined, None)
    return str(field.default) if known else ""


def _written(hint: Any) -> Iterator[str]:
    """Yield the types of what a key takes: `list` before that of which it is a list."""
    if hint in _TYPES:
        yield _TYPES[hint]
        return
    origin, args = get_origin(hint), get_args(hint)
    if origin is dict or (isinstance(hint, type) and issubclass(hint, BaseModel)):
        yield "table"
    elif origin is list:
        yield from ("list", *_written(args[0]))
    elif hasattr(hint, "__metadata__"):
        yield from _written(hint.__origin__)
    else:
        for each in args:
            if each not in (NoneType, None):
                yield from _written(each)
