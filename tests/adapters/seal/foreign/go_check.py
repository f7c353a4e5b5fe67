"""The Go team's verifier, built once a run where Go and its packages are installed.

Debian and Ubuntu: apt-get install golang-go golang-golang-x-mod-dev
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

SOURCE = Path(__file__).parent / "check.go"
PACKAGES = Path("/usr/share/gocode")
MISSING = shutil.which("go") is None or not (PACKAGES / "src/golang.org/x/mod/sumdb").is_dir()
REASON = "needs golang-go and golang-golang-x-mod-dev"


@cache
def _program() -> Path:
    made = Path(mkdtemp()) / "check"
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": str(PACKAGES), "GOFLAGS": ""}
    subprocess.run(["go", "build", "-o", made, SOURCE], check=True, env=environment)
    return made


def go_check(*words: str | Path) -> bool:
    """Say whether the verifier accepts."""
    ran = subprocess.run(
        [_program(), *map(str, words)], capture_output=True, text=True, check=False
    )
    return ran.returncode == 0 and ran.stdout == "good\n"
