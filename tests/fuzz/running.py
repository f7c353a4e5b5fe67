"""How the laws are tried on many inputs: a hundred from each seed that Hypothesis gives.

A hundred thousand inputs are tried in the long run, a tenth of them in the short one, from the
same seeds every time. SUBSIDY_FUZZ_INPUTS=1000000 tries as many in all, from new
seeds at every run; what fails names its seed and its input.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.refusals import Refusal
from tests.support.extent import tried

LONG = 100_000  # inputs at least, in all, as `make test-long` tries them
ASKED = int(os.environ.get("SUBSIDY_FUZZ_INPUTS", tried(LONG // 10, long=LONG)))
SHOWN_MAX = 2_000  # bytes of an input that a failure repeats

Test = Callable[..., None]


def fuzzed(inputs: int, *, each: int = 100) -> Callable[[Test], Test]:
    """Have a test of one seed try `each` inputs a seed (see `hold`), `inputs` in the long form."""

    def decorate(test: Test) -> Test:
        seeds = -(-inputs * ASKED // LONG // each)
        trying = settings(
            max_examples=seeds,
            derandomize="SUBSIDY_FUZZ_INPUTS" not in os.environ,
            database=None,
            deadline=None,
            phases=(Phase.generate,),  # a smaller seed is not a simpler input
            suppress_health_check=list(HealthCheck),
        )
        made = trying(given(seed=st.integers(0, 2**64 - 1))(test))
        made.inputs = inputs  # type: ignore[attr-defined]
        return made

    return decorate


def hold(
    law: Callable[[Any], None], made: Callable[[Random], Any], seed: int, *, each: int = 100
) -> None:
    """Try a law on inputs made from one seed; name the input that breaks it."""
    random = Random(seed)
    for _ in range(each):
        tried = made(random)
        try:
            law(tried)
        except BaseException as failure:
            failure.add_note(f"tried: {repr(tried)[:SHOWN_MAX]}")
            raise


def outcome(call: Callable[..., Any], *given: Any) -> Any:
    """Return what a call gives, or the refusal or the ValueError that it raises."""
    try:
        return call(*given)
    except (Refusal, ValueError) as refused:
        return refused
