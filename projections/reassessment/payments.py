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
from domain.events.log import Recorded
from domain.events.payment import ClaimPaid
from domain.payments.settling import payable_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class FalsePayment:
    """A payment that is not what was due. claim_no: None for all that a budget paid by a batch.

    due_fen: what the claim's line had to pay then; of a batch, what its claims were paid in all.
    """

    position: int
    by: str
    batch: int
    claim_no: str | None
    paid_fen: int
    due_fen: int


class Payments:
    """Payments compared as the streams of enterprises, then those of budgets, go by."""

    def __init__(self) -> None:
        self.count = 0
        self.false: list[FalsePayment] = []
        self._claims: Counter[int] = Counter()  # by batch, in fen
        self._budgets: Counter[int] = Counter()
        self._last: dict[int, Recorded] = {}

    def of_claim(self, recorded: Recorded, event: ClaimPaid, before: Enterprise) -> None:
        """Compare a payment with the enterprise as it stood before it."""
        self.count += 1
        self._claims[event.batch] += event.amount_fen
        self._last.setdefault(event.batch, recorded)
        known = event.claim_no in before.claims
        due = payable_fen(event.claim_no, event.batch, before) if known else 0
        if event.amount_fen != due:
            self.false.append(_false(recorded, event.batch, event.claim_no, event.amount_fen, due))

    def of_budget(self, recorded: Recorded, event: BudgetPaid) -> None:
        """Add what a budget paid by a batch."""
        self._budgets[event.batch] += event.amount_fen
        self._last[event.batch] = recorded

    def batches(self) -> Iterator[FalsePayment]:
        """Yield each batch by which a budget paid another sum than the claims of it were paid."""
        for batch, recorded in sorted(self._last.items()):
            paid, due = self._budgets[batch], self._claims[batch]
            if paid != due:
                yield _false(recorded, batch, None, paid, due)


def _false(
    recorded: Recorded, batch: int, claim_no: str | None, paid_fen: int, due_fen: int
) -> FalsePayment:
    return FalsePayment(
        position=recorded.position,
        by=recorded.by,
        batch=batch,
        claim_no=claim_no,
        paid_fen=paid_fen,
        due_fen=due_fen,
    )
