"""Who a paper is about: names and accounts as the ledger stood, values from the private table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from adapters.accounts.accounts import StoredAccount
from adapters.ledger.look import Look
from adapters.ledger.parties import registrations
from adapters.papers.paper import ERASED, Secret
from domain.enterprise.registered.names import masked
from domain.enterprise.registered.registration import NamedAccount
from domain.refusals import Refusal

NOT_NAMED = "（未登记）"


class Payee(NamedTuple):
    """An enterprise on a paper, as cells. Of what is secret the digest covers the commitment.

    holder: the name that its account is in; its own where that was not given.
    """

    name: Secret | str
    number: Secret | str
    bank: Secret | str
    masked: Secret | str
    bank_no: Secret | str
    holder: Secret | str


def payees(look: Look, usccs: Iterable[str], at: int | None = None) -> dict[str, Payee]:
    """Return these enterprises as of a log position; None: that looked at.

    Whether an account is erased is as of the position looked at, whatever `at` is.
    Raises `account-differs` where what is kept of an account is not what the log commits to.
    """
    codes = list(dict.fromkeys(usccs))
    store, position = look.snapshot.store, look.position if at is None else at
    known = registrations(store.handler.recorder, position, codes)
    names = {code: registration.name for code, registration in known.items()}
    named = all(map(names.get, codes))
    on_claims = {} if named else look.snapshot.names_on_claims(codes, position)
    accounts = {code: each.account for code, each in known.items() if each.account is not None}
    if position != look.position:
        _erased_since(look, accounts)
    kept = store.private.held(
        [account.account_id for account in accounts.values() if not account.erased]
    )
    recorded = {code: names.get(code) or on_claims.get(code, "") for code in codes}
    shown = look.snapshot.shown_names(recorded.items())
    return {
        code: _payee(code, name_cell(code, name, shown), accounts.get(code), kept)
        for code, name in recorded.items()
    }


def name_cell(uscc: str, name: str, shown: Mapping[str, str]) -> Secret | str:
    """Return a name as a cell. shown: what is shown for names that are committed to."""
    if name not in shown:
        return name
    hidden = masked(uscc)
    return Secret(None if shown[name] == hidden else shown[name], name, hidden)


def _erased_since(look: Look, accounts: dict[str, NamedAccount]) -> None:
    """Mark the accounts that were erased by the position looked at."""
    now = registrations(look.snapshot.store.handler.recorder, look.position, accounts)
    gone = {
        account.account_id
        for registration in now.values()
        for account in registration.accounts
        if account.erased
    }
    for account in accounts.values():
        account.erased = account.account_id in gone


def _payee(
    uscc: str, name: Secret | str, account: NamedAccount | None, held: dict[str, StoredAccount]
) -> Payee:
    if account is None:
        return Payee(name, NOT_NAMED, NOT_NAMED, NOT_NAMED, NOT_NAMED, name)
    kept = held.get(account.account_id)
    holder: str | None
    if account.erased or kept is None:
        shown = ERASED if account.erased else None
        number, bank, masked, bank_no, holder = (shown,) * 5
    else:
        if kept.uscc != uscc or kept.commitment != account.commitment:
            raise Refusal("account-differs", uscc=uscc)
        value = kept.value
        number, bank, masked, bank_no = value.number, value.bank, value.masked, value.bank_no
        holder = value.holder or (name.shown if isinstance(name, Secret) else name)
    of = account.commitment
    return Payee(
        name,
        Secret(number, of),
        Secret(bank, None),
        Secret(masked, of),
        Secret(bank_no, None),
        Secret(holder, None),
    )
