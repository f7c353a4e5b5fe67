"""A sealer at work: what it leaves behind when it is stopped, and what may change meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adapters.ledger.handling.publishing import name_key
from adapters.seal.folder import SEALING, SealFolder
from adapters.seal.keys import Keys, naming, new_key
from adapters.seal.notes import SignerKey
from adapters.seal.sealer.memory import memory_of
from adapters.seal.sealing import _clear_partial, seal_log
from adapters.seal.tiles import Tile
from domain.refusals import Refusal
from tests.adapters.seal.sealed import exports, key_in
from tests.support.ledgers import CLERK, opened


def test_a_sealer_at_work_says_from_which_size_and_only_where_there_is_more(
    tmp_path: Path,
) -> None:
    key, folder = key_in(tmp_path), tmp_path / "seal"
    keys, said = Keys(file=tmp_path / "key", key=key, further=()), []

    def progress(position: int) -> None:
        said.append((position, SealFolder(folder).read(SEALING)))

    with opened(tmp_path / "ledger.db") as store:
        for events in (299, 0, 10):
            exports(store, events)
            seal_log(store, folder, keys, CLERK, None, progress, memory_lost=False)

    assert said == [(256, b"0\n"), (300, b"0\n"), (300, None), (310, b"300\n")]
    assert SealFolder(folder).read(SEALING) is None


def test_a_key_that_gives_way_while_it_seals_publishes_nothing(tmp_path: Path) -> None:
    key, next_key = key_in(tmp_path), SignerKey(name="example.org/ledger", seed=bytes(32))
    keys = Keys(file=tmp_path / "key", key=key, further=())
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 10)

        def named_meanwhile(_position: int) -> None:
            name_key(store, naming(next_key.verifier, key), CLERK)

        with pytest.raises(Refusal, match="key-not-vouched"):
            seal_log(store, tmp_path / "seal", keys, CLERK, None, named_meanwhile,
                     memory_lost=False)  # fmt: skip

    assert SealFolder(tmp_path / "seal").checkpoint() is None


def test_every_key_that_signs_remembers_what_it_signed(tmp_path: Path) -> None:
    names = ("key", "second", "third")
    own, *further = (new_key(tmp_path / name, "example.org/log", None) for name in names)
    keys = Keys(
        file=tmp_path / "key",
        key=own,
        further=tuple(
            (tmp_path / key, signer) for key, signer in zip(names[1:], further, strict=True)
        ),
    )
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 4)
        seal_log(store, tmp_path / "seal", keys, CLERK, None, lambda _: None, memory_lost=False)

    for name, key in zip(names, (own, *further), strict=True):
        with memory_of(tmp_path / name, key.verifier) as memory:
            last = memory.last()
        assert last is not None
        assert last.size == 5


@pytest.mark.parametrize(("size", "left"), [(65_535, ["tile/1/000.p"]), (65_536, [])])
def test_partial_tiles_go_once_the_full_ones_are_there_at_every_level(
    size: int, left: list[str], tmp_path: Path
) -> None:
    partial = [tile.name for tile in (Tile(0, 1, 44), Tile(None, 1, 44), Tile(1, 0, 1))]
    for name in partial:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()

    _clear_partial(tmp_path, 300, size)

    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.p")] == left


def test_a_folder_put_back_goes_on_to_what_the_log_has_beyond_the_keys_memory(
    tmp_path: Path,
) -> None:
    keys = Keys(file=tmp_path / "key", key=key_in(tmp_path), further=())

    def seal_to(name: str) -> int:
        folder = tmp_path / name
        return seal_log(store, folder, keys, CLERK, None, lambda _: None, memory_lost=False).size

    with opened(tmp_path / "ledger.db") as store:
        exports(store, 4)
        assert seal_to("seal") == 5
        shutil.copytree(tmp_path / "seal", tmp_path / "earlier")
        exports(store, 10)
        assert seal_to("seal") == store.position()
        exports(store, 20)

        assert seal_to("earlier") == seal_to("seal") == store.position()
