"""A sealer's key in a token (PKCS#11, RFC 7512): it signs there, and never leaves it.

Its file has two lines: the verifier key, and the URI of the token. The PIN is in neither: it is in
the file that the URI names (`pin-source`), or in the environment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from adapters.files.durable import problem_text, read_regular
from adapters.seal.notes import NoteError, Signature, VerifierKey, parse_verifier_key
from adapters.seal.signing.algorithms import ED25519
from adapters.wording.translation import N_
from domain.refusals import Refusal
from domain.value import value

if TYPE_CHECKING:
    from pkcs11 import Key, Session

PIN = "SUBSIDY_TOKEN_PIN"
SCHEME = "pkcs11:"
ED25519_PARAMETERS = bytes.fromhex("06032b6570")  # the object identifier 1.3.101.112
_KNOWN = {"token", "object", "module-path", "pin-source"}
_NEEDED = _KNOWN - {"pin-source"}


@value
class TokenKey:
    """A key in a token, and its public part."""

    verifier: VerifierKey
    uri: str

    @property
    def name(self) -> str:
        return self.verifier.name

    @property
    def secret(self) -> str:
        """Return what its file holds: nothing that signs without the token and its PIN."""
        return f"{self.verifier}\n{self.uri}"

    def sign(self, text: str) -> Signature:
        """Have the token sign a text. Raises `token-unusable`, `token-pin-missing`."""
        from pkcs11 import KeyType, Mechanism, ObjectClass
        from pkcs11.types import SignMixin

        with _session(self.uri, write=False) as session:
            label = _attributes(self.uri)["object"]
            key = session.get_key(ObjectClass.PRIVATE_KEY, KeyType.EC_EDWARDS, label=label)
            assert isinstance(key, SignMixin), "a private key signs"
            made = key.sign(text.encode(), mechanism=Mechanism.EDDSA)
        name, key_id = self.verifier.name, self.verifier.key_id
        signature = Signature(name=name, key_id=key_id, signature=bytes(made))
        if not self.verifier.verifies(text, signature):
            raise _unusable(self.uri, N_("its key is not that of the verifier key"))
        return signature


def new_token_key(name: str, uri: str) -> TokenKey:
    """Return the key that a token has at a URI, made there where it has none.

    Raises `token-invalid`, `token-unusable`, `token-pin-missing`, `extra-missing`.
    """
    label = _attributes(uri)["object"]
    with _session(uri, write=True) as session:
        point = _point(_public(session, label))
    verifier = VerifierKey(name=name, kind=ED25519, public=point[-32:])
    return TokenKey(verifier=verifier, uri=uri)


def parse_token_key(text: str) -> TokenKey:
    """Return the key in a token that a file names. Raises NoteError."""
    key, _, uri = text.partition("\n")
    if not uri.startswith(SCHEME):
        raise NoteError(N_("not a private key"))
    return TokenKey(verifier=parse_verifier_key(key), uri=uri)


def _public(session: Session, label: str) -> Key:
    from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
    from pkcs11.exceptions import NoSuchKey

    try:
        public = session.get_key(ObjectClass.PUBLIC_KEY, KeyType.EC_EDWARDS, label=label)
    except NoSuchKey:
        curve = session.create_domain_parameters(
            KeyType.EC_EDWARDS, {Attribute.EC_PARAMS: ED25519_PARAMETERS}, local=True
        )
        made = Mechanism.EC_EDWARDS_KEY_PAIR_GEN
        public, _ = curve.generate_keypair(mechanism=made, store=True, label=label)
    return public


def _point(key: Key) -> bytes:
    from pkcs11 import Attribute

    return bytes(key[Attribute.EC_POINT])


def _attributes(uri: str) -> dict[str, str]:
    """Return what a URI says of a token. Raises `token-invalid`."""
    path, _, query = uri.removeprefix(SCHEME).partition("?")
    pairs = [part.partition("=") for part in (*path.split(";"), *query.split("&")) if part]
    said = {name: unquote(value) for name, _, value in pairs}
    wrong = set(said) - _KNOWN or _NEEDED - set(said)
    if not uri.startswith(SCHEME) or len(said) < len(pairs) or wrong or not uri.isprintable():
        raise Refusal("token-invalid", needed=", ".join(sorted(_NEEDED)), wrong=", ".join(wrong))
    return said


@contextmanager
def _session(uri: str, *, write: bool) -> Iterator[Session]:
    """Yield a session of the token, logged in."""
    said = _attributes(uri)
    try:
        import pkcs11
    except ImportError as missing:
        raise Refusal("extra-missing", needs="python-pkcs11", extra="hsm") from missing
    pin = _pin(said.get("pin-source"))
    try:
        token = pkcs11.lib(said["module-path"]).get_token(token_label=said["token"])
        with token.open(rw=write, user_pin=pin) as session:
            yield session
    except (pkcs11.PKCS11Error, RuntimeError) as problem:
        raise _unusable(uri, str(problem) or type(problem).__name__) from problem


def _pin(source: str | None) -> str:
    if source is None:
        pin = os.environ.get(PIN)
        if not pin:
            raise Refusal("token-pin-missing", variable=PIN)
        return pin
    path = Path(source.removeprefix("file:"))
    try:
        if os.name != "nt" and path.stat().st_mode & 0o077:
            raise Refusal("key-exposed", file=str(path))
        return read_regular(path).decode().removesuffix("\n")
    except (OSError, ValueError) as problem:
        raise Refusal("key-unreadable", file=str(path), problem=problem_text(problem)) from problem


def _unusable(uri: str, problem: str) -> Refusal:
    return Refusal("token-unusable", uri=uri, problem=problem)
