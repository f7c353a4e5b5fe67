"""Rows that no ledger records, though each is well formed: what they speak of does not stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from domain.enterprise.hands import SeparatedHands
from domain.enterprise.kin.successions import Successions
from domain.enterprise.proposals import Proposals, by_one_hand
from domain.enterprise.registered.registration import Registration
from domain.events.holds import EnterpriseReleased
from domain.events.log import Recorded
from domain.events.registration import AccountConfirmed
from domain.events.store import PolicyPublished
from domain.events.succession import (
    EnterpriseDivided,
    EnterpriseSucceeded,
    EnterpriseSucceeds,
    EnterpriseTakesPart,
)
from domain.identity import Actor, is_one_person, skeleton
from domain.value import value

Why = Literal[
    "account-not-named", "confirmed-by-namer", "not-held", "by-nobody", "succession-not-entered",
    "recorded-by-one-hand",
]  # fmt: skip


@value
class FalseRow:
    """A row that no ledger records. why: what it lacks, by a stable code.

    uscc: the enterprise's code; the stream's name of a row of the policy book. of: the account, the
    hold's document, the other code or the version that it speaks of.
    """

    position: int
    by: str
    uscc: str
    type: str
    why: Why
    of: str


class Rows:
    """What enterprises are registered as, compared row by row as their streams go by.

    successions: as the ledger's list has them; None where only a part of the log is looked at.
    said: from which positions on hands must differ.
    """

    def __init__(self, successions: Successions | None, said: SeparatedHands) -> None:
        self._successions, self.said = successions, said
        self.false: list[FalseRow] = []

    def compare(self, recorded: Recorded, before: Registration) -> None:
        """Keep a row where it is false. before: its enterprise as registered by then."""
        event = recorded.event
        if isinstance(event, AccountConfirmed):
            self._keep(recorded, self._of_confirmation(recorded, event, before), event.account_id)
        elif isinstance(event, EnterpriseReleased):
            held = skeleton(event.of) in (skeleton(hold.said.document) for hold in before.holds)
            why: Why | None = None if held else "not-held"
            self._keep(recorded, why if skeleton(recorded.by) else "by-nobody", event.of)
        elif isinstance(event, EnterpriseSucceeded | EnterpriseDivided):
            self._of_succession(recorded, recorded.stream, event.successor)
        elif isinstance(event, EnterpriseSucceeds):
            self._of_succession(recorded, event.predecessor, recorded.stream)
        elif isinstance(event, EnterpriseTakesPart):
            self._of_succession(recorded, event.predecessor, event.successor)

    def compare_versions(self, versions: Iterable[Recorded], known: Proposals) -> None:
        """Keep the versions of the policy book that no second hand confirmed where one had to."""
        for recorded in by_one_hand(versions, known, self.said):
            assert isinstance(recorded.event, PolicyPublished)
            self._keep(recorded, "recorded-by-one-hand", str(recorded.event.number))

    def _of_confirmation(
        self, recorded: Recorded, event: AccountConfirmed, before: Registration
    ) -> Why | None:
        named = [each for each in before.accounts if each.account_id == event.account_id]
        if not named:
            return "account-not-named"
        logins = self.said.logins_at is not None and recorded.position > self.said.logins_at
        by = Actor(recorded.by, recorded.login)
        same = is_one_person(named[-1].named_by, by, separate_logins=logins)
        return "confirmed-by-namer" if same else None

    def _of_succession(self, recorded: Recorded, old: str, successor: str) -> None:
        """Keep an end of a succession that the list does not have: nobody is led to it."""
        known = self._successions
        if known is not None and known.heirs.get(old) != successor:
            other = successor if recorded.stream == old else old
            self._keep(recorded, "succession-not-entered", other)

    def _keep(self, recorded: Recorded, why: Why | None, of: str) -> None:
        if why is not None:
            row = FalseRow(
                position=recorded.position,
                by=recorded.by,
                uscc=recorded.stream,
                type=recorded.event.TOPIC.partition(".")[0],
                why=why,
                of=of,
            )
            self.false.append(row)
