"""What a mutation run changes, and that what was reviewed as without effect is still there."""

from __future__ import annotations

import pytest

from tests.mutation.equivalents import equivalents
from tests.mutation.operators import mutants_of
from tests.mutation.rooms import ROOMS, ROOT


def changes(source: str) -> set[str]:
    return {mutant.applied(source) for mutant in mutants_of("module.py", source)}


@pytest.mark.parametrize(
    ("source", "becomes"),
    [
        ("a < b", "(a <= b)"),
        ("a == b", "(a != b)"),
        ("a and b", "(b)"),
        ("a or b", "(a and b)"),
        ("a + b", "(a - b)"),
        ("a // b", "(a * b)"),
        ("min(a, b)", "(max(a, b))"),
        ("a[0]", "a[(1)]"),
        ("a[:n]", "(a[:])"),
        ("x = True", "x = (False)"),
        ("not a", "(a)"),
        ("reversed(a)", "(list(a))"),
        ("sorted(a, key=b)", "(sorted(a))"),
        ("[a for a in b if c]", "([a for a in b])"),
        ("def f():\n    g()", "def f():\n    pass"),
        ("def f():\n    raise E", "def f():\n    pass"),
        ("def f() -> int:\n    return g()", "def f() -> int:\n    return 0"),
        ("def f() -> list[int]:\n    return g()", "def f() -> list[int]:\n    return []"),
        ("for a in b:\n    c", "for a in __import__('itertools').islice((b), 1):\n    c"),
        ("if a:\n    b", "if (not a):\n    b"),
        ("x('SELECT a FROM b WHERE c <= ?')", "x(('SELECT a FROM b WHERE c < ?'))"),
        ("x('SELECT a FROM b WHERE c = 1')", "x(('SELECT a FROM b WHERE (c = 1 OR TRUE)'))"),
        ("x('SELECT a FROM b' ' ORDER BY c DESC')", "x(('SELECT a FROM b ORDER BY c'))"),
        ("x(f'SELECT {a} FROM b ORDER BY c')", "x((f'SELECT {a} FROM b'))"),
    ],
)
def test_a_change_is_made(source: str, becomes: str) -> None:
    assert becomes in changes(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""About 1 < 2."""',
        "assert a < b",
        "assert_never(1)",
        "raise AssertionError(1 < 2)",
        "x = f'{a < b}'",
        "x: 'int < 2'",
        "@d(1)\ndef f(): ...",
    ],
)
def test_what_says_nothing_at_run_time_is_left_alone(source: str) -> None:
    assert changes(source) == set()


def test_a_change_lands_behind_wider_characters() -> None:
    assert "x = '元', (2)" in changes("x = '元', 1")


def test_a_sample_of_every_room_is_there_to_be_changed() -> None:
    for name, room in ROOMS.items():
        assert list(room.paths()), name
        assert all((ROOT / test).exists() for test in room.tests), name


def test_every_change_reviewed_is_one_that_a_run_makes() -> None:
    keys = {entry.key for entry in equivalents()}
    made = {
        mutant.key
        for path in {entry.path for entry in equivalents()}
        for mutant in mutants_of(
            path,
            (ROOT / path).read_text(encoding="utf-8"),
            wanted=lambda mutant: mutant.key in keys,
        )
    }

    assert keys - made == set()
