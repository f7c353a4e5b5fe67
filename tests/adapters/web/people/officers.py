"""Officers of the tests, who have passwords of their own."""

from __future__ import annotations

from adapters.web.people.account import Account
from adapters.web.people.entrance import Entered
from adapters.web.people.people import People

SECRET = "korrekt-pferd-batterie"
OTHER = "heftklammer-im-brunnen"
HANDED_OVER = "handed-over-by-admin"
HERE = "10.0.0.7"


def officer(people: People, name: str, *roles: str) -> Account:
    """Return an account whose password is its own."""
    people.accounts.add(
        name, f"{name} 同志", roles or ("clerk",), "handed-over-by-admin", "os:root"
    )
    return people.accounts.change_password(name, "handed-over-by-admin", SECRET)


def log_in(people: People, name: str, password: str = SECRET, **how: str) -> Entered:
    return people.entrance.log_in(name, password, **{"address": HERE, **how})


def acts(people: People, account: str | None = None) -> list[str]:
    """Return what the journal says of an account, in order."""
    return [entry.act for entry in reversed(people.journal.entries(account=account))]
