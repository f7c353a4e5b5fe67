"""The sealer's keys, each in a file of its own: made, read, replaced, kept from what they sign."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from adapters.accounts.key_file import make_accounts_key, read_accounts_key
from adapters.files.durable import read_regular
from adapters.files.private_keys import private_key_written, read_private_key
from adapters.ledger.handling.publishing import named_keys
from adapters.ledger.handling.units import Author
from adapters.ledger.ledger import Ledger
from adapters.seal.notes import (
    Signer,
    SignerKey,
    VerifierKey,
    is_key_name,
    parse_signer_key,
    parse_verifier_key,
)
from adapters.seal.sealer.memory import memory_file, memory_of
from adapters.seal.signing.algorithms import ALGORITHMS, ED25519, KINDS, SECRET_BYTES
from adapters.seal.signing.token import SCHEME, TokenKey, new_token_key, parse_token_key
from adapters.seal.verify.answers import KeyMade, KeyShown
from domain.commands.policy import NameKey
from domain.refusals import Refusal

NAME_MAX_BYTES = 255  # what C2SP lets a cosigner be named with


class Keys(NamedTuple):
    """The log's own key and its file; the further keys that sign beside it, each with its file."""

    file: Path
    key: Signer
    further: tuple[tuple[Path, Signer], ...]


def make_key(
    ledger: Ledger,
    path: Path,
    name: str | None,
    replaces: Path | None,
    author: Author,
    *,
    kind: str = "ed25519",
    token: str | None = None,
) -> KeyMade:
    """Make a key in a file of its own; record in the log which key it replaces, if any.

    replaces: the file of that key, whose name the new one takes. kind: of `KINDS`. token: where the
    key is kept in a token, by its URI. Raises Refusal `store-not-found` and `key-not-vouched` for a
    replacement, and as keys are read and made.
    """
    if replaces is None:
        assert name is not None, "a key that replaces no other is named"
        return KeyMade(key=str(new_key(path, name, ledger.file, kind, token).verifier))
    old = read_signer([replaces], ledger.file).key
    with ledger.open_store() as store:
        named = named_keys(store.handler)
    if named and named[-1].key != str(old.verifier):  # before a file is made
        raise Refusal("key-not-vouched", key=str(old.verifier), current=named[-1].key)
    key = new_key(path, old.name, ledger.file, kind, token)
    ledger.carry_out(naming(key.verifier, old), author)
    return KeyMade(key=str(key.verifier))


def make_key_of_accounts(ledger: Ledger, path: Path, replaces: Path | None) -> KeyMade:
    """Make a key that accounts are sealed by, in place of that in `replaces`; the answer names it.

    Raises Refusal `accounts-key-differs`, and as keys are read and made.
    """
    if replaces is None:
        return KeyMade(key=make_accounts_key(path, ledger.file).id)
    old = read_accounts_key(replaces, ledger.file, named=True)
    with ledger.open_store() as store:
        # Its file stays, whatever is refused after it was made: accounts may be wrapped by it.
        make_new = partial(make_accounts_key, path, ledger.file)
        return KeyMade(key=store.private.wrap_again(old, make_new).id)


def show_key(path: Path) -> KeyShown:
    """Return the verifier key of the private key in a file. Raises as keys are read."""
    verifier = read_key(path).verifier
    return KeyShown(name=verifier.name, key=str(verifier))


def new_key(
    path: Path, name: str, store: Path | None, kind: str = "ed25519", token: str | None = None
) -> SignerKey | TokenKey:
    """Make a key and write it, or where a token keeps it, to a file that only its owner can read.

    Raises `key-exists`, `key-misplaced`, `key-name-invalid`, `key-unwritable`, and as tokens do.
    """
    if not is_key_name(name) or len(name.encode()) > NAME_MAX_BYTES:
        raise Refusal("key-name-invalid", name=name)
    if memory_file(path).exists() and not path.exists():  # of a key that was here
        raise Refusal("key-exists", file=str(memory_file(path)))
    with private_key_written(path, store) as file:
        key = _secret_key(name, KINDS[kind]) if token is None else new_token_key(name, token)
        file.write(f"{key.secret}\n".encode())
    with memory_of(path, key.verifier) as memory:
        memory.begin(key)
    return key


def _secret_key(name: str, kind: int) -> SignerKey:
    seed = ALGORITHMS[kind].prefix + secrets.token_bytes(SECRET_BYTES)
    return SignerKey(name=name, kind=kind, seed=seed)


def read_signer(paths: Sequence[Path], store: Path | None = None, seal: Path | None = None) -> Keys:
    """Return the log's own key among those in files, and the further ones, of other kinds.

    Raises `key-kinds`, and as `read_key` does.
    """
    read: list[tuple[Path, Signer]] = [(path, read_key(path, store, seal)) for path in paths]
    own = [each for each in read if each[1].verifier.kind == ED25519]
    if len(own) != 1:
        raise Refusal("key-kinds", files=", ".join(map(str, paths)), number=len(own))
    further = tuple(each for each in read if each not in own)
    return Keys(file=own[0][0], key=own[0][1], further=further)


def read_key(
    path: Path, store: Path | None = None, seal: Path | None = None
) -> SignerKey | TokenKey:
    """Return the key in a file. Raises `key-unreadable`, `key-misplaced`, `key-exposed`."""
    return read_private_key(path, store, seal, _parsed)


def _parsed(text: str) -> SignerKey | TokenKey:
    return parse_token_key(text) if f"\n{SCHEME}" in text else parse_signer_key(text)


def trusted_key(text: str) -> VerifierKey:
    """Return a verifier key given as text, or the first in a file. Raises `key-invalid`."""
    path = Path(text)
    try:
        if path.is_file():
            text = read_regular(path).decode().partition("\n")[0].removesuffix("\r")
        return parse_verifier_key(text)
    except (OSError, ValueError) as problem:
        raise Refusal("key-invalid", key=str(path)) from problem


def naming(key: VerifierKey, old: Signer) -> NameKey:
    """Return the command that names a key: the signature of the key replaced vouches for it."""
    vouched = old.sign(vouching_text(str(key))).line.rstrip("\n")
    return NameKey(key=str(key), replaces=str(old.verifier), vouched=vouched, lost=None)


def vouching_text(key: str) -> str:
    """Return what a key signs to name its successor; no checkpoint reads so."""
    return f"subsidy-ledger/key-named\n{key}\n"
