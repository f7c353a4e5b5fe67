"""One consistent look at a ledger: every question is a method, every answer a typed value.

Answers come from `projections`, with the names that other programs rely on. A question's module is
imported when it is asked, so that a small question costs little.
"""

from __future__ import annotations

from collections.abc import Sequence

from adapters.ledger.snapshot import Snapshot
from adapters.views.queries import Answer
from domain.policy.book import PolicyBook
from projections.remaining_allowances import Remaining


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

    def pending(self) -> tuple[str, ...]:
        """Return the number of every claim not yet decided, in order of submission; of now."""
        return self._snapshot.pending()

    def claims_in_order(self, claim_nos: Sequence[str]) -> list[Answer]:
        """Return these claims in the order given; of now."""
        return self._snapshot.claims_in_order(claim_nos)
