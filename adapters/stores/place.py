"""Where a ledger lies: a SQLite file, or a PostgreSQL database.

Everything else asks a place for what it keeps there: the log, the views, the private table.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from adapters.accounts.private_table import PrivateTable
from adapters.log.recorder import Log
from adapters.views.backend import Backend
from adapters.wording.translation import N_
from domain.enterprise.kin.folding import DoesNotFollow
from domain.enterprise.state import UnknownClaim
from domain.refusals import Refusal
from projections.upkeep import StoreRoles

LOG_UNGUARDED, VIEWS_NOT_PLAIN = "log-unguarded", "views-not-plain"
PRIVATE_EXPOSED = "private-exposed"
PRIVATE_NOT_PLAIN = "private-not-plain"


class Guard(NamedTuple):
    """What is not as the ledger makes it: a code of a fault, and the trigger's or table's name."""

    code: str
    name: str


class Location(Protocol):
    """Where a ledger lies. Can be sent to another process, which opens connections of its own."""

    @property
    def name(self) -> str:
        """The name that people read."""

    @property
    def file(self) -> Path | None:
        """The log's file, where it is one."""

    def exists(self) -> bool:
        """Say whether there is a ledger, or a file that may be a ledger.

        Before anything is changed, raises Refusal where none can be: another program's data.
        """

    def make(self) -> None:
        """Have a place that a ledger can be made in by who writes to it; raises as `exists` does.

        Raises `store-not-found` where only `prepare` makes one.
        """

    def must_be_writable(self) -> None:
        """Raise Refusal `store-read-only` for a file that this process may not write."""

    def must_let_serve(self) -> None:
        """Raise Refusal `login-may-not-serve` where it records as its own login alone."""

    def prepare(self) -> StoreRoles | None:
        """Make what a ledger needs of its database, as its owner; None where there are no roles.

        Raises `roles-not-granted`.
        """

    def log(self, clock: Callable[[], datetime]) -> Log:
        """Return the log, not yet connected to."""

    def views(self) -> Backend:
        """Return what keeps the views, not yet connected to."""

    def other_views(self, damaged: Backend) -> Backend | None:
        """Abandon damaged views; return what keeps those in their place.

        None where the views are not kept apart from what keeps the log, or none can be made.
        """

    def builds_beside(self, views: Backend) -> bool:
        """Say whether these views are replaced whole, by others that were built beside them."""

    def building_views(self) -> AbstractContextManager[Backend]:
        """Give what views are built in, which serve once the block ends without an error."""

    def has_views(self) -> bool:
        """Say whether there may be views already."""

    def may_write_views(self, views: Backend) -> bool:
        """Say whether the views here are this reader's to bring on."""

    def guards(self) -> list[Guard]:
        """Return what no longer guards the log as it was made, and what views hold besides tables.

        Raises Refusal where the store cannot be read.
        """

    def private(self) -> PrivateTable:
        """Return the table of what must never be in the log."""

    def refusal(self, broken: Exception) -> Refusal:
        """Return the refusal for a failure of the file or database that keeps the ledger."""

    def login(self) -> str:
        """Return the account that is authenticated here: the system's user, the database's role."""

    def has_own_login(self) -> bool:
        """Say whether the login is one officer's, by how logins are given out here."""


def problem_of(broken: Exception) -> str:
    """Return what a driver says went wrong, in its own words."""
    if isinstance(broken, DoesNotFollow):
        problem = N_("it does not follow from the events before it")
        return f"position {broken.position}: {broken.of}: " + problem
    if isinstance(broken, UnknownClaim):
        return f"{broken.args[0]}: " + N_("no claim of this number was submitted")
    return str(getattr(broken, "orig", None) or broken).strip()
