"""The private table: account values and salts, kept beside the log and never in it.

Nothing in the log depends on it: deleted whole or in part, every event still verifies.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from adapters.accounts.accounts import StoredAccount
from adapters.log.numbers import chunked

COLUMNS = "account_id, uscc, number, bank, salt"


class PrivateTable(ABC):
    """The values of one store's accounts; none where there are none, or not for us to read.

    Everything raises `private-unreadable` where what keeps the values cannot serve.
    """

    @abstractmethod
    def keep(self, held: StoredAccount) -> None:
        """Keep a value, where only those may read it who must."""

    @abstractmethod
    def erase(self, uscc: str) -> int:
        """Remove every value and salt of an enterprise; return how many there were."""

    @abstractmethod
    def drop(self, account_id: str) -> None:
        """Remove one value, whose event was not recorded."""

    @abstractmethod
    def may_read(self) -> bool:
        """Say whether what is kept is for us to read; so is what is not there."""

    @abstractmethod
    def _rows(self, column: str | None, values: list[str]) -> Iterator[StoredAccount]:
        """Yield the values whose column is one of these; None for all."""

    def held(self, account_ids: Iterable[str]) -> dict[str, StoredAccount]:
        """Return what is kept of these accounts, by id."""
        return {
            account.account_id: account
            for few in chunked(account_ids)
            for account in self._rows("account_id", few)
        }

    def of(self, usccs: Iterable[str]) -> list[StoredAccount]:
        """Return everything kept of these enterprises."""
        return [account for few in chunked(usccs) for account in self._rows("uscc", few)]

    def all(self) -> list[StoredAccount]:
        """Return everything kept."""
        return list(self._rows(None, []))
