"""What someone who holds the files of a sealed ledger may do to them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from adapters.seal.folder import SealFolder
from tests.adapters.seal.sealed import tiles_of
from tests.support.by_hand import Hand, by_hand, replace_bytes

LEDGER, SEAL = "ledger.db", "seal"


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


def alter_author(random: Random, folder: Path) -> int | None:
    """Alter an author in a row, leaving it as canonical as it was."""
    with by_hand(folder / LEDGER, guarded=False) as hand:
        at = one_of(random, hand)
        replace_bytes(hand, at, b'"by":"clerk"', b'"by":"clerc"')
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
    flip_state, alter_author, alter_column, delete_row, close_up, insert_row, swap_rows,
    truncate_rows, alter_policy,
)  # fmt: skip
OTHERS: Sequence[Mutation] = (
    alter_index, alter_views, flip_file, cut_file, lengthen_file, swap_files, delete_file, add_file,
    older_checkpoint,
)  # fmt: skip
