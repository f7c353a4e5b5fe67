"""Imports point inwards, nothing goes round in circles, no module is long, no amount floats."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import STORELESS

ROOT = Path(__file__).parents[2]
LAYERS = ("domain", "projections", "adapters", "scripts")
INWARDS = {
    "domain": {"domain"},
    "projections": {"projections", "domain"},
    "adapters": {"adapters", "projections", "domain"},
    "scripts": {"scripts", "adapters", "projections", "domain"},
}
LINES_MAX = 300
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for layer in LAYERS
    for path in sorted((ROOT / layer).rglob("*.py"))
}
TESTS = sorted((ROOT / "tests").rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what `ast.walk` does, in another order and in less than half its time."""
    left = [tree]
    while left:
        node = left.pop()
        yield node
        for name in node._fields:
            value = getattr(node, name, None)
            if type(value) is list:
                left.extend(each for each in value if isinstance(each, ast.AST))
            elif isinstance(value, ast.AST):
                left.append(value)


class Trees(Mapping[str, ast.Module]):
    """Each module as it is parsed, when it is asked for: that takes long for all of them."""

    def __getitem__(self, name: str) -> ast.Module:
        return parsed(MODULES[name])

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


TREES = Trees()


@cache
def imported(name: str) -> tuple[str, ...]:
    """Return every module that one imports, within functions and under TYPE_CHECKING too."""
    return tuple(_imported(name))


def _imported(name: str) -> Iterator[str]:
    for node in nodes(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else str(node.module)


def third_parties(name: str) -> set[str]:
    tops = {module.split(".")[0] for module in imported(name)}
    return tops - set(sys.stdlib_module_names) - set(LAYERS)


# One test for all modules: a test for each takes longer than what it looks at.
def test_imports_point_inwards() -> None:
    outwards = {
        name: {module.split(".")[0] for module in imported(name)}
        & set(LAYERS) - INWARDS[name.split(".")[0]]
        for name in MODULES
    }

    assert {name: layers for name, layers in outwards.items() if layers} == {}


@pytest.mark.parametrize(
    ("layer", "stated"), [("domain", {"domain.value": {"msgspec"}}), ("projections", {})]
)
def test_what_is_decided_needs_the_standard_library_only_and_one_module_what_values_are_made_of(
    layer: str, stated: dict[str, set[str]]
) -> None:
    packages = {name: third_parties(name) for name in MODULES if name.split(".")[0] == layer}

    assert {name: parties for name, parties in packages.items() if parties} == stated


OF_COMMANDS = {
    "scripts.benchmark.": {"matplotlib", "msgspec", "psutil", "psycopg"},  # beside what it measures
    "scripts.sample.": {"xlsxwriter"},
    "scripts.": {"cyclopts", "rich"},
}


def test_commands_use_their_library_only_and_sample_and_benchmark_what_they_write_by() -> None:
    packages = {name: third_parties(name) for name in MODULES if name.split(".")[0] == "scripts"}

    for name, parties in packages.items():
        room = next((room for room in OF_COMMANDS if name.startswith(room)), None)
        allowed = set() if room is None else OF_COMMANDS[room]
        assert parties <= allowed, f"{name} imports {parties}"


def test_nothing_imports_in_a_circle_wherever_the_import_stands() -> None:
    graph = {
        name: {module for module in imported(name) if module in MODULES} - {name}
        for name in MODULES
    }

    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        pytest.fail(f"a circle: {circle.args[1]}")

    assert set(order) >= set(MODULES)


def test_no_name_of_the_domain_knows_a_clock_a_disk_or_chance() -> None:
    outside = {
        "time",
        "random",
        "secrets",
        "os",
        "pathlib",
        "sqlite3",
        "io",
        "socket",
        "subprocess",
    }

    forbidden = {
        name: outside & {module.split(".")[0] for module in imported(name)}
        for name in MODULES
        if name.split(".")[0] in ("domain", "projections")
    }

    assert {name: modules for name, modules in forbidden.items() if modules} == {}


def test_no_module_is_longer_than_can_be_read_at_once_and_no_module_of_tests() -> None:
    lines = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n")
        for path in (*MODULES.values(), *TESTS)
    }

    assert {path: count for path, count in lines.items() if count > LINES_MAX} == {}


def test_no_function_of_tests_hides_another_of_its_name() -> None:
    named = [
        (
            path,
            [each.name for each in node.body if isinstance(each, ast.FunctionDef | ast.ClassDef)],
        )
        for path in TESTS
        for node in nodes(parsed(path))
        if isinstance(node, ast.Module | ast.ClassDef)
    ]

    assert [(path, names) for path, names in named if len(names) != len(set(names))] == []


def test_the_domain_is_tested_without_what_stands_around_it() -> None:
    adapters = {
        str(path.relative_to(ROOT))
        for path in TESTS
        if path.is_relative_to(ROOT / "tests" / "domain")
        for node in nodes(parsed(path))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(("adapters", "scripts"))
    }

    assert adapters == set()


def listed(name: str) -> list[str]:
    """Return the folders and files of tests that the Makefile lists."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    matched = re.search(rf"^{name} := (.*)$", makefile, re.MULTILINE)
    assert matched is not None
    return matched[1].split()


def test_tests_that_name_a_part_of_the_store_run_on_both_in_the_short_run() -> None:
    parts = [ROOT / "tests" / part for part in (*listed("STORED"), *STORELESS)]
    above = [ROOT / "tests" / part for part in listed("ABOVE")]
    left_out = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(
            r"^(from|import) adapters\.(stores|log|views)\b",
            path.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        and (
            not any(path.is_relative_to(part) for part in parts)
            or any(path.is_relative_to(part) for part in above)
        )
    }

    assert [part for part in (*parts, *above) if not part.exists()] == []
    assert left_out == set()


def test_tests_that_are_left_out_on_the_other_store_open_none() -> None:
    opening = {
        str(path.relative_to(ROOT))
        for folder in listed("STORELESS")
        for path in (ROOT / "tests" / folder).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*(from|import) (adapters\.ledger|tests\.support)", line)
        and not re.search(r"support\.(messages|extent)\b|support\.command import ROOT$", line)
    }

    assert opening == set()


def test_no_amount_is_ever_a_float() -> None:
    floats = [
        (name, node.lineno)
        for name in MODULES
        if name.startswith("domain")
        for node in nodes(TREES[name])
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]

    assert floats == []


def test_every_module_opens_with_a_sentence() -> None:
    assert [name for name in MODULES if not ast.get_docstring(TREES[name])] == []
