"""Sealed ledgers for the tests of sealing, and what hands in a log's bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from adapters.ledger.handling.units import Request
from adapters.ledger.store import Store
from adapters.seal import sealing
from adapters.seal.keys import Keys, new_key, read_key
from adapters.seal.notes import SignerKey
from adapters.seal.tiles import Tile
from adapters.seal.tree import TILE_WIDTH
from adapters.seal.verify.answers import Sealed
from domain.commands.enterprise import RecordAmounts
from tests.domain.given import USCC
from tests.support.ledgers import CLERK

NAME = "example.org/ledger"
Reported = Sequence[tuple[int | None, str]]  # faults: position and what


def exports(store: Store, events: int) -> None:
    """Append events, the smallest there are, in as few transactions as one ledger may."""
    for start in range(0, events, 500):
        units = [
            Request(uscc=USCC, commands=(_exports(number),))
            for number in range(start, min(events, start + 500))
        ]
        store.handler.carry_out_all(units, CLERK)


def _exports(number: int) -> RecordAmounts:
    return RecordAmounts(
        uscc=USCC,
        record="exports",
        year=2022,
        amounts=(("us_usd", number), ("rcep_usd", 0)),
        once_ever=False,
    )


def key_in(folder: Path, name: str = NAME) -> SignerKey:
    return new_key(folder / "key", name, None)


def seal(store: Store, folder: Path, key: SignerKey, lost: str | None = None) -> Sealed:
    """Seal, and remember what was signed beside the folder: by its key's file, or its number."""
    file = folder.parent / "key"
    if not file.exists() or read_key(file) != key:
        file = folder.parent / key.verifier.key_id.hex()
    keys = Keys(file=file, key=key, further=())
    return sealing.seal_log(store, folder, keys, CLERK, lost, lambda _: None, memory_lost=True)


def states(store: Store) -> list[bytes]:
    """Return every entry as stored."""
    return [row.state for page in store.handler.pages() for row in page]


def files(folder: Path) -> dict[str, bytes]:
    """Return every sealed file by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every tile of hashes and bundle of entries that a tree of this size has."""
    level, nodes = 0, size
    while nodes:
        for of_level in (level, None) if level == 0 else (level,):
            yield from (Tile(of_level, index) for index in range(nodes // TILE_WIDTH))
            if nodes % TILE_WIDTH:
                yield Tile(of_level, nodes // TILE_WIDTH, nodes % TILE_WIDTH)
        level, nodes = level + 1, nodes // TILE_WIDTH
