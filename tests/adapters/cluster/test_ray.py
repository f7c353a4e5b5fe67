"""The same answers by Ray, on a cluster of this machine, also where a worker is killed."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from adapters.cluster.engines import Engine, engine_of
from adapters.cluster.part import Part
from adapters.cluster.run import run
from adapters.cluster.sources import Source, source_of_folder
from adapters.cluster.together import rehearse, reperform, totals
from adapters.cluster.works.totals import Granted, TotalsOf
from domain.refusals import Refusal
from tests.adapters.cluster.made import exported, random_ledger

pytestmark = pytest.mark.skipif(
    find_spec("ray") is None, reason="takes Ray: pip install 'subsidy-ledger[cluster]'"
)
RATE = {"measures.overseas-trademark.rate": "60%"}


@dataclass(frozen=True)
class Killing:
    """Totals whose worker is killed, -9, the first times that it is at one of the parts."""

    folder: Path
    times: int

    def __call__(self, part: Part) -> Granted:
        results = TotalsOf(by="enterprise")(part)
        begun = len(list(self.folder.iterdir()))
        if part.segment.number == 2 and begun < self.times:
            (self.folder / str(begun)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return results


@pytest.fixture
def source(tmp_path: Path) -> Source:
    store = random_ledger(tmp_path / "ledger.db", 5, 60)
    exported(store, tmp_path / "s", parts=5)
    return source_of_folder(tmp_path / "s", name="a")


def test_ray_answers_as_processes_do(source: Source) -> None:
    ray, here = engine_of("ray", workers=2), Engine(workers=1)

    assert totals([source], ray, by="measure") == totals([source], here, by="measure")
    assert rehearse([source], ray, RATE) == rehearse([source], here, RATE)
    assert reperform([source], ray)[0] == reperform([source], here)[0]


def test_a_killed_worker_of_a_cluster_changes_nothing(source: Source, tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    work, ray = Killing(tmp_path / "killed", times=2), engine_of("ray", workers=2)

    results = run(work, [source], ray)["a"]

    assert len(list((tmp_path / "killed").iterdir())) == 2
    assert results == run(TotalsOf(by="enterprise"), [source], Engine(workers=1))["a"]


def test_a_part_that_kills_each_worker_is_refused(source: Source, tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()

    with pytest.raises(Refusal, match="worker-lost"):
        run(Killing(tmp_path / "killed", times=9), [source], engine_of("ray", workers=2))


def test_what_a_work_refuses_on_a_cluster_is_refused_here(source: Source, tmp_path: Path) -> None:
    file = next((tmp_path / "s").glob("0001-*.parquet"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")

    with pytest.raises(Refusal, match="segment-altered") as refused:
        totals([source], engine_of("ray", workers=2), by="measure")

    assert refused.value.facts == {"file": file.name}
