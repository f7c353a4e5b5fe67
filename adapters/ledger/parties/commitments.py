"""Every account's commitment worked out again, where value and salt are still there."""

from __future__ import annotations

from typing import Any, NamedTuple

from adapters.ledger.parties.registrations import registrations
from adapters.ledger.snapshot import Snapshot
from domain.refusals import Refusal

# How an account stands. `matches`, `differs`: value and salt are there. `erased`: recorded as
# removed, and gone. `missing`: not there, and not recorded as erased (the file was deleted, or this
# is a copy of the log alone). `not-erased`: recorded as removed, and still there.
STATES = ("matches", "differs", "erased", "missing", "not-erased")
WRONG = frozenset(("differs", "not-erased"))


class AccountCheck(NamedTuple):
    """An account of the log, and how what is kept of it stands to its commitment."""

    uscc: str
    account_id: str
    commitment: str
    state: str


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
    gone = {one.account_id for each in now.values() for one in each.accounts if one.erased}
    accounts = [(code, one) for code, each in sorted(then.items()) for one in each.accounts]
    held = look.store.private.held(one.account_id for _, one in accounts)
    found = []
    for code, one in accounts:
        kept = held.get(one.account_id)
        if kept is None:
            state = "erased" if one.account_id in gone else "missing"
        elif one.account_id in gone:
            state = "not-erased"
        else:
            same = kept.uscc == code and kept.commitment == one.commitment
            state = "matches" if same else "differs"
        found.append(AccountCheck(code, one.account_id, one.commitment, state))
    return found


def answer(look: Snapshot, found: list[AccountCheck]) -> dict[str, Any]:
    """Return the check as other programs rely on it."""
    counts = {state.replace("-", "_"): 0 for state in STATES}
    for one in found:
        counts[one.state.replace("-", "_")] += 1
    return {"position": look.position, **counts, "accounts": [one._asdict() for one in found]}
