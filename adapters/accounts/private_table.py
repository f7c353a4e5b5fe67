"""The private table: account values and salts, sealed, kept beside the log and never in it.

Nothing in the log depends on it: deleted whole or in part, every event still verifies. Each
enterprise has a key of its own, which erasing destroys with what it sealed; see `key_file`. Values
kept by earlier versions lie in a table of their own, as they are, until the next value is kept.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from adapters.accounts.accounts import StoredAccount, Value
from adapters.accounts.key_file import AccountsKey, key_at_hand, key_file, missing, own_key_made
from adapters.accounts.sealing import new_data_key, seal, unseal, unwrapped, wrapped
from adapters.log.numbers import chunked
from domain.refusals import Refusal

PLAIN, SEALED, KEYS = "accounts", "sealed_accounts", "account_keys"
_NOTHING = Value("", ""), b""  # matches no commitment


class _Sealed(NamedTuple):
    """A value as it is kept, with its enterprise's key as that is kept."""

    account_id: str
    uscc: str
    commitment: str
    sealed: bytes
    key_id: str
    wrapped: bytes


class PrivateTable(ABC):
    """The values of one store's accounts; none where there are none, or not for us to read.

    Everything raises `private-unreadable` where what keeps the values cannot serve, and
    `accounts-key-differs` where the key of a named file is not the one they are sealed by.
    """

    MARK: ClassVar[str]  # of a parameter of a statement
    SCHEMA: ClassVar[str]  # before the name of a table

    @property
    @abstractmethod
    def log(self) -> Path | None:
        """The log's file, where it is one."""

    @abstractmethod
    def may_read(self) -> bool:
        """Say whether what is kept is for us to read; so is what is not there."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Any]:
        """One transaction on tables that are made where they are missing."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Any]:
        """A connection to what is there; None where nothing is, or not for us to read."""

    @abstractmethod
    def _removing(self) -> AbstractContextManager[Any]:
        """A connection to what is there, to remove it; None where nothing is."""

    @abstractmethod
    def _has(self, table: Any, name: str) -> bool:
        """Say whether there is a table, and it is for us to read."""

    @abstractmethod
    def _overwrite(self) -> None:
        """Have no byte of what was removed stay in the file."""

    def keep(self, *values: StoredAccount) -> None:
        """Keep values, sealed, and seal what is still kept as it is.

        Raises `accounts-key-missing` where another key is in use, and it is not here;
        `account-differs` where the enterprise's own key was changed.
        """
        with self._writing() as table:
            key = self._key_to_write(table)
            for stored in values:
                self._insert(table, stored, key)
            plain = list(self._plain_rows(table, None, []))
            for earlier in plain:
                self._insert(table, earlier, key)
                self._run(table, f"DELETE FROM {{}}{PLAIN} WHERE account_id = ?", earlier[:1])
        if plain:
            self._overwrite()

    def wrap_again(self, old: AccountsKey, make_new: Callable[[], AccountsKey]) -> AccountsKey:
        """Wrap every enterprise's key by another key, and return it.

        make_new: called once everything was opened by the old key. Raises `accounts-key-differs`,
        `account-differs` before, where one is not wrapped by it; then none is changed. What is
        raised after may have changed all: the new key must be kept.
        """
        with self._writing() as table:
            kept = self._run(table, f"SELECT uscc, key_id, wrapped FROM {{}}{KEYS}")
            update = f"UPDATE {{}}{KEYS} SET key_id = ?, wrapped = ? WHERE uscc = ?"
            opened = [(uscc, _data_key(own, uscc, key_id, old)) for uscc, key_id, own in kept]
            new = make_new()
            for uscc, data_key in opened:
                self._run(table, update, (new.id, wrapped(data_key, uscc, new), uscc))
        self._overwrite()
        return new

    def erase(self, uscc: str) -> int:
        """Remove an enterprise's key, and every value and salt; return how many there were."""
        return self._removed("uscc", uscc, (PLAIN, SEALED, KEYS))

    def drop(self, account_id: str) -> None:
        """Remove one value, whose event was not recorded."""
        self._removed("account_id", account_id, (PLAIN, SEALED))

    def held(self, account_ids: Iterable[str]) -> dict[str, StoredAccount]:
        """Return what is kept of these accounts and can be read, by id."""
        return {account.account_id: account for account in self._some("account_id", account_ids)}

    def of(self, usccs: Iterable[str]) -> list[StoredAccount]:
        """Return everything kept of these enterprises that can be read."""
        return list(self._some("uscc", usccs))

    def all(self) -> list[StoredAccount]:
        """Return everything kept that can be read."""
        return list(self._some(None, []))

    def locked(self, account_ids: Iterable[str]) -> set[str]:
        """Return which of these accounts are kept and cannot be read: their key is not here."""
        with self._reading() as table:
            return {
                row.account_id
                for few in chunked(account_ids)
                for row in self._sealed_rows(table, "account_id", few)
                if not self._is_at_hand(row)
            }

    def must_be_open(self) -> None:
        """Raise `accounts-key-missing`, `accounts-key-differs` where a key used here is not."""
        with self._reading() as table:
            if table is None or not self._has(table, SEALED):
                return
            for key_id in self._keys_used(table) - {self._key and self._key.id}:
                raise missing() if self._key is None else _differs(self._key, key_id)

    def _keys_used(self, table: Any) -> set[str]:
        return {key_id for (key_id,) in self._run(table, f"SELECT DISTINCT key_id FROM {{}}{KEYS}")}

    def _some(self, column: str | None, values: Iterable[str]) -> Iterator[StoredAccount]:
        """Yield the values whose column is one of these; None for all."""
        with self._reading() as table:
            for few in [[]] if column is None else chunked(values):
                yield from self._plain_rows(table, column, few)
                for row in self._sealed_rows(table, column, few):
                    if self._is_at_hand(row):
                        yield self._opened(row)

    @cached_property
    def _key(self) -> AccountsKey | None:
        return key_at_hand(self.log)

    def _is_at_hand(self, row: _Sealed) -> bool:
        """Say whether the key that a value is sealed by is here. Raises `accounts-key-differs`."""
        key = self._key
        if key is not None and key.id != row.key_id and key.named:
            raise _differs(key, row.key_id)
        return key is not None and key.id == row.key_id

    def _opened(self, row: _Sealed) -> StoredAccount:
        """Return a value; one that matches no commitment where it was not sealed for its place."""
        assert self._key is not None, "asked before"
        data_key = unwrapped(row.wrapped, row.uscc, self._key)
        plain = None if data_key is None else unseal(data_key, row.sealed, *_place(row))
        if plain is None:
            return StoredAccount(row.account_id, row.uscc, *_NOTHING)
        number, bank, salt = json.loads(plain)
        return StoredAccount(row.account_id, row.uscc, Value(number, bank), bytes.fromhex(salt))

    def _key_to_write(self, table: Any) -> AccountsKey:
        """Return the key in use here, or the first one: the user's own is made where needed."""
        used = self._keys_used(table)
        if self._key is None:
            if used:
                raise missing()
            self._key = own_key_made(self.log)
        assert self._key is not None, "made just now"
        if used and self._key.id not in used:
            raise _differs(self._key, min(used))
        return self._key

    def _insert(self, table: Any, stored: StoredAccount, key: AccountsKey) -> None:
        new = stored.uscc, key.id, wrapped(new_data_key(), stored.uscc, key)
        self._run(table, f"INSERT INTO {{}}{KEYS} VALUES (?, ?, ?) ON CONFLICT DO NOTHING", new)
        ((key_id, kept),) = self._run(
            table, f"SELECT key_id, wrapped FROM {{}}{KEYS} WHERE uscc = ?", (stored.uscc,)
        )
        data_key = _data_key(kept, stored.uscc, key_id, key)
        number, bank = stored.value
        plain = json.dumps([number, bank, stored.salt.hex()], ensure_ascii=False).encode()
        place = stored.account_id, stored.uscc, stored.commitment
        row = (*place, seal(data_key, plain, "account", *place))
        insert = f"INSERT INTO {{}}{SEALED} VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        self._run(table, insert, row)

    def _removed(self, column: str, value: str, names: tuple[str, ...]) -> int:
        """Remove rows of tables; return how many values were among them."""
        values = 0
        with self._removing() as table:
            for name in names if table is not None else ():
                if not self._has(table, name):
                    continue
                query = f"DELETE FROM {{}}{name} WHERE {column} = ?"
                count = self._run(table, query, (value,), counting=True)
                values += 0 if name == KEYS else count
        if values:
            self._overwrite()
        return values

    def _plain_rows(
        self, table: Any, column: str | None, values: list[str]
    ) -> Iterator[StoredAccount]:
        if table is None or not self._has(table, PLAIN):
            return
        query = f"SELECT account_id, uscc, number, bank, salt FROM {{}}{PLAIN}"
        for account_id, uscc, number, bank, salt in self._where(table, query, column, values):
            yield StoredAccount(account_id, uscc, Value(number, bank), salt)

    def _sealed_rows(self, table: Any, column: str | None, values: list[str]) -> list[_Sealed]:
        if table is None or not self._has(table, SEALED):
            return []
        query = (
            "SELECT account_id, uscc, commitment, sealed, key_id, wrapped "
            f"FROM {{}}{SEALED} JOIN {{}}{KEYS} USING (uscc)"
        )
        return list(map(_Sealed._make, self._where(table, query, column, values)))

    def _where(self, table: Any, query: str, column: str | None, values: list[str]) -> list[Any]:
        if column is not None:
            query += f" WHERE {column} IN ({', '.join('?' * len(values))})"
        found: list[Any] = self._run(table, query, values)
        return found

    def _run(
        self, table: Any, query: str, values: Iterable[object] = (), *, counting: bool = False
    ) -> Any:
        """Run a statement; return the rows it finds, or how many it changed."""
        spelled = query.replace("{}", self.SCHEMA).replace("?", self.MARK)
        ran = table.execute(spelled, tuple(values))
        if counting:
            return ran.rowcount
        return ran.fetchall() if ran.description else []


def _place(row: _Sealed) -> tuple[str, ...]:
    return "account", row.account_id, row.uscc, row.commitment


def _data_key(kept: bytes, uscc: str, key_id: str, key: AccountsKey) -> bytes:
    """Return an enterprise's key. Raises `accounts-key-differs`, `account-differs`."""
    data_key = unwrapped(kept, uscc, key)
    if data_key is None:
        raise _differs(key, key_id) if key_id != key.id else Refusal("account-differs", uscc=uscc)
    return data_key


def _differs(key: AccountsKey, used: str) -> Refusal:
    return Refusal("accounts-key-differs", file=str(key_file()), given=key.id, used=used)
