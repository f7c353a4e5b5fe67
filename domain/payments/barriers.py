"""What keeps money from an enterprise: its account is missing, or was changed and not confirmed.

What account a line is paid to is fixed with the notice of its batch: an account named after that is
paid to once another person than the one who named it has confirmed it.
"""

from __future__ import annotations

from enum import StrEnum

from domain.enterprise.registration import Registration
from domain.refusals import Refusal


class Barrier(StrEnum):
    """Why a line that is free is neither ordered nor paid."""

    NO_ACCOUNT = "no-account-to-pay"
    UNCONFIRMED = "account-unconfirmed"


def barrier(registration: Registration, published_at: int) -> Barrier | None:
    """Return what keeps a batch's money from an enterprise; None where nothing does.

    published_at: where in the log the notice of the batch began.
    """
    account = registration.account
    if account is None or account.erased:
        return Barrier.NO_ACCOUNT
    if is_changed(registration, published_at) and not account.confirmed:
        return Barrier.UNCONFIRMED
    return None


def is_changed(registration: Registration, published_at: int) -> bool:
    """Say whether the account was named after the notice began."""
    account = registration.account
    return account is not None and account.position > published_at


def refusal(why: Barrier, batch: int, claim_no: str, uscc: str) -> Refusal:
    """Return that a line cannot be paid for what keeps money from its enterprise."""
    return Refusal(why.value, batch=batch, claim_no=claim_no, uscc=uscc)
