"""What is known of enterprises themselves: names over time, accounts, whom they carry on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from domain.events.succession import EnterpriseDivided, EnterpriseTakesPart, Part, SuccessionEvent
from domain.value import value

if TYPE_CHECKING:
    from domain.enterprise.kin.kinship import Kinship
    from projections.money.holds import HoldDetails
    from projections.transfers import RecordedTransfer

Of = TypeVar("Of")
AccountState = Literal["matches", "differs", "erased", "missing", "not-erased", "locked"]
WRONG: frozenset[AccountState] = frozenset(("differs", "missing", "not-erased"))


@value
class EnterpriseName:
    """A name, the day it holds from (None: from the beginning), and the document that says so."""

    name: str
    first_day: date | None
    document: str | None


@value
class MaskedAccount:
    """The account named last. masked, bank and what follows: None unless its value is kept and
    matches; bank_no, holder: None where they were not given, too.

    confirmed: the documents by which another person than who named it confirmed it.
    """

    account_id: str
    commitment: str
    state: AccountState
    masked: str | None
    bank: str | None
    bank_no: str | None
    holder: str | None
    confirmed: tuple[str, ...]


@value
class Contact:
    """Whom a claim names to ask; kept outside the log until the enterprise's values are erased."""

    claim_no: str
    name: str
    phone: str


@value
class Kin:
    """Another code that an enterprise carries on, or that carries it on. kind: see `Succeed`."""

    uscc: str
    kind: str
    on: date
    document: str


@value
class KinByShare(Kin):
    """A part of an enterprise that was split, or the one that was. share: of the part: `3/5`."""

    share: str


@value
class PartOf:
    """A part of an enterprise that was split, and its share, such as `3/5`."""

    uscc: str
    share: str


@value
class RecordedDivision:
    """A split as it was recorded, by how many events; none where it was recorded before.

    claims_to: the part that has the claims of before.
    """

    predecessor: str
    parts: tuple[PartOf, ...]
    claims_to: str
    on: date
    document: str
    events_appended: int


@value
class RecordedSuccession:
    """A succession as it was recorded, by how many events; none where it was recorded before."""

    predecessor: str
    successor: str
    kind: str
    on: date
    document: str
    events_appended: int


@value
class EnterpriseProfile:
    """An enterprise as of a log position. name: as registered, else as on its latest claim.

    contacts: of its claims, as kept now; none for who may not read them.
    """

    uscc: str
    position: int
    registered: bool
    name: str | None
    names: tuple[EnterpriseName, ...]
    account: MaskedAccount | None
    holds: tuple[HoldDetails, ...]
    contacts: tuple[Contact, ...]
    succeeds: tuple[Kin, ...]
    succeeded_by: tuple[Kin, ...]


@value
class MovedEnterprise(EnterpriseProfile):
    """An enterprise that moved between counties, with every transfer recorded."""

    transfers: tuple[RecordedTransfer, ...]


@value
class RecordedEnterprise(EnterpriseProfile):
    """An enterprise after a command about it. events_appended: 0 where it was recorded before."""

    events_appended: int


@value
class ErasedAccounts:
    """What the erasure of an enterprise's accounts and names removed and recorded."""

    uscc: str
    values_removed: int
    names_removed: int
    events_appended: int


@value
class AccountCheck:
    """An account of the log, and whether what is kept of it matches its commitment.

    state: `matches`, `differs`: value and salt are there. `erased`: recorded as removed, and gone.
    `missing`: not there, and not recorded as erased (the file was deleted, or this is a copy of the
    log alone). `not-erased`: recorded as removed, and still there. `locked`: there, and the key
    that opens it is not here.
    """

    uscc: str
    account_id: str
    commitment: str
    state: AccountState


@value
class AccountChecks:
    """Every account named by a log position, and how many there are in each state."""

    position: int
    matches: int
    differs: int
    erased: int
    missing: int
    not_erased: int
    locked: int
    accounts: tuple[AccountCheck, ...]

    @property
    def wrong(self) -> tuple[AccountCheck, ...]:
        """The accounts that differ, are gone unrecorded, or are there after their erasure."""
        return tuple(account for account in self.accounts if account.state in WRONG)


def account_checks(position: int, accounts: Iterable[AccountCheck]) -> AccountChecks:
    """Return the checks of accounts with their counts."""
    checks = tuple(accounts)
    states = [check.state for check in checks]
    return AccountChecks(
        position=position,
        matches=states.count("matches"),
        differs=states.count("differs"),
        erased=states.count("erased"),
        missing=states.count("missing"),
        not_erased=states.count("not-erased"),
        locked=states.count("locked"),
        accounts=checks,
    )


def answered_with(answer: object, kindred: Callable[..., Of], kin: Kinship, **instead: Any) -> Of:
    """Return an answer with whom its enterprise carries on, and who carries it on.

    instead: what the answer says otherwise then.
    """
    stated = {each.name: getattr(answer, each.name) for each in fields(cast(Any, answer))}
    return kindred(**stated | instead, succeeds=succeeded(kin), succeeded_by=succeeding(kin))


def succeeded(kin: Kinship) -> tuple[Kin, ...]:
    """Return the codes that an enterprise carries on, those of a predecessor before it."""
    return tuple(_kin(code, each) for code, each in kin.predecessors.items())


def _kin(code: str, event: SuccessionEvent, part: Part | None = None) -> Kin:
    if isinstance(event, EnterpriseTakesPart):
        part = event.parts[event.place]
    kind, on, document = event.kind, event.on, event.document
    if part is None:
        return Kin(uscc=code, kind=kind, on=on, document=document)
    return KinByShare(uscc=code, kind=kind, on=on, document=document, share=part.share)


def succeeding(kin: Kinship) -> tuple[Kin, ...]:
    """Return who carries a code on: nobody, one, or the parts that it was split into."""
    by = kin.successor
    if isinstance(by, EnterpriseDivided):
        return tuple(_kin(part.uscc, by, part) for part in by.parts)
    return () if by is None else (_kin(by.successor, by),)


def recorded(enterprise: EnterpriseProfile, events_appended: int) -> RecordedEnterprise:
    """Return an enterprise as the answer to a command that recorded so many events."""
    known = {field.name: getattr(enterprise, field.name) for field in fields(EnterpriseProfile)}
    return RecordedEnterprise(**known, events_appended=events_appended)


@value
class FoundEnterprise:
    """An enterprise that goes on, what it is called, and its claims.

    also: other names or codes by which it was found; names that it had or has on claims.
    """

    uscc: str
    name: str | None
    also: tuple[str, ...]
    claims: int
    granted_fen: int
    pending: int


@value
class FoundEnterprises:
    """Some of the enterprises that match, by code. total: how many do.

    next: the code of the last one here, to ask for those after it; None where there are none.
    """

    position: int
    total: int
    enterprises: tuple[FoundEnterprise, ...]
    next: str | None
