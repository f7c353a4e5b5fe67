"""A key that follows another: named in the log, with a signature of the key it replaces."""

from __future__ import annotations

from pathlib import Path

from adapters.ledger.handling.units import Author
from adapters.ledger.ledger import Ledger
from adapters.seal.keys import NAME_DEFAULT, new_key, read_key
from adapters.seal.notes import SignerKey, VerifierKey
from adapters.seal.verify.answers import KeyMade, KeyShown
from domain.commands.policy import NameKey
from domain.refusals import Refusal


def make_key(
    ledger: Ledger, path: Path, name: str | None, replaces: Path | None, author: Author
) -> KeyMade:
    """Make a key in a file of its own; record in the log which key it replaces, if any.

    replaces: the file of that key, whose name the new one takes. Raises Refusal `store-not-found`
    for a replacement, and as keys are read and made.
    """
    if replaces is None:
        key = new_key(path, name or NAME_DEFAULT, ledger.file)
        return KeyMade(key=str(key.verifier))
    old = read_key(replaces, ledger.file)
    if not ledger.exists():
        raise Refusal("store-not-found", store=ledger.name)
    key = new_key(path, name or old.name, ledger.file)
    ledger.carry_out(naming(key.verifier, old.verifier, old), author)
    return KeyMade(key=str(key.verifier))


def show_key(path: Path) -> KeyShown:
    """Return the verifier key of the private key in a file. Raises as keys are read."""
    verifier = read_key(path).verifier
    return KeyShown(name=verifier.name, key=str(verifier))


def naming(key: VerifierKey, replaces: VerifierKey, old: SignerKey | None) -> NameKey:
    """Return the command that names a key.

    old: the key replaced, where it is at hand: its signature vouches for the new key.
    """
    vouched = None if old is None else old.sign(vouching_text(str(key))).line.rstrip("\n")
    return NameKey(key=str(key), replaces=str(replaces), vouched=vouched)


def vouching_text(key: str) -> str:
    """Return what a key signs to name its successor; no checkpoint reads so."""
    return f"subsidy-ledger/key-named\n{key}\n"
