"""Others read the log for a rebuild; where none can be started, it is read all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.oracle.inputs.random_claims import lines
from tests.support.command import ROOT, subsidy, write_lines
from tests.support.stores import address

REBUILD = """
from adapters.stores.opening import location_of
from adapters.ledger.store import Store
from tests.support.stores import address
store = Store(location_of({path!r}), parallel_from={parallel_from})
with store.handler:
    print(store.rebuild(), store.views.digest())
"""


def test_a_program_fed_on_standard_input_rebuilds_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    drawn = write_lines(tmp_path / "claims.jsonl", lines(3, 60))
    subsidy("backfill", drawn, "--approve", "--store", path)

    outputs = [
        subprocess.run(
            [sys.executable, "-"],
            input=REBUILD.format(path=address(path), parallel_from=parallel_from),
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for parallel_from in (10, 1_000_000)
    ]

    assert outputs[0] == outputs[1] != ""
