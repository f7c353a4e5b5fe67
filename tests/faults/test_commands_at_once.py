"""Two officers at once at one thing: one is recorded, and the other decides on what it left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import Ran, asked, ended, process
from tests.support.money_desk import (
    CASHIER,
    OFFICER,
    OTHER,
    USCC,
    account_of,
    approved,
    case,
    code,
    computed,
    money,
    past,
    position_of,
)

THIRD = code(3)
DAY = past("2022-11-20")
BY = ("--document", "更1", "--reason", "笔误")
HELD = ("hold", USCC, "--from", "2022-11-10", "--document", "冻1", "--reason", "freeze", *OFFICER)
PAID = ("batch", "pay", "1", *DAY, "--receipt", "R-1", *CASHIER)
ORDERED = ("batch", "order", "1", *DAY, "--document", "拨1", *CASHIER)
NAMED = ("enterprise", "account", USCC, "--account", "1203282009200012345", "--bank", "示例银行",
         "--document", "变1", "--by", "registrar")  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A batch that can be paid, of two enterprises."""
    made = tmp_path / "ledger.db"
    approved(made, case("A", "100"), case("B", "70", OTHER), case("C", "30", THIRD))
    money(made, "1000")
    computed(made)
    asked(made, "batch", "publish", "1", *past("2022-11-01"), "--days", "7")
    return made


def at_once(store: Path, *commands: tuple[str, ...]) -> list[Ran]:
    """Run commands in processes of their own, and check that the ledger is sound after them."""
    running = [process(*words, "--store", store, "--json") for words in commands]
    made = [ended(each) for each in running]
    assert not [each.err for each in made if "Traceback" in each.err]
    assert asked(store, "verify")["faults"] == []
    assert asked(store, "reperform")["false_payments"] == []
    return made


def codes(made: list[Ran]) -> list[Any]:
    return sorted(json.loads(each.out)["code"] for each in made if each.code)


def succession(new: str, document: str) -> tuple[str, ...]:
    of = ("--kind", "merger", "--on", "2024-01-01", "--document", document)
    return ("succeed", USCC, new, *of, *OFFICER)


def test_one_enterprise_is_carried_on_by_one_other(store: Path) -> None:
    made = at_once(store, succession(OTHER, "准1"), succession(THIRD, "准2"))

    assert codes(made) == ["enterprise-succeeded"]


def test_a_succession_said_twice_at_once_is_recorded_once(store: Path) -> None:
    made = at_once(store, succession(OTHER, "准1"), succession(OTHER, "准1"))

    assert sorted(each.json["events_appended"] for each in made) == [0, 3]


@pytest.mark.parametrize("paying", [PAID, ORDERED], ids=["paid", "ordered"])
@pytest.mark.parametrize("beside", [HELD, NAMED], ids=["held", "named"])
def test_what_keeps_money_back_comes_before_a_payment_or_after_it(
    paying: tuple[str, ...], beside: tuple[str, ...], store: Path
) -> None:
    paid, kept = at_once(store, paying, beside)

    assert kept.code == 0
    assert paid.code == 0 or codes([paid])[0] in ("enterprise-held", "account-unconfirmed")


def test_an_account_confirmed_twice_at_once_is_confirmed_once(store: Path) -> None:
    asked(store, *NAMED)
    confirmed = ("enterprise", "confirm-account", USCC, "--document", "核1", *OFFICER)

    made = at_once(store, confirmed, confirmed)

    assert codes(made) == []
    events = [each["type"] for each in asked(store, "history", USCC)]
    assert events.count("account-confirmed") == 1


def test_a_receipt_put_right_by_two_is_put_right_once(store: Path) -> None:
    asked(store, *PAID)
    of = ("batch", "correct", str(position_of(store, "batch:1", "batch-paid")), "--set")

    made = at_once(store, *((*of, f"receipt=R-{n}", *BY, *CASHIER) for n in (2, 3)))

    assert len(codes(made)) == 1


def test_a_banks_answer_read_twice_at_once_is_recorded_once(store: Path) -> None:
    asked(store, *ORDERED)
    file = store.parent / "answer.csv"
    sums = ((USCC, 100), (OTHER, 70), (THIRD, 30))
    rows = [f"{account_of(uscc)},{yuan},成功,,BT1-1-{uscc}" for uscc, yuan in sums]
    file.write_text(
        "\n".join(["收款账号,金额,处理状态,失败原因,附言", *rows, ""]), encoding="utf-8"
    )
    read = ("batch", "results", "1", str(file), "--template", "transfer-csv", "--receipt", "R-1")

    made = at_once(store, (*read, *DAY, *CASHIER), (*read, *DAY, *CASHIER))

    assert [each.code for each in made] == [0, 0], [each.out for each in made]
    assert asked(store, "budget", "show", "2022")["lines"]["all"]["paid_fen"] == 20_000
