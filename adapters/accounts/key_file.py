"""The accounts' key: a file outside the store that wraps every enterprise's own key.

Without the file nobody reads what the private table keeps. It is named by `use_key_file`, else by
the environment; else it lies among the user's settings, where it is made when it is first needed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from adapters.wording.translation import N_
from domain.refusals import Refusal

VARIABLE = "SUBSIDY_ACCOUNTS_KEY"
KEY_BYTES = 32
_ID_CHARACTERS = 32
_MARK = "PRIVATE+KEY+subsidy-accounts"  # what nothing is ever written over

_named: ContextVar[Path | None] = ContextVar("accounts_key", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsKey:
    """A key that wraps others. id: says which key it is, and nothing of it.

    named: somebody named its file; otherwise it is the user's own.
    """

    secret: bytes = field(repr=False)
    named: bool

    @property
    def id(self) -> str:
        return sha256(b"subsidy-ledger/accounts-key\n" + self.secret).hexdigest()[:_ID_CHARACTERS]


def use_key_file(path: Path | None) -> None:
    """Name the key's file for this context; None for the environment's, or the user's own."""
    _named.set(path)


def key_file() -> Path:
    """Return the file of the key, whether it is there or not."""
    return _named_file() or _own_file()


def key_at_hand(store: Path | None) -> AccountsKey | None:
    """Return the key; None where nobody named a file and the user has none.

    store: the log of the ledger. Raises `accounts-key-missing` for a named file that is not there,
    `key-unreadable`, `key-misplaced`, `key-exposed`.
    """
    path = _named_file()
    if path is None and not _own_file().exists():
        return None
    if path is not None and not path.exists():
        raise missing()
    return read_accounts_key(path or _own_file(), store, named=path is not None)


def own_key_made(store: Path | None) -> AccountsKey:
    """Make the user's own key; return what another process made meanwhile.

    Raises `key-misplaced`, `key-unwritable`.
    """
    path = _own_file()
    with suppress(OSError):  # writing the file says it
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return make_accounts_key(path, store)
    except Refusal as refusal:
        if refusal.code != "key-exists":
            raise
        return read_accounts_key(path, store, named=False)


def missing() -> Refusal:
    return Refusal("accounts-key-missing", file=str(key_file()))


def make_accounts_key(path: Path, store: Path | None) -> AccountsKey:
    """Make a key in a file. Raises `key-exists`, `key-misplaced`, `key-unwritable`."""
    import secrets  # a question seldom needs a key
    from base64 import b64encode

    from adapters.files.private_keys import private_key_written

    key = AccountsKey(secret=secrets.token_bytes(KEY_BYTES), named=False)
    with private_key_written(path, store) as file:
        file.write(f"{_MARK}+{key.id}+{b64encode(key.secret).decode()}\n".encode())
    return key


def read_accounts_key(path: Path, store: Path | None, *, named: bool) -> AccountsKey:
    """Return the key in a file. Raises `key-unreadable`, `key-misplaced`, `key-exposed`."""
    from adapters.files.private_keys import read_private_key

    secret = read_private_key(path, store, None, _parsed)
    return AccountsKey(secret=secret, named=named)


def _parsed(line: str) -> bytes:
    """Return the secret in a key's line. Raises ValueError."""
    from base64 import b64decode

    mark, _, rest = line.rpartition(f"{_MARK}+")
    known, _, spelled = rest.partition("+")
    key = AccountsKey(secret=b64decode(spelled, validate=True), named=False)
    if mark or len(key.secret) != KEY_BYTES or key.id != known:
        raise ValueError(N_("not a key of accounts"))
    return key.secret


def _named_file() -> Path | None:
    named = os.environ.get(VARIABLE)
    return _named.get() or (Path(named) if named else None)


def _own_file() -> Path:
    settings = os.environ.get("XDG_CONFIG_HOME")
    folder = Path(settings) if settings else Path.home() / ".config"
    return folder / "subsidy-ledger" / "accounts.key"
