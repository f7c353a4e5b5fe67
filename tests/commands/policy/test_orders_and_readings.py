"""A late claim, orders by a document, rival readings, retroactive claims, explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.by_hand import rows
from tests.support.command import Ran, asked, subsidy, write_lines
from tests.support.few_claims import ONE, claim, few_claims


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return few_claims(tmp_path)


def test_the_late_show_of_february_under_each_order(store: Path) -> None:
    answer = asked(store, "late", "February")

    assert (answer["cap"], answer["year"]) == ("key-exhibitions-per-year", 2022)
    totals = {order: total["total_fen"] for order, total in answer["orders"].items()}
    assert totals == {"decided": 13_500_000, "matter": 15_500_000, "best": 18_500_000}
    matter = answer["orders"]["matter"]["claims"]
    assert {"claim_no": "September", "before_fen": 6_000_000, "after_fen": 0} in matter
    assert answer["orders"]["best"]["claims"][-1] == {
        "claim_no": "February",
        "before_fen": 0,
        "after_fen": 8_000_000,
    }


def reorder(store: Path, order: str, document: str = "会议纪要〔2023〕5号", *more: str) -> Ran:
    words = ("--cap", "key-exhibitions-per-year", "--year", "2022", "--order", order)
    say = ("--document", document, "--by", "officer", *more)
    return subsidy("reorder", ONE, *words, *say, "--store", store, "--json")


def test_an_order_is_recorded_with_its_document_and_shown_ever_after(store: Path) -> None:
    assert reorder(store, "matter").json["delta_fen"] == 2_000_000

    history = asked(store, "history", ONE)
    chosen = next(event for event in history if event["type"] == "order-chosen")
    explained = subsidy("explain", "September", "--store", store, "--lang", "en").out
    assert (chosen["order"], chosen["document"]) == ("matter", "会议纪要〔2023〕5号")
    assert "60,000.00 → 0.00 (order: 会议纪要〔2023〕5号)" in explained
    assert "filled before by: February, April, June" in explained


def test_an_order_said_again_records_nothing_and_otherwise_is_refused(store: Path) -> None:
    reorder(store, "matter")
    before = rows(store)

    again, other = reorder(store, "matter"), reorder(store, "best")

    assert (again.code, again.json["claims_changed"]) == (0, 0)
    assert (other.code, other.json["code"]) == (1, "request-conflicts")
    assert rows(store) == before


def test_every_reading_is_listed_and_each_rival_has_its_cost(store: Path) -> None:
    listed = {each["reading"]: each for each in asked(store, "policy", "readings", "--cost")}

    orders = {rival["value"]: rival for rival in listed["late_claim_order"]["rivals"]}
    signed = listed["belt_and_road"]["rivals"][0]
    assert len(listed) == 17
    assert orders["matter"]["cost_fen"] == 2_000_000
    assert orders["best"]["cost_fen"] == 5_000_000
    assert (signed["executable"], "cost_fen" in signed) == (False, False)
    for each in listed.values():
        assert each["article"]
        assert each["chosen"] == each["default"]


def test_retroactive_claims_are_counted_apart_with_how_late_they_were(store: Path) -> None:
    answer = asked(store, "totals", "--retroactive")

    early, others = answer["retroactive"], answer["others"]
    assert early["claims"] + others["claims"] == answer["claims"]
    assert early["granted_fen"] + others["granted_fen"] == answer["granted_fen"]
    assert others["by_measure"]["overseas-trademark"]["lag_days"] == {
        "median": 610,
        "longest": 610,
    }
    # 1 May and 1 June 2022 to 31 December 2024: 975 and 944 days.
    assert early["by_measure"]["overseas-trademark"]["lag_days"] == {
        "median": 959.5,
        "longest": 975,
    }


def test_an_online_claim_taken_back_after_its_item_was_used_is_explained(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    online = {"exhibition": "Fair", "organiser": "other", "fee": "10000"}
    offline = {"exhibition": "Fair", "country": "DE", "key": False, "booth_fees": ["1000"]}
    lines = [
        claim("O-1", "online-exhibition", "2023-05-01", **online),
        claim("O-2", "online-exhibition", "2023-05-02", **online),
        claim("F-1", "exhibition", "2023-05-03", **offline),
    ]
    words = ("backfill", write_lines(tmp_path / "c.jsonl", lines), "--approve", "--store", store)
    subsidy(*words)

    answer = asked(store, "explain", "O-2")

    assert (answer["granted_fen"], answer["reason"]) == (0, "already-subsidised-offline")
    assert answer["working"][-1]["amount_fen"] == 0


def test_an_explanation_tells_the_order_in_force_and_as_of_when_the_caps_stood(
    store: Path,
) -> None:
    reorder(store, "matter")

    text = subsidy("explain", "April", "--store", store, "--lang", "en").out

    assert (
        "Order under Key exhibitions a year 2022: by day of the matter (会议纪要〔2023〕5号)"
        in text
    )
    assert "Caps as they stood at log position" in text
