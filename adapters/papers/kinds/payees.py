"""Who a paper is about: names and accounts as the ledger stood, values from the private table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from adapters.accounts.accounts import StoredAccount
from adapters.ledger.parties.registrations import registrations
from adapters.ledger.snapshot import Snapshot
from adapters.papers.paper import ERASED, Secret
from adapters.views.queries import enterprise_names
from domain.enterprise.registration import NamedAccount, Registration
from domain.refusals import Refusal

NOT_NAMED = "（未登记）"


class Payee(NamedTuple):
    """An enterprise on a paper. number, bank, masked: cells; the digest covers the commitment."""

    name: str
    number: Secret | str
    bank: Secret | str
    masked: Secret | str


def payees(look: Snapshot, usccs: Iterable[str], at: int | None = None) -> dict[str, Payee]:
    """Return these enterprises as of a log position; None: that looked at.

    Whether an account is erased is as of the position looked at, whatever `at` is.
    Raises `account-differs` where what is kept of an account is not what the log commits to.
    """
    codes = list(dict.fromkeys(usccs))
    position = look.position if at is None else at
    found = registrations(look.store.handler.recorder, position, codes)
    unnamed = any(not _named(found.get(code)) for code in codes)
    on_claims = enterprise_names(look.connection, position) if unnamed else {}
    latest = {code: one.account for code, one in found.items()}
    accounts = {code: one for code, one in latest.items() if one is not None}
    if position != look.position:
        _erased_since(look, accounts)
    ids = [one.account_id for one in accounts.values() if not one.erased]
    held = look.store.private.held(ids)
    return {
        code: _payee(
            code, _named(found.get(code)) or on_claims.get(code, ""), accounts.get(code), held
        )
        for code in codes
    }


def _erased_since(look: Snapshot, accounts: dict[str, NamedAccount]) -> None:
    """Mark the accounts that were erased by the position looked at."""
    now = registrations(look.store.handler.recorder, look.position, accounts)
    gone = {one.account_id for each in now.values() for one in each.accounts if one.erased}
    for account in accounts.values():
        account.erased = account.account_id in gone


def _named(registration: Registration | None) -> str | None:
    return None if registration is None else registration.name


def _payee(
    uscc: str, name: str, account: NamedAccount | None, held: dict[str, StoredAccount]
) -> Payee:
    if account is None:
        return Payee(name, NOT_NAMED, NOT_NAMED, NOT_NAMED)
    kept = held.get(account.account_id)
    if account.erased or kept is None:
        shown = ERASED if account.erased else None
        number, bank, masked = (shown,) * 3
    else:
        if kept.uscc != uscc or kept.commitment != account.commitment:
            raise Refusal("account-differs", uscc=uscc)
        number, bank, masked = kept.value.number, kept.value.bank, kept.value.masked
    of = account.commitment
    return Payee(name, Secret(number, of), Secret(bank, None), Secret(masked, of))
