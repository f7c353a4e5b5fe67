"""A server used for hours as a bureau uses it, and the command line beside it.

    python -m tests.faults.soak [--minutes 120] [--claims 2000] [--folder DIR] [--seed S]

Each minute a line says what the server holds and how long answers took. Exit 1 on any fault.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from adapters.attached.shelf import VARIABLE as PAPERS
from tests.faults.soak.run import soak
from tests.support.stores import ON_POSTGRES, serving


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak")
    parser.add_argument("--minutes", type=float, default=120, metavar="N")
    parser.add_argument("--claims", type=int, default=2_000, metavar="N", help="there at first")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="a new one, which is kept")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    args = parser.parse_args()
    with ExitStack() as stack:
        stack.enter_context(serving())
        folder = args.folder
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-")))
        folder.mkdir(parents=True, exist_ok=True)
        if ON_POSTGRES:  # a database says nothing of where papers lie
            os.environ[PAPERS] = str(folder / "files")
        faults = soak(folder, args.minutes * 60, claims=args.claims, seed=args.seed)
    print(f"faults: {len(faults)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
