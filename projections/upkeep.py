"""What the upkeep of a ledger answers."""

from __future__ import annotations

from domain.value import value


@value
class StoreRoles:
    """The database roles of those who use a ledger, by what their members may do.

    writer: submits, approves and pays, where a bureau has few people. reader: an auditor. server:
    serves the ledger, and records for officers by their logins at it.
    """

    submitter: str
    approver: str
    cashier: str
    auditor: str
    writer: str
    reader: str
    server: str


@value
class StorePrepared:
    """A ledger made ready. separate_logins: a login that approves may not pay.

    separate_hands: who submits a claim may not approve it. roles: None where the ledger is a file.
    """

    separate_logins: bool
    separate_hands: bool
    roles: StoreRoles | None


@value
class Rebuilt:
    """How many events the views were made from, and how long it took."""

    events: int
    seconds: float
