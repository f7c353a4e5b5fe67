"""Accounts named, confirmed and erased: their values in the private table, and what is recorded."""

from __future__ import annotations

from typing import assert_never

from adapters.accounts.accounts import StoredAccount, commitment, read_value, with_salt
from adapters.accounts.private_table import PrivateTable
from adapters.ledger.enterprises import folded
from adapters.ledger.handling.units import Author, ErasureOutcome, Outcome, Request
from adapters.ledger.store import Store
from adapters.ledger.treasury.treasury import logins_count
from domain.commands.enterprise import (
    AccountCommand,
    ConfirmAccount,
    ConfirmNamedAccount,
    EraseAccounts,
    NameAccount,
    PayInto,
)
from domain.enterprise.registered.registration import NamedAccount
from domain.events.log import EnterpriseEvent
from domain.identity import Actor
from domain.payments.happened import StreamEvent
from domain.refusals import Refusal


def carry_out_account(store: Store, command: AccountCommand, author: Author) -> Outcome:
    """Carry out a command about accounts. Raises Refusal."""
    match command:
        case PayInto():
            return _name_account(store, command, author)
        case ConfirmAccount():
            return _confirm_account(store, command, author)
        case EraseAccounts():
            return _erase_accounts(store, command, author)
        case _:
            assert_never(command)


def try_account(store: Store, command: AccountCommand, author: Author) -> None:
    """Decide on a command about accounts; values are neither kept nor removed. Raises Refusal.

    store: one that appends nothing, and says so by what it raises.
    """
    uscc = command.uscc
    match command:
        case PayInto():
            naming = _naming(store, command)
            if naming is not None:
                store.handler.carry_out(Request(uscc=uscc, commands=(naming[1],)), author)
        case ConfirmAccount():
            _confirm_account(store, command, author)
        case EraseAccounts():
            if _is_recorded(store, uscc, kept=bool(store.private.of([uscc]))):
                store.handler.carry_out(Request(uscc=uscc, commands=(command,)), author)
        case _:
            assert_never(command)


def _name_account(store: Store, command: PayInto, author: Author) -> Outcome:
    """Name an enterprise's account; nothing when it is the one named last."""
    uscc, private = command.uscc, store.private
    naming = _naming(store, command)
    if naming is None:
        return Outcome(stream=uscc)
    stored, named = naming
    private.keep(stored)
    try:
        events = store.handler.carry_out(Request(uscc=uscc, commands=(named,)), author)
    except Refusal:
        private.drop(stored.account_id)
        raise
    return Outcome(stream=uscc, events=tuple(StreamEvent(uscc, event) for event in events))


def _naming(store: Store, command: PayInto) -> tuple[StoredAccount, NameAccount] | None:
    """Return an account to be kept, and the command that names it; None for the one named last."""
    uscc = command.uscc
    value = read_value(command.number, command.bank, command.bank_no, command.holder)
    latest = folded(store.handler.stream(uscc)).registration.account
    if latest is not None and is_named(latest, command, store.private):
        return None
    stored = with_salt(uscc, value)
    named = NameAccount(
        uscc=uscc,
        account_id=stored.account_id,
        commitment=stored.commitment,
        compared_with=None if latest is None else latest.account_id,
        document=command.document,
    )
    return stored, named


def _confirm_account(store: Store, command: ConfirmAccount, author: Author) -> Outcome:
    """Confirm an enterprise's account, by its id: one named meanwhile is not confirmed."""
    uscc = command.uscc
    account = folded(store.handler.stream(uscc)).registration.account
    if account is None:
        raise Refusal("no-account-to-confirm", uscc=uscc)
    confirm = ConfirmNamedAccount(
        uscc=uscc,
        account_id=account.account_id,
        document=command.document,
        by=Actor(author.by, author.login),
        separate_logins=logins_count(store),
    )
    events = store.handler.carry_out(Request(uscc=uscc, commands=(confirm,)), author)
    return Outcome(stream=uscc, events=tuple(StreamEvent(uscc, event) for event in events))


def _erase_accounts(store: Store, command: EraseAccounts, author: Author) -> ErasureOutcome:
    """Remove every account, name and salt of an enterprise, and record it.

    A value whose event was never recorded goes too.
    """
    uscc = command.uscc
    accounts, names = store.private.erase(uscc)
    events: tuple[EnterpriseEvent, ...] = ()
    if _is_recorded(store, uscc, kept=bool(accounts or names)):
        events = store.handler.carry_out(Request(uscc=uscc, commands=(command,)), author)
    happened = tuple(StreamEvent(uscc, event) for event in events)
    return ErasureOutcome(
        stream=uscc, events=happened, values_removed=accounts, names_removed=names
    )


def _is_recorded(store: Store, uscc: str, *, kept: bool) -> bool:
    """Say whether an erasure is of what the log names, and is decided. kept: any value is."""
    registration = folded(store.handler.stream(uscc)).registration
    return not kept or bool(registration.accounts or registration.erased)


def is_named(latest: NamedAccount, command: PayInto, private: PrivateTable) -> bool:
    """Say whether a command names the account named last, as far as can still be known.

    A holder or a branch that the command leaves out is as it was. Raises Refusal as `read_value`.
    """
    value = read_value(command.number, command.bank, command.bank_no, command.holder)
    kept = private.held([latest.account_id]).get(latest.account_id)
    if latest.erased or kept is None:
        return False
    left_out = {
        name: getattr(kept.value, name)
        for name in ("bank_no", "holder")
        if getattr(command, name) is None
    }
    same = value._replace(**left_out)
    return commitment(command.uscc, latest.account_id, same, kept.salt) == latest.commitment
