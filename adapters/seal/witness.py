"""A witness (C2SP tlog-witness) asked to cosign: it has seen the log grow, never change."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from adapters.files.durable import problem_text
from adapters.ledger.handling.units import Author
from adapters.ledger.ledger import Ledger
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_key, trusted_key
from adapters.seal.notes import (
    Checkpoint,
    Note,
    NoteError,
    Signature,
    VerifierKey,
    base64_text,
    parse_signature,
    parse_size,
)
from adapters.seal.proofs import nodes
from adapters.seal.sealing import publish_note, seal_log
from adapters.seal.tree import consistency
from adapters.seal.verify.answers import Sealed
from adapters.seal.verify.quorum import must_reach
from adapters.wording.translation import N_
from domain.refusals import Refusal

SECONDS_MAX = 30
ANSWER_MAX_BYTES = 100_000
CONFLICT = 409
COSIGNATURE_BYTES = 72  # the time and an Ed25519 signature


def seal_and_cosign(
    ledger: Ledger,
    path: Path,
    key_file: Path,
    author: Author,
    urls: Sequence[str],
    witness_keys: Sequence[str],
    old_key_lost: str | None,
    require: int,
    on_progress: Callable[[int], None],
) -> tuple[Sealed, list[Refusal]]:
    """Seal a ledger and ask every witness to cosign; return what was sealed, and who refused.

    witness_keys: verifier keys, or files of them. old_key_lost: see `seal_log`. require: how
    many witnesses must have cosigned the checkpoint, else `witness-quorum` is among the refusals.
    Raises     `key-invalid`, `store-not-found`, as `seal_log` does, and as the key is refused.
    """
    keys = list(map(trusted_key, witness_keys))
    key = read_key(key_file, ledger.file, path)
    with ledger.open_store() as store:
        sealed = seal_log(store, path, key, key_file, author, old_key_lost, on_progress)
    cosigned, refused = 0, list[Refusal]()
    for url in urls:
        try:
            cosigned += cosign(url, path, keys)
        except Refusal as refusal:
            refused.append(refusal)
    folder = SealFolder(path)
    last = folder.checkpoint()
    assert last is not None, "it was sealed just now"
    try:
        must_reach(last[1], keys or folder.witnesses(), require)
    except Refusal as refusal:
        refused.append(refusal)
    return replace(sealed, cosignatures=cosigned), refused


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
    lines = _cosignatures(url, answer, checkpoint, note, keys)
    ids = {(line.name, line.key_id) for line in lines}
    others = [line for line in note.signatures if (line.name, line.key_id) not in ids]
    whose = [key for key in keys if any(map(key.signed, lines))]
    publish_note(path, checkpoint, Note(text=note.text, signatures=(*others, *lines)), whose)
    return len(lines)


def _request(old: int, proof: Sequence[bytes], note: Note) -> bytes:
    hashes = "".join(base64_text(node) + "\n" for node in proof)
    return f"old {old}\n{hashes}\n{note}".encode()


def _cosignatures(
    url: str, answer: str, checkpoint: Checkpoint, note: Note, keys: Sequence[VerifierKey]
) -> list[Signature]:
    """Return the cosignatures in an answer: of the keys known, and none in the log's own name."""
    try:
        signatures = [parse_signature(line) for line in dict.fromkeys(answer.splitlines())]
    except NoteError as broken:
        raise Refusal("witness-refused", url=url, status=200, answer=str(broken)) from broken
    made = [
        line
        for line in signatures
        if len(line.signature) == COSIGNATURE_BYTES
        and line.name != checkpoint.origin
        and (not keys or any(key.signed(line) and key.verifies(note.text, line) for key in keys))
    ]
    if not made:
        raise Refusal("witness-refused", url=url, status=200, answer=N_("no cosignature"))
    return made


def _post(url: str, body: bytes) -> tuple[int, str]:
    if not url.startswith(("http://", "https://")):
        raise Refusal("witness-unreachable", url=url, problem=N_("not http:// or https://"))
    asked = urllib.request.Request(url.rstrip("/") + "/add-checkpoint", data=body, method="POST")
    asked.add_header("Content-Type", "text/plain; charset=utf-8")
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS_MAX) as answer:
            return answer.status, answer.read(ANSWER_MAX_BYTES).decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read(ANSWER_MAX_BYTES).decode("utf-8", "replace")
    except OSError as problem:
        why = problem_text(getattr(problem, "reason", problem))
        raise Refusal("witness-unreachable", url=url, problem=why) from problem
