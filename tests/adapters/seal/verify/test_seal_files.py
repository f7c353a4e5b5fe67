"""The folder of a seal: put back to an earlier state, linked elsewhere, strange files and keys."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from adapters.seal.keys import read_key
from adapters.seal.tiles import edge_tiles
from tests.adapters.seal.sealed import exports, files, key_in
from tests.support.command import asked, ended, process, subsidy
from tests.support.ledgers import opened


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A ledger of 301 events, sealed at 301."""
    key_in(tmp_path)
    more(tmp_path, 300)
    return tmp_path


def more(place: Path, events: int) -> None:
    """Record events, and seal them."""
    with opened(place / "ledger.db") as store:
        exports(store, events)
    asked(place / "ledger.db", "seal", place / "seal", "--key", place / "key")


def faults(place: Path) -> set[str]:
    ran = subsidy("verify", place / "seal", "--store", place / "ledger.db", "--json")
    assert (ran.code == 1) == bool(ran.json["faults"])
    return {fault["what"] for fault in ran.json["faults"]}


def refusal(place: Path) -> str:
    before = files(place / "seal")
    ran = subsidy("seal", place / "seal", "--key", place / "key", "--store", place / "ledger.db")
    assert files(place / "seal") == before
    return ran.err if ran.code == 1 else ""


@pytest.mark.parametrize("events", [5, 100, 400])
@pytest.mark.parametrize("memory", [True, False])
def test_a_checkpoint_put_back_is_shown_by_the_tiles_that_are_left(
    events: int, memory: bool, place: Path
) -> None:
    first = (place / "seal" / "checkpoint").read_bytes()
    more(place, events)
    # Every checkpoint after the first is taken away; the tiles cannot all be known.
    (place / "seal" / "checkpoint").write_bytes(first)
    for kept in (place / "seal" / "checkpoints").glob("*301-*"):
        kept.unlink()
    if not memory:
        (place / "key.signed").unlink()

    assert {what.split(":")[0] for what in faults(place)} >= {"checkpoint-older"}
    refused = refusal(place)
    assert refused.startswith("seal-unreadable: ")
    assert "checkpoint" in refused


def test_a_seal_without_any_checkpoint_is_not_begun_again(place: Path) -> None:
    (place / "seal" / "checkpoint").unlink()
    shutil.rmtree(place / "seal" / "checkpoints")
    (place / "key.signed").unlink()

    assert faults(place) == {"checkpoint-older: 0, not 301"}
    assert refusal(place).startswith("seal-unreadable: ")


def test_the_tiles_of_a_sealer_that_was_killed_are_not_a_rollback(place: Path) -> None:
    before = place / "before"
    shutil.copytree(place / "seal", before)
    more(place, 100)
    for tile in edge_tiles(401):
        for made in (tile, tile._replace(level=None)) if tile.level == 0 else (tile,):
            if tile.width:
                target = before / made.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(place / "seal" / made.name, target)
    shutil.rmtree(place / "seal")
    before.rename(place / "seal")
    (place / "seal" / ".sealing").write_bytes(b"301\n")

    assert faults(place) == set()
    more(place, 1)
    assert faults(place) == set()
    assert not (place / "seal" / ".sealing").exists()


def test_a_sealer_at_work_from_another_size_does_not_explain_the_tiles(place: Path) -> None:
    first = (place / "seal" / "checkpoint").read_bytes()
    more(place, 100)
    (place / "seal" / "checkpoint").write_bytes(first)
    for kept in (place / "seal" / "checkpoints").glob("*301-*"):
        kept.unlink()
    (place / "seal" / ".sealing").write_bytes(b"300\n")

    assert faults(place) == {"checkpoint-older: 301, not 401"}


@pytest.mark.parametrize(
    "name", ["x", "checkpoints/x", "tile/x", "tile/0/receipt.tlog", "a/b/c", ".hidden", "key"]
)
def test_a_file_that_no_sealer_wrote_is_shown(name: str, place: Path) -> None:
    (place / "seal" / name).parent.mkdir(parents=True, exist_ok=True)
    (place / "seal" / name).write_bytes(b"x")
    (place / "seal" / "empty").mkdir()

    assert faults(place) == {f"file-unknown: {name}", "file-unknown: empty"}


@pytest.mark.parametrize("name", ["x", "tile/0/000.unfinished", "checkpoints/.a/b", "key.bak"])
@pytest.mark.parametrize("before", [b"", b"x" * 2_000_000])
def test_a_private_key_in_the_seal_is_shown(name: str, before: bytes, place: Path) -> None:
    (place / "seal" / name).parent.mkdir(parents=True, exist_ok=True)
    (place / "seal" / name).write_bytes(before + read_key(place / "key").secret.encode())

    assert faults(place) == {f"key-misplaced: {name}"}


@pytest.mark.parametrize("name", ["tile", "tile/0", "checkpoints", "tile/entries", "checkpoint"])
def test_a_seal_is_not_written_through_a_link(name: str, place: Path) -> None:
    inside, outside = place / "seal" / name, place / "outside"
    inside.rename(outside)
    inside.symlink_to(outside)
    before = files(outside) if outside.is_dir() else outside.read_bytes()
    with opened(place / "ledger.db") as store:
        exports(store, 300)

    refused = refusal(place)

    assert refused.startswith("seal-unreadable: ")
    assert name in refused
    assert (files(outside) if outside.is_dir() else outside.read_bytes()) == before
    assert {what for what in faults(place) if name in what}


def test_a_pipe_in_the_seal_is_not_waited_for(place: Path) -> None:
    (place / "seal" / "checkpoint").unlink()
    os.mkfifo(place / "seal" / "checkpoint")
    os.mkfifo(place / "seal" / "pipe")
    store = ["--store", place / "ledger.db"]

    verified = ended(process("verify", place / "seal", *store, "--json"))
    sealed = ended(process("seal", place / "seal", "--key", place / "key", *store))

    assert verified.code == sealed.code == 1
    assert "file-unknown: pipe" in verified.out
    assert sealed.err.startswith("seal-unreadable: ")
