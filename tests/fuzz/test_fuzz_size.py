"""The long form is long enough."""

from __future__ import annotations

from types import ModuleType

from tests.fuzz import (
    test_fuzz_backfill,
    test_fuzz_codec,
    test_fuzz_lines,
    test_fuzz_policy,
    test_fuzz_seal,
    test_fuzz_workbooks,
)
from tests.fuzz.running import LONG

MODULES = (
    test_fuzz_backfill,
    test_fuzz_codec,
    test_fuzz_lines,
    test_fuzz_policy,
    test_fuzz_seal,
    test_fuzz_workbooks,
)


def inputs_of(module: ModuleType) -> int:
    """Return how many inputs the laws of a module are tried on, each parameter apart."""
    return sum(
        test.inputs * len(marked[0].args[1] if (marked := getattr(test, "pytestmark", [])) else "-")
        for test in vars(module).values()
        if hasattr(test, "inputs")
    )


def test_the_long_form_tries_a_hundred_thousand_inputs() -> None:
    assert sum(map(inputs_of, MODULES)) >= LONG
