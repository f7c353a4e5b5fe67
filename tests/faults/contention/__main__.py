"""Many processes at one ledger, the long form.

    python -m tests.faults.contention [--store ADDRESS|sqlite|postgresql] [--processes 16]
        [--rounds 200]
        [--seed S]

Exit 1 on any broken law, each of which is printed on standard error.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from adapters.wording.rendering.text import lines_of
from adapters.wording.table import Column, Table
from tests.faults.contention.places import place_for
from tests.faults.contention.run import Result, contend


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.contention")
    parser.add_argument("--store", default="sqlite", metavar="ADDRESS|KIND", help="a new store")
    parser.add_argument("--processes", type=int, default=16, metavar="N")
    parser.add_argument("--rounds", type=int, default=200, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    args = parser.parse_args()
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="contention-") as folder,
        place_for(args.store, Path(folder)) as address,
    ):
        result = contend(
            address,
            Path(folder),
            processes=args.processes,
            rounds=args.rounds,
            seed=args.seed,
            progress=_progress,
        )
    figures = {"processes": args.processes, "seed": args.seed, **result.figures}
    figures |= {"seconds": round(time.monotonic() - started), "laws broken": len(result.faults)}
    columns = (Column("what"), Column("count", "count"))
    print(*lines_of(Table(title="", columns=columns, rows=list(figures.items()))), sep="\n")
    if not result.faults:
        print(
            "Held: no cap passed, no room lost, one event a request; every reader saw the same log."
        )
    for fault in result.faults:
        print(fault, file=sys.stderr)
    return 1 if result.faults else 0


def _progress(number: int, result: Result) -> None:
    print(f"round {number}: {result.figures['sayings']:,} sayings", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
