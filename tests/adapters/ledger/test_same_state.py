"""One log folds to one state: in any process, whatever its hash seed or place in time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.oracle.inputs.random_claims import lines
from tests.support.command import ROOT, subsidy, write_lines
from tests.support.stores import address

DIGEST = """
import sys
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from adapters.ledger.enterprises import enterprises
from adapters.stores.opening import location_of
from adapters.ledger.store import Store
from tests.support.stores import address

def in_order(state):
    if isinstance(state, (set, frozenset)):
        return sorted(map(repr, state))
    return state

store = Store(location_of(sys.argv[1]))
with store.handler:
    digest = sha256()
    for uscc, one in enterprises(store.handler.recorder, store.handler.position()):
        digest.update(uscc.encode())
        for field in fields(one):
            digest.update(repr(in_order(getattr(one, field.name))).encode())
    print(digest.hexdigest())
"""


def test_a_log_folds_to_the_same_state_in_every_process(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    drawn = write_lines(tmp_path / "claims.jsonl", lines(5, 80))
    subsidy("backfill", drawn, "--approve", "--store", store)

    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST, address(store)],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Shanghai"), ("4294967295", "America/Lima"))
    }

    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64
