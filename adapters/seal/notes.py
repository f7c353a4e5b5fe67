"""Signed notes and their keys (C2SP signed-note), read strictly.

A cosignature of a witness (C2SP tlog-cosignature) is a signature of another kind, with the time.
A checkpoint (C2SP tlog-checkpoint) is a note that says the origin, size and root of a tree.
Signatures of kinds that are not known here are kept as they are.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from adapters.seal.signing.algorithms import (
    COSIGNATURE,
    ED25519,
    algorithm,
    is_signature_of,
    public_of,
    signature_of,
)
from adapters.seal.tree import HASH_BYTES
from adapters.wording.translation import N_
from domain.value import value

NOTE_MAX_BYTES = 1_000_000
SIGNATURES_MAX = 100
SIZE_DIGITS_MAX = 18
_SECRET = "PRIVATE+KEY+"


class NoteError(ValueError):
    """A text is not a signed note, not a key, or not signed by a trusted key."""


@value
class Signature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        return f"— {self.name} {base64_text(self.key_id + self.signature)}\n"


@value
class Note:
    """A text, its final newline included, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(signature.line for signature in self.signatures)


@value
class VerifierKey:
    """A public key, by which signatures of its name are checked."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        content = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(content).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64_text(bytes([self.kind]) + self.public)}"

    def signed(self, signature: Signature) -> bool:
        """Say whether a signature claims to be by this key."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def signed_any(self, note: Note) -> bool:
        """Say whether a signature of a note claims to be by this key."""
        return any(map(self.signed, note.signatures))

    def verifies(self, text: str, signature: Signature) -> bool:
        """Say whether a signature that claims to be by this key is."""
        made = signature.signature
        return is_signature_of(self.kind, self.name, self.public, text, made)


class Signer(Protocol):
    """What signs in a log's name: a key in a file, or in a token."""

    @property
    def name(self) -> str: ...

    @property
    def verifier(self) -> VerifierKey: ...

    def sign(self, text: str) -> Signature: ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SignerKey:
    """A private key and its name. Its text is the secret, as Go's sumdb/note spells it."""

    name: str
    kind: int = ED25519
    seed: bytes

    @property
    def verifier(self) -> VerifierKey:
        public = public_of(self.kind, self.seed)
        return VerifierKey(name=self.name, kind=self.kind, public=public)

    @property
    def secret(self) -> str:
        content = base64_text(bytes([self.kind]) + self.seed)
        return f"{_SECRET}{self.name}+{self.verifier.key_id.hex()}+{content}"

    def sign(self, text: str) -> Signature:
        """Return the signature of a text; by Ed25519 the same text always has the same."""
        made = signature_of(self.kind, self.name, self.seed, text)
        return Signature(name=self.name, key_id=self.verifier.key_id, signature=made)


@value
class Checkpoint:
    """A tree head: which log, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64_text(self.root)}\n"

    def signed_by(self, key: Signer) -> Note:
        return Note(text=self.text, signatures=(key.sign(self.text),))


def parse_verifier_key(text: str) -> VerifierKey:
    """Return a public key from its text (vkey). Raises NoteError."""
    name, key_id, kind, public = _parse_key(text)
    if algorithm(kind, public, secret=False) is None:
        raise NoteError(N_("not a key of a kind that is known here"))
    key = VerifierKey(name=name, kind=kind, public=public)
    if key.key_id.hex() != key_id:
        raise NoteError(N_("the key's number is not that of its bytes"))
    return key


def parse_keys(written: bytes) -> list[VerifierKey]:
    """Return the public keys in a file, one a line. Raises ValueError."""
    return list(map(parse_verifier_key, written.decode().splitlines()))


def parse_signer_key(text: str) -> SignerKey:
    """Return a private key from its text. Raises NoteError."""
    if not text.startswith(_SECRET):
        raise NoteError(N_("not a private key"))
    name, key_id, kind, seed = _parse_key(text.removeprefix(_SECRET))
    if kind == COSIGNATURE or algorithm(kind, seed, secret=True) is None:
        raise NoteError(N_("not a private key of a kind that is known here"))
    key = SignerKey(name=name, kind=kind, seed=seed)
    if key.verifier.key_id.hex() != key_id:
        raise NoteError(N_("the key's number is not that of its bytes"))
    return key


def parse_note(written: bytes) -> Note:
    """Return a note, its signatures unchecked. Raises NoteError where it is not in the one form."""
    if len(written) > NOTE_MAX_BYTES:
        raise NoteError(N_("too long for a note"))
    try:
        decoded = written.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise NoteError(N_("not in UTF-8")) from broken
    if any(sign < " " and sign != "\n" for sign in decoded):
        raise NoteError(N_("a control character in a note"))
    text, gap, lines = decoded.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise NoteError(N_("no signatures under the text"))
    signed = lines.removesuffix("\n").split("\n")
    if len(signed) > SIGNATURES_MAX:
        raise NoteError(N_("too many signatures"))
    if len(set(signed)) < len(signed):
        raise NoteError(N_("a signature that is there twice"))
    return Note(text=text + "\n", signatures=tuple(map(parse_signature, signed)))


def parse_signature(line: str) -> Signature:
    """Return a signature from its line, less the newline. Raises NoteError."""
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    signed = _canonical(encoded)
    if dash != "—" or not is_key_name(name) or len(signed) < 5:
        raise NoteError(N_("not a signature line"))
    return Signature(name=name, key_id=signed[:4], signature=signed[4:])


def merged(note: Note, lines: Sequence[Signature]) -> Note:
    """Return a note with further signatures, each in the place of its key's last one.

    Every other line stays as it is. Raises NoteError where they are too many.
    """
    ids = {(line.name, line.key_id) for line in lines}
    kept = [line for line in note.signatures if (line.name, line.key_id) not in ids]
    together = Note(text=note.text, signatures=tuple(dict.fromkeys([*kept, *lines])))
    return parse_note(str(together).encode())


def signers(note: Note, keys: Iterable[VerifierKey]) -> list[VerifierKey]:
    """Return the keys that signed a note, of those trusted.

    Raises NoteError when none did, or when a signature of theirs is false.
    """
    signing = []
    for key in keys:
        mine = [signature for signature in note.signatures if key.signed(signature)]
        if not all(key.verifies(note.text, signature) for signature in mine):
            raise NoteError(f"{key.name}: " + N_("a false signature"))
        if mine:
            signing.append(key)
    if not signing:
        raise NoteError(N_("not signed by a trusted key"))
    return signing


def parse_checkpoint(text: str) -> Checkpoint:
    """Return a checkpoint from a note's text. Raises NoteError; lines beyond three are refused."""
    lines = text.split("\n")
    if len(lines) != 4 or not lines[0] or lines[3]:
        raise NoteError(N_("not a checkpoint of three lines"))
    return Checkpoint(origin=lines[0], size=parse_size(lines[1]), root=parse_hash(lines[2]))


def parse_size(text: str) -> int:
    """Return a whole number in its only spelling. Raises NoteError."""
    if not (text.isascii() and text.isdigit() and len(text) <= SIZE_DIGITS_MAX):
        raise NoteError(N_("not a number"))
    if text != str(int(text)):
        raise NoteError(N_("a number with a leading zero"))
    return int(text)


def parse_hash(text: str) -> bytes:
    """Return a hash from base64 in its only spelling. Raises NoteError."""
    digest = from_base64(text)
    if len(digest) != HASH_BYTES or base64_text(digest) != text:
        raise NoteError(N_("not a hash"))
    return digest


def altered_line(note: Note, key: VerifierKey) -> bool:
    """Say whether a key's signature, or the name or number beside it, is not as it was made.

    A line that bears neither both nor its signature is another's.
    """
    return any(
        key.signed(signature) != key.verifies(note.text, signature) for signature in note.signatures
    )


def is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(map(str.isspace, name)) and name.isprintable()


def _parse_key(text: str) -> tuple[str, str, int, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    key = _canonical(encoded)
    if not is_key_name(name) or not key:
        raise NoteError(N_("not a key"))
    return name, key_id, key[0], key[1:]


def base64_text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def from_base64(text: str, problem: str = N_("not in base64")) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as broken:
        raise NoteError(problem) from broken


def _canonical(text: str) -> bytes:
    value = from_base64(text)
    if base64_text(value) != text:
        raise NoteError(N_("not in canonical base64"))
    return value
