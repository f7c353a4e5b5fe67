"""The sentences of refusals: each there is, in both languages, with the facts it is raised with."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from string import Formatter

import pytest

from adapters.wording.catalogue.intake_sentence import FILE_CODES
from adapters.wording.catalogue.refusals import REFUSALS
from tests.support.command import ROOT


@pytest.mark.parametrize("code", REFUSALS)
def test_every_sentence_tells_the_same_facts_in_both_languages(code: str) -> None:
    facts = [set(_facts(sentence)) for sentence in _sentences(code)]

    assert facts == facts[:1] * len(facts)


def test_every_refusal_raised_anywhere_has_its_sentences() -> None:
    raised = {code for code, _ in _raised()}

    assert len(raised) > 15
    assert raised <= {*REFUSALS, *FILE_CODES}


def test_every_refusal_is_raised_with_the_facts_its_sentences_tell() -> None:
    for code, facts in _raised():
        if code in REFUSALS and facts is not None:
            sentences = [_sentences(key)[0] for key in REFUSALS if key.split("/")[0] == code]
            assert any(set(_facts(sentence)) <= facts for sentence in sentences), code


def _sentences(code: str) -> tuple[str, ...]:
    """The English, which the catalogue translates, or both."""
    said = REFUSALS[code]
    return (said,) if isinstance(said, str) else said


def _facts(sentence: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(sentence) if name)


def _raised() -> Iterator[tuple[str, set[str] | None]]:
    """Yield the code and facts of every `Refusal("code", …)`; None for facts gathered before."""
    for layer in ("domain", "projections", "adapters", "scripts"):
        for path in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal"):
                    continue
                named = {keyword.arg for keyword in node.keywords}
                if isinstance(node.args[0], ast.Constant):
                    facts = None if None in named else {str(name) for name in named}
                    yield str(node.args[0].value), facts
