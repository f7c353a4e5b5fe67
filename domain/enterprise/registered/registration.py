"""An enterprise's names, accounts and holds over time: the code is the key, the name a fact."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, assert_never

from domain.commands import enterprise as commands
from domain.commands.enterprise import RegistrationCommand
from domain.enterprise.registered.holds import Hold
from domain.enterprise.registered.holds import evolve as evolve_holds
from domain.enterprise.registered.names import is_same_name, name_id
from domain.events import registration as events
from domain.events.holds import EnterpriseHeld, EnterpriseReleased
from domain.events.registration import EnterpriseRenamed, RegistrationEvent
from domain.identity import Actor, is_one_person, skeleton
from domain.refusals import Refusal


class Name(NamedTuple):
    """A name, the day it holds from (None: from the beginning), and the document that says so."""

    name: str
    first_day: date | None
    document: str | None = None


class Confirmation(NamedTuple):
    """An account confirmed: the document, and who confirmed it."""

    document: str
    by: Actor


@dataclass(slots=True)
class NamedAccount:
    """An account as the log knows it; `erased`: its value and salt are gone for good.

    position: where in the log it was named; 0 before that is known.
    """

    account_id: str
    commitment: str
    named_by: Actor
    erased: bool = False
    position: int = field(default=0, compare=False)
    confirmed: tuple[Confirmation, ...] = ()

    @property
    def is_confirmed(self) -> bool:
        """Whether another person than the one who named it confirmed it, by name.

        A program of somebody's own can record that one person did both.
        """
        return any(
            not is_one_person(self.named_by, each.by, separate_logins=False)
            for each in self.confirmed
        )


@dataclass(slots=True)
class Registration:
    """Names as recorded, accounts as named, each in order; the last recorded last.

    registered_as: the name it was entered under; None when it never was. erased: the names
    committed to, those on claims too, and whether each was erased. holds: in the order recorded.
    """

    registered_as: str | None = None
    before: str | None = None
    renamed: list[EnterpriseRenamed] = field(default_factory=list)
    accounts: list[NamedAccount] = field(default_factory=list)
    erased: dict[str, bool] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)

    def note(self, name: str) -> None:
        """Keep a name that is committed to."""
        if name_id(name) is not None:
            self.erased.setdefault(name, False)

    @property
    def names(self) -> list[Name]:
        """Every name in order of the days they hold from; of two on one day the last recorded."""
        first = self.registered_as or self.before
        days: dict[date | None, Name] = {} if first is None else {None: Name(first, None)}
        for renamed in sorted(self.renamed, key=lambda event: event.on):
            days[renamed.on] = Name(renamed.name, renamed.on, renamed.document)
        return list(days.values())

    @property
    def name(self) -> str | None:
        """The name now; None where none was registered."""
        names = self.names
        return names[-1].name if names else None

    def name_on(self, day: date) -> str | None:
        """Return the name borne on a day; None where none was registered."""
        held = [name for name in self.names if name.first_day is None or name.first_day <= day]
        return held[-1].name if held else None

    @property
    def account(self) -> NamedAccount | None:
        """The account named last, erased or not."""
        return self.accounts[-1] if self.accounts else None


def evolve(registration: Registration, event: RegistrationEvent, actor: Actor) -> None:
    """Take in one event that an officer recorded."""
    match event:
        case events.EnterpriseRegistered():
            registration.registered_as = event.name
            registration.note(event.name)
        case EnterpriseRenamed():
            if not registration.names:
                registration.before = event.previous
            registration.renamed.append(event)
            registration.note(event.previous)
            registration.note(event.name)
        case events.AccountNamed():
            named = NamedAccount(event.account_id, event.commitment, actor)
            registration.accounts.append(named)
        case events.AccountConfirmed():
            for account in registration.accounts:
                if account.account_id == event.account_id:
                    confirmed = Confirmation(event.document, actor)
                    account.confirmed = (*account.confirmed, confirmed)
        case events.AccountErased():
            for account in registration.accounts:
                if account.account_id == event.account_id:
                    account.erased = True
        case EnterpriseHeld() | EnterpriseReleased():
            evolve_holds(registration.holds, event)
        case events.NameErased():
            gone = (name for name in registration.erased if name_id(name) == event.name_id)
            registration.erased |= dict.fromkeys(gone, True)
        case _:
            assert_never(event)


def decide(
    command: RegistrationCommand, registration: Registration, on_claims: str | None, known: bool
) -> tuple[RegistrationEvent, ...]:
    """Return what follows from a command; nothing when it was carried out before.

    on_claims: the name on the enterprise's latest claim. known: whether anything was ever recorded
    of it. Raises Refusal.
    """
    match command:
        case commands.RegisterEnterprise():
            return _register(command, registration)
        case commands.RenameEnterprise():
            return _rename(command, registration, on_claims)
        case commands.NameAccount():
            return _name_account(command, registration, known)
        case commands.ConfirmNamedAccount():
            return _confirm(command, registration)
        case commands.EraseAccounts():
            return _erase(command, registration)
        case _:
            assert_never(command)


def _register(
    command: commands.RegisterEnterprise, registration: Registration
) -> tuple[RegistrationEvent, ...]:
    before = registration.registered_as
    if before is not None and (
        skeleton(before) == skeleton(command.name)
        or is_same_name(before, command.name, registration.erased)
    ):
        return ()
    if before is not None or registration.renamed:
        name = before or registration.name
        raise Refusal("request-conflicts", verb="register", uscc=command.uscc, name=name)
    return (events.EnterpriseRegistered(name=command.name),)


def _rename(
    command: commands.RenameEnterprise, registration: Registration, on_claims: str | None
) -> tuple[RegistrationEvent, ...]:
    latest = registration.renamed[-1] if registration.renamed else None
    previous = latest.name if latest else registration.registered_as or on_claims
    if previous is None:
        raise Refusal("enterprise-unknown", verb="register", uscc=command.uscc)
    renamed = EnterpriseRenamed(
        previous=previous, name=command.name, on=command.on, document=command.document
    )
    if latest is not None:
        same = is_same_name(latest.name, command.name, registration.erased)
        said = replace(latest, previous=previous, name=command.name if same else latest.name)
        if said == renamed:
            return ()
    if previous == command.name:
        raise Refusal("request-conflicts", verb="rename", uscc=command.uscc, name=previous)
    return (renamed,)


def _name_account(
    command: commands.NameAccount, registration: Registration, known: bool
) -> tuple[RegistrationEvent, ...]:
    if not known:
        raise Refusal("enterprise-unknown", verb="register", uscc=command.uscc)
    latest = registration.account
    if latest is not None and latest.account_id == command.account_id:
        return ()
    if (latest and latest.account_id) != command.compared_with:
        raise Refusal("account-changed", uscc=command.uscc)
    if latest is not None and not latest.erased and command.document is None:
        raise Refusal("account-document-needed", uscc=command.uscc)
    new = {"account_id": command.account_id, "commitment": command.commitment}
    if command.document is None:
        return (events.AccountNamed(**new),)
    return (events.AccountNamedByDocument(**new, document=command.document),)


def _confirm(
    command: commands.ConfirmNamedAccount, registration: Registration
) -> tuple[RegistrationEvent, ...]:
    account = registration.account
    if account is None or account.erased:
        raise Refusal("no-account-to-confirm", uscc=command.uscc)
    if account.account_id != command.account_id:
        raise Refusal("account-changed", uscc=command.uscc)
    if skeleton(command.document) in (skeleton(each.document) for each in account.confirmed):
        return ()
    if is_one_person(account.named_by, command.by, separate_logins=command.separate_logins):
        who = {"named_by": account.named_by.shown, "confirmed_by": command.by.shown}
        raise Refusal("account-namer-cannot-confirm", uscc=command.uscc, **who)
    confirmed = events.AccountConfirmed(account_id=account.account_id, document=command.document)
    return (confirmed,)


def _erase(
    command: commands.EraseAccounts, registration: Registration
) -> tuple[RegistrationEvent, ...]:
    if not (registration.accounts or registration.erased):
        raise Refusal("no-account", uscc=command.uscc)
    accounts = [
        events.AccountErased(account_id=account.account_id)
        for account in registration.accounts
        if not account.erased
    ]
    ids = (name_id(name) for name, erased in registration.erased.items() if not erased)
    names = [events.NameErased(name_id=known) for known in ids if known is not None]
    return (*accounts, *names)
