"""What is recorded where another enterprise carries on what one has: a code changed, a merger."""

from __future__ import annotations

from datetime import date

from domain.value import Recordable, value


@value
class EnterpriseSucceeded(Recordable, topic="enterprise-succeeded"):
    """Another code carries on all that this one has (由他户承继); nothing new is filed under it.

    kind: `rename-code` or `merger`. on: the first day of the successor.
    """

    kind: str
    successor: str
    on: date
    document: str


@value
class EnterpriseSucceeds(Recordable, topic="enterprise-succeeds"):
    """The enterprise carries on all that another code has (承继他户); see `EnterpriseSucceeded`."""

    kind: str
    predecessor: str
    on: date
    document: str


@value
class SuccessionEntered(Recordable, topic="succession-entered"):
    """A succession in the ledger's own list of them (承继登记): who finds whom by."""

    kind: str
    predecessor: str
    successor: str
    on: date
    document: str


SuccessionEvent = EnterpriseSucceeded | EnterpriseSucceeds
