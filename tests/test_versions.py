"""Versions of the policy, rehearsals and reassessments through the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.command import ROOT, Ran, asked, subsidy, write_lines

SHIPPED = ROOT / "domain/policies/yueqing-foreign-trade.toml"
ONE, OTHER = "91330382MA0000023T", "91330382MA0001018G"


def claim(claim_no: str, kind: str, on: str, uscc: str = ONE, **facts: Any) -> dict[str, Any]:
    return {
        "claim_no": claim_no,
        "uscc": uscc,
        "enterprise": "示例企业",
        "kind": kind,
        "occurred_on": on,
        "filed_on": "2024-12-31",
        "facts": facts,
    }


def trademark(claim_no: str, on: str, fee: str, uscc: str = ONE) -> dict[str, Any]:
    facts = {"registration_no": claim_no, "country": "US", "fee": fee, "self_export": True}
    return claim(claim_no, "trademark", on, uscc, **facts)


def show(claim_no: str, on: str, *fees: str) -> dict[str, Any]:
    facts = {"exhibition": claim_no, "country": "DE", "key": True, "booth_fees": list(fees)}
    return claim(claim_no, "exhibition", on, **facts)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Trademarks of two enterprises, in each year; three key shows of 2022 and a late one."""
    path = tmp_path / "ledger.db"
    rows = [
        trademark("T-1", "2022-05-01", "20000"),
        trademark("T-2", "2023-05-01", "10000"),
        trademark("T-3", "2022-06-01", "30000", OTHER),
        show("April", "2022-04-10", "28571.43", "14285.72"),
        show("June", "2022-06-10", "28571.43", "28571.43", "7142.86"),
        show("September", "2022-09-10", "28571.43", "28571.43", "28571.43"),
        show("February", "2022-02-10", "40000", "40000", "40000", "40000"),
    ]
    words = ("backfill", write_lines(tmp_path / "claims.jsonl", rows), "--approve")
    subsidy(*words, "--by", "clerk", "--store", path)
    return path


def amend(store: Path, *settings: str, **others: str) -> Ran:
    given = {
        "first-day": "2022-01-01",
        "last-day": "2024-12-31",
        "announced-on": "2023-03-01",
        "document": "乐政发〔2023〕1号",
    } | {name.replace("_", "-"): told for name, told in others.items()}
    words = [word for name, told in given.items() for word in (f"--{name}", told)]
    sets = ("--set", *settings) if settings else ()
    return subsidy("policy", "amend", *sets, *words, "--store", store, "--json", "--lang", "en")


def rows(store: Path) -> list[Any]:
    with closing(sqlite3.connect(store)) as log:
        return log.execute("SELECT * FROM stored_events").fetchall()


def amounts(store: Path) -> dict[str, int]:
    return {one["claim_no"]: one["granted_fen"] for one in asked(store, "claims")}


def test_an_amendment_is_the_governing_version_with_values_set_anew(store: Path) -> None:
    assert amend(store, "measures.overseas-trademark.rate=60%").json == {"version": 2}

    (first, second) = asked(store, "policy", "list")
    diff = asked(store, "policy", "diff", "1", "2")
    assert (first["first_day"], first["last_day"]) == ("2022-01-01", "2024-12-31")
    assert (second["document"], second["announced_on"]) == ("乐政发〔2023〕1号", "2023-03-01")
    assert [one for one in diff["differences"] if one["path"].startswith("measures")] == [
        {
            "path": "measures.overseas-trademark.rate",
            "old": "50%",
            "new": "60%",
            "article": "二（三）",
        }
    ]
    assert amounts(store)["T-1"] == 1_000_000  # decided claims wait for a reassessment


def test_the_same_amendment_again_records_nothing(store: Path) -> None:
    amend(store, "measures.overseas-trademark.rate=60%")
    before = rows(store)

    assert amend(store, "measures.overseas-trademark.rate=60%").json == {"version": 2}
    assert rows(store) == before


@pytest.mark.parametrize(
    ("settings", "others", "code"),
    [
        (
            ("measures.overseas-trademark.rate=60%",),
            {"first_day": "2021-12-31"},
            "no-policy-on-day",
        ),
        (("measures.overseas-trademarks.rate=60%",), {}, "policy-path-unknown"),
        (("measures.overseas-trademark.rate=lots",), {}, "policy-value-invalid"),
        (("readings.belt_and_road=signed",), {}, "policy-value-invalid"),
        (("readings.rounding=fen-down",), {"last_day": "2021-12-31"}, "policy-value-invalid"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused_and_leaves_no_event(
    store: Path, settings: tuple[str, ...], others: dict[str, str], code: str
) -> None:
    before = rows(store)

    ran = amend(store, *settings, **others)

    assert (ran.code, ran.json["code"]) == (1, code)
    assert rows(store) == before


def test_an_amendment_warns_of_every_figure_it_takes_back(store: Path) -> None:
    amend(store, "measures.overseas-trademark.rate=60%", first_day="2023-01-01")

    ran = amend(store, "caps.trademarks-in-all.limit=40000", document="乐政发〔2024〕2号")

    assert "measures.overseas-trademark.rate to 60%" in ran.err
    assert "2023-01-01 … 2024-12-31" in ran.err
    assert "trademarks-in-all" not in ran.err
    assert amend(store, "measures.overseas-trademark.rate=60%", document="3").err == ""


def test_a_rehearsal_shows_what_a_reassessment_then_records(store: Path) -> None:
    amend(store, "measures.overseas-trademark.rate=60%", last_day="2022-12-31")
    before = rows(store)

    rehearsed = asked(store, "rehearse")

    assert rows(store) == before
    assert rehearsed["changes"] == [
        {"claim_no": "T-1", "before_fen": 1_000_000, "after_fen": 1_200_000},
        {"claim_no": "T-3", "before_fen": 1_500_000, "after_fen": 1_800_000},
    ]
    assert (rehearsed["claims_changed"], rehearsed["delta_fen"]) == (2, 500_000)
    assert rehearsed["by_year"]["2022"]["delta_fen"] == 500_000
    assert rehearsed["by_enterprise"][OTHER]["after_fen"] == 1_800_000
    assert rehearsed["by_measure"]["overseas-trademark"]["claims"] == 2
    assert rehearsed["causes"]["T-1"] == {"cause": "version", "because_of": "2", "through": None}
    assert asked(store, "reassess", "--by", "officer") == rehearsed
    assert asked(store, "reassess")["claims_changed"] == 0
    assert amounts(store)["T-1"] == 1_200_000


def test_a_draft_is_rehearsed_without_being_recorded(store: Path) -> None:
    draft = ("--set", "measures.overseas-trademark.rate=60%")
    days = ("--first-day", "2023-01-01", "--last-day", "2024-12-31")

    some = asked(store, "rehearse", *draft, *days)
    every = asked(store, "rehearse", *draft)
    one = asked(store, "rehearse", *draft, "--uscc", OTHER)

    assert [change["claim_no"] for change in some["changes"]] == ["T-2"]
    assert [change["claim_no"] for change in every["changes"]] == ["T-1", "T-2", "T-3"]
    assert [change["claim_no"] for change in one["changes"]] == ["T-3"]
    assert len(asked(store, "policy", "list")) == 1


def test_a_draft_may_be_a_policy_file(store: Path, tmp_path: Path) -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")
    sixty = shipped.replace(
        'formula = "share-of-fee"\nrate = "50%"\nneeds_self_export = true\n\n[measures.offshore',
        'formula = "share-of-fee"\nrate = "60%"\nneeds_self_export = true\n\n[measures.offshore',
    ).replace(
        '{ printed = "50%", sets = ["measures.overseas-trademark.rate"] }',
        '{ printed = "60%", sets = ["measures.overseas-trademark.rate"] }',
    )
    (draft := tmp_path / "draft.toml").write_text(sixty, encoding="utf-8")

    changes = asked(store, "rehearse", "--policy", draft)["changes"]

    assert [change["claim_no"] for change in changes] == ["T-1", "T-2", "T-3"]
    assert asked(store, "rehearse", "--policy", SHIPPED)["changes"] == []


def test_a_version_that_reopens_reassesses_at_once(store: Path) -> None:
    amend(store, "readings.new_version=reopen", "measures.overseas-trademark.rate=60%")

    assert amounts(store)["T-1"] == 1_200_000
    assert asked(store, "rehearse")["claims_changed"] == 0


def test_one_enterprise_is_reassessed_alone(store: Path) -> None:
    amend(store, "measures.overseas-trademark.rate=60%")

    asked(store, "reassess", "--uscc", OTHER)

    assert (amounts(store)["T-1"], amounts(store)["T-3"]) == (1_000_000, 1_800_000)


def test_the_late_show_of_february_under_each_order(store: Path) -> None:
    answer = asked(store, "late", "February")

    assert (answer["cap"], answer["year"]) == ("key-exhibitions-per-year", 2022)
    totals = {order: told["total_fen"] for order, told in answer["orders"].items()}
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
    assert "filled before by: February、April、June" in explained


def test_an_order_said_again_records_nothing_and_otherwise_is_refused(store: Path) -> None:
    reorder(store, "matter")
    before = rows(store)

    again, other = reorder(store, "matter"), reorder(store, "best")

    assert (again.code, again.json["claims_changed"]) == (0, 0)
    assert (other.code, other.json["code"]) == (1, "request-conflicts")
    assert rows(store) == before


def test_every_reading_is_listed_and_each_rival_has_its_cost(store: Path) -> None:
    listed = {one["reading"]: one for one in asked(store, "policy", "readings", "--cost")}

    orders = {rival["value"]: rival for rival in listed["late_claim_order"]["rivals"]}
    signed = listed["belt_and_road"]["rivals"][0]
    assert len(listed) == 17
    assert orders["matter"]["cost_fen"] == 2_000_000
    assert orders["best"]["cost_fen"] == 5_000_000
    assert (signed["executable"], "cost_fen" in signed) == (False, False)
    for one in listed.values():
        assert one["article"]
        assert one["chosen"] == one["default"]


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


def published(store: Path, folder: Path, old: str, new: str) -> Ran:
    """Publish the shipped policy with one passage changed."""
    shipped = SHIPPED.read_text(encoding="utf-8")
    assert old in shipped
    (file := folder / "changed.toml").write_text(shipped.replace(old, new, 1), encoding="utf-8")
    return subsidy("policy", "publish", file, "--store", store, "--json")


def test_a_difference_that_no_path_sets_is_told_too(store: Path, tmp_path: Path) -> None:
    assert published(store, tmp_path, "KR = 2022-02-01", "KR = 2022-03-01").json["version"] == 2

    diff = asked(store, "policy", "diff", "1", "2")

    assert diff["differences"] == [
        {
            "path": "countries.rcep_in_force.KR",
            "old": "2022-02-01",
            "new": "2022-03-01",
            "article": "八",
        }
    ]


def test_another_policy_is_no_version_of_this_one(store: Path, tmp_path: Path) -> None:
    before = rows(store)

    ran = published(store, tmp_path, 'id = "yueqing-foreign-trade"', 'id = "another"')

    assert (ran.code, ran.json["code"]) == (1, "policy-id-differs")
    assert rows(store) == before


def test_an_amendment_that_reopens_said_again_records_nothing(store: Path, tmp_path: Path) -> None:
    reopen = "readings.new_version=reopen"
    amend(store, reopen)
    asked(store, "withdraw", "April", "--reason", "改变主意")
    before = rows(store)

    amend(store, reopen)

    assert rows(store) == before
    assert asked(store, "rehearse")["claims_changed"] == 1


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

    told = asked(store, "explain", "O-2")

    assert (told["granted_fen"], told["reason"]) == (0, "already-subsidised-offline")
    assert told["working"][-1]["amount_fen"] == 0


def test_an_explanation_tells_the_order_in_force_and_as_of_when_the_caps_stood(
    store: Path,
) -> None:
    reorder(store, "matter")

    told = subsidy("explain", "April", "--store", store, "--lang", "en").out

    assert (
        "Order under key-exhibitions-per-year 2022: by day of the matter (会议纪要〔2023〕5号)"
        in told
    )
    assert "Caps as they stood at log position" in told
