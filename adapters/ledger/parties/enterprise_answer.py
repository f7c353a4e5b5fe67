"""What is known of an enterprise itself: its names over time, and its account, masked."""

from __future__ import annotations

from adapters.ledger.parties.commitments import check_commitments
from adapters.ledger.snapshot import Snapshot
from domain.refusals import Refusal
from projections.parties import EnterpriseName, EnterpriseProfile, MaskedAccount


def enterprise_of(look: Snapshot, uscc: str) -> EnterpriseProfile:
    """Return an enterprise as it stood at the position looked at.

    Raises `enterprise-unknown` when nothing was recorded of it by then.
    """
    enterprise = look.enterprise(uscc)
    if enterprise.length == 0:
        raise Refusal("enterprise-unknown", verb="register", uscc=uscc)
    registration = enterprise.registration
    names = tuple(
        EnterpriseName(name=name.name, first_day=name.first_day, document=name.document)
        for name in registration.names
    )
    return EnterpriseProfile(
        uscc=uscc,
        position=look.position,
        registered=bool(names),
        name=registration.name or enterprise.name_on_claims,
        names=names,
        account=_account(look, uscc),
    )


def _account(look: Snapshot, uscc: str) -> MaskedAccount | None:
    """Return the account named last by then."""
    checks = check_commitments(look, uscc)
    if not checks:
        return None
    latest = checks[-1]
    kept = look.store.private.held([latest.account_id]).get(latest.account_id)
    shown = kept if latest.state == "matches" else None
    return MaskedAccount(
        account_id=latest.account_id,
        commitment=latest.commitment,
        state=latest.state,
        masked=None if shown is None else shown.value.masked,
        bank=None if shown is None else shown.value.bank,
    )
