"""Enterprises of which one succeeds another, folded together from their streams."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.enterprise.kin.folding import DoesNotFollow, take_in
from domain.enterprise.kin.inheriting import inherit, take_part
from domain.enterprise.state import Enterprise
from domain.events.claims import ClaimSubmitted
from domain.events.log import EnterpriseEvent, Recorded
from domain.events.succession import EnterpriseSucceeds, EnterpriseTakesPart


@dataclass(slots=True)
class Family:
    """Enterprises by code, each as its own stream tells it until another carries it on.

    A claim's events stay in the stream that it was filed in; from the succession on they are the
    successor's. heirs: who carries on each code whose stream is here too.
    """

    states: dict[str, Enterprise] = field(default_factory=dict)
    heirs: dict[str, str] = field(default_factory=dict)

    def heir(self, code: str) -> str:
        """Return the code that carries on a code by now; itself where none does."""
        while code in self.heirs:
            code = self.heirs[code]
        return code

    def of(self, code: str) -> Enterprise:
        """Return the enterprise that carries on a code; a new one before its first event."""
        code = self.heir(code)
        state = self.states.get(code)
        if state is None:
            state = self.states[code] = Enterprise()
        return state

    def take_in(self, recorded: Recorded) -> EnterpriseEvent:
        """Take in an event; those of all streams come in the order of the log.

        Raises DoesNotFollow.
        """
        stream, heir = recorded.stream, self.of(recorded.stream)
        if stream in self.heirs and getattr(recorded.event, "claim_no", None) is None:
            heir.kin.lengths[stream] = recorded.version
            return take_in(self.states[stream], recorded)  # of the code itself: what is kept of it
        if stream in self.heirs and isinstance(recorded.event, ClaimSubmitted):
            raise DoesNotFollow(recorded.position, stream)  # nothing new is filed under it
        event = take_in(heir, recorded)
        if isinstance(event, EnterpriseSucceeds) and event.predecessor in self.states:
            old = self.of(event.predecessor)
            if old is heir:
                raise DoesNotFollow(recorded.position, stream)
            inherit(heir, stream, old, event.predecessor, recorded.position)
            self.heirs[event.predecessor] = stream
        elif isinstance(event, EnterpriseTakesPart) and event.predecessor in self.states:
            old = self.states[event.predecessor]
            take_part(heir, stream, old, event, recorded.position)
            if stream == event.successor:
                self.heirs[event.predecessor] = stream
        return event
