"""No signature covers the certificates in a time stamp: one that is added changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from adapters.seal.signing.timestamps import StampError, read_roots, stamp_of
from adapters.seal.verify.answers import Faults, TimeStamp
from adapters.seal.verify.check_timestamps import check_each
from tests.adapters.seal.signing.authority import Authority, serving
from tests.adapters.seal.signing.machine import needs_openssl, run

TEXT = b"example.org/log\n7\nAAAA\n"
CONTEXT, SEQUENCE = 0xA0, 0x30
NAME = "timestamps/000000000007-00000000.tsr"


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    needs_openssl()
    with serving(tmp_path / "good") as server:
        yield server


def stamped(authority: Authority, text: bytes) -> bytes:
    (authority.folder / "text").write_bytes(text)
    asked = run("openssl", "ts", "-query", "-data", authority.folder / "text", "-sha256", "-cert")
    return authority.answer(asked.stdout)


def parts(content: bytes) -> list[tuple[int, bytes, bytes]]:
    """Return each value of DER in a row: its tag, its content, and all of it."""
    read, at = list[tuple[int, bytes, bytes]](), 0
    while at < len(content):
        length, start = content[at + 1], at + 2
        if length > 0x80:
            start += length - 0x80
            length = int.from_bytes(content[at + 2 : start], "big")
        end = start + length
        read.append((content[at], content[start:end], content[at:end]))
        at = end
    return read


def value(tag: int, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return bytes([tag, 0x82]) + len(content).to_bytes(2, "big") + content


def with_certificate(stamp: bytes, certificate: bytes) -> bytes:
    """Return a stamp with one certificate more, in the order of DER."""
    status, token = parts(parts(stamp)[0][1])
    kind, content = parts(token[1])
    signed = [
        value(tag, *sorted([*(each for _, _, each in parts(inside)), certificate]))
        if tag == CONTEXT
        else whole
        for tag, inside, whole in parts(parts(content[1])[0][1])
    ]
    packed = value(SEQUENCE, kind[2], value(CONTEXT, value(SEQUENCE, *signed)))
    return value(SEQUENCE, status[2], packed)


def certificate(issuer: x509.Name, number: int, length: int) -> bytes:
    """Return a certificate that nobody vouches for. length: how long its subject is."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = [(NameOID.COMMON_NAME, "National Time")] + [(NameOID.LOCALITY_NAME, "x" * 60)] * length
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(*name) for name in names]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(number)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )


@pytest.mark.parametrize("length", [0, 5])
def test_a_certificate_added_of_the_same_number_gives_a_stamp_no_other_name(
    authority: Authority, length: int
) -> None:
    stamp, roots = stamped(authority, TEXT), read_roots(authority.roots)
    (own,) = read_roots(authority.folder / "tsa.pem")
    other = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Another")])

    added = with_certificate(stamp, certificate(other, own.serial_number, length))
    twice = with_certificate(stamp, certificate(own.issuer, own.serial_number, length))

    assert stamp_of(added, TEXT, roots).authority == "CN=good stamps"
    with pytest.raises(StampError):  # which of the two it is by, nothing says
        stamp_of(twice, TEXT, roots)


def test_a_stamp_of_another_text_is_false_without_roots_too(authority: Authority) -> None:
    faults, stamps = Faults(), [(NAME, stamped(authority, b"another\n7\nAAAA\n"))]

    answer = check_each(stamps, TEXT, [], lambda _: None, faults)

    assert answer == [TimeStamp(file=NAME, size=7, time=None, authority=None, verified=False)]
    assert [fault.what for fault in faults] == [f"timestamp-false: {NAME}: of another text"]
