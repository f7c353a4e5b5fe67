"""The sealed files against the log: every hash, every entry, every checkpoint ever signed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from adapters.files.outputs import CHECKPOINT, TILES
from adapters.log.recorder import Log
from adapters.seal.folder import SealFolder, checked
from adapters.seal.notes import Checkpoint, NoteError, VerifierKey, altered_line
from adapters.seal.sealer.succession import Retired, retired_signers
from adapters.seal.signing.algorithms import COSIGNATURE
from adapters.seal.tiles import Tile, bundle, by_tile, entries_of, hashes_of, tile_named
from adapters.seal.tree import HASH_BYTES, TILE_HEIGHT, TILE_WIDTH, Edge, leaf_hash, leaf_hashes
from adapters.seal.verify.answers import Faults
from adapters.seal.verify.check_rows import Gap, rows
from domain.refusals import Refusal

MISSING_MAX = 1_000_000  # events sealed that the log lacks, looked at one by one


class Heads:
    """The checkpoints that must agree with the log, by size, and which of them is the last."""

    def __init__(
        self,
        folder: SealFolder,
        keys: Sequence[VerifierKey],
        retired: Sequence[Retired],
        faults: Faults,
    ) -> None:
        self.retired = retired
        self.by_size: dict[int, list[tuple[str, Checkpoint]]] = {}
        self.last: Checkpoint | None = None
        self.folder, self.keys, self.faults = folder, keys, faults
        self.others = {
            "cosignature-false": [
                *folder.witnesses(),
                *(key for key in keys if key.kind == COSIGNATURE),
            ],
            "signature-false": folder.further(),
        }
        sizes = folder.sizes()
        for size, (before, name) in sizes.items():
            checkpoint = self._read(name)
            if checkpoint is not None and checkpoint.size != size:
                faults.add(None, "checkpoint-differs", name)
            if before and before not in sizes:
                faults.add(None, "checkpoint-missing", f"{before}")
        self.written = folder.read(CHECKPOINT)
        self.last = self._read(CHECKPOINT)
        highest = max(sizes, default=0)
        if self.last is not None and self.last.size < highest:
            faults.add(None, "checkpoint-older", f"{self.last.size}, not {highest}")

    @property
    def size(self) -> int:
        return 0 if self.last is None else self.last.size

    def still(self) -> bool:
        """Say whether the last checkpoint is the one looked at: a sealer may be at work."""
        return self.folder.read(CHECKPOINT) == self.written

    def add(self, name: str, written: bytes) -> Checkpoint | None:
        """Add a checkpoint that somebody kept, and return it; None where it is not valid."""
        try:
            checkpoint, note = checked(written, list(self.keys))
        except NoteError as broken:
            self.faults.add(None, "checkpoint-invalid", f"{name}: {broken}")
            return None
        for key in retired_signers(self.retired, checkpoint.size, note):
            self.faults.add(None, "key-retired", f"{name}: {key}")
        for code, keys in self.others.items():
            for key in dict.fromkeys(keys):
                try:
                    if altered_line(note, key):
                        self.faults.add(None, code, f"{name}: {key.name}")
                except Refusal as missing:  # what it takes is not on this machine
                    self.faults.add(None, missing.code, f"{name}: {missing.facts['problem']}")
        self.by_size.setdefault(checkpoint.size, []).append((name, checkpoint))
        return checkpoint

    def check(self, size: int, root: bytes, first: int) -> None:
        """Compare the checkpoints of a size with the log's root there."""
        for name, checkpoint in self.by_size.pop(size, ()):
            if checkpoint.root != root:
                self.faults.add(first, "checkpoint-differs", f"{name}: the root of {size}")

    def beyond(self, head: int) -> None:
        """Add faults for checkpoints over more than the log has."""
        for size, named in sorted(self.by_size.items()):
            for name, _ in named:
                self.faults.add(head + 1, "checkpoint-ahead", f"{name}: {size}")

    def _read(self, name: str) -> Checkpoint | None:
        written = self.folder.read(name)
        if written is None:
            if name != CHECKPOINT or self.by_size:
                self.faults.add(None, "checkpoint-missing", name)
            return None
        return self.add(name, written)


class TileCheck:
    """Walks the log and its tiles together, 256 entries at a time."""

    def __init__(self, folder: SealFolder, heads: Heads, faults: Faults) -> None:
        self.folder, self.heads, self.faults = folder, heads, faults
        self.edge = Edge()
        self.position = 0
        self.first_bad: int | None = None

    def run(self, recorder: Log, head: int) -> None:
        """Compare everything up to the head of the log, or of the seal where that has more."""
        until = max(head, min(self.heads.size, head + MISSING_MAX))
        self._head()  # a log may have been sealed before anything was in it
        for entries in by_tile(_entries(recorder, until)):
            self._chunk(entries)
        self._edge(sealed=False)  # also of sizes that a killed sealer never came to sign
        self.heads.beyond(min(head, self.position))
        self._strangers()

    def _chunk(self, entries: list[bytes | None]) -> None:
        """Compare one tile's worth; None is an entry that the log lacks."""
        number, start = self.position // TILE_WIDTH, self.position
        whole = [entry for entry in entries if entry is not None]
        if len(whole) == len(entries):
            hashes = leaf_hashes(whole)
        else:
            hashes = [b"" if entry is None else leaf_hash(entry) for entry in entries]
        hashes = self._hash_tile(number, hashes)
        self._bundle(number, entries)
        within = any(start < size < start + TILE_WIDTH for size in self.heads.by_size)
        for leaves in [[leaf] for leaf in hashes] if within else [hashes]:
            full = self.edge.add(*leaves)
            self.position += len(leaves)
            for level, upper in enumerate(full[1:], start=1):
                end = self.position  # which makes every tile of these full
                self._compare(level, end - 1, upper, sealed=end <= self.heads.size)
            self._head()

    def _hash_tile(self, number: int, hashes: list[bytes]) -> list[bytes]:
        """Compare a tile of leaves; return the sealed hashes, where they can be read."""
        start = number * TILE_WIDTH
        sealed = min(len(hashes), max(0, self.heads.size - start))
        good = hashes
        for tile, content in self._tiles(0, number, sealed, len(hashes)):
            mine = hashes[: tile.width]
            if content == b"".join(mine):
                continue
            written = hashes_of(content)
            at = _first_difference(mine, written)
            self._differs(start + at + 1, "tile-differs", tile.name)
            if tile.width >= sealed and len(content) == tile.width * HASH_BYTES:
                good = written[: len(hashes)] + hashes[len(written) :]
        return [digest or bytes(HASH_BYTES) for digest in good]

    def _bundle(self, number: int, entries: list[bytes | None]) -> None:
        start = number * TILE_WIDTH
        sealed = min(len(entries), max(0, self.heads.size - start))
        for tile, content in self._tiles(None, number, sealed, len(entries)):
            mine = entries[: tile.width]
            whole = [entry for entry in mine if entry is not None]
            if len(whole) == len(mine) and content == bundle(whole):
                continue
            try:
                written = entries_of(content)
            except ValueError:
                written = []
            self._differs(start + _first_difference(mine, written) + 1, "entries-differ", tile.name)

    def _head(self) -> None:
        """At the size of a checkpoint: compare its root, and the tiles of the edge there."""
        if self.position == self.heads.size:
            self._edge(sealed=True)
        if self.position in self.heads.by_size:
            self.heads.check(self.position, self.edge.root(), self.first_bad or 1)

    def _edge(self, *, sealed: bool) -> None:
        """Compare the tiles above the leaves that are not full yet."""
        for level, hashes in enumerate(self.edge.levels[1:], start=1):
            if hashes:
                self._compare(level, self.position, hashes, sealed=sealed)

    def _compare(self, level: int, leaf: int, hashes: Sequence[bytes], *, sealed: bool) -> None:
        """Compare the tile above a leaf. sealed: whether it must be there."""
        number = leaf >> (TILE_HEIGHT * (level + 1))
        must = len(hashes) if sealed else 0
        for tile, content in self._tiles(level, number, must, len(hashes)):
            mine = list(hashes[: tile.width])
            if content != b"".join(mine):
                at = _first_difference(mine, hashes_of(content)) + number * TILE_WIDTH
                first = (at << (TILE_HEIGHT * level)) + 1
                self._differs(min(first, self.position), "tile-differs", tile.name)

    def _tiles(
        self, level: int | None, number: int, sealed: int, known: int
    ) -> Iterator[tuple[Tile, bytes]]:
        """Yield the tiles at a place that are not wider than what is known of it.

        sealed: the width that must be there; 0 for none.
        """
        whole = Tile(level, number)
        widths = [width for width in self.folder.partial_widths(whole) if width <= known]
        if known == TILE_WIDTH and (content := self.folder.read(whole.name)) is not None:
            yield whole, content
            sealed = 0
        for width in widths:
            tile = Tile(level, number, width)
            content = self.folder.read(tile.name)
            if content is not None:
                yield tile, content
                sealed = 0 if width == sealed else sealed
        if sealed:
            first = number * TILE_WIDTH if level in (None, 0) else 0
            self._differs(first + 1, "tile-missing", Tile(level, number, sealed).name)

    def _differs(self, position: int, code: str, name: str) -> None:
        self.first_bad = min(position, self.first_bad or position)
        self.faults.add(position, code, name)

    def _strangers(self) -> None:
        """Add faults for tiles beyond the log, and where they go beyond a checkpoint put back."""
        ahead = 0
        for folder, _, names in os.walk(self.folder.path / TILES):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), self.folder.path)
                tile = tile_named(path)
                if tile is not None:
                    level = TILE_HEIGHT * (tile.level or 0)
                    end = (tile.number * TILE_WIDTH + tile.width) << level
                    ahead = max(ahead, end)
                    if end >> level > self.position >> level:
                        self.faults.add(None, "tile-ahead", path)
        size = self.heads.size
        invalid = self.heads.last is None and self.heads.written is not None  # a fault by itself
        if (
            ahead > size
            and not invalid
            and not self.folder.sealing_from(size)
            and self.heads.still()
        ):
            self.faults.add(None, "checkpoint-older", f"{size}, not {ahead}")


def check_tiles(
    recorder: Log,
    head: int,
    folder: SealFolder,
    keys: Sequence[VerifierKey],
    retired: Sequence[Retired],
    kept: Iterable[tuple[str, bytes]],
    faults: Faults,
) -> int:
    """Check a seal folder against the log, and return how many events it seals.

    keys: those to be trusted. retired: those the log says were replaced. kept: checkpoints
    that somebody kept, by name. Raises `seal-unreadable`.
    """
    heads = Heads(folder, keys, retired, faults)
    for name, written in kept:
        heads.add(name, written)
    TileCheck(folder, heads, faults).run(recorder, head)
    return min(heads.size, head)


def _entries(recorder: Log, head: int) -> Iterator[bytes | None]:
    """Yield the log's entries up to a position, None for each that is missing or not bytes."""
    for page in rows(recorder, head):
        for row in page:
            if isinstance(row, Gap):
                yield from repeat(None, row.end - row.start)
            else:
                yield row.state if isinstance(row.state, bytes) else None


def _first_difference(mine: Sequence[object], theirs: Sequence[object]) -> int:
    for at, (own, other) in enumerate(zip(mine, theirs, strict=False)):
        if own != other:
            return at
    return min(len(mine) - 1, len(theirs))
