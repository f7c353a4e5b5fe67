"""One work on every part: the answer of the whole, for any parts and workers."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from adapters.cluster import part as parts_of
from adapters.cluster.engines import Engine, engine_of
from adapters.cluster.part import Part
from adapters.cluster.run import run
from adapters.cluster.segments.manifest import MANIFEST
from adapters.cluster.segments.sealed import sealed_by
from adapters.cluster.sources import Source, source_of_folder, source_of_store
from adapters.cluster.works.rehearse import (
    Rehearse,
    costs,
    of_readings,
    rehearsals,
)
from adapters.cluster.works.reperform import reperformance, work_of
from adapters.cluster.works.totals import Granted, TotalsOf, totals
from adapters.cluster.works.verify import Verify, verified
from adapters.ledger.ledger import Ledger
from adapters.wording.as_json import as_json
from adapters.wording.reassessment.reperformance import reperformance_details
from domain.refusals import Refusal
from tests.adapters.cluster.made import exported, pooled_ledger, random_ledger, related_ledger
from tests.support.command import asked
from tests.support.stores import address

ALONE, TWO = Engine(workers=1), Engine(workers=2)
RATE = {"measures.overseas-trademark.rate": "60%"}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_ledger(tmp_path_factory.mktemp("made") / "ledger.db", 5, 80)


@pytest.fixture(scope="module")
def related(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return related_ledger(tmp_path_factory.mktemp("made") / "ledger.db")


def rehearsed(source: Source, engine: Engine) -> Any:
    work = Rehearse(drafts={"": (RATE, None)})
    results = run(work, [source], engine)[source.name]
    return as_json(rehearsals(work, source, results)[""])


def reperformed(source: Source, engine: Engine) -> Any:
    work = work_of([source])
    answer = reperformance(work, source, run(work, [source], engine)[source.name])
    return as_json(reperformance_details(answer, source.book))


def added_up(source: Source, engine: Engine) -> Any:
    results = run(TotalsOf(by="enterprise"), [source], engine)[source.name]
    return as_json(totals(source, results))


def sources(ledger: Path, folder: Path) -> list[Source]:
    """Return a ledger in 1, 2, 7 and 64 parts, in one file or many, and as it is itself."""
    every = [source_of_store(address(ledger), name="a", parts=3)]
    for parts, range_events in ((1, 100_000), (2, 60), (7, 100_000), (64, 100_000)):
        exported(ledger, folder / str(parts), parts=parts, range_events=range_events)
        every.append(source_of_folder(folder / str(parts), name="a"))
    return every


@pytest.mark.parametrize("kind", ["random", "related"])
@pytest.mark.parametrize(
    ("work", "command"),
    [
        (rehearsed, ("rehearse", "--set", "measures.overseas-trademark.rate=60%")),
        (reperformed, ("reperform",)),
        (added_up, ("totals", "--by", "enterprise")),
    ],
)
def test_any_parts_give_the_answer_of_the_ledger(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    kind: str,
    work: Callable[[Source, Engine], Any],
    command: tuple[str, ...],
) -> None:
    ledger = request.getfixturevalue("ledger" if kind == "random" else kind)
    whole = asked(ledger, *command)

    answers = [work(source, ALONE) for source in sources(ledger, tmp_path)]

    assert [answer for answer in answers if answer != whole] == []
    assert whole.get("claims_changed", 1) > 0  # something is compared


def test_enterprises_that_caps_over_all_link_are_decided_together(tmp_path: Path) -> None:
    """What the withdrawal of one frees goes to another, which is in another part."""
    store = pooled_ledger(tmp_path / "ledger.db")
    work = Rehearse(drafts={"": ({}, None)})
    whole = asked(store, "rehearse")

    for source in sources(store, tmp_path):
        results = run(work, [source], ALONE)["a"]
        assert as_json(rehearsals(work, source, results)[""]) == whole
        assert reperformed(source, ALONE) == asked(store, "reperform")
    assert whole["causes"] == {"B-2": {"cause": "room", "because_of": "A-1", "through": None}}


def test_readings_cost_what_the_ledger_says(ledger: Path, tmp_path: Path) -> None:
    exported(ledger, tmp_path / "s", parts=4)
    source = source_of_folder(tmp_path / "s", name="a")
    work = of_readings(source.book, None)

    results = costs(rehearsals(work, source, run(work, [source], TWO)["a"]))

    with Ledger(address(ledger)) as opened, opened.look() as look:
        assert results == look.reading_costs()
    assert any(each.claims_changed for each in results.values())


def test_workers_change_nothing(ledger: Path, tmp_path: Path) -> None:
    exported(ledger, tmp_path / "s", parts=5)
    source = source_of_folder(tmp_path / "s", name="a")

    assert rehearsed(source, TWO) == rehearsed(source, ALONE)


@dataclass(frozen=True)
class Killed:
    """Totals whose worker is killed the first time that it is at one of the parts."""

    folder: Path

    def __call__(self, part: Part) -> Granted:
        results = TotalsOf(by="enterprise")(part)
        mark = self.folder / "killed"
        if part.segment.number == 2 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return results


def test_a_worker_that_is_killed_changes_nothing(ledger: Path, tmp_path: Path) -> None:
    exported(ledger, tmp_path / "s", parts=5)
    source = source_of_folder(tmp_path / "s", name="a")

    results = run(Killed(tmp_path), [source], TWO)["a"]

    assert (tmp_path / "killed").exists()
    assert as_json(totals(source, results)) == added_up(source, ALONE)


def test_an_export_later_than_a_succession_is_still_one_family(
    related: Path, tmp_path: Path
) -> None:
    """Parts are by the code under which events are recorded, whatever code carries it on."""
    exported(related, tmp_path / "s", parts=6, range_events=3)

    source = source_of_folder(tmp_path / "s", name="a")

    assert len(source.manifest.of_part("other")) > 0  # type: ignore[union-attr]
    assert added_up(source, TWO) == asked(related, "totals", "--by", "enterprise")


def test_another_program_s_worker_is_refused(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(ledger, tmp_path / "s", parts=2)
    source = source_of_folder(tmp_path / "s", name="a")
    assert source.position
    segments = source.segments()
    monkeypatch.setattr(parts_of, "this_program", lambda: "another")

    with pytest.raises(Refusal) as refused:
        Part(segments[0])

    assert refused.value.code == "mixed-versions"
    assert refused.value.facts["theirs"] == "another"


def test_a_part_left_out_is_refused(ledger: Path, tmp_path: Path) -> None:
    exported(ledger, tmp_path / "s", parts=3)
    manifest = json.loads((tmp_path / "s" / MANIFEST).read_bytes())
    manifest["files"] = [file for file in manifest["files"] if file["part"] != "0001"]
    (tmp_path / "s" / MANIFEST).write_text(json.dumps(manifest))

    with pytest.raises(Refusal, match="segments-incomplete"):
        added_up(source_of_folder(tmp_path / "s", name="a"), ALONE)


def test_some_enterprises_are_worked_on_from_the_log_itself(ledger: Path, tmp_path: Path) -> None:
    """Segments that were made up pass every other check."""
    exported(ledger, tmp_path / "s", parts=2)
    source = source_of_folder(tmp_path / "s", name="a", store=address(ledger))
    assert added_up(source, ALONE) == asked(ledger, "totals", "--by", "enterprise")
    other = random_ledger(tmp_path / "other.db", 6, 80)

    with pytest.raises(Refusal, match="results-differ"):
        added_up(replace(source, store=address(other)), ALONE)


def test_segments_are_verified_against_the_seal(ledger: Path, tmp_path: Path) -> None:
    asked(ledger, "key", "new", "--key", tmp_path / "k", "--name", "example.org/ledger")
    asked(ledger, "seal", tmp_path / "seal", "--key", tmp_path / "k")
    exported(ledger, tmp_path / "s", parts=3, checkpoint=sealed_by(tmp_path / "seal"))
    source = source_of_folder(tmp_path / "s", name="a")
    results = run(Verify(hashed=True), [source], TWO, others=True, sampled=False)["a"]

    answer = verified(source, results)
    assert answer.faults == ()
    assert (answer.events, answer.sealed) == (source.position, source.position)

    one = replace(results[0], leaves=bytes(32) + results[0].leaves[32:])
    assert [fault.code for fault in verified(source, [one, *results[1:]]).faults] == [
        "root-differs"
    ]
    twice = [*results, results[0]]
    assert {fault.code for fault in verified(source, twice).faults} == {"row-twice"}
    assert {fault.code for fault in verified(source, results[1:]).faults} >= {"row-missing"}


def test_an_engine_that_is_none_is_refused() -> None:
    for wrong in ("spark", "ray://", ""):
        with pytest.raises(Refusal, match="engine-unknown"):
            engine_of(wrong)
