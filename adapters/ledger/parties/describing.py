"""What is known of an enterprise itself: its names over time, and its account, masked."""

from __future__ import annotations

from typing import Any

from adapters.ledger.parties.commitments import check_commitments
from adapters.ledger.snapshot import Snapshot
from domain.refusals import Refusal


def answer(look: Snapshot, uscc: str) -> dict[str, Any]:
    """Return an enterprise as it stood at the position looked at.

    Raises `enterprise-unknown` when nothing was recorded of it by then.
    """
    enterprise = look.enterprise(uscc)
    if enterprise.length == 0:
        raise Refusal("enterprise-unknown", verb="register", uscc=uscc)
    registration = enterprise.registration
    names = [
        {
            "name": one.name,
            "first_day": None if one.first_day is None else one.first_day.isoformat(),
            "document": one.document,
        }
        for one in registration.names
    ]
    return {
        "uscc": uscc,
        "position": look.position,
        "registered": bool(names),
        "name": registration.name or enterprise.name_on_claims,
        "names": names,
        "account": _account(look, uscc),
    }


def _account(look: Snapshot, uscc: str) -> dict[str, Any] | None:
    """Return the account named last by then; number and bank are None where they are gone."""
    found = check_commitments(look, uscc)
    if not found:
        return None
    latest = found[-1]
    held = look.store.private.held([latest.account_id]).get(latest.account_id)
    shown = held if latest.state == "matches" else None
    return {
        "account_id": latest.account_id,
        "commitment": latest.commitment,
        "state": latest.state,
        "masked": None if shown is None else shown.value.masked,
        "bank": None if shown is None else shown.value.bank,
    }
