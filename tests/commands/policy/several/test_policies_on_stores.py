"""Several policies on either store: names with a policy before them are kept as any others."""

from __future__ import annotations

from pathlib import Path

from tests.commands.policy.county import AWARDS, CITY, CLAIMS, FAIRS, SHIPPED, TOWN, USCC, WUDI
from tests.support.command import asked, subsidy, write_lines


def test_claims_records_lines_and_orders_of_any_policy_are_kept(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    asked(store, "store", "prepare", "--policy", SHIPPED)
    for file in (WUDI, TOWN):
        asked(store, "policy", "publish", file)
    claims = [claim for claim in CLAIMS if claim["claim_no"] in ("A-1", "B-1", "B-2", "W-1")]
    asked(store, "backfill", write_lines(tmp_path / "c.jsonl", claims), "--approve")
    asked(store, "record", "trade", USCC, "2023", "total=1")
    asked(store, "budget", "line", "2023", "fairs", "--measures", f"{FAIRS}/fair")
    cap = ("--cap", f"{FAIRS}/fairs", "--year", "2023")
    asked(store, "reorder", USCC, *cap, "--order", "matter", "--document", "D")
    asked(store, "withdraw", "A-1", "--reason", "误报")
    assert asked(store, "reassess")["delta_fen"] == 400_000

    groups = asked(store, "totals", "--by", "policy")["groups"]
    assert {name: each["granted_fen"] for name, each in groups.items()} == {
        FAIRS: 3_200_000,
        AWARDS: 20_000_000,
    }
    assert [each["claim_no"] for each in asked(store, "claims", "--policy", FAIRS)] == [
        "B-1",
        "B-2",
    ]
    assert asked(store, "totals", "--policy", FAIRS)["granted_fen"] == 3_200_000
    assert asked(store, "reperform")["disagreements"] == []
    assert subsidy("verify", "--store", store).code == 0
    asked(store, "rebuild")
    assert asked(store, "totals", "--by", "policy")["groups"] == groups


def test_pending_claims_and_a_batch_of_one_policy_are_those_of_any_store(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    asked(store, "store", "prepare", "--policy", SHIPPED)
    for file in (WUDI, TOWN):
        asked(store, "policy", "publish", file)
    claims = [claim for claim in CLAIMS if claim["claim_no"] in ("A-1", "B-1", "B-2", "W-1")]
    asked(store, "backfill", write_lines(tmp_path / "c.jsonl", claims))
    for policy, numbers in ((FAIRS, ["B-1", "B-2"]), (CITY, ["A-1"]), (AWARDS, ["W-1"])):
        decided = asked(store, "approve", "--pending", "--policy", policy)["decided"]
        assert [each["claim_no"] for each in decided] == numbers
    asked(store, "budget", "line", "2026", "fairs", "--policy", FAIRS)
    money = ("--amount", "1000000", "--document", "D", "--on", "2026-01-01")
    asked(store, "budget", "appropriate", "2026", *money)
    compute = ("batch", "compute", "--budget-year", "2026", "--document", "B-1")

    batch = asked(store, *compute, "--policy", AWARDS)

    assert [(line["claim_no"], line["policy"]) for line in batch["lines"]] == [("W-1", AWARDS)]
    assert asked(store, *compute, "--policy", AWARDS) == batch
    assert subsidy(*compute, "--store", store).err.startswith("request-conflicts: ")
    assert asked(store, "batch", "show", "1", "--policy", CITY)["lines"] == []
    events = asked(store, "history", USCC, "--policy", AWARDS)
    assert [each["type"] for each in events][-1] == "claim-taken-into-batch"
    assert subsidy("verify", "--store", store).code == 0
    asked(store, "rebuild")
    assert asked(store, "batch", "list", "--policy", AWARDS) == [batch]
