"""Whom an enterprise succeeds, and who succeeds it (承继关系)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from domain.enterprise.kin.shares import PartShare
from domain.events.log import EnterpriseEvent
from domain.events.succession import (
    EnterpriseDivided,
    EnterpriseSucceeded,
    EnterpriseSucceeds,
    EnterpriseTakesPart,
    SuccessionEvent,
)
from domain.policy.kinds import Recorded
from domain.value import value


@value
class Era:
    """What was decided on one account, until it and another became one.

    code: of the enterprise whose account it was. decided: in order. records, rules: the figures,
    and the order chosen for each cap, that it was decided by. before: the eras whose account this
    one went on with. ended_at: where in the log it and another became one. share: the part of it
    that the account after it goes on with; None for all of it. taken: the codes of which the
    enterprise had a share when it began, beside what was before it.
    """

    code: str
    decided: tuple[str, ...]
    records: Recorded
    rules: Mapping[tuple[str, int | None], str]
    before: tuple[Era, ...]
    ended_at: int
    share: PartShare | None = None
    taken: tuple[tuple[str, PartShare], ...] = ()

    def claims(self) -> Iterator[str]:
        """Yield the claims decided in it and before it."""
        for earlier in self.before:
            yield from earlier.claims()
        yield from self.decided


@dataclass(slots=True)
class Kinship:
    """What successions made of an enterprise.

    code: its own; empty while it succeeds nobody. successor: who carries it on. predecessors: by
    code, those of a predecessor before it. filed_under: the code under which each claim taken over
    was filed: its events stay in that stream. lengths: of those streams. eras: what was decided on
    accounts that are now one. taken: the codes of which it has had a share since then. names: what
    it and all it carries on were called until then.
    """

    code: str = ""
    successor: EnterpriseSucceeded | EnterpriseDivided | None = None
    predecessors: dict[str, EnterpriseSucceeds | EnterpriseTakesPart] = field(default_factory=dict)
    filed_under: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    eras: tuple[Era, ...] = ()
    taken: tuple[tuple[str, PartShare], ...] = ()
    names: set[str] = field(default_factory=set)

    def stream_of(self, event: EnterpriseEvent, own: str) -> str:
        """Return the stream that an event belongs to: that of its claim. own: the enterprise's."""
        if not self.filed_under:
            return own
        return self.filed_under.get(getattr(event, "claim_no", ""), own)

    def own_events(self, event: EnterpriseEvent) -> int:
        """Return 1 for an event of the enterprise's own stream; count it for another, and 0."""
        stream = self.stream_of(event, "")
        if not stream:
            return 1
        self.lengths[stream] += 1
        return 0

    def note(self, event: SuccessionEvent) -> None:
        """Take in that the enterprise succeeds another, or that another succeeds it."""
        if isinstance(event, EnterpriseSucceeded | EnterpriseDivided):
            self.successor = event
        else:
            self.predecessors[event.predecessor] = event

    def closed(self) -> set[str]:
        """Return the claims that were decided in eras that ended."""
        return {number for era in self.eras for number in era.claims()}
