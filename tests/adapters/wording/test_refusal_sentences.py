"""The sentences of refusals: one for each code, with the facts it is raised with."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from string import Formatter

from adapters.wording.catalogue.beyond.cluster import CLUSTER
from adapters.wording.catalogue.beyond.people import PEOPLE_REFUSALS
from adapters.wording.catalogue.beyond.serving import SERVING
from adapters.wording.catalogue.changed.amendments import AMENDMENT_REFUSALS
from adapters.wording.catalogue.changed.attachments import ATTACHMENT_REFUSALS
from adapters.wording.catalogue.changed.corrections import CORRECTION_REFUSALS
from adapters.wording.catalogue.changed.decided import DECISION_REFUSALS
from adapters.wording.catalogue.changed.holds import HOLD_REFUSALS
from adapters.wording.catalogue.changed.transfers import TRANSFER_REFUSALS
from adapters.wording.catalogue.intake_files import FILES
from adapters.wording.catalogue.money import MONEY_REFUSALS
from adapters.wording.catalogue.office import OFFICE_REFUSALS
from adapters.wording.catalogue.papers import PAPER_REFUSALS
from adapters.wording.catalogue.policy import POLICY_REFUSALS
from adapters.wording.catalogue.refusals import OWN, REFUSALS
from adapters.wording.catalogue.seal import SEAL
from tests.support.command import ROOT


def test_every_code_has_exactly_one_sentence() -> None:
    tables = (
        AMENDMENT_REFUSALS,
        ATTACHMENT_REFUSALS,
        CORRECTION_REFUSALS,
        DECISION_REFUSALS,
        HOLD_REFUSALS,
        TRANSFER_REFUSALS,
        CLUSTER,
        MONEY_REFUSALS,
        OFFICE_REFUSALS,
        PAPER_REFUSALS,
        PEOPLE_REFUSALS,
        SERVING,
        POLICY_REFUSALS,
        SEAL,
        FILES,
        OWN,
    )

    assert sum(map(len, tables)) == len(REFUSALS)


def test_no_sentence_holds_its_code() -> None:
    named = [code for code, sentence in {**SEAL, **FILES, **OWN}.items() if code in sentence]

    assert named == []


def test_every_refusal_raised_anywhere_has_its_sentences() -> None:
    raised = {code for code, _ in _raised()}

    assert len(raised) > 15
    assert raised <= set(REFUSALS)


def test_every_refusal_is_raised_with_the_facts_its_sentences_tell() -> None:
    for code, facts in _raised():
        if code in REFUSALS and code not in FILES and facts is not None:
            sentences = [said for key, said in REFUSALS.items() if key.split("/")[0] == code]
            known = facts | {"currency"}  # the ledger's, known to every sentence
            assert any(set(_facts(sentence)) <= known for sentence in sentences), code


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
