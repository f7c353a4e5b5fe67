"""A ledger recovered from an older backup and its seal, or from the seal alone."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError

from tests.adapters.seal.sealed import exports, key_in, seal
from tests.commands.test_command_line import line
from tests.support.by_hand import by_hand, replace_bytes, rows
from tests.support.command import ROOT, Ran, asked, subsidy, write_lines
from tests.support.ledgers import opened


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A ledger sealed at 606 events, of four claims, and a backup of its first 301 or so."""
    key = key_in(tmp_path)
    store = tmp_path / "ledger.db"
    asked(store, "backfill", write_lines(tmp_path / "1.jsonl", [line("YQ-1")]), "--approve")
    with opened(store) as opened_store:
        exports(opened_store, 297)
        seal(opened_store, tmp_path / "seal", key)
    with closing(sqlite3.connect(store)) as live, closing(sqlite3.connect(tmp_path / "old")) as old:
        live.backup(old)
    more = write_lines(tmp_path / "2.jsonl", [line(f"YQ-{n}") for n in (2, 3, 4)])
    asked(store, "backfill", more, "--approve")
    with opened(store) as opened_store:
        exports(opened_store, 300)
        seal(opened_store, tmp_path / "seal", key)
    return tmp_path


def verifier(place: Path) -> str:
    return str(asked(place / "ledger.db", "key", "show", "--key", place / "key")["key"])


def recovered(place: Path, store: str | Path, *words: str | Path) -> Ran:
    return subsidy("store", "recover", "--seal", place / "seal", "--key", verifier(place),
                   "--store", str(store), "--json", *words)  # fmt: skip


def totals(store: Path) -> object:
    return {
        name: subsidy(name, "--store", str(store), "--json").out for name in ("totals", "claims")
    }


@pytest.mark.sqlite
@pytest.mark.parametrize("backup", ["old", "none", "whole"])
def test_a_backup_is_brought_to_the_last_seal_and_verifies(backup: str, place: Path) -> None:
    store = {"old": place / "old", "none": place / "new.db", "whole": place / "ledger.db"}[backup]
    before = len(rows(store)) if store.exists() else 0

    ran = recovered(place, store)

    whole = rows(place / "ledger.db")
    assert (ran.code, ran.json["size"], ran.json["events_before"]) == (0, len(whole), before), (
        ran.err
    )
    assert ran.json["events_recovered"] == len(whole) - before
    assert rows(store) == whole
    verified = subsidy("verify", place / "seal", "--key", verifier(place), "--store", str(store),
                       "--json")  # fmt: skip
    assert (verified.code, verified.json["faults"], verified.json["unsealed"]) == (0, [], 0)
    assert totals(store) == totals(place / "ledger.db")


@pytest.mark.sqlite
def test_a_ledger_beyond_its_seal_loses_nothing(place: Path) -> None:
    store = place / "ledger.db"
    with opened(store) as beyond:
        exports(beyond, 300)
    before = rows(store)

    ran = recovered(place, store)

    assert (ran.code, ran.json["events_recovered"]) == (0, 0)
    assert rows(store) == before
    with by_hand(store, guarded=False) as hand:  # and is another history
        replace_bytes(hand, 600, b'"by":"', b'"by":"x')
    altered = rows(store)
    assert recovered(place, store).err.split(":")[0] == "seal-inconsistent"
    assert rows(store) == altered


@pytest.mark.sqlite
def test_a_number_recovered_is_taken_and_the_ledger_goes_on(place: Path) -> None:
    assert recovered(place, place / "old").code == 0

    other = write_lines(place / "3.jsonl", [line("YQ-4", fee="1.00"), line("YQ-5")])
    ran = subsidy("backfill", other, "--store", str(place / "old"), "--json")

    assert (ran.json["rejected"], ran.json["accepted"]) == (1, 1), ran.out


@pytest.mark.sqlite
def test_what_the_folder_lost_is_taken_from_the_pack(place: Path) -> None:
    pack = place / "pack.zip"
    asked(place / "ledger.db", "audit-pack", pack, "--seal", place / "seal", "--key", place / "key")
    for name in ("tile/entries/001", "tile/0/001"):
        (place / "seal" / name).unlink()

    without = recovered(place, place / "alone.db")
    ran = recovered(place, place / "old", "--pack", pack)

    assert without.code == 1
    assert (ran.code, rows(place / "old")) == (0, rows(place / "ledger.db")), ran.err


@pytest.mark.sqlite
@pytest.mark.parametrize("backup", ["old", "new.db"])
def test_an_altered_entry_is_named_and_nothing_is_put_back(backup: str, place: Path) -> None:
    path = place / "seal" / "tile/entries/001"
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"login":"', b'"login":"x', 1)[: len(content)])
    before = rows(place / backup) if (place / backup).exists() else []

    ran = recovered(place, place / backup)

    assert (ran.code, ran.json["code"]) == (1, "seal-unreadable")
    assert str(path.relative_to(place / "seal")) in ran.json["message"]
    assert (rows(place / backup) if (place / backup).exists() else []) == before


@pytest.mark.sqlite
def test_a_backup_that_was_altered_is_refused_at_its_position(place: Path) -> None:
    with by_hand(place / "old", guarded=False) as hand:
        replace_bytes(hand, 120, b"clerk", b"clerc")
    before = rows(place / "old")

    ran = recovered(place, place / "old")

    assert (ran.code, ran.json["code"]) == (1, "seal-inconsistent")
    assert "120" in ran.json["message"]
    assert rows(place / "old") == before


@pytest.mark.sqlite
def test_only_a_trusted_key_counts(place: Path) -> None:
    stranger = place / "stranger"
    asked(place / "ledger.db", "key", "new", "--key", stranger, "--name", "example.org/ledger")
    key = asked(place / "ledger.db", "key", "show", "--key", stranger)["key"]

    ran = subsidy("store", "recover", "--seal", place / "seal", "--key", key, "--store",
                  str(place / "new.db"), "--json")  # fmt: skip
    without = subsidy(
        "store", "recover", "--seal", place / "seal", "--store", str(place / "new.db")
    )

    assert (ran.code, ran.json["code"], without.code) == (1, "seal-unreadable", 2)
    assert not (place / "new.db").exists()


@pytest.mark.sqlite
def test_a_seal_rolled_back_is_not_recovered_to(place: Path) -> None:
    older, *later = sorted((place / "seal" / "checkpoints").iterdir())
    shutil.copy(older, place / "seal" / "checkpoint")

    kept = recovered(place, place / "new.db")
    for checkpoint in later:
        checkpoint.unlink()
    by_tiles = recovered(place, place / "new.db")

    for ran in (kept, by_tiles):
        assert (ran.code, ran.json["code"]) == (1, "seal-unreadable")
    assert not (place / "new.db").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from adapters.ledger.ledger import Ledger
from adapters.seal.pack import recovery

store, seal, key, left = sys.argv[1:]
recovery.TOGETHER = 0  # each bundle alone

def killed_after(position):
    global left
    left = int(left) - 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

recovery.recover(Ledger(store), Path(seal), None, [key], killed_after)
"""


@pytest.mark.sqlite
@pytest.mark.parametrize(("backup", "written"), [("old", 1), ("new.db", 1), ("new.db", 2)])
def test_a_recovery_killed_leaves_a_ledger_and_goes_on(
    backup: str, written: int, place: Path
) -> None:
    store = place / backup
    before = len(rows(store)) if store.exists() else 0
    words = [store, place / "seal", verifier(place), written]

    ran = subprocess.run([sys.executable, "-c", KILLED, *map(str, words)], cwd=ROOT, check=False)

    whole, there = rows(place / "ledger.db"), rows(store)
    assert ran.returncode == -signal.SIGKILL
    assert before < len(there) < len(whole)
    assert there == whole[: len(there)]
    actual = asked_verify(place, store)["faults"]
    assert {fault["what"].split(":")[0] for fault in actual} <= AHEAD
    assert recovered(place, store).code == 0
    assert (rows(store), asked_verify(place, store)["faults"]) == (whole, [])


AHEAD = {"tile-ahead", "checkpoint-ahead", "tile-differs", "entries-differ", "row-missing"}


def asked_verify(place: Path, store: Path) -> dict[str, Any]:
    ran = subsidy("verify", place / "seal", "--key", verifier(place), "--store",
                  str(store), "--json")  # fmt: skip
    return dict(ran.json)


@pytest.mark.sqlite
def test_events_that_another_recorded_meanwhile_are_not_written_over(place: Path) -> None:
    with opened(place / "ledger.db") as store:
        row = store.handler.recorder.select_rows(0, 1)[0]

        with pytest.raises(IntegrityError):
            store.handler.recorder.put_back([row], [])
