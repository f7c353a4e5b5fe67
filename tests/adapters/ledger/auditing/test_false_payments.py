"""Payments that somebody's own program recorded: well formed, in order, and not what was due."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.by_hand import insert, rows
from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    OFFICER,
    OTHER,
    approved,
    case,
    computed,
    money,
    paid,
    past,
    submit,
)
from tests.support.stores import made_once

OVER = 99_900_000


def appended(store: Path, topic: str, of: str | None = None, **changed: Any) -> int:
    """Append an event like the last of its topic, changed; return its position. of: its stream."""
    every = rows(store)
    _, stream, _, _, state = [row for row in every if row[3] == topic][-1]
    stream = of or stream
    envelope = json.loads(state) | {"stream": stream}
    envelope["version"] = sum(row[1] == stream for row in every) + 1
    envelope["recorded_at"] = json.loads(every[-1][4])["recorded_at"]
    envelope["event"] |= changed
    written = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
    position = int(every[-1][0]) + 1
    insert(store, [(position, stream, envelope["version"], topic, written)])
    return position


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    made = folder / "ledger.db"
    asked(made, "store", "prepare")
    approved(made, case("A", "100"), case("B", "200"))
    money(made, "300")
    computed(made)
    paid(made, 1)
    return made


def test_payments_as_they_were_due_agree(store: Path) -> None:
    answer = asked(store, "reperform")

    assert (answer["payments"], answer["false_payments"]) == (2, [])


@pytest.mark.parametrize(
    ("changed", "paid_fen"),
    [({}, 20_000), ({"amount_fen": OVER, "receipt": "R-9"}, OVER), ({"batch": 7}, 20_000)],
)
def test_a_claim_paid_again_or_more_is_named_by_reperform_alone(
    store: Path, changed: dict[str, Any], paid_fen: int
) -> None:
    position = appended(store, "claim-paid", **changed)

    ran = subsidy("reperform", "--store", store, "--json")
    text = subsidy("reperform", "--store", store, "--lang", "en")

    assert (ran.code, text.code) == (1, 1)
    false = {each["claim_no"]: each for each in ran.json["false_payments"]}
    named = {name: false["B"][name] for name in ("position", "paid_fen", "due_fen")}
    assert named == {"position": position, "paid_fen": paid_fen, "due_fen": 0}
    assert set(false) == {None, "B"}
    assert f"claim B, by cashier: batch {changed.get('batch', 1)} paid" in text.out
    assert asked(store, "verify")["faults"] == []  # the log is whole and in order


def test_a_payment_to_who_has_no_account_is_named(store: Path) -> None:
    submit(store, [case("C", "50", OTHER)])
    asked(store, "approve", "C", *OFFICER)
    money(store, "50", document="A-2")
    computed(store)
    asked(store, "batch", "publish", "2", *past("2022-11-01"))
    position = appended(
        store, "claim-paid", OTHER, claim_no="C", batch=2, amount_fen=5_000, receipt="R-2"
    )

    ran = subsidy("reperform", "--store", store, "--json")
    text = subsidy("reperform", "--store", store, "--lang", "en")

    (false,) = [each for each in ran.json["false_payments"] if each["claim_no"] == "C"]
    assert (false["position"], false["barrier"]) == (position, "no-account-to-pay")
    assert (false["paid_fen"], false["due_fen"]) == (5_000, 5_000)
    assert f"Position {position}, claim C, by cashier: batch 2 paid 50.00: no account" in text.out


def test_a_budget_that_pays_more_than_its_claims_is_named(store: Path) -> None:
    position = appended(store, "budget-paid", amount_fen=5)

    (false,) = subsidy("reperform", "--store", store, "--json").json["false_payments"]

    assert false == {
        "position": position,
        "by": "cashier",
        "batch": 1,
        "claim_no": None,
        "barrier": None,
        "paid_fen": 30_005,
        "due_fen": 30_000,
    }
