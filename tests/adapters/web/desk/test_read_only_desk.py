"""A server of a ledger that it may only read: nothing is written beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.stores.test_read_only import _ALONE, mounted
from tests.commands.test_command_line import line
from tests.support.command import ROOT, asked, write_lines

_LOOK = """
import json, sys
from adapters.web.desk.rooms import Rooms
rooms = Rooms(sys.argv[1])
answers = []
for position in (None, None, 2):
    with rooms.look(position) as look:
        answers.append([look.position, len(look.claims()), look.totals(None, "year").granted_fen])
rooms.close()
print(json.dumps(answers))
"""


@mounted
@pytest.mark.sqlite
@pytest.mark.parametrize("views", ["kept", "missing", "damaged"])
def test_looks_are_answered_where_nothing_can_be_written(views: str, tmp_path: Path) -> None:
    store = tmp_path / "evidence" / "ledger.db"
    store.parent.mkdir()
    asked(store, "backfill", write_lines(tmp_path / "one.jsonl", [line("YQ-1")]), "--approve")
    file = Path(f"{store}.views")
    if views == "missing":
        file.unlink()
    elif views == "damaged":
        file.write_bytes(b"\\x93" * 40_960)
    before = {each.name: each.read_bytes() for each in store.parent.iterdir()}

    ran = subprocess.run(
        [*_ALONE, str(store.parent), sys.executable, "-c", _LOOK, str(store)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    now, again, earlier = json.loads(ran.stdout)
    assert now == again
    assert now[1] == 1
    assert now[2] > 0
    assert earlier[0] == 2
    assert {each.name: each.read_bytes() for each in store.parent.iterdir()} == before
