"""A clock that steps back, between commands and within one: time in the log never does."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from adapters.ledger.handling.units import Author, Request
from adapters.ledger.store import Store
from adapters.policy.file.files import shipped_policy
from adapters.stores.opening import location_of
from domain.commands.enterprise import RecordAmounts
from tests.domain.given import USCC
from tests.faults.torture.laws import Broken
from tests.faults.torture.outcome import Outcome
from tests.faults.torture.works import Place
from tests.support.command import subsidy

STEP_SECONDS = 90_000
CLERK = Author(by="clerk", login="torture")


class WildClock:
    """Goes on, stands, and steps back by up to a day, each time it is looked at."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.now = datetime(2022, 10, 8, tzinfo=UTC)
        self.back = 0

    def __call__(self) -> datetime:
        seconds = self.random.choice((0, 1, self.random.uniform(-STEP_SECONDS, STEP_SECONDS)))
        self.back += seconds < 0
        self.now += timedelta(seconds=seconds)
        return self.now


def stepping_back(place: Place, commands: int, random: Random) -> Outcome:
    """Record so much by two writers whose clocks know nothing of each other, and ask for times."""
    outcome = Outcome("clock", "steps back")
    started = time.monotonic()
    clocks = [WildClock(random), WildClock(random)]
    stores = [Store(location_of(place.address), clock) for clock in clocks]
    with stores[0].handler, stores[1].handler:
        stores[0].handler.create()
        stores[0].handler.publish(shipped_policy(), CLERK)
        for number in range(commands):
            _record(random.choice(stores), number, random.randint(1, 3))
        entries = list(stores[0].handler.entries())
    outcome.faults = sum(clock.back for clock in clocks)
    times = [entry.recorded_at for entry in entries]
    if any(later < earlier for earlier, later in pairwise(times)):
        outcome.broken.append(Broken("other", "recorded_at goes back"))
    moments = random.sample(sorted(set(times)), min(25, len(set(times))))
    moments += [each - timedelta(microseconds=1) for each in moments]
    for moment in moments:
        known = sum(1 for each in times if each <= moment)
        if (answered := _position_known_at(place, moment)) != known:
            outcome.broken.append(Broken("other", f"known at {moment}: {answered}, not {known}"))
    outcome.seconds = time.monotonic() - started
    return outcome


def _record(store: Store, number: int, events: int) -> None:
    units = [
        Request(uscc=USCC, commands=(_exports(year, number),))
        for year in range(2020, 2020 + events)
    ]
    store.handler.carry_out_all(units, CLERK)


def _exports(year: int, number: int) -> RecordAmounts:
    return RecordAmounts(
        uscc=USCC,
        record="exports",
        year=year,
        amounts=(("us_usd", number), ("rcep_usd", 0)),
        once_ever=False,
    )


def _position_known_at(place: Place, moment: datetime) -> int:
    words = ("totals", "--known-at", moment.isoformat(), "--store", place.address, "--json")
    ran = subsidy(*words)
    assert ran.code == 0, ran.err
    return int(ran.json["position"])
