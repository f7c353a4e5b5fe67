"""The short form of `make torture`: a few faults of each kind, and every law held."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.faults.torture.__main__ import named, shares
from tests.faults.torture.kinds import Sqlite
from tests.faults.torture.laws import log_laws, tree_head
from tests.faults.torture.outcome import Outcome, faults, table
from tests.faults.torture.ways import clock, disk, sealing, spoiling
from tests.faults.torture.ways.killing import killed
from tests.faults.torture.works import TINY, Place, Work, works
from tests.support.extent import tried

pytestmark = pytest.mark.sqlite  # `make torture` does it to a server

SEED = 20_221_008
FEW_KILLS = (("backfill", "child 0"), ("seal", "all"))  # test_kill.py kills a backfill with all
SOME_KILLS = (
    *FEW_KILLS,
    ("backfill", "all"),
    ("backfill", "parent"),
    ("backfill", "child 1"),
    ("catch up", "all"),
)
FEW_DISKS = (disk.killed_at_writes, disk.limited_files)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("torture")


@pytest.fixture(scope="module")
def every(folder: Path) -> list[Work]:
    return works(Sqlite(), TINY, folder)


@pytest.mark.parametrize(("name", "harm"), tried(FEW_KILLS, long=SOME_KILLS))
def test_a_kill_loses_nothing_and_needs_no_repair(
    name: str, harm: str, every: list[Work], folder: Path
) -> None:
    outcome = killed(named(every, name), harm, 1, Random(SEED), folder)

    assert outcome.broken == []
    assert outcome.faults == 1


@pytest.mark.parametrize(
    "fault", tried(FEW_DISKS, long=(*FEW_DISKS, disk.failing_writes, disk.full_disk))
)
def test_a_disk_that_fails_loses_nothing_and_needs_no_repair(
    fault: Callable[[Work, int, Random, Path], Outcome], every: list[Work], folder: Path
) -> None:
    outcome = fault(named(every, "seal"), 1, Random(SEED), folder)

    if outcome.skipped:
        pytest.skip(outcome.skipped)
    assert outcome.broken == []
    assert outcome.faults == 1


def test_a_clock_that_steps_back_does_not_take_the_log_with_it(tmp_path: Path) -> None:
    place = Place(Sqlite(), tmp_path, Sqlite().place(tmp_path))

    outcome = clock.stepping_back(place, 60, Random(SEED))

    assert outcome.broken == []
    assert outcome.faults > 5


def test_views_spoilt_at_random_answer_as_before_or_verify_tells(tmp_path: Path) -> None:
    place = Place(Sqlite(), tmp_path, Sqlite().place(tmp_path))

    outcomes = spoiling.spoilt_views(place, TINY, 5, Random(SEED))

    assert [outcome.broken for outcome in outcomes] == [[]] * len(outcomes)


def test_a_damaged_seal_is_refused_and_what_a_kill_left_is_sealed(
    every: list[Work], folder: Path
) -> None:
    outcomes = sealing.damaged_seals(named(every, "seal"), folder)

    assert [outcome.broken for outcome in outcomes] == [[]] * len(outcomes)


def test_the_laws_find_what_they_are_for(every: list[Work]) -> None:
    work = named(every, "approve")
    before = work.template.rows()
    expected = work.unharmed.bodies
    rows = [*before[:-1], before[-1]]

    def broken(after: list[tuple[int, str, int, str, bytes]]) -> set[str]:
        return {law.law for law in log_laws(before, after, expected)}

    position, stream, version, topic, state = before[-1]
    assert broken(rows) == set()
    assert broken(rows[:-1]) == {"lost"}
    assert broken([*rows[:-1], (position + 1, stream, version, topic, state)]) >= {"gaps"}
    assert broken([*rows, (position + 1, stream, version, topic, state)]) >= {"twice"}
    assert broken([*rows, (position + 1, stream, version + 1, topic, state)]) >= {"twice", "other"}


def test_the_tree_worked_out_here_is_that_of_the_published_vectors() -> None:
    # RFC 6962's own test data, as Certificate Transparency publishes it.
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
               "606162636465666768696a6b6c6d6e6f"]  # fmt: skip

    root = tree_head(bytes.fromhex(entry) for entry in entries)

    assert root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert tree_head([]).hex().startswith("e3b0c44298fc1c149afbf4c8996fb924")


@pytest.mark.parametrize("kills", [1, 30, 300])
def test_the_works_get_as_many_kills_as_were_asked_for(kills: int, every: list[Work]) -> None:
    assert sum(number for *_, number in shares(every, kills, Sqlite())) == kills


def test_the_table_is_aligned_and_says_what_was_skipped() -> None:
    shown = table([Outcome("seal", "all", faults=3), Outcome("seal", "disk", skipped="no disk")])

    assert len({line.index("together" if "together" in line else "seal") for line in
                shown.splitlines()[2:]}) == 1  # fmt: skip
    assert "skipped: no disk" in shown
    assert faults([Outcome("seal", "all")]) == ""
