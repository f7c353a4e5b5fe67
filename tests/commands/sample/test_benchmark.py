"""The benchmark measures every work it names, and compares a run with a kept one."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from scripts.benchmark.run import main

pytestmark = pytest.mark.sqlite

CLAIMS = 120


def test_works_are_measured_kept_compared_and_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, picture = tmp_path / "kept.json", tmp_path / "picture.svg"
    words = ["--claims", str(CLAIMS), "--runs", "1", "--folder", str(tmp_path), "--json", str(kept)]
    every = ["backfill", "start", "questions", "approvals", "served", "rebuild", "evidence"]
    assert main([*words, "--only", *every]) == 0
    run = json.loads(kept.read_bytes())
    works = {figure["work"]: figure for figure in run["figures"]}
    assert {"backfill --approve", "rebuild", "seal", "verify", "audit-pack"} <= works.keys()
    assert {"one durable approve", "approvals by 8 callers"} <= works.keys()
    served = {name: of for name, of in works.items() if name.startswith("served: ")}
    assert {"served: bare route", "served: page, queue", "served: one approve"} <= served.keys()
    assert all(of["taken"]["p95"] > 0 for name, of in served.items() if "start" not in name)
    for figure in works.values():
        assert figure["claims"] == CLAIMS
        few = figure["work"] in served  # the clock of another process ticks in hundredths
        assert figure["taken"]["cpu"] > 0 or few, figure["work"]
    assert works["backfill --approve"]["units"] == CLAIMS < works["rebuild"]["units"]
    capsys.readouterr()
    again = [*words, "--against", str(kept), "--picture", str(picture), "--only", "start"]
    assert main(again) == 0
    compared = capsys.readouterr().out
    assert "same" in compared
    assert "other" not in compared  # the same claims make the same answers
    assert "totals (sqlite)" in "".join(ET.parse(picture).getroot().itertext())
    assert not list(tmp_path.glob("benchmark-*"))


def test_a_file_of_before_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["--against", str(tmp_path / "none.json")])
