"""The product and the second implementation agree to the fen on random histories.

`python -m tests.oracle.two_ledgers FIRST COUNT` plays more of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.two_ledgers import play
from tests.support.extent import tried

SEEDS = tried(1, long=10)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_history_of_amendments_orders_and_late_facts_comes_out_the_same(
    seed: int, tmp_path: Path
) -> None:
    play(tmp_path, seed)
