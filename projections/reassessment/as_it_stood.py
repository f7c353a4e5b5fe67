"""What stood before a recorded decision: its enterprises, and the policy book by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.assessment.linked import DecidedTogether, amend_together, amended, is_linked
from domain.commands.enterprise import ChooseOrder, Reassess
from domain.decide import decide, decide_together
from domain.enterprise.hands import SeparatedHands
from domain.enterprise.kin.family import Family
from domain.enterprise.pooling.pool import Pool
from domain.enterprise.registered.registration import Registration
from domain.enterprise.state import Enterprise
from domain.events import claims
from domain.events.log import EnterpriseEvent, Recorded
from domain.policy.book import PolicyBook


@dataclass(slots=True)
class AsItStood:
    """What stands before a decision: the enterprises so far, by code, and the book by then.

    separation: whose hands must differ. pool: what they hold together, where caps are over all of
    them.
    """

    book: PolicyBook
    separation: SeparatedHands
    family: Family = field(default_factory=Family)
    pool: Pool | None = None

    def registered(self, code: str) -> Registration:
        """Return what a code itself is registered as by then, carried on or not."""
        state = self.family.states.get(code)
        return Registration() if state is None else state.registration

    def state(self, uscc: str) -> Enterprise:
        """Return who carries on a code by then; a new enterprise before its first event."""
        state = self.family.of(uscc)
        if self.pool is not None and state.account.share is None:
            state.account.join(self.pool, uscc)
        return state

    def again(self, command: Reassess | ChooseOrder) -> Iterator[EnterpriseEvent]:
        """Yield what deciding claims again brings about, for all that are linked. Raises Refusal.

        As the ledger decides it, all but what it says of batches.
        """
        linked = self._linked()
        if command.uscc not in linked:
            yield from decide(command, self.state(command.uscc), self.book)
            return
        for events in decide_together(command, linked, self.book).values():
            yield from events

    def amended(self, recorded: Recorded, event: claims.AmendingEvent) -> Iterator[EnterpriseEvent]:
        """Yield what a document changed of a claim brings about, for all that are linked."""
        of, by = self.family.heir(recorded.stream), recorded.by
        try:
            yield from amended(event, by, self.state(of), self.book)
        except DecidedTogether:
            for events in amend_together(event, by, of, self._linked(), self.book).values():
                yield from events

    def _linked(self) -> dict[str, Enterprise]:
        states, ended = self.family.states, self.family.heirs
        going_on = {code: each for code, each in states.items() if code not in ended}
        return {code: each for code, each in going_on.items() if is_linked(each, self.book)}
