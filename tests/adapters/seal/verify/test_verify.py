"""Verification: what it answers, whom it trusts, and that it writes nothing."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.ledger.handling.publishing import name_key
from adapters.ledger.ledger import Ledger
from adapters.seal.keys import naming, new_key, read_key
from adapters.seal.notes import SignerKey
from adapters.seal.verify import verification
from adapters.seal.verify.answers import Fault, judged
from adapters.seal.verify.check_rows import check_rows
from adapters.stores.place import Location
from domain.calendar import clock_text
from tests.adapters.intake.files import line
from tests.adapters.seal.sealed import exports, files, key_in, seal
from tests.domain.given import USCC
from tests.oracle.inputs.random_claims import lines
from tests.support.by_hand import by_hand, drop_views, replace_bytes
from tests.support.command import asked, ended, process, subsidy, write_lines
from tests.support.extent import tried
from tests.support.ledgers import CLERK, opened, opened_empty
from tests.support.stores import address, made_once


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return begun(tmp_path).parent


@made_once
def begun(folder: Path) -> Path:
    """A folder with 301 events, 201 of them sealed."""
    key = key_in(folder)
    with opened(folder / "ledger.db") as store:
        exports(store, 200)
        seal(store, folder / "seal", key)
        exports(store, 100)
        store.catch_up()
    return folder / "ledger.db"


def faults(place: Path, *words: str | Path) -> list[str]:
    ran = subsidy("verify", *words, "--store", place / "ledger.db", "--json")
    assert ran.code == (1 if ran.json["faults"] else 0)
    return [fault["what"].split(":")[0] for fault in ran.json["faults"]]


def own_line(key: str) -> dict[str, object]:
    """Return what `verify` says of the log's own line."""
    name, key_id, _ = key.split("+", 2)
    return {"name": name, "key_id": key_id, "bytes": 64, "kind": "ed25519", "verified": True}


def slept(place: Location) -> list[Fault]:
    """Take long, and leave a mark when that is over."""
    time.sleep(20)
    Path(f"{place.file}.slept").touch()
    return []


def interrupted(*_of_tiles: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_ends_the_passes_that_other_processes_are_at(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "APART_FROM_EVENTS", {"fork": 0, "spawn": 0})
    monkeypatch.setattr(verification, "_views", slept)
    monkeypatch.setattr(verification, "_tiles", interrupted)

    with Ledger(address(place / "ledger.db")) as ledger, pytest.raises(KeyboardInterrupt):
        verification.verify(ledger, place / "seal", ())

    assert multiprocessing.active_children() == []
    assert not (place / "ledger.db.slept").exists()


def test_what_is_not_sealed_yet_is_counted_and_no_fault(place: Path) -> None:
    key = asked(place / "ledger.db", "key", "show", "--key", place / "key")["key"]
    with opened(place / "ledger.db") as store:
        since = clock_text(store.handler.recorder.time_of(202))

    assert asked(place / "ledger.db", "verify", place / "seal") == {
        "good": 301,
        "events": 301,
        "first_bad_position": None,
        "faults": [],
        "unsealed": 100,
        "keys": [key],
        "anchored": False,
        "unsealed_since": since,
        "unvouched": [],
        "signatures": [own_line(key)],
        "timestamps": [],
        "read_only": False,
    }
    assert asked(place / "ledger.db", "verify")["unsealed"] == 301


def test_what_others_record_meanwhile_is_no_fault(place: Path) -> None:
    more = write_lines(place / "more.jsonl", [line(claim_no="YQ-1", uscc=USCC)])
    with opened(place / "ledger.db") as store:
        head = store.handler.position()
        asked(place / "ledger.db", "backfill", more)

        assert check_rows(store.handler.recorder, head) == []


def test_a_ledger_is_verified_while_others_write_to_it(place: Path) -> None:
    drawn = write_lines(place / "many.jsonl", lines(7, tried(400, long=3_000)))
    writing = process("backfill", drawn, "--approve", "--store", place / "ledger.db")
    reported = []
    while writing.poll() is None:
        reported += faults(place)

    assert "Traceback" not in ended(writing).err
    assert reported == []


@pytest.mark.sqlite
def test_verifying_writes_nothing(place: Path) -> None:
    before = files(place)

    asked(place / "ledger.db", "verify", place / "seal")

    after = files(place)
    for name in before:
        if not name.endswith(("-shm", "-wal")):
            assert after[name] == before[name], name
    assert {name for name in after if "views" not in name and "-" not in name} == {
        name for name in before if "views" not in name and "-" not in name
    }


def test_views_that_were_deleted_are_no_fault(place: Path) -> None:
    drop_views(place / "ledger.db")

    assert faults(place, place / "seal") == []


@pytest.mark.parametrize("statements", [["DROP TABLE progress"], ["UPDATE progress SET shape = 1"],
                                        ["ALTER TABLE progress DROP COLUMN mark",
                                         "UPDATE progress SET shape = 2"]])  # fmt: skip
def test_views_not_yet_made_or_of_an_earlier_shape_are_no_fault(
    statements: list[str], place: Path
) -> None:
    asked(place / "ledger.db", "totals")
    with by_hand(place / "ledger.db", ".views") as views:
        for statement in statements:
            views(statement)

    assert faults(place, place / "seal") == []


def test_the_first_wrong_position_and_how_many_are_good_before_it_are_named(place: Path) -> None:
    with by_hand(place / "ledger.db", guarded=False) as hand:
        for at in (150, 120):
            replace_bytes(hand, at, b"clerk", b"clerc")

    actual = subsidy("verify", place / "seal", "--store", place / "ledger.db", "--json").json

    assert (actual["first_bad_position"], actual["good"], actual["events"]) == (120, 119, 301)


def test_a_row_dated_before_the_one_above_it_is_reported(place: Path) -> None:
    with by_hand(place / "ledger.db", guarded=False) as hand:
        replace_bytes(hand, 250, b'"recorded_at":"2', b'"recorded_at":"1')

    reported = subsidy("verify", place / "seal", "--store", place / "ledger.db", "--json").json

    assert reported["first_bad_position"] == 250
    assert [fault["what"].split(":")[0] for fault in reported["faults"]] == ["time-goes-back"]


def test_a_number_that_no_column_holds_is_a_fault_and_no_failure(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    lines = write_lines(tmp_path / "claims.jsonl", [line("aeo")])
    asked(store, "backfill", lines, "--approve")
    with by_hand(store, guarded=False) as hand:
        ((at,),) = hand("SELECT rowid FROM stored_events WHERE topic = 'claim-approved'")
        replace_bytes(hand, at, b'_fen":20000000', b'_fen":' + b"9" * 30)

    assert faults(tmp_path) == ["views-differ"]
    drop_views(store)
    assert subsidy("claims", "--store", store).err.startswith("store-unreadable: ")


@pytest.mark.sqlite
def test_a_file_that_is_no_ledger_is_reported(place: Path) -> None:
    path = place / "ledger.db"
    content = path.read_bytes()
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    path.write_bytes(content[: len(content) // 2])

    ran = subsidy("verify", place / "seal", "--store", path, "--json")

    assert ran.code == 1


def test_of_a_log_that_cannot_be_read_nothing_is_called_good() -> None:
    faults = [Fault(position=None, what="store-unreadable"), Fault(position=None, what="other")]

    assert judged(5, faults)["good"] == 0
    assert judged(5, faults[1:])["good"] == 5


def test_only_the_key_given_is_trusted(place: Path, tmp_path: Path) -> None:
    key, other = read_key(place / "key"), new_key(tmp_path / "other", "example.org/ledger", None)

    assert faults(place, place / "seal", "--key", str(key.verifier)) == []
    assert set(faults(place, place / "seal", "--key", str(other.verifier))) == {
        "checkpoint-invalid"
    }


def test_a_seal_by_a_key_the_log_does_not_name_is_reported(place: Path) -> None:
    stranger = SignerKey(name="example.org/ledger", seed=bytes(32))
    with opened(place / "ledger.db") as store:
        key = read_key(place / "key")
        other = SignerKey(name=key.name, seed=bytes([7]) * 32)
        seal(store, place / "other", stranger)
        name_key(store, naming(other.verifier, key), CLERK)

    assert faults(place, place / "other") == ["key-not-named"]


def test_a_false_word_of_the_old_key_is_reported(place: Path) -> None:
    new, thief = (SignerKey(name="example.org/ledger", seed=bytes([n]) * 32) for n in (2, 3))
    with opened(place / "ledger.db") as store:
        old = read_key(place / "key")
        forged = replace(naming(new.verifier, thief), replaces=str(old.verifier))
        name_key(store, forged, CLERK)

    assert "key-not-vouched" in faults(place, place / "seal")


def test_a_log_sealed_while_it_was_empty_is_no_fault(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    with opened_empty(tmp_path / "ledger.db") as store:
        seal(store, tmp_path / "seal", key)
        assert faults(tmp_path, tmp_path / "seal") == []
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 300)
        seal(store, tmp_path / "seal", key)

    assert faults(tmp_path, tmp_path / "seal") == []


def test_a_folder_with_nothing_sealed_is_no_fault_and_a_missing_one_is_refused(
    place: Path,
) -> None:
    (place / "empty").mkdir()

    assert faults(place, place / "empty") == []
    assert subsidy("verify", place / "none", "--store", place / "ledger.db").code == 1


@pytest.mark.sqlite
def test_a_ledger_that_is_missing_is_not_verified(tmp_path: Path) -> None:
    assert subsidy("verify", "--store", tmp_path / "none.db").err.startswith("store-not-found: ")
