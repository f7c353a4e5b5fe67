"""What each kind of key signs of a text, and what is not a signature by it, in this process."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from adapters.seal.signing import algorithms, sm2
from adapters.seal.signing.algorithms import (
    ALGORITHMS,
    COSIGNATURE,
    ED25519,
    ML_DSA_44,
    OTHER,
    SM2_IDENTIFIER,
    algorithm,
    is_signature_of,
    public_of,
    signature_of,
)
from domain.refusals import Refusal
from tests.adapters.seal.signing.machine import needs_openssl

SECRET = bytes(range(1, 33))
NAME, ORIGIN = "example.org/witness", "example.org/log"
ROOT = base64.b64encode(bytes(range(32))).decode()
TEXT = f"{ORIGIN}\n258\n{ROOT}\n"
HERE = (ED25519, COSIGNATURE, ML_DSA_44)  # signed in this process


def secret(kind: int) -> bytes:
    return SM2_IDENTIFIER + SECRET if kind == OTHER else SECRET


@pytest.mark.parametrize("kind", [*HERE, OTHER])
def test_a_signature_is_by_its_key_and_text_alone(kind: int) -> None:
    if kind == OTHER:
        needs_openssl()
    public, made = public_of(kind, secret(kind)), signature_of(kind, NAME, secret(kind), TEXT)

    assert is_signature_of(kind, NAME, public, TEXT, made)
    assert not is_signature_of(kind, NAME, public, TEXT.replace("258", "259"), made)
    turned = made[:-40] + bytes([made[-40] ^ 1]) + made[-39:]
    for other in (turned, made[:-1], made + b"\0", b"", bytes(len(made))):
        assert not is_signature_of(kind, NAME, public, TEXT, other)
    other_public = public_of(kind, secret(kind)[:-1] + b"\0")
    assert not is_signature_of(kind, NAME, other_public, TEXT, made)


def test_what_a_cosignature_signs_begins_with_its_time() -> None:
    public, made = (
        public_of(COSIGNATURE, SECRET),
        signature_of(COSIGNATURE, NAME, SECRET, TEXT),
    )

    message = f"cosignature/v1\ntime 0\n{TEXT}".encode()
    Ed25519PublicKey.from_public_bytes(public).verify(made[8:], message)
    assert (made[:8], len(made)) == (bytes(8), 72)
    assert not is_signature_of(COSIGNATURE, NAME, public, TEXT, b"\1" + made[1:])
    later = ALGORITHMS[COSIGNATURE].sign(SECRET, message.replace(b"0", b"1024", 1))
    assert is_signature_of(COSIGNATURE, NAME, public, TEXT, bytes([0] * 6 + [4, 0]) + later)


def test_what_ml_dsa_signs_is_the_checkpoint_as_c2sp_spells_it() -> None:
    public, made = public_of(ML_DSA_44, SECRET), signature_of(ML_DSA_44, NAME, SECRET, TEXT)
    spelled = (
        b"subtree/v1\n\0" + bytes([19]) + NAME.encode() + bytes(8) + bytes([15]) + ORIGIN.encode()
        + bytes(8) + bytes([0, 0, 0, 0, 0, 0, 1, 2]) + bytes(range(32))
    )  # fmt: skip

    MLDSA44PublicKey.from_public_bytes(public).verify(made[8:], spelled)
    assert (made[:8], len(made), len(public)) == (bytes(8), 8 + 2420, 1312)


@pytest.mark.parametrize(
    "text",
    ["one line\n", "o\nx\n" + ROOT + "\n", f"o\n{1 << 64}\n{ROOT}\n", f"o\n-1\n{ROOT}\n",
     "o\n7\n!!\n", f"{'o' * 256}\n7\n{ROOT}\n"],
)  # fmt: skip
def test_ml_dsa_signs_checkpoints_alone(text: str) -> None:
    public, made = public_of(ML_DSA_44, SECRET), signature_of(ML_DSA_44, NAME, SECRET, TEXT)

    assert not is_signature_of(ML_DSA_44, NAME, public, text, made)
    with pytest.raises(AssertionError, match="not a checkpoint"):
        signature_of(ML_DSA_44, NAME, SECRET, text)


def test_keys_are_known_by_their_kind_their_prefix_and_their_length() -> None:
    for kind, known in ALGORITHMS.items():
        prefix = SM2_IDENTIFIER if kind == OTHER else b""
        for is_secret, length in ((True, 32), (False, known.public_bytes)):
            material = prefix + bytes(length)
            assert algorithm(kind, material, secret=is_secret) is known
            for other in (material[:-1], material + b"\0", b""):
                assert algorithm(kind, other, secret=is_secret) is None
    assert algorithm(OTHER, bytes(len(SM2_IDENTIFIER) + 32), secret=True) is None
    assert algorithm(2, bytes(32), secret=True) is None
    assert [ALGORITHMS[kind].public_bytes for kind in (1, 4, 6, 255)] == [32, 32, 1312, 65]


def test_a_machine_without_ml_dsa_says_so_and_neither_signs_nor_verifies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Lacking:
        @staticmethod
        def from_public_bytes(_: bytes) -> None:
            raise UnsupportedAlgorithm("an old openssl")

        from_seed_bytes = from_public_bytes

    public, made = public_of(ML_DSA_44, SECRET), signature_of(ML_DSA_44, NAME, SECRET, TEXT)
    monkeypatch.setattr(algorithms, "MLDSA44PublicKey", Lacking)
    monkeypatch.setattr(algorithms, "MLDSA44PrivateKey", Lacking)

    for work in (
        lambda: public_of(ML_DSA_44, SECRET),
        lambda: signature_of(ML_DSA_44, NAME, SECRET, TEXT),
        lambda: is_signature_of(ML_DSA_44, NAME, public, TEXT, made),
    ):
        with pytest.raises(Refusal) as refused:
            work()
        assert (refused.value.code, refused.value.facts) == (
            "algorithm-missing", {"kind": "ml-dsa-44", "problem": "an old openssl"},
        )  # fmt: skip


def test_sm2_is_asked_of_a_program_that_knows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_openssl()
    point, made = sm2.public(SECRET), sm2.sign(SECRET, b"a text")
    r, s = decode_dss_signature(made)

    assert (len(point), point[0]) == (65, 4)
    assert sm2.verifies(point, b"a text", made)
    assert not sm2.verifies(point, b"a text", encode_dss_signature(s, r))
    assert not sm2.verifies(point, b"a text", b"0\x00")
    for answer, problem in (
        ("echo another key", "an answer that is not an SM2 key"),
        ("head -c 300 /dev/zero | tr '\\0' x >&2; exit 1", "x" * 200),
    ):
        program = tmp_path / "openssl"
        program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{answer}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        sm2.public.cache_clear()
        with pytest.raises(Refusal) as refused:
            sm2.public(SECRET)
        assert (refused.value.code, refused.value.facts) == (
            "algorithm-missing", {"kind": "sm2", "problem": problem},
        )  # fmt: skip
    with pytest.raises(Refusal):  # nothing is said of a signature that cannot be checked
        sm2.verifies(point, b"a text", made)
    program.unlink()
    sm2.public.cache_clear()
    for work in (lambda: sm2.sign(SECRET, b"a"), lambda: sm2.verifies(point, b"a text", made)):
        with pytest.raises(Refusal) as refused:
            work()
        assert (refused.value.code, refused.value.facts["kind"]) == ("algorithm-missing", "sm2")
