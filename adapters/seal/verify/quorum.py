"""How many witnesses stand behind a checkpoint: distinct, known, each with a valid cosignature."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.seal.notes import Note, NoteError, VerifierKey, parse_note
from adapters.seal.signing.algorithms import COSIGNATURE_BYTES
from adapters.seal.verify.answers import Faults
from domain.refusals import Refusal


def cosigners(note: Note, known: Iterable[VerifierKey]) -> set[str]:
    """Return the names of the known witnesses that cosigned a note; one name counts once.

    The log's own name is not a witness's. Raises `algorithm-missing`.
    """
    origin = note.text.partition("\n")[0]
    return {
        key.name
        for key in known
        if key.kind in COSIGNATURE_BYTES and key.name != origin
        for signature in note.signatures
        if key.signed(signature) and key.verifies(note.text, signature)
    }


def check_quorum(
    written: bytes | None, known: Iterable[VerifierKey], required: int, faults: Faults
) -> None:
    """Add a fault where fewer witnesses than required cosigned the checkpoint as written."""
    try:
        count = len(cosigners(parse_note(written or b""), known))
    except NoteError:
        count = 0  # that it cannot be read is a fault of its own
    except Refusal as missing:  # what it takes is not on this machine
        faults.add(None, missing.code, str(missing.facts["problem"]))
        return
    if count < required:
        faults.add(None, "witness-quorum", f"{count}, not {required}")


def must_reach(note: Note, known: Iterable[VerifierKey], required: int) -> None:
    """Raise `witness-quorum` where fewer witnesses than required cosigned a checkpoint."""
    count = len(cosigners(note, known))
    if count < required:
        raise Refusal("witness-quorum", count=count, required=required)
