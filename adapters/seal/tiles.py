"""How a tree lies in files (C2SP tlog-tiles): names, tiles of hashes, bundles of entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeVar

from adapters.seal.tree import HASH_BYTES, TILE_HEIGHT, TILE_WIDTH, Edge, subtree

T = TypeVar("T")

ENTRIES = "entries"
_NAME = re.compile(
    r"tile/(?P<level>entries|[1-5]?[0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class Tile(NamedTuple):
    """A tile by its place. level: None for a bundle of entries. width: 256 when it is full."""

    level: int | None
    number: int
    width: int = TILE_WIDTH

    @property
    def name(self) -> str:
        """The tile's path below the log's own."""
        first, *others = f"{self.number:,}".split(",")
        *above, last = [first.zfill(3), *others]
        path = "".join(f"x{part}/" for part in above) + last
        level = ENTRIES if self.level is None else self.level
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{path}{partial}"


Read = Callable[[Tile], bytes]


def tile_named(name: str) -> Tile | None:
    """Return the tile a path means; None for a path that is not a tile's."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    level = None if match["level"] == ENTRIES else int(match["level"])
    index = int(match["index"].replace("x", "").replace("/", ""))
    tile = Tile(level, index, int(match["width"] or TILE_WIDTH))
    return tile if tile.name == name and tile.width <= TILE_WIDTH else None


def edge_tiles(size: int) -> Iterator[Tile]:
    """Yield the partial tiles of hashes of a tree, from level 0 upwards; of width 0 where none."""
    level, nodes = 0, size
    while nodes:
        yield Tile(level, nodes // TILE_WIDTH, nodes % TILE_WIDTH)
        level, nodes = level + 1, nodes // TILE_WIDTH


def edge_of(size: int, read: Read) -> Edge:
    """Return the right edge of a tree from its tiles."""
    return Edge([hashes_of(read(tile)) if tile.width else [] for tile in edge_tiles(size)])


def node_reader(size: int, read: Read) -> Callable[[int, int], bytes]:
    """Return what finds the nodes of a tree in its tiles (see `tree`)."""

    def node(level: int, index: int) -> bytes:
        tile_level, within = divmod(level, TILE_HEIGHT)
        at, start = divmod(index << within, TILE_WIDTH)
        nodes = size >> (TILE_HEIGHT * tile_level)
        width = min(TILE_WIDTH, nodes - at * TILE_WIDTH)
        hashes = hashes_of(read(Tile(tile_level, at, width)))
        return subtree(hashes[start : start + (1 << within)])

    return node


def hashes_of(tile: bytes) -> list[bytes]:
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def by_tile(nodes: Iterable[T]) -> Iterator[list[T]]:
    """Yield what a tile holds, tile after tile; the last may be partial."""
    left = iter(nodes)
    return iter(lambda: list(islice(left, TILE_WIDTH)), [])


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return the bytes of a bundle of entries."""
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def entries_of(packed: bytes) -> list[bytes]:
    """Return the entries of a bundle. Raises ValueError when it ends within an entry."""
    entries, at = [], 0
    while at < len(packed):
        length = int.from_bytes(packed[at : at + 2], "big")
        entry = packed[at + 2 : at + 2 + length]
        if len(packed) < at + 2 or len(entry) != length:
            raise ValueError("a bundle that ends within an entry")
        entries.append(entry)
        at += 2 + length
    return entries
