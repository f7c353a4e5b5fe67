"""Checkpoints (C2SP tlog-checkpoint): a tree's origin, size and root, as a note to be signed."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from adapters.seal.notes import Note, NoteError, SignerKey
from adapters.seal.tree import HASH_BYTES

SIZE_DIGITS_MAX = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A tree head: which log, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{hash_text(self.root)}\n"

    def signed_by(self, key: SignerKey) -> Note:
        return Note(text=self.text, signatures=(key.sign(self.text),))


def parse_checkpoint(text: str) -> Checkpoint:
    """Return a checkpoint from a note's text. Raises NoteError; lines beyond three are refused."""
    lines = text.split("\n")
    if len(lines) != 4 or not lines[0] or lines[3]:
        raise NoteError("not a checkpoint of three lines")
    return Checkpoint(origin=lines[0], size=parse_size(lines[1]), root=parse_hash(lines[2]))


def parse_size(text: str) -> int:
    """Return a whole number in its only spelling. Raises NoteError."""
    if not (text.isascii() and text.isdigit() and len(text) <= SIZE_DIGITS_MAX):
        raise NoteError("not a number")
    if text != str(int(text)):
        raise NoteError("a number with a leading zero")
    return int(text)


def hash_text(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def parse_hash(text: str) -> bytes:
    """Return a hash from base64 in its only spelling. Raises NoteError."""
    try:
        digest = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as broken:
        raise NoteError("not in base64") from broken
    if len(digest) != HASH_BYTES or hash_text(digest) != text:
        raise NoteError("not a hash")
    return digest
