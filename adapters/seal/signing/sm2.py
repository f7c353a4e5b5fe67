"""SM2 with SM3 (GB/T 32918, signatures as GM/T 0009 encodes them), by the openssl program.

The signer's identity is the default one of GM/T 0009. A secret is 32 bytes, a public key a point
of 65; the program gets the secret through a pipe, and the signed text, which is public, as a file.
"""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from domain.refusals import Refusal

SECRET_BYTES, PUBLIC_BYTES = 32, 65
IDENTITY = "1234567812345678"
SECONDS_MAX = 30
_SMALLEST = (1).to_bytes(SECRET_BYTES, "big")
_CURVE = bytes.fromhex("06082a811ccf5501822d")  # the curve sm2p256v1, 1.2.156.10197.1.301
_POINT_HEADER = bytes.fromhex("3059301306072a8648ce3d0201") + _CURVE + bytes.fromhex("034200")
_KEY = ("-keyform", "DER", "-inkey", "/dev/stdin")
_BY_SM3 = ("-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{IDENTITY}")


@cache
def public(secret: bytes) -> bytes:
    """Return the point of a secret. Raises Refusal `algorithm-missing`, as all here."""
    made = _openssl("pkey", "-inform", "DER", "-pubout", "-outform", "DER", given=_der(secret))
    if not made.startswith(_POINT_HEADER):
        raise _missing("an answer that is not an SM2 key")
    return made.removeprefix(_POINT_HEADER)


def sign(secret: bytes, message: bytes) -> bytes:
    """Return the signature of a message, in DER; each has another."""
    with TemporaryDirectory() as folder:
        text = Path(folder) / "text"
        text.write_bytes(message)
        return _openssl("pkeyutl", "-sign", *_KEY, *_BY_SM3, "-in", str(text), given=_der(secret))


def verifies(point: bytes, message: bytes, made: bytes) -> bool:
    """Say whether a signature is by the secret of a point."""
    try:
        decode_dss_signature(made)
    except ValueError:
        return False  # of another kind: the program need not be asked
    with TemporaryDirectory() as folder:
        text, signature = Path(folder) / "text", Path(folder) / "signature"
        text.write_bytes(message)
        signature.write_bytes(made)
        files = ("-in", str(text), "-sigfile", str(signature))
        words = ("pkeyutl", "-verify", "-pubin", *_KEY, *_BY_SM3, *files)
        ran = _run(words, _POINT_HEADER + point)
    if ran.returncode:
        # Raises where the program does not know SM2: nothing is said of the signature.
        public(_SMALLEST)
    return ran.returncode == 0


def _der(secret: bytes) -> bytes:
    """Return a private key (RFC 5915) of the curve, without its point."""
    inside = b"\x02\x01\x01\x04\x20" + secret + bytes([0xA0, len(_CURVE)]) + _CURVE
    return bytes([0x30, len(inside)]) + inside


def _openssl(*words: str, given: bytes) -> bytes:
    ran = _run(words, given)
    if ran.returncode:
        raise _missing(ran.stderr.decode("utf-8", "replace"))
    return ran.stdout


def _run(words: tuple[str, ...], given: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ("openssl", *words), input=given, capture_output=True, timeout=SECONDS_MAX, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise _missing(str(problem)) from problem


def _missing(problem: str) -> Refusal:
    return Refusal("algorithm-missing", kind="sm2", problem=problem.strip()[-200:])
