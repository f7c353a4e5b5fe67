"""What a program reads of an answer, as the verb's own type, is all that the answer has."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time
from enum import EnumMeta
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, is_typeddict

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import adapters.wording
import projections
from adapters.web.api import table
from adapters.web.api.answers import spelled
from adapters.web.verbs import typed
from adapters.web.verbs.decoding import answer_in
from adapters.web.verbs.hints import hints_of
from adapters.web.verbs.typed import Typed
from tests.adapters.web.api.parity.county import answers_files_alone
from tests.adapters.web.api.parity.known_types import known_types
from tests.support.command import ROOT

LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=4),
    int: st.integers(-(2**60), 2**60),
    float: st.sampled_from((0.5, 7.5)),
    bool: st.booleans(),
    date: st.dates(min_value=date(1900, 1, 1)),
    datetime: st.dates(min_value=date(1900, 1, 1)).map(
        lambda day: datetime.combine(day, time(8, 30), tzinfo=UTC)
    ),
    Any: st.none(),
    object: st.none(),
    NoneType: st.none(),
}
IN_NO_ANSWER = {"projections.claims.figures.pages:PagedClaim"}  # pages show it
KNOWN = """
import json
from tests.adapters.web.api.parity.known_types import known_types
print(json.dumps(known_types()))
"""


@cache
def values(hint: Any) -> st.SearchStrategy[Any]:
    """Return values of a type, and of those that are made of it."""
    origin, parts = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        made = hint.__subclasses__()  # type: ignore[union-attr]
        return st.one_of(_built(hint), *map(_later, made))
    if is_typeddict(hint):
        return _built(hint)
    if origin in (Union, UnionType):
        return st.one_of(*map(values, parts))
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in (dict, Mapping):
        return st.dictionaries(values(parts[0]), values(parts[1]), max_size=2)
    if origin is tuple and parts[-1] is not Ellipsis:
        return st.tuples(*map(values, parts))
    if origin is not None:
        lists = st.lists(values(parts[0]), max_size=2)
        return lists if origin is list else lists.map(tuple)
    return st.sampled_from(hint) if isinstance(hint, EnumMeta) else LEAVES[hint]


def _later(of: Any) -> st.SearchStrategy[Any]:
    return st.deferred(lambda: values(of))  # one that is made of another may hold the other


def _built(of: Any) -> st.SearchStrategy[Any]:
    return st.builds(of, **{name: values(hint) for name, hint in hints_of(of).items()})


@pytest.mark.parametrize("verb", typed.EVERY.values(), ids=lambda each: each.verb)
@settings(deadline=None, max_examples=15)
@given(draw=st.data())
def test_what_is_read_of_an_answer_is_spelled_as_the_answer(
    verb: Typed[Any], draw: st.DataObject
) -> None:
    each = st.one_of(*map(values, verb.types))
    text = spelled(draw.draw(st.lists(each, max_size=2) if verb.many else each))

    assert spelled(answer_in(text.encode(), verb)) == text


def test_every_verb_that_answers_json_has_its_type() -> None:
    jobs = {each.verb for each in table.EVERY if each.job}
    files = {each.verb for each in table.EVERY if answers_files_alone(each)} - jobs

    assert typed.EVERY.keys() == {each.verb for each in table.EVERY} - files


def test_a_program_knows_each_type_that_an_answer_may_be_made_of() -> None:
    command = [sys.executable, "-c", KNOWN]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for package in (projections, adapters.wording):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)

    assert set(known_types()) - set(json.loads(ran.stdout)) == IN_NO_ANSWER


@pytest.mark.parametrize("said", [{}, [], {"uscc": "1"}, 7])
def test_an_answer_of_another_shape_is_not_taken_for_one(said: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        answer_in(json.dumps(said).encode(), typed.REMAINING)
