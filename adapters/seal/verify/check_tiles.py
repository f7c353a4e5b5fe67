"""The sealed files against the log: every hash, every entry, every checkpoint ever signed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from adapters.files.durable import UNFINISHED
from adapters.log.entries import Row
from adapters.log.recorder import Log
from adapters.seal.checkpoints import Checkpoint
from adapters.seal.folder import CHECKPOINT, TILES, SealFolder, checked
from adapters.seal.notes import COSIGNATURE, NoteError, VerifierKey, altered_line
from adapters.seal.tiles import Tile, bundle, entries_of, hashes_of, tile_named
from adapters.seal.tree import HASH_BYTES, TILE_HEIGHT, TILE_WIDTH, Edge, leaf_hash
from adapters.seal.verify.check_rows import Gap, rows
from adapters.seal.verify.faults import Faults
from domain.refusals import Refusal

MISSING_MAX = 1_000_000  # events sealed that the log lacks, looked at one by one


class Heads:
    """The checkpoints that must agree with the log, by size, and which of them is the last."""

    def __init__(self, folder: SealFolder, keys: Sequence[VerifierKey], faults: Faults) -> None:
        self.by_size: dict[int, list[tuple[str, Checkpoint]]] = {}
        self.last: Checkpoint | None = None
        self.folder, self.keys, self.faults = folder, keys, faults
        self.witnesses = [*folder.witnesses(), *(key for key in keys if key.kind == COSIGNATURE)]
        sizes = folder.sizes()
        self._known_names(sizes)
        for size, (before, name) in sizes.items():
            checkpoint = self._read(name)
            if checkpoint is not None and checkpoint.size != size:
                faults.add(None, "checkpoint-differs", name)
            if before and before not in sizes:
                faults.add(None, "checkpoint-missing", f"{before}")
        self.last = self._read(CHECKPOINT)
        highest = max(sizes, default=0)
        if self.last is not None and self.last.size < highest:
            faults.add(None, "checkpoint-older", f"{self.last.size}, not {highest}")

    @property
    def size(self) -> int:
        return 0 if self.last is None else self.last.size

    def add(self, name: str, written: bytes) -> Checkpoint | None:
        """Add a checkpoint that somebody kept, and return it; None where it is not valid."""
        try:
            checkpoint, note = checked(written, list(self.keys))
        except NoteError as broken:
            self.faults.add(None, "checkpoint-invalid", f"{name}: {broken}")
            return None
        for witness in dict.fromkeys(self.witnesses):
            if altered_line(note, witness):
                self.faults.add(None, "cosignature-false", f"{name}: {witness.name}")
        self.by_size.setdefault(checkpoint.size, []).append((name, checkpoint))
        return checkpoint

    def check(self, size: int, root: bytes, first: int) -> None:
        """Compare the checkpoints of a size with the log's root there."""
        for name, checkpoint in self.by_size.pop(size, ()):
            if checkpoint.root != root:
                self.faults.add(first, "checkpoint-differs", f"{name}: the root of {size}")

    def beyond(self, head: int) -> None:
        """Tell of checkpoints over more than the log has."""
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

    def _known_names(self, sizes: dict[int, tuple[int, str]]) -> None:
        known = {name for _, name in sizes.values()}
        for name in self.folder.kept_files():
            if name not in known:
                self.faults.add(None, "file-unknown", name)


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
        every = chain.from_iterable(rows(recorder, until))
        self._head()  # a log may have been sealed before anything was in it
        for entries in _chunks(every):
            self._chunk(entries)
        for level, hashes in enumerate(self.edge.levels[1:], start=1):
            if hashes:  # also of sizes that a killed sealer never came to sign
                number = self.position >> (TILE_HEIGHT * (level + 1))
                self._compare(level, number, hashes, hashes_sealed=False)
        self.heads.beyond(min(head, self.position))
        self._strangers()

    def _chunk(self, entries: list[bytes | None]) -> None:
        """Compare one tile's worth; None is an entry that the log lacks."""
        number, start = self.position // TILE_WIDTH, self.position
        hashes = [b"" if entry is None else leaf_hash(entry) for entry in entries]
        hashes = self._hash_tile(number, hashes)
        self._bundle(number, entries)
        sizes = [size for size in self.heads.by_size if start < size < start + TILE_WIDTH]
        if len(hashes) == TILE_WIDTH and not sizes:
            full = self.edge.add_tile(hashes)
            self.position += TILE_WIDTH
            self._upper(full[1:])
            self._head()
            return
        for leaf in hashes:
            full = self.edge.add(leaf)
            self.position += 1
            self._upper(full[1:])
            self._head()

    def _hash_tile(self, number: int, hashes: list[bytes]) -> list[bytes]:
        """Compare a tile of leaves; return the sealed hashes, where they can be read."""
        start = number * TILE_WIDTH
        sealed = min(len(hashes), max(0, self.heads.size - start))
        tiles = self._tiles(0, number, sealed, len(hashes))
        good = hashes
        for tile, content in tiles:
            expected = b"".join(hashes[: tile.width])
            if content == expected:
                continue
            written = hashes_of(content)
            at = _first_difference(hashes[: tile.width], written)
            self._differs(start + at + 1, "tile-differs", tile.name)
            if tile.width >= sealed and len(content) == tile.width * HASH_BYTES:
                good = written[: len(hashes)] + hashes[len(written) :]
        return [digest or bytes(HASH_BYTES) for digest in good]

    def _bundle(self, number: int, entries: list[bytes | None]) -> None:
        start = number * TILE_WIDTH
        sealed = min(len(entries), max(0, self.heads.size - start))
        for tile, content in self._tiles(None, number, sealed, len(entries)):
            mine = entries[: tile.width]
            if None not in mine and content == bundle(entry for entry in mine if entry is not None):
                continue
            try:
                written = entries_of(content)
            except ValueError:
                written = []
            self._differs(start + _first_difference(mine, written) + 1, "entries-differ", tile.name)

    def _upper(self, full: Sequence[Sequence[bytes]]) -> None:
        """Compare tiles above the leaves that have just become full."""
        for level, hashes in enumerate(full, start=1):
            number = (self.position - 1) >> (TILE_HEIGHT * (level + 1))
            end = (number + 1) << (TILE_HEIGHT * (level + 1))
            self._compare(level, number, hashes, hashes_sealed=end <= self.heads.size)

    def _head(self) -> None:
        """At the size of a checkpoint: compare its root, and the tiles of the edge there."""
        if self.position == self.heads.size:
            for level, hashes in enumerate(self.edge.levels[1:], start=1):
                if hashes:
                    number = self.position >> (TILE_HEIGHT * (level + 1))
                    self._compare(level, number, hashes, hashes_sealed=True)
        if self.position in self.heads.by_size:
            self.heads.check(self.position, self.edge.root(), self.first_bad or 1)

    def _compare(
        self, level: int, number: int, hashes: Sequence[bytes], *, hashes_sealed: bool
    ) -> None:
        sealed = len(hashes) if hashes_sealed else 0
        for tile, content in self._tiles(level, number, sealed, len(hashes)):
            mine = list(hashes[: tile.width])
            if content != b"".join(mine):
                at = _first_difference(mine, hashes_of(content)) + number * TILE_WIDTH
                first = (at << (TILE_HEIGHT * level)) + 1
                self._differs(min(first, self.position), "tile-differs", tile.name)

    def _tiles(
        self, level: int | None, number: int, sealed: int, known: int
    ) -> Iterator[tuple[Tile, bytes]]:
        """Yield the tiles at a place that are no wider than what is known of it.

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
        """Add faults for files that are not tiles, and for tiles beyond the log."""
        for folder, _, names in os.walk(self.folder.path / TILES):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), self.folder.path)
                tile = tile_named(path)
                if tile is None and not name.endswith(UNFINISHED):
                    self.faults.add(None, "file-unknown", path)
                elif tile is not None:
                    nodes = self.position >> (TILE_HEIGHT * (tile.level or 0))
                    if tile.number * TILE_WIDTH + tile.width > nodes:
                        self.faults.add(None, "tile-ahead", path)


def check_tiles(
    recorder: Log,
    head: int,
    folder: SealFolder,
    keys: Sequence[VerifierKey],
    kept: Iterable[tuple[str, bytes]],
) -> tuple[Faults, int]:
    """Check a seal folder against the log, and return how many events it seals.

    keys: those to be trusted. kept: checkpoints that somebody kept, by name.
    """
    faults = Faults()
    try:
        heads = Heads(folder, keys, faults)
        for name, written in kept:
            heads.add(name, written)
        sealed = heads.size
        TileCheck(folder, heads, faults).run(recorder, head)
    except Refusal as refusal:
        faults.add(None, refusal.code, str(refusal.facts.get("problem", "")))
        sealed = 0
    return faults, min(sealed, head)


def _chunks(every: Iterable[Row | Gap]) -> Iterator[list[bytes | None]]:
    """Yield entries 256 at a time, None for each that is missing or not bytes."""
    chunk: list[bytes | None] = []
    for row in every:
        if isinstance(row, Gap):
            missing = range(row.start, row.end)
        else:
            chunk.append(row.state if isinstance(row.state, bytes) else None)
            missing = range(0)
            if len(chunk) == TILE_WIDTH:
                yield chunk
                chunk = []
        for _ in missing:
            chunk.append(None)
            if len(chunk) == TILE_WIDTH:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def _first_difference(mine: Sequence[object], theirs: Sequence[object]) -> int:
    for at, (own, other) in enumerate(zip(mine, theirs, strict=False)):
        if own != other:
            return at
    return min(len(mine), len(theirs), max(len(mine) - 1, 0))
