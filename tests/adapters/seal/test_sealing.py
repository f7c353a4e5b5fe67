"""Sealing: what is signed is durable, contiguous, and never other than what was signed before."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from random import Random

import metamorphic_log
import pytest

from adapters.seal.folder import SealFolder
from adapters.seal.keys import Keys
from adapters.seal.notes import SignerKey, base64_text, parse_checkpoint, parse_note
from adapters.seal.proving.receipts import nodes
from adapters.seal.sealing import seal_log
from adapters.seal.tiles import entries_of
from adapters.seal.tree import Edge, consistency, leaf_hash
from domain.refusals import Refusal
from tests.adapters.seal.sealed import exports, files, key_in, seal, states, tiles_of
from tests.support.by_hand import by_hand, replace_bytes
from tests.support.command import asked, ended, process
from tests.support.extent import tried
from tests.support.ledgers import CLERK, opened


def roots(entries: list[bytes]) -> list[bytes]:
    edge = Edge()
    actual = [edge.root()]
    for entry in entries:
        edge.add(leaf_hash(entry))
        actual.append(edge.root())
    return actual


def test_a_sealed_log_has_every_tile_and_entry_of_its_size(tmp_path: Path) -> None:
    folder = tmp_path / "seal"
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 999)

        sealed = seal(store, folder, key_in(tmp_path))

        entries = states(store)
    assert sealed.size == sealed.added == len(entries) == 1_000
    assert (sealed.cosignatures, sealed.timestamps) == (0, 0)
    assert sealed.root == base64_text(roots(entries)[-1])
    names = {name for name in files(folder) if name.startswith("tile/")}
    assert names == {tile.name for tile in tiles_of(1_000)}
    packed = b"".join(
        files(folder)[f"tile/entries/{n}"] for n in ("000", "001", "002", "003.p/232")
    )
    assert entries_of(packed) == entries


def test_seals_one_after_another_leave_the_same_tiles_as_one_at_the_end(tmp_path: Path) -> None:
    key, step = key_in(tmp_path), [1, 0, 255, 1, 300, 212, 256, 40]
    with opened(tmp_path / "ledger.db") as store:
        sizes = []
        for events in step:
            exports(store, events)
            sizes.append(seal(store, tmp_path / "often", key).size)
        seal(store, tmp_path / "once", key)
        reported = roots(states(store))
    often, once = files(tmp_path / "often"), files(tmp_path / "once")

    assert {name: often[name] for name in once if "checkpoints/" not in name} == {
        name: content for name, content in once.items() if "checkpoints/" not in name
    }
    folder = SealFolder(tmp_path / "often")
    grown = sorted(set(sizes))
    before = {size: earlier for size, (earlier, _) in folder.sizes().items()}
    assert before == dict(zip(grown, [0, *grown[:-1]], strict=True))
    last = folder.checkpoint()
    assert last is not None
    for size in set(sizes):
        actual = folder.checkpoint(size)
        assert actual is not None
        assert actual[0].root == reported[size]
        path = consistency(size, sizes[-1], nodes(folder, sizes[-1]))
        if path:
            metamorphic_log.checkpoint_verify_consistency(
                str(actual[1]), str(last[1]), [str(key.verifier)], path
            )


@pytest.mark.parametrize("size", [255, 256, 257, 512])
def test_a_seal_holds_the_tiles_of_its_size_and_no_others(size: int, tmp_path: Path) -> None:
    folder = tmp_path / "seal"
    with opened(tmp_path / "ledger.db") as store:
        exports(store, size - 1)
        seal(store, folder, key_in(tmp_path))

    names = {name for name in files(folder) if name.startswith("tile/")}
    assert names == {tile.name for tile in tiles_of(size)}


def test_sealing_again_changes_nothing(tmp_path: Path) -> None:
    key, folder = key_in(tmp_path), tmp_path / "seal"
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 300)
        seal(store, folder, key)
        before = files(folder)

        again = seal(store, folder, key)

    assert again.added == 0
    assert files(folder) == before


def test_a_log_that_has_lost_what_was_sealed_is_not_sealed(tmp_path: Path) -> None:
    path, key, folder = tmp_path / "ledger.db", key_in(tmp_path), tmp_path / "seal"
    with opened(path) as store:
        exports(store, 300)
        seal(store, folder, key)
    keys = Keys(file=tmp_path / "key", key=key, further=())
    before, reached = files(folder), list[int]()
    with by_hand(path, guarded=False) as hand:
        hand("DELETE FROM stored_events WHERE rowid > 290")

    with opened(path) as store, pytest.raises(Refusal, match="seal-inconsistent") as refused:
        seal_log(store, folder, keys, CLERK, None, reached.append, memory_lost=True)

    assert refused.value.facts == {"folder": str(folder), "position": 291}
    assert (reached, files(folder)) == ([], before)


def test_a_row_rewritten_under_the_last_seal_is_not_sealed_over(tmp_path: Path) -> None:
    path, key, folder = tmp_path / "ledger.db", key_in(tmp_path), tmp_path / "seal"
    with opened(path) as store:
        exports(store, 300)
        seal(store, folder, key)
        exports(store, 10)
    before = files(folder)
    with by_hand(path, guarded=False) as hand:
        replace_bytes(hand, 290, b"clerk", b"clerc")

    with opened(path) as store, pytest.raises(Refusal, match="seal-inconsistent") as refused:
        seal(store, folder, key)

    assert refused.value.facts["position"] == 290
    assert files(folder) == before


def test_a_log_put_back_to_an_older_copy_is_not_sealed_over(tmp_path: Path) -> None:
    path, key, folder = tmp_path / "ledger.db", key_in(tmp_path), tmp_path / "seal"
    with opened(path) as store:
        exports(store, 300)
        seal(store, folder, key)
    with by_hand(path, guarded=False) as hand:
        hand("DELETE FROM stored_events WHERE rowid > 270")

    with opened(path) as store, pytest.raises(Refusal, match="seal-inconsistent") as refused:
        seal(store, folder, key)

    assert refused.value.facts["position"] == 271


@pytest.mark.parametrize("name", ["checkpoint", "tile/0/001.p/45", "tile/1/000.p/1", "keys.txt"])
def test_nothing_is_signed_over_a_damaged_seal(name: str, tmp_path: Path) -> None:
    key, folder = key_in(tmp_path), tmp_path / "seal"
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 300)
        seal(store, folder, key)
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[:20] + bytes([content[20] ^ 1]) + content[21:])
        before = files(folder)

        with pytest.raises(Refusal, match="seal-unreadable"):
            seal(store, folder, key)

    assert files(folder) == before


@pytest.mark.parametrize("put_back", [False, True])
def test_without_the_last_checkpoint_nothing_is_signed(put_back: bool, tmp_path: Path) -> None:
    path, key, folder = tmp_path / "ledger.db", key_in(tmp_path), tmp_path / "seal"
    with opened(path) as store:
        exports(store, 100)
        seal(store, folder, key)
        first = (folder / "checkpoint").read_bytes()
        exports(store, 200)
        seal(store, folder, key)
    (folder / "checkpoint").unlink()
    if put_back:
        (folder / "checkpoint").write_bytes(first)
    with by_hand(path, guarded=False) as log:
        log("UPDATE stored_events SET topic = 'x' WHERE rowid > 150")
    before = files(folder)

    with (
        opened(path) as store,
        pytest.raises(Refusal, match="older than a checkpoint that is kept"),
    ):
        seal(store, folder, key)

    assert files(folder) == before


def test_a_key_of_another_log_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        seal(store, tmp_path / "seal", key_in(tmp_path))

        with pytest.raises(Refusal, match="seal-origin-differs"):
            seal(store, tmp_path / "seal", SignerKey(name="example.org/x", seed=bytes(32)))


def test_a_sealer_killed_at_any_moment_goes_on_where_it_was(tmp_path: Path) -> None:
    path, folder, random = tmp_path / "ledger.db", tmp_path / "seal", Random(5)
    key_in(tmp_path)
    killed = 0
    for _ in range(tried(2, long=4)):
        with opened(path) as store:
            exports(store, 3_000)
        running = process("seal", folder, "--key", tmp_path / "key", "--store", path)
        end = time.monotonic() + 20
        while not any(folder.rglob("tile/0/*")) and time.monotonic() < end:
            time.sleep(0.002)
        time.sleep(random.uniform(0, 0.1))
        if running.poll() is None:
            os.kill(running.pid, signal.SIGKILL)
            killed += 1
        ended(running)
        assert asked(path, "verify", folder)["faults"] == []

        sealed = asked(path, "seal", folder, "--key", tmp_path / "key")

        answer = asked(path, "verify", folder)
        (line,) = answer.pop("signatures")
        assert answer.pop("timestamps") == []
        assert line["verified"]
        assert answer == {
            "good": sealed["size"],
            "events": sealed["size"],
            "first_bad_position": None,
            "faults": [],
            "unsealed": 0,
            "keys": [sealed["key"]],
            "anchored": False,
            "unsealed_since": None,
            "read_only": False,
            "unvouched": [],
        }
    assert killed
    assert not list(folder.rglob("*.unfinished"))
    checkpoint = parse_checkpoint(parse_note((folder / "checkpoint").read_bytes()).text)
    with opened(path) as store:
        assert checkpoint.root == roots(states(store))[-1]


def test_two_sealers_at_once_take_turns(tmp_path: Path) -> None:
    path, folder = tmp_path / "ledger.db", tmp_path / "seal"
    key_in(tmp_path)
    with opened(path) as store:
        exports(store, 2_000)

    running = [
        process("seal", folder, "--key", tmp_path / "key", "--store", path, "--json")
        for _ in range(3)
    ]

    done = [ended(worker) for worker in running]
    assert [command.code for command in done] == [0, 0, 0], [command.err for command in done]
    assert sorted(command.json["added"] for command in done) == [0, 0, 2_001]
