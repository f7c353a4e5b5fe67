"""A witness (C2SP tlog-witness) asked to cosign: it has seen the log grow, never change.

An authority of time stamps is asked in the same round: neither keeps a log from being sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from adapters.ledger.handling.units import Author
from adapters.ledger.ledger import Ledger
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_signer, trusted_key
from adapters.seal.notes import (
    Note,
    NoteError,
    Signature,
    VerifierKey,
    base64_text,
    parse_signature,
    parse_size,
)
from adapters.seal.proving.receipts import nodes
from adapters.seal.sealing import add_signatures, seal_log
from adapters.seal.signing.algorithms import COSIGNATURE_BYTES
from adapters.seal.signing.posting import UnansweredError, post
from adapters.seal.signing.timestamps import add_stamp, must_be_installed, read_roots
from adapters.seal.tree import consistency
from adapters.seal.verify.answers import Sealed
from adapters.seal.verify.quorum import must_reach
from adapters.wording.translation import N_
from domain.refusals import Refusal

CONFLICT = 409


def seal_and_cosign(
    ledger: Ledger,
    path: Path,
    key_files: Sequence[Path],
    author: Author,
    urls: Sequence[str],
    witness_keys: Sequence[str],
    authorities: Sequence[str],
    roots: Path | None,
    old_key_lost: str | None,
    memory_lost: bool,
    require: int,
    on_progress: Callable[[int], None],
) -> tuple[Sealed, list[Refusal]]:
    """Seal a ledger, ask every witness and authority; return what was sealed, and who refused.

    key_files: the log's key, and keys of other kinds that sign too. witness_keys: verifier keys,
    or files of them. authorities: of time stamps, whose certificates lead to one of the roots,
    where those are given. old_key_lost, memory_lost: see `seal_log`. require: how many
    witnesses must have cosigned the checkpoint, else `witness-quorum` is among the refusals. Raises
    `key-invalid`, `extra-missing`, `timestamp-roots-unreadable`, `store-not-found`, as
    `seal_log` does, and as the key is refused.
    """
    keys = list(map(trusted_key, witness_keys))
    if authorities:
        must_be_installed()
    anchors = read_roots(roots)
    signing = read_signer(key_files, ledger.file, path)
    with ledger.open_store() as store:
        sealed = seal_log(
            store, path, signing, author, old_key_lost, on_progress, memory_lost=memory_lost
        )
    cosigned, stamped, refused = 0, 0, list[Refusal]()
    for url in urls:
        try:
            cosigned += cosign(url, path, keys)
        except Refusal as refusal:
            refused.append(refusal)
    for url in authorities:
        try:
            add_stamp(url, path, sealed, anchors)
            stamped += 1
        except Refusal as refusal:
            refused.append(refusal)
    folder = SealFolder(path)
    last = folder.checkpoint()
    assert last is not None, "it was sealed just now"
    try:
        must_reach(last[1], keys or folder.witnesses(), folder.every_own(), require)
    except Refusal as refusal:
        refused.append(refusal)
    return replace(sealed, cosignatures=cosigned, timestamps=stamped), refused


def cosign(url: str, path: Path, keys: Sequence[VerifierKey]) -> int:
    """Have a witness cosign the last checkpoint; return how many cosignatures it has now.

    keys: the witness's; none to take its lines as they come, for others to check. Raises
    `witness-refused`, `witness-unreachable`, `witness-ahead`.
    """
    folder = SealFolder(path)
    head = folder.checkpoint()
    if head is None:
        raise Refusal("nothing-sealed", folder=str(path))
    refused = partial(Refusal, "witness-refused", url=url)
    checkpoint, note = head
    status, answer = _post(url, _request(0, [], note))
    if status == CONFLICT:
        try:
            old = parse_size(answer.removesuffix("\n"))
        except NoteError as broken:
            raise refused(status=status, answer=answer[:200]) from broken
        if old > checkpoint.size:
            raise Refusal("witness-ahead", url=url, seen=old, size=checkpoint.size)
        proof = consistency(old, checkpoint.size, nodes(folder, checkpoint.size))
        status, answer = _post(url, _request(old, proof, note))
    if status != 200:
        raise refused(status=status, answer=answer[:200].strip())
    known = [*keys, *folder.witnesses(), *folder.further()]
    lines = _lines(url, answer, checkpoint.origin, note, known)
    whose = [key for key in keys if any(map(key.signed, lines))]
    made = [line for line in lines if len(line.signature) in COSIGNATURE_BYTES.values()]
    if keys:
        made = [line for line in made if any(key.signed(line) for key in keys)]
    if not made:
        raise refused(status=status, answer=N_("no cosignature"))
    try:
        add_signatures(path, checkpoint, lines, whose)
    except NoteError as broken:
        raise refused(status=status, answer=str(broken)) from broken
    return len(made)


def _request(old: int, proof: Sequence[bytes], note: Note) -> bytes:
    hashes = "".join(base64_text(node) + "\n" for node in proof)
    return f"old {old}\n{hashes}\n{note}".encode()


def _lines(
    url: str, answer: str, origin: str, note: Note, known: Sequence[VerifierKey]
) -> list[Signature]:
    """Return the lines of an answer, of unknown kinds too.

    A line in the log's own name is left out, and a false one in the name of a known key.
    """
    try:
        lines = [parse_signature(line) for line in dict.fromkeys(answer.splitlines())]
    except NoteError as broken:
        raise Refusal("witness-refused", url=url, status=200, answer=str(broken)) from broken
    return [
        line
        for line in lines
        if line.name != origin
        and all(key.verifies(note.text, line) for key in known if key.signed(line))
    ]


def _post(url: str, body: bytes) -> tuple[int, str]:
    try:
        where = url.rstrip("/") + "/add-checkpoint"
        status, answer = post(where, body, "text/plain; charset=utf-8")
    except UnansweredError as problem:
        raise Refusal("witness-unreachable", url=url, problem=str(problem)) from problem
    return status, answer.decode("utf-8", "replace")
