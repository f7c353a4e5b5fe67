"""A policy as canonical bytes: what is recorded, and what its digest is taken of.

The bytes are the policy's document as JSON, without white space, in UTF-8, its tables in the order
of the file's vocabulary and their entries in the order of the file. The first form of a policy had
other bytes; what was recorded of it is read for ever.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Any

import msgspec

from adapters.policy.former import shape as former
from adapters.policy.former.document import FormerDocument, document_of
from domain.policy.compiling.faults import PolicyError
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy

BYTES_MAX = 60_000  # a log entry holds 65,535
KEPT_MAX = 64  # policies of a process: compiling one again takes longer than most questions

_encode = msgspec.json.Encoder().encode
_WRONG = (KeyError, TypeError, AttributeError, RecursionError, msgspec.MsgspecError, PolicyError)


def to_json(policy: Policy) -> bytes:
    """Return the canonical bytes of a policy: for one of the first form, as it was recorded."""
    source = policy.source
    return source.recorded if isinstance(source, FormerDocument) else _encode(source)


@lru_cache(maxsize=KEPT_MAX)
def from_json(encoded: bytes) -> Policy:
    """Return the policy that these bytes are the canonical form of.

    Raises ValueError when they are not a policy's canonical form.
    """
    try:
        document: Any = msgspec.json.decode(_short(encoded))
        policy = compiled(document)
    except _WRONG as problem:
        raise ValueError(f"not a policy: {problem}") from problem
    if to_json(policy) != encoded:
        raise ValueError("not the canonical form of a policy")
    return policy


def former_from_json(encoded: bytes) -> Policy:
    """Return the policy that these bytes of the first form are the canonical form of.

    Raises ValueError when they are not.
    """
    try:
        said = former.decode(_short(encoded))
        document = document_of(said)
        document.recorded = encoded
        policy = compiled(document)
    except _WRONG as problem:
        raise ValueError(f"not a policy: {problem}") from problem
    countries = said.countries
    if former.encode(said) != encoded or countries.belt_and_road != sorted(
        set(countries.belt_and_road)
    ):
        raise ValueError("not the canonical form of a policy")
    return policy


def digest(policy: Policy) -> str:
    """Return the SHA-256 of a policy's canonical bytes, in hexadecimal."""
    return sha256(to_json(policy)).hexdigest()


def _short(encoded: bytes) -> bytes:
    if len(encoded) >= BYTES_MAX:
        raise ValueError("too long for a policy")
    return encoded
