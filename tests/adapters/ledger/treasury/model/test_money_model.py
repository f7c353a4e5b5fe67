"""The product and the independent model agree to the fen on random sequences about money.

SUBSIDY_TEST_SEEDS: how many random sequences; each has 60 steps.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.adapters.ledger.treasury.model.asking import Asking
from tests.support.extent import tried
from tests.support.ledgers import opened

SEEDS = int(os.environ.get("SUBSIDY_TEST_SEEDS", tried("3", long="8")))
STEPS = 60


@pytest.mark.parametrize("seed", range(SEEDS))
def test_random_sequences_agree_with_the_model_to_the_fen(seed: int, tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        asked = Asking(store, seed)
        for _ in range(STEPS):
            asked.step()
            asked.agree()
        asked.audited()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_entries_put_right_agree_with_the_model_to_the_fen(seed: int, tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        asked = Asking(store, seed)
        for _ in range(2 * STEPS):
            asked.step_of_corrections()
            asked.agree()
        asked.audited()
