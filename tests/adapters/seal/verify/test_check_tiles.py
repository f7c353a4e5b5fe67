"""The files of a seal altered one at a time: every fault, each with its position and its file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from adapters.ledger.store import Store
from adapters.seal.folder import SealFolder
from adapters.seal.notes import Checkpoint, SignerKey, parse_note
from adapters.seal.signing.algorithms import COSIGNATURE
from adapters.seal.verify.answers import Faults
from adapters.seal.verify.check_tiles import check_tiles
from tests.adapters.seal.sealed import Reported, exports, key_in, seal
from tests.support.by_hand import by_hand, replace_bytes
from tests.support.ledgers import opened

FIRST, SECOND = "checkpoints/000000000000-000000000301", "checkpoints/000000000301-000000000600"
OTHER = SignerKey(name="example.org/ledger", seed=bytes(32))
WITNESSES = [SignerKey(name=f"w{n}", kind=COSIGNATURE, seed=bytes([n]) * 32) for n in (1, 2, 3)]
LOG = 770
KeptFiles = Sequence[tuple[str, bytes]]


class Place:
    """A log of 770 events, its folder sealed at 301 and at 600, and as it was at 301."""

    def __init__(self, path: Path, store: Store, key: SignerKey) -> None:
        self.path, self.store, self.key = path, store, key
        self.seal, self.early = path / "seal", path / "early"

    def reported(self, head: int = LOG, kept: KeptFiles = ()) -> tuple[int, Reported]:
        """Return how many events the folder seals, and its faults."""
        faults, keys = Faults(), [self.key.verifier]
        recorder = self.store.handler.recorder
        sealed = check_tiles(recorder, head, SealFolder(self.seal), keys, [], kept, faults)
        return sealed, [(fault.position, fault.what) for fault in faults]

    def wrong(self, size: int) -> bytes:
        """Return a checkpoint of a root that no log has."""
        head = Checkpoint(origin=self.key.name, size=size, root=bytes(32))
        return str(head.signed_by(self.key)).encode()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    path = tmp_path_factory.mktemp("tiles")
    key = key_in(path)
    with opened(path / "ledger.db") as store:
        exports(store, 300)
        seal(store, path / "seal", key)
        shutil.copytree(path / "seal", path / "early")
        exports(store, 299)
        seal(store, path / "seal", key)
        shutil.copytree(path / "seal", path / "late")
        exports(store, 170)
        yield Place(path, store, key)


@pytest.fixture
def place(kept: Place) -> Place:
    """That folder, its files as sealed; its log is the same for all."""
    shutil.rmtree(kept.seal)
    shutil.copytree(kept.path / "late", kept.seal)
    return kept


def flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda was: was[:at] + bytes([was[at] ^ 1]) + was[at + 1 :]


def roots_differ(at: int, *names: str) -> Reported:
    sizes = {FIRST: 301, SECOND: 600, "checkpoint": 600}
    return [(at, f"checkpoint-differs: {name}: the root of {sizes[name]}") for name in names]


def test_a_seal_left_alone_has_no_fault_whatever_was_recorded_since(place: Place) -> None:
    assert place.reported() == place.reported(600) == (600, [])


@pytest.mark.parametrize("tile", ["tile/0/000", "tile/0/001", "tile/0/002.p/88"])
def test_a_tile_of_leaves_that_differs_is_reported_from_its_first_leaf_that_does(
    tile: str, place: Place
) -> None:
    file = place.seal / tile
    first = int(tile[7:10]) * 256 + 1
    last = first + file.stat().st_size // 32 - 1
    written = file.read_bytes()
    for altered, at in ((b"", first), (written[:-1], last), (written[:-32], last),
                        (written + bytes(32), last), (written + b"x", last)):  # fmt: skip
        file.write_bytes(altered)
        assert place.reported() == (600, [(at, f"tile-differs: {tile}")])
    file.unlink()
    assert place.reported() == (600, [(first, f"tile-missing: {tile}")])


@pytest.mark.parametrize(
    ("tile", "byte", "at", "heads", "above"),
    [
        ("tile/0/000", 0, 1, (FIRST, SECOND, "checkpoint"), ((1, 1), (2, 1))),
        ("tile/0/001", 40, 258, (FIRST, SECOND, "checkpoint"), ((2, 257),)),
        ("tile/0/001", 44 * 32, 301, (FIRST, SECOND, "checkpoint"), ((2, 257),)),
        ("tile/0/001", 45 * 32, 302, (SECOND, "checkpoint"), ((2, 257),)),
        ("tile/0/002.p/88", 40, 514, (SECOND, "checkpoint"), ()),
    ],
)
def test_another_hash_of_a_leaf_is_reported_with_every_root_and_tile_over_it(
    tile: str,
    byte: int,
    at: int,
    heads: tuple[str, ...],
    above: tuple[tuple[int, int], ...],
    place: Place,
) -> None:
    file = place.seal / tile
    file.write_bytes(flipped(byte)(file.read_bytes()))

    sealed, faults = place.reported()

    over = [(first, f"tile-differs: tile/1/000.p/{width}") for width, first in above]
    early = roots_differ(at, *heads[:-2])
    late = roots_differ(min([at, *(first for _, first in above)]), *heads[-2:])
    assert (sealed, list(faults)) == (
        600,
        [(at, f"tile-differs: {tile}"), *early, *over, *late, *over],
    )


@pytest.mark.parametrize(
    ("tile", "alter", "at"),
    [
        ("tile/1/000.p/1", flipped(0), 1),
        ("tile/1/000.p/2", flipped(0), 1),
        ("tile/1/000.p/2", flipped(40), 257),
        ("tile/1/000.p/2", lambda was: was[:-1], 257),
    ],
)
def test_a_tile_above_the_leaves_that_differs_is_reported(
    tile: str, alter: Callable[[bytes], bytes], at: int, place: Place
) -> None:
    file = place.seal / tile
    file.write_bytes(alter(file.read_bytes()))

    assert place.reported() == (600, [(at, f"tile-differs: {tile}")] * 2)


def test_a_tile_that_the_last_checkpoint_needs_is_missed_and_no_earlier_one(place: Place) -> None:
    (place.seal / "tile/1/000.p/1").unlink()
    assert place.reported() == (600, [])
    (place.seal / "tile/1/000.p/2").unlink()
    assert place.reported() == (600, [(1, "tile-missing: tile/1/000.p/2")])


@pytest.mark.parametrize("tile", ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"])
def test_entries_that_differ_are_reported_from_the_first_that_does(tile: str, place: Place) -> None:
    file = place.seal / tile
    first = int(tile[13:16]) * 256 + 1
    last = first + (87 if ".p" in tile else 255)
    written = file.read_bytes()
    second = 2 + int.from_bytes(written[:2], "big")
    for altered, at in ((b"", first), (written[:-1], first), (flipped(9)(written), first),
                        (flipped(second + 9)(written), first + 1),
                        (flipped(len(written) - 1)(written), last),
                        (written + bytes(2), last)):  # fmt: skip
        file.write_bytes(altered)
        assert place.reported() == (600, [(at, f"entries-differ: {tile}")])
    file.unlink()
    assert place.reported() == (600, [(first, f"tile-missing: {tile}")])


def test_a_partial_tile_beside_the_full_tile_is_compared_as_well(place: Place) -> None:
    for level in ("0", "entries"):
        tile = f"tile/{level}/001.p/45"
        (place.seal / tile).parent.mkdir()
        written = (place.early / tile).read_bytes()
        (place.seal / tile).write_bytes(written)
        assert place.reported() == (600, [])
        (place.seal / tile).write_bytes(flipped(1400)(written))
        ((at, what),) = place.reported()[1]
        assert what.partition(": ")[2] == tile
        assert at == 257 + 1400 // 32 if level == "0" else 257 < at < 302
        (place.seal / tile).write_bytes(written)
    for tile in ("tile/0/001", "tile/entries/001"):
        (place.seal / tile).unlink()
    assert place.reported() == (
        600, [(257, "tile-missing: tile/0/001"), (257, "tile-missing: tile/entries/001")],
    )  # fmt: skip


def test_tiles_beyond_the_log_are_reported_and_so_is_a_checkpoint_that_is_behind_its_tiles(
    place: Place,
) -> None:
    for name, width in (("tile/0/002.p/100", 100), ("tile/0/002.p/109", 109), ("tile/0/003", 256)):
        (place.seal / name).write_bytes(bytes(32 * width))
    (place.seal / "tile/5").mkdir()
    (place.seal / "tile/5/000.p").mkdir()
    (place.seal / "tile/5/000.p/1").write_bytes(bytes(32))
    (place.seal / "tile/x").touch()

    sealed, faults = place.reported(620)

    beyond = {(None, f"tile-ahead: tile/{name}") for name in ("0/002.p/109", "0/003", "5/000.p/1")}
    assert sealed == 600
    assert set(faults) == {
        (513, "tile-differs: tile/0/002.p/100"),
        *roots_differ(513, SECOND, "checkpoint"),
        *beyond,
        (None, f"checkpoint-older: 600, not {1 << 40}"),
    }
    (place.seal / ".sealing").write_bytes(b"600\n")
    assert (None, f"checkpoint-older: 600, not {1 << 40}") not in place.reported(620)[1]


def test_a_log_shorter_than_its_seal_is_reported_from_the_first_event_that_it_lacks(
    place: Place,
) -> None:
    sealed, faults = place.reported(600, [("kept", place.wrong(700)), ("more", place.wrong(650))])
    assert (sealed, list(faults)) == (
        600,
        [(601, "checkpoint-ahead: more: 650"), (601, "checkpoint-ahead: kept: 700")],
    )
    assert place.reported(500) == (500, [])


def test_a_checkpoint_that_somebody_kept_must_agree_with_the_log(place: Place) -> None:
    first = (place.seal / FIRST).read_bytes()
    stranger = str(Checkpoint(origin=OTHER.name, size=5, root=bytes(32)).signed_by(OTHER)).encode()

    assert place.reported(kept=[("a", first)]) == (600, [])
    assert place.reported(kept=[("a", stranger), ("b", place.wrong(0)), ("c", place.wrong(7))]) == (
        600,
        [
            (None, "checkpoint-invalid: a: not signed by a trusted key"),
            (1, "checkpoint-differs: b: the root of 0"),
            (1, "checkpoint-differs: c: the root of 7"),
        ],
    )


def test_a_false_cosignature_is_reported_of_every_witness_trusted_or_known(place: Place) -> None:
    one, two, three = WITNESSES
    (place.seal / "witnesses.txt").write_text(f"{three.verifier}\n{two.verifier}\n")
    text = parse_note((place.seal / "checkpoint").read_bytes()).text
    lines = [one.sign(text), *(key.sign("another\n") for key in (two, three))]
    with (place.seal / "checkpoint").open("a", encoding="utf-8") as file:
        file.writelines(line.line for line in lines)
    faults, keys = Faults(), [place.key.verifier, one.verifier, two.verifier]
    recorder, folder = place.store.handler.recorder, SealFolder(place.seal)

    assert check_tiles(recorder, LOG, folder, keys, [], [], faults) == 600
    assert [(fault.position, fault.what) for fault in faults] == [
        (None, "cosignature-false: checkpoint: w3"),
        (None, "cosignature-false: checkpoint: w2"),
    ]


def test_checkpoints_taken_away_swapped_or_put_back_are_reported(place: Place) -> None:
    second = (place.seal / SECOND).read_bytes()
    (place.seal / FIRST).write_bytes(second)
    assert place.reported() == (600, [(None, f"checkpoint-differs: {FIRST}")])
    (place.seal / FIRST).unlink()
    assert place.reported() == (600, [(None, "checkpoint-missing: 301")])
    shutil.copy(place.early / FIRST, place.seal / FIRST)
    (place.seal / "checkpoint").unlink()
    assert place.reported() == (
        0,
        [(None, "checkpoint-missing: checkpoint"), (None, "checkpoint-older: 0, not 600")],
    )
    shutil.copy(place.early / FIRST, place.seal / "checkpoint")
    assert place.reported() == (
        301,
        [(None, "checkpoint-older: 301, not 600"), (None, "checkpoint-older: 301, not 600")],
    )
    (place.seal / "checkpoint").write_bytes(b"x")
    assert place.reported() == (
        0,
        [(None, "checkpoint-invalid: checkpoint: no signatures under the text")],
    )


def test_an_event_altered_or_lost_is_reported_by_every_file_over_it(place: Place) -> None:
    with by_hand(place.path / "ledger.db", guarded=False) as hand:
        ((was,),) = hand("SELECT state FROM stored_events WHERE rowid = 258")
        replace_bytes(hand, 258, b'"by":"clerk"', b'"by":"clerc"')
    reported = [(258, "tile-differs: tile/0/001"), (258, "entries-differ: tile/entries/001")]
    try:
        assert place.reported() == (600, reported)
        with by_hand(place.path / "ledger.db", guarded=False) as hand:
            hand("DELETE FROM stored_events WHERE rowid IN (?, 601)", (258,))
        assert place.reported() == (600, reported)
    finally:
        with by_hand(place.path / "ledger.db", guarded=False) as hand:
            insert = "INSERT INTO stored_events SELECT ?, originator_id, ?, topic, ? "
            insert += "FROM stored_events WHERE rowid = 259"
            hand("DELETE FROM stored_events WHERE rowid = 258")
            hand(insert, (258, 257, was))
    assert place.reported(600) == (600, [])
