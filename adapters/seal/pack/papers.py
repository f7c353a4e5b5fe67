"""The papers of claims in a pack, where they are asked for: each under the digest of its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from typing import IO, TYPE_CHECKING
from zipfile import ZipFile

from adapters.attached.shelf import PIECE, missing, shelf_of
from adapters.ledger.asking.attachments import attached_by
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.ledger.snapshot import Snapshot
    from adapters.seal.verify.answers import Faults

FOLDER = "attachments/"
Papers = list[tuple[str, Iterator[bytes]]]


def papers_kept(look: Snapshot) -> Papers:
    """Return the papers attached by then and not erased since, by their names in a pack.

    Raises Refusal `attachment-missing`, `attachment-altered`, and as `shelf_of` does.
    """
    digests = attached_by(look.store.handler, look.position)
    shelf = shelf_of(look.store.place.file) if digests else None
    for digest in digests:
        if shelf is None or not shelf.has(digest):
            raise missing(digest)
        if not shelf.is_sound(digest):
            raise Refusal("attachment-altered", sha256=digest)
    return [
        (FOLDER + each, _pieces(partial(shelf.open, each))) for each in digests if shelf is not None
    ]


def papers_in(pack: ZipFile, look: Snapshot, faults: Faults) -> Papers:
    """Return the papers that a pack has, of those that its log speaks of; add what is wrong."""
    named = attached_by(look.store.handler, look.position)
    papers: Papers = []
    for digest in named:
        name = FOLDER + digest
        if name not in pack.namelist():
            continue
        read = sha256()
        for piece in _pieces(partial(pack.open, name)):
            read.update(piece)
        if read.hexdigest() != digest:
            faults.add(None, "attachment-altered", name)
        papers.append((name, _pieces(partial(pack.open, name))))
    return papers


def _pieces(opened: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    """Yield a file's bytes; it is opened when they are asked for."""
    with closing(opened()) as file:
        while piece := file.read(PIECE):
            yield piece
