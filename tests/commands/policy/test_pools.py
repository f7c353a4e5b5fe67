"""Caps over all enterprises as officers meet them: explained, recalled, reassessed, reperformed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.by_hand import by_hand
from tests.support.command import asked, subsidy, write_lines
from tests.support.ledgers import OTHER_USCC
from tests.support.stores import ON_POSTGRES, made_once

FILE = Path(__file__).parents[2] / "golden" / "policies" / "park-fund.toml"
ONE, OTHER = "91330382MA0000023T", OTHER_USCC


def claim(number: str, uscc: str, costs: str, kind: str = "plant", **more: Any) -> dict[str, Any]:
    said = {"claim_no": number, "uscc": uscc, "enterprise": f"企业{uscc[-2:]}", "kind": kind}
    days = {"occurred_on": "2023-05-01", "filed_on": "2023-06-01"}
    return said | days | {"facts": {"park": more.pop("park", "东园"), "costs": costs}} | more


CLAIMS = [
    claim("A-1", ONE, "2400"),
    claim("B-1", OTHER, "1000"),
    claim("B-2", OTHER, "1400"),
    claim("A-2", ONE, "100", occurred_on="2024-05-01"),
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    """A park of 2,000: A-1 gets 1,200 of it, B-1 500, and B-2, which asks for 700, the rest."""
    path = folder / "ledger.db"
    asked(path, "store", "prepare", "--policy", FILE)
    asked(path, "backfill", write_lines(folder / "c.jsonl", CLAIMS), "--approve")
    return path


def granted(store: Path) -> dict[str, int]:
    return {each["claim_no"]: each["granted_fen"] // 100 for each in asked(store, "claims")}


def used(store: Path, uscc: str, *at: str, year: str = "2023") -> dict[str, int]:
    answer = asked(store, "remaining", uscc, "--year", year, *at)
    return {cap["cap"] + cap.get("park", ""): cap["used"] for cap in answer["caps"]}


def test_the_caps_of_a_decision_name_the_claims_of_others_that_filled_them(store: Path) -> None:
    caps = {cap["cap"]: cap for cap in asked(store, "explain", "B-2")["caps"]}

    assert granted(store) == {"A-1": 1200, "B-1": 500, "B-2": 300, "A-2": 50}
    assert (caps["park"]["used_before"], caps["park"]["filled_by"]) == (170_000, ["A-1", "B-1"])
    assert caps["own"]["filled_by"] == ["B-1"]
    assert caps["places"]["filled_by"] == ["A-1", "B-1"]
    for lang, words in (("zh", "一个园区一年（全体企业）"), ("en", "A park in a year (all enterp")):
        out = subsidy("explain", "B-2", "--store", store, "--lang", lang).out
        assert out.count(words) == 2  # in the working, and with the claims that filled it
        assert "A-1" in out


def test_what_is_left_is_of_all_and_of_the_items_that_an_enterprise_claims_for(
    store: Path, tmp_path: Path
) -> None:
    before, last = used(store, ONE), asked(store, "totals")["position"]
    waiting = [claim("A-3", ONE, "100", park="北园"), claim("B-3", OTHER, "100", park="西园")]
    asked(store, "backfill", write_lines(tmp_path / "more.jsonl", waiting))
    asked(store, "approve", "B-3")

    assert before == {"own": 120_000, "park东园": 200_000, "fund": 205_000, "places": 2}
    assert used(store, ONE) == before | {"park北园": 0, "fund": 210_000, "places": 3}
    assert used(store, OTHER)["park西园"] == 5_000
    assert used(store, ONE, "--position", str(last)) == before
    assert used(store, ONE, "--position", "1") == {"own": 0, "fund": 0, "places": 0}
    assert used(store, "91330382MA0000020H")["fund"] == 210_000  # which has no claim yet


def test_room_that_a_withdrawal_frees_goes_to_those_decided_first_of_any_enterprise(
    store: Path,
) -> None:
    last = asked(store, "totals")["position"]
    asked(store, "withdraw", "A-1", "--reason", "误报")

    rehearsed = asked(store, "rehearse", "--uscc", ONE)
    ran = subsidy("reassess", "--uscc", ONE, "--store", store, "--lang", "en", "--json")

    assert rehearsed["causes"] == {"B-2": {"cause": "room", "because_of": "A-1", "through": None}}
    assert ran.json == rehearsed
    assert "worked out again together" in ran.err
    assert granted(store) == {"A-1": 0, "B-1": 500, "B-2": 700, "A-2": 50}
    again = asked(store, "explain", "B-2")["caps"]
    assert {cap["cap"]: cap["filled_by"] for cap in again}["park"] == ["B-1"]
    assert asked(store, "reassess")["claims_changed"] == 0
    assert asked(store, "reperform")["disagreements"] == []
    assert used(store, ONE, "--position", str(last))["park东园"] == 200_000
    asked(store, "rebuild")
    assert granted(store)["B-2"] == 700
    assert subsidy("verify", "--store", store).code == 0


def test_of_a_lower_limit_those_decided_last_lose(store: Path) -> None:
    days = ("--first-day", "2022-01-01", "--last-day", "2026-12-31")
    document = ("--announced-on", "2024-01-01", "--document", "D")
    asked(store, "policy", "amend", "--set", "caps.park.limit=1300", *days, *document)

    answer = asked(store, "reassess", "--uscc", OTHER)

    assert granted(store) == {"A-1": 1200, "B-1": 100, "B-2": 0, "A-2": 50}
    assert {each["cause"] for each in answer["causes"].values()} == {"version"}
    assert asked(store, "reperform")["disagreements"] == []


def test_an_order_chosen_under_an_own_cap_moves_the_claims_of_others_too(
    store: Path, tmp_path: Path
) -> None:
    more = [claim("A-4", ONE, "1000", park="西园", occurred_on="2023-04-01")]
    asked(store, "backfill", write_lines(tmp_path / "more.jsonl", more), "--approve")
    order = ("--year", "2023", "--order", "matter", "--document", "D")
    ran = subsidy("reorder", ONE, "--cap", "park", *order, "--store", store, "--lang", "en")
    assert (ran.code, ran.err.split(":")[0]) == (1, "cap-of-all")

    answer = asked(store, "reorder", ONE, "--cap", "own", *order)

    # A-4 goes first of its enterprise: A-1 keeps 700 of its 1,200, and B-2 gets what it asks for.
    assert granted(store) == {"A-1": 700, "B-1": 500, "B-2": 700, "A-2": 50, "A-4": 500}
    assert answer["causes"]["B-2"] == {"cause": "room", "because_of": "A-1", "through": None}
    assert asked(store, "reassess")["claims_changed"] == 0
    assert asked(store, "reperform")["disagreements"] == []
    assert asked(store, "reperform", "--uscc", OTHER)["decisions"] == 3


DOCUMENT = ("--document", "文1", "--reason", "笔误")
AMENDED = {  # what is done to A-1, which is granted 1,200; and what it comes to, in yuan
    "correction": (("correct", "A-1", "--set", "facts.costs=1000"), 500),
    "redecision": (("redecide", "A-1", "--reduced-to", "700"), 700),
}


def same_again(store: Path) -> None:
    """What is recorded is what a reassessment, a reperformance and the views have of it."""
    assert asked(store, "reassess")["claims_changed"] == 0
    assert asked(store, "reperform")["disagreements"] == []
    assert asked(store, "reperform", "--uscc", OTHER)["disagreements"] == []
    before = granted(store)
    asked(store, "rebuild")
    assert granted(store) == before
    assert subsidy("verify", "--store", store).code == 0


@pytest.mark.parametrize("cause", AMENDED)
def test_what_a_document_takes_from_a_claim_goes_to_those_of_others_at_once(
    cause: str, store: Path
) -> None:
    words, fen = AMENDED[cause]
    last = asked(store, "totals")["position"]

    answer = asked(store, *words, *DOCUMENT)

    assert granted(store) == {"A-1": fen, "B-1": 500, "B-2": 700, "A-2": 50}
    assert answer["differences"]["causes"] == {
        "A-1": {"cause": cause, "because_of": "文1", "through": None},
        "B-2": {"cause": cause, "because_of": "文1", "through": "A-1"},
    }
    events = sorted(
        (each["position"], each["recorded_at"], each["type"], each.get("claim_no"))
        for uscc in (ONE, OTHER)
        for each in asked(store, "history", uscc)
        if each["position"] > last
    )
    assert [each[3] for each in events if each[2] == "claim-reassessed"] == ["A-1", "B-2"]
    assert events[0][2:] == ({"correction": "claim-corrected"}.get(cause, "claim-redecided"), "A-1")
    assert len({each[1] for each in events}) == 1  # one transaction
    assert asked(store, *words, *DOCUMENT)["differences"]["changes"] == []
    same_again(store)


def test_a_reopened_claim_takes_back_what_others_were_given_since(store: Path) -> None:
    asked(store, "revoke", "A-1", *DOCUMENT)
    asked(store, "reassess")
    assert granted(store)["B-2"] == 700

    answer = asked(store, "reopen", "A-1", "--kind", "court", *DOCUMENT[:1], "文2", *DOCUMENT[2:])

    assert granted(store) == {"A-1": 1200, "B-1": 500, "B-2": 300, "A-2": 50}
    assert answer["differences"]["causes"]["B-2"] == {
        "cause": "reopening",
        "because_of": "文2",
        "through": "A-1",
    }
    same_again(store)


def test_a_claim_corrected_to_another_park_leaves_the_one_and_takes_of_the_other(
    store: Path, tmp_path: Path
) -> None:
    more = [claim("B-3", OTHER, "2000", park="西园"), claim("A-3", ONE, "4000", park="西园")]
    asked(store, "backfill", write_lines(tmp_path / "more.jsonl", more), "--approve")
    assert granted(store)["B-3"] == 400  # an enterprise gets 1,200 in a year

    asked(store, "correct", "A-1", "--set", "facts.park=西园", *DOCUMENT)

    assert granted(store) == {"A-1": 1200, "B-1": 500, "B-2": 700, "A-2": 50, "B-3": 0, "A-3": 0}
    same_again(store)


def test_a_pending_claim_is_corrected_alone_also_where_its_enterprise_is_linked(
    store: Path, tmp_path: Path
) -> None:
    asked(store, "backfill", write_lines(tmp_path / "more.jsonl", [claim("A-3", ONE, "100")]))
    asked(store, "withdraw", "A-1", "--reason", "误报")  # leaves room that nobody was given

    answer = asked(store, "correct", "A-3", "--set", "facts.costs=200", *DOCUMENT)
    unknown = subsidy(
        "redecide", "A-9", "--reduced-to", "1", *DOCUMENT, "--store", store, "--lang", "en"
    )

    assert answer["differences"]["changes"] == []
    assert granted(store)["B-2"] == 300
    assert (unknown.code, unknown.err.split(":")[0]) == (1, "claim-unknown")
    asked(store, "approve", "A-3")
    assert granted(store)["A-3"] == 100
    assert asked(store, "reperform")["disagreements"] == []


def test_a_late_claim_comes_last_of_all(store: Path, tmp_path: Path) -> None:
    more = [claim("C-1", "91330382MA0000020H", "100", occurred_on="2023-04-01")]
    asked(store, "backfill", write_lines(tmp_path / "more.jsonl", more))
    asked(store, "withdraw", "B-1", "--reason", "误报")
    days = ("--first-day", "2022-01-01", "--last-day", "2026-12-31")
    document = ("--announced-on", "2024-01-01", "--document", "D")
    asked(store, "policy", "amend", "--set", "caps.own.limit=2000", *days, *document)

    orders = asked(store, "late", "C-1")["orders"]

    assert list(orders) == ["decided", "matter", "best"]  # its first cap is its enterprise's own
    assert [each["after_fen"] for each in orders["decided"]["claims"]] == [5_000]
    asked(store, "policy", "amend", "--set", "caps.park.limit=1500", *days, *document)
    orders = asked(store, "late", "C-1")["orders"]
    assert [each["after_fen"] for each in orders["decided"]["claims"]] == [0]
    assert granted(store)["C-1"] == 0


@pytest.mark.skipif(ON_POSTGRES, reason="edits a file")
def test_a_grant_above_what_others_left_is_named(store: Path) -> None:
    with by_hand(store, guarded=False) as hand:
        for position, state in hand("SELECT rowid, state FROM stored_events", ()):
            envelope = json.loads(state)
            event = envelope["event"]
            if envelope["topic"] == "claim-approved" and event["claim_no"] == "B-2":
                event["decision"]["outcome"]["granted_fen"] += 1
                said = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
                hand("UPDATE stored_events SET state = ? WHERE rowid = ?", (said, position))

    answer = subsidy("reperform", "--store", store, "--json").json

    first, *others = answer["disagreements"]
    assert first["claim_no"] == "B-2"
    assert {each["claim_no"] for each in others} <= {"A-2"}  # whose fund had a fen less then
    alone = subsidy("reperform", "--uscc", OTHER, "--store", store, "--json").json
    assert [each["claim_no"] for each in alone["disagreements"]] == ["B-2"]


def test_what_is_under_review_is_what_the_pool_leaves_all_that_wait(
    store: Path, tmp_path: Path
) -> None:
    asked(store, "withdraw", "B-1", "--reason", "误报")
    waiting = [claim("C-1", "91330382MA0000020H", "800"), claim("B-4", OTHER, "800")]
    asked(store, "backfill", write_lines(tmp_path / "more.jsonl", waiting))
    asked(store, "budget", "line", "2023", "park", "--measures", "plant", "line")

    line = asked(store, "budget", "show", "2023")["lines"]["park"]

    assert line["under_review_fen"] == 50_000  # of 800, what A-1 and B-2 left of the park


def test_a_pool_that_a_later_version_adds_is_kept_to_from_then_on(tmp_path: Path) -> None:
    path, without = tmp_path / "ledger.db", tmp_path / "without.toml"
    text = FILE.read_text(encoding="utf-8")
    for name, limit in (("park", "2000元"), ("fund", "6000元"), ("places", "5个")):
        head, rest = text.split(f"[caps.{name}]\n")
        text = head + rest[rest.index("\n[") + 1 :]
        text = text.replace(f'    {{ printed = "{limit}", sets = ["caps.{name}.limit"] }},\n', "")
    without.write_text(text, encoding="utf-8")
    asked(path, "store", "prepare", "--policy", without)
    asked(path, "backfill", write_lines(tmp_path / "c.jsonl", CLAIMS), "--approve")
    assert granted(path)["B-2"] == 700

    asked(path, "policy", "publish", FILE)

    assert asked(path, "rehearse") == asked(path, "reassess")
    assert granted(path)["B-2"] == 300
    assert asked(path, "reperform")["disagreements"] == []
