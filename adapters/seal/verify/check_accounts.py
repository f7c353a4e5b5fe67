"""What is kept of accounts, compared with what the log commits to."""

from __future__ import annotations

from adapters.ledger.parties import account_checks
from adapters.ledger.store import Store
from adapters.log.codec import CodecError
from adapters.seal.verify.answers import Faults
from adapters.seal.verify.check_rows import BROKEN
from domain.refusals import Refusal

SOUND = ("matches", "erased", "locked")  # what is locked cannot be compared: its key is not here
OF_ACCOUNTS = ("private-unreadable", "accounts-key-differs")


def check_accounts(store: Store, head: int) -> Faults:
    """Return each account that is not as it was named, where accounts may be read.

    Raises as the file of their key is refused.
    """
    faults = Faults()
    try:
        for check in account_checks(store, head) if store.private.may_read() else ():
            if check.state not in SOUND:
                faults.add(None, f"account-{check.state}", f"{check.uscc} {check.account_id}")
    except Refusal as refusal:
        if refusal.code not in OF_ACCOUNTS:
            raise  # of the key's file, for its owner to mend
        faults.add(None, refusal.code, str(refusal.facts.get("problem", "")))
    except (*BROKEN, CodecError, AssertionError):
        pass  # the check of rows reports it
    return faults
