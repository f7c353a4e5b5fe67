"""The demonstration county served: what it needs is looked at before it is made."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from socket import create_server

from scripts.serving.listening import USUAL
from tests.support.command import ROOT


def test_an_address_that_is_taken_is_said_before_the_county_is_made(tmp_path: Path) -> None:
    with ExitStack() as taken:
        with suppress(OSError):  # another program of this machine has it
            taken.enter_context(create_server((USUAL.host, USUAL.port)))
        ran = subprocess.run(
            [sys.executable, "-m", "scripts.sample.serving"], cwd=tmp_path, check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    assert (ran.returncode, ran.stderr.partition(":")[0]) == (1, "address-taken")
    assert list(tmp_path.iterdir()) == []
