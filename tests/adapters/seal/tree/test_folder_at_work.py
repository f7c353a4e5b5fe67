"""A seal folder beside a sealer: what is its own, what was put back, and links in it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from adapters.seal.folder import (
    WAITING_MAX,
    WRITERS,
    Durable,
    SealFolder,
    checked,
    is_sealer_s,
    sealing_alone,
)
from adapters.seal.notes import NOTE_MAX_BYTES, Checkpoint, Note, NoteError, SignerKey
from adapters.seal.tiles import Tile
from domain.refusals import Refusal

KEY = SignerKey(name="example.org/log", seed=bytes(range(32)))
OTHER = SignerKey(name="example.org/other", seed=bytes(range(1, 33)))
HEAD = Checkpoint(origin=KEY.name, size=7, root=bytes(32))
TWELVE = "000000000001-000000000002"


def made(path: Path, *names: str) -> SealFolder:
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).touch()
    return SealFolder(path)


@pytest.mark.parametrize(
    ("files", "ahead"),
    [
        ((), ()),
        (("tile/0/000.p/44", "tile/0/000.p/45"), (0, 1, 44)),
        (("tile/entries/000.p/45",), (0, 1, 44)),
        (("tile/0/000",), (0, 1, 44, 45, 255)),
        (("tile/entries/000",), (0, 1, 44, 45, 255)),
        (("tile/0/001",), (256, 257, 258, 511)),
        (("tile/entries/001.p/2",), (256, 257)),
        (("tile/1/000", "tile/1/000.p/3"), ()),
    ],
)
def test_tiles_beyond_a_size_show_a_checkpoint_put_back_unless_a_sealer_is_at_work(
    files: tuple[str, ...], ahead: tuple[int, ...], tmp_path: Path
) -> None:
    folder = made(tmp_path, *files)
    sizes = (0, 1, 44, 45, 255, 256, 257, 258, 511, 512)

    assert tuple(size for size in sizes if folder.rolled_back(size)) == ahead
    for size in ahead:
        (tmp_path / ".sealing").write_bytes(b"%d\n" % size)
        assert folder.sealing_from(size)
        assert not folder.rolled_back(size)
        (tmp_path / ".sealing").write_bytes(b"%d" % size)
        assert folder.rolled_back(size)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        *((name, True) for name in ("checkpoint", "keys.txt", "witnesses.txt", "further-keys.txt")),
        *((name, True) for name in (".lock", ".sealing", "tile/0/000", "tile/entries/000.p/3")),
        (f"checkpoints/{TWELVE}", True),
        *((name, False) for name in ("", "x", "checkpoints", "tile", "tile/0/000.p/0", TWELVE)),
        *((f"checkpoints/{name}", False) for name in ("1-2", "x", f"{TWELVE}.x", f"0{TWELVE}")),
    ],
)
def test_a_sealer_writes_files_of_these_names_alone(name: str, known: bool) -> None:
    assert is_sealer_s(name) is known


def test_keys_of_other_kinds_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    folder = made(tmp_path, "keys.txt")
    (tmp_path / "further-keys.txt").write_text(f"{OTHER.verifier}\n", encoding="utf-8")

    assert (folder.further(), folder.verifiers(), folder.witnesses()) == ([OTHER.verifier], [], [])


def test_a_key_s_name_is_that_of_its_log(tmp_path: Path) -> None:
    folder = SealFolder(tmp_path)
    folder.refuse_other_origin("a", "a")
    with pytest.raises(Refusal) as refused:
        folder.refuse_other_origin("a", "b")

    facts = {"folder": str(tmp_path), "origin": "a", "name": "b"}
    assert (refused.value.code, refused.value.facts) == ("seal-origin-differs", facts)


def test_a_checkpoint_is_signed_in_the_name_of_its_log(tmp_path: Path) -> None:
    own, other = HEAD.signed_by(KEY), HEAD.signed_by(OTHER)
    both = Note(text=HEAD.text, signatures=(*other.signatures, *own.signatures))

    assert checked(str(both).encode(), [OTHER.verifier, KEY.verifier]) == (HEAD, both)
    with pytest.raises(NoteError, match="not signed by a trusted key"):
        checked(str(other).encode(), [OTHER.verifier, KEY.verifier])
    for length in (NOTE_MAX_BYTES + 1, NOTE_MAX_BYTES + 2):
        with pytest.raises(NoteError, match="too long for a note"):
            checked(str(own).encode().rjust(length, b"x"), [KEY.verifier])


@pytest.mark.parametrize("name", ["x", "tile", "tile/0", "checkpoints", "checkpoints/x"])
def test_a_link_in_a_seal_is_refused_before_anything_is_written(name: str, tmp_path: Path) -> None:
    seal, outside = tmp_path / "seal", tmp_path / "outside"
    outside.mkdir()
    (seal / name).parent.mkdir(parents=True)
    (seal / name).symlink_to(outside)
    (seal / "left.unfinished").touch()

    with pytest.raises(Refusal) as refused, sealing_alone(seal):
        pytest.fail("it was opened")

    facts = {"folder": str(seal), "problem": f"{name}: a link"}
    assert (refused.value.code, refused.value.facts) == ("seal-unreadable", facts)
    assert (seal / "left.unfinished").exists()


def test_a_folder_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "seal" / "a" / "b").mkdir(parents=True)
    (tmp_path / "seal" / "a" / "b" / "c").symlink_to(tmp_path / "outside")
    linked = tmp_path / "linked"
    linked.symlink_to(tmp_path / "seal")

    with pytest.raises(Refusal) as refused, sealing_alone(tmp_path / "seal") as writer:
        writer.put("a/b/c/d", b"x")

    assert refused.value.code == "seal-unwritable"
    assert refused.value.facts["folder"] == str(tmp_path / "seal")
    assert "a link in place of a folder" in str(refused.value.facts["problem"])
    assert os.listdir(tmp_path / "outside") == []
    with pytest.raises(OSError, match="a link in place of a folder") as problem:
        Durable(tmp_path / "seal").put("a/b/c/d", b"x")
    assert problem.value.errno == errno.ELOOP
    assert problem.value.filename == str(tmp_path / "seal/a/b/c")
    with sealing_alone(linked) as writer:  # the folder itself may be named by a link
        writer.put("d", b"x")
        writer.settle()
    assert (tmp_path / "seal" / "d").read_bytes() == b"x"


def test_every_folder_made_or_written_to_is_brought_to_the_disk(tmp_path: Path) -> None:
    with sealing_alone(tmp_path) as writer:
        writer.put("a/b/c", b"1")
        writer.put("a/d", b"2")
        assert writer.touched == {tmp_path, tmp_path / "a", tmp_path / "a" / "b"}
        writer.settle()
        writer.put("a/b/e", b"3")
        assert writer.touched == {tmp_path / "a" / "b"}
        writer.settle()
    assert (WRITERS, WAITING_MAX) == (16, 64)


def test_a_tile_of_width_zero_and_a_file_below_a_file_are_read_as_missing(tmp_path: Path) -> None:
    (tmp_path / "tile/0").mkdir(parents=True)
    (tmp_path / "tile/0/000").write_bytes(bytes(8192))
    (tmp_path / "tile/0/000.p").touch()
    folder = SealFolder(tmp_path)

    assert folder.partial_widths(Tile(0, 0)) == []
    assert folder.read_checkpoint("checkpoints/none") is None
    with pytest.raises(Refusal) as refused:
        folder.tile(Tile(0, 0, 0))
    assert refused.value.facts["problem"] == "tile/0/000.p/0: missing or cut short"


def test_kept_checkpoints_are_listed_in_order_and_a_link_is_not_read(tmp_path: Path) -> None:
    names = [f"checkpoints/{before:012d}-{size:012d}" for before, size in ((0, 5), (3, 4), (5, 9))]
    folder = made(tmp_path, *reversed(names), "checkpoints/a", "checkpoints/b.unfinished")
    (tmp_path / "keys.txt").symlink_to(tmp_path / "checkpoints/a")

    assert folder.kept_files() == [*names, "checkpoints/a"]
    with pytest.raises(Refusal) as refused:
        folder.checkpoint(7)
    assert refused.value.facts == {"size": 7, "sizes": "4, 5, 9"}
    with pytest.raises(Refusal) as refused:
        folder.read("keys.txt")
    assert refused.value.code == "seal-unreadable"
