"""The benchmark measures every work it names, and compares a run with a kept one."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from scripts.benchmark.keeping import Run
from scripts.benchmark.measuring import Figure
from scripts.benchmark.run import main
from scripts.benchmark.showing import beside
from scripts.benchmark.taking import Taken
from tests.support.extent import tried

pytestmark = pytest.mark.sqlite

CLAIMS = 120
# Works are measured alike; most start processes by the dozen.
WORKS = tried(
    ["backfill", "questions", "served", "rebuild"],
    long=["backfill", "start", "questions", "approvals", "served", "rebuild", "evidence"],
)
SERVED = {"served: bare route", "served: page, queue", "served: one approve"}
MEASURED = {"backfill --approve", "totals in a process, now", "rebuild", *SERVED} | tried(
    set(), long={"totals", "seal", "verify", "audit-pack", "one durable approve"}
)


def test_works_are_measured_kept_compared_and_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, picture = tmp_path / "kept.json", tmp_path / "picture.svg"
    words = ["--claims", str(CLAIMS), "--runs", "1", "--folder", str(tmp_path), "--json", str(kept)]
    assert main([*words, "--only", *WORKS]) == 0
    run = json.loads(kept.read_bytes())
    works = {figure["work"]: figure for figure in run["figures"]}
    assert works.keys() >= MEASURED
    served = {name: of for name, of in works.items() if name.startswith("served: ")}
    assert all(of["taken"]["p95"] > 0 for name, of in served.items() if "start" not in name)
    for figure in works.values():
        assert figure["claims"] == CLAIMS
        few = figure["work"] in served  # the clock of another process ticks in hundredths
        assert figure["taken"]["cpu"] > 0 or few, figure["work"]
    assert works["backfill --approve"]["units"] == CLAIMS < works["rebuild"]["units"]
    capsys.readouterr()
    again = [*words, "--against", str(kept), "--picture", str(picture), "--only", "questions"]
    assert main(again) == 0
    compared = capsys.readouterr().out
    assert compared.count(" in a process, ") == 2 * 4
    assert "totals in a process, now (sqlite)" in "".join(ET.parse(picture).getroot().itertext())
    assert not list(tmp_path.glob("benchmark-*"))


@pytest.mark.parametrize(("answer", "said"), [("a", "same"), ("b", "other"), ("", "")])
def test_a_comparison_says_whether_the_same_claims_made_the_same_answer(
    answer: str, said: str
) -> None:
    def run(answer: str) -> Run:
        taken = Taken(cpu=2.0, wall=2.0, answer=answer)
        of = {"on": "sqlite", "claims": 1, "unit": "command", "units": 1, "against": "raw"}
        return Run(machine={}, figures=(Figure(work="totals", taken=taken, raw=taken, **of),))

    (row,) = beside(run("a"), run(answer)).rows
    assert row[-1] == said


def test_a_file_of_before_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["--against", str(tmp_path / "none.json")])
