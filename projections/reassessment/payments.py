"""Each payment recorded, compared with what its line had to pay where it stands in the log.

Only what follows from the log is compared: appropriations, repayments and whether the bank paid are
taken as recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.events.batch import (
    BatchAccountsFixed,
    BatchLinesPaid,
    BatchPaid,
    BatchPaidWithoutAccount,
    BatchPublished,
)
from domain.events.budget import BudgetPaid
from domain.events.corrections import BudgetEntryReversed
from domain.identity import skeleton
from domain.payments.barriers import OF_ACCOUNTS, barriers
from domain.payments.settling import payable_fen
from domain.value import value

if TYPE_CHECKING:
    from domain.enterprise.state import Enterprise
    from domain.events.log import Recorded
    from domain.events.payment import ClaimPaid
    from domain.policy.book import PolicyBook


@value
class FalsePayment:
    """A payment that is not what was due. claim_no: None for all that a budget paid by a batch.

    policy: the id of the one that the claim is of; None where there is no such claim.
    due_fen: what the claim's line had to pay then, nothing on a day of a hold known by then; of a
    batch, what its claims were paid in all. barrier: what of its account should have kept the money
    from the enterprise, by its code; None where nothing did.
    """

    position: int
    by: str
    batch: int
    claim_no: str | None
    policy: str | None
    paid_fen: int
    due_fen: int
    barrier: str | None = None


@dataclass(slots=True)
class AccountGrounds:
    """What a batch says of accounts. notices: where each began that fixed them; 0 for one that did
    not. exempt: by receipt, as a skeleton, and claim: what was paid without an account.
    """

    notices: list[tuple[int, int]] = field(default_factory=list)
    exempt: set[tuple[str, str]] = field(default_factory=set)

    def fixed_at(self, position: int) -> int | None:
        """Return where the notice began that stood at a position; None where it fixed nothing."""
        stood = [fixed for began, fixed in self.notices if began < position]
        return (stood[-1] or None) if stood else None


def account_grounds(history: Iterable[Recorded]) -> AccountGrounds:
    """Return what a batch's events say of accounts."""
    grounds, without = AccountGrounds(), ""
    for recorded in history:
        event, at = recorded.event, recorded.position
        if isinstance(event, BatchPublished):
            grounds.notices.append((at, at if isinstance(event, BatchAccountsFixed) else 0))
        elif isinstance(event, BatchPaid):
            without = skeleton(event.receipt) if isinstance(event, BatchPaidWithoutAccount) else ""
        elif isinstance(event, BatchLinesPaid) and without:
            grounds.exempt |= {(without, line.claim_no) for line in event.lines}
    return grounds


@value
class Compared:
    """What was compared of some enterprises. paid_fen: by batch; first: its earliest payment."""

    count: int
    false: tuple[FalsePayment, ...]
    paid_fen: Mapping[int, int]
    first: Mapping[int, Recorded]


class Payments:
    """Payments compared as the streams of enterprises, then those of budgets, go by.

    policy: those of its claims alone, by its id. accounts: what each batch says of accounts.
    """

    def __init__(
        self,
        book: PolicyBook,
        policy: str | None = None,
        accounts: Mapping[int, AccountGrounds] | None = None,
    ) -> None:
        self.book, self.policy, self.accounts = book, policy, accounts or {}
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
        self._keep_earliest(event.batch, recorded)
        due = 0 if claim is None else payable_fen(event.claim_no, event.batch, before)
        if barriers(before.registration, event.on):  # as known then: no later hold counts
            due = 0
        why = self._barrier(recorded.position, event, before)
        if event.amount_fen != due or why is not None:
            paid = FalsePayment(
                position=recorded.position,
                by=recorded.by,
                batch=event.batch,
                claim_no=event.claim_no,
                policy=policy,
                paid_fen=event.amount_fen,
                due_fen=due,
                barrier=why,
            )
            self.false.append(paid)

    @property
    def compared(self) -> Compared:
        """What was compared so far, before any budget's."""
        return Compared(
            count=self.count,
            false=tuple(self.false),
            paid_fen=dict(self._claims),
            first=dict(self._last),
        )

    def add(self, other: Compared) -> None:
        """Add what was compared of other enterprises."""
        self.count += other.count
        self.false += other.false
        self._claims.update(other.paid_fen)
        for batch, recorded in other.first.items():
            self._keep_earliest(batch, recorded)

    def _keep_earliest(self, batch: int, recorded: Recorded) -> None:
        known = self._last.get(batch)
        if known is None or recorded.position < known.position:
            self._last[batch] = recorded

    def _barrier(self, position: int, event: ClaimPaid, before: Enterprise) -> str | None:
        """Return what of the account should have kept a payment back, where its notice fixed it."""
        grounds = self.accounts.get(event.batch)
        fixed_at = None if grounds is None else grounds.fixed_at(position)
        if grounds is None or fixed_at is None:
            return None
        if (skeleton(event.receipt), event.claim_no) in grounds.exempt:
            return None
        every = barriers(before.registration, event.on, fixed_at)
        return next((why.code for why in every if why.code in OF_ACCOUNTS), None)

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
