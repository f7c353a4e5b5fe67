"""An enterprise that moves between counties: which claims are this ledger's, what it used before.

What another ledger granted counts from where it was read in: the decisions before that stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, assert_never

from domain.enterprise.account import Account
from domain.enterprise.pooling.counts import Posting
from domain.enterprise.pooling.uses import Brought, Source
from domain.events import transfer as events
from domain.events.transfer import BroughtGrant, DeclaredCap, TransferEvent
from domain.identity import skeleton
from domain.refusals import Refusal


class Departure(NamedTuple):
    """The enterprise left by this event."""

    event: events.EnterpriseTransferredOut


@dataclass(slots=True)
class Arrival:
    """A pack read in. after: how many claims had been decided. position: where the log has it."""

    event: events.EnterpriseTransferredIn
    after: int
    position: int = field(default=0, compare=False)
    grants: list[BroughtGrant] = field(default_factory=list)
    caps: list[DeclaredCap] = field(default_factory=list)

    @property
    def brought(self) -> Iterator[Brought]:
        """Yield what counts under caps here."""
        pack, document = self.event.pack, self.event.document
        for grant in self.grants:
            if grant.measure is not None:
                posting = Posting(grant.day, skeleton(grant.place), grant.amount_fen, 1)
                source = Source(
                    grant.county, grant.claim_no, grant.place, pack, document, self.position
                )
                yield Brought(grant.measure, posting, grant.booths, source)


@dataclass(slots=True)
class Transfers:
    """Every transfer by its document, in order; and what annulled those that were."""

    made: dict[str, Departure | Arrival] = field(default_factory=dict)
    annulled: dict[str, events.TransferAnnulled] = field(default_factory=dict)

    @property
    def standing(self) -> list[Departure | Arrival]:
        """The transfers that nothing annulled, in order."""
        return [each for key, each in self.made.items() if key not in self.annulled]

    @property
    def arrivals(self) -> list[Arrival]:
        """The packs that nothing annulled, in order."""
        return [each for each in self.standing if isinstance(each, Arrival)]

    def counted(self, after: int | None = None) -> list[Arrival]:
        """Return the packs that count: of each county the latest.

        after: of those read in before more claims than this were decided.
        """
        latest: dict[str, Arrival] = {}
        for arrival in self.arrivals:
            if after is None or arrival.after <= after:
                latest[skeleton(arrival.event.origin)] = arrival
        return list(latest.values())

    def brought(self, after: int | None = None) -> list[Brought]:
        """Return the uses of the packs that count; after: as `counted` takes it."""
        return [each for arrival in self.counted(after) for each in arrival.brought]

    def away_on(self, day: date) -> events.EnterpriseTransferredOut | None:
        """Return by what the enterprise is another county's on a day; None where it is not."""
        moves = [each.event for each in self.standing if each.event.on <= day]
        latest = max(moves, key=lambda event: event.on, default=None)
        if latest is not None:  # of several on one day the last recorded
            latest = [event for event in moves if event.on == latest.on][-1]
        return latest if isinstance(latest, events.EnterpriseTransferredOut) else None


def evolve(transfers: Transfers, event: TransferEvent, decided: int, account: Account) -> Transfers:
    """Return the transfers after one event, changed in place, and have their uses count.

    decided: how many claims were by then.
    """
    match event:
        case events.EnterpriseTransferredOut():
            transfers.made[skeleton(event.document)] = Departure(event)
        case events.EnterpriseTransferredIn():
            transfers.made[skeleton(event.document)] = Arrival(event, decided)
        case events.GrantsBroughtIn():
            arrival = next(
                each for each in reversed(transfers.arrivals) if each.event.pack == event.pack
            )
            arrival.grants += event.grants
            arrival.caps += event.caps
        case events.TransferAnnulled():
            transfers.annulled[skeleton(event.annulled)] = event
        case _:
            assert_never(event)
    account.bring(transfers.brought())
    return transfers


def must_be_here(transfers: Transfers | None, day: date, claim_no: str) -> None:
    """Raise Refusal `enterprise-transferred` where a matter of a day is another county's."""
    away = None if transfers is None else transfers.away_on(day)
    if away is not None:
        raise Refusal(
            "enterprise-transferred",
            claim_no=claim_no,
            day=day.isoformat(),
            to=away.to,
            on=away.on.isoformat(),
            document=away.document,
        )
