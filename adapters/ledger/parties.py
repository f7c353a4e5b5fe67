"""Enterprises themselves: names and accounts, as they stand and as they are changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from adapters.accounts.accounts import (
    CONTACT,
    StoredAccount,
    Value,
    commitment,
    read_value,
    with_salt,
)
from adapters.accounts.private_table import PrivateTable
from adapters.ledger.handling.units import Author, ErasureOutcome, Outcome, Request
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.store import Store
from adapters.log.codec import decode
from adapters.log.recorder import Log
from domain.commands.enterprise import AccountCommand, EraseAccounts, NameAccount, PayInto
from domain.enterprise.registered.registration import NamedAccount, Registration, evolve
from domain.events.log import EnterpriseEvent
from domain.events.registration import RegistrationEvent
from domain.identity import Actor
from domain.payments.happened import StreamEvent
from domain.refusals import Refusal
from projections import parties as answers
from projections.money.holds import holds_of
from projections.transfers import recorded_transfers


def registrations(
    recorder: Log, until: int, usccs: Iterable[str] | None = None
) -> dict[str, Registration]:
    """Return what was recorded of enterprises themselves until a log position, by code.

    usccs: only these; None for all. Who has no such event is not in it.
    """
    known: dict[str, Registration] = {}
    for row in recorder.registrations(usccs):
        if row.id > until:
            continue
        recorded = decode(row.id, row)
        event, actor = recorded.event, Actor(recorded.by, recorded.login)
        assert isinstance(event, RegistrationEvent), f"of another topic: {event!r}"
        evolve(known.setdefault(row.originator_id, Registration()), event, actor)
    return known


def name_of(look: Snapshot, uscc: str) -> str | None:
    """Return an enterprise's name at the position looked at; None where none is known.

    As registered, else as on its latest claim.
    """
    known = registrations(look.store.handler.recorder, look.position, [uscc]).get(uscc)
    name = (known.name if known else None) or look.name(uscc)
    return None if name is None else look.shown_names([(uscc, name)]).get(name, name)


def names_of(look: Snapshot) -> dict[str, str]:
    """Return every enterprise's name at the position looked at."""
    known = registrations(look.store.handler.recorder, look.position)
    names = look.names()
    names |= {uscc: name for uscc in known if (name := known[uscc].name) is not None}
    shown = look.shown_names(names.items())
    return {uscc: shown.get(name, name) for uscc, name in names.items()}


def enterprise_of(look: Snapshot, uscc: str) -> answers.EnterpriseProfile:
    """Return an enterprise as it stood at the position looked at.

    Raises `enterprise-unknown` when nothing was recorded of it by then.
    """
    enterprise = look.enterprise(uscc)
    if enterprise.length == 0:
        raise Refusal("enterprise-unknown", verb="register", uscc=uscc)
    registration = enterprise.registration
    latest = registration.name or enterprise.name_on_claims
    every = [*(name.name for name in registration.names), *filter(None, [latest])]
    shown = look.shown_names((uscc, name) for name in every)
    names = tuple(
        answers.EnterpriseName(**name._replace(name=shown.get(name.name, name.name))._asdict())
        for name in registration.names
    )
    profile = answers.EnterpriseProfile(
        uscc=uscc,
        position=look.position,
        registered=bool(names),
        name=None if latest is None else shown.get(latest, latest),
        names=names,
        account=_account(look, uscc),
        holds=holds_of(look.stream(uscc)),
        contacts=tuple(
            answers.Contact(
                claim_no=kept.account_id.removeprefix(CONTACT),
                name=kept.value.bank,
                phone=kept.value.number,
            )
            for kept in sorted(look.store.private.of([uscc]))
            if kept.account_id.startswith(CONTACT)
        ),
    )
    transfers = recorded_transfers(enterprise.transfers)
    if not transfers:
        return profile
    shared = {name: getattr(profile, name) for name in answers.EnterpriseProfile.__slots__}
    return answers.MovedEnterprise(**shared, transfers=transfers)


def check_commitments(look: Snapshot, uscc: str | None = None) -> list[answers.AccountCheck]:
    """Return every account named by the position looked at, or one enterprise's, by code.

    What is kept is as of now, whatever the position: so is what was erased later.
    Raises `enterprise-unknown` when nothing was recorded of the one asked for.
    """
    if uscc is not None and look.enterprise(uscc).length == 0:
        raise Refusal("enterprise-unknown", verb="register", uscc=uscc)
    return account_checks(look.store, look.position, uscc)


def account_checks(store: Store, until: int, uscc: str | None = None) -> list[answers.AccountCheck]:
    """Return every account named by a log position, or one enterprise's, by code."""
    recorder, only = store.handler.recorder, None if uscc is None else [uscc]
    then = registrations(recorder, until, only)
    now = registrations(recorder, store.handler.position(), only)
    named_by_now = (account for known in now.values() for account in known.accounts)
    erased = {account.account_id for account in named_by_now if account.erased}
    accounts = [(code, account) for code in sorted(then) for account in then[code].accounts]
    private, ids = store.private, [account.account_id for _, account in accounts]
    kept = private.held(ids)
    locked = private.locked(account_id for account_id in ids if account_id not in kept)
    return [
        answers.AccountCheck(
            uscc=code,
            account_id=account.account_id,
            commitment=account.commitment,
            state=_state(code, account, kept.get(account.account_id), erased, locked),
        )
        for code, account in accounts
    ]


def _account(look: Snapshot, uscc: str) -> answers.MaskedAccount | None:
    """Return the account named last by then."""
    checks = check_commitments(look, uscc)
    if not checks:
        return None
    latest = checks[-1]
    kept = look.store.private.held([latest.account_id]).get(latest.account_id)
    shown = kept if latest.state == "matches" else None
    return answers.MaskedAccount(
        account_id=latest.account_id,
        commitment=latest.commitment,
        state=latest.state,
        masked=None if shown is None else shown.value.masked,
        bank=None if shown is None else shown.value.bank,
    )


def _state(
    uscc: str,
    account: NamedAccount,
    kept: StoredAccount | None,
    erased: set[str],
    locked: set[str],
) -> answers.AccountState:
    if kept is None and account.account_id not in locked:
        return "erased" if account.account_id in erased else "missing"
    if account.account_id in erased:
        return "not-erased"
    if kept is None:
        return "locked"
    same = kept.uscc == uscc and kept.commitment == account.commitment
    return "matches" if same else "differs"


def carry_out_account(store: Store, command: AccountCommand, author: Author) -> Outcome:
    """Carry out a command about accounts. Raises Refusal."""
    match command:
        case PayInto():
            return _name_account(store, command, author)
        case EraseAccounts():
            return _erase_accounts(store, command, author)
        case _:
            assert_never(command)


def _name_account(store: Store, command: PayInto, author: Author) -> Outcome:
    """Name an enterprise's account; nothing when it is the one named last."""
    uscc, value = command.uscc, read_value(command.number, command.bank)
    latest = store.handler.enterprise(uscc).registration.account
    private = store.private
    if latest is not None and _is(latest, uscc, value, private):
        return Outcome(stream=uscc)
    stored = with_salt(uscc, value)
    named = NameAccount(
        uscc=uscc,
        account_id=stored.account_id,
        commitment=stored.commitment,
        compared_with=None if latest is None else latest.account_id,
    )
    private.keep(stored)
    try:
        events = store.handler.carry_out(Request(uscc=uscc, commands=(named,)), author)
    except Refusal:
        private.drop(stored.account_id)
        raise
    return Outcome(stream=uscc, events=tuple(StreamEvent(uscc, event) for event in events))


def _erase_accounts(store: Store, command: EraseAccounts, author: Author) -> ErasureOutcome:
    """Remove every account, name and salt of an enterprise, and record it.

    A value whose event was never recorded goes too.
    """
    uscc = command.uscc
    accounts, names = store.private.erase(uscc)
    registration = store.handler.enterprise(uscc).registration
    events: tuple[EnterpriseEvent, ...] = ()
    if not (accounts or names) or registration.accounts or registration.erased:
        events = store.handler.carry_out(Request(uscc=uscc, commands=(command,)), author)
    happened = tuple(StreamEvent(uscc, event) for event in events)
    return ErasureOutcome(
        stream=uscc, events=happened, values_removed=accounts, names_removed=names
    )


def _is(latest: NamedAccount, uscc: str, value: Value, private: PrivateTable) -> bool:
    """Say whether a value is that of the account named last, as far as can still be known."""
    kept = private.held([latest.account_id]).get(latest.account_id)
    if latest.erased or kept is None:
        return False
    return commitment(uscc, latest.account_id, value, kept.salt) == latest.commitment
