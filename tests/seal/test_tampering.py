"""Tampering: whatever is altered is found, an untouched log gives no alarm.

SUBSIDY_TEST_MUTATIONS=500 python -m pytest tests/seal/test_tampering.py: the longer form.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import metamorphic_log
import pytest

from adapters.seal.checkpoints import parse_hash
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_key
from adapters.seal.notes import parse_note
from adapters.seal.proofs import nodes
from adapters.seal.tiles import entries_of, tiles_of
from adapters.seal.tree import consistency, inclusion, leaf_hash
from adapters.seal.verification import verify
from adapters.views_tables import VIEWS, progress
from tests.by_hand import Hand, by_hand, claim_numbers, rows
from tests.by_hand import copied as copied_ledger
from tests.by_hand import retell as told_otherwise
from tests.command import asked, subsidy, write_lines
from tests.ledgers import opened
from tests.seal.sealed import exports, key_in, seal
from tests.stores import ON_POSTGRES, address
from tests.test_command_line import line

MUTATIONS = int(os.environ.get("SUBSIDY_TEST_MUTATIONS", "40"))
LEDGER, SEAL = "ledger.db", "seal"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of claims and exports, sealed at three sizes."""
    folder = tmp_path_factory.mktemp("tampering")
    path, key = folder / LEDGER, key_in(folder)
    claims = write_lines(folder / "claims.jsonl", [line(f"YQ-{n}") for n in range(1, 41)])
    asked(path, "backfill", claims, "--approve", "--by", "clerk")
    asked(path, "seal", folder / SEAL, "--key", folder / "key")
    with opened(path) as store:
        exports(store, 500)
        seal(store, folder / SEAL, key)
        exports(store, 20)
        seal(store, folder / SEAL, key)
        store.catch_up()
    return folder


@pytest.fixture
def copy(place: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be altered."""
    return copied(place, tmp_path / "copy")


def copied(place: Path, to: Path) -> Path:
    shutil.copytree(place, to)
    if ON_POSTGRES:
        copied_ledger(place / LEDGER, to / LEDGER, whole=True)
    return to


def one_of(random: Random, hand: Hand) -> int:
    ((last,),) = hand("SELECT MAX(rowid) FROM stored_events")
    return random.randint(1, int(last))


def flipped(random: Random, content: bytes) -> bytes:
    at = random.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << random.randrange(8)]) + content[at + 1 :]


def flip_state(random: Random, folder: Path) -> int | None:
    with by_hand(folder / LEDGER, guarded=False) as hand:
        at = one_of(random, hand)
        ((state,),) = hand("SELECT state FROM stored_events WHERE rowid = ?", (at,))
        hand("UPDATE stored_events SET state = ? WHERE rowid = ?",
                    (flipped(random, state), at))  # fmt: skip
    return at


def retell(random: Random, folder: Path) -> int | None:
    """Alter an author in a row, leaving it as canonical as it was."""
    with by_hand(folder / LEDGER, guarded=False) as hand:
        at = one_of(random, hand)
        told_otherwise(hand, at, b'"by":"clerk"', b'"by":"clerc"')
    return at


def alter_column(random: Random, folder: Path) -> int | None:
    with by_hand(folder / LEDGER, guarded=False) as hand:
        at = one_of(random, hand)
        column, value = random.choice(
            [("topic", "claim-lost"), ("originator_id", "x:y"), ("originator_version", 9_999_999)]
        )
        hand(f"UPDATE stored_events SET {column} = ? WHERE rowid = ?", (value, at))
    return at


def delete_row(random: Random, folder: Path) -> int | None:
    with by_hand(folder / LEDGER, guarded=False) as hand:
        at = one_of(random, hand)
        hand("DELETE FROM stored_events WHERE rowid = ?", (at,))
    return at


def close_up(random: Random, folder: Path) -> int | None:
    """Delete a row and move those after it up."""
    with by_hand(folder / LEDGER, guarded=False) as hand:
        at = one_of(random, hand)
        hand("DELETE FROM stored_events WHERE rowid = ?", (at,))
        hand("UPDATE stored_events SET rowid = -rowid WHERE rowid > ?", (at,))
        hand("UPDATE stored_events SET rowid = -rowid - 1 WHERE rowid < 0")
    return at


def insert_row(random: Random, folder: Path) -> int | None:
    """Make room for a row between two others: a copy of one in another stream."""
    with by_hand(folder / LEDGER, guarded=False) as hand:
        at = one_of(random, hand)
        hand("UPDATE stored_events SET rowid = -rowid WHERE rowid >= ?", (at,))
        hand("UPDATE stored_events SET rowid = -rowid + 1 WHERE rowid < 0")
        hand(
            "INSERT INTO stored_events SELECT ?, 'x:y', 1, topic, state FROM stored_events "
            "WHERE rowid = ?", (at, at + 1),
        )  # fmt: skip
    return at


def swap_rows(random: Random, folder: Path) -> int | None:
    with by_hand(folder / LEDGER, guarded=False) as hand:
        one = one_of(random, hand)
        other = one + 1 if one < one_of_last(hand) else one - 1
        for old, new in ((one, -1), (other, one), (-1, other)):
            hand("UPDATE stored_events SET rowid = ? WHERE rowid = ?", (new, old))
    return min(one, other)


def one_of_last(hand: Hand) -> int:
    ((last,),) = hand("SELECT MAX(rowid) FROM stored_events")
    return int(last)


def truncate_rows(random: Random, folder: Path) -> int | None:
    with by_hand(folder / LEDGER, guarded=False) as hand:
        at = max(2, one_of(random, hand))
        hand("DELETE FROM stored_events WHERE rowid >= ?", (at,))
    return at


def alter_index(random: Random, folder: Path) -> int | None:
    with by_hand(folder / LEDGER, guarded=False) as hand:
        hand(random.choice([
            "DELETE FROM claim_numbers WHERE claim_no = 'YQ-7'",
            "UPDATE claim_numbers SET digest = 'x' WHERE claim_no = 'YQ-7'",
            "INSERT INTO claim_numbers VALUES ('YQ-99', 'x', 'y')",
        ]))  # fmt: skip
    return None


def alter_policy(random: Random, folder: Path) -> int | None:
    """Raise a figure of the policy, leaving it as canonical as it was."""
    del random
    with by_hand(folder / LEDGER, guarded=False) as hand:
        ((state,),) = hand("SELECT state FROM stored_events WHERE rowid = 1")
        assert b'"limit":3' in state
        hand("UPDATE stored_events SET state = ? WHERE rowid = 1",
                    (state.replace(b'"limit":3', b'"limit":4', 1),))  # fmt: skip
    return 1


def alter_views(random: Random, folder: Path) -> int | None:
    statements = [
        "UPDATE claim_register SET granted_fen = granted_fen + 1 WHERE claim_no = 'YQ-5'",
        "DELETE FROM claim_register WHERE claim_no = 'YQ-6'",
        "UPDATE yearly_totals SET granted_fen = granted_fen - 1",
        "DELETE FROM remaining_allowances",
        "UPDATE postings SET position = position + 1000",
        "INSERT INTO invoice_index VALUES ('x', 'y', 'z')",
        "UPDATE progress SET position = position + 100",
        "UPDATE progress SET position = position - 560",
    ]
    with by_hand(folder / LEDGER, ".views") as hand:
        hand(random.choice(statements))
    return None


def sealed_files(folder: Path) -> list[Path]:
    return sorted(
        path for path in (folder / SEAL).rglob("*") if path.is_file() and path.name != ".lock"
    )


def flip_file(random: Random, folder: Path) -> int | None:
    path = random.choice(sealed_files(folder))
    path.write_bytes(flipped(random, path.read_bytes()))
    return None


def cut_file(random: Random, folder: Path) -> int | None:
    path = random.choice(sealed_files(folder))
    content = path.read_bytes()
    path.write_bytes(content[: random.randrange(len(content))])
    return None


def lengthen_file(random: Random, folder: Path) -> int | None:
    path = random.choice(sealed_files(folder))
    path.write_bytes(path.read_bytes() + random.randbytes(32))
    return None


def swap_files(random: Random, folder: Path) -> int | None:
    tiles = [path for path in sealed_files(folder) if "tile" in path.parts]
    one, other = random.sample(tiles, 2)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return None


def delete_file(random: Random, folder: Path) -> int | None:
    """Delete a file of the last seal (those of earlier ones may be pruned)."""
    size = SealFolder(folder / SEAL).checkpoint()
    assert size is not None
    names = ["checkpoint", "keys.txt", *(tile.name for tile in tiles_of(size[0].size))]
    (folder / SEAL / random.choice(names)).unlink()
    return None


def add_file(random: Random, folder: Path) -> int | None:
    name = random.choice(
        ["tile/0/999", "tile/0/001.p/300", "tile/x", "checkpoints/x", "tile/7/000"]
    )
    path = folder / SEAL / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(random.randbytes(64))
    return None


def older_checkpoint(random: Random, folder: Path) -> int | None:
    kept = sorted((folder / SEAL / "checkpoints").iterdir())[:-1]
    shutil.copy(random.choice(kept), folder / SEAL / "checkpoint")
    return None


Mutation = Callable[[Random, Path], int | None]
OF_ROWS: Sequence[Mutation] = (
    flip_state, retell, alter_column, delete_row, close_up, insert_row, swap_rows, truncate_rows,
    alter_policy,
)  # fmt: skip
OTHERS: Sequence[Mutation] = (
    alter_index, alter_views, flip_file, cut_file, lengthen_file, swap_files, delete_file, add_file,
    older_checkpoint,
)  # fmt: skip


def test_an_untouched_log_gives_no_alarm(place: Path) -> None:
    found = verify(address(place / LEDGER), place / SEAL, [])

    assert found.faults == []
    assert (found.good, found.unsealed) == (found.events, 0)


@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_a_random_mutation_is_found(seed: int, place: Path, tmp_path: Path) -> None:
    random, folder = Random(seed), copied(place, tmp_path / "copy")
    mutation = ([*OF_ROWS, *OTHERS])[seed % (len(OF_ROWS) + len(OTHERS))]
    before = contents(folder)
    position = mutation(random, folder)
    if contents(folder) == before:
        pytest.skip("the row had nothing to alter")

    found = verify(address(folder / LEDGER), folder / SEAL, [])

    assert found.faults, mutation.__name__
    if position is not None:
        assert found.first_bad_position == position, (mutation.__name__, found.faults)
        assert found.good == position - 1


@pytest.mark.parametrize("mutation", [one for one in OF_ROWS if one is not alter_column])
def test_what_touches_the_published_log_is_found_by_others_too(
    mutation: Mutation, copy: Path
) -> None:
    """Someone else's tool holds the altered log's entries against the checkpoint."""
    key = str(read_key(copy / "key").verifier)
    head = metamorphic_log.checkpoint_verify((copy / SEAL / "checkpoint").read_text(), [key])
    root = parse_note((copy / SEAL / "checkpoint").read_bytes()).text.split("\n")[2]
    folder = SealFolder(copy / SEAL)
    node = nodes(folder, head.size)
    mutation(Random(3), copy)
    now = [state for *_, state in rows(copy / LEDGER)]
    sealed = [
        entry
        for tile in tiles_of(head.size)
        if tile.level is None
        for entry in entries_of(folder.tile(tile))
    ]

    at = next(
        (at for at, (one, other) in enumerate(zip(now, sealed, strict=False)) if one != other),
        min(len(now), len(sealed)),
    )
    assert at < head.size, "nothing that was published changed"
    altered = leaf_hash(now[at] if at < len(now) else b"")
    path = inclusion(at, head.size, node)
    metamorphic_log.verify_inclusion(at, head.size, leaf_hash(sealed[at]), path, parse_hash(root))
    with pytest.raises(metamorphic_log.VerifyError):
        metamorphic_log.verify_inclusion(at, head.size, altered, path, parse_hash(root))


def test_history_rewritten_and_signed_again_is_exposed_by_an_earlier_checkpoint(
    copy: Path, tmp_path: Path
) -> None:
    earlier = tmp_path / "kept by an auditor"
    shutil.copy(copy / SEAL / "checkpoint", earlier)
    retell(Random(3), copy)
    shutil.rmtree(copy / SEAL)
    with opened(copy / LEDGER) as store:
        exports(store, 30)
        seal(store, copy / SEAL, read_key(copy / "key"))
    words = ("verify", copy / SEAL, "--store", copy / LEDGER, "--json")
    rewritten = subsidy(*words)
    assert rewritten.json["faults"] == [], "signed with the right key, it looks well by itself"

    exposed = subsidy(*words, "--checkpoint", earlier)

    assert exposed.code == 1
    assert "checkpoint-differs" in exposed.json["faults"][0]["what"]
    folder = SealFolder(copy / SEAL)
    head = folder.checkpoint()
    old = parse_note(earlier.read_bytes())
    assert head is not None
    size = int(old.text.split("\n")[1])
    path = consistency(size, head[0].size, nodes(folder, head[0].size))
    with pytest.raises(metamorphic_log.VerifyError):
        metamorphic_log.checkpoint_verify_consistency(
            str(old), str(head[1]), [str(read_key(copy / "key").verifier)], path
        )


def contents(folder: Path) -> list[object]:
    """Return what a mutation could alter."""
    log = [rows(folder / LEDGER), claim_numbers(folder / LEDGER)]
    with by_hand(folder / LEDGER, ".views") as hand:
        views = [
            sorted(hand(f"SELECT * FROM {view.name}"), key=repr) for view in (*VIEWS, progress)
        ]
    return [log, views, {path: path.read_bytes() for path in sealed_files(folder)}]
