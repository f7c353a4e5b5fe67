"""Keys named in the log, by several desks at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from adapters.ledger.handling.publishing import name_key, named_keys
from adapters.ledger.handling.units import Author
from adapters.seal import rotation
from adapters.seal.notes import SignerKey
from tests.support.ledgers import opened

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
                author = Author(by=f"desk {desk}", login="sealer")
                naming = rotation.naming(key.verifier, old.verifier, old)
                assert name_key(store, naming, author).events

    with ThreadPoolExecutor(DESKS) as desks:
        list(desks.map(name_keys, range(DESKS)))

    with opened(path) as store:
        named = named_keys(store.handler)
    assert len({event.key for event in named}) == len(named) == DESKS * EACH
