"""Whole logs as released programs wrote them: they must always load, and tell the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.log.upcasts import UPCASTS
from tests.support.by_hand import insert
from tests.support.command import asked, subsidy
from tests.support.few_claims import write_lines
from tests.support.ledgers import opened_empty

LOGS = sorted((Path(__file__).parents[2] / "golden" / "logs").iterdir())
OF_EXPORTS = [
    each for each in LOGS if '"exports-recorded"' in (each / "log.jsonl").read_text("utf-8")
]


def written_again(folder: Path, path: Path) -> None:
    """Make a store of the rows of a golden log."""
    with opened_empty(path):
        pass
    lines = (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    insert(path, [(*columns, state.encode()) for *columns, state in documents])


def answers(folder: Path) -> Any:
    return json.loads((folder / "answers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", LOGS, ids=lambda folder: folder.name)
def test_a_released_log_replays_to_the_answers_of_its_time(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    written_again(folder, store)

    asked(store, "rebuild")

    answer = answers(folder)
    assert _as_then(asked(store, "claims"), answer["claims"]) == answer["claims"]
    for by, totals in answer["totals"].items():
        assert asked(store, "totals", "--by", by) == totals
        at_the_end = ("--position", str(totals["position"]))
        assert asked(store, "totals", "--by", by, *at_the_end) == totals
    claims = asked(store, "claims", "--position", str(totals["position"]))
    assert _as_then(claims, answer["claims"]) == answer["claims"]


def _as_then(claims: list[dict[str, Any]], then: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return claims with the keys that answers had then: later releases add some."""
    return [{key: claim[key] for key in then[0]} for claim in claims]


@pytest.mark.parametrize("folder", LOGS, ids=lambda folder: folder.name)
def test_a_released_log_is_worked_out_again_without_a_disagreement(
    folder: Path, tmp_path: Path
) -> None:
    store = tmp_path / "ledger.db"
    written_again(folder, store)

    answer = asked(store, "reperform")

    assert answer["disagreements"] == []
    assert answer["decisions"] > 0


@pytest.mark.parametrize("folder", LOGS, ids=lambda folder: folder.name)
def test_a_released_log_can_be_written_on(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    written_again(folder, store)
    before = asked(store, "totals")["granted_fen"]

    changed = asked(store, "reassess", "--by", "officer", "--clock-is-right")

    assert asked(store, "totals")["granted_fen"] == before + changed["delta_fen"]
    assert subsidy("reperform", "--store", store).code == 0


@pytest.mark.parametrize("folder", OF_EXPORTS, ids=lambda folder: folder.name)
def test_the_figures_of_a_year_in_a_released_log_are_known_by_file_and_by_command(
    folder: Path, tmp_path: Path
) -> None:
    """Said again they are not recorded again; the history shows them as they were recorded."""
    store = tmp_path / "ledger.db"
    written_again(folder, store)
    stored = [json.loads(state) for *_, state in _rows(folder)]
    first = next(each for each in stored if each["topic"] == "exports-recorded")
    uscc, said = first["stream"], first["event"]
    dollars = {name.removesuffix("_cents"): cents for name, cents in said.items() if "usd" in name}
    spelt = {name: f"{cents // 100}.{cents % 100:02d}" for name, cents in dollars.items()}

    path = write_lines(
        tmp_path / "a.jsonl", [{"record": "exports", "uscc": uscc, "year": said["year"], **spelt}]
    )
    again = asked(store, "backfill", path, "--clock-is-right")
    every = asked(store, "history", uscc)

    assert (again["exports"], again["events_appended"]) == (1, 0)
    shown = next(each for each in every if each["type"] == "exports-recorded")
    assert {name: shown[name] for name in said} == said


def _rows(folder: Path) -> list[Any]:
    lines = (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_released_logs_hold_every_former_topic() -> None:
    topics = set()
    for folder in LOGS:
        for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines():
            topics.add(json.loads(line)[3])

    assert set(UPCASTS) <= topics
