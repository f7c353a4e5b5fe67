"""Money of an enterprise that another carries on, put right by a document, by the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.command import asked
from tests.support.money_desk import (
    OTHER,
    USCC,
    approved,
    case,
    computed,
    figures,
    money,
    paid,
    past,
    position_of,
    refused,
)

BY = ("--document", "更1", "--reason", "typed wrongly")


def carried_on(store: Path) -> None:
    """OLD 200 of one who is carried on since, HERS 100 of who carries on: paid, and revoked.

    Of each 50 came back, in the same place of both streams.
    """
    approved(store, case("OLD", "200"), case("HERS", "100", OTHER))
    money(store, "1000")
    paid(store, computed(store)["batch"])
    for claim_no in ("OLD", "HERS"):
        asked(store, "revoke", claim_no, "--reason", "a finding", "--document", f"F-{claim_no}")
        back = ("--amount", "50", *past("2022-11-24"), "--receipt", f"B-{claim_no}")
        asked(store, "recovery", "record", claim_no, *back)
    merged = ("--kind", "merger", "--on", "2022-11-25", "--document", "并1")
    asked(store, "succeed", USCC, OTHER, *merged)


def entries(store: Path, uscc: str) -> list[tuple[Any, ...]]:
    """Return the last entries of a statement."""
    every = asked(store, "statement", uscc)["entries"]
    return [(each["claim_no"], each["what"], each["amount_fen"]) for each in every[-2:]]


def test_a_payment_to_one_who_is_carried_on_since_is_put_right(store: Path) -> None:
    carried_on(store)
    position = str(position_of(store, "batch:1", "batch-paid"))
    right = ("--set", "receipt=R-9", "--set", "on=2022-11-22")

    for _ in range(2):  # the second time nothing is recorded
        asked(store, "batch", "correct", position, *right, *BY, "--backdated", "D")

    entry = "claim-payment-corrected"
    assert [each["type"] for each in asked(store, "history", "OLD")].count(entry) == 1
    of_both, of_old = asked(store, "statement", OTHER), asked(store, "statement", USCC)
    assert {each["on"] for each in of_both["entries"] if each["what"] == "paid"} == {"2022-11-22"}
    assert [each["before"]["claim_no"] for each in of_both["corrections"]] == ["OLD", "HERS"]
    assert [each["before"]["claim_no"] for each in of_old["corrections"]] == ["OLD"]


def test_money_repaid_by_one_who_is_carried_on_since_is_put_right(store: Path) -> None:
    carried_on(store)
    wrong = str(position_of(store, "OLD", "claim-recovered"))

    asked(store, "recovery", "correct", wrong, "--set", "amount=40", *BY)

    assert entries(store, OTHER) == [
        ("OLD", "recovery-reversed", -5_000),
        ("OLD", "recovered", 4_000),
    ]
    assert figures(store)["recovered_fen"] == 9_000
    hers = str(position_of(store, "HERS", "claim-recovered"))
    other = ("--document", "更2", "--reason", "typed wrongly", "--backdated", "D")
    asked(store, "recovery", "correct", hers, "--set", "claim=OLD", *other)
    assert figures(store)["recovered_fen"] == 9_000
    assert asked(store, "statement", USCC)["recovered_fen"] == 9_000
    again = ("--void", "--document", "更3", "--reason", "again")
    assert "already-reversed" in refused(store, "recovery", "correct", hers, *again)


def test_a_repayment_put_right_stands_in_no_way_of_the_successors(store: Path) -> None:
    """Both lie in the same place of their streams; one reversed leaves the other."""
    carried_on(store)
    asked(store, "recovery", "correct", str(position_of(store, "OLD", "claim-recovered")),
          "--void", *BY)  # fmt: skip

    position = str(position_of(store, "batch:1", "batch-paid"))
    late = ("batch", "correct", position, "--set", "on=2022-11-25", *BY, "--backdated", "D")

    assert "repaid-before-paid: Claim HERS" in refused(store, *late)
    assert figures(store)["recovered_fen"] == 5_000
