"""What work takes, each beside what the same machine does raw in the same run.

    make bench                                  10,000 and 100,000 claims on SQLite
    make bench args="--claims 1000000 --runs 1 --only backfill money"
    make bench store=postgresql                 on a PostgreSQL server of its own
    make bench args="--json now.json --picture now.svg --against before.json"

CPU is that of all processes, the server's among them. Figures are medians. Nothing here is a test:
a figure never fails a build.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from adapters.wording.rendering.text import lines_of
from scripts.benchmark.keeping import Run, kept, machine, read
from scripts.benchmark.ledgers import Files, Ledger
from scripts.benchmark.measuring import Figure
from scripts.benchmark.server import Server
from scripts.benchmark.showing import beside, table
from scripts.benchmark.works import WORKS

SIZES = (10_000, 100_000)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print a table, and write what was asked for."""
    args = _arguments(argv)
    before = None if args.against is None else read(args.against)
    folder = Path(tempfile.mkdtemp(prefix="benchmark-", dir=args.folder))
    figures = []
    try:
        for figure in _measured(args, folder):
            figures.append(figure)
            print(_line(figure), file=sys.stderr, flush=True)
    finally:
        shutil.rmtree(folder)
    run = Run(machine=machine(), figures=tuple(figures))
    print(*lines_of(table(run)), sep="\n")
    if before is not None:
        print(*lines_of(beside(before, run)), sep="\n")
    if args.json is not None:
        args.json.write_bytes(kept(run))
    if args.picture is not None:
        from scripts.benchmark.picture import draw

        draw(run, before, args.picture)
    return 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.benchmark.run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--claims", type=int, nargs="+", default=SIZES, help="sizes of ledgers")
    parser.add_argument("--runs", type=int, default=3, help="how often each work is done")
    parser.add_argument("--only", nargs="+", choices=WORKS, default=[*WORKS], metavar="WORK")
    parser.add_argument("--postgresql", metavar="ADDRESS", help="of a server here, by its owner")
    parser.add_argument("--folder", type=Path, help="on the disk that is measured")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    parser.add_argument("--against", type=Path, help="figures kept earlier, to compare with")
    parser.add_argument("--picture", type=Path, help="cost against size, as SVG")
    args = parser.parse_args(argv)
    if args.against is not None and not args.against.is_file():
        parser.error(f"{args.against}: no such file")
    return args


def _measured(args: argparse.Namespace, folder: Path) -> Iterator[Figure]:
    """Yield the figures of every size, on SQLite or on a server."""
    server = None if args.postgresql is None else Server(args.postgresql)
    for claims in sorted(args.claims):
        ledger = Ledger(Files(folder=folder, claims=claims), server)
        if "backfill" not in args.only:
            ledger.filled()
        for name in WORKS:
            if name in args.only:
                yield from WORKS[name](ledger, args.runs)


def _line(figure: Figure) -> str:
    return (
        f"{figure.on} {figure.claims:>9,} {figure.work}: {figure.taken.cpu:.3f} s CPU, "
        f"{figure.taken.wall:.3f} s wall; raw {figure.raw.cpu:.3f} s CPU"
    )


if __name__ == "__main__":
    sys.exit(main())
