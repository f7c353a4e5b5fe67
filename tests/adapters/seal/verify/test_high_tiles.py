"""A seal of nothing, and tiles of a log so long that a third level has some."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.seal.folder import SealFolder
from adapters.seal.notes import Checkpoint, SignerKey
from adapters.seal.sealer.succession import Retired
from adapters.seal.tree import TILE_WIDTH, Edge, leaf_hash, subtree
from adapters.seal.verify import answers
from adapters.seal.verify.answers import Faults
from adapters.seal.verify.check_tiles import check_tiles
from tests.adapters.seal.sealed import key_in, seal
from tests.support.by_hand import insert
from tests.support.ledgers import opened_empty

SIZE = 2 * TILE_WIDTH**2 + TILE_WIDTH
KEY = SignerKey(name="example.org/log", seed=bytes(range(32)))


def test_a_seal_of_nothing_has_no_fault_but_that_its_key_was_replaced_by_then(
    tmp_path: Path,
) -> None:
    signer, faults = key_in(tmp_path), Faults()
    key = signer.verifier
    with opened_empty(tmp_path / "ledger.db") as store:
        seal(store, tmp_path / "seal", signer)
        log, folder = store.handler.recorder, SealFolder(tmp_path / "seal")
        assert check_tiles(log, 0, folder, [key], [], [], faults) == 0
        assert faults == []
        check_tiles(log, 0, folder, [key], [Retired(0, "another", [key])], [], faults)

    assert {fault.code for fault in faults} == {"key-retired"}
    assert f"checkpoint: {key}" in [fault.detail for fault in faults]


@pytest.mark.sqlite
def test_a_tile_above_the_leaves_is_written_once_it_is_full(tmp_path: Path) -> None:
    folder, key, sealed = tmp_path / "seal", key_in(tmp_path), TILE_WIDTH**2 - TILE_WIDTH
    hashes = [leaf_hash(b"%d" % number) for number in range(TILE_WIDTH)]
    root, edge = subtree(hashes), Edge()
    for _ in range(TILE_WIDTH - 1):  # the same tile over and over
        edge.add(*hashes)
    head = Checkpoint(origin=key.name, size=sealed, root=edge.root())
    files = {f"tile/0/{number:03d}": b"".join(hashes) for number in range(TILE_WIDTH - 1)}
    files |= {"tile/1/000.p/255": root * 255, "checkpoint": str(head.signed_by(key)).encode()}
    for name, content in (files | {"keys.txt": f"{key.verifier}\n".encode()}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with opened_empty(tmp_path / "ledger.db") as store:
        rows = [(sealed + n + 1, "x", n, "x", b"%d" % n) for n in range(TILE_WIDTH)]
        insert(tmp_path / "ledger.db", rows)

        seal(store, folder, key)

    edge.add(*hashes)
    last = SealFolder(folder).checkpoint()
    assert last is not None
    assert (last[0].size, last[0].root) == (TILE_WIDTH**2, edge.root())
    assert (folder / "tile/0/255").read_bytes() == b"".join(hashes)
    assert (folder / "tile/1/000").read_bytes() == root * TILE_WIDTH
    assert (folder / "tile/2/000.p/1").read_bytes() == subtree([root] * TILE_WIDTH)
    assert not (folder / "tile/1/000.p").exists()


def test_the_tiles_of_every_level_are_compared_at_a_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "FAULTS_MAX", 2_000)
    hashes = [leaf_hash(b"%d" % number) for number in range(TILE_WIDTH)]
    first, root, edge = b"".join(hashes), subtree(hashes), Edge()
    for _ in range(SIZE // TILE_WIDTH):  # the same tile over and over
        edge.add(*hashes)
    above = subtree([root] * TILE_WIDTH)
    files = {f"tile/0/{number:03d}": first for number in range(SIZE // TILE_WIDTH)}
    files |= {f"tile/1/00{number}": root * TILE_WIDTH for number in range(2)}
    files |= {"tile/1/002.p/1": root, "tile/2/000.p/2": above * 2}
    head = Checkpoint(origin=KEY.name, size=SIZE, root=edge.root())
    files["checkpoint"] = str(head.signed_by(KEY)).encode()
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)

    def reported() -> list[tuple[int | None, str]]:
        faults = Faults()
        folder, keys = SealFolder(tmp_path), [KEY.verifier]
        assert check_tiles(store.handler.recorder, 0, folder, keys, [], [], faults) == 0
        high = [fault for fault in faults if fault.detail.startswith(("tile/1", "tile/2"))]
        return [(fault.position, fault.what) for fault in high]

    with opened_empty(tmp_path / "ledger.db") as store:
        assert reported() == []
        (tmp_path / "tile/1/002.p/1").write_bytes(bytes(32))
        (tmp_path / "tile/2/000.p/2").write_bytes(above + bytes(32))
        assert (
            reported()
            == [
                (131_073, "tile-differs: tile/1/002.p/1"),
                (65_537, "tile-differs: tile/2/000.p/2"),
            ]
            * 2
        )  # at the checkpoint, and at the end of the log
