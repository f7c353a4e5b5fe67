"""Several policies in one ledger: claims, answers, versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.policy.county import AWARDS, CITY, FAIRS, NEXT, TOWN, USCC
from tests.support.command import asked, subsidy

pytestmark = pytest.mark.sqlite


def test_each_claim_is_decided_by_its_own_policy_and_knows_of_the_others(county: Path) -> None:
    claims = {each["claim_no"]: each for each in asked(county, "claims")}

    assert {number: each["granted_fen"] for number, each in claims.items()} == {
        "A-1": 2_800_000,
        "A-2": 20_000_000,
        "B-1": 1_200_000,  # 40,000 less the city's 28,000; 40 % would be 16,000
        "B-2": 1_600_000,
        "C-1": 0,
        "W-1": 20_000_000,
    }
    reasons = {number: each["reason"] for number, each in claims.items() if each["reason"]}
    assert reasons == {"B-1": "covered-by-other-policy", "C-1": "cap-reached"}
    assert [each["retroactive"] for each in claims.values()] == [False] * 4 + [True, False]


def test_the_working_names_the_claim_under_the_other_policy(county: Path) -> None:
    explained = asked(county, "explain", "B-1")
    shown = subsidy("explain", "B-1", "--store", county, "--lang", "en").out
    (cap,) = asked(county, "explain", "C-1")["caps"]

    assert [step["amount_fen"] for step in explained["working"]][-3:] == [
        1_600_000,
        1_200_000,
        1_200_000,
    ]
    assert "“Yueqing's support for steady growth of foreign trade” granted 28,000.00" in shown
    assert cap["filled_by"] == ["A-2"]


def test_answers_are_of_all_policies_or_of_one(county: Path) -> None:
    by_policy = asked(county, "totals", "--by", "policy")["groups"]
    fairs = asked(county, "totals", "--policy", FAIRS)
    caps = asked(county, "remaining", USCC, "--year", "2023", "--policy", FAIRS)["caps"]
    mine = asked(county, "claims", "--policy", CITY)

    assert {name: each["granted_fen"] for name, each in by_policy.items()} == {
        CITY: 22_800_000,
        FAIRS: 2_800_000,
        AWARDS: 20_000_000,
    }
    assert (fairs["claims"], fairs["granted_fen"]) == (2, 2_800_000)
    assert [(cap["cap"], cap["used"]) for cap in caps] == [(f"{FAIRS}/fairs", 2_800_000)]
    assert [each["claim_no"] for each in mine] == ["A-1", "A-2"]
    assert [each["claim_no"] for each in asked(county, "claims", "--kind", "title")] == ["W-1"]
    assert subsidy("claims", "--kind", "exhibition", "--store", county).err.startswith(
        "policy-not-named"
    )
    own = asked(county, "claims", "--kind", "exhibition", "--policy", FAIRS)
    assert [each["claim_no"] for each in own] == ["B-1", "B-2"]
    every = asked(county, "remaining", USCC, "--year", "2023")["caps"]
    assert len(every) > len(caps)
    assert subsidy("totals", "--policy", "town", "--store", county).err.startswith("policy-unknown")


def test_one_matter_under_two_policies_is_usual_within_its_cost(county: Path) -> None:
    (invoice, fair) = asked(county, "audit", "duplicates")["findings"]

    for finding in (invoice, fair):
        assert finding["across"] == ["policy", "kind"]
        assert finding["usual"]


def test_what_is_decided_is_worked_out_again_the_same(county: Path) -> None:
    assert asked(county, "reperform")["disagreements"] == []
    assert subsidy("verify", "--store", county).code == 0
    assert asked(county, "rehearse")["claims_changed"] == 0


def test_a_policy_is_named_where_a_command_is_about_one(county: Path) -> None:
    cap = ("--set", "caps.fairs.limit=10000")
    days = ("--first-day", "2023-01-01", "--last-day", "2023-12-31", "--announced-on", "2023-02-01")
    for words in (
        ("policy", "show"),
        ("policy", "readings"),
        ("rehearse", *cap),
        ("policy", "amend", *cap, *days, "--document", "文件"),
        ("policy", "repeal", *days, "--document", "文件"),
    ):
        assert subsidy(*words, "--store", county).err.startswith("policy-not-named"), words

    rehearsed = asked(county, "rehearse", *cap, "--policy", FAIRS)
    assert (rehearsed["claims_changed"], rehearsed["delta_fen"]) == (2, 1_000_000 - 2_800_000)
    assert asked(county, "policy", "show", "--policy", FAIRS)["version"] == 3


def publish(path: Path, file: Path) -> str:
    return subsidy("policy", "publish", file, "--store", path, "--lang", "en").err.split(":")[0]


def test_a_policy_enters_beside_the_others_only_as_one_of_its_own(
    own: Path, tmp_path: Path
) -> None:
    text, before = TOWN.read_text(encoding="utf-8"), asked(own, "policy", "list")
    file = tmp_path / "p.toml"

    def refused(*changes: tuple[str, str]) -> str:
        said = text
        for old, new in changes:
            assert old in said
            said = said.replace(old, new)
        file.write_text(said, encoding="utf-8")
        return publish(own, file)

    assert refused(('id = "town-fairs"', 'id = "town-fair"')) == "policy-id-differs"
    abroad = (
        ('id = "town-fairs"', 'id = "euro"'),
        ('"CNY"', '"EUR"'),
        ("镇政办", "EU"),
        ("5万元", "5万欧元"),
    )
    assert refused(*abroad) == "policy-currency-differs"
    counting = ("[caps.fairs]\n", '[caps.fairs]\ncounts = ["town-fairs-0/fair"]\n')
    assert refused(counting) == "policy-value-invalid"
    itself = ("[caps.fairs]\n", '[caps.fairs]\ncounts = ["town-fairs/fair"]\n')
    assert refused(itself) == "policy-file-invalid"
    assert publish(own, TOWN) == ""  # the last version of that policy already
    assert asked(own, "policy", "list") == before


def test_a_repeal_and_a_measure_ended_are_versions_and_move_what_was_decided(own: Path) -> None:
    days = ("--first-day", "2023-01-01", "--last-day", "2024-12-31", "--announced-on", "2023-02-01")
    repeal = ("policy", "repeal", "--policy", FAIRS, *days, "--document", "镇政办〔2023〕9号")
    end = ("policy", "amend", "--policy", AWARDS, "--end", "title", *days, "--document", "文件")
    for words in (repeal, end):
        ran = subsidy(*words, "--store", own, "--lang", "en")
        assert (ran.code, ran.err) == (0, "")

    changed = asked(own, "reassess")

    assert changed["delta_fen"] == -2_800_000 - 20_000_000
    reasons = {each["claim_no"]: each["reason"] for each in asked(own, "claims")}
    assert (reasons["B-1"], reasons["B-2"], reasons["W-1"]) == (
        "policy-repealed",
        "policy-repealed",
        "measure-ended",
    )
    assert asked(own, "reperform")["disagreements"] == []


def test_a_policy_is_extended_by_a_version_that_ends_later(own: Path) -> None:
    days = ("--first-day", "2024-12-31", "--last-day", "2025-12-31", "--announced-on", "2024-12-01")
    words = ("policy", "amend", "--policy", AWARDS, *days, "--document", "延期通知")

    assert subsidy(*words, "--store", own).code == 0
    assert asked(own, "policy", "list")[-1]["last_day"] == "2025-12-31"
    later = tuple(
        word.replace("2024-12-31", "2026-01-01").replace("2025", "2027") for word in words
    )
    assert subsidy(*later, "--store", own).err.startswith("no-policy-on-day")


def test_a_record_is_of_the_policy_that_has_it(own: Path) -> None:
    asked(own, "record", "trade", USCC, "2023", "total=1")
    asked(own, "record", "exports", USCC, "2023", "us_usd=1", "rcep_usd=2", "--policy", NEXT)

    recorded = [each["record"] for each in asked(own, "history", USCC) if "record" in each]
    assert recorded == [f"{AWARDS}/trade", f"{NEXT}/exports"]
    unclear = subsidy("record", "exports", USCC, "2023", "us_usd=1", "rcep_usd=2", "--store", own)
    assert unclear.err.startswith("policy-not-named")


def test_the_end_of_a_claim_under_one_policy_moves_the_other(own: Path) -> None:
    asked(own, "withdraw", "A-1", "--reason", "误报")

    changed = asked(own, "reassess")

    moved = asked(own, "history", "B-1")[-1]
    assert (changed["claims_changed"], changed["delta_fen"]) == (1, 400_000)
    assert (moved["cause"], moved["because_of"]) == ("room", "A-1")
    assert asked(own, "claims", "--policy", FAIRS)[0]["granted_fen"] == 1_600_000
