"""What can be asked of budgets, batches and payments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from adapters.ledger.snapshot import Snapshot
from domain.events.streams import number_in

if TYPE_CHECKING:
    from adapters.ledger.treasury.treasury import Treasury
    from domain.commands.money import ComputeBatch
    from domain.events.batch import BatchEvent
    from projections.money.batches import BatchDetails, BatchMoney, PaidBatchDetails
    from projections.money.budgets import BudgetFigures
    from projections.money.statement import Statement


class MoneyLook:
    """The money of a ledger now, or as it stood at a log position."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot  # what the answers are read from: papers print more of it

    @property
    def position(self) -> int:
        """The log position that every answer is as of."""
        return self.snapshot.position

    def batch(self, number: int) -> BatchDetails:
        """Return a batch, its lines in order of decision. Raises Refusal `batch-unknown`."""
        from projections.money.batches import batch_details

        treasury = self._treasury()
        batch = treasury.batch(number)
        return batch_details(batch, treasury.payable(batch), treasury.waiting(batch))

    def rehearsed_batch(self, command: ComputeBatch) -> tuple[BatchDetails, BatchMoney]:
        """Return the batch that a command would compute, and what it would do with its line's
        money; nothing is recorded. Raises Refusal as computing it would.
        """
        from adapters.ledger.treasury.computing import compute_batch
        from adapters.views.queries import enterprises_with
        from domain.payments.batch import evolve
        from projections.money.batches import batch_details, batch_money

        treasury, snapshot = self._treasury(), self.snapshot
        approved = enterprises_with(snapshot.connection, "approved")
        outcome = compute_batch(treasury, approved, command)
        batch = treasury.batch(number_in(outcome.stream))
        if not outcome.events:
            return self.batch(batch.number), batch_money(batch)
        for stream, event in outcome.events:
            if stream == outcome.stream:
                evolve(batch, cast("BatchEvent", event))
        payable = {number: batch.lines[number].allotted_fen for number in batch.open_lines()}
        return batch_details(batch, payable, set(batch.lines)), batch_money(batch)

    def paid_batch(self, number: int) -> PaidBatchDetails:
        """Return a batch, and who was paid without an account. Raises Refusal `batch-unknown`."""
        from projections.money.batches import paid_batch

        enterprise = self.snapshot.enterprise
        return paid_batch(
            self.batch(number), lambda uscc: enterprise(uscc).registration.account is not None
        )

    def batch_money(self, number: int) -> BatchMoney:
        """Return what a batch, as computed, did with its line's money. Raises `batch-unknown`."""
        from projections.money.batches import batch_money

        return batch_money(self._treasury().batch(number))

    def batches(self) -> tuple[BatchDetails, ...]:
        """Return every batch."""
        return tuple(self.batch(number) for number in self._treasury().batch_numbers())

    def budget(self, year: int, as_of: date | None = None) -> BudgetFigures:
        """Return a budget year, by its movements' own days up to `as_of`.

        Raises Refusal `budget-unknown`.
        """
        from adapters.ledger.treasury.treasury import budget_year

        return budget_year(self.snapshot, year, as_of)

    def statement(self, uscc: str) -> Statement:
        """Return an enterprise's statement. Raises Refusal `enterprise-unknown`."""
        from projections.money.statement import statement

        return statement(uscc, self.snapshot.stream(uscc))

    def _treasury(self) -> Treasury:
        from adapters.ledger.treasury.treasury import Treasury

        return Treasury(self.snapshot.store.handler, self.position)
