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
PAYMENT = ("--on", "2026-03-01", "--receipt", "R-1", "--by", "cashier")


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


@pytest.fixture
def paid(own: Path) -> Path:
    """The county with money: a line for the town's policy, and a batch of the city's claims."""
    asked(own, "budget", "line", "2026", "fairs", "--policy", FAIRS)
    for line in ("all", "fairs"):
        more = ("--amount", "1000000", "--document", f"D-{line}", "--on", "2026-01-01")
        asked(own, "budget", "appropriate", "2026", "--line", line, *more)
    compute = ("batch", "compute", "--budget-year", "2026")
    asked(own, *compute, "--policy", CITY, "--document", "B-CITY")
    asked(own, *compute, "--line", "fairs", "--document", "B-FAIRS")
    return own


def test_a_line_pays_for_all_measures_of_a_policy_and_is_shown_by_it(paid: Path) -> None:
    fairs = asked(paid, "budget", "show", "2026", "--policy", FAIRS)["lines"]
    others = asked(paid, "budget", "show", "2026", "--policy", AWARDS)["lines"]
    again = ("budget", "line", "2026", "fairs", "--measures", "fair", "--policy", FAIRS)
    wrong = ("budget", "line", "2026", "x", "--measures", f"{AWARDS}/title", "--policy", FAIRS)

    assert list(fairs) == ["fairs"]
    assert fairs["fairs"]["policies"] == [FAIRS]
    assert fairs["fairs"]["in_publicity_fen"] == 2_800_000
    assert (list(others), others["all"]["policies"]) == (["all"], [CITY, AWARDS, NEXT])
    assert subsidy(*again, "--store", paid).code == 0
    assert subsidy(*wrong, "--store", paid).err.startswith("policy-conflicts: ")
    assert subsidy("budget", "line", "2026", "x", "--store", paid).code == 2
    shown = subsidy("budget", "show", "2026", "--store", paid, "--lang", "en").out
    assert "Town support for fairs" in shown


def test_a_batch_of_one_policy_takes_its_claims_and_leaves_the_others(paid: Path) -> None:
    first, second = asked(paid, "batch", "list")
    rest = asked(paid, "batch", "compute", "--budget-year", "2026", "--document", "B-REST")

    assert (numbers(first["lines"]), first["policies"]) == ({"A-1", "A-2"}, [CITY])
    assert (numbers(second["lines"]), second["policies"]) == (OWN, [FAIRS])
    assert {line["policy"] for line in second["lines"]} == {FAIRS}
    assert numbers(rest["lines"]) == {"W-1"}
    (computed, *_others) = asked(paid, "history", "batch:1")
    assert (computed["type"], computed["policy"]) == ("batch-computed", CITY)
    assert subsidy("verify", "--store", paid).code == 0


def test_a_batch_said_again_is_of_the_same_policy(paid: Path) -> None:
    compute = ("batch", "compute", "--budget-year", "2026", "--document", "B-CITY", "--store", paid)
    before = rows(paid)

    assert subsidy(*compute, "--policy", CITY).code == 0
    for policy in ((), ("--policy", FAIRS)):
        assert subsidy(*compute, *policy).err.startswith("request-conflicts: ")
    assert rows(paid) == before


def test_batches_and_their_lines_are_listed_of_one_policy(paid: Path) -> None:
    asked(paid, "batch", "compute", "--budget-year", "2026", "--document", "B-REST")

    listed = asked(paid, "batch", "list", "--policy", FAIRS)

    assert [each["batch"] for each in listed] == [2]
    assert asked(paid, "batch", "show", "2", "--policy", CITY)["lines"] == []
    assert asked(paid, "batch", "show", "2", "--policy", FAIRS) == listed[0]


def test_a_statement_of_one_policys_claims_adds_up_to_the_whole(paid: Path) -> None:
    asked(paid, "batch", "publish", "1", "--on", "2026-02-01")
    asked(paid, "batch", "pay", "1", *PAYMENT)

    whole = asked(paid, "statement", USCC)
    parts = [asked(paid, "statement", USCC, "--policy", each) for each in (CITY, FAIRS, AWARDS)]

    sums = [name for name in whole if name.endswith("_fen")]
    for name in sums:
        assert sum(part[name] for part in parts) == whole[name], name
    assert [len(part["entries"]) for part in parts] == [4, 2, 1]
    assert parts[0]["entries"][-1]["balance_fen"] == 0
    assert {each["policy"] for each in parts[1]["entries"]} == {FAIRS}


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_paper_of_one_policy_says_so_and_is_checked_as_that(
    ending: str, paid: Path, tmp_path: Path
) -> None:
    for kind, subject in (("statement", USCC), ("budget", "2026")):
        file = tmp_path / f"{kind}{ending}"

        printed = asked(paid, "paper", kind, subject, "--policy", FAIRS, "--out", file)

        assert printed["subject"] == f"{subject}@{FAIRS}"
        assert asked(paid, "paper", "check", file) == {
            "genuine": True, "position": printed["position"], "differences": [],
        }  # fmt: skip
    text = (tmp_path / "statement.csv").read_text("utf-8-sig") if ending == ".csv" else ""
    if text:
        assert "适用政策：乐清镇级展会配套（town-fairs）" in text
        assert "A-1" not in text
        whole = text.replace(f"@{FAIRS}", "")
        (tmp_path / "statement.csv").write_text(whole, encoding="utf-8-sig")
        assert subsidy("paper", "check", tmp_path / "statement.csv", "--store", paid).code == 1


def test_an_auditor_asks_about_one_policy(paid: Path) -> None:
    def audit(*words: str) -> Any:
        return subsidy("audit", *words, "--store", paid, "--json").json

    found = audit("duplicates", "--policy", FAIRS)
    delays = audit("delays", "--policy", FAIRS)
    drawn = audit("sample", "--size", "9", "--seed", "s", "--policy", FAIRS)
    apart = audit("separation", "--policy", FAIRS)

    assert [each["policy"] for each in (found, delays, drawn, apart)] == [FAIRS] * 4
    assert [numbers(each["claims"]) for each in found["findings"]] == [{"A-1", "B-1"}] * 2
    assert {each["policy"] for each in found["findings"][0]["claims"]} == {CITY, FAIRS}
    assert audit("duplicates", "--policy", AWARDS)["findings"] == []
    assert (numbers(delays["claims"]), numbers(delays["lines"])) == (OWN, OWN)
    assert numbers(drawn["claims"]) == OWN
    assert (drawn["claims_in_all"], drawn["strata"][0]["policy"]) == (2, FAIRS)
    assert (apart["claims_compared"], numbers(apart["claims"])) == (2, OWN)
    asked(paid, "batch", "publish", "1", "--on", "2026-02-01")
    assert audit("delays", "--policy", FAIRS)["notice_to_payment"] == []
    assert len(audit("delays", "--policy", CITY)["notice_to_payment"]) == 1


def test_decisions_and_payments_of_one_policy_are_worked_out_again(paid: Path) -> None:
    asked(paid, "batch", "publish", "1", "--on", "2026-02-01")
    asked(paid, "batch", "pay", "1", *PAYMENT)

    whole = asked(paid, "reperform")
    parts = [asked(paid, "reperform", "--policy", each) for each in (CITY, FAIRS, AWARDS, NEXT)]

    assert [part["decisions"] for part in parts] == [2, 2, 1, 1]
    assert sum(part["decisions"] for part in parts) == whole["decisions"]
    assert [part["payments"] for part in parts] == [2, 0, 0, 0]


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
