"""`python -m tests.mutation [ROOM …]`: do the tests notice when the code is changed a little?"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.equivalents import equivalents
from tests.mutation.operators import Mutant, mutants_of
from tests.mutation.rooms import ROOMS, ROOT, Room
from tests.mutation.running import Guards, copied
from tests.mutation.workshop import Tried, tried

ENOUGH = 95  # per cent of a room's mutants


@dataclass(frozen=True, slots=True)
class Score:
    """What a room came to."""

    room: str
    tried: list[Tried]
    equivalent: int

    @property
    def killed(self) -> int:
        return sum(mutant.is_killed for mutant in self.tried)

    @property
    def survivors(self) -> list[Tried]:
        alive = [mutant for mutant in self.tried if not mutant.is_killed]
        return sorted(alive, key=lambda survivor: (survivor.mutant.path, survivor.mutant.start))

    @property
    def per_cent(self) -> float:
        return 100 * self.killed / len(self.tried) if self.tried else 100.0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"of {', '.join(ROOMS)}")
    parser.add_argument("--sample", type=int, metavar="N", help="N mutants of each room by chance")
    parser.add_argument("--seed", type=int, default=1, help="what the chance begins with")
    parser.add_argument("--module", default="", help="only modules whose path holds this")
    parser.add_argument("--again", type=Path, metavar="JSON", help="only the survivors of a run")
    parser.add_argument("--every-test", action="store_true", help="survivors meet the whole room")
    parser.add_argument("--at-once", type=int, default=2, metavar="N", help="processes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result there as well")
    asked = parser.parse_args()
    if unknown := set(asked.rooms) - set(ROOMS):
        parser.error(f"not a room: {', '.join(sorted(unknown))} (of {', '.join(ROOMS)})")
    return asked


def chosen(room: Room, asked: argparse.Namespace) -> tuple[list[Mutant], int]:
    """Return the mutants to try, and how many others change nothing."""
    reviewed = {entry.key for entry in equivalents()}
    mutants = [
        mutant
        for path in room.paths()
        if asked.module in path
        for mutant in mutants_of(path, (ROOT / path).read_text(encoding="utf-8"))
    ]
    if asked.again is not None:
        alive = json.loads(asked.again.read_text(encoding="utf-8"))
        keys = {tuple(survivor["key"]) for score in alive for survivor in score["survivors"]}
        mutants = [mutant for mutant in mutants if mutant.key in keys]
    wanted = [mutant for mutant in mutants if mutant.key not in reviewed]
    without_effect = len(mutants) - len(wanted)
    if asked.sample is not None and asked.sample < len(wanted):
        wanted = random.Random(asked.seed).sample(wanted, asked.sample)
    return wanted, without_effect


def scored(name: str, asked: argparse.Namespace) -> Score:
    room = ROOMS[name]
    mutants, without_effect = chosen(room, asked)
    if not mutants:
        return Score(name, [], without_effect)
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        trees = [Path(folder) / f"tree-{number}" for number in range(asked.at_once)]
        for tree in trees:
            tree.mkdir()
            copied(tree)
        print(f"{name}: {len(mutants)} mutants; its tests run once …", file=sys.stderr)
        guards = Guards(trees[0], list(room.paths()), room.tests)
        done = 0

        def progress(result: Tried) -> None:
            nonlocal done
            done += 1
            if not result.is_killed or done % 50 == 0:
                print(f"  {done}/{len(mutants)} {line_of(result)}", file=sys.stderr, flush=True)

        results = list(tried(mutants, guards, trees, asked.every_test, progress))
    return Score(name, results, without_effect)


def line_of(result: Tried) -> str:
    mutant = result.mutant
    return f"{result.end}: {mutant.path}:{mutant.line}: {mutant.was}  ->  {mutant.becomes}"


def as_json(scores: Sequence[Score]) -> list[dict[str, object]]:
    return [
        {
            "room": score.room,
            "mutants": len(score.tried),
            "killed": score.killed,
            "equivalent": score.equivalent,
            "per_cent": round(score.per_cent, 1),
            "survivors": [
                {"end": survivor.end, "line": survivor.mutant.line, "key": survivor.mutant.key}
                for survivor in score.survivors
            ],
        }
        for score in scores
    ]


def main() -> int:
    asked = parsed()
    scores = [scored(name, asked) for name in asked.rooms or ROOMS]
    for score in scores:
        for survivor in score.survivors:
            print(line_of(survivor))
    print(f"{'room':<12}{'mutants':>9}{'killed':>9}{'alive':>7}{'without effect':>16}{'score':>9}")
    for score in scores:
        print(
            f"{score.room:<12}{len(score.tried):>9}{score.killed:>9}{len(score.survivors):>7}"
            f"{score.equivalent:>16}{score.per_cent:>8.1f}%"
        )
    if asked.json is not None:
        asked.json.write_text(json.dumps(as_json(scores), indent=1), encoding="utf-8")
    return 0 if all(score.per_cent >= ENOUGH for score in scores) else 1


if __name__ == "__main__":
    raise SystemExit(main())
