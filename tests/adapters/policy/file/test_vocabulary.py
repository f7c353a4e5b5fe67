"""Every word that a policy file may say has its entry, its sentences, and a file that says it."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from adapters.policy.file.cases import CasesLines
from adapters.policy.file.shape import PolicyLines
from adapters.policy.file.vocabulary import SHAPES, Word, vocabulary
from adapters.wording.catalogue.problems import POLICY_PROBLEMS
from adapters.wording.policy.sentences import SENTENCES
from adapters.wording.policy.vocabulary import TITLES, TYPES, UNITS, sentence
from adapters.wording.translation import speaking
from domain.policy.compiling.conditions import CONDITIONS
from domain.policy.compiling.faults import PROBLEMS, PolicyError
from domain.policy.compiling.policy import compiled
from domain.policy.compiling.scope import REFERENCES
from domain.policy.compiling.terms import VERBS
from domain.policy.compiling.words import WORDS
from tests.adapters.policy.file.saying import saying
from tests.architecture.test_architecture import TREES
from tests.domain.policy.small import document

EVERY = [word for words in vocabulary().values() for word in words]
VALUES = [(place, word) for place, words in WORDS.items() for word in words]
START: dict[str, list[list[Any]]] = {  # the terms before each verb and after it, if others
    "of": [[], []],
    "each": [[], [{"highest": 3}]],
    "highest": [[{"each": "booths"}], []],
    "price": [[{"of": "area"}], []],
    "per": [[{"of": "fee"}], [{"award": "100"}]],
    "award": [[], []],
    "up_to": [[{"of": "area"}], [{"price": "2"}]],
}
CHINESE = re.compile("[一-鿿]")


@pytest.mark.parametrize("word", EVERY, ids=lambda word: word.place)
def test_a_word_has_a_sentence_in_both_languages(word: Word) -> None:
    with speaking("en"):
        english = sentence(word)
    with speaking("zh"):
        chinese = sentence(word)

    assert english != chinese
    assert len(CHINESE.findall(english)) < len(english) / 3
    assert CHINESE.search(chinese)


def test_every_sentence_is_of_a_word() -> None:
    assert SENTENCES.keys() == {word.place for word in EVERY}


def test_every_section_has_a_title_and_every_type_a_name() -> None:
    used = {type_ for word in EVERY for type_ in word.written}

    assert TITLES.keys() == vocabulary().keys()
    assert UNITS.keys() == {unit for word in EVERY for unit in word.after}
    assert TYPES.keys() == {word.key for word in vocabulary()["values"]} >= used


def test_the_vocabulary_is_read_once() -> None:
    assert vocabulary() is vocabulary()


def test_every_closed_word_is_in_the_vocabulary() -> None:
    assert {f"{place}.{word}" for place, word in VALUES} == {w.place for w in EVERY if w.is_value}


@pytest.mark.parametrize("name", [name for name in CONDITIONS if name != "yes-no"])
def test_a_condition_is_taken_as_its_example_writes_it(name: str) -> None:
    word = next(word for word in EVERY if word.place == f"conditions.{name}")

    made = compiled(document([{"award": "2"}], when=[read(word.example)]))

    assert len(made.measures["first"].when) == 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_taken_as_its_example_writes_it(verb: str) -> None:
    word = next(word for word in EVERY if word.place == f"terms.{verb}")
    before, after = START.get(verb, [[{"of": "fee"}], []])

    made = compiled(document([*before, read(word.example), *after]))

    assert len(made.measures["first"].terms) == len(before) + 1 + len(after)


@pytest.mark.parametrize("name", ["word", "bands"])
def test_a_figure_is_looked_up_as_its_example_writes_it(name: str) -> None:
    word = next(word for word in EVERY if word.place == f"looked-up.{name}")

    compiled(document([{"award": read(word.example)}]))


@pytest.mark.parametrize("name", REFERENCES)
def test_a_value_comes_from_where_its_example_says(name: str) -> None:
    word = next(word for word in EVERY if word.place == f"references.{name}")

    compiled(document([{"of": read(word.example)}]))


@pytest.mark.parametrize(("place", "word"), VALUES)
def test_a_closed_word_is_taken_where_it_stands(place: str, word: str) -> None:
    said = saying(place, word)

    compiled(PolicyLines.model_validate(said).as_document())

    assert f'"{word}"' in json.dumps(said, default=str)


@pytest.mark.parametrize("place", WORDS)
def test_another_word_is_refused_there(place: str) -> None:
    with pytest.raises((ValidationError, PolicyError), match=r"not-allowed|it is one of"):
        compiled(PolicyLines.model_validate(saying(place, "another")).as_document())


def test_each_problem_is_named_and_is_raised_somewhere() -> None:
    tables = {name for name in TREES if name.startswith(("domain.policy", "adapters.policy"))}
    said = {text for name in tables for text in texts(name)}

    assert POLICY_PROBLEMS.keys() == set(PROBLEMS)
    assert set(PROBLEMS) - said == set()


def test_every_table_of_a_file_is_a_section() -> None:
    assert {*models(PolicyLines), *models(CasesLines)} - {CasesLines} == set(SHAPES.values())


def read(example: str) -> Any:
    return tomllib.loads(f"it = {example}")["it"]


def texts(module: str) -> Iterator[str]:
    """Yield the first words of the texts of a module; not those of the table of problems."""
    for statement in TREES[module].body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "PROBLEMS":
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value.partition(" ")[0]


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a table of a file and those within it."""
    yield model
    for field in model.model_fields.values():
        for part in re.findall(r"[\w.]+Lines", str(field.annotation)):
            module, _, name = part.rpartition(".")
            within = getattr(__import__(module, fromlist=[name]), name)
            yield from models(within)
