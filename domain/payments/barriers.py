"""What keeps money from an enterprise on a day: one table, asked before anything is paid.

A line that a barrier keeps back stays in its batch as it is, while the others are ordered and paid.
What account a line is paid to is fixed with the notice of its batch: an account named after that is
paid to once another person than the one who named it has confirmed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from domain.enterprise.registration import Registration
from domain.refusals import Fact, Refusal
from domain.value import value

NO_ACCOUNT, UNCONFIRMED = "no-account-to-pay", "account-unconfirmed"
OF_ACCOUNTS = (NO_ACCOUNT, UNCONFIRMED)  # what is paid in cash or offset passes these


@value
class Barrier:
    """One thing that keeps money back: a stable code, and the facts of its sentence."""

    code: str
    facts: dict[str, Fact]


def of_account(registration: Registration, on: date, published_at: int) -> Iterator[Barrier]:
    """Yield that there is no account to pay to, or another than at the notice, not confirmed."""
    account = registration.account
    if account is None or account.erased:
        yield Barrier(code=NO_ACCOUNT, facts={})
    elif is_changed(registration, published_at) and not account.confirmed:
        yield Barrier(code=UNCONFIRMED, facts={})


BARRIERS: tuple[Callable[[Registration, date, int], Iterator[Barrier]], ...] = (of_account,)


def barriers(registration: Registration, on: date, published_at: int) -> tuple[Barrier, ...]:
    """Return all that keeps a batch's money from an enterprise on a day.

    published_at: where in the log the notice of the batch began; 0 before it does.
    """
    return tuple(each for of_kind in BARRIERS for each in of_kind(registration, on, published_at))


def is_changed(registration: Registration, published_at: int) -> bool:
    """Say whether the account was named after the notice began."""
    account = registration.account
    return account is not None and account.position > published_at


def refusal(why: Barrier, batch: int, claim_no: str, uscc: str) -> Refusal:
    """Return that a line cannot be paid for what keeps money from its enterprise."""
    return Refusal(why.code, batch=batch, claim_no=claim_no, uscc=uscc, **why.facts)
