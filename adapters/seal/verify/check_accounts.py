"""What is kept of accounts and names, compared with what the log commits to."""

from __future__ import annotations

from adapters.accounts.accounts import NAME
from adapters.ledger.enterprises import folded
from adapters.ledger.handling.naming import text_of
from adapters.ledger.parties import account_checks
from adapters.ledger.store import Store
from adapters.log.codec import CodecError
from adapters.seal.verify.answers import Faults
from adapters.seal.verify.check_rows import BROKEN
from domain.enterprise.kin.folding import DoesNotFollow
from domain.enterprise.registered.names import is_natural, name_id
from domain.events.streams import of_enterprise
from domain.refusals import Refusal

SOUND = ("matches", "erased", "locked")  # what is locked cannot be compared: its key is not here
OF_ACCOUNTS = ("private-unreadable", "accounts-key-differs")


def check_accounts(store: Store, head: int) -> Faults:
    """Return each account and name that is not as recorded, where they may be read.

    Raises as the file of their key is refused.
    """
    faults = Faults()
    try:
        for check in account_checks(store, head) if store.private.may_read() else ():
            if check.state not in SOUND:
                faults.add(None, f"account-{check.state}", f"{check.uscc} {check.account_id}")
        _check_names(store, faults)
    except Refusal as refusal:
        if refusal.code not in OF_ACCOUNTS:
            raise  # of the key's file, for its owner to mend
        faults.add(None, refusal.code, str(refusal.facts.get("problem", "")))
    except (*BROKEN, CodecError, DoesNotFollow, AssertionError):
        pass  # the check of rows reports it
    return faults


def _check_names(store: Store, faults: Faults) -> None:
    """Add each name that does not open as the log commits to it, where names may be read.

    A copy of the log alone keeps none: then none is missing.
    """
    handler = store.handler
    every = handler.recorder.streams() if store.private.may_read() else ()
    named = {
        name: (uscc, erased)
        for uscc in every
        if of_enterprise(uscc) and is_natural(uscc)
        for name, erased in folded(handler.stream(uscc)).registration.erased.items()
    }
    ids = {name: f"{NAME}{name_id(name)}" for name in named}
    held = store.private.held(ids.values())
    locked = store.private.locked(known for known in ids.values() if known not in held)
    for name, (uscc, erased) in named.items():
        kept, detail = held.get(ids[name]), f"{uscc} {name_id(name)}"
        if kept is None and ids[name] not in locked:
            if not erased and (held or locked):
                faults.add(None, "name-missing", detail)
        elif erased:
            faults.add(None, "name-not-erased", detail)
        elif kept is not None and (kept.uscc, text_of(kept)) != (uscc, name):
            faults.add(None, "name-differs", detail)
