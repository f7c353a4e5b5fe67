"""Reperformance: a decision recorded wrongly is found where it was made, and only there."""

from __future__ import annotations

import json
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.reassessing import reperforming
from domain.assessment import terms
from domain.money import Exact
from domain.policy.terms import Figure
from tests.oracle.inputs.random_claims import lines
from tests.support.by_hand import by_hand
from tests.support.command import asked, subsidy, write_lines
from tests.support.stores import made_once

Event = dict[str, Any]
START = BaseProcess.start


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    path = folder / "ledger.db"
    drawn = write_lines(folder / "claims.jsonl", lines(11, 60))
    subsidy("backfill", drawn, "--approve", "--by", "clerk", "--store", path)
    return path


def rewritten(store: Path, topic: str, change: Callable[[Event], None]) -> int:
    """Rewrite one recorded event, as a buggy program would have; return its position."""
    with by_hand(store, guarded=False) as hand:
        rows = hand(
            "SELECT rowid, state FROM stored_events WHERE topic = ? ORDER BY rowid", (topic,)
        )
        position, state = rows[len(rows) // 2]
        envelope = json.loads(state)
        change(envelope["event"])
        written = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
        hand("UPDATE stored_events SET state = ? WHERE rowid = ?", (written, position))
    return int(position)


def a_fen_more(event: Event) -> None:
    event["decision"]["outcome"]["granted_fen"] += 1


def another_measure(event: Event) -> None:
    event["decision"]["outcome"]["measure"] = "case-by-case"


def an_older_book(event: Event) -> None:
    event["decision"]["book_position"] = 0


def another_reason(event: Event) -> None:
    event["decision"]["outcome"]["reason"] = "reduced"


def test_a_log_of_right_decisions_agrees(store: Path) -> None:
    ran = subsidy("reperform", "--store", store, "--json")

    assert ran.code == 0
    assert ran.json["decisions"] == ran.json["agreeing"] > 40
    assert ran.json["disagreements"] == []


@pytest.mark.parametrize("asked_for", [(), ("--policy", "yueqing-foreign-trade")])
def test_processes_find_what_one_finds(
    store: Path, monkeypatch: pytest.MonkeyPatch, asked_for: tuple[str, ...]
) -> None:
    rewritten(store, "claim-approved", a_fen_more)
    words: tuple[str | Path, ...] = ("reperform", *asked_for, "--store", store, "--json")
    alone = subsidy(*words)

    monkeypatch.setattr(reperforming, "PARALLEL_FROM_EVENTS", 1)
    monkeypatch.setattr(reperforming, "GROUP", 1)
    began: list[BaseProcess] = []

    def begin(process: BaseProcess) -> None:
        began.append(process)
        START(process)

    monkeypatch.setattr(BaseProcess, "start", begin)
    shared = subsidy(*words)

    assert len(began) > 1
    assert alone.json["disagreements"]
    assert shared == alone


def another_submitter(event: Event) -> None:
    assert event["decision"]["self_approved"]
    event["decision"]["self_approved"] = False


@pytest.mark.parametrize(("by", "disagreeing"), [("CLERK", 0), ("clerk", 1)])
def test_a_log_that_took_another_capital_for_another_officer_stays_right(
    by: str, disagreeing: int, tmp_path: Path
) -> None:
    store = tmp_path / "ledger.db"
    drawn = write_lines(tmp_path / "claims.jsonl", lines(11, 20))
    subsidy("backfill", drawn, "--by", "clerk", "--store", store)
    subsidy("approve", "--pending", "--by", by, "--store", store)
    rewritten(store, "claim-approved", another_submitter)

    ran = subsidy("reperform", "--store", store, "--json")

    assert len(ran.json["disagreements"]) == disagreeing


@pytest.mark.parametrize(
    ("topic", "change", "field"),
    [
        ("claim-approved", a_fen_more, "granted_fen"),
        ("claim-approved", another_measure, "measure"),
        ("claim-approved", an_older_book, "book_position"),
        ("claim-approved", another_reason, "reason"),
        ("claim-rejected", another_reason, "reason"),
    ],
)
def test_a_decision_recorded_wrongly_is_the_one_that_disagrees(
    store: Path, topic: str, change: Callable[[Event], None], field: str
) -> None:
    position = rewritten(store, topic, change)

    ran = subsidy("reperform", "--store", store, "--json")

    assert ran.code == 1
    (disagreement, *others) = ran.json["disagreements"]
    assert (disagreement["position"], field in disagreement["fields"]) == (position, True)
    assert disagreement["recorded"] != disagreement["found"]
    assert disagreement["found"]["working"]
    # Later decisions of the account stand on what was recorded, right or wrong.
    assert others == []
    before = subsidy("reperform", "--store", store, "--position", str(position - 1), "--json")
    assert (before.code, before.json["disagreements"]) == (0, [])


def test_a_program_without_the_bug_reports_what_a_buggy_program_granted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, right = tmp_path / "ledger.db", terms.figure_at

    def wrong(figure: Figure, *others: Any) -> Exact:
        return right(figure, *others) + 100

    with monkeypatch.context() as bug:
        bug.setattr(terms, "figure_at", wrong)
        drawn = write_lines(tmp_path / "claims.jsonl", lines(12, 60))
        subsidy("backfill", drawn, "--approve", "--store", store)

    ran = subsidy("reperform", "--store", store, "--json")
    claims = {claim["claim_no"]: claim for claim in asked(store, "claims")}

    disagreements = {
        disagreement["claim_no"]: disagreement for disagreement in ran.json["disagreements"]
    }
    shared = {
        no
        for no, claim in claims.items()
        if claim["kind"] in ("certification", "trademark", "online-exhibition", "trade-remedy")
        and claim["reason"] is None
        and claim["measure"] != "city-online-fair"
    }
    assert ran.code == 1
    assert shared
    assert shared <= set(disagreements)
    for disagreement in disagreements.values():
        assert "steps" in disagreement["fields"]


def test_disagreements_are_printed_with_both_workings_in_words(store: Path) -> None:
    position = rewritten(store, "claim-approved", a_fen_more)

    zh = subsidy("reperform", "--store", store)
    en = subsidy("reperform", "--store", store, "--lang", "en")

    assert f"账本位置 {position}" in zh.out
    assert "账面记录" in zh.out
    assert "复算结果" in zh.out
    assert f"Position {position}" in en.out
    assert "worked out again" in en.out


@pytest.mark.parametrize(
    ("field", "value"),
    [("version", 99), ("version", None), ("measure", "nonsense"), ("article", "十")],
)
def test_whatever_a_decision_says_the_rest_can_still_be_read(
    store: Path, field: str, value: object
) -> None:
    def change(event: Event) -> None:
        event["decision"]["outcome"][field] = value

    position = rewritten(store, "claim-approved", change)

    for lang in ("zh", "en"):
        ran = subsidy("reperform", "--store", store, "--lang", lang)
        assert (ran.code, str(position) in ran.out) == (1, True)
    subsidy("reassess", "--store", store)
    assert subsidy("reperform", "--store", store).code == 1


@pytest.mark.parametrize("operands", [{}, {"rate_bp": "x", "fees_fen": 1, "cap": "none"}])
def test_whatever_the_steps_say_they_can_still_be_read(
    store: Path, operands: dict[str, object]
) -> None:
    def change(event: Event) -> None:
        for step in event["decision"]["steps"]:
            step["operands"] = operands

    position = rewritten(store, "claim-approved", change)

    for lang in ("zh", "en"):
        ran = subsidy("reperform", "--store", store, "--lang", lang)
        assert (ran.code, str(position) in ran.out) == (1, True)


@pytest.mark.parametrize("verb", ["reperform", "rehearse", "audit duplicates", "audit separation"])
def test_a_decision_on_a_claim_never_submitted_is_no_ledger(verb: str, store: Path) -> None:
    def of_no_claim(event: Event) -> None:
        event["claim_no"] = "never submitted"

    rewritten(store, "claim-approved", of_no_claim)

    ran = subsidy(*verb.split(), "--store", store)

    assert (ran.code, ran.err.split(":")[0]) == (1, "store-unreadable")
    assert "never submitted" in ran.err
