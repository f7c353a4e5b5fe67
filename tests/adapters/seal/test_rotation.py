"""Keys named in the log, by several desks at once."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from adapters.ledger.handling.publishing import name_key, named_keys
from adapters.ledger.handling.units import Author
from adapters.seal import keys
from adapters.seal.keys import new_key, read_key
from adapters.seal.notes import SignerKey
from domain.refusals import Refusal
from tests.adapters.seal.sealed import key_in, seal
from tests.support.command import asked, subsidy
from tests.support.ledgers import CLERK, opened

DESKS = 4
EACH = 5


def test_keys_named_at_once_are_each_named_once(tmp_path: Path) -> None:
    path, start = tmp_path / "ledger.db", Barrier(DESKS)
    with opened(path):
        pass
    old = SignerKey(name="example.org/log", seed=bytes(32))

    def name_keys(desk: int) -> None:
        with opened(path) as store:
            start.wait()
            for number in range(EACH):
                key = SignerKey(name=old.name, seed=bytes([desk + 1, number]) * 16)
                author = Author(by=f"desk {desk}", login=CLERK.login)
                naming = keys.naming(key.verifier, old.verifier, old)
                assert name_key(store, naming, author).events

    with ThreadPoolExecutor(DESKS) as desks:
        list(desks.map(name_keys, range(DESKS)))

    with opened(path) as store:
        named = named_keys(store.handler)
    assert len({event.key for event in named}) == len(named) == DESKS * EACH


def test_a_key_is_its_owner_s_alone_and_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "key"

    key = new_key(path, "example.org/a", None)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path) == key
    assert key.secret not in repr(key)
    with pytest.raises(Refusal, match="key-exists"):
        new_key(path, "example.org/a", None)
    path.chmod(0o640)
    with pytest.raises(Refusal, match="key-exposed"):
        read_key(path)


@pytest.mark.sqlite
def test_a_key_is_kept_out_of_the_store_and_the_seal(tmp_path: Path) -> None:
    store, folder = tmp_path / "ledger.db", tmp_path / "seal"
    with opened(store) as made:
        seal(made, folder, key_in(tmp_path))
    (tmp_path / "link").symlink_to(folder)

    for path in (store, tmp_path / "ledger.db.views", folder / "key", folder / "tile" / "0" / "k",
                 tmp_path / "link" / "key"):  # fmt: skip
        ran = subsidy("key", "new", "--key", path, "--store", store)
        assert ran.code == 1
        assert ran.err.startswith("key-misplaced: ")
    inside = tmp_path / "other"
    inside.mkdir()
    new_key(inside / "key", "example.org/a", None)
    ran = subsidy("seal", inside, "--key", inside / "key", "--store", store)
    assert ran.err.startswith("key-misplaced: ")


def test_a_key_that_follows_another_is_told_in_the_log(tmp_path: Path) -> None:
    store, folder, old, new = (tmp_path / name for name in ("ledger.db", "seal", "old", "new"))
    with opened(store):
        pass
    asked(store, "key", "new", "--key", old)
    asked(store, "seal", folder, "--key", old)

    asked(store, "key", "new", "--key", new, "--replaces", old)
    sealed = asked(store, "seal", folder, "--key", new)

    assert (sealed["size"], sealed["added"]) == (2, 1)
    with opened(store) as made:
        (event,) = named_keys(made.handler)
    assert (event.key, event.replaces) == (
        str(read_key(new).verifier),
        str(read_key(old).verifier),
    )
    assert event.vouched is not None
    assert asked(store, "verify", folder)["faults"] == []


def test_a_key_that_nobody_vouched_for_is_told_in_the_log_too(tmp_path: Path) -> None:
    folder = tmp_path / "seal"
    with opened(tmp_path / "ledger.db") as store:
        seal(store, folder, key_in(tmp_path))
        lost = SignerKey(name="example.org/ledger", seed=bytes(32))

        seal(store, folder, lost)
        again = seal(store, folder, lost)

        (event,) = named_keys(store.handler)
    assert (event.key, event.vouched, again.added) == (str(lost.verifier), None, 0)


def test_the_author_of_a_naming_is_recorded(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.db") as store:
        key = key_in(tmp_path)
        lost = SignerKey(name=key.name, seed=bytes(32))

        naming = keys.naming(lost.verifier, key.verifier, key)
        assert name_key(store, naming, CLERK).events
        assert not name_key(store, naming, CLERK).events

        (recorded,) = store.handler.stream("store:keys")
    assert (recorded.by, recorded.login) == (CLERK.by, CLERK.login)
