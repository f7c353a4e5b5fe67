"""An office that pays one enterprise's claims in batches, without a store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from domain.commands.money import ComputeBatch, PayBatch
from domain.enterprise.dues import owed_back_fen
from domain.enterprise.state import Enterprise, granted_fen
from domain.enterprise.state import evolve as evolve_enterprise
from domain.events.budget import BudgetAppropriated
from domain.events.payment import ClaimRevoked
from domain.identity import Actor
from domain.payments.batch import Batch, evolve, publish
from domain.payments.budget import ALL, Budget
from domain.payments.budget import evolve as evolve_budget
from domain.payments.computing import Candidate, compute
from domain.payments.failure import fail
from domain.payments.happened import StreamEvent
from domain.payments.payment import pay
from domain.refusals import Fact, Refusal
from tests.domain.given import USCC, Desk, executed

NOTICE, PAYDAY = date(2022, 11, 1), date(2022, 11, 20)


class Office:
    """Claims of one enterprise granted 15,000 yuan each, one year's budget, and its batches."""

    def __init__(self, claims: int, money_fen: int) -> None:
        self.desk = Desk()
        for _ in range(claims):
            self.desk.grant(executed("500000"), by="officer")
        self.budget = Budget(2022)
        self.batches: dict[int, Batch] = {}
        self.supply(money_fen)

    @property
    def enterprise(self) -> Enterprise:
        return self.desk.enterprise

    def supply(self, fen: int) -> None:
        event = BudgetAppropriated(line=ALL, amount_fen=fen, document="D", on=date(2022, 1, 1))
        evolve_budget(self.budget, event)

    def take_in(self, happened: Sequence[StreamEvent]) -> list[StreamEvent]:
        for stream, event in happened:
            kind, _, number = stream.partition(":")
            if kind == "batch":
                evolve(self.batches.setdefault(int(number), Batch(int(number))), event)  # type: ignore[arg-type]
            elif kind == "budget":
                evolve_budget(self.budget, event)  # type: ignore[arg-type]
            else:
                evolve_enterprise(self.enterprise, event, "clerk")  # type: ignore[arg-type]
        return list(happened)

    def compute(self, *claims: str, number: int = 1, owed: int = 1_500_000, **terms: Any) -> Batch:
        events = compute(
            batch_terms(**terms),
            number,
            self.budget,
            self.budget.money_fen(ALL, {}),
            [Candidate(claim_no=claim, uscc=USCC, owed_fen=owed) for claim in claims],
        )
        self.take_in(events)
        return self.batches[number]

    def publish(self, number: int = 1) -> None:
        events = publish(self.batches[number], NOTICE, 7, {"C1": 1})
        for event in events:
            evolve(self.batches[number], event)

    def pay(self, number: int = 1, on: date = PAYDAY, by: str = "cashier") -> list[StreamEvent]:
        return self.take_in(self.paying(Actor(by, "x"), number, on))

    def paying(
        self, payer: Actor, number: int = 1, on: date = PAYDAY, *, separate_logins: bool = False
    ) -> list[StreamEvent]:
        """Return what follows from paying a batch, without taking it in."""
        command, of = PayBatch(batch=number, receipt=f"R{number}", on=on), {USCC: self.enterprise}
        return pay(command, payer, self.batches[number], of, separate_logins=separate_logins)

    def revoke(self, claim: str) -> None:
        event = ClaimRevoked(claim_no=claim, previous_fen=1_500_000, words="x", document="F")
        evolve_enterprise(self.enterprise, event, "officer")

    def fail(self, claim: str, number: int = 1, words: str = "no account") -> list[StreamEvent]:
        return fail(self.batches[number], claim, words, self.enterprise, {2022: self.budget}, {})

    def owed_back(self, claim: str) -> int:
        return owed_back_fen(
            granted_fen(self.enterprise.claims[claim]), self.enterprise.claims[claim].dues
        )


def batch_terms(**others: Any) -> ComputeBatch:
    terms = {"line": ALL, "document": None, "until": None, "shortage": "queue"} | others
    shares = {"round_down_to": None, "at_least_fen": 0, "remainder": "owed"}
    return ComputeBatch(**({"budget_year": 2022} | shares | terms))


def recorded_terms(terms: ComputeBatch) -> dict[str, Any]:
    """Return the terms of a batch as they are recorded of one that is not of one policy alone."""
    assert terms.policy is None
    return {name: term for name, term in asdict(terms).items() if name != "policy"}


def refused(attempt: Callable[[], object]) -> tuple[str, dict[str, Fact]]:
    with pytest.raises(Refusal) as refusal:
        attempt()
    return refusal.value.code, refusal.value.facts
