"""Some seconds of a soak, without time to think: what hours of it would find at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.soak.run import soak

SECONDS = 6


@pytest.mark.sqlite
def test_a_staff_in_a_hurry_finds_no_fault(tmp_path: Path) -> None:
    assert soak(tmp_path, SECONDS, claims=200, seed=7, pace=0.02) == []
