"""How long sealing, verifying and packing take on a ledger, and the memory they need.

    python -m scripts.benchmark.seal LEDGER [--pack]

The seal and the pack are made in a temporary folder beside the ledger.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Figures = dict[str, Any]


def main(argv: list[str] | None = None) -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.benchmark.seal", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--pack", action="store_true", help="also make a pack, and check it")
    args = parser.parse_args(argv)
    with TemporaryDirectory(dir=args.ledger.absolute().parent) as folder:
        print(json.dumps(figures(args.ledger, Path(folder), args.pack), indent=1))
    return 0


def figures(ledger: Path, folder: Path, pack: bool) -> Figures:
    """Return wall seconds, seconds of all cores, and the most memory of any process."""
    seal, key, out = folder / "seal", folder / "key", folder / "pack.zip"
    sealed = ("--seal", seal, "--key", key)
    _run(ledger, "key", "new", "--key", key, "--name", "example.org/benchmark")
    taken = {
        "seal": _run(ledger, "seal", seal, "--key", key),
        "verify": _run(ledger, "verify", seal),
        "seal_again": _run(ledger, "seal", seal, "--key", key),
        "proof": _run(ledger, "proof", "1", "--out", folder / "receipt", *sealed),
    }
    if pack:
        taken["pack"] = _run(ledger, "audit-pack", out, *sealed)
        taken["pack_check"] = _run(ledger, "audit-pack", "check", out)
    return {"load": os.getloadavg()[0], **taken}


def _run(ledger: Path, *words: str | Path) -> Figures:
    command = [sys.executable, "-m", "scripts.subsidy", "--store", str(ledger), "--json"]
    started = time.perf_counter()
    process = subprocess.Popen([*command, *map(str, words)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words[0]} failed")
    return {
        "seconds": round(time.perf_counter() - started, 2),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "memory_mb": used.ru_maxrss // 1024,
    }


if __name__ == "__main__":
    sys.exit(main())
