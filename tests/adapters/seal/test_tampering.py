"""Tampering: whatever is altered is found, an untouched log gives no alarm.

SUBSIDY_TEST_MUTATIONS=500 python -m pytest tests/adapters/seal/test_tampering.py: the longer form.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random

import metamorphic_log
import pytest

from adapters.ledger.ledger import Ledger
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_key
from adapters.seal.notes import parse_hash, parse_note
from adapters.seal.proving.receipts import nodes
from adapters.seal.tiles import entries_of
from adapters.seal.tree import consistency, inclusion, leaf_hash
from adapters.seal.verify.verification import verify
from adapters.views.tables import VIEWS, progress
from tests.adapters.seal.mutations import (
    LEDGER,
    OF_ROWS,
    OTHERS,
    SEAL,
    Mutation,
    alter_author,
    alter_column,
    sealed_files,
)
from tests.adapters.seal.sealed import exports, key_in, seal, tiles_of
from tests.commands.test_command_line import line
from tests.support.by_hand import by_hand, claim_numbers, rows
from tests.support.by_hand import copied as copied_ledger
from tests.support.command import asked, subsidy, write_lines
from tests.support.ledgers import opened
from tests.support.stores import ON_POSTGRES, address

MUTATIONS = int(os.environ.get("SUBSIDY_TEST_MUTATIONS", "40"))


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


def test_an_untouched_log_gives_no_alarm(place: Path) -> None:
    actual = verify(Ledger(address(place / LEDGER)), place / SEAL, [])

    assert actual.faults == ()
    assert (actual.good, actual.unsealed) == (actual.events, 0)


@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_a_random_mutation_is_found(seed: int, place: Path, tmp_path: Path) -> None:
    random, folder = Random(seed), copied(place, tmp_path / "copy")
    mutation = ([*OF_ROWS, *OTHERS])[seed % (len(OF_ROWS) + len(OTHERS))]
    before = contents(folder)
    position = mutation(random, folder)
    if contents(folder) == before:
        pytest.skip("the row had nothing to alter")

    actual = verify(Ledger(address(folder / LEDGER)), folder / SEAL, [])

    assert actual.faults, mutation.__name__
    if position is not None:
        assert actual.first_bad_position == position, (mutation.__name__, actual.faults)
        assert actual.good == position - 1


@pytest.mark.parametrize("mutation", [row for row in OF_ROWS if row is not alter_column])
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
        (at for at, (each, other) in enumerate(zip(now, sealed, strict=False)) if each != other),
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
    alter_author(Random(3), copy)
    shutil.rmtree(copy / SEAL)
    for memory in copy.glob("*.signed"):
        memory.unlink()
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
        actual = [hand(f"SELECT * FROM {view.name}") for view in (*VIEWS, progress)]
    views = [sorted(each, key=repr) for each in actual]
    return [log, views, {path: path.read_bytes() for path in sealed_files(folder)}]
