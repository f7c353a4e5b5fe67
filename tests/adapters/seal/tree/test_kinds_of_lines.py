"""Keys and notes of every kind: how long each may be, and lines that take each other's place."""

from __future__ import annotations

import pytest

from adapters.seal.notes import (
    NOTE_MAX_BYTES,
    SIGNATURES_MAX,
    SIZE_DIGITS_MAX,
    Note,
    NoteError,
    Signature,
    SignerKey,
    VerifierKey,
    merged,
    parse_keys,
    parse_signer_key,
    parse_verifier_key,
)
from adapters.seal.signing.algorithms import (
    COSIGNATURE,
    ED25519,
    KINDS,
    ML_DSA_44,
    OTHER,
    SECRET_BYTES,
    SM2_IDENTIFIER,
)

PUBLIC_BYTES = {ED25519: 32, COSIGNATURE: 32, ML_DSA_44: 1312}


def line(name: str, number: int, made: int = 0) -> Signature:
    return Signature(name=name, key_id=bytes([0, 0, 0, number]), signature=bytes([made]))


def test_the_limits_are_those_that_are_documented() -> None:
    assert (NOTE_MAX_BYTES, SIGNATURES_MAX, SIZE_DIGITS_MAX) == (1_000_000, 100, 18)
    assert (ED25519, COSIGNATURE, ML_DSA_44, OTHER, SECRET_BYTES) == (1, 4, 6, 255, 32)
    assert KINDS == {"ed25519": 1, "ml-dsa-44": 6, "sm2": 255}


@pytest.mark.parametrize("kind", PUBLIC_BYTES)
def test_a_public_key_of_any_kind_is_read_at_its_own_length_alone(kind: int) -> None:
    right = PUBLIC_BYTES[kind]
    for length in {right, right - 1, right + 1, 32, 1312}:
        key = VerifierKey(name="n", kind=kind, public=bytes(length))
        if length == right:
            assert parse_verifier_key(str(key)) == key
            assert parse_keys(f"{key}\n{key}\n".encode()) == [key, key]
        else:
            with pytest.raises(NoteError, match="not a key of a kind that is known here"):
                parse_verifier_key(str(key))


@pytest.mark.parametrize("kind", KINDS.values())
def test_a_private_key_of_any_kind_is_read_again_from_its_secret(kind: int) -> None:
    prefix = SM2_IDENTIFIER if kind == OTHER else b""
    key = SignerKey(name="n", kind=kind, seed=prefix + bytes(range(1, 33)))

    assert parse_signer_key(key.secret) == key
    assert parse_verifier_key(str(key.verifier)) == key.verifier
    content = key.secret.rpartition("+")[2]
    for other in ("00000000", key.verifier.key_id.hex().upper() + "0"):
        with pytest.raises(NoteError, match="the key's number is not that of its bytes"):
            parse_signer_key(f"PRIVATE+KEY+n+{other}+{content}")


def test_each_new_line_takes_the_place_of_the_line_of_its_own_key() -> None:
    note = Note(text="a\n", signatures=tuple(line(f"k{n}", n) for n in range(4)))
    again = [line("k2", 2, 9), line("k0", 0, 9), line("k2", 2, 9), line("k2", 7)]

    assert merged(note, again).signatures == (
        line("k1", 1), line("k3", 3), line("k2", 2, 9), line("k0", 0, 9), line("k2", 7),
    )  # fmt: skip
    assert merged(note, []) == note


def test_a_note_is_signed_by_a_key_where_any_line_claims_to_be() -> None:
    key = VerifierKey(name="n", kind=ED25519, public=bytes(32))
    mine = Signature(name="n", key_id=key.key_id, signature=bytes(64))

    for lines, signed in (
        ((line("n", 1), mine), True),
        ((mine,), True),
        ((line("n", 1), Signature(name="m", key_id=key.key_id, signature=b"")), False),
        ((), False),
    ):
        assert key.signed_any(Note(text="a\n", signatures=lines)) is signed
