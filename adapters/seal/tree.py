"""The Merkle tree of RFC 6962: its hashes, its root, and proofs of inclusion and consistency.

A node (level, index) is the hash over the complete subtree of the 2**level leaves from
index * 2**level on. The caller of a proof passes in what returns such nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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

    def add(self, leaf: bytes, lowest: int = 0) -> list[list[bytes]]:
        """Add a leaf hash; return the tiles it made full, from level 0 upwards.

        lowest: the tile level to add to, where it is the hash over a full tile below.
        """
        full: list[list[bytes]] = []
        for level in range(lowest, len(self.levels) + 1):
            if level == len(self.levels):
                self.levels.append([])
            hashes = self.levels[level]
            hashes.append(leaf)
            if len(hashes) < TILE_WIDTH:
                break
            full.append(hashes)
            self.levels[level] = []
            leaf = subtree(hashes)
        return full

    def add_tile(self, leaves: list[bytes]) -> list[list[bytes]]:
        """Add the leaves of a whole tile at once, where the last tile is full."""
        assert len(leaves) == TILE_WIDTH, f"a tile of {len(leaves)}"
        assert not self.levels or not self.levels[0], "within a tile"
        if not self.levels:
            self.levels.append([])
        return [leaves, *self.add(subtree(leaves), 1)]

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        return root_of_peaks([peak for level in reversed(self.levels) for peak in _peaks(level)])


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def subtree(hashes: Sequence[bytes]) -> bytes:
    """Return the hash over a complete subtree: a power of two nodes of one level."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return hashes[0]


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees of falling size."""
    if not peaks:
        return EMPTY
    *others, root = peaks
    for peak in reversed(others):
        root = node_hash(peak, root)
    return root


def root(size: int, node: Node) -> bytes:
    """Return the root of the tree of the first `size` leaves."""
    return root_of_peaks([node(*where) for where in _nodes(0, size)])


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """Return the audit path of a leaf, from its sibling up (RFC 6962, 2.1.1)."""
    assert 0 <= index < size, f"no leaf {index} in a tree of {size}"
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        beside = (middle, end) if index < middle else (start, middle)
        path.append(_range_hash(*beside, node))
        start, end = (start, middle) if index < middle else (middle, end)
    return path[::-1]


def consistency(old: int, new: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of `old` leaves is the start of that of `new` (2.1.2).

    Empty where there is nothing to prove: the empty tree, and the tree itself.
    """
    assert 0 <= old <= new, f"a tree of {new} does not grow from {old}"
    if old in (0, new):
        return []
    path, start, end, whole = [], 0, new, True
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_hash(middle, end, node))
            end = middle
        else:
            path.append(_range_hash(start, middle, node))
            start, whole = middle, False
    if not whole:
        path.append(_range_hash(start, end, node))
    return path[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root an audit path leads to; None where it has not the length it must have."""
    if not 0 <= index < size:
        return None
    sides, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        left = index < middle
        sides.append(left)
        start, end = (start, middle) if left else (middle, end)
    if len(sides) != len(path):
        return None
    for left, beside in zip(reversed(sides), path, strict=True):
        leaf = node_hash(leaf, beside) if left else node_hash(beside, leaf)
    return leaf


def is_consistent(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Say whether a proof shows that the old tree is the start of the new tree."""
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not path and old_root == EMPTY
    if old == new:
        return not path and old_root == new_root
    left = list(path)
    try:
        before, after = _both_roots(0, new, old, True, old_root, left)
    except IndexError:
        return False
    return not left and (before, after) == (old_root, new_root)


def _both_roots(
    start: int, end: int, old: int, whole: bool, old_root: bytes, path: list[bytes]
) -> tuple[bytes, bytes]:
    """Return the hash over what is old of a range, and over the range, taking the path's end off.

    whole: the range starts at leaf 0, so its old part is the old tree, whose root is known.
    """
    if end == old:
        node = old_root if whole else path.pop(0)
        return node, node
    middle = start + _split(end - start)
    beside = path.pop()
    if old <= middle:
        before, after = _both_roots(start, middle, old, whole, old_root, path)
        return before, node_hash(after, beside)
    before, after = _both_roots(middle, end, old, False, old_root, path)
    return node_hash(beside, before), node_hash(beside, after)


def _split(count: int) -> int:
    """Return the greatest power of two below a count."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_hash(start: int, end: int, node: Node) -> bytes:
    return root_of_peaks([node(*where) for where in _nodes(start, end)])


def _nodes(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the complete subtrees, largest first, of a range that a split of the tree made."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _peaks(hashes: Sequence[bytes]) -> Iterator[bytes]:
    start = 0
    while start < len(hashes):
        width = 1 << ((len(hashes) - start).bit_length() - 1)
        yield subtree(hashes[start : start + width])
        start += width
