"""The whole contention: rounds at one store under readers, then the laws of the whole log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from adapters.ledger.handling.units import Author
from adapters.ledger.store import existing, making
from adapters.stores.opening import location_of
from tests.domain.given import amended
from tests.faults.contention import cap_round, money_round
from tests.faults.contention.caps import LIMITS_SET
from tests.faults.contention.crew import Answers, Crew
from tests.faults.contention.own_sum import LogEvent, log_events
from tests.faults.contention.places import rows
from tests.faults.contention.tailing import Seen, digest_of, readers
from tests.support.command import subsidy

MONEY_EVERY = 5  # rounds
READERS = ["rows", "rows", "notifications", "views", "views"]


@dataclass(slots=True)
class Result:
    """What the contention came to: figures by name, and every law that was broken."""

    figures: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)


def contend(
    address: str,
    folder: Path,
    *,
    processes: int,
    rounds: int,
    seed: int,
    progress: Callable[[int, Result], None],
) -> Result:
    """Run the rounds against a store that is new, and return what came of them."""
    result, random = Result(), Random(seed)
    clerk = Author(by="clerk", login=location_of(address).login())
    with making(address, clerk) as store:
        store.handler.publish(amended(LIMITS_SET), clerk)
    _run(
        address, "budget", "line", money_round.YEAR, money_round.LINE, "--measures", "case-by-case"
    )
    with readers(address, READERS) as stopped, Crew(address, processes) as crew:
        for number in range(1, rounds + 1):
            play = _money if number % MONEY_EVERY == 0 else _cap
            play(number, address, folder, crew, random, result)
            progress(number, result)
        result.seen = stopped()
    result.figures["killed at rest"] = crew.killed
    result.figures["killed at work"] = crew.at_work
    _whole(address, result)
    return result


def _cap(
    number: int, address: str, folder: Path, crew: Crew, random: Random, result: Result
) -> None:
    this, files = cap_round.drawn(number, random, folder)
    for path in files:
        decided = path.stem in this.before
        _run(address, "backfill", str(path), *(["--approve"] if decided else []))
    says, answers = cap_round.carried_out(this, crew, random)
    if this.shape == "contested":  # what was freed after a refusal is given by a reassessment
        _run(address, "reassess", "--uscc", this.uscc)
    mine = [event for event in log_events(rows(address)) if event.stream == this.uscc]
    result.faults += cap_round.faults(this, says, answers, mine)
    result.figures["rounds of places" if this.cap.counted else "rounds of yuan"] += 1
    result.figures["requests"] += len(this.requests)
    _count(result, answers)


def _money(
    number: int, address: str, folder: Path, crew: Crew, random: Random, result: Result
) -> None:
    path, amounts = money_round.prepared(number, random, folder)
    before = len(rows(address))
    _run(address, "backfill", str(path), "--approve")
    for words in money_round.accounts(amounts):
        _run(address, *words)
    waves = money_round.carried_out(number, amounts, crew, random)
    events: list[LogEvent] = log_events(rows(address)[before:])
    result.faults += money_round.faults(number, amounts, waves, events)
    result.figures["rounds of money"] += 1
    for says, answers in waves:
        result.figures["requests"] += len({say.request for say in says})
        _count(result, answers)


def _count(result: Result, answers: Answers) -> None:
    result.figures["sayings"] += len(answers)
    result.figures["refused"] += sum(answer.exit == 1 for answer in answers.values())
    result.figures["store-busy"] += sum(answer.code == "store-busy" for answer in answers.values())
    result.faults += cap_round.broken(answers)


def _whole(address: str, result: Result) -> None:
    """Hold the readers, the views and the product's own check against the log as it ended."""
    log = rows(address)
    result.figures["events"] = len(log)
    if [row[0] for row in log] != list(range(1, len(log) + 1)):
        result.faults.append("the log has holes")
    wanted = digest_of(log)
    for seen in result.seen:
        result.figures[f"looks by readers of {seen.how}"] += seen.looks
        result.faults += seen.faults
        if seen.events != len(log) or seen.digest not in ("", wanted):
            result.faults.append(f"a reader of {seen.how} saw another log")
    with existing(address) as store:
        live = store.catch_up(), store.views.digest()
        if live != (store.rebuild(), store.views.digest()):
            result.faults.append("the views are not the fold of the log")
    verified = subsidy("verify", "--store", address, "--json")
    if verified.code or verified.json["faults"] or verified.json["events"] != len(log):
        result.faults.append(f"verify: {verified.out}{verified.err}")


def _run(address: str, *words: str) -> None:
    ran = subsidy(*words, "--store", address, "--json", "--by", "clerk")
    assert ran.code == 0, f"{words}: {ran.err}"
