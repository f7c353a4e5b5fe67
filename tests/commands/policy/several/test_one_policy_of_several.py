"""What `--policy` restricts each command to, in a county of four policies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands.policy.county import (
    AS_THE_CITY,
    AWARDS,
    CITY,
    FAIRS,
    NEXT,
    SHIPPED,
    USCC,
    claim,
)
from tests.support.by_hand import rows
from tests.support.command import asked, subsidy, write_lines

pytestmark = pytest.mark.sqlite

OWN = {"B-1", "B-2"}  # the claims under the town's policy


def amend(store: Path, policy: str, setting: str) -> None:
    days = ("--first-day", "2023-01-01", "--last-day", "2023-12-31", "--announced-on", "2023-02-01")
    words = ("policy", "amend", "--policy", policy, "--set", setting, *days, "--document", setting)
    asked(store, *words)


def numbers(answers: list[dict[str, Any]]) -> set[str]:
    return {each["claim_no"] for each in answers}


def test_every_answer_says_which_policy_a_claim_a_cap_and_a_change_is_of(county: Path) -> None:
    claims = {each["claim_no"]: each["policy"] for each in asked(county, "claims")}
    caps = asked(county, "remaining", USCC, "--year", "2023")["caps"]
    explained = asked(county, "explain", "B-1")
    cap = ("--set", "caps.fairs.limit=10000", "--policy", FAIRS)
    rehearsed = asked(county, "rehearse", *cap)
    late = asked(county, "late", "B-1")

    assert claims == {
        "A-1": CITY, "A-2": CITY, "B-1": FAIRS, "B-2": FAIRS, "C-1": NEXT, "W-1": AWARDS,
    }  # fmt: skip
    assert {cap["policy"] for cap in caps} == {CITY, FAIRS, AWARDS, NEXT}
    assert [explained["policy"], *(cap["policy"] for cap in explained["caps"])] == [FAIRS, FAIRS]
    assert {each["policy"] for each in rehearsed["changes"]} == {FAIRS}
    assert rehearsed["by_policy"][FAIRS]["claims"] == 2
    assert late["policy"] == FAIRS
    for table in ("claims", "rehearse"):
        words = (table, *cap) if table == "rehearse" else (table,)
        shown = subsidy(*words, "--store", county, "--lang", "en").out
        assert "policy" in shown
        assert "Town support for fairs" in shown


def test_the_events_of_an_enterprise_under_one_policy(county: Path) -> None:
    events = asked(county, "history", USCC, "--policy", FAIRS)
    every = asked(county, "history", USCC)
    (published,) = asked(county, "history", "policy-book", "--policy", FAIRS)

    assert numbers([each for each in events if "claim_no" in each]) == OWN
    assert [each for each in every if each in events] == events
    assert len(events) < len(every)
    assert published["policy"]["id"] == FAIRS
    for subject in ("B-1", "budget:2023", "keys"):
        assert subsidy("history", subject, "--policy", FAIRS, "--store", county).code == 2


def test_an_enterprises_records_are_of_the_policy_that_asks_for_them(own: Path) -> None:
    asked(own, "record", "exports", USCC, "2023", "us_usd=1", "rcep_usd=2", "--policy", CITY)
    asked(own, "record", f"{NEXT}/exports", USCC, "2026", "us_usd=1", "rcep_usd=2")
    asked(own, "enterprise", "rename", USCC, "--name", "新名", "--on", "2026-01-01")

    last = {
        policy: asked(own, "history", USCC, "--policy", policy)[-1]
        for policy in (CITY, NEXT, FAIRS)
    }

    assert (last[CITY]["record"], last[CITY]["year"]) == ("exports", 2023)
    assert (last[NEXT]["record"], last[NEXT]["year"]) == (f"{NEXT}/exports", 2026)
    assert last[FAIRS]["claim_no"] == "B-2"
    wrong = ("record", f"{NEXT}/exports", USCC, "2026", "us_usd=1", "rcep_usd=2", "--policy", CITY)
    assert subsidy(*wrong, "--store", own).err.startswith("policy-conflicts: ")


def test_pending_claims_of_one_policy_are_decided_and_no_others(own: Path, tmp_path: Path) -> None:
    lines = [
        claim("P-1", "exhibition", AS_THE_CITY, policy=CITY),
        claim("P-2", f"{FAIRS}/exhibition", {"exhibition": "展会", "fee": "100"}),
    ]
    asked(own, "backfill", write_lines(tmp_path / "p.jsonl", lines))

    named = subsidy("approve", "P-1", "P-2", "--policy", AWARDS, "--store", own, "--json")
    decided = asked(own, "approve", "--pending", "--policy", FAIRS)["decided"]

    assert (named.code, named.json["decided"]) == (1, [])
    assert {each["code"] for each in named.json["refused"]} == {"policy-conflicts"}
    assert numbers(decided) == {"P-2"}
    assert numbers(asked(own, "claims", "--pending")) == {"P-1"}


def test_a_sheet_of_decisions_is_carried_out_for_one_policy(own: Path, tmp_path: Path) -> None:
    lines = [
        claim("P-1", "exhibition", AS_THE_CITY, policy=CITY),
        claim("P-2", f"{FAIRS}/exhibition", {"exhibition": "展会", "fee": "100"}),
    ]
    asked(own, "backfill", write_lines(tmp_path / "p.jsonl", lines))
    sheet = tmp_path / "sheet.csv"
    asked(own, "claims", "--pending", "--out", sheet, "--lang", "en")
    head, *body = sheet.read_text(encoding="utf-8-sig").splitlines()
    assert "policy" in head.split(",")
    at = head.split(",").index("decision")
    for index, row in enumerate(body):
        cells = row.split(",")
        if cells[0] in ("P-1", "P-2"):
            cells[at] = "yes"
            body[index] = ",".join(cells)
    sheet.write_text("\n".join([head, *body]), encoding="utf-8")

    ran = subsidy("approve", "--from", sheet, "--policy", FAIRS, "--store", own, "--json")

    assert (ran.code, numbers(ran.json["decided"])) == (1, {"P-2"})
    assert [(row["claim_no"], row["code"]) for row in ran.json["refused"]] == [
        ("P-1", "policy-conflicts")
    ]


def test_only_the_differences_of_one_policy_are_shown_and_recorded(own: Path) -> None:
    amend(own, FAIRS, "caps.fairs.limit=10000")
    amend(own, AWARDS, "measures.title.award.national=100000")

    shown = asked(own, "rehearse", "--policy", FAIRS)
    before = rows(own)
    refused = subsidy("reassess", "--policy", FAIRS, "--store", own, "--json", "--lang", "en")

    assert {each["policy"] for each in shown["changes"]} == {FAIRS}
    assert set(asked(own, "rehearse")["by_policy"]) == {FAIRS, AWARDS}
    assert (refused.code, refused.json["changes"]) == (1, [])
    assert refused.err.startswith(f"differs-elsewhere: {USCC}: not only claims of the policy")
    assert rows(own) == before
    assert asked(own, "reassess", "--policy", NEXT)["changes"] == []
    assert len(asked(own, "reassess", "--uscc", USCC)["changes"]) == 3


def test_differences_of_one_policy_alone_are_recorded_by_its_name(own: Path) -> None:
    asked(own, "withdraw", "A-1", "--reason", "误报")

    recorded = asked(own, "reassess", "--policy", FAIRS)

    assert [(each["claim_no"], each["policy"]) for each in recorded["changes"]] == [("B-1", FAIRS)]
    assert asked(own, "rehearse")["changes"] == []
    assert asked(own, "reperform")["disagreements"] == []


def test_an_order_under_a_cap_names_the_cap_as_the_policys_file_does(own: Path) -> None:
    words = ("--year", "2023", "--order", "matter", "--document", "D", "--store", own, "--json")

    ran = subsidy("reorder", USCC, "--cap", "fairs", "--policy", FAIRS, *words)
    again = subsidy("reorder", USCC, "--cap", f"{FAIRS}/fairs", *words)

    assert (ran.code, again.code) == (0, 0), ran.err
    chosen = [each for each in asked(own, "history", USCC) if each["type"] == "order-chosen"]
    assert [each["cap"] for each in chosen] == [f"{FAIRS}/fairs"]


def test_a_version_is_of_one_policy_and_two_of_different_ones_are_compared_as_that(
    county: Path, tmp_path: Path
) -> None:
    (text := tmp_path / "text.txt").write_text("一、\n", encoding="utf-8")
    for words in (
        ("policy", "show", "1"),
        ("policy", "diff", "1", "3"),
        ("policy", "check", "1", "--text", text),
    ):
        ran = subsidy(*words, "--policy", FAIRS, "--store", county, "--lang", "en")
        assert ran.err.startswith(f"policy-conflicts: Version 1 is of the policy {CITY}"), words
    diff = asked(county, "policy", "diff", "1", "4")
    shown = subsidy("policy", "diff", "1", "4", "--store", county, "--lang", "en").out

    assert (diff["policy_a"], diff["policy_b"]) == (CITY, NEXT)
    assert {each["path"] for each in diff["differences"]} >= {"first_day", "last_day"}
    assert "Version 1 is of the policy “Yueqing" in shown
    assert asked(county, "policy", "show", "3", "--policy", FAIRS)["policy"] == FAIRS
    checked = subsidy("policy", "check", SHIPPED, "--text", text, "--policy", FAIRS)
    assert checked.code == 2
    unclear = subsidy("policy", "check", "--text", text, "--store", county)
    assert unclear.err.startswith("policy-not-named: ")
    of_one = ("policy", "check", "--text", text, "--policy", FAIRS, "--store", county)
    assert subsidy(*of_one, "--json").json["file_only"]


def test_versions_are_listed_with_what_is_no_longer_paid(own: Path) -> None:
    days = ("--first-day", "2024-01-01", "--last-day", "2024-12-31", "--announced-on", "2023-02-01")
    asked(own, "policy", "repeal", "--policy", FAIRS, *days, "--document", "废止")
    end = ("policy", "amend", "--policy", AWARDS, "--end", "title", *days, "--document", "停止")
    asked(own, *end)

    *_others, repealed, ended = asked(own, "policy", "list")
    fairs = asked(own, "policy", "list", "--policy", FAIRS)
    shown = subsidy("policy", "list", "--store", own, "--lang", "en").out

    assert (repealed["policy"], repealed["repealed"], repealed["ended"]) == (FAIRS, True, [])
    assert (ended["policy"], ended["repealed"], ended["ended"]) == (
        AWARDS, False, [f"{AWARDS}/title"],
    )  # fmt: skip
    assert [each["version"] for each in fairs] == [3, 5]
    assert {each["policy"] for each in fairs} == {FAIRS}
    assert "all: repealed" in shown
    assert asked(own, "policy", "show", "--policy", FAIRS)["repealed"]


@pytest.mark.parametrize("by", ["measure", "kind"])
def test_a_name_of_another_policy_than_the_one_named_is_refused(county: Path, by: str) -> None:
    (name,) = {each[by] for each in asked(county, "claims") if each["claim_no"] == "B-1"}

    ran = subsidy("claims", "--policy", CITY, f"--{by}", name, "--store", county)

    assert name.startswith(f"{FAIRS}/")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("policy-conflicts: ")
