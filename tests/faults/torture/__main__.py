"""Do faults to a ledger at random moments, and tell whether what must hold did.

    python -m tests.faults.torture [--store KIND] [--kills N] [--seed S] [--only PART]

The same seed draws the same moments; what a machine does in them is its own.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

from tests.faults.torture.kinds import KINDS, Kind
from tests.faults.torture.outcome import Outcome, faults, table
from tests.faults.torture.ways import clock, disk, killing, sealing, spoiling
from tests.faults.torture.works import LONG, SHORT, Place, Sizes, Work, works

PARTS = ("kills", "disk", "clock", "views", "seal")
KILLS = {"sqlite": 300, "postgresql": 30}
HELD = """
Held: nothing acknowledged lost, nothing twice, no gap, no checkpoint ahead of the log, no repair,
no fault found by `verify`. In the midst: faults that left a part of the work done."""


def main(argv: list[str] | None = None) -> int:
    """Torture, and return 1 where a law did not hold."""
    args = _parser().parse_args(argv)
    seed = args.seed if args.seed is not None else SystemRandom().randrange(10**9)
    kills = KILLS[args.store] if args.kills is None else args.kills
    _say(f"store {args.store}, {kills} kills, --seed {seed}")
    kind = KINDS[args.store]()
    outcomes: list[Outcome] = []
    try:
        with TemporaryDirectory(prefix="torture-") as folder:
            sizes = SHORT if args.short else LONG
            for outcome in torture(kind, sizes, kills, seed, Path(folder), args.only or PARTS):
                outcomes.append(outcome)
                _tell(outcome)
    finally:
        kind.close()
    print(table(outcomes))
    if faults_seen := faults(outcomes):
        print(f"\n{faults_seen}\n\nagain: --store {args.store} --kills {kills} --seed {seed}")
    else:
        print(HELD)
    return 1 if faults_seen else 0


def torture(
    kind: Kind, sizes: Sizes, kills: int, seed: int, folder: Path, parts: tuple[str, ...]
) -> Iterator[Outcome]:
    """Yield what came of each kind of torture, as it is done."""
    every = works(kind, sizes, folder)

    def random(*of: str) -> Random:
        return Random("/".join((str(seed), *of)))

    def fresh(name: str) -> Place:
        (folder / name).mkdir()
        return Place(kind, folder / name, kind.place(folder / name))

    if "kills" in parts:
        for work, harm, number in shares(every, kills, kind):
            yield killing.killed(work, harm, number, random(work.name, harm), folder)
    few = max(1, kills // 150)
    if "disk" in parts:
        for work in every:
            if not work.beside and "long" not in work.name:
                for fault in DISK_FAULTS:
                    yield fault(work, few, random(work.name, fault.__name__), folder)
    if "clock" in parts:
        yield clock.stepping_back(fresh("clock"), 10 * min(kills, 50), random("clock"))
    if "views" in parts:
        yield from spoiling.spoilt_views(fresh("views"), sizes, kills // 3, random("views"))
    if "seal" in parts:
        yield from sealing.damaged_seals(named(every, "seal"), folder)


def named(every: list[Work], name: str) -> Work:
    return next(work for work in every if work.name == name)


DISK_FAULTS: tuple[Callable[[Work, int, Random, Path], Outcome], ...] = (
    disk.failing_writes,
    disk.killed_at_writes,
    disk.limited_files,
    disk.full_disk,
)


def shares(every: list[Work], kills: int, kind: Kind) -> Iterator[tuple[Work, str, int]]:
    """Share the kills out: by the weights of the works, so that they are as many as asked for."""
    works_left = [
        (work, harm, weight)
        for work in every
        for harm, weight in (_of_server(work) if kind.has_server else work.harms).items()
    ]
    whole, done, given = sum(weight for *_, weight in works_left), 0, 0
    for work, harm, weight in works_left:
        done += weight
        number = kills * done // whole - given
        given += number
        if number:
            yield work, harm, number


def _of_server(work: Work) -> dict[str, int]:
    return {"server": work.harms["all"]}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.torture", description=(__doc__ or "").splitlines()[0]
    )
    add = parser.add_argument
    add("--store", choices=tuple(KINDS), default="sqlite", help="the kind of store")
    add("--kills", type=int, metavar="N", help="how many (300; 30 of a server)")
    add("--seed", type=int, metavar="S", help="what moments are drawn from (default: any)")
    add("--only", nargs="+", choices=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}")
    add("--short", action="store_true", help="smaller ledgers")
    return parser


def _tell(outcome: Outcome) -> None:
    summary = outcome.skipped and f"skipped: {outcome.skipped}"
    summary = summary or f"{outcome.faults} faults in {outcome.seconds:.0f} s"
    _say(f"{outcome.part}, {outcome.how}: {summary}")
    for broken in outcome.broken:
        _say(f"  {broken.law}: {broken.how}")


def _say(message: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
