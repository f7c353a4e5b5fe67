"""Views spoilt at rest: the next command answers as before, or `verify` tells and `rebuild` mends.

The latter only where bytes within a row were changed into others that read as well.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.torture.laws import Broken
from tests.faults.torture.outcome import Outcome
from tests.faults.torture.works import Place, Sizes, lines
from tests.support.command import subsidy
from tests.support.spoilt_views import PAGE_BYTES, SPOILT, changed

ASKED = (("totals", "--by", "enterprise"), ("totals", "--by", "year"), ("claims",))


def spoilt_views(place: Place, sizes: Sizes, faults: int, random: Random) -> list[Outcome]:
    """Spoil the views in every named way, and at random places."""
    if place.kind.has_server:
        return [Outcome("views", "spoilt", skipped="tables of the server's")]
    other = Place(place.kind, place.folder / "other", str(place.folder / "other.db"))
    other.folder.mkdir()
    for seed, each in ((11, place), (12, other)):
        each.done("backfill", lines(each.folder, sizes.pending, seed), "--approve", "--by", "clerk")
    expected = _answers(place)
    whole = _views(place).read_bytes()
    named = Outcome("views", "spoilt in named ways")
    for name, spoil in SPOILT.items():
        _spoil(place, whole, spoil, expected, named, name)
    return [
        named,
        _at_random(place, whole, expected, "garbage in pages", _garbage, faults, random),
        _at_random(place, whole, expected, "cut short", _cut, faults, random),
        _at_random(place, whole, expected, "bits flipped", _flipped, faults, random),
    ]


def _at_random(
    place: Place,
    whole: bytes,
    expected: list[Any],
    how: str,
    spoil: Callable[[Path, Random], object],
    faults: int,
    random: Random,
) -> Outcome:
    outcome = Outcome("views", how)
    for number in range(faults):
        _spoil(place, whole, lambda path: spoil(path, random), expected, outcome, f"{how} {number}")
    return outcome


def _spoil(
    place: Place,
    whole: bytes,
    spoil: Callable[[Path], object],
    expected: list[Any],
    outcome: Outcome,
    name: str,
) -> None:
    """Spoil views that were well, and ask. `midst` counts where only `verify` could tell."""
    started = time.monotonic()
    _restore(_views(place), whole)
    spoil(_views(place))
    outcome.faults += 1
    if _answers(place) != expected:
        outcome.midst += 1
        report = subsidy("verify", "--store", place.address, "--json").json
        # A later question may have met the damage, and the views are rebuilt by now.
        if not report["faults"] and _answers(place) != expected:
            outcome.broken.append(Broken("verify", f"{name}: other answers, and no fault"))
        if how := _unmended(place, expected):
            outcome.broken.append(Broken("repair", f"{name}: {how}"))
        if outcome.how != "bits flipped":
            outcome.broken.append(Broken("repair", f"{name}: other answers"))
    outcome.seconds += time.monotonic() - started


def _unmended(place: Place, expected: list[Any]) -> str:
    ran = subsidy("rebuild", "--store", place.address)
    return "" if ran.code == 0 and _answers(place) == expected else f"not rebuilt: {ran.err}"


def _answers(place: Place) -> list[Any]:
    outputs = []
    for words in ASKED:
        ran = subsidy(*words, "--store", place.address, "--json")
        outputs.append((ran.code, ran.out, ran.err))
    return outputs


def _views(place: Place) -> Path:
    return Path(f"{place.address}.views")


def _restore(views: Path, whole: bytes) -> None:
    for path in views.parent.glob(f"{views.name}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    views.write_bytes(whole)


def _garbage(views: Path, random: Random) -> None:
    """Write over whole pages, as a disk does that loses them."""
    pages = views.stat().st_size // PAGE_BYTES
    for page in random.sample(range(pages), random.randint(1, min(8, pages))):
        changed(views, page * PAGE_BYTES, random.randbytes(PAGE_BYTES))


def _cut(views: Path, random: Random) -> None:
    with views.open("r+b") as file:
        file.truncate(random.randrange(views.stat().st_size))


def _flipped(views: Path, random: Random) -> None:
    content = bytearray(views.read_bytes())
    for _ in range(random.choice((1, 8, 64))):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    views.write_bytes(content)
