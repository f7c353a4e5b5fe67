"""The money of one policy among several: lines, batches, statements, papers, audits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands.policy.county import AWARDS, CITY, FAIRS, NEXT, USCC
from tests.support.by_hand import rows
from tests.support.command import asked, subsidy
from tests.support.money_desk import past, with_accounts

pytestmark = pytest.mark.sqlite

OWN = {"B-1", "B-2"}  # the claims under the town's policy
PAYMENT = (*past("2026-03-01"), "--receipt", "R-1", "--by", "cashier")


def numbers(answers: list[dict[str, Any]]) -> set[str]:
    return {each["claim_no"] for each in answers}


@pytest.fixture
def paid(own: Path) -> Path:
    """The county with money: a line for the town's policy, and a batch of the city's claims."""
    asked(own, "budget", "line", "2026", "fairs", "--policy", FAIRS)
    for line in ("all", "fairs"):
        more = ("--amount", "1000000", "--document", f"D-{line}", "--on", "2026-01-01")
        asked(own, "budget", "appropriate", "2026", "--line", line, *more)
    with_accounts(own, *{claim["uscc"] for claim in asked(own, "claims")})
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


def test_a_rehearsed_batch_of_one_policy_is_the_one_that_is_recorded(paid: Path) -> None:
    compute = ("batch", "compute", "--budget-year", "2026", "--document")
    before = rows(paid)

    rehearsed = asked(paid, *compute, "B-AWARDS", "--policy", AWARDS, "--dry-run")
    again = asked(paid, *compute, "B-CITY", "--policy", CITY, "--dry-run")

    assert rows(paid) == before
    assert (numbers(rehearsed["lines"]), rehearsed["policies"]) == ({"W-1"}, [AWARDS])
    assert again == asked(paid, "batch", "show", "1")
    assert asked(paid, *compute, "B-AWARDS", "--policy", AWARDS) == rehearsed


def test_of_a_batch_of_several_policies_each_is_shown_its_part_of_orders_and_payments(
    paid: Path,
) -> None:
    asked(paid, "batch", "cancel", "1", "--reason", "one batch for all")
    asked(paid, "batch", "compute", "--budget-year", "2026", "--document", "B-ALL")
    asked(paid, "batch", "publish", "3", *past("2026-02-01"))
    asked(paid, "batch", "order", "3", "--document", "O-1", *past("2026-02-20"))
    fen = ("lines", "amount_fen", "set_off_fen")

    def parts_of(made: str) -> None:
        whole = asked(paid, "batch", "show", "3")
        parts = [asked(paid, "batch", "show", "3", "--policy", each) for each in (CITY, AWARDS)]
        for name in fen:
            assert sum(part[made][0][name] for part in parts) == whole[made][0][name] >= 0
        assert [part[made][0]["lines"] for part in parts] == [2, 1]
        assert asked(paid, "batch", "show", "3", "--policy", FAIRS)[made] == []

    parts_of("orders")
    asked(paid, "batch", "pay", "3", *PAYMENT)
    parts_of("payments")


def test_a_statement_of_one_policys_claims_adds_up_to_the_whole(paid: Path) -> None:
    asked(paid, "batch", "publish", "1", *past("2026-02-01"))
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

    repeated = audit("duplicates", "--policy", FAIRS)
    delays = audit("delays", "--policy", FAIRS)
    drawn = audit("sample", "--size", "9", "--seed", "s", "--policy", FAIRS)
    apart = audit("separation", "--policy", FAIRS)

    assert [each["policy"] for each in (repeated, delays, drawn, apart)] == [FAIRS] * 4
    assert [numbers(each["claims"]) for each in repeated["findings"]] == [{"A-1", "B-1"}] * 2
    assert {each["policy"] for each in repeated["findings"][0]["claims"]} == {CITY, FAIRS}
    assert audit("duplicates", "--policy", AWARDS)["findings"] == []
    assert (numbers(delays["claims"]), numbers(delays["lines"])) == (OWN, OWN)
    assert numbers(drawn["claims"]) == OWN
    assert (drawn["claims_in_all"], drawn["strata"][0]["policy"]) == (2, FAIRS)
    assert (apart["claims_compared"], numbers(apart["claims"])) == (2, OWN)
    asked(paid, "batch", "publish", "1", *past("2026-02-01"))
    assert audit("delays", "--policy", FAIRS)["notice_to_payment"] == []
    assert len(audit("delays", "--policy", CITY)["notice_to_payment"]) == 1


def test_acts_of_past_days_are_listed_of_one_policy(paid: Path) -> None:
    asked(paid, "batch", "publish", "1", *past("2026-02-01"))
    asked(paid, "batch", "publish", "2", *past("2026-02-02"))
    asked(paid, "batch", "pay", "1", *PAYMENT)
    asked(paid, "revoke", "A-1", "--reason", "r", "--document", "D-1")
    back = ("--amount", "1", "--receipt", "R-2", *past("2026-03-02"))
    asked(paid, "recovery", "record", "A-1", *back)

    def acts(*words: str) -> list[tuple[str, str]]:
        ran = subsidy("audit", "exceptions", *words, "--store", paid, "--json")
        assert ran.code == int(bool(ran.json["acts"]))
        assert ran.json["wrong"] == len(ran.json["acts"])
        return [(act["act"], act["claim_no"] or act["of"]) for act in ran.json["acts"]]

    of_city = [("publish", "batch:1"), ("pay", "batch:1"), ("recover", "A-1")]
    assert acts("--policy", CITY) == of_city
    assert acts("--policy", FAIRS) == [("publish", "batch:2")]
    assert acts("--policy", AWARDS) == []
    assert sorted(acts()) == sorted([*of_city, ("publish", "batch:2")])


def test_decisions_and_payments_of_one_policy_are_worked_out_again(paid: Path) -> None:
    asked(paid, "batch", "publish", "1", *past("2026-02-01"))
    asked(paid, "batch", "pay", "1", *PAYMENT)

    whole = asked(paid, "reperform")
    parts = [asked(paid, "reperform", "--policy", each) for each in (CITY, FAIRS, AWARDS, NEXT)]

    assert [part["decisions"] for part in parts] == [2, 2, 1, 1]
    assert sum(part["decisions"] for part in parts) == whole["decisions"]
    assert [part["payments"] for part in parts] == [2, 0, 0, 0]
