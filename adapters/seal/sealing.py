"""Sealing: positions since the last seal become tiles, then a signed checkpoint over them.

It is off the commit path, and may be killed anywhere: tiles are durable before anything is signed
over them, and what was not signed is written again, to the same bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from adapters.ledger.enterprises import Progress
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.publishing import name_key
from adapters.ledger.handling.units import Author
from adapters.ledger.ledger import Ledger
from adapters.ledger.store import Store
from adapters.seal import rotation
from adapters.seal.checkpoints import Checkpoint, hash_text
from adapters.seal.folder import (
    CHECKPOINT,
    KEPT,
    KEYS,
    WITNESSES,
    Durable,
    SealFolder,
    kept_name,
    sealing_alone,
    unreadable,
)
from adapters.seal.keys import read_key
from adapters.seal.notes import Note, SignerKey, VerifierKey, signers
from adapters.seal.tiles import Tile, bundle, edge_of, edge_tiles
from adapters.seal.tree import TILE_HEIGHT, TILE_WIDTH, Edge, leaf_hash
from adapters.seal.verify.answers import Sealed
from domain.refusals import Refusal

Head = tuple[Checkpoint, Note]


class SealedLog(NamedTuple):
    """The checkpoint signed, and how many positions it adds to the last."""

    checkpoint: Checkpoint
    note: Note
    added: int


def seal(
    ledger: Ledger, path: Path, key_file: Path, author: Author, on_progress: Progress
) -> Sealed:
    """Seal every position recorded into a folder, signed with the key in a file.

    Raises Refusal `store-not-found`, as `seal_log` does, and as the key is refused.
    """
    key = read_key(key_file, ledger.file, path)
    with ledger.open_store() as store:
        sealed = seal_log(store, path, key, author, on_progress)
    return Sealed(
        origin=sealed.checkpoint.origin,
        size=sealed.checkpoint.size,
        root=hash_text(sealed.checkpoint.root),
        added=sealed.added,
        key=str(key.verifier),
        cosignatures=0,
    )


def seal_log(
    store: Store, path: Path, key: SignerKey, author: Author, on_progress: Progress
) -> SealedLog:
    """Seal every position recorded, and return the checkpoint.

    on_progress: called with the position reached, now and then. Raises `seal-inconsistent` when the
    log is not the one signed last, `seal-origin-differs`, `seal-unreadable`, `seal-unwritable`.
    """
    folder = SealFolder(path)
    with sealing_alone(path) as writer:
        last = folder.checkpoint()
        _must_be_latest(last, folder)
        if last is not None:
            _must_follow(last, key, folder)
            _name_where_new(store, last[1], key, folder, author)
        size = 0 if last is None else last[0].size
        edge = _edge_signed(folder, last)
        for position in _write_tiles(store.handler, edge, size, writer, folder):
            on_progress(position)
        checkpoint = Checkpoint(origin=key.name, size=edge.size, root=edge.root())
        if last is not None and checkpoint == last[0] and _signed(last[1], key):
            note = last[1]  # as it is, cosignatures included
        else:
            note = checkpoint.signed_by(key)
        _publish(writer, folder, key, last, (checkpoint, note))
    return SealedLog(checkpoint, note, checkpoint.size - size)


def publish_note(
    path: Path, checkpoint: Checkpoint, note: Note, witnesses: Sequence[VerifierKey]
) -> None:
    """Put more signatures under the checkpoint just signed. Raises `seal-unwritable`.

    witnesses: the keys that made them, as far as known; they are kept, for those who verify.
    """
    folder = SealFolder(path)
    with sealing_alone(path) as writer:
        known = folder.witnesses()
        every = list(dict.fromkeys([*known, *witnesses]))
        if every != known:
            writer.put(WITNESSES, "".join(f"{witness}\n" for witness in every).encode())
            writer.settle()
        last = folder.checkpoint()
        if last is not None and last[0] == checkpoint:
            writer.put(CHECKPOINT, str(note).encode())
        kept = folder.sizes().get(checkpoint.size)
        if kept is not None:
            writer.put(kept[1], str(note).encode())
        writer.settle()


def _must_be_latest(last: Head | None, folder: SealFolder) -> None:
    """Raise `seal-unreadable` where a later checkpoint is kept: this is not the last signed."""
    kept = max(folder.sizes(), default=0)
    if kept > (0 if last is None else last[0].size):
        state = "missing" if last is None else f"of size {last[0].size}"
        raise unreadable(folder.path, f"{CHECKPOINT}: {state}, while size {kept} is kept")


def _must_follow(last: Head, key: SignerKey, folder: SealFolder) -> None:
    if last[0].origin != key.name:
        raise Refusal(
            "seal-origin-differs", folder=str(folder.path), origin=last[0].origin, name=key.name
        )


def _name_where_new(
    store: Store, note: Note, key: SignerKey, folder: SealFolder, author: Author
) -> None:
    """Record in the log that this key follows the key that signed last."""
    before = signers(
        note, [verifier for verifier in folder.verifiers() if verifier.name == key.name]
    )
    if key.verifier not in before:
        name_key(store, rotation.naming(key.verifier, before[-1], None), author)


def _edge_signed(folder: SealFolder, last: Head | None) -> Edge:
    """Return the right edge as signed last. Raises `seal-unreadable` where tiles disagree."""
    if last is None:
        return Edge()
    edge = edge_of(last[0].size, folder.tile)
    if edge.root() != last[0].root:
        raise unreadable(folder.path, "the tiles are not those of the checkpoint")
    return edge


def _write_tiles(
    ledger: CommandHandler, edge: Edge, size: int, writer: Durable, folder: SealFolder
) -> Iterator[int]:
    """Add the log's rows to the tree and make its tiles durable; yield positions reached.

    Reading starts at the bundle that was not full, so that it can be written again, and must find
    the rows sealed there last. Raises `seal-inconsistent`.
    """
    sealed = list(edge.levels[0]) if edge.levels else []
    position = size - len(sealed)
    entries: list[bytes] = []
    for entries in _bundles(ledger, position):
        leaves = [leaf_hash(entry) for entry in entries]
        for at, (leaf, before) in enumerate(zip(leaves, sealed, strict=False), start=position + 1):
            if leaf != before:
                raise Refusal("seal-inconsistent", folder=str(folder.path), position=at)
        position += len(entries)
        if position < size:
            break
        for level, hashes in enumerate(_added(edge, leaves, len(sealed))):
            index = (position - 1) >> (TILE_HEIGHT * (level + 1))
            writer.put(Tile(level, index).name, b"".join(hashes))
        if len(entries) == TILE_WIDTH:
            writer.put(Tile(None, position // TILE_WIDTH - 1).name, bundle(entries))
        sealed = []
        yield position
    if position < size:
        raise Refusal("seal-inconsistent", folder=str(folder.path), position=position + 1)
    for tile, hashes in zip(edge_tiles(position), edge.levels, strict=True):
        if tile.width and position > size:
            writer.put(tile.name, b"".join(hashes))
            if tile.level == 0:
                writer.put(tile._replace(level=None).name, bundle(entries))
    writer.settle()


def _bundles(ledger: CommandHandler, after: int) -> Iterator[list[bytes]]:
    """Yield the log's rows after a position, 256 at a time; the last bundle may have fewer."""
    entries: list[bytes] = []
    for page in ledger.pages(after=after):
        entries += [row.state for row in page]
        whole = len(entries) - len(entries) % TILE_WIDTH
        for start in range(0, whole, TILE_WIDTH):
            yield entries[start : start + TILE_WIDTH]
        del entries[:whole]
    if entries:
        yield entries


def _added(edge: Edge, leaves: list[bytes], sealed: int) -> list[list[bytes]]:
    """Add a bundle's leaves to the tree, less those sealed; return the tiles made full."""
    if len(leaves) == TILE_WIDTH and not sealed:
        return edge.add_tile(leaves)
    full: list[list[bytes]] = []
    for leaf in leaves[sealed:]:
        full = edge.add(leaf)  # only the last can make a tile full
    return full


def _signed(note: Note, key: SignerKey) -> bool:
    return any(key.verifier.signed(signature) for signature in note.signatures)


def _publish(
    writer: Durable, folder: SealFolder, key: SignerKey, last: Head | None, head: Head
) -> None:
    """Write the checkpoint where it is read, after the key that signed it; then keep a copy."""
    keys = [str(verifier) for verifier in folder.verifiers()]
    if str(key.verifier) not in keys:
        writer.put(KEYS, "".join(line + "\n" for line in [*keys, str(key.verifier)]).encode())
        writer.settle()
    if last is not None:
        _keep(writer, folder, last)  # the sealer may have been killed before it did
    if head != last:
        writer.put(CHECKPOINT, str(head[1]).encode())
        writer.settle()
    _keep(writer, folder, head)
    if last is not None:
        _clear_partial(folder.path, last[0].size, head[0].size)


def _keep(writer: Durable, folder: SealFolder, head: Head) -> None:
    """Keep a checkpoint under the sizes that it grew from and to."""
    sizes = folder.sizes()
    size = head[0].size
    if size not in sizes:
        before = max((sealed for sealed in sizes if sealed < size), default=0)
        writer.put(f"{KEPT}/{kept_name(before, size)}", str(head[1]).encode())
        writer.settle()


def _clear_partial(path: Path, old: int, new: int) -> None:
    """Remove the partial tiles of the last size where the full ones are there by now."""
    for tile in edge_tiles(old):
        assert tile.level is not None
        end = (tile.number + 1) << (TILE_HEIGHT * (tile.level + 1))
        for level in (tile.level, None) if tile.level == 0 else (tile.level,):
            if tile.width and end <= new:
                partial = path / Tile(level, tile.number, tile.width).name
                shutil.rmtree(partial.parent, ignore_errors=True)
