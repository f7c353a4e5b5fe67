"""What keeps money from an enterprise on a day: one table, asked before anything is paid.

A line that a barrier keeps back stays in its batch as it is, while the others are ordered and paid.
What account a line is paid to is fixed with the notice of its batch: an account named after that is
paid to once another person than the one who named it has confirmed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.enterprise.registered.holds import held_on
from domain.enterprise.registered.registration import Registration
from domain.refusals import Fact, Refusal
from domain.value import value

NO_ACCOUNT, UNCONFIRMED = "no-account-to-pay", "account-unconfirmed"
OF_ACCOUNTS = (NO_ACCOUNT, UNCONFIRMED)  # what is paid in cash or offset passes these


@value
class Barrier:
    """One thing that keeps money back: a stable code, and the facts of its sentence."""

    code: str
    facts: dict[str, Fact]


def of_holds(registration: Registration, on: date) -> Iterator[Barrier]:
    """Yield the holds that keep an enterprise's money back on a day."""
    for hold in held_on(registration.holds, on):
        last = hold.last_day
        facts: dict[str, Fact] = {
            "document": hold.said.document,
            "reason": hold.said.reason,
            "first_day": hold.said.first_day.isoformat(),
            "last_day": None if last is None else last.isoformat(),
        }
        yield Barrier(code="enterprise-held", facts=facts)


def of_account(registration: Registration, published_at: int) -> Iterator[Barrier]:
    """Yield that there is no account to pay to, or another than at the notice, not confirmed."""
    account = registration.account
    if account is None or account.erased:
        yield Barrier(code=NO_ACCOUNT, facts={})
    elif is_changed(registration, published_at) and not account.is_confirmed:
        yield Barrier(code=UNCONFIRMED, facts={})


def barriers(
    registration: Registration, on: date, published_at: int | None = None
) -> tuple[Barrier, ...]:
    """Return all that keeps an enterprise's money back on a day.

    published_at: where in the log the notice of a batch began that pays to an account; None where
    none is asked for.
    """
    held = tuple(of_holds(registration, on))
    return held if published_at is None else (*held, *of_account(registration, published_at))


def is_changed(registration: Registration, published_at: int) -> bool:
    """Say whether the account was named after the notice began."""
    account = registration.account
    return account is not None and account.position > published_at


def refusal(why: Barrier, batch: int, claim_no: str, uscc: str) -> Refusal:
    """Return that a line cannot be paid for what keeps money from its enterprise."""
    return Refusal(why.code, batch=batch, claim_no=claim_no, uscc=uscc, **why.facts)
