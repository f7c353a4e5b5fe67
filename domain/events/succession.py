"""What is recorded where others carry on an enterprise: a code changed, a merger, a split."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

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


@value
class Part:
    """One of the enterprises that another was split into. share: exact, such as `3/5`."""

    uscc: str
    share: str


class _Split:
    """What every event of a split has: its kind, and whose part is which."""

    __slots__ = ()
    parts: tuple[Part, ...]

    @property
    def kind(self) -> str:
        return "split"

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The share of each part, in order; together they are 1."""
        return tuple(Fraction(part.share) for part in self.parts)


@value
class EnterpriseDivided(_Split, Recordable, topic="enterprise-divided"):
    """The enterprise was split into parts (分立为); nothing new is filed under its code.

    successor: the part that carries on its claims, with what is due on them and owed back. on: the
    first day of the parts.
    """

    parts: tuple[Part, ...]
    successor: str
    on: date
    document: str


@value
class EnterpriseTakesPart(_Split, Recordable, topic="enterprise-takes-part"):
    """The enterprise is a part of another that was split (承接分立); see `EnterpriseDivided`.

    place: which of the parts it is; the first is 0.
    """

    predecessor: str
    parts: tuple[Part, ...]
    place: int
    successor: str
    on: date
    document: str


@value
class DivisionEntered(_Split, Recordable, topic="division-entered"):
    """A split in the ledger's own list of successions (分立登记)."""

    predecessor: str
    parts: tuple[Part, ...]
    successor: str
    on: date
    document: str


SuccessionEvent = EnterpriseSucceeded | EnterpriseSucceeds | EnterpriseDivided | EnterpriseTakesPart
EnteredSuccession = SuccessionEntered | DivisionEntered
