"""How many witnesses stand behind a checkpoint: distinct, known, each with a valid cosignature."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from adapters.seal.notes import Note, NoteError, VerifierKey, parse_note
from adapters.seal.signing.algorithms import COSIGNATURE_BYTES
from adapters.seal.verify.answers import Faults
from domain.refusals import Refusal


def cosigners(
    note: Note, known: Iterable[VerifierKey], own: Iterable[VerifierKey]
) -> list[frozenset[str]]:
    """Return the known witnesses that cosigned a note, each by the names that it signed by.

    own: the log's keys. A witness is who has a name or a key of its own: of one name, or of one key
    under several names, it counts once; the log itself is none, whatever it is called. Raises
    `algorithm-missing`.
    """
    origin, every = note.text.partition("\n")[0], list(known)
    the_logs = {key.public for key in (*own, *every) if key.name == origin}
    signed = [
        key
        for key in every
        if key.kind in COSIGNATURE_BYTES and key.name != origin and key.public not in the_logs
        for signature in note.signatures
        if key.signed(signature) and key.verifies(note.text, signature)
    ]
    witnesses = list[list[VerifierKey]]()
    for key in signed:
        same = [each for each in witnesses if any(_is_same(key, other) for other in each)]
        witnesses = [each for each in witnesses if each not in same]
        witnesses.append([key, *chain.from_iterable(same)])
    return [frozenset(key.name for key in each) for each in witnesses]


def _is_same(key: VerifierKey, other: VerifierKey) -> bool:
    return key.name == other.name or key.public == other.public


def check_quorum(
    written: bytes | None,
    known: Iterable[VerifierKey],
    own: Iterable[VerifierKey],
    required: int,
    faults: Faults,
) -> None:
    """Add a fault where fewer witnesses than required cosigned the checkpoint as written."""
    try:
        count = len(cosigners(parse_note(written or b""), known, own))
    except NoteError:
        count = 0  # that it cannot be read is a fault of its own
    except Refusal as missing:  # what it takes is not on this machine
        faults.add(None, missing.code, str(missing.facts["problem"]))
        return
    if count < required:
        faults.add(None, "witness-quorum", f"{count}, not {required}")


def must_reach(
    note: Note, known: Iterable[VerifierKey], own: Iterable[VerifierKey], required: int
) -> None:
    """Raise `witness-quorum` where fewer witnesses than required cosigned a checkpoint."""
    count = len(cosigners(note, known, own))
    if count < required:
        raise Refusal("witness-quorum", count=count, required=required)
