"""The roles of officers, and who may do what: the matrix, as values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from domain.refusals import Refusal


class Role(StrEnum):
    """What an account may be given; it holds a set of them."""

    CLERK = "clerk"
    APPROVER = "approver"
    FINANCE = "finance"
    CASHIER = "cashier"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Action(StrEnum):
    """What a role allows."""

    READ = "read"  # claims, enterprises, policies, money; and export them
    FULL_ACCOUNTS = "full-accounts"  # the numbers that are paid on, in full
    SUBMIT = "submit"  # import, record a year, register, name an account, withdraw, object
    DECIDE = "decide"  # approve, reduce, reject, revoke, resolve, reorder, amend, reassess
    MONEY = "money"  # budget, compute a batch, publish it
    PAY = "pay"  # pay, a payment failed, recover
    AUDIT = "audit"  # audits, samples, packs
    REPORT = "report"  # those audits that need no pack
    ACCOUNTS = "accounts"  # of officers: make, disable, give roles


STAFF = frozenset(Role) - {Role.ADMIN}
ALLOWED: dict[Action, frozenset[Role]] = {
    Action.READ: STAFF,
    Action.FULL_ACCOUNTS: frozenset({Role.CASHIER}),
    Action.SUBMIT: frozenset({Role.CLERK}),
    Action.DECIDE: frozenset({Role.APPROVER}),
    Action.MONEY: frozenset({Role.FINANCE}),
    Action.PAY: frozenset({Role.CASHIER}),
    Action.AUDIT: frozenset({Role.AUDITOR}),
    Action.REPORT: frozenset({Role.AUDITOR, Role.APPROVER, Role.FINANCE}),
    Action.ACCOUNTS: frozenset({Role.ADMIN}),
}


def may(roles: Iterable[str], action: Action) -> bool:
    """Say whether any of these roles allows an action."""
    return not ALLOWED[action].isdisjoint(roles)


def checked(roles: Collection[str]) -> frozenset[Role]:
    """Return roles as given to an account.

    Raises `role-unknown` for one that there is not, or for none at all; `admin-alone` for an
    administrator who would be more: administrators see no claims.
    """
    for role in roles:
        if role not in set(Role):
            raise Refusal("role-unknown", role=role, known=", ".join(Role))
    if not roles:
        raise Refusal("role-unknown", verb="none", known=", ".join(Role))
    given = frozenset(map(Role, roles))
    if Role.ADMIN in given and len(given) > 1:
        raise Refusal("admin-alone")
    return given


def kept(roles: Iterable[str]) -> str:
    """Return roles as a table keeps them."""
    return ",".join(sorted(roles))


def read(text: str) -> frozenset[str]:
    """Return the roles that a table keeps; one that is no longer known allows nothing."""
    return frozenset(text.split(",")) & frozenset(map(str, Role))
