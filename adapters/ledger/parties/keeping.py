"""Naming an account and erasing it: the private table and the log, in the order that is safe.

A value is kept before its event is recorded, and removed before its removal is: whatever dies in
between, no event speaks of a value never kept, and none says it is gone while it stays.
"""

from __future__ import annotations

from typing import NamedTuple

from adapters.accounts.accounts import Value, commitment, held_anew
from adapters.accounts.private_table import PrivateTable
from adapters.ledger.handling.units import Author, Request
from adapters.ledger.store import Store
from domain.commands.enterprise import EraseAccounts, NameAccount
from domain.enterprise.registration import Account
from domain.events.log import EnterpriseEvent
from domain.refusals import Refusal


class Erased(NamedTuple):
    """What an erasure did: values removed, and events recorded."""

    values: int
    events: tuple[EnterpriseEvent, ...]


def name_account(
    opened: Store, uscc: str, value: Value, who: Author
) -> tuple[EnterpriseEvent, ...]:
    """Name an enterprise's account; nothing when it is the one named last. Raises Refusal."""
    latest = opened.handler.enterprise(uscc).registration.account
    kept = opened.private
    if latest is not None and _is(latest, uscc, value, kept):
        return ()
    held = held_anew(uscc, value)
    command = NameAccount(
        uscc=uscc,
        account_id=held.account_id,
        commitment=held.commitment,
        compared_with=None if latest is None else latest.account_id,
    )
    kept.keep(held)
    try:
        return opened.handler.carry_out(Request(uscc=uscc, commands=(command,)), who)
    except Refusal:
        kept.drop(held.account_id)
        raise


def erase_accounts(opened: Store, uscc: str, who: Author) -> Erased:
    """Remove every value and salt of an enterprise, and record it. Raises Refusal.

    A value whose event was never recorded goes too.
    """
    values = opened.private.erase(uscc)
    if values and not opened.handler.enterprise(uscc).registration.accounts:
        return Erased(values, ())
    events = opened.handler.carry_out(Request(uscc=uscc, commands=(EraseAccounts(uscc=uscc),)), who)
    return Erased(values, events)


def _is(latest: Account, uscc: str, value: Value, kept: PrivateTable) -> bool:
    """Say whether a value is that of the account named last, as far as can still be known."""
    held = kept.held([latest.account_id]).get(latest.account_id)
    if latest.erased or held is None:
        return False
    return commitment(uscc, latest.account_id, value, held.salt) == latest.commitment
