"""Which claims are past a time limit: worked by hand, day by day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.ledger.auditing.office import Office, working
from tests.support.command import asked, subsidy
from tests.support.money_desk import PAST, position_of

RULES = """document = "D"
[[limit]]
starts = "decided"
ends = "paid"
days = {days}
counts = "{counts}"
source = "乐商务〔2022〕3号第五条"
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def limited(office: Office, path: Path, *, days: int, counts: str) -> None:
    """Have the office set a limit from its file."""
    from adapters.ledger.treasury.carrying_out import carry_out_money
    from adapters.policy.office_rules import read_office_rules
    from domain.commands.money import SetOfficeRules
    from tests.adapters.ledger.auditing.office import OFFICER

    path.write_text(RULES.format(days=days, counts=counts), encoding="utf-8")
    carry_out_money(office.store, SetOfficeRules(rules=read_office_rules(path)), OFFICER)


def delays(store: Path, *words: str, code: int) -> Any:
    ran = subsidy("audit", "delays", *words, "--store", store, "--json")
    assert ran.code == code, ran.out + ran.err
    return json.loads(ran.out)


@pytest.fixture
def paid_after_the_holiday(store: Path) -> Path:
    """Approved on a Friday, 13 January 2023; paid on Monday the 30th: 8 days worked, 17 in all."""
    with working(store) as office:
        office.on("2023-01-13")
        office.submit("A")
        office.approve("A")
        office.money()
        batch = office.compute()
        office.publish(batch, "2023-01-13")
        office.on("2023-01-30")
        office.pay(batch, "2023-01-30")
    return store


@pytest.mark.parametrize(
    ("days", "counts", "past"),
    [(8, "working", 0), (7, "working", 1), (17, "natural", 0), (16, "natural", 1)],
)
def test_a_payment_is_late_by_the_days_that_the_rule_counts(
    days: int, counts: str, past: int, paid_after_the_holiday: Path
) -> None:
    store = paid_after_the_holiday
    path = store.parent / "rules.toml"
    path.write_text(RULES.format(days=days, counts=counts), encoding="utf-8")
    asked(store, "store", "set-rules", str(path), "--clock-is-right")

    answer = delays(store, code=past)

    (limit,) = answer["limits"]
    assert (limit["claims"], limit["open"], limit["past"]) == (1, 0, past)
    assert limit["longest_days"] == (8 if counts == "working" else 17)
    for late in answer["past_limit"]:
        assert (late["claim_no"], late["days_past"]) == ("A", 1)
        assert (late["started_on"], late["ended_on"]) == ("2023-01-13", "2023-01-30")


def test_what_is_not_paid_counts_to_the_day_asked_about(store: Path, tmp_path: Path) -> None:
    with working(store) as office:
        limited(office, tmp_path / "rules.toml", days=5, counts="working")
        office.on("2022-10-10")
        office.submit("A")
        office.submit("B")
        office.approve("A")

    assert delays(store, code=0)["limits"][0]["open"] == 1  # B is not decided
    assert delays(store, "--on", "2022-10-17", code=0)["past_limit"] == []
    (late,) = delays(store, "--on", "2022-10-18", code=1)["past_limit"]
    assert (late["claim_no"], late["ended_on"], late["days"]) == ("A", None, 6)
    earlier = delays(store, "--on", "2022-10-09", code=0)
    assert earlier["limits"][0]["claims"] == 0
    missing = subsidy("audit", "delays", "--on", "2030-01-01", "--store", store, "--lang", "en")
    assert missing.err.startswith("calendar-missing: ")


def test_a_failed_payment_is_waited_for_again_and_a_no_is_not(store: Path, tmp_path: Path) -> None:
    with working(store) as office:
        limited(office, tmp_path / "rules.toml", days=5, counts="natural")
        office.on("2022-10-10")
        office.submit("A")
        office.approve("A")
        office.submit("R")
        office.approve("R")
        office.money()
        batch = office.compute()
        office.publish(batch, "2022-10-10")
        office.on("2022-10-12")
        office.pay(batch, "2022-10-12")
        office.revoke("R")
    failed = ("batch", "fail", str(batch), "A", "--reason", "x", "--on", "2022-10-13")

    assert delays(store, "--on", "2023-01-01", code=0)["limits"][0]["open"] == 0
    asked(store, *failed, "--clock-is-right")
    (late,) = delays(store, "--on", "2022-10-20", code=1)["past_limit"]

    assert (late["claim_no"], late["days"], late["days_past"]) == ("A", 10, 5)


def test_a_payment_counts_on_its_day_as_put_right(
    paid_after_the_holiday: Path, tmp_path: Path
) -> None:
    store, path = paid_after_the_holiday, tmp_path / "rules.toml"
    path.write_text(RULES.format(days=16, counts="natural"), encoding="utf-8")
    asked(store, "store", "set-rules", str(path), "--clock-is-right")
    (late,) = delays(store, code=1)["past_limit"]

    wrong = position_of(store, "batch:1", "batch-paid")
    asked(store, "batch", "correct", str(wrong), "--set", "on=2023-01-29", "--document", "G",
          "--reason", "x", *PAST, "--clock-is-right")  # fmt: skip
    answer = delays(store, code=0)

    assert late["ended_on"] == "2023-01-30"
    assert (answer["limits"][0]["longest_days"], answer["past_limit"]) == (16, [])


def test_a_payment_that_had_arrived_after_all_was_in_time(
    paid_after_the_holiday: Path, tmp_path: Path
) -> None:
    store, path = paid_after_the_holiday, tmp_path / "rules.toml"
    path.write_text(RULES.format(days=17, counts="natural"), encoding="utf-8")
    asked(store, "store", "set-rules", str(path), "--clock-is-right")
    failed = ("batch", "fail", "1", "A", "--reason", "x", "--on", "2023-02-01", "--clock-is-right")
    asked(store, *failed)
    (waiting,) = delays(store, "--on", "2023-02-02", code=1)["past_limit"]

    wrong = position_of(store, "batch:1", "batch-line-failed")
    asked(store, "batch", "correct", str(wrong), "--void", "--document", "G", "--reason", "x",
          "--clock-is-right")  # fmt: skip

    assert waiting["ended_on"] is None
    assert delays(store, "--on", "2023-02-02", code=0)["past_limit"] == []


def test_no_limit_is_assumed(paid_after_the_holiday: Path) -> None:
    answer = delays(paid_after_the_holiday, code=0)
    said = subsidy("audit", "delays", "--store", paid_after_the_holiday, "--lang", "en").out

    assert (answer["limits"], answer["past_limit"]) == ([], [])
    assert "No time limit is set" in said
