"""Each command about money killed at random moments, then said again.

What was acknowledged stands, what was not is whole or absent, and no repair is needed.
SUBSIDY_TEST_KILLS: how often each is killed.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.ledger import store as stores
from tests.faults.kills import story
from tests.faults.kills.dying import dies, seconds_of
from tests.faults.torture.kinds import Row
from tests.faults.torture.laws import bodies, log_laws
from tests.support.command import asked
from tests.support.extent import tried
from tests.support.stores import address

KILLS = int(os.environ.get("SUBSIDY_TEST_KILLS", tried("2", long="8")))
SEEDS = tried(1, long=3)
BY_ROW = ("enterprise accounts", "hold-list")  # a part of what they read may stand
QUESTIONS = (
    ("totals", "--by", "enterprise"),
    ("claims",),
    ("budget", "show", "2022"),
    ("batch", "show", "1"),
)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_command_killed_is_whole_or_absent_and_said_again_it_is_done(
    seed: int, tmp_path: Path
) -> None:
    random = Random(seed)
    files, twin, killed = (tmp_path / name for name in ("files", "twin", "killed"))
    for folder in (files, twin, killed):
        folder.mkdir()
    story.files(files)
    twin, killed = twin / "ledger.db", killed / "ledger.db"
    story.begin(twin)
    story.begin(killed)
    deaths: Counter[tuple[str, bool]] = Counter()

    for step in story.steps():
        words = story.words(twin, files, step)
        seconds = seconds_of(twin, words)
        expected, before = rows(twin), rows(killed)
        for _ in range(KILLS):
            died = dies(killed, words, random.uniform(0.05, 1) * seconds)
            after = rows(killed)
            assert log_laws(before, after, bodies(expected)) == [], step
            whole = len(after) == len(expected)
            assert whole or (died and (after == before or step.startswith(BY_ROW))), step
            deaths.update([(step, whole)] if died else [])
            before = after
        seconds_of(killed, words)
        assert rows(killed)[: len(before)] == before, step
        assert bodies(rows(killed)) == bodies(expected), step

    assert deaths  # how many die in time is the machine's affair
    for ledger in (twin, killed):
        assert asked(ledger, "verify")["faults"] == []
        asked(ledger, "reperform")
    assert answers(killed) == answers(twin)


def answers(store: Path) -> list[Any]:
    """Ask a ledger what people ask."""
    return [asked(store, *question) for question in QUESTIONS]


def rows(path: Path) -> list[Row]:
    """Return the log as it is."""
    with stores.existing(address(path)) as opened:
        return [
            (row.id, str(row.originator_id), *tuple(row)[2:])  # type: ignore[misc]
            for page in opened.handler.pages()
            for row in page
        ]
