"""What the views read of a log entry: the events they follow, less what no view asks for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from domain.events.payment import DuesEvent
from domain.policy.facts import StatedFact
from domain.value import value

NO_FACTS: Mapping[str, StatedFact] = MappingProxyType({})


@value
class Submitted:
    """A claim as it was submitted; days as ISO text. facts: as recorded."""

    claim_no: str
    enterprise: str
    kind: str
    occurred_on: str
    filed_on: str
    invoices: tuple[str, ...]
    facts: Mapping[str, StatedFact] = NO_FACTS


@value
class EntryOutcome:
    """What a decision came to, less its caps."""

    version: int | None
    measure: str | None
    article: str | None
    place: str
    assessed_fen: int
    granted_fen: int
    reason: str | None


@value
class EntryDecision:
    """A decision, less its working."""

    outcome: EntryOutcome


@value
class Decided:
    """A claim was decided: approved, or granted nothing by the rules."""

    claim_no: str
    decision: EntryDecision


@value
class Reassessed:
    """A decided claim came to something else."""

    claim_no: str
    decision: EntryDecision


@value
class RejectedByOfficer:
    """An officer said no to a submitted claim."""

    claim_no: str


@value
class Withdrawn:
    """The applicant withdrew a claim."""

    claim_no: str


@value
class Revoked:
    """A granted claim was revoked by people."""

    claim_no: str


@value
class Corrected:
    """What a claim states was put right; days as ISO text."""

    claim_no: str
    kind: str
    occurred_on: str
    filed_on: str
    invoices: tuple[str, ...]
    facts: Mapping[str, StatedFact] = NO_FACTS


@value
class Reopened:
    """What ended a claim was annulled; where it was decided before, a reassessment follows."""

    claim_no: str


RegisterEvent = (
    Decided | Reassessed | RejectedByOfficer | Withdrawn | Revoked | Corrected | Reopened
)
LaterEvent = RegisterEvent | DuesEvent


@value
class Succeeded:
    """An enterprise carries on all that another code has."""

    predecessor: str
    successor: str


@value
class Named:
    """An enterprise was entered under a name, or bears another from then on."""

    name: str


@value
class CameIn:
    """What another county granted an enterprise was read in."""


ClaimEvent = Submitted | LaterEvent
ViewedEvent = ClaimEvent | Succeeded | Named | CameIn


class Entry(NamedTuple):
    """An event with its place in the log and whose it is; None for one that no view follows.

    on: the day it was recorded, in Beijing, as ISO text. by: the officer who recorded it.
    """

    position: int
    stream: str
    event: ViewedEvent | None
    on: str = ""
    by: str = ""
