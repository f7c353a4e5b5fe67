"""The program knows no policy: what the files that ship are called by stands in no module."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from adapters.policy.file.files import read_policy_file
from domain.policy.compiling.words import SETTINGS
from tests.architecture.test_architecture import nodes, parsed

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(
    path
    for path in (ROOT / "domain" / "policy" / "policies").rglob("*.toml")
    if ".cases" not in path.name
)
# The first form of a policy was read by what the program of then knew; samples are of one policy.
# Events and a command of that time are read, and taken, for ever.
OUTSIDE = (
    "adapters/policy/former/",
    "adapters/log/upcasts.py",
    "adapters/web/api/table.py",
    "adapters/web/pages/reading/enterprise.py",
    "adapters/web/verbs/typed.py",
    "scripts/claims/year.py",
    "scripts/cli/nouns.py",
    "scripts/sample/",
)
# Settings are the program's own words; `title` and 一 are any text's.
WORDS = {*SETTINGS, "title", "一"}


def names_of(path: Path) -> set[str]:
    """The names of everything a policy file has, and its articles."""
    document = read_policy_file(path).source
    sections = ("kinds", "measures", "caps", "lists", "records", "readings")
    names = {name for section in sections for name in document.get(section, {})}
    return names | {article["id"] for article in document["article"]}


@cache
def texts_of(path: Path) -> frozenset[str]:
    return frozenset(
        node.value
        for node in nodes(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_name_of_a_policy_stands_in_code(path: Path) -> None:
    names = names_of(path) - WORDS
    modules = [
        module
        for wing in ("domain", "projections", "adapters", "scripts")
        for module in (ROOT / wing).rglob("*.py")
        if not str(module.relative_to(ROOT)).startswith(OUTSIDE)
    ]
    standing = {
        str(module.relative_to(ROOT)): sorted(said)
        for module in modules
        if (said := names & texts_of(module))
    }

    assert len(names) > 3
    assert standing == {}
