"""The signature lines under the last checkpoint: whose each is, known here or not."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from adapters.files.outputs import CHECKPOINT
from adapters.seal.folder import SealFolder
from adapters.seal.notes import (
    Note,
    NoteError,
    Signature,
    VerifierKey,
    parse_checkpoint,
    parse_note,
)
from adapters.seal.signing.algorithms import ALGORITHMS, COSIGNATURE, ED25519
from adapters.seal.verify.answers import Faults, SignatureLine
from domain.refusals import Refusal


def check_lines(
    folder: SealFolder, trusted: Sequence[VerifierKey], faults: Faults
) -> tuple[SignatureLine, ...]:
    """Return the lines under a folder's last checkpoint; a false one is a fault found elsewhere.

    trusted: the keys whose signatures count.
    """
    try:
        note = parse_note(folder.read(CHECKPOINT) or b"")
        known = [*folder.verifiers(), *folder.witnesses(), *folder.further()]
    except (NoteError, Refusal):
        return ()  # the check of tiles reports it
    return lines_of(note, trusted, known, faults)


def lines_of(
    note: Note, trusted: Sequence[VerifierKey], known: Sequence[VerifierKey], faults: Faults
) -> tuple[SignatureLine, ...]:
    """Return the lines of a checkpoint, and add a fault for a trusted key that is not among them.

    An Ed25519 key may have signed earlier ones alone; a key of another kind signs beside it.
    """
    try:
        origin = parse_checkpoint(note.text).origin
    except NoteError:
        return ()
    for key in trusted:
        beside = key.name == origin and key.kind not in (ED25519, COSIGNATURE)
        if beside and not key.signed_any(note):
            faults.add(None, "signature-missing", f"{CHECKPOINT}: {key.name} {_kind(key)}")
    keys = {(key.name, key.key_id): key for key in (*known, *trusted)}
    whose = [keys.get((line.name, line.key_id)) for line in note.signatures]
    return tuple(map(partial(_answer, note), note.signatures, whose))


def _answer(note: Note, line: Signature, key: VerifierKey | None) -> SignatureLine:
    verified = None
    if key is not None:
        with suppress(Refusal):  # the machine lacks what it takes: the check of tiles reports it
            verified = key.verifies(note.text, line)
    return SignatureLine(
        name=line.name,
        key_id=line.key_id.hex(),
        bytes=len(line.signature),
        kind=None if key is None else _kind(key),
        verified=verified,
    )


def _kind(key: VerifierKey) -> str:
    return ALGORITHMS[key.kind].name
