"""The checkpoint that segments are bound to: what of a seal covers their log."""

from __future__ import annotations

from pathlib import Path

from adapters.cluster.segments.manifest import Sealed
from adapters.files.outputs import CHECKPOINT
from adapters.seal.folder import SealFolder
from adapters.seal.notes import NoteError, parse_checkpoint, parse_note
from domain.refusals import Refusal


def sealed_by(folder: Path) -> Sealed:
    """Return the last checkpoint of a seal. Raises Refusal `seal-not-found`, `seal-unreadable`.

    Its signature is checked where segments are verified, by the keys that are believed there.
    """
    written = SealFolder(folder).read(CHECKPOINT)
    if written is None:
        raise Refusal("seal-not-found", folder=str(folder))
    try:
        note = parse_note(written)
        checkpoint = parse_checkpoint(note.text)
    except NoteError as problem:
        raise Refusal("seal-unreadable", folder=str(folder), problem=str(problem)) from problem
    return Sealed(checkpoint.size, checkpoint.root.hex(), written.decode())
