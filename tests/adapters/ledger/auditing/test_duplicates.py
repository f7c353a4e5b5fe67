"""What is claimed twice is reported: by any enterprise, of any kind, in any year."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_command_line import line
from tests.support.by_hand import by_hand
from tests.support.command import Ran, asked, subsidy, write_lines
from tests.support.money_desk import CLERK, OFFICER, OTHER, USCC, code

NUMBER = "6222021234567890123"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    asked(tmp_path / "ledger.db", "store", "prepare")
    return tmp_path / "ledger.db"


def fair(claim_no: str, uscc: str = USCC, name: str = "Fair", **others: Any) -> dict[str, Any]:
    facts = {"exhibition": name, "country": "DE", "key": True, "booth_fees": ["10000"]}
    return line(claim_no, "exhibition", uscc=uscc, facts=facts, **others)


def online(claim_no: str, uscc: str = USCC, name: str = "Fair", **others: Any) -> dict[str, Any]:
    facts = {"exhibition": name, "organiser": "city", "fee": "5000"}
    return line(claim_no, "online-exhibition", uscc=uscc, facts=facts, **others)


def certificate(claim_no: str, number: str, **others: Any) -> dict[str, Any]:
    facts = {"certificate_no": number, "country": "DE", "fee": "9000", "self_export": True}
    return line(claim_no, "certification", facts=facts, **others)


def trademark(claim_no: str, number: str, **others: Any) -> dict[str, Any]:
    facts = {"registration_no": number, "country": "US", "fee": "9000", "self_export": True}
    return line(claim_no, "trademark", facts=facts, **others)


def decided(store: Path, *lines: dict[str, Any]) -> None:
    asked(store, "backfill", write_lines(store.parent / "claims.jsonl", lines), *CLERK)
    asked(store, "approve", "--pending", *OFFICER)


def audited(store: Path, *words: str) -> Ran:
    return subsidy("audit", "duplicates", *words, "--json", "--store", store)


def actual(store: Path, *words: str) -> list[tuple[str, str, list[str], bool, list[str]]]:
    return [
        (
            finding["kind"],
            finding["what"],
            finding["across"],
            finding["usual"],
            [claim["claim_no"] for claim in finding["claims"]],
        )
        for finding in audited(store, *words).json["findings"]
    ]


def test_an_invoice_in_claims_of_two_enterprises_kinds_and_years_is_reported(store: Path) -> None:
    decided(
        store,
        trademark("A", "T1", invoices=["Fp-1", "Fp-2"]),
        certificate("B", "C1", uscc=OTHER, invoices=["ＦＰ-1 "], occurred_on="2023-05-01"),
        certificate("C", "C2", invoices=["FP-3"]),
    )

    assert actual(store) == [("invoice", "Fp-1", ["enterprise", "kind", "year"], False, ["A", "B"])]
    assert audited(store).code == 1


def test_where_nothing_is_claimed_twice_nothing_is_reported(store: Path) -> None:
    decided(store, trademark("A", "T1", invoices=["FP-1"]), fair("B"))

    ran = audited(store)

    assert (ran.code, ran.json["claims_compared"], ran.json["findings"]) == (0, 2, [])


def test_a_claim_that_came_to_nothing_duplicates_nothing(store: Path) -> None:
    decided(store, trademark("A", "T1", invoices=["FP-1"]))
    asked(store, "withdraw", "A", "--reason", "a mistake")
    decided(store, trademark("B", "T1", invoices=["FP-1"]))

    assert actual(store) == []


def test_a_revoked_claim_whose_money_is_kept_still_counts(store: Path) -> None:
    from tests.support.money_desk import computed, money, paid, with_accounts

    decided(store, trademark("A", "T1"))
    money(store, "1000000")
    with_accounts(store, USCC)
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "A", "--reason", "a finding", "--document", "F-1")
    decided(store, trademark("B", "T1", uscc=OTHER))

    assert actual(store) == [("certificate", "T1", ["enterprise"], False, ["A", "B"])]


def test_a_number_of_a_certificate_and_of_a_trademark_is_one_number(store: Path) -> None:
    decided(store, certificate("A", "No  1"), trademark("B", "no 1"))

    assert actual(store) == [("certificate", "No  1", ["kind"], False, ["A", "B"])]


def test_a_fair_claimed_twice_by_one_enterprise_in_a_year_is_reported(store: Path) -> None:
    decided(store, fair("A"), online("B", name="FAIR", occurred_on="2022-11-30"))

    assert actual(store) == [("exhibition", "Fair", ["kind"], False, ["A", "B"])]


def test_a_fair_claimed_again_soon_after_the_turn_of_the_year_is_reported(store: Path) -> None:
    decided(
        store,
        fair("A", occurred_on="2022-12-30", filed_on="2023-02-01"),
        fair("B", occurred_on="2023-01-04", filed_on="2023-02-01"),
    )

    assert actual(store) == [("exhibition", "Fair", ["year"], False, ["A", "B"])]
    assert audited(store).code == 1


@pytest.mark.parametrize(("days", "wrong"), [(90, 1), (91, 0)])
def test_ninety_days_after_the_last_one_a_fair_is_still_the_same(
    days: int, wrong: int, store: Path
) -> None:
    again = date(2022, 12, 1) + timedelta(days=days)
    decided(
        store,
        fair("A", occurred_on="2022-12-01", filed_on="2023-05-01"),
        fair("B", occurred_on=again.isoformat(), filed_on="2023-05-01"),
    )

    assert audited(store).json["wrong"] == wrong


def test_the_next_years_edition_and_another_exhibitor_are_marked_as_usual(store: Path) -> None:
    decided(
        store,
        fair("A"),
        fair("B", occurred_on="2023-03-07", filed_on="2023-05-01"),
        fair("C", OTHER),
    )

    assert actual(store) == [("exhibition", "Fair", ["enterprise", "year"], True, ["A", "B", "C"])]
    assert audited(store).code == 0


def test_an_account_of_two_enterprises_is_reported_and_never_shown(store: Path) -> None:
    for serial, number in ((1, NUMBER), (2, "6222-0212 34567890123"), (3, NUMBER[:-1] + "4")):
        asked(store, "enterprise", "register", code(serial), "--name", f"甲{serial}")
        asked(store, "enterprise", "account", code(serial), "--account", number, "--bank", "b")

    ran = audited(store)

    (finding,) = ran.json["findings"]
    assert (finding["kind"], finding["what"], finding["enterprises"]) == (
        "bank-account", "****0123", [code(1), code(2)],
    )  # fmt: skip
    assert ran.code == 1
    text = subsidy("audit", "duplicates", "--store", store)
    assert NUMBER not in ran.out + text.out
    assert all(word in text.out for word in ("****0123", "甲1", "甲2"))


def test_an_account_replaced_or_erased_is_not_a_duplicate(store: Path) -> None:
    for serial in (1, 2):
        asked(store, "enterprise", "register", code(serial), "--name", f"甲{serial}")
        for bank in ("b", "c"):
            words = ("--account", NUMBER, "--bank", bank, "--document", "D")
            asked(store, "enterprise", "account", code(serial), *words)
    asked(store, "enterprise", "erase", code(2))

    ran = audited(store)

    assert ran.json["findings"] == []
    assert (ran.json["accounts_compared"], ran.json["accounts_not_compared"]) == (2, 2)


def test_an_account_that_is_not_the_one_committed_to_is_not_compared(store: Path) -> None:
    for serial in (1, 2):
        asked(store, "enterprise", "register", code(serial), "--name", f"甲{serial}")
        words = ("--account", NUMBER[:-serial], "--bank", "b")
        asked(store, "enterprise", "account", code(serial), *words)
    with by_hand(store, ".private") as hand:
        hand("UPDATE sealed_accounts SET sealed = x'00'")

    assert audited(store).json["accounts_not_compared"] == 2
    assert audited(store).json["findings"] == []


def test_a_grant_that_with_other_support_exceeds_the_cost_is_reported(store: Path) -> None:
    decided(store, trademark("A", "T1", other_support="6000"))
    assert actual(store) == []  # the reading as shipped leaves cost less other support
    asked(store, "policy", "amend", "--set", "readings.other_support=ignore",
          "--first-day", "2022-01-01", "--last-day", "2024-12-31", "--announced-on", "2022-09-01",
          "--document", "D")  # fmt: skip
    decided(store, trademark("B", "T2", other_support="6000"), trademark("C", "T3"))

    (finding,) = audited(store).json["findings"]

    assert (finding["kind"], finding["what"]) == ("above-cost", "B")
    assert finding["claims"][0]["granted_fen"] == 450_000
    assert finding["claims"][0]["above_cost_fen"] == 150_000
    assert audited(store).code == 1


def test_the_answer_is_of_the_ledger_as_it_stood(store: Path) -> None:
    decided(store, trademark("A", "T1"))
    before = str(asked(store, "totals")["position"])
    decided(store, trademark("B", "T1", uscc=OTHER))

    assert actual(store, "--position", before) == []
    assert actual(store) != []
