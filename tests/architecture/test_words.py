"""Names and sentences are in plain words: no word that has to be read twice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.test_architecture import MODULES, ROOT, TESTS, nodes, parsed
from tests.architecture.test_docs import WRAPPED

OBSCURE = re.compile(r"(?<![a-z])(told|whoever|anew)(?![a-z])", re.IGNORECASE)
# `X is no Y` for `X is not a Y`; of something that is not there, or no longer, it is right.
DENIED = re.compile(
    r"(?<!there)(?<!yes-or) (?:is|are) no (?!longer|more|fewer|less|one)[a-z]", re.I
)
CATCH_ALLS = {"found", "told", "one"}
PAIRED = {"other", "two"}  # of two things: one and the other
PAGES = [*WRAPPED, ROOT / "CHANGELOG.md"]
TEXTS = [path for path in (*MODULES.values(), *TESTS, *PAGES) if path != Path(__file__)]


def test_no_sentence_or_name_uses_a_word_that_is_read_twice() -> None:
    obscure = [
        (str(path.relative_to(ROOT)), line)
        for path in TEXTS
        for line in path.read_text(encoding="utf-8").splitlines()
        if OBSCURE.search(line) or DENIED.search(line)
    ]

    assert obscure == []


def test_no_name_says_only_that_there_is_something() -> None:
    said: dict[str, set[str]] = {}
    for path in (*MODULES.values(), *TESTS):
        names = set(bound(parsed(path)))
        said[str(path)] = names & (CATCH_ALLS - {"one"} if names & PAIRED else CATCH_ALLS)

    assert {path: names for path, names in said.items() if names} == {}


def bound(tree: ast.Module) -> Iterator[str]:
    """Yield the names of variables, arguments, functions and classes; the fields of none."""
    fields = {
        statement.target
        for node in nodes(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign)
    }
    for node in nodes(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in fields:
            name = node.id
        elif isinstance(node, ast.arg):
            name = node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = node.name
        else:
            continue
        yield name.strip("_").lower()
