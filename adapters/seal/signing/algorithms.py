"""The kinds of keys (C2SP signed-note, signature types), and what each signs of a text.

Ed25519 and SM2 sign the text as it is. A cosignature has a time before it: Ed25519's (0x04) signs
it with the text, that of ML-DSA-44 (0x06) with what the checkpoint says. SM2 has no number of its
own: its keys begin with 0xff and the identifier of SM2 with SM3.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from adapters.seal.signing import sm2
from domain.refusals import Refusal

ED25519, COSIGNATURE, ML_DSA_44, OTHER = 1, 4, 6, 0xFF
SM2_IDENTIFIER = b"1.2.156.10197.1.501"  # GM/T 0006
SECRET_BYTES = 32
TIME_BYTES = 8
COSIGNATURE_BYTES = {COSIGNATURE: TIME_BYTES + 64, ML_DSA_44: TIME_BYTES + 2420}
_NO_TIME = 0  # the log's own line does not say that this is the largest tree it knows


class Algorithm(NamedTuple):
    """How keys of a kind sign. prefix: what their bytes begin with, after the kind."""

    name: str
    prefix: bytes
    public_bytes: int
    public: Callable[[bytes], bytes]
    sign: Callable[[bytes, bytes], bytes]
    verifies: Callable[[bytes, bytes, bytes], bool]


def algorithm(kind: int, material: bytes, *, secret: bool) -> Algorithm | None:
    """Return how keys of a kind sign; None where the kind, or the length of a key, is unknown."""
    known = ALGORITHMS.get(kind)
    if known is None or not material.startswith(known.prefix):
        return None
    length = len(known.prefix) + (SECRET_BYTES if secret else known.public_bytes)
    return known if len(material) == length else None


def public_of(kind: int, secret: bytes) -> bytes:
    """Return the public part of a private key. Raises `algorithm-missing`, as all here."""
    known = ALGORITHMS[kind]
    return known.prefix + known.public(secret.removeprefix(known.prefix))


def signature_of(kind: int, name: str, secret: bytes, text: str) -> bytes:
    """Return a text's signature. A key of ML-DSA-44 signs checkpoints alone."""
    known = ALGORITHMS[kind]
    message = _message(kind, name, text, _NO_TIME)
    assert message is not None, f"not a checkpoint: {text!r}"
    made = known.sign(secret.removeprefix(known.prefix), message)
    return _NO_TIME.to_bytes(TIME_BYTES, "big") + made if kind in COSIGNATURE_BYTES else made


def is_signature_of(kind: int, name: str, public: bytes, text: str, made: bytes) -> bool:
    """Say whether a signature of a text is by a key."""
    known, seconds = ALGORITHMS[kind], _NO_TIME
    if kind in COSIGNATURE_BYTES:
        if len(made) != COSIGNATURE_BYTES[kind]:
            return False
        seconds, made = int.from_bytes(made[:TIME_BYTES], "big"), made[TIME_BYTES:]
    message = _message(kind, name, text, seconds)
    return message is not None and known.verifies(public.removeprefix(known.prefix), message, made)


def _message(kind: int, name: str, text: str, seconds: int) -> bytes | None:
    """Return what a key signs of a text; None where it signs checkpoints and this is not one."""
    if kind == COSIGNATURE:
        return f"cosignature/v1\ntime {seconds}\n{text}".encode()
    if kind != ML_DSA_44:
        return text.encode()
    try:
        origin, size, root, *_ = text.split("\n")
        named = [len(word).to_bytes(1, "big") + word for word in (name.encode(), origin.encode())]
        tree = int(size).to_bytes(8, "big") + base64.b64decode(root, validate=True)
    except (ValueError, OverflowError):
        return None
    start = bytes(8)
    time = seconds.to_bytes(TIME_BYTES, "big")
    return b"subtree/v1\n\0" + named[0] + time + named[1] + start + tree


def _ed25519_public(secret: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def _ed25519_sign(secret: bytes, message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def _ed25519_verifies(public: bytes, message: bytes, made: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(made, message)
    except InvalidSignature:
        return False
    return True


def _ml_dsa_public(secret: bytes) -> bytes:
    return _ml_dsa(secret).public_key().public_bytes_raw()


def _ml_dsa_sign(secret: bytes, message: bytes) -> bytes:
    return _ml_dsa(secret).sign(message)


def _ml_dsa_verifies(public: bytes, message: bytes, made: bytes) -> bool:
    try:
        MLDSA44PublicKey.from_public_bytes(public).verify(made, message)
    except InvalidSignature:
        return False
    except UnsupportedAlgorithm as problem:
        raise Refusal("algorithm-missing", kind="ml-dsa-44", problem=str(problem)) from problem
    return True


def _ml_dsa(secret: bytes) -> MLDSA44PrivateKey:
    try:
        return MLDSA44PrivateKey.from_seed_bytes(secret)
    except UnsupportedAlgorithm as problem:
        raise Refusal("algorithm-missing", kind="ml-dsa-44", problem=str(problem)) from problem


_ED25519 = Algorithm("ed25519", b"", 32, _ed25519_public, _ed25519_sign, _ed25519_verifies)
ALGORITHMS = {
    ED25519: _ED25519,
    COSIGNATURE: _ED25519._replace(name="cosignature"),
    ML_DSA_44: Algorithm(
        "ml-dsa-44", b"", 1312, _ml_dsa_public, _ml_dsa_sign, _ml_dsa_verifies
    ),
    OTHER: Algorithm(
        "sm2", SM2_IDENTIFIER, sm2.PUBLIC_BYTES, sm2.public, sm2.sign, sm2.verifies
    ),
}  # fmt: skip
KINDS = {"ed25519": ED25519, "ml-dsa-44": ML_DSA_44, "sm2": OTHER}
