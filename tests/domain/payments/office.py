"""An office that pays one enterprise's claims in batches, without a store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from domain.commands.money import (
    ComputeBatch,
    FailPayment,
    ObjectToLine,
    PayBatch,
    ResolveObjection,
)
from domain.enterprise.dues import owed_back_fen
from domain.enterprise.state import Enterprise, granted_fen
from domain.enterprise.state import evolve as evolve_enterprise
from domain.events.budget import BudgetAppropriated
from domain.events.payment import ClaimRevoked
from domain.events.registration import AccountNamed
from domain.identity import Actor
from domain.payments.batch import Batch, evolve
from domain.payments.budget import ALL, Budget
from domain.payments.budget import evolve as evolve_budget
from domain.payments.happened import StreamEvent
from domain.payments.payment import pay
from domain.payments.settling import payable_fen
from domain.payments.undoing.failure import fail
from domain.payments.until_paid.computing import Candidate, compute
from domain.payments.until_paid.objections import object_to, resolve
from domain.refusals import Fact, Refusal
from tests.domain.given import USCC, Desk, executed
from tests.domain.payments.closing import publish

NOTICE, PAYDAY, FAILED = date(2022, 11, 1), date(2022, 11, 20), date(2022, 12, 31)


class Office:
    """Claims of one enterprise granted 15,000 yuan each, one year's budget, and its batches."""

    def __init__(self, claims: int, money_fen: int) -> None:
        self.desk = Desk()
        for _ in range(claims):
            self.desk.grant(executed("500000"), by="officer")
        account = AccountNamed(account_id="A", commitment="of A")
        evolve_enterprise(self.desk.enterprise, account, "registrar")
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

    def pay(
        self, number: int = 1, on: date = PAYDAY, by: str = "cashier", **asked: Any
    ) -> list[StreamEvent]:
        return self.take_in(self.paying(Actor(by, "x"), number, on, **asked))

    def paying(
        self,
        payer: Actor,
        number: int = 1,
        on: date = PAYDAY,
        *,
        separate_logins: bool = False,
        receipt: str | None = None,
        only: tuple[str, ...] | None = None,
    ) -> list[StreamEvent]:
        """Return what follows from paying a batch, without taking it in."""
        command = PayBatch(
            batch=number, receipt=receipt or f"R{number}", on=on, only=only, backdated="D"
        )
        of = {USCC: self.enterprise}
        return pay(command, payer, self.batches[number], of, separate_logins=separate_logins)

    def object_to(
        self, claim: str, words: str = "words", number: int = 1, of: int | None = None, **said: Any
    ) -> int:
        """Have a line objected to; return how many events that led to."""
        batch = self.batches[number]
        payable = {no: payable_fen(no, number, self.enterprise) for no in batch.open_lines()}
        none = {"on": None, "person": None, "document": None, "number": of}
        command = ObjectToLine(batch=number, claim_no=claim, words=words, **(none | said))
        events = object_to(command, batch, payable, {USCC: self.enterprise})
        return len(self.take_in(events))

    def resolve(
        self,
        claim: str,
        *,
        upheld: bool,
        document: str = "M",
        of: int | None = None,
        number: int = 1,
    ) -> int:
        """Have an objection resolved; return how many events that led to."""
        batch = self.batches[number]
        command = ResolveObjection(
            batch=number, claim_no=claim, upheld=upheld, document=document, number=of
        )
        events = resolve(command, batch)
        for event in events:
            evolve(batch, event)
        return len(events)

    def revoke(self, claim: str) -> None:
        event = ClaimRevoked(claim_no=claim, previous_fen=1_500_000, words="x", document="F")
        evolve_enterprise(self.enterprise, event, "officer")

    def fail(self, claim: str, number: int = 1, words: str = "no account") -> list[StreamEvent]:
        command = FailPayment(
            batch=number, claim_no=claim, words=words, on=None, receipt=None, backdated="D"
        )
        every = (each.dues for each in self.enterprise.claims.values())
        allotted = {2022: {ALL: sum(dues.allotted_fen for dues in every if dues is not None)}}
        budgets = {2022: self.budget}
        return fail(command, FAILED, self.batches[number], self.enterprise, budgets, allotted)

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
