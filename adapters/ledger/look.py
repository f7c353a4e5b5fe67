"""One consistent look at a ledger: every question is a method, every answer a typed value.

Answers come from `projections`, with the names that other programs rely on. A question's module is
imported when it is asked, so that a small question costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.ledger.snapshot import Snapshot
from domain.policy.book import PolicyBook
from projections.remaining_allowances import Remaining

if TYPE_CHECKING:
    from projections.audit.delays import Delays
    from projections.audit.duplicates import Duplicates
    from projections.audit.sampling import Sample
    from projections.audit.separation import Separation


class Look:
    """A ledger now, or as it stood at a log position. Good until the look is closed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @property
    def position(self) -> int:
        """The log position that every answer is as of."""
        return self._snapshot.position

    @property
    def book(self) -> PolicyBook:
        """The policy book as recorded by then."""
        return self._snapshot.book

    def name(self, uscc: str) -> str | None:
        """Return what an enterprise is called; None where no name is known."""
        from adapters.ledger.parties.names import name_of

        return name_of(self._snapshot, uscc)

    def names(self) -> dict[str, str]:
        """Return what every enterprise is called, by its code."""
        from adapters.ledger.parties.names import names_of

        return names_of(self._snapshot)

    def remaining(self, uscc: str, year: int) -> Remaining:
        """Return what an enterprise has left under every cap of a year and of the whole policy.

        Raises Refusal `bad-uscc`.
        """
        return self._snapshot.remaining(uscc, year)

    def duplicates(self) -> Duplicates:
        """Return what is claimed twice, and what is supported above its cost."""
        from adapters.ledger.auditing import find_duplicates

        return find_duplicates(self._snapshot)

    def delays(self) -> Delays:
        """Return how long every claim and batch line was in each state, and whom it waits for."""
        from adapters.ledger.auditing import find_delays

        return find_delays(self._snapshot)

    def sample(self, size: int, seed: str) -> Sample:
        """Return a sample of the claims granted more than 0, the same for the same seed."""
        from adapters.ledger.auditing import sample_claims

        return sample_claims(self._snapshot, size, seed)

    def separation(self) -> Separation:
        """Return who submitted, approved, published and paid each claim."""
        from adapters.ledger.auditing import find_separation

        return find_separation(self._snapshot)
