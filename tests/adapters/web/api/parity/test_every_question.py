"""Every verb that is asked by a GET answers over HTTP what the command line answers, byte by byte.

The pairs are made from the table; a verb that is not compared stands in a list, with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.web.api import table
from adapters.web.api.table import Endpoint
from tests.adapters.web.api.parity.county import (
    answers_files_alone,
    asked_with,
    first_days,
    later_days,
    must_be_of_its_type,
    path_of,
    verb_of,
    words_of,
)
from tests.adapters.web.served import Served, served
from tests.support.command import subsidy

GETS = [endpoint for endpoint in table.EVERY if endpoint.method == "GET"]
QUESTIONS = [endpoint for endpoint in GETS if not answers_files_alone(endpoint)]
FILES = [endpoint for endpoint in GETS if answers_files_alone(endpoint)]
NOT_COMPARED = {"proof": "a proof takes a seal: tests of the client compare it"}
SUFFIXES = {"paper": ".docx", "template": ".xlsx", "attachment show": ".xml"}
SHEETS = ("paper notice", "paper statement", "paper budget")
LANGUAGES = ["zh", "en"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = first_days(tmp_path_factory.mktemp("county"))
    later_days(made)
    return made


@pytest.fixture(scope="module")
def values(store: Path) -> dict[str, dict[str, Any]]:
    return asked_with(store)


@pytest.fixture(scope="module")
def desk(store: Path) -> Iterator[Served]:
    with served(store) as web:
        yield web


def who(endpoint: Endpoint) -> str:
    return min(endpoint.roles & {"auditor", "approver"})


def test_every_path_that_is_asked_by_a_get_is_compared(values: dict[str, Any]) -> None:
    left_out = {endpoint.path for endpoint in GETS if endpoint.verb in NOT_COMPARED}

    assert set(values) == {endpoint.path for endpoint in GETS} - left_out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("endpoint", QUESTIONS, ids=lambda each: each.path)
def test_a_question_is_answered_the_same(
    endpoint: Endpoint, language: str, desk: Served, store: Path, values: dict[str, Any]
) -> None:
    given = values[endpoint.path]

    program = desk.get(path_of(endpoint, given, lang=language), who(endpoint))
    person = desk.get(
        path_of(endpoint, given, lang=language), who(endpoint), headers={"accept": "text/plain"}
    )

    typed = (*words_of(verb_of(endpoint), given), "--store", store, "--lang", language)
    ran, shown = subsidy(*typed, "--json"), subsidy(*typed)
    assert (program.text, program.status_code) == (ran.out, 200)
    must_be_of_its_type(endpoint.verb, program.text)
    assert person.text.rstrip("\n") == shown.out.rstrip("\n")
    assert program.headers["subsidy-exit-code"] == str(ran.code)
    notes = json.loads(program.headers.get("subsidy-notes", "[]"))
    assert "".join(f"{note}\n" for note in notes) == ran.err


@pytest.mark.parametrize("endpoint", FILES, ids=lambda each: each.path)
def test_a_file_is_the_same_file(
    endpoint: Endpoint, desk: Served, store: Path, values: dict[str, Any], tmp_path: Path
) -> None:
    if endpoint.verb in NOT_COMPARED:
        return
    given, verb = values[endpoint.path], endpoint.verb
    suffix = ".csv" if verb in SHEETS else SUFFIXES.get(verb) or SUFFIXES[verb.split()[0]]

    answer = desk.get(path_of(endpoint, given, suffix), who(endpoint))

    out = tmp_path / f"out{suffix}"
    ran = subsidy(*words_of(verb_of(endpoint), given), "--out", out, "--store", store)
    if ran.code:
        assert answer.json()["code"] == ran.err.partition(":")[0]
    else:
        assert answer.content == out.read_bytes()
