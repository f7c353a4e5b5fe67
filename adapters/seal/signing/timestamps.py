"""Time stamps (RFC 3161): an authority's word that a checkpoint was there by a time.

Stamped is the SHA-256 of what the checkpoint's signatures sign: its three lines of origin, size and
root, each with its newline. Signatures that come later change nothing of it. The whole answer is
kept beside the checkpoint, by its size and by who was asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from adapters.files.durable import problem_text, read_regular
from adapters.seal.folder import SealFolder, sealing_alone
from adapters.seal.notes import Checkpoint, parse_hash
from adapters.seal.signing.posting import UnansweredError, post
from adapters.seal.verify.answers import Sealed
from adapters.wording.translation import N_
from domain.refusals import Refusal

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

FOLDER = "timestamps"
_NAME = re.compile(rf"{FOLDER}/(?P<size>\d{{12,18}})-[0-9a-f]{{8}}\.tsr")
_OK = 200


class StampError(ValueError):
    """An answer is not a valid time stamp of a text."""


class Stamp(NamedTuple):
    """What a valid time stamp says, and by whom."""

    time: datetime
    authority: str


def add_stamp(url: str, path: Path, sealed: Sealed, roots: Sequence[Certificate]) -> None:
    """Have an authority stamp a checkpoint and keep its answer; one kept already is enough.

    roots: whose stamps count; none to take the answer as it comes, for others to verify. Raises
    `timestamp-refused`, `timestamp-unreachable`, `extra-missing`, `seal-unwritable`.
    """
    root = parse_hash(sealed.root)
    checkpoint = Checkpoint(origin=sealed.origin, size=sealed.size, root=root)
    name = f"{FOLDER}/{checkpoint.size:012d}-{sha256(url.encode()).hexdigest()[:8]}.tsr"
    text = checkpoint.text.encode()
    if _stamps(SealFolder(path).read(name) or b"", text, roots):
        return
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    request = TimestampRequestBuilder(data=text, hash_algorithm=HashAlgorithm.SHA256).build()
    try:
        status, answer = post(url, request.as_bytes(), "application/timestamp-query")
    except UnansweredError as problem:
        raise Refusal("timestamp-unreachable", url=url, problem=str(problem)) from problem
    try:
        if status != _OK:
            raise StampError(answer[:200].decode("utf-8", "replace").strip())
        if _read(answer, text).tst_info.nonce != request.nonce:
            raise StampError(N_("the answer to another question"))
        if roots:
            stamp_of(answer, text, roots)
    except StampError as broken:
        raise Refusal("timestamp-refused", url=url, status=status, answer=str(broken)) from broken
    with sealing_alone(path) as writer:
        writer.put(name, answer)
        writer.settle()


def stamps_in(folder: SealFolder) -> dict[str, int]:
    """Return the files of the time stamps, and which size each is of."""
    kept = folder.path / FOLDER
    names = sorted(f"{FOLDER}/{file.name}" for file in kept.iterdir()) if kept.is_dir() else []
    sizes = [(name, stamped_size(name)) for name in names]
    return {name: size for name, size in sizes if size is not None}


def stamped_size(name: str) -> int | None:
    """Return the size that a time stamp is of by its file's name; None where it is none."""
    match = _NAME.fullmatch(name)
    return None if match is None else int(match["size"])


def stamp_of(written: bytes, text: bytes, roots: Sequence[Certificate]) -> Stamp:
    """Return what a time stamp says of a text. Raises StampError, `extra-missing`.

    Its certificates must lead to one of the roots, and have been valid when it was made.
    """
    must_be_installed()
    from cryptography.x509 import load_der_x509_certificate
    from rfc3161_client import VerifierBuilder

    answer = _read(written, text)
    try:
        VerifierBuilder(roots=list(roots)).build().verify_message(answer, text)
        (signer,) = answer.signed_data.signer_infos
        known = signer.issuer, signer.serial_number
        issued = map(load_der_x509_certificate, answer.signed_data.certificates)
        own = [cert for cert in issued if (cert.issuer, cert.serial_number) == known]
        if len(own) != 1:  # no signature covers them: anybody may have added one
            raise StampError(N_("more than one certificate of its signer's number"))
        return Stamp(answer.tst_info.gen_time, own[0].subject.rfc4514_string())
    except Exception as broken:  # altered bytes fail in many ways, all of the libraries' own
        raise StampError(str(broken) or type(broken).__name__) from broken


def must_be_of(written: bytes, text: bytes) -> None:
    """Raise StampError for a time stamp that is of another text, by any maker.

    Where the library of time stamps is not there, nothing is said of it.
    """
    with suppress(Refusal):
        _read(written, text)


def read_roots(path: Path | None) -> list[Certificate]:
    """Return the certificates in a file of PEM. Raises `timestamp-roots-unreadable`."""
    if path is None:
        return []
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(read_regular(path))
    except (OSError, ValueError) as problem:
        why = problem_text(problem)
        raise Refusal("timestamp-roots-unreadable", file=str(path), problem=why) from problem


def must_be_installed() -> None:
    """Raise `extra-missing` where the library of time stamps is not there."""
    try:
        import rfc3161_client  # noqa: F401
    except ImportError as missing:
        raise Refusal("extra-missing", needs="rfc3161-client", extra="timestamp") from missing


def _stamps(written: bytes, text: bytes, roots: Sequence[Certificate]) -> bool:
    try:
        if roots:
            stamp_of(written, text, roots)
        else:
            _read(written, text)
    except StampError:
        return False
    return True


def _read(written: bytes, text: bytes) -> TimeStampResponse:
    """Return a granted answer over a text, its signature unchecked. Raises StampError."""
    must_be_installed()
    from rfc3161_client import PKIStatus, decode_timestamp_response

    try:
        answer = decode_timestamp_response(written)
        if answer.status != PKIStatus.GRANTED:
            raise StampError(f"{PKIStatus(answer.status).name}: " + ", ".join(answer.status_string))
        if answer.tst_info.message_imprint.message != sha256(text).digest():
            raise StampError(N_("of another text"))
    except Exception as broken:  # as above
        raise StampError(str(broken) or type(broken).__name__) from broken
    return answer
