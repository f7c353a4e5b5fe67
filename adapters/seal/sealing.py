"""Sealing: positions since the last seal become tiles, then a signed checkpoint over them.

It is off the commit path, and may be killed anywhere: tiles are durable before anything is signed
over them, and what was not signed is written again, to the same bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from adapters.files.outputs import CHECKPOINT
from adapters.ledger.enterprises import Progress
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.publishing import name_key, named_keys
from adapters.ledger.handling.units import Author
from adapters.ledger.store import Store
from adapters.seal.folder import (
    FURTHER,
    KEYS,
    SEALING,
    WITNESSES,
    Durable,
    SealFolder,
    kept_name,
    sealing_alone,
    unreadable,
)
from adapters.seal.keys import Keys
from adapters.seal.notes import (
    Checkpoint,
    Note,
    Signature,
    Signer,
    VerifierKey,
    base64_text,
    merged,
    signers,
)
from adapters.seal.proving.receipts import nodes
from adapters.seal.sealer.memory import Memory, memories_of
from adapters.seal.sealer.succession import current_key
from adapters.seal.tiles import Tile, bundle, by_tile, edge_of, edge_tiles
from adapters.seal.tree import TILE_HEIGHT, TILE_WIDTH, Edge, leaf_hash, leaf_hashes, root
from adapters.seal.verify.answers import Sealed
from adapters.wording.translation import N_
from domain.commands.policy import NameKey
from domain.refusals import Refusal

Head = tuple[Checkpoint, Note]


def seal_log(
    store: Store,
    path: Path,
    keys: Keys,
    author: Author,
    old_key_lost: str | None,
    on_progress: Progress,
    memory_lost: bool,
) -> Sealed:
    """Seal every position recorded.

    keys: the log's own, and those of other kinds that sign the checkpoint too. old_key_lost: why
    the old key does not vouch for this one. memory_lost: sign although what a key signed last is
    not known. on_progress: called with the position reached, now and then. Raises
    `seal-inconsistent` when the log is not the one signed last, `seal-fork` when one of the keys
    has signed another, `key-memory-missing`, `key-not-vouched`, `seal-busy`, `seal-origin-differs`,
    `seal-unreadable`, `seal-unwritable`.
    """
    folder = SealFolder(path)
    key, further = keys.key, [other for _, other in keys.further]
    for other in further:
        folder.refuse_other_origin(key.name, other.name)
    files = [(keys.file, key.verifier), *((file, other.verifier) for file, other in keys.further)]
    with memories_of(files) as memories, sealing_alone(path) as writer:
        last = folder.checkpoint()
        folder.must_be_latest(0 if last is None else last[0].size)
        if last is not None:
            folder.refuse_other_origin(last[0].origin, key.name)
        size = 0 if last is None else last[0].size
        edge = _edge_signed(folder, last)
        for memory in memories:
            memory.must_know(path, last, lost=memory_lost)
            _must_extend(memory, folder, size, _edge_signed(folder, last), store.handler)
        _must_follow(store, last, key, folder, author, old_key_lost)
        for position in _write_tiles(store.handler, edge, size, writer, folder):
            on_progress(position)
        _must_follow(store, last, key, folder, author, None)  # a key was named meanwhile
        checkpoint = Checkpoint(origin=key.name, size=edge.size, root=edge.root())
        before = last[1].signatures if last is not None and checkpoint == last[0] else ()
        note = Note(text=checkpoint.text, signatures=before)  # with what others signed since
        missing = [signer for signer in (key, *further) if not signer.verifier.signed_any(note)]
        signed = merged(note, lines := [signer.sign(note.text) for signer in missing])
        for memory in memories:
            if memory.last() != checkpoint:
                memory.keep(signed)
        _add_keys(writer, KEYS, folder.verifiers(), [key.verifier])
        _add_keys(writer, FURTHER, folder.further(), [other.verifier for other in further])
        _publish(writer, folder, last, (checkpoint, note if before else signed))
        if before and lines:
            _add_lines(writer, folder, checkpoint, lines)
        (path / SEALING).unlink(missing_ok=True)
    return Sealed(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=base64_text(checkpoint.root),
        added=checkpoint.size - size,
        key=str(key.verifier),
        cosignatures=0,
        timestamps=0,
    )


def add_signatures(
    path: Path,
    checkpoint: Checkpoint,
    lines: Sequence[Signature],
    witnesses: Sequence[VerifierKey],
) -> None:
    """Put more signatures under a checkpoint, beside those it has by now.

    Raises `seal-unwritable`, and NoteError where they are too many. witnesses: the keys that made
    them, as far as known; they are kept, for those who verify.
    """
    folder = SealFolder(path)
    with sealing_alone(path) as writer:
        _add_keys(writer, WITNESSES, folder.witnesses(), witnesses)
        _add_lines(writer, folder, checkpoint, lines)


def _add_lines(
    writer: Durable, folder: SealFolder, checkpoint: Checkpoint, lines: Sequence[Signature]
) -> None:
    """Put lines under a checkpoint where it is kept; what is there stays, known or not."""
    kept = folder.sizes().get(checkpoint.size)
    for name in (CHECKPOINT, *(() if kept is None else (kept[1],))):
        head = folder.read_checkpoint(name)
        if head is not None and head[0] == checkpoint:
            writer.put(name, str(merged(head[1], lines)).encode())
    writer.settle()


def _add_keys(
    writer: Durable, name: str, known: Sequence[VerifierKey], new: Sequence[VerifierKey]
) -> None:
    every = dict.fromkeys([*known, *new])
    if list(every) != known:
        writer.put(name, "".join(f"{key}\n" for key in every).encode())
        writer.settle()


def _must_extend(
    memory: Memory, folder: SealFolder, size: int, edge: Edge, ledger: CommandHandler
) -> None:
    """Raise `seal-fork` unless the log goes on from what the key signed last, wherever that was.

    size, edge: what the folder seals; the log has the rest.
    """
    signed = memory.last()
    if signed is None:
        return
    if signed.size <= size:
        root_then = root(signed.size, nodes(folder, size))
    else:
        states = chain.from_iterable(ledger.states(after=size))
        for state in islice(states, signed.size - size):
            edge.add(leaf_hash(state))
        root_then = edge.root()
    if root_then != signed.root:
        facts = {"folder": str(folder.path), "file": str(memory.file)}
        raise Refusal("seal-fork", **facts, origin=signed.origin, size=signed.size)


def _must_follow(
    store: Store,
    last: Head | None,
    key: Signer,
    folder: SealFolder,
    author: Author,
    old_key_lost: str | None,
) -> None:
    """Raise `key-not-vouched` unless this key may sign next, or the old one is said to be lost."""
    named, signed = named_keys(store.handler), None
    if last is not None:
        signed = str(signers(last[1], [k for k in folder.verifiers() if k.name == key.name])[-1])
    current = current_key(named, signed)
    if current is None or current == str(key.verifier):
        return
    if old_key_lost is None:
        raise Refusal("key-not-vouched", key=str(key.verifier), current=current)
    replaces = named[-1].key if named else current
    lost = NameKey(key=str(key.verifier), replaces=replaces, vouched=None, lost=old_key_lost)
    name_key(store, lost, author)


def _edge_signed(folder: SealFolder, last: Head | None) -> Edge:
    """Return the right edge as signed last. Raises `seal-unreadable` where tiles disagree."""
    if last is None:
        return Edge()
    edge = edge_of(last[0].size, folder.tile)
    if edge.root() != last[0].root:
        raise unreadable(folder.path, N_("the tiles are not those of the checkpoint"))
    return edge


def _write_tiles(
    ledger: CommandHandler, edge: Edge, size: int, writer: Durable, folder: SealFolder
) -> Iterator[int]:
    """Add the log's rows to the tree and make its tiles durable; yield positions reached.

    Reading starts at the bundle that was not full, so that it can be written again, and must find
    the rows sealed there last. Raises `seal-inconsistent`.
    """
    sealed = list(edge.levels[0]) if edge.levels else []
    position, begun = size - len(sealed), False
    entries: list[bytes] = []
    for entries in by_tile(chain.from_iterable(ledger.states(after=position))):
        leaves = leaf_hashes(entries)
        for at, (leaf, before) in enumerate(zip(leaves, sealed, strict=False), start=position + 1):
            if leaf != before:
                raise Refusal("seal-inconsistent", folder=str(folder.path), position=at)
        position += len(entries)
        if position < size:
            break
        if position > size and not begun:
            begun = True
            writer.put(SEALING, b"%d\n" % size)
            writer.settle()
        for level, hashes in enumerate(edge.add(*leaves[len(sealed) :])):
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


def _publish(writer: Durable, folder: SealFolder, last: Head | None, head: Head) -> None:
    """Write the checkpoint where it is read, after the keys that signed it; then keep a copy."""
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
        writer.put(kept_name(max(sizes, default=0), size), str(head[1]).encode())
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
