"""The private table: values of accounts, names of sole traders and their salts, sealed, kept beside
the log and never in it.

Nothing in the log depends on it: deleted whole or in part, every event still verifies. Each
enterprise has a key of its own, which erasing destroys with what it sealed; see `key_file`. Values
kept by earlier versions lie in a table of their own, as they are, until the next value is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from adapters.accounts.accounts import NAME, StoredAccount, Value
from adapters.accounts.key_file import AccountsKey, key_at_hand, missing, own_key_made
from adapters.accounts.sealing import (
    differs,
    new_data_key,
    own_key,
    seal,
    unseal,
    unwrapped,
    wrapped,
)
from adapters.accounts.statements import KEYS, PLAIN, SEALED, PrivateStatements
from adapters.log.numbers import chunked

_NOTHING = Value("", ""), b""  # matches no commitment


class _Sealed(NamedTuple):
    """A value as it is kept, with its enterprise's key as that is kept."""

    account_id: str
    uscc: str
    commitment: str
    sealed: bytes
    key_id: str
    wrapped: bytes


class PrivateTable(PrivateStatements):
    """The values of one store's accounts; none where there are none, or not for us to read.

    Everything raises `private-unreadable` where what keeps the values cannot serve, and
    `accounts-key-differs` where the key of a named file is not the one they are sealed by.
    """

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

    def data_keys(self, usccs: Iterable[str]) -> dict[str, bytes]:
        """Return the own keys of these enterprises, of those that have one and can be read."""
        with self._reading() as table:
            if table is None or self._key is None or not self._has(table, KEYS):
                return {}
            return self._own_keys(table, usccs, self._key)

    def make_data_keys(self, usccs: Collection[str]) -> dict[str, bytes]:
        """Return the own keys of these enterprises; make what is missing. Raises as `keep` does."""
        with self._writing() as table:
            key = self._key_to_write(table)
            for uscc in sorted(set(usccs) - self._own_keys(table, usccs, key).keys()):
                self._insert_key(table, uscc, key)
            return self._own_keys(table, usccs, key)

    def keep_names(self, names: Sequence[StoredAccount], keys: Mapping[str, bytes]) -> bool:
        """Keep names, sealed by these keys of their enterprises; say whether each is still its key.

        Where one was erased meanwhile, nothing is kept. Raises as `keep` does.
        """
        with self._writing() as table:
            key = self._key_to_write(table)
            now = self._own_keys(table, (name.uscc for name in names), key)
            if any(now.get(name.uscc) != keys[name.uscc] for name in names):
                return False
            for name in names:
                self._insert_sealed(table, name, keys[name.uscc])
        return True

    def wrap_again(self, old: AccountsKey, make_new: Callable[[], AccountsKey]) -> AccountsKey:
        """Wrap every enterprise's key by another key, and return it.

        make_new: called once everything was opened by the old key. Raises `accounts-key-differs`,
        `account-differs` before, where one is not wrapped by it; then none is changed. What is
        raised after may have changed all: the new key must be kept.
        """
        with self._writing() as table:
            kept = self._run(table, f"SELECT uscc, key_id, wrapped FROM {{}}{KEYS}")
            update = f"UPDATE {{}}{KEYS} SET key_id = ?, wrapped = ? WHERE uscc = ?"
            opened = [(uscc, own_key(own, uscc, key_id, old)) for uscc, key_id, own in kept]
            new = make_new()
            for uscc, data_key in opened:
                self._run(table, update, (new.id, wrapped(data_key, uscc, new), uscc))
        self._overwrite()
        return new

    def erase(self, uscc: str) -> tuple[int, int]:
        """Remove an enterprise's key, and every value and salt; return how many there were.

        Accounts first, then names.
        """
        removed = self._removed("uscc", uscc, (PLAIN, SEALED, KEYS))
        names = sum(value.startswith(NAME) for value in removed)
        return len(removed) - names, names

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
                raise missing() if self._key is None else differs(self._key, key_id)

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
            raise differs(key, row.key_id)
        return key is not None and key.id == row.key_id

    def _opened(self, row: _Sealed) -> StoredAccount:
        """Return a value; one that matches no commitment where it was not sealed for its place."""
        assert self._key is not None, "asked before"
        data_key = unwrapped(row.wrapped, row.uscc, self._key)
        plain = None if data_key is None else unseal(data_key, row.sealed, *_place(row))
        if plain is None:
            return StoredAccount(row.account_id, row.uscc, *_NOTHING)
        number, bank, salt, *more = json.loads(plain)
        value = Value(number, bank, *more)
        return StoredAccount(row.account_id, row.uscc, value, bytes.fromhex(salt))

    def _key_to_write(self, table: Any) -> AccountsKey:
        """Return the key in use here, or the first one: the user's own is made where needed."""
        used = self._keys_used(table)
        if self._key is None:
            if used:
                raise missing()
            self._key = own_key_made(self.log)
        assert self._key is not None, "made just now"
        if used and self._key.id not in used:
            raise differs(self._key, min(used))
        return self._key

    def _insert(self, table: Any, stored: StoredAccount, key: AccountsKey) -> None:
        self._insert_key(table, stored.uscc, key)
        self._insert_sealed(table, stored, self._own_keys(table, [stored.uscc], key)[stored.uscc])

    def _insert_key(self, table: Any, uscc: str, key: AccountsKey) -> None:
        new = uscc, key.id, wrapped(new_data_key(), uscc, key)
        self._run(table, f"INSERT INTO {{}}{KEYS} VALUES (?, ?, ?) ON CONFLICT DO NOTHING", new)

    def _own_keys(self, table: Any, usccs: Iterable[str], key: AccountsKey) -> dict[str, bytes]:
        query = f"SELECT uscc, key_id, wrapped FROM {{}}{KEYS}"
        return {
            uscc: own_key(kept, uscc, key_id, key)
            for few in chunked(usccs)
            for uscc, key_id, kept in self._where(table, query, "uscc", few)
        }

    def _insert_sealed(self, table: Any, stored: StoredAccount, data_key: bytes) -> None:
        number, bank, *more = stored.value
        kept = [number, bank, stored.salt.hex(), *(more if any(more) else ())]
        plain = json.dumps(kept, ensure_ascii=False).encode()
        place = stored.account_id, stored.uscc, stored.commitment
        row = (*place, seal(data_key, plain, "account", *place))
        insert = f"INSERT INTO {{}}{SEALED} VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        self._run(table, insert, row)

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


def _place(row: _Sealed) -> tuple[str, ...]:
    return "account", row.account_id, row.uscc, row.commitment
