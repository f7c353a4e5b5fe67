"""A seal folder and its keys by themselves: what is read, cut, kept, and refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from adapters.files.private_keys import must_be_outside
from adapters.seal.folder import WAITING_MAX, SealFolder, kept_name, sealing_alone
from adapters.seal.keys import (
    naming,
    new_key,
    read_key,
    show_key,
    trusted_key,
    vouching_text,
)
from adapters.seal.notes import Checkpoint, Note, SignerKey
from adapters.seal.sealing import add_signatures
from adapters.seal.tiles import Tile, edge_of, edge_tiles, node_reader
from adapters.seal.tree import Edge, leaf_hash, root, subtree
from domain.refusals import Refusal

KEY = SignerKey(name="example.org/log", seed=bytes(range(32)))
OTHER = SignerKey(name="example.org/other", seed=bytes(range(1, 33)))


def refusal(work: Any, *args: object) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refusal) as refused:
        work(*args)
    return refused.value.code, dict(refused.value.facts)


def head(size: int) -> Checkpoint:
    return Checkpoint(origin=KEY.name, size=size, root=bytes([size % 251]) * 32)


def folder_of(path: Path, sizes: list[int]) -> SealFolder:
    """A folder whose checkpoints have these sizes."""
    with sealing_alone(path) as writer:
        writer.put("keys.txt", f"{OTHER.verifier}\n{KEY.verifier}\n".encode())
        for before, size in zip([0, *sizes], sizes, strict=False):
            written = str(head(size).signed_by(KEY)).encode()
            writer.put(kept_name(before, size), written)
            writer.put("checkpoint", written)
            writer.settle()
        writer.settle()
    return SealFolder(path)


def test_a_partial_tile_is_cut_from_the_full_tile_and_never_from_less(tmp_path: Path) -> None:
    full = bytes(range(256)) * 32
    folder = SealFolder(tmp_path)
    with sealing_alone(tmp_path) as writer:
        writer.put("tile/0/000", full)
        writer.put("tile/0/001", full[:-1])
        writer.put("tile/0/002.p/3", full[1:97])
        writer.put("tile/0/002", full)
        writer.put("tile/entries/000", b"abc")
        writer.settle()

    assert folder.tile(Tile(0, 0)) == full
    assert folder.tile(Tile(0, 0, 2)) == full[:64]
    assert folder.tile(Tile(0, 2, 3)) == full[1:97]
    assert folder.tile(Tile(None, 0)) == b"abc"
    missing = [Tile(0, 1), Tile(0, 1, 256), Tile(0, 3), Tile(0, 3, 4), Tile(None, 0, 3)]
    for tile in missing:
        assert refusal(folder.tile, tile) == (
            "seal-unreadable",
            {"folder": str(tmp_path), "problem": f"{tile.name}: missing or cut short"},
        )


def test_checkpoints_are_kept_by_size_and_stray_files_passed_over(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, [1, 2, 30, 400, 5000, 60000])
    for stray in ("x", "1-2", "000000000001-00000000000x", "0000000000001-000000000007"):
        (tmp_path / "checkpoints" / stray).touch()
    (tmp_path / "checkpoints" / "left.unfinished").touch()
    whole = [(0, 1), (1, 2), (2, 30), (30, 400), (400, 5000), (5000, 60000)]

    assert folder.sizes() == {
        size: (before, f"checkpoints/{before:012d}-{size:012d}") for before, size in whole
    }
    assert SealFolder(tmp_path / "none").sizes() == {}
    assert SealFolder(tmp_path / "none").kept_files() == []
    for size in (1, 400, 60000):
        assert folder.checkpoint(size) == (head(size), head(size).signed_by(KEY))
    assert folder.checkpoint() == folder.checkpoint(60000)
    assert refusal(folder.checkpoint, 3) == (
        "size-not-sealed",
        {"size": 3, "sizes": "2, 30, 400, 5000, 60000"},
    )
    assert refusal(SealFolder(tmp_path / "none").checkpoint, 3) == (
        "size-not-sealed",
        {"size": 3, "sizes": "0"},
    )
    assert SealFolder(tmp_path / "none").checkpoint() is None


def test_a_checkpoint_signed_by_another_or_changed_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, [7])
    for note, problem in (
        (str(head(7).signed_by(OTHER)), "not signed by a trusted key"),
        (str(head(7).signed_by(KEY)).replace("\n7\n", "\n8\n"), f"{KEY.name}: a false signature"),
        ("", "no signatures under the text"),
    ):
        (tmp_path / "checkpoint").write_text(note, encoding="utf-8")
        assert refusal(folder.checkpoint) == (
            "seal-unreadable",
            {"folder": str(tmp_path), "problem": f"checkpoint: {problem}"},
        )


def test_a_note_of_an_earlier_size_is_kept_and_the_last_checkpoint_stays(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, [1, 2])
    earlier, last = head(1).signed_by(KEY), (tmp_path / "checkpoint").read_bytes()
    cosigned = Note(text=earlier.text, signatures=(*earlier.signatures, OTHER.sign(earlier.text)))

    for witnesses in ([OTHER.verifier], [OTHER.verifier, KEY.verifier]):
        add_signatures(tmp_path, head(1), cosigned.signatures[1:], witnesses)
        assert folder.checkpoint(1) == (head(1), cosigned)
        assert (tmp_path / "checkpoint").read_bytes() == last
        assert folder.witnesses() == witnesses

    later = Note(text=head(2).text, signatures=(KEY.sign(head(2).text), OTHER.sign(head(2).text)))
    add_signatures(tmp_path, head(2), later.signatures[1:], [])
    assert folder.checkpoint() == (head(2), later)
    assert folder.sizes().keys() == {1, 2}


def test_keys_of_a_folder_stand_in_their_order(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, [])
    assert folder.verifiers() == [OTHER.verifier, KEY.verifier]
    assert folder.witnesses() == []
    (tmp_path / "witnesses.txt").write_bytes(b"x\n")
    assert refusal(folder.witnesses)[1]["problem"] == "witnesses.txt: not a key"
    (tmp_path / "keys.txt").write_bytes(b"\xff")
    assert refusal(folder.verifiers)[0] == "seal-unreadable"
    (tmp_path / "keys.txt").unlink()
    (tmp_path / "keys.txt").mkdir()
    assert refusal(folder.verifiers)[1]["problem"] == "keys.txt: Is a directory"
    assert folder.read("checkpoints/x") is None
    assert folder.read("witnesses.txt/x") is None


def test_widths_of_partial_tiles_stand_in_order(tmp_path: Path) -> None:
    place = tmp_path / "tile/0/000.p"
    place.mkdir(parents=True)
    for name in ("20", "3", "100", "256", "07", "x.unfinished"):
        (place / name).touch()

    assert SealFolder(tmp_path).partial_widths(Tile(0, 0)) == [3, 20, 100]
    assert SealFolder(tmp_path).partial_widths(Tile(0, 1)) == []


def test_many_files_are_written_whole_and_what_was_left_is_cleared(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b"
    (path / "deep").mkdir(parents=True)
    for name in "xyz":
        (path / "deep" / f"{name}.unfinished").touch()
    with sealing_alone(path) as writer:
        for number in range(3 * WAITING_MAX):
            writer.put(f"c/{number % 5}/{number}", b"%d" % number)
            assert len(writer.waiting) < WAITING_MAX
        writer.settle()
        assert (len(writer.waiting), writer.touched) == (0, set())

    written = {file.name: file.read_bytes() for file in (path / "c").rglob("*") if file.is_file()}
    assert written == {str(number): b"%d" % number for number in range(3 * WAITING_MAX)}
    assert list((path / "deep").iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match="seal-unwritable"), sealing_alone(tmp_path / "file"):
        pass


def test_a_key_lies_outside_of_all_that_is_copied_served_or_packed(tmp_path: Path) -> None:
    store, seal = tmp_path / "s" / "ledger.db", tmp_path / "seal"
    store.parent.mkdir()
    store.touch()
    (seal / "tile").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "checkpoint").touch()
    (tmp_path / "unused" / "deep").mkdir(parents=True)

    def misplaced(path: Path, folder: Path) -> None:
        assert refusal(must_be_outside, path, store, tmp_path / "unused") == (
            "key-misplaced",
            {"file": str(path), "folder": str(folder)},
        )

    misplaced(seal / "deep" / "k", seal)
    misplaced(tmp_path / "other" / "k", tmp_path / "other")
    misplaced(tmp_path / "unused", tmp_path / "unused")
    misplaced(tmp_path / "unused" / "deep" / "k", tmp_path / "unused")
    for suffix in ("", "-wal", "-shm", "-journal", ".views", ".views-wal", ".views.1"):
        misplaced(store.with_name(f"ledger.db{suffix}"), store)
    misplaced(store / "k", store)
    for free in (store.with_name("ledger.db.key"), tmp_path / "ledger.db.views", tmp_path / "k"):
        must_be_outside(free, store, tmp_path / "unused")
        must_be_outside(free, None, None)
    must_be_outside(store, None, None)


def test_a_key_that_is_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    code, facts = refusal(read_key, tmp_path / "pipe")

    assert (code, facts["problem"]) == ("key-unreadable", "not a file")


def test_a_key_is_made_once_read_by_its_owner_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "k"
    made = new_key(path, "example.org/new", None)

    assert read_key(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert (show_key(path).name, show_key(path).key) == ("example.org/new", str(made.verifier))
    assert refusal(new_key, path, "n", None) == ("key-exists", {"file": str(path)})
    assert refusal(new_key, tmp_path / "m", "a b", None) == ("key-name-invalid", {"name": "a b"})
    code, facts = refusal(new_key, tmp_path / "k" / "x", "n", None)
    assert (code, facts["file"]) == ("key-unwritable", str(tmp_path / "k" / "x"))
    for mode in (0o640, 0o601, 0o620):
        path.chmod(mode)
        assert refusal(read_key, path) == ("key-exposed", {"file": str(path)})
    path.chmod(0o600)
    assert refusal(read_key, path, path) == (
        "key-misplaced",
        {"file": str(path), "folder": str(path)},
    )
    path.write_text(made.secret + "\n\n", encoding="ascii")
    assert refusal(read_key, path) == (
        "key-unreadable",
        {"file": str(path), "problem": "not in base64"},
    )
    path.write_bytes(b"\xff")
    assert refusal(read_key, path)[0] == "key-unreadable"
    assert refusal(read_key, tmp_path / "none") == (
        "key-unreadable",
        {"file": str(tmp_path / "none"), "problem": os.strerror(2)},
    )


def test_a_trusted_key_is_a_text_or_the_first_line_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.txt"
    path.write_text(f"{KEY.verifier}\n{OTHER.verifier}\n", encoding="utf-8")

    assert trusted_key(str(KEY.verifier)) == trusted_key(str(path)) == KEY.verifier
    assert refusal(trusted_key, "x") == ("key-invalid", {"key": "x"})
    path.write_bytes(b"\xff")
    assert refusal(trusted_key, str(path)) == ("key-invalid", {"key": str(path)})


def test_a_key_is_named_with_the_word_of_the_key_that_it_replaces() -> None:
    named = naming(OTHER.verifier, KEY)
    line = KEY.sign(vouching_text(str(OTHER.verifier))).line

    assert (named.key, named.replaces) == (str(OTHER.verifier), str(KEY.verifier))
    assert named.vouched == line[:-1]
    assert named.lost is None


LEAVES = [leaf_hash(b"%d" % number) for number in range(66_100)]


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 511, 512, 65_536, 66_100])
def test_the_edge_and_the_nodes_of_a_tree_are_read_from_its_tiles(size: int) -> None:
    asked: list[Tile] = []

    def hashes(level: int) -> list[bytes]:
        nodes = LEAVES[:size]
        for _ in range(level):
            nodes = [subtree(nodes[at : at + 256]) for at in range(0, len(nodes) - 255, 256)]
        return nodes

    def read(tile: Tile) -> bytes:
        asked.append(tile)
        assert tile.level is not None
        start = tile.number * 256
        actual = hashes(tile.level)[start : start + tile.width]
        assert len(actual) == tile.width
        return b"".join(actual)

    whole = Edge()
    for start in range(0, size, 256):
        if len(some := LEAVES[start : min(size, start + 256)]) == 256:
            whole.add(*some)
        else:
            for leaf in some:
                whole.add(leaf)

    edge = edge_of(size, read)

    assert (edge.size, edge.root()) == (size, whole.root())
    assert asked == [tile for tile in edge_tiles(size) if tile.width]
    assert root(size, node_reader(size, read)) == whole.root()
