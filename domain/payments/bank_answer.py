"""A bank's answer to a batch's transfers: what it paid, and what it did not, decided as one."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import cast

from domain.commands.money import FailPayment, PayBatch, SettleBatch
from domain.enterprise.state import Enterprise
from domain.enterprise.state import evolve as evolve_enterprise
from domain.events.batch import BatchEvent
from domain.events.budget import BudgetPaid
from domain.events.log import EnterpriseEvent
from domain.events.payment import AllotmentLowered
from domain.events.streams import BUDGET, batch_stream, number_in
from domain.identity import Actor
from domain.payments.batch import Batch
from domain.payments.batch import evolve as evolve_batch
from domain.payments.budget import Allotments, Budgets
from domain.payments.happened import StreamEvent
from domain.payments.payment import pay
from domain.payments.undoing.failure import fail
from domain.payments.undoing.repayments import less_allotted
from domain.payments.years.carry_over import budgets_after
from domain.refusals import Refusal


def settle(
    command: SettleBatch,
    payer: Actor,
    today: date,
    batch: Batch,
    enterprises: Mapping[str, Enterprise],
    budgets: Budgets,
    allotted: Allotments,
    *,
    separate_logins: bool,
) -> list[StreamEvent]:
    """Return the payment and its failures; of what was recorded before, nothing.

    A transfer that failed is paid and undone: the claim is unpaid again, and the year has its
    money. allotted: what is in publicity of each year, that of these claims among it. Raises
    Refusal as `pay` and `fail` do.
    """
    paying = PayBatch(
        batch=command.batch,
        receipt=command.receipt,
        on=command.on,
        only=command.claims,
        backdated=command.backdated,
    )
    try:
        happened = pay(paying, payer, batch, enterprises, separate_logins=separate_logins)
    except Refusal as no:
        if no.code == "enterprise-held":  # the money went nevertheless: its remedy is another
            raise Refusal(no.code, **no.facts, verb="answered", on=command.on.isoformat()) from no
        raise
    so_far = _SoFar(batch, enterprises, budgets, allotted)
    so_far.take_in(happened)
    for failed in command.failed:
        uscc = batch.lines[failed.claim_no].uscc
        failing = FailPayment(
            batch=command.batch,
            claim_no=failed.claim_no,
            words=failed.words,
            on=command.on,
            receipt=command.receipt,
            backdated=command.backdated,
        )
        undone = fail(
            failing, today, so_far.batch, so_far.enterprises[uscc], so_far.budgets, so_far.allotted
        )
        so_far.take_in(undone)
        happened += undone
    return happened


class _SoFar:
    """The batch, its enterprises and the budgets after some of the events; what is given stays."""

    def __init__(
        self,
        batch: Batch,
        enterprises: Mapping[str, Enterprise],
        budgets: Budgets,
        allotted: Allotments,
    ) -> None:
        self.batch = deepcopy(batch)
        self.enterprises = dict(enterprises)
        self.budgets = budgets
        self.allotted = {year: dict(lines) for year, lines in allotted.items()}
        self._own = set[str]()

    def take_in(self, happened: list[StreamEvent]) -> None:
        of_budgets = [each for each in happened if each.stream.startswith(BUDGET)]
        self.budgets = budgets_after(self.budgets, of_budgets)
        for stream, event in happened:
            if stream == batch_stream(self.batch.number):
                evolve_batch(self.batch, cast(BatchEvent, event))
            elif not stream.startswith(BUDGET):
                if isinstance(event, AllotmentLowered):
                    less = [StreamEvent(stream, event)]
                    self.allotted = less_allotted(self.allotted, less, self.enterprises)
                self._evolve(stream, cast(EnterpriseEvent, event))
            elif isinstance(event, BudgetPaid):  # what it pays is no longer in publicity
                year = number_in(stream)
                self.allotted[year][event.line] -= event.amount_fen

    def _evolve(self, uscc: str, event: EnterpriseEvent) -> None:
        if uscc not in self._own:
            self._own.add(uscc)
            self.enterprises[uscc] = deepcopy(self.enterprises[uscc])
        evolve_enterprise(self.enterprises[uscc], event, "")
