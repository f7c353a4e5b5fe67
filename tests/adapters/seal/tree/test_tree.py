"""The Merkle tree: published vectors, and two implementations that nobody here wrote."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import metamorphic_log
import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.seal.tiles import Tile, bundle, entries_of, node_reader, tile_named
from adapters.seal.tree import (
    EMPTY,
    Edge,
    consistency,
    inclusion,
    leaf_hash,
    node_hash,
    root,
    root_from_inclusion,
    split,
    subtree,
)
from tests.adapters.seal.sealed import tiles_of
from tests.support.extent import tried

# The tree that implementations of certificate transparency test themselves with.
ENTRIES = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(b"entry %d" % number) for number in range(1_000)]
SIZES = st.integers(1, len(LEAVES))


def node(level: int, index: int) -> bytes:
    return subtree(LEAVES[index << level : (index + 1) << level])


@cache
def roots() -> list[bytes]:
    edge = Edge()
    actual = [edge.root()]
    for leaf in LEAVES:
        edge.add(leaf)
        actual.append(edge.root())
    return actual


def test_the_tree_has_the_published_roots() -> None:
    edge, actual = Edge(), [Edge().root()]

    for entry in ENTRIES:
        edge.add(leaf_hash(entry))
        actual.append(edge.root())

    assert [each.hex() for each in actual] == ROOTS


@given(SIZES)
@settings(deadline=None)
def test_roots_are_the_same_from_the_edge_from_nodes_and_by_pymerkle(size: int) -> None:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for number in range(size):
        tree.append_entry(b"entry %d" % number)

    actual = root(size, node)

    assert actual == roots()[size] == tree.get_root()


@given(SIZES, st.data())
@settings(deadline=None, max_examples=tried(60, long=300))
def test_proofs_of_inclusion_are_accepted_by_others_and_no_longer_when_altered(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))

    path = inclusion(index, size, node)

    assert root_from_inclusion(LEAVES[index], index, size, path) == roots()[size]
    metamorphic_log.verify_inclusion(index, size, LEAVES[index], path, roots()[size])
    assert root_from_inclusion(LEAVES[index], index, size, [*path, EMPTY]) is None
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        altered = [*path[:at], EMPTY, *path[at + 1 :]]
        assert root_from_inclusion(LEAVES[index], index, size, altered) != roots()[size]


@given(SIZES, st.data())
@settings(deadline=None, max_examples=tried(60, long=300))
def test_proofs_of_consistency_are_accepted_by_others_and_no_longer_when_altered(
    new: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, new))
    before, after = roots()[old], roots()[new]

    path = consistency(old, new, node)

    assert is_consistent(old, new, path, before, after)
    metamorphic_log.verify_consistency(old, new, path, before, after)
    assert not is_consistent(old, new, [*path, EMPTY], before, after)
    assert not is_consistent(old, new, path, roots()[old - 1], after)
    assert not is_consistent(old, new, path, before, roots()[new - 1])
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        assert not is_consistent(old, new, path[:at] + path[at + 1 :], before, after)
        assert not is_consistent(old, new, [*path[:at], EMPTY, *path[at + 1 :]], before, after)


def test_no_root_is_derived_for_a_leaf_that_the_tree_has_not() -> None:
    for size in (1, 5, 8):
        last = inclusion(size - 1, size, node)
        assert root_from_inclusion(LEAVES[size], size, size, last) is None
        assert root_from_inclusion(LEAVES[0], -1, size, inclusion(0, size, node)) is None


def test_a_leaf_gives_every_tile_that_it_makes_full() -> None:
    leaves, above = LEAVES[:255], LEAVES[300:555]
    edge = Edge([leaves, above, LEAVES[600:603]])

    full = edge.add(LEAVES[255])

    tile = [*leaves, LEAVES[255]]
    upper = [*above, subtree(tile)]
    assert full == [tile, upper]
    assert edge.levels == [[], [], [*LEAVES[600:603], subtree(upper)]]
    assert edge.size == 4 << 16
    assert edge.add(LEAVES[0]) == []


def test_every_node_of_a_tree_is_read_from_its_tiles() -> None:
    size = 600

    def read(tile: Tile) -> bytes:
        assert tile.level is not None
        start = tile.number << 8
        places = range(start, min(start + tile.width, size >> (8 * tile.level)))
        return b"".join(node(8 * tile.level, index) for index in places)

    actual = node_reader(size, read)

    for level in range(10):
        nodes = [actual(level, index) for index in range(size >> level)]
        assert nodes == [node(level, index) for index in range(size >> level)]


def test_every_log_starts_from_the_empty_tree() -> None:
    assert consistency(0, 9, node) == []
    assert is_consistent(0, 9, [], EMPTY, roots()[9])
    assert not is_consistent(0, 9, [], roots()[1], roots()[9])
    assert not is_consistent(9, 8, [], roots()[9], roots()[8])


@pytest.mark.parametrize(
    ("tile", "name"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(1, 1234067), "tile/1/x001/x234/067"),
        (Tile(None, 273, 112), "tile/entries/273.p/112"),
        (Tile(2, 1000, 1), "tile/2/x001/000.p/1"),
    ],
)
def test_tiles_are_named_as_the_specification_names_them(tile: Tile, name: str) -> None:
    assert tile.name == name
    assert tile_named(name) == tile


@pytest.mark.parametrize(
    "name",
    ["tile/0/1", "tile/00/001", "tile/0/x000/001", "tile/0/001.p/0", "tile/0/001.p/256", "tile/0",
     "tile/0/001.p/300", "tile/64/001",
     "tile/0/001.p/256/x", "checkpoint", "tile/0/001.unfinished"],
)  # fmt: skip
def test_what_is_named_otherwise_is_no_tile(name: str) -> None:
    assert tile_named(name) is None


def test_a_tree_of_70_000_has_the_tiles_of_the_specification_s_example() -> None:
    every = list(tiles_of(70_000))

    hashes = [tile for tile in every if tile.level is not None]
    assert sum(tile.level == 0 and tile.width == 256 for tile in hashes) == 273
    assert [tile for tile in hashes if tile.width < 256] == [
        Tile(0, 273, 112),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]
    assert Tile(1, 0) in hashes
    assert sum(tile.level is None for tile in every) == 274
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(None, 0), Tile(1, 0, 1)]


@given(st.lists(st.binary(max_size=70), max_size=20))
def test_a_bundle_has_its_entries_back_and_none_when_cut_short(entries: list[bytes]) -> None:
    packed = bundle(entries)

    assert entries_of(packed) == entries
    if packed:
        with pytest.raises(ValueError, match="ends within"):
            entries_of(packed + b"\x00")


@pytest.mark.parametrize("level", ["0", "9", "63", "entries"])
def test_tiles_have_levels_up_to_63_and_widths_below_256(level: str) -> None:
    assert tile_named(f"tile/{level}/001.p/255") == Tile(
        None if level == "entries" else int(level), 1, 255
    )


@pytest.mark.parametrize("packed", [b"\0", b"\0\1", b"\0\0\0", b"\0\2a", b"\1\0" + bytes(255)])
def test_a_bundle_that_ends_within_an_entry_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match="a bundle that ends within an entry"):
        entries_of(packed)
    assert entries_of(b"\1\0" + bytes(256) + b"\0\0") == [bytes(256), b""]


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
    middle = start + split(end - start)
    beside = path.pop()
    if old <= middle:
        before, after = _both_roots(start, middle, old, whole, old_root, path)
        return before, node_hash(after, beside)
    before, after = _both_roots(middle, end, old, False, old_root, path)
    return node_hash(beside, before), node_hash(beside, after)
