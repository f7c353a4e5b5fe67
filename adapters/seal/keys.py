"""The sealer's private key in a file of its own: made, read, kept away from what it signs."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from adapters.files.durable import OWNER_ONLY, open_durable, problem_text
from adapters.seal.folder import CHECKPOINT, TILES
from adapters.seal.notes import (
    NoteError,
    SignerKey,
    VerifierKey,
    is_key_name,
    parse_signer_key,
    parse_verifier_key,
)
from adapters.stores.sqlite.generations import VIEWS_SUFFIX
from domain.refusals import Refusal

NAME_DEFAULT = "subsidy-ledger.local/log"
SEED_BYTES = 32
BESIDE_STORE = ("", "-wal", "-shm", "-journal")


def new_key(path: Path, name: str, store: Path | None) -> SignerKey:
    """Make a key and write it to a file that only its owner can read.

    Raises `key-exists`, `key-misplaced`, `key-name-invalid`, `key-unwritable`.
    """
    if not is_key_name(name):
        raise Refusal("key-name-invalid", name=name)
    must_be_outside(path, store, None)
    key = SignerKey(name=name, seed=secrets.token_bytes(SEED_BYTES))
    try:
        with open_durable(path, mode=OWNER_ONLY, exclusive=True) as file:
            file.write(f"{key.secret}\n".encode())
    except FileExistsError:
        raise Refusal("key-exists", file=str(path)) from None
    except OSError as problem:
        raise Refusal("key-unwritable", file=str(path), problem=problem_text(problem)) from problem
    return key


def read_key(path: Path, store: Path | None = None, seal: Path | None = None) -> SignerKey:
    """Return the key in a file. Raises `key-unreadable`, `key-misplaced`, `key-exposed`."""
    must_be_outside(path, store, seal)
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
        key = parse_signer_key(text.removesuffix("\n"))
    except (OSError, UnicodeDecodeError, NoteError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise Refusal("key-unreadable", file=str(path), problem=why) from problem
    if os.name != "nt" and mode & 0o077:  # Windows keeps its owners in no mode
        raise Refusal("key-exposed", file=str(path))
    return key


def trusted_key(text: str) -> VerifierKey:
    """Return a verifier key given as text, or the first in a file. Raises `key-invalid`."""
    path = Path(text)
    try:
        if path.is_file():
            text = path.read_text(encoding="utf-8").split("\n")[0]
        return parse_verifier_key(text)
    except (OSError, ValueError) as problem:
        raise Refusal("key-invalid", key=str(path)) from problem


def must_be_outside(path: Path, store: Path | None, seal: Path | None) -> None:
    """Raise `key-misplaced` for a key within what is copied, served or packed."""
    where = path.resolve()
    folders = [folder for folder in where.parents if is_seal_folder(folder)]
    if seal is not None and seal.resolve() in (where, *where.parents):
        folders.append(seal)
    if store is not None:
        own = store.resolve()
        beside = [own.with_name(own.name + suffix) for suffix in BESIDE_STORE]
        views = where.parent == own.parent and where.name.startswith(own.name + VIEWS_SUFFIX)
        if where in beside or views or own in where.parents:
            folders.append(store)
    if folders:
        raise Refusal("key-misplaced", file=str(path), folder=str(folders[0]))


def is_seal_folder(folder: Path) -> bool:
    return (folder / TILES).is_dir() or (folder / CHECKPOINT).is_file()
