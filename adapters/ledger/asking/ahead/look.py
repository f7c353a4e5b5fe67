"""What is asked of a ledger before something is recorded: what it would lead to, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from adapters.ledger.asking.overviews import OverviewLook
from projections.claims.foreseen import EVERY, Sought

if TYPE_CHECKING:
    from adapters.intake.forms import Forms
    from adapters.ledger.handling.units import Author
    from domain.commands.enterprise import ApproveClaim, RejectClaim, SubmitClaim
    from projections.claims.foreseen import ExplainedAhead, Foresight, Queue


class AheadLook(OverviewLook):
    """Decides ahead, recording nothing."""

    def hands_are_separated(self) -> bool:
        """Say whether who submits a claim may not approve it."""
        from adapters.ledger.asking.ahead.foreseeing import separated

        return separated(self.snapshot)

    def forms(self) -> Forms:
        """Return what files and forms may state: the kinds of claims of the policies."""
        from adapters.intake.forms import forms, forms_of

        with forms_of(version.policy for version in self.book.versions):
            return forms()

    def queue(
        self,
        limit: int,
        after: int | None = None,
        policy: str | None = None,
        kind: str | None = None,
        sought: Sought = EVERY,
    ) -> Queue:
        """Return claims that wait for a decision as `foreseeing.queue` does; of now."""
        from adapters.ledger.asking.ahead.foreseeing import queue

        return queue(self.snapshot, limit, after, self.prefix(policy), kind, sought)

    def foreseen(self, commands: Sequence[ApproveClaim | RejectClaim], author: Author) -> Foresight:
        """Return what an author's commands would lead to in this order; nothing is recorded."""
        from adapters.ledger.asking.ahead.foreseeing import foresee

        return foresee(self.snapshot, commands, author)

    def foreseen_new(self, command: SubmitClaim) -> ExplainedAhead:
        """Return how a claim would stand if it were submitted and decided now.

        Raises Refusal as both do.
        """
        from adapters.ledger.asking.ahead.explaining import explain_new

        return explain_new(self.snapshot, command)

    def foreseen_waiting(self, claim_no: str) -> ExplainedAhead:
        """Return how a claim that waits would stand once it is decided in its turn.

        Raises Refusal as deciding it does.
        """
        from adapters.ledger.asking.ahead.explaining import explain_waiting

        return explain_waiting(self.snapshot, claim_no)

    def stated(self, claim_no: str) -> tuple[str, dict[str, str]]:
        """Return the kind of a claim, and what it states by now, as a file does, by key path.

        Raises Refusal `claim-unknown`.
        """
        from projections.claims.amendments import stated_texts

        enterprise = self.snapshot.enterprise(self.snapshot.owner(claim_no))
        stated = enterprise.claims[claim_no].submitted
        kind = stated.facts.kind
        return kind, stated_texts(stated, self.book.kind(kind))
