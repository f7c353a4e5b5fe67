"""Rows of enterprises that somebody's own program recorded, and no ledger would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.by_hand import insert, rows
from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    CASHIER,
    OFFICER,
    OTHER,
    USCC,
    account_of,
    approved,
    case,
    computed,
    money,
    past,
    refused,
)
from tests.support.stores import ON_POSTGRES, made_once

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL lets no such row in")
SPLIT = [{"uscc": OTHER, "share": "1/2"}, {"uscc": "91330382MA0002015M", "share": "1/2"}]
OF = {"on": "2024-01-01", "document": "D"}


def released(of: str) -> dict[str, Any]:
    return {"of": of, "document": "D", "on": "2024-01-01"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    made = folder / "ledger.db"
    asked(made, "store", "prepare")
    approved(made, case("A", "100"), case("B", "200", OTHER))
    return made


def written(store: Path, topic: str, event: dict[str, Any], by: str, stream: str = USCC) -> int:
    """Append an event as another program would; return its position."""
    every = rows(store)
    last = json.loads(every[-1][4])
    version = sum(row[1] == stream for row in every) + 1
    head = {"stream": stream, "version": version, "topic": topic}
    said = head | {"recorded_at": last["recorded_at"], "by": by, "login": last["login"]}
    state = json.dumps(said | {"event": event}, ensure_ascii=False, separators=(",", ":"))
    position = int(every[-1][0]) + 1
    insert(store, [(position, stream, version, topic, state.encode())])
    return position


def named_by_cashier(store: Path) -> str:
    """Have the cashier name another account; return its id."""
    words = ("--account", account_of(OTHER), "--bank", "示例银行", "--document", "更名1号")
    return str(
        asked(store, "enterprise", "account", USCC, *words, *CASHIER)["account"]["account_id"]
    )


@pytest.mark.parametrize(
    ("topic", "event", "by", "why"),
    [
        ("account-confirmed", {"account_id": "x", "document": "D"}, "chief", "account-not-named"),
        ("enterprise-released", released("冻结1号"), "officer", "not-held"),
        ("enterprise-succeeded", {"kind": "merger", "successor": OTHER, **OF}, "officer",
         "succession-not-entered"),
        ("enterprise-succeeds", {"kind": "merger", "predecessor": OTHER, **OF}, "officer",
         "succession-not-entered"),
        ("enterprise-divided", {"parts": SPLIT, "successor": OTHER, **OF}, "officer",
         "succession-not-entered"),
    ],
)  # fmt: skip
def test_a_row_of_what_was_never_recorded_is_named_by_reperform(
    topic: str, event: dict[str, Any], by: str, why: str, store: Path
) -> None:
    assert asked(store, "reperform")["false_rows"] == []

    position = written(store, topic, event, by)

    ran = subsidy("reperform", "--store", store, "--json")
    (row,) = ran.json["false_rows"]
    assert (ran.code, row["position"], row["type"], row["why"]) == (1, position, topic, why)
    text = subsidy("reperform", "--store", store, "--lang", "en")
    assert (text.code, f"Position {position}, enterprise {USCC}, by {by}: " in text.out) == (
        1,
        True,
    )
    assert asked(store, "reperform", "--uscc", OTHER)["false_rows"] == []


def test_a_hold_of_another_firm_is_not_ended_by_its_document(store: Path) -> None:
    asked(store, "hold", OTHER, "--from", "2022-11-20", "--reason", "freeze", "--document", "法1")

    position = written(store, "enterprise-released", released("法1"), "officer")
    mine = written(store, "enterprise-released", released("法1"), " ", OTHER)

    named = subsidy("reperform", "--store", store, "--json").json["false_rows"]
    assert {row["position"]: row["why"] for row in named} == {
        position: "not-held",
        mine: "by-nobody",
    }


def test_an_account_confirmed_by_who_named_it_is_named_and_not_paid_to(store: Path) -> None:
    money(store, "500")
    computed(store)
    asked(store, "batch", "publish", "1", *past("2022-11-01"), "--days", "7")
    account = named_by_cashier(store)
    position = written(
        store, "account-confirmed", {"account_id": account, "document": "D"}, "CASHIER"
    )

    (row,) = subsidy("reperform", "--store", store, "--json").json["false_rows"]
    pay = ("batch", "pay", "1", "--receipt", "R", *past("2022-11-20"), "--by", "treasurer")
    said = refused(store, *pay, "--only", "A")

    assert (row["position"], row["why"], row["of"]) == (position, "confirmed-by-namer", account)
    assert said.startswith("account-unconfirmed: ")


def test_one_login_counts_from_when_logins_were_separated(store: Path) -> None:
    confirm = ("enterprise", "confirm-account", USCC, *OFFICER, "--document")
    named_by_cashier(store)
    asked(store, *confirm, "复核1号")  # one login did both: it did not count yet
    asked(store, "store", "prepare", "--separate-logins")
    assert asked(store, "reperform")["false_rows"] == []

    account = asked(store, "enterprise", "show", USCC)["account"]["account_id"]
    position = written(
        store, "account-confirmed", {"account_id": account, "document": "复核2号"}, "officer"
    )

    (row,) = subsidy("reperform", "--store", store, "--json").json["false_rows"]
    assert (row["position"], row["why"]) == (position, "confirmed-by-namer")
