"""Claims corrected, redecided and reopened from the command line, and what is answered after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.adapters.seal.sealed import key_in
from tests.commands.policy.county import AWARDS, USCC
from tests.commands.policy.several.test_other_policies import WUDI
from tests.support.command import asked, subsidy, write_lines
from tests.support.stores import ON_POSTGRES

OTHER = "91330382MA0001018G"


def trademark(number: str, fee: str, on: str = "2023-05-01", **more: Any) -> dict[str, Any]:
    facts = {"registration_no": number, "country": "US", "fee": fee, "self_export": True}
    said = {"claim_no": number, "uscc": USCC, "enterprise": "示例公司", "kind": "trademark"}
    return said | {"occurred_on": on, "filed_on": "2024-03-01", "facts": facts} | more


def given(folder: Path, *claims: dict[str, Any]) -> Path:
    """A ledger of these claims, decided in this order."""
    store = folder / "ledger.db"
    asked(store, "backfill", write_lines(folder / "claims.jsonl", claims), "--approve")
    return store


def amended(store: Path, verb: str, number: str, *words: str, document: str = "文1") -> Any:
    reason = ("--document", document, "--reason", "笔误", "--by", "officer")
    return asked(store, verb, number, *words, *reason)


def test_what_a_correction_changed_is_answered_by_path_and_by_claim(tmp_path: Path) -> None:
    store = given(tmp_path, trademark("T-1", "80000"), trademark("T-2", "20000"))

    answer = amended(store, "correct", "T-1", "--set", "facts.fee=30000", "invoices=A-1; A-2")

    assert (answer["claim_no"], answer["granted_fen"]) == ("T-1", 1_500_000)
    assert answer["changed"] == [
        {"path": "facts.fee", "before": "80000.00", "after": "30000.00"},
        {"path": "invoices", "before": "", "after": "A-1;A-2"},
    ]
    assert answer["differences"]["causes"] == {
        "T-1": {"cause": "correction", "because_of": "文1", "through": None},
        "T-2": {"cause": "correction", "because_of": "文1", "through": "T-1"},
    }
    again = amended(store, "correct", "T-1", "--set", "facts.fee=30000", "invoices=A-1;A-2")
    assert (again["changed"], again["differences"]["changes"]) == ([], [])
    (made,) = asked(store, "explain", "T-1")["amended"]
    assert (made["what"], made["by"], made["document"]) == ("corrected", "officer", "文1")


def test_who_decided_and_later_corrected_a_claim_is_not_said_to_have_submitted_it(
    tmp_path: Path,
) -> None:
    store, claims = tmp_path / "ledger.db", [trademark("T-1", "80000")]
    asked(store, "backfill", write_lines(tmp_path / "claims.jsonl", claims), "--by", "clerk")
    asked(store, "approve", "T-1", "--by", "officer")

    amended(store, "correct", "T-1", "--set", "facts.fee=30000")

    said = subsidy("explain", "T-1", "--store", store).out
    assert "登记人自行核定" not in said
    assert "核定人同时更正过申报所填内容" in said


def test_a_day_over_the_end_of_a_year_moves_the_claim_and_its_sums(tmp_path: Path) -> None:
    store = given(tmp_path, trademark("T-1", "20000"), trademark("T-2", "20000"))
    before = asked(store, "totals", "--by", "year")

    amended(store, "correct", "T-1", "--set", "occurred_on=2022-12-31")

    assert [claim["claim_no"] for claim in asked(store, "claims", "--year", "2022")] == ["T-1"]
    sums = {"claims": 1, "granted_fen": 1_000_000}
    assert asked(store, "totals", "--by", "year")["groups"] == {"2022": sums, "2023": sums}
    then = str(before["position"])
    assert asked(store, "totals", "--by", "year", "--position", then) == before
    claims = {claim["claim_no"]: claim for claim in asked(store, "claims", "--position", then)}
    assert claims["T-1"]["occurred_on"] == "2023-05-01"
    assert asked(store, "explain", "T-1", "--position", then)["year"] == 2023
    assert asked(store, "verify")["faults"] == []
    asked(store, "rebuild")
    assert asked(store, "totals", "--by", "year")["groups"] == {"2022": sums, "2023": sums}


def test_an_invoice_taken_from_a_claim_is_met_elsewhere_no_more(tmp_path: Path) -> None:
    store = given(tmp_path, trademark("T-1", "20000", invoices=["A-1", "A-2"]))
    amended(store, "correct", "T-1", "--set", "invoices=A-2,A-3")

    others = [
        trademark(f"O-{invoice}", "100", invoices=[invoice], uscc=OTHER, enterprise="另一公司")
        for invoice in ("A-1", "A-2", "A-3")
    ]
    answer = asked(store, "backfill", write_lines(tmp_path / "others.jsonl", others))

    met = [notice for notice in answer["notices"] if notice["code"] == "invoice-elsewhere"]
    assert [notice["row"] for notice in met] == [2, 3]  # of


def test_a_claim_of_the_second_policy_is_read_by_its_own_form(tmp_path: Path) -> None:
    store = given(tmp_path, trademark("T-1", "20000"))
    asked(store, "policy", "publish", WUDI)
    fair = trademark("F-1", "1", kind="domestic-fair", facts={"fair": "Canton"})
    asked(store, "backfill", write_lines(tmp_path / "fair.jsonl", [fair]), "--approve")

    refused = subsidy(
        "correct", "F-1", "--set", "facts.fee=1", "--document", "D", "--reason", "r",
        "--store", store, "--json",
    )  # fmt: skip
    assert refused.json["code"] == "claim-path-unknown"
    title = trademark("G-1", "1", kind="title", facts={"grade": "national"})
    asked(store, "backfill", write_lines(tmp_path / "title.jsonl", [title]))
    refused = subsidy(
        "correct", "G-1", "--set", "grade=county", "--document", "D", "--reason", "r",
        "--store", store, "--json",
    )  # fmt: skip
    assert (refused.code, refused.json["code"]) == (1, "bad-value")
    assert "national、provincial" in refused.json["message"]  # its own policy's words
    answer = amended(store, "correct", "F-1", "--set", "fair=Hanover", "occurred_on=2022-05-01")

    assert answer["kind"] == f"{AWARDS}/domestic-fair"
    assert [change["path"] for change in answer["changed"]] == ["occurred_on", "facts.fair"]
    assert asked(store, "reperform")["disagreements"] == []


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("facts.fee=3万", "bad-unit"),
        ("facts.fee=three", "bad-amount"),
        ("facts.fee=0", "bad-amount"),
        ("facts.country=XX", "unknown-country"),
        ("occurred_on=", "missing-field"),
        ("facts.registration_no=R\u200b1", "bad-character"),
        ("kind=exhibition", "claim-path-fixed"),
        ("uscc=91330382MA0001018G", "claim-path-fixed"),
        ("facts.fees=1", "claim-path-unknown"),
    ],
)
def test_a_value_is_refused_by_the_code_that_a_file_is_sent_back_for(
    setting: str, code: str, tmp_path: Path
) -> None:
    store = given(tmp_path, trademark("T-1", "20000"))
    words = ("--document", "D", "--reason", "r", "--store", store)

    for language in ("zh", "en"):
        ran = subsidy("correct", "T-1", "--set", setting, *words, "--json", "--lang", language)
        assert (ran.code, ran.json["code"]) == (1, code)
        assert "{" not in ran.json["message"]
    assert len(asked(store, "history", "T-1")) == 2


@pytest.mark.skipif(ON_POSTGRES, reason="seals a file")
def test_the_proof_of_an_amended_claim_is_sound(tmp_path: Path) -> None:
    store = given(tmp_path, trademark("T-1", "20000"))
    amended(store, "correct", "T-1", "--set", "facts.fee=30000")
    amended(store, "redecide", "T-1", "--reduced-to", "9000", document="文2")
    amended(store, "revoke", "T-1", document="文3")
    amended(store, "reopen", "T-1", "--kind", "court", document="文4")
    key_in(tmp_path)
    sealed = ("--seal", tmp_path / "seal", "--key", tmp_path / "key")
    asked(store, "seal", tmp_path / "seal", "--key", tmp_path / "key")
    asked(store, "proof", "T-1", "--out", tmp_path / "proof", *sealed)
    key = asked(store, "key", "show", "--key", tmp_path / "key")["key"]

    checked = subsidy("proof", "check", tmp_path / "proof", "--key", key, "--json").json

    assert (checked["sound"], checked["granted_fen"]) == (True, 900_000)
    assert asked(store, "verify", tmp_path / "seal")["faults"] == []


def test_a_path_is_set_once_however_it_is_written(tmp_path: Path) -> None:
    store = given(tmp_path, trademark("T-1", "20000"))
    words = ("--document", "D", "--reason", "r", "--store", store)

    assert subsidy("correct", "T-1", "--set", "fee=1", "facts.fee=2", *words).code == 2
    assert len(asked(store, "history", "T-1")) == 2
