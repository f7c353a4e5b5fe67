"""The sealer's private key in a file of its own: made, read, replaced, kept from what it signs."""

from __future__ import annotations

import secrets
from pathlib import Path

from adapters.accounts.key_file import make_accounts_key, read_accounts_key
from adapters.files.private_keys import read_private_key, write_private_key
from adapters.ledger.handling.units import Author
from adapters.ledger.ledger import Ledger
from adapters.seal.notes import (
    SignerKey,
    VerifierKey,
    is_key_name,
    parse_signer_key,
    parse_verifier_key,
)
from adapters.seal.verify.answers import KeyMade, KeyShown
from domain.commands.policy import NameKey
from domain.refusals import Refusal

NAME_DEFAULT = "subsidy-ledger.local/log"


def make_key(
    ledger: Ledger, path: Path, name: str | None, replaces: Path | None, author: Author
) -> KeyMade:
    """Make a key in a file of its own; record in the log which key it replaces, if any.

    replaces: the file of that key, whose name the new one takes. Raises Refusal `store-not-found`
    for a replacement, and as keys are read and made.
    """
    old = None if replaces is None else read_key(replaces, ledger.file)
    if old is not None and not ledger.exists():
        raise Refusal("store-not-found", store=ledger.name)
    key = new_key(path, name or (NAME_DEFAULT if old is None else old.name), ledger.file)
    if old is not None:
        ledger.carry_out(naming(key.verifier, old.verifier, old), author)
    return KeyMade(key=str(key.verifier))


def make_key_of_accounts(ledger: Ledger, path: Path, replaces: Path | None) -> KeyMade:
    """Make a key that accounts are sealed by, in place of that in `replaces`; the answer names it.

    Raises Refusal `accounts-key-differs`, and as keys are read and made.
    """
    if replaces is None:
        return KeyMade(key=make_accounts_key(path, ledger.file).id)
    old = read_accounts_key(replaces, ledger.file, named=True)
    with ledger.open_store() as store:
        key = make_accounts_key(path, ledger.file)
        try:
            store.private.wrap_again(old, key)
        except Refusal:
            path.unlink()  # it wraps nothing
            raise
    return KeyMade(key=key.id)


def show_key(path: Path) -> KeyShown:
    """Return the verifier key of the private key in a file. Raises as keys are read."""
    verifier = read_key(path).verifier
    return KeyShown(name=verifier.name, key=str(verifier))


def new_key(path: Path, name: str, store: Path | None) -> SignerKey:
    """Make a key and write it to a file that only its owner can read.

    Raises `key-exists`, `key-misplaced`, `key-name-invalid`, `key-unwritable`.
    """
    if not is_key_name(name):
        raise Refusal("key-name-invalid", name=name)
    key = SignerKey(name=name, seed=secrets.token_bytes(32))
    write_private_key(path, key.secret, store)
    return key


def read_key(path: Path, store: Path | None = None, seal: Path | None = None) -> SignerKey:
    """Return the key in a file. Raises `key-unreadable`, `key-misplaced`, `key-exposed`."""
    return read_private_key(path, store, seal, parse_signer_key)


def trusted_key(text: str) -> VerifierKey:
    """Return a verifier key given as text, or the first in a file. Raises `key-invalid`."""
    path = Path(text)
    try:
        if path.is_file():
            text = path.read_text(encoding="utf-8").split("\n")[0]
        return parse_verifier_key(text)
    except (OSError, ValueError) as problem:
        raise Refusal("key-invalid", key=str(path)) from problem


def naming(key: VerifierKey, replaces: VerifierKey, old: SignerKey | None) -> NameKey:
    """Return the command that names a key.

    old: the key replaced, where it is at hand: its signature vouches for the new key.
    """
    vouched = None if old is None else old.sign(vouching_text(str(key))).line.rstrip("\n")
    return NameKey(key=str(key), replaces=str(replaces), vouched=vouched)


def vouching_text(key: str) -> str:
    """Return what a key signs to name its successor; no checkpoint reads so."""
    return f"subsidy-ledger/key-named\n{key}\n"
