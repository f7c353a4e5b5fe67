"""Each payment recorded, compared with what its line had to pay where it stands in the log.

Only what follows from the log is compared: appropriations, repayments and whether the bank paid are
taken as recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from domain.enterprise.state import Enterprise
from domain.events.budget import BudgetPaid
from domain.events.corrections import BudgetEntryReversed
from domain.events.log import Recorded
from domain.events.payment import ClaimPaid
from domain.payments.barriers import barriers
from domain.payments.settling import payable_fen
from domain.policy.book import PolicyBook


@dataclass(frozen=True, slots=True, kw_only=True)
class FalsePayment:
    """A payment that is not what was due. claim_no: None for all that a budget paid by a batch.

    policy: the id of the one that the claim is of; None where there is no such claim.
    due_fen: what the claim's line had to pay then, nothing on a day of a hold known by then; of a
    batch, what its claims were paid in all.
    """

    position: int
    by: str
    batch: int
    claim_no: str | None
    policy: str | None
    paid_fen: int
    due_fen: int


class Payments:
    """Payments compared as the streams of enterprises, then those of budgets, go by.

    policy: those of its claims alone, by its id.
    """

    def __init__(self, book: PolicyBook, policy: str | None = None) -> None:
        self.book, self.policy = book, policy
        self.count = 0
        self.false: list[FalsePayment] = []
        self._claims: Counter[int] = Counter()  # by batch, in fen
        self._budgets: Counter[int] = Counter()
        self._last: dict[int, Recorded] = {}

    def of_claim(self, recorded: Recorded, event: ClaimPaid, before: Enterprise) -> None:
        """Compare a payment with the enterprise as it stood before it."""
        claim = before.claims.get(event.claim_no)
        policy = None if claim is None else self.book.named_policy(claim.submitted.facts.kind)
        if self.policy not in (None, policy):
            return
        self.count += 1
        self._claims[event.batch] += event.amount_fen
        self._last.setdefault(event.batch, recorded)
        due = 0 if claim is None else payable_fen(event.claim_no, event.batch, before)
        if barriers(before.registration, event.on):  # as known then: no later hold counts
            due = 0
        if event.amount_fen != due:
            paid = FalsePayment(
                position=recorded.position,
                by=recorded.by,
                batch=event.batch,
                claim_no=event.claim_no,
                policy=policy,
                paid_fen=event.amount_fen,
                due_fen=due,
            )
            self.false.append(paid)

    def of_budget(self, recorded: Recorded) -> None:
        """Add what a budget paid by a batch, less what it had entered wrongly."""
        event = recorded.event
        if isinstance(event, BudgetPaid):
            self._budgets[event.batch] += event.amount_fen
            self._last[event.batch] = recorded
        elif isinstance(event, BudgetEntryReversed) and event.entry == "paid":
            self._budgets[event.batch or 0] -= event.amount_fen

    def batches(self) -> Iterator[FalsePayment]:
        """Yield each batch by which a budget paid another sum than the claims of it were paid."""
        for batch, recorded in sorted(self._last.items()):
            paid, due = self._budgets[batch], self._claims[batch]
            if paid != due:
                yield FalsePayment(
                    position=recorded.position,
                    by=recorded.by,
                    batch=batch,
                    claim_no=None,
                    policy=None,
                    paid_fen=paid,
                    due_fen=due,
                )
