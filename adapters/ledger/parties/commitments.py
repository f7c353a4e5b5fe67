"""Every account's commitment worked out again, where value and salt are still there."""

from __future__ import annotations

from adapters.accounts.accounts import StoredAccount
from adapters.ledger.parties.registrations import registrations
from adapters.ledger.snapshot import Snapshot
from domain.enterprise.registration import NamedAccount
from domain.refusals import Refusal
from projections.parties import AccountCheck, AccountState


def check_commitments(look: Snapshot, uscc: str | None = None) -> list[AccountCheck]:
    """Return every account named by the position looked at, or one enterprise's, by code.

    What is kept is as of now, whatever the position: so is what was erased later.
    Raises `enterprise-unknown` when nothing was recorded of the one asked for.
    """
    if uscc is not None and look.enterprise(uscc).length == 0:
        raise Refusal("enterprise-unknown", verb="register", uscc=uscc)
    recorder, only = look.store.handler.recorder, None if uscc is None else [uscc]
    then = registrations(recorder, look.position, only)
    now = registrations(recorder, look.store.handler.position(), only)
    erased = {
        account.account_id
        for registration in now.values()
        for account in registration.accounts
        if account.erased
    }
    accounts = [
        (code, account)
        for code, registration in sorted(then.items())
        for account in registration.accounts
    ]
    kept = look.store.private.held(account.account_id for _, account in accounts)
    return [
        AccountCheck(
            uscc=code,
            account_id=account.account_id,
            commitment=account.commitment,
            state=_state(code, account, kept.get(account.account_id), erased),
        )
        for code, account in accounts
    ]


def _state(
    uscc: str, account: NamedAccount, kept: StoredAccount | None, erased: set[str]
) -> AccountState:
    if kept is None:
        return "erased" if account.account_id in erased else "missing"
    if account.account_id in erased:
        return "not-erased"
    same = kept.uscc == uscc and kept.commitment == account.commitment
    return "matches" if same else "differs"
