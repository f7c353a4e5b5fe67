"""The Merkle tree of RFC 6962: its hashes, its root, and proofs of inclusion and consistency.

A node (level, index) is the hash over the complete subtree of the 2**level leaves from
index * 2**level on. The caller of a proof passes in what returns such nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from hashlib import sha256

Node = Callable[[int, int], bytes]

EMPTY = sha256(b"").digest()
HASH_BYTES = 32
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT


class Edge:
    """The right edge of a growing tree: per tile level, the hashes of the tile not yet full."""

    def __init__(self, levels: Sequence[Sequence[bytes]] = ()) -> None:
        self.levels = [list(level) for level in levels]

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return sum(len(hashes) << (TILE_HEIGHT * level) for level, hashes in enumerate(self.levels))

    def add(self, *leaves: bytes) -> list[list[bytes]]:
        """Add leaf hashes, not beyond a tile; return the tiles made full, from level 0 upwards."""
        full: list[list[bytes]] = []
        while True:
            level = len(full)
            if level == len(self.levels):
                self.levels.append([])
            hashes = self.levels[level]
            hashes += leaves
            if len(hashes) < TILE_WIDTH:
                return full
            assert len(hashes) == TILE_WIDTH, f"a tile of {len(hashes)}"
            full.append(hashes)
            self.levels[level] = []
            leaves = (subtree(hashes),)

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        return _root_of_peaks([peak for level in reversed(self.levels) for peak in _peaks(level)])


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Return the hashes of entries; a call for each would take as long as the hashing."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def subtree(hashes: Sequence[bytes]) -> bytes:
    """Return the hash over a complete subtree: a power of two nodes of one level."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return hashes[0]


def root(size: int, node: Node) -> bytes:
    """Return the root of the tree of the first `size` leaves."""
    return _range_hash(0, size, node)


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """Return the audit path of a leaf, from its sibling up (RFC 6962, 2.1.1)."""
    assert 0 <= index < size, f"no leaf {index} in a tree of {size}"
    return [_range_hash(start, end, node) for start, end in _beside(index, size)]


def consistency(old: int, new: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of `old` leaves is the start of that of `new` (2.1.2).

    Empty where there is nothing to prove: the empty tree, and the tree itself.
    """
    assert 0 <= old <= new, f"a tree of {new} does not grow from {old}"
    if old in (0, new):
        return []
    path, start, end = [], 0, new
    while end != old:
        middle = start + split(end - start)
        if old <= middle:
            path.append(_range_hash(middle, end, node))
            end = middle
        else:
            path.append(_range_hash(start, middle, node))
            start = middle
    if start:  # otherwise it is the old tree, whose root is known
        path.append(_range_hash(start, end, node))
    return path[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root an audit path leads to; None where it has not the length it must have."""
    if not 0 <= index < size:
        return None
    beside = _beside(index, size)
    if len(beside) != len(path):
        return None
    for (start, _), other in zip(beside, path, strict=True):
        leaf = node_hash(leaf, other) if index < start else node_hash(other, leaf)
    return leaf


def split(count: int) -> int:
    """Return the greatest power of two below a count."""
    return 1 << ((count - 1).bit_length() - 1)


def _beside(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves beside those that a leaf is in, from its sibling up."""
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        left = index < middle
        ranges.append((middle, end) if left else (start, middle))
        start, end = (start, middle) if left else (middle, end)
    return ranges[::-1]


def _range_hash(start: int, end: int, node: Node) -> bytes:
    return _root_of_peaks([node(level, at >> level) for level, at in _complete(start, end)])


def _peaks(hashes: Sequence[bytes]) -> Iterator[bytes]:
    for level, at in _complete(0, len(hashes)):
        yield subtree(hashes[at : at + (1 << level)])


def _complete(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the complete subtrees, largest first, of a range that a split of the tree made.

    Each by its level and its first leaf.
    """
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start
        start += 1 << level


def _root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees of falling size."""
    return reduce(lambda root, peak: node_hash(peak, root), reversed(peaks)) if peaks else EMPTY
