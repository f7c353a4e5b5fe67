"""What a test needs of its machine: skipped where it lacks it, but never in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOFTHSM = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)


def needs_openssl() -> None:
    """Skip where the openssl program is missing or older than 3."""
    known = shutil.which("openssl")
    said = "" if known is None else run("openssl", "version").stdout.decode()
    if not said.startswith("OpenSSL ") or int(said.split()[1].split(".")[0]) < 3:
        _lacking("openssl 3")


def softhsm() -> str:
    """Return the module of SoftHSM; skip where it is missing."""
    module = next((path for path in SOFTHSM if Path(path).exists()), None)
    if module is None or shutil.which("softhsm2-util") is None:
        _lacking("softhsm2")
    assert module is not None
    return module


def run(*words: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        tuple(map(str, words)), input=given, capture_output=True, check=False, timeout=60
    )


def _lacking(what: str) -> None:
    if os.environ.get("SUBSIDY_TEST_NO_SKIP"):
        pytest.fail(f"this machine lacks {what}, which CI installs")
    pytest.skip(f"this machine lacks {what}")
