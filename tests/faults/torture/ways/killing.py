"""Commands killed at random moments, then said again."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from tests.faults.torture.kinds import Row
from tests.faults.torture.laws import Broken, claims, log_laws, seal_laws
from tests.faults.torture.outcome import Outcome
from tests.faults.torture.running import Running, run
from tests.faults.torture.works import Place, Work, answers, sealed
from tests.support.command import Ran, subsidy

KILLS_A_LEDGER = 5
SOONER = 0.9  # the machine may be faster now than when the time was taken
MISSES_MAX = 20


def killed(work: Work, harm: str, kills: int, random: Random, folder: Path) -> Outcome:
    """Kill a work so many times, on one ledger after another."""
    outcome = Outcome(work.name, harm)
    started, misses = time.monotonic(), 0
    while outcome.faults < kills and misses < MISSES_MAX + kills:
        place = work.fresh(folder / f"{work.name}-{harm}-{outcome.faults}-{misses}")
        for _ in range(min(KILLS_A_LEDGER, kills - outcome.faults)):
            if not _kill_once(work, place, harm, random, outcome, SOONER**misses):
                misses += 1
                break  # the work is done
        finish(work, place, outcome.broken)
    outcome.seconds = time.monotonic() - started
    return outcome


def finish(work: Work, place: Place, broken: list[Broken]) -> None:
    """Say the command again, undisturbed: it ends as if it never had been."""
    expected = work.unharmed
    ran = run(*work.said(place))
    if ran.code != expected.code:
        broken.append(Broken("repair", f"said again it ends with {ran.code}: {ran.err[-300:]}"))
        return
    rows = place.rows()
    broken += log_laws(rows, rows, expected.bodies)
    if sum(map(len, expected.bodies.values())) != len(rows):
        broken.append(Broken("lost", f"{len(rows)} events at the end"))
    if answers(place) != expected.answers:
        broken.append(Broken("repair", "it answers other than after an undisturbed run"))
    again = subsidy(*work.said(place))
    if again.code != expected.code or place.rows() != rows:
        broken.append(Broken("twice", f"said once more: {again.code} {again.err[-300:]}"))
    if work.beside:
        place.done("seal", place.seal, "--key", place.folder / "key")
    elif sealed(place) != expected.sealed:
        broken.append(Broken("repair", "the seal has other bytes than an undisturbed one"))
    broken += verified(place)


def verified(place: Place) -> list[Broken]:
    """Have the ledger verify itself, with what was sealed of it."""
    broken = seal_laws(place.seal, place.rows())
    folder = [place.seal] if (place.seal / "checkpoint").exists() else []
    ran = subsidy("verify", *folder, "--store", place.address, "--json")
    document = json.loads(ran.out)
    if ran.code or document["faults"]:
        broken.append(Broken("verify", str(document.get("faults", document))))
    return broken


def after_fault(
    work: Work, place: Place, before: list[Row], ran: Ran, outcome: Outcome
) -> list[Row]:
    """Check what a fault left, and return the log."""
    after = place.rows()
    outcome.broken += log_laws(before, after, work.unharmed.bodies)
    outcome.broken += unkept(ran, work, before, after)
    if "Traceback" in ran.err:
        outcome.broken.append(Broken("other", ran.err[-500:]))
    if after:
        outcome.broken += verified(place)
    outcome.midst += partly(work, place, after)
    outcome.acknowledged += acknowledged_in(ran.err)
    return after


def partly(work: Work, place: Place, rows: list[Row]) -> bool:
    """Say whether a part of the work is done, neither nothing nor all."""
    expected = work.unharmed
    if expected.added:
        whole = sum(map(len, expected.bodies.values()))
        return whole - expected.added < len(rows) < whole
    return sealed(place) not in (sealed(work.template), expected.sealed)


def unkept(ran: Ran, work: Work, before: list[Row], after: list[Row]) -> Iterator[Broken]:
    """Yield what was acknowledged, and is not there."""
    recorded = len(claims(after)) - len(claims(before))
    if recorded < acknowledged_in(ran.err):
        yield Broken("lost", f"acknowledged {acknowledged_in(ran.err)} claims, recorded {recorded}")
    whole = sum(map(len, work.unharmed.bodies.values()))
    if ran.code == 0 and len(after) != whole:
        yield Broken("lost", f"ended well with {len(after)} of {whole} events")


def acknowledged_in(err: str) -> int:
    """Return the last `recorded N` that was printed whole: claims this run made."""
    lines = [line for line in err.split("\n")[:-1] if line.startswith("recorded ")]
    return int(lines[-1].removeprefix("recorded ")) if lines else 0


def _kill_once(
    work: Work, place: Place, harm: str, random: Random, outcome: Outcome, part: float
) -> bool:
    """Kill one run of it, within a part of its time; False where it was over before."""
    before = place.rows()
    seconds = work.unharmed.seconds * part
    moment = random.uniform(seconds * work.starts, seconds * (1.3 if work.beside else 1.0))
    try:
        running = Running(work.said(place), beside=_sealing(place) if work.beside else None)
        running.wait(moment)
        hit = HARMS[harm](running, place)
        ran = running.ended()
    except subprocess.TimeoutExpired as stays:
        outcome.broken.append(Broken("repair", f"a process stays: {stays}"))
        return True
    finally:
        if harm == "server":
            place.kind.start_server()
    after_fault(work, place, before, ran, outcome)
    outcome.faults += hit
    return hit


def _sealing(place: Place) -> str:
    """Return the shell's words for sealing again and again."""
    seal, key = place.seal, place.folder / "key"
    words = ("seal", str(seal), "--key", str(key), "--store", place.address)
    return f"while : ; do {shlex.join([sys.executable, '-m', 'scripts.subsidy', *words])}; done"


def _kill_server(running: Running, place: Place) -> bool:
    going = running.process.poll() is None
    place.kind.kill_server()
    return going


HARMS: dict[str, Callable[[Running, Place], bool]] = {
    "all": lambda running, _: running.kill_all(),
    "parent": lambda running, _: running.kill_parent(),
    "child 0": lambda running, _: running.kill_child(0),
    "child 1": lambda running, _: running.kill_child(1),
    "server": _kill_server,
}
