"""What auditors ask of a ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from adapters.ledger.treasury.look import MoneyLook

if TYPE_CHECKING:
    from adapters.intake.flat.lists import ListRead
    from projections.audit.against import Against
    from projections.audit.delays import Delays
    from projections.audit.duplicates import Duplicates
    from projections.audit.exceptions import Exceptions
    from projections.audit.sampling import Sample
    from projections.audit.separation import Separation


class AuditLook(MoneyLook):
    """Who claimed twice, who waits, who did what, and what went by way of exception."""

    def duplicates(self, policy: str | None = None) -> Duplicates:
        """Return what is claimed twice, and what is supported above its cost.

        policy: what any of its claims is in, with the claims of others in the same.
        """
        from adapters.ledger.asking.auditing import find_duplicates

        policy = self.asked(policy)
        return find_duplicates(self.snapshot, policy)

    def against(self, file: str, read: ListRead, policy: str | None = None) -> Against:
        """Return which claims match what a list says that other bureaus paid.

        policy: claims of it alone.
        """
        from adapters.ledger.asking.auditing import find_against

        policy = self.asked(policy)
        return find_against(self.snapshot, file, read, policy)

    def delays(self, policy: str | None = None, on: date | None = None) -> Delays:
        """Return how long every claim and batch line was in each state, and whom it waits for.

        on: the day that time limits are counted to; the last event's for None.
        """
        from adapters.ledger.asking.auditing import find_delays

        policy = self.asked(policy)
        return find_delays(self.snapshot, policy, on)

    def sample(self, size: int, seed: str, policy: str | None = None) -> Sample:
        """Return a sample of the claims granted more than 0, the same for the same seed."""
        from adapters.ledger.asking.auditing import sample_claims

        policy = self.asked(policy)
        return sample_claims(self.snapshot, size, seed, policy)

    def exceptions(self, policy: str | None = None) -> Exceptions:
        """Find the acts that a document allowed by way of exception.

        policy: with a claim of it; of a batch, with a line of it.
        """
        from adapters.ledger.asking.auditing import find_exceptions

        policy = self.asked(policy)
        return find_exceptions(self.snapshot, policy)

    def separation(self, policy: str | None = None) -> Separation:
        """Return who submitted, approved, published and paid each claim."""
        from adapters.ledger.asking.auditing import find_separation

        policy = self.asked(policy)
        return find_separation(self.snapshot, policy)
