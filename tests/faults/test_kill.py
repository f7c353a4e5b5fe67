"""A backfill killed at random moments, then run again: nothing lost, nothing twice.

SUBSIDY_TEST_KILLS: how many kills.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from scripts.sample.generate import main as generate
from tests.support.by_hand import by_hand
from tests.support.command import asked, ended, process
from tests.support.extent import tried
from tests.support.ledgers import bodies, opened
from tests.support.stores import place_at

KILLS = int(os.environ.get("SUBSIDY_TEST_KILLS", tried("2", long="8")))
KILLS_A_STORE = 2
CLAIMS = tried(2_000, long=5_000)
START_SECONDS = 0.3


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lines") / "claims.jsonl"
    wish = ["--seed", "11", "--claims", str(CLAIMS), "--exports", "--jsonl", str(path)]
    assert generate(wish) == 0
    return path


@pytest.fixture(scope="module")
def undisturbed(lines: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, float]:
    """The end state of a run that nothing disturbs, and the seconds it took."""
    store = tmp_path_factory.mktemp("undisturbed") / "ledger.db"
    started = time.monotonic()
    ran = ended(process("backfill", lines, "--approve", "--store", store, "--by", "clerk"))
    seconds = time.monotonic() - started
    assert ran.code == 0, ran.err
    return end_state(store), seconds


@pytest.mark.parametrize("seed", range(max(1, KILLS // KILLS_A_STORE)))
def test_a_killed_backfill_run_again_ends_as_if_never_killed(
    seed: int, lines: Path, undisturbed: tuple[Any, float], tmp_path: Path
) -> None:
    random, (expected, seconds) = Random(seed), undisturbed
    store = tmp_path / "ledger.db"
    words = ("backfill", lines, "--approve", "--store", store, "--by", "clerk")
    before = 0

    for _ in range(KILLS_A_STORE):
        running = process(*words)
        time.sleep(random.uniform(START_SECONDS, seconds))
        running.kill()
        acknowledged = acknowledged_in(ended(running).err)
        claims = submitted(store)
        assert len(claims) == len(set(claims)) >= before + acknowledged
        before = len(claims)
    ran = ended(process(*words))

    assert ran.code == 0, ran.err
    assert end_state(store) == expected


def acknowledged_in(err: str) -> int:
    """The last `recorded N` that was printed whole: claims this run made."""
    lines = [line for line in err.split("\n")[:-1] if line.startswith("recorded ")]
    return int(lines[-1].removeprefix("recorded ")) if lines else 0


def submitted(path: Path) -> list[str]:
    """The claim numbers in the log, as it was left; none where it was not made in time."""
    if not place_at(path).exists():
        return []
    try:
        with by_hand(path) as hand:
            rows = hand("SELECT state FROM stored_events WHERE topic = 'claim-submitted'")
    except sqlite3.OperationalError:
        return []  # the file is there and its tables are not
    return [json.loads(state)["event"]["claim_no"] for (state,) in rows]


def end_state(path: Path) -> Any:
    with opened(path) as store:
        recorded = {stream: hash(tuple(events)) for stream, events in bodies(store.handler).items()}
        store.catch_up()
        digest = store.views.digest()
        assert store.rebuild() == store.handler.position()
        assert store.views.digest() == digest
    totals = [asked(path, "totals", "--by", by) for by in ("measure", "enterprise", "year")]
    return recorded, asked(path, "claims"), totals
