"""A damaged seal folder: refused by name and left as it is, or sealed to the same bytes."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from adapters.policy.paths import SHIPPED
from tests.faults.torture.laws import Broken
from tests.faults.torture.outcome import Outcome
from tests.faults.torture.ways.killing import verified
from tests.faults.torture.works import Place, Work, sealed
from tests.support.command import subsidy

NAMING = ("checkpoint", "检查点", "seal-inconsistent")  # of what is damaged, besides its file


def damaged_seals(work: Work, folder: Path) -> list[Outcome]:
    """Damage what a sealer reads, and leave behind what one that was killed does."""
    random = Random(7)
    refused = Outcome("seal folder", "damaged")
    for name, damage in DAMAGES.items():
        place = work.fresh(folder / f"damaged-{refused.faults}")
        started = time.monotonic()
        file = damage(place, random)
        before = sealed(place)
        ran = subsidy(*work.said(place))
        refused.faults += 1
        if ran.code != 1 or not ran.err.startswith("seal-"):
            refused.broken.append(Broken("ahead", f"{name}: {ran.code} {ran.err[:200]}"))
        elif not any(word in ran.err for word in (file, *NAMING)):
            refused.broken.append(Broken("other", f"{name}: does not name {file}: {ran.err[:200]}"))
        if sealed(place) != before:
            refused.broken.append(Broken("ahead", f"{name}: written over"))
        refused.seconds += time.monotonic() - started
    return [refused, _left_behind(work, folder, random)]


def _left_behind(work: Work, folder: Path, random: Random) -> Outcome:
    """Seal where a killed sealer left unfinished files, and tiles that it did not sign."""
    outcome = Outcome("seal folder", "left by a kill")
    started = time.monotonic()
    expected = work.unharmed.sealed
    names = [name for name in expected if name not in ("checkpoint", "keys.txt")]
    for number in range(10):
        place = work.fresh(folder / f"left-{number}")
        for name in random.sample(names, min(5, len(names))):
            path = place.seal / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(f"{path.name}.unfinished").write_bytes(expected[name][:100])
            if not path.exists() and name.startswith("tile/"):
                path.write_bytes(expected[name])
        (place.seal / ".sealing").write_bytes(_size(place))
        ran = subsidy(*work.said(place))
        outcome.faults += 1
        if ran.code or sealed(place) != expected:
            outcome.broken.append(Broken("repair", f"other bytes: {ran.code} {ran.err[:200]}"))
        outcome.broken += verified(place)
    outcome.seconds = time.monotonic() - started
    return outcome


def _size(place: Place) -> bytes:
    """Return the size of the last checkpoint, as a sealer writes it down while it is at work."""
    checkpoint = place.seal / "checkpoint"
    return checkpoint.read_bytes().split(b"\n")[1] + b"\n" if checkpoint.exists() else b"0\n"


def _cut(name: str) -> Callable[[Place, Random], str]:
    def damage(place: Place, random: Random) -> str:
        path = _last_of(place, name)
        os.truncate(path, random.randrange(path.stat().st_size))
        return str(path.relative_to(place.seal))

    return damage


def _emptied(name: str) -> Callable[[Place, Random], str]:
    def damage(place: Place, _: Random) -> str:
        path = _last_of(place, name)
        path.write_bytes(b"")
        return str(path.relative_to(place.seal))

    return damage


def _gone(name: str) -> Callable[[Place, Random], str]:
    def damage(place: Place, _: Random) -> str:
        path = _last_of(place, name)
        path.unlink()
        return str(path.relative_to(place.seal))

    return damage


def _flipped(name: str) -> Callable[[Place, Random], str]:
    def damage(place: Place, random: Random) -> str:
        path = _last_of(place, name)
        content = bytearray(path.read_bytes())
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
        path.write_bytes(content)
        return str(path.relative_to(place.seal))

    return damage


def _of_another_log(place: Place, _: Random) -> str:
    """Put a larger checkpoint of a log that went on otherwise, with its tiles."""
    other = place.folder / "other"
    other.mkdir()
    shutil.copy(place.folder / "key", other / "key")
    made = Place(place.kind, other, str(other / "ledger.db"))
    made.done("store", "prepare", "--policy", str(SHIPPED))
    made.done("exports", "91330382MA0000023T", "2022", "--us-usd", "1", "--rcep-usd", "1")
    made.done("seal", made.seal, "--key", other / "key", "--memory-lost")
    shutil.rmtree(place.seal)
    shutil.copytree(made.seal, place.seal)
    return "checkpoint"


def _last_of(place: Place, name: str) -> Path:
    """Return the last file of a name or a pattern: that of the right edge."""
    return sorted(place.seal.glob(name))[-1]


EDGE = "tile/0/*.p/*"
DAMAGES: dict[str, Callable[[Place, Random], str]] = {
    "the checkpoint cut": _cut("checkpoint"),
    "the checkpoint empty": _emptied("checkpoint"),
    "the checkpoint gone": _gone("checkpoint"),
    "the checkpoint flipped": _flipped("checkpoint"),
    "the keys empty": _emptied("keys.txt"),
    "the keys cut": _cut("keys.txt"),
    "the keys gone": _gone("keys.txt"),
    "a tile at the edge cut": _cut(EDGE),
    "a tile at the edge empty": _emptied(EDGE),
    "a tile at the edge gone": _gone(EDGE),
    "a tile at the edge flipped": _flipped(EDGE),
    "a tile above cut": _cut("tile/1/*.p/*"),
    "another log's seal": _of_another_log,
}
