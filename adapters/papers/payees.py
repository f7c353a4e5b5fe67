"""Who a paper is about: names and accounts as the ledger stood, values from the private table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from adapters.papers.paper import ERASED, Secret
from adapters.parties.accounts import Held
from adapters.parties.private_table import PrivateTable
from adapters.parties.registrations import registrations
from adapters.recall import Look
from domain.refusals import Refusal
from domain.registration import Account, Registration

NOT_NAMED = "（未登记）"


class Payee(NamedTuple):
    """An enterprise on a paper. number, bank, masked: cells; the digest covers the commitment."""

    name: str
    number: Secret | str
    bank: Secret | str
    masked: Secret | str


def payees(look: Look, usccs: Iterable[str]) -> dict[str, Payee]:
    """Return these enterprises as of the position looked at.

    Raises `account-differs` where what is kept of an account is not what the log commits to.
    """
    codes = list(dict.fromkeys(usccs))
    found = registrations(look.store.ledger.recorder, look.position, codes)
    on_claims = look.names() if any(not _named(found.get(code)) for code in codes) else {}
    accounts = {code: found[code].account for code in codes if code in found}
    ids = [one.account_id for one in accounts.values() if one is not None and not one.erased]
    held = PrivateTable(look.store.path).held(ids)
    return {
        code: _payee(code, _named(found.get(code)) or on_claims.get(code, ""), account, held)
        for code in codes
        for account in (accounts.get(code),)
    }


def _named(registration: Registration | None) -> str | None:
    return None if registration is None else registration.name


def _payee(uscc: str, name: str, account: Account | None, held: dict[str, Held]) -> Payee:
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
