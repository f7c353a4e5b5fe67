"""Every sealed tile altered, a byte at a time: the fault names the tile and the first position."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.seal.sealed import exports, key_in, seal, states
from tests.support.command import subsidy
from tests.support.ledgers import opened

FIRST, MORE = 290, 240  # events; a full tile, then two, and a part of the next


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    place = tmp_path_factory.mktemp("sealed")
    key = key_in(place)
    with opened(place / "ledger.db") as store:
        for events in (FIRST, MORE):
            exports(store, events)
            seal(store, place / "seal", key)
        store.catch_up()
        return place, states(store)


def altered(place: Path, name: str, at: int) -> list[tuple[str, int | None]]:
    """Turn a byte of a sealed file over; return what verification tells and where."""
    file = place / "seal" / name
    content = file.read_bytes()
    try:
        file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        ran = subsidy("verify", place / "seal", "--store", place / "ledger.db", "--json")
    finally:
        file.write_bytes(content)
    return [(fault["what"], fault["position"]) for fault in ran.json["faults"]]


@pytest.mark.parametrize(
    ("name", "at", "position"), [("000", 0, 1), ("000", 255, 256), ("001", 7, 264)]
)
def test_a_hash_of_an_entry_altered_is_reported_where_it_is(
    name: str, at: int, position: int, sealed: tuple[Path, list[bytes]]
) -> None:
    reported = altered(sealed[0], f"tile/0/{name}", at * 32 + 31)

    assert (f"tile-differs: tile/0/{name}", position) in reported  # and what is hashed over it


@pytest.mark.parametrize(("at", "position"), [(0, 1), (1, 257)])
def test_a_hash_of_a_tile_altered_is_reported_where_it_is(
    at: int, position: int, sealed: tuple[Path, list[bytes]]
) -> None:
    reported = altered(sealed[0], "tile/1/000.p/2", at * 32 + 31)

    assert reported == [("tile-differs: tile/1/000.p/2", position)]


@pytest.mark.parametrize("position", [1, 2, 100, 256])
def test_an_entry_altered_is_reported_where_it_is(
    position: int, sealed: tuple[Path, list[bytes]]
) -> None:
    place, entries = sealed
    end = sum(2 + len(entry) for entry in entries[:position])

    assert altered(place, "tile/entries/000", end - 1) == [
        ("entries-differ: tile/entries/000", position)
    ]
