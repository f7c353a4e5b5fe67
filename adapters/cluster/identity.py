"""Which program this is: its version, and a SHA-256 over its modules."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from adapters.cluster.segments.manifest import program

ROOT = Path(__file__).parents[2]
WINGS = ("domain", "projections", "adapters")


@cache
def this_program() -> str:
    """Return what two machines must have in common for their answers to be the same."""
    read = sha256()
    for path in sorted(path for wing in WINGS for path in (ROOT / wing).rglob("*.py")):
        read.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        read.update(sha256(path.read_bytes()).digest())
    return f"{program()}+{read.hexdigest()[:12]}"
