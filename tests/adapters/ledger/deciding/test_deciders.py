"""What decides about money leaves what it is handed as it was."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from pathlib import Path

from adapters.ledger import store as stores
from adapters.ledger.treasury.treasury import Treasury
from domain.commands.money import FailPayment, PayBatch
from domain.identity import Actor
from domain.payments.payment import pay
from domain.payments.undoing.failure import fail
from tests.support.command import asked
from tests.support.money_desk import CLOSED, USCC, approved, case, computed, money, paid
from tests.support.stores import address


def test_a_payment_with_set_offs_and_its_failure_change_nothing_given(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    approved(store, case("OWES", "10"))
    money(store, "10")
    money(store, "50", 2023)
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "OWES", "--reason", "x", "--document", "F")
    approved(store, case("FIRST", "4"), case("SECOND", "15"))
    number = computed(store, year=2023)["batch"]
    asked(store, "batch", "publish", str(number), "--on", "2022-11-01", "--backdated", "D")
    with stores.existing(address(store)) as opened:
        treasury = Treasury(opened.handler)
        batch, enterprises = treasury.batch(number), {USCC: treasury.enterprise(USCC)}
        before = deepcopy((batch, enterprises))
        command = PayBatch(
            batch=number, receipt="R", on=date(2022, 11, 20), only=None, backdated="D"
        )

        payer = Actor("cashier", "tests")
        first = pay(command, payer, batch, enterprises, separate_logins=False)
        again = pay(command, payer, batch, enterprises, separate_logins=False)

        assert (batch, enterprises) == before
        assert first == again
        set_offs = [each.event for each in first if each.event.TOPIC == "debt-set-off"]
        assert [(each.against, each.amount_fen) for each in set_offs] == [
            ("FIRST", 400),
            ("SECOND", 600),
        ]

    paid(store, number)
    asked(store, "budget", "carry-over", "2022", *CLOSED)
    with stores.existing(address(store)) as opened:
        treasury = Treasury(opened.handler)
        batch, enterprise = treasury.batch(number), treasury.enterprise(USCC)
        budgets = treasury.budgets()
        allotted = {year: treasury.allotted(budget) for year, budget in budgets.items()}
        given = (batch, enterprise, budgets, allotted)
        before = deepcopy(given)

        failed = FailPayment(
            batch=number, claim_no="SECOND", words="x", on=None, receipt=None, backdated="D"
        )
        today = date(2023, 1, 5)
        events = [fail(failed, today, *given) for _ in range(2)]

        assert given == before
        assert events[0] == events[1]
        assert "budget-carried-over.2" in {each.event.TOPIC for each in events[0]}
