"""What the roles of officers are called."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.wording.translation import N_, as_typed, listed
from adapters.wording.translation import gettext as _

ROLES = {
    "clerk": N_("clerk"),
    "approver": N_("approver"),
    "finance": N_("finance officer"),
    "cashier": N_("cashier"),
    "auditor": N_("auditor"),
    "admin": N_("administrator"),
}


def role_names(roles: Iterable[str]) -> str:
    """Return roles as people read them, in their usual order."""
    given = set(roles)
    return listed(_(name) for role, name in ROLES.items() if role in given)


def roles_named(text: object) -> str:
    """Return what a refusal lists: roles by their names, where they are not typed."""
    roles = str(text).split(", ")
    return as_typed(str(text), role_names(roles)) if set(roles) <= set(ROLES) else str(text)
