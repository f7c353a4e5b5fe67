"""One consistent look at a ledger: every question is a method, every answer a typed value.

Answers come from `projections`, with the names that other programs rely on. A question's module is
imported when it is asked, so that a small question costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.ledger.snapshot import Snapshot
from domain.policy.book import PolicyBook
from projections.papers import PaperKind
from projections.parties import AccountChecks, Enterprise
from projections.remaining_allowances import Remaining

if TYPE_CHECKING:
    from adapters.papers.paper import Paper


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

    def enterprise(self, uscc: str) -> Enterprise:
        """Return an enterprise: its names over time, and its account, masked.

        Raises Refusal `enterprise-unknown`.
        """
        from adapters.ledger.parties.enterprise_answer import enterprise_of

        return enterprise_of(self._snapshot, uscc)

    def account_checks(self, uscc: str | None = None) -> AccountChecks:
        """Check every account, or one enterprise's, against its commitment.

        Raises Refusal `enterprise-unknown`.
        """
        from adapters.ledger.parties.commitments import check_commitments
        from projections.parties import account_checks

        return account_checks(self.position, check_commitments(self._snapshot, uscc))

    def paper(self, kind: PaperKind, subject: str) -> Paper:
        """Return a paper about a batch, an enterprise or a budget year, as printed at the position.

        Raises Refusal `paper-without-source`, `account-differs`, and for a subject that is unknown.
        """
        from adapters.papers.printing import derived
        from adapters.papers.sources import LEDGER

        return derived(self._snapshot, kind, subject, LEDGER)
