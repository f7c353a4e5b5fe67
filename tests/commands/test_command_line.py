"""What the command answers its users."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from projections.claims.register import ClaimAnswer
from tests.domain.given import POLICY
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import SHIPPED
from tests.support.stores import made_once

USCC = "91330382MA0000023T"
OTHER = "91330382MA0001018G"


def line(claim_no: str, kind: str = "trademark", **others: Any) -> dict[str, Any]:
    facts = {"registration_no": "T1", "country": "US", "fee": "25000.00", "self_export": True}
    return {
        "claim_no": claim_no,
        "uscc": USCC,
        "enterprise": "乐清市长城电气有限公司",
        "kind": kind,
        "occurred_on": "2022-03-07",
        "filed_on": "2022-10-08",
        "facts": facts if kind == "trademark" else {},
    } | others


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    """A ledger with four trademarks of one enterprise, submitted, not decided."""
    path = write_lines(folder / "claims.jsonl", [line(f"YQ-{n}") for n in range(1, 5)])
    made = folder / "ledger.db"
    asked(made, "backfill", path, "--by", "clerk")
    return made


def recorded(store: Path) -> int:
    """How many events the log holds."""
    return int(asked(store, "totals")["position"])


def test_a_claim_not_yet_decided_has_no_measure_and_no_amount(store: Path) -> None:
    first = asked(store, "claims")[0]
    standing = {field.name for field in fields(ClaimAnswer)}

    assert {name: first[name] for name in first if name in standing} == {
        "claim_no": "YQ-1",
        "uscc": USCC,
        "enterprise": "乐清市长城电气有限公司",
        "kind": "trademark",
        "occurred_on": "2022-03-07",
        "year": 2022,
        "status": "submitted",
        "measure": None,
        "article": None,
        "assessed_fen": None,
        "granted_fen": 0,
        "reason": None,
        "policy_version": None,
        "retroactive": True,
    }


def test_approving_tells_each_claim_in_the_order_asked_for(store: Path) -> None:
    answer = asked(store, "approve", "YQ-3", "YQ-1", "--by", "officer")

    rows = [
        (claim["claim_no"], claim["status"], claim["granted_fen"]) for claim in answer["decided"]
    ]
    assert rows == [("YQ-3", "approved", 1_250_000), ("YQ-1", "approved", 1_250_000)]


def test_pending_claims_are_decided_in_order_of_submission(store: Path) -> None:
    answer = asked(store, "approve", "--pending", "--by", "officer")

    rows = [
        (claim["claim_no"], claim["granted_fen"], claim["reason"]) for claim in answer["decided"]
    ]
    assert rows == [
        ("YQ-1", 1_250_000, None),
        ("YQ-2", 1_250_000, None),
        ("YQ-3", 500_000, "cap-reached"),
        ("YQ-4", 0, "cap-reached"),
    ]


def test_explain_tells_the_working_and_who_filled_the_cap(store: Path) -> None:
    asked(store, "approve", "--pending")

    answer = asked(store, "explain", "YQ-3")

    assert [step["amount_fen"] for step in answer["working"]] == [0, 1_250_000, 500_000]
    assert [step["bound"] for step in answer["working"]] == [False, False, True]
    assert {step["article"] for step in answer["working"]} == {"二（三）"}
    assert answer["caps"] == [
        {
            "cap": "trademarks-in-all",
            "limit": 3_000_000,
            "used_before": 2_500_000,
            "applied": 500_000,
            "used_after": 3_000_000,
            "filled_by": ["YQ-1", "YQ-2"],
        }
    ]
    for lang, bound in (("zh", "起限制作用"), ("en", "bound")):
        printed = subsidy("explain", "YQ-3", "--store", store, "--lang", lang).out
        assert all(words in printed for words in ("YQ-1", "YQ-2", "25,000.00×50%", bound))


def test_a_reduction_is_shown_with_the_officers_words(store: Path) -> None:
    words = ("--reduced-to", "0.01", "--reason", "发票不全")

    answer = asked(store, "approve", "YQ-1", *words)["decided"][0]

    assert (answer["assessed_fen"], answer["granted_fen"], answer["reason"]) == (
        1_250_000,
        1,
        "reduced",
    )
    assert "发票不全" in asked(store, "explain", "YQ-1")["working"][-1]["text"]


def test_rejecting_and_withdrawing_answer_with_the_claim(store: Path) -> None:
    rejected = asked(store, "reject", "YQ-1", "--reason", "no")
    asked(store, "approve", "YQ-2")
    withdrawn = asked(store, "withdraw", "YQ-2", "--reason", "a mistake")

    names = ("status", "reason", "granted_fen", "assessed_fen", "measure")
    assert [rejected[name] for name in names] == ["rejected", "rejected-by-officer", 0, None, None]
    assert [withdrawn[name] for name in names] == [
        *("withdrawn", "withdrawn", 0, 1_250_000, "overseas-trademark")
    ]


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ((), ["YQ-1", "YQ-2", "YQ-3", "YQ-4"]),
        (("--status", "submitted"), ["YQ-2", "YQ-3", "YQ-4"]),
        (("--measure", "overseas-trademark"), ["YQ-1"]),
        (("--year", "2023"), []),
        (("--uscc", USCC, "--year", "2022", "--status", "approved"), ["YQ-1"]),
        (("--uscc", OTHER), []),
    ],
)
def test_claims_are_listed_by_number_as_filtered(
    filters: tuple[str, ...], numbers: list[str], store: Path
) -> None:
    asked(store, "approve", "YQ-1")

    assert [claim["claim_no"] for claim in asked(store, "claims", *filters)] == numbers


def test_remaining_tells_every_allowance_used_or_not(store: Path) -> None:
    asked(store, "approve", "YQ-1")

    answer = asked(store, "remaining", USCC, "--year", "2022")

    caps = {cap["cap"]: cap for cap in answer["caps"]}
    assert (answer["uscc"], answer["year"], answer["position"]) == (USCC, 2022, recorded(store))
    assert set(caps) == set(POLICY.caps) - {"warehouse-once"}
    assert caps["trademarks-in-all"] == {
        "cap": "trademarks-in-all",
        "article": "二（三）",
        "unit": "fen",
        "limit": 3_000_000,
        "used": 1_250_000,
        "remaining": 1_750_000,
        "reached": False,
    }


def test_totals_add_up_by_measure_enterprise_and_year(store: Path) -> None:
    asked(store, "approve", "--pending")

    for by, key in (("measure", "overseas-trademark"), ("enterprise", USCC), ("year", "2022")):
        answer = asked(store, "totals", "--by", by)
        del answer["position"]
        granted = {"claims": 3, "granted_fen": 3_000_000}
        assert answer == granted | {"groups": {key: granted}}


def test_history_tells_every_event_with_when_and_by_whom(store: Path) -> None:
    asked(store, "approve", "YQ-1", "--by", "officer")

    answer = asked(store, "history", "YQ-1")
    whole = asked(store, "history", USCC)

    assert [(each["type"], each["by"]) for each in answer] == [
        ("claim-submitted", "clerk"),
        ("claim-approved", "officer"),
    ]
    assert [each["position"] for each in whole] == [2, 3, 4, 5, 6]
    assert all(each["recorded_at"] and each["login"] for each in whole)
    assert answer[0]["occurred_on"] == "2022-03-07"


def test_approval_by_the_one_who_submitted_is_marked(store: Path) -> None:
    asked(store, "approve", "YQ-1", "--by", "clerk")
    asked(store, "approve", "YQ-2", "--by", "officer")

    said = [subsidy("explain", number, "--store", store).out for number in ("YQ-1", "YQ-2")]

    assert ["登记人自行核定" in words for words in said] == [True, False]


def test_one_claim_refused_stops_no_other(store: Path) -> None:
    ran = subsidy("approve", "YQ-9", "YQ-1", "--store", store, "--json")

    assert ran.code == 1
    assert ran.err.startswith("claim-unknown: ")
    assert [claim["claim_no"] for claim in ran.json["decided"]] == ["YQ-1"]


def test_exports_settle_the_rate_of_later_premiums(store: Path, tmp_path: Path) -> None:
    facts = {"insurance_policy_no": "P1", "premium": "100.00", "pool": False}
    claims = [line(f"P-{n}", "credit-insurance", facts=facts) for n in (1, 2)]
    asked(store, "backfill", write_lines(tmp_path / "p.jsonl", claims))
    asked(store, "approve", "P-1")
    asked(store, "exports", USCC, "2022", "--us-usd", "10000000", "--rcep-usd", "0")

    answer = asked(store, "approve", "P-2")["decided"][0]

    assert (answer["measure"], answer["granted_fen"]) == ("key-export-credit-insurance", 8_000)
    assert asked(store, "claims")[0]["granted_fen"] == 5_000


def test_rebuild_changes_no_answer(store: Path) -> None:
    asked(store, "approve", "--pending")
    before = asked(store, "claims")

    answer = asked(store, "rebuild")

    assert answer["events"] == recorded(store)
    assert asked(store, "claims") == before


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "words",
    [
        f"exports {USCC} 2022 --us-usd 1 --rcep-usd 1",
        "approve --pending",
        "withdraw YQ-1 --reason x",
        "budget appropriate 2022 --amount 1 --document D --on 2022-01-01",
        "batch compute --budget-year 2022",
        f"enterprise register {USCC} --name x",
        f"enterprise account {USCC} --account 6222021234567890 --bank b",
        "reassess",
        "rebuild",
    ],
)
def test_a_mistyped_store_is_refused_and_not_made(words: str, tmp_path: Path) -> None:
    ran = subsidy(*words.split(), "--store", tmp_path / "mistyped.db", "--json")

    assert (ran.code, ran.json["code"]) == (1, "store-not-found")
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_made_by_being_prepared_and_has_the_policy_it_is_given(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    asked(store, "store", "prepare")
    assert asked(store, "policy", "list") == []

    asked(store, "store", "prepare", "--policy", SHIPPED)

    (version,) = asked(store, "policy", "list")
    assert (version["version"], version["first_day"]) == (1, "2022-01-01")


def test_a_year_beyond_the_policy_has_only_the_caps_that_span_it(store: Path) -> None:
    governed, beyond = (asked(store, "remaining", USCC, "--year", year) for year in (2022, 2030))

    spanning = [cap for cap in governed["caps"] if not cap["cap"].endswith("-per-year")]
    assert beyond["caps"] == spanning


def test_rejects_that_could_not_be_written_are_refused_before_anything_is_recorded(
    tmp_path: Path,
) -> None:
    path = write_lines(tmp_path / "claims.jsonl", [line("YQ-1")])

    ran = subsidy("backfill", path, "--rejects", tmp_path / "r.txt", "--store", tmp_path / "l.db")

    assert ran.code == 1
    assert "rejects-format" in ran.err
    assert not (tmp_path / "l.db").exists()
