"""The audit pack: the same bytes for the same log, checked by others and by ourselves, offline."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import duckdb
import pytest

from adapters.ledger.store import Store
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_key
from adapters.seal.tiles import tiles_of
from tests.adapters.seal.foreign.go_check import MISSING, PACKAGES, REASON
from tests.adapters.seal.sealed import exports, key_in, seal, states
from tests.commands.test_command_line import line
from tests.support.by_hand import by_hand, retell
from tests.support.command import DATA, asked, subsidy, write_lines
from tests.support.few_claims import amend, few_claims
from tests.support.ledgers import opened
from tests.support.stores import place_at


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample's ledger, decided, sealed and packed."""
    folder = tmp_path_factory.mktemp("pack")
    store = folder / "ledger.db"
    subsidy("backfill", DATA / "backfill-2022.xlsx", "--approve", "--by", "clerk", "--store", store)
    key_in(folder)
    asked(store, "seal", folder / "seal", "--key", folder / "key")
    packed(folder, folder / "pack.zip")
    with ZipFile(folder / "pack.zip") as pack:
        pack.extractall(folder / "unpacked")
    return folder


def packed(place: Path, out: Path, *words: str | Path) -> None:
    asked(place / "ledger.db", "audit-pack", out, "--seal", place / "seal", "--key",
          place / "key", *words)  # fmt: skip


@contextmanager
def read_only(place: Path) -> Iterator[Store]:
    store = Store(place_at(place / "ledger.db"))
    with store.handler:
        yield store


def snippet(place: Path, first: str, last: str) -> str:
    """Return a program from the pack's page, as a reader would copy it."""
    page = (place / "unpacked" / "README.md").read_text()
    start = page.index(first)
    return textwrap.dedent("    " + page[start : page.index(last, start) + len(last)])


def test_the_same_log_gives_the_same_pack_however_it_was_sealed(
    place: Path, tmp_path: Path
) -> None:
    shutil.copy(place / "key", tmp_path / "key")
    with read_only(place) as store:
        seal(store, tmp_path / "seal", read_key(place / "key"))
    other = tmp_path / "other.zip"

    asked(place / "ledger.db", "audit-pack", other, "--seal", tmp_path / "seal", "--key",
          tmp_path / "key")  # fmt: skip

    assert other.read_bytes() == (place / "pack.zip").read_bytes()


def test_totals_of_views_that_were_spoilt_are_not_signed(tmp_path: Path) -> None:
    key, store = key_in(tmp_path), tmp_path / "ledger.db"
    claims = write_lines(tmp_path / "claims.jsonl", [line("YQ-1")])
    asked(store, "backfill", claims, "--approve")
    with opened(store) as made:
        seal(made, tmp_path / "seal", key)
    with by_hand(store, ".views") as hand:
        hand("UPDATE yearly_totals SET granted_fen = granted_fen + 100")
    words = ("audit-pack", tmp_path / "pack.zip", "--seal", tmp_path / "seal", "--key",
             tmp_path / "key", "--store", store)  # fmt: skip

    refused = subsidy(*words)
    asked(store, "rebuild")

    assert (refused.code, refused.err.split(":")[0]) == (1, "views-differ")
    assert not (tmp_path / "pack.zip").exists()
    assert subsidy(*words).code == 0


def test_a_pack_of_an_earlier_size_is_the_one_made_then(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 400)
        seal(store, tmp_path / "seal", key)
        packed(tmp_path, tmp_path / "then.zip")
        exports(store, 400)
        seal(store, tmp_path / "seal", key)

    packed(tmp_path, tmp_path / "now.zip", "--position", "401")

    assert (tmp_path / "now.zip").read_bytes() == (tmp_path / "then.zip").read_bytes()
    assert asked(tmp_path / "none.db", "audit-pack", "check", tmp_path / "now.zip")["events"] == 401


def test_a_pack_checks_itself_offline_from_an_empty_store(place: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.zip"
    shutil.copy(place / "pack.zip", alone)

    found = asked(tmp_path / "none.db", "audit-pack", "check", alone)

    with read_only(place) as store:
        events = store.handler.position()
    assert (found["good"], found["events"], found["faults"]) == (events, events, [])
    assert found["decisions"] == found["agreeing"] == 586
    assert os.listdir(tmp_path) == ["alone.zip"]


def test_the_page_s_python_program_prints_true_twice(place: Path) -> None:
    program = snippet(place, "import base64", "decode()])")

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=place / "unpacked", capture_output=True, text=True
    )

    assert ran.stdout == "True\nTrue\n", ran.stderr


@pytest.mark.skipif(MISSING, reason=REASON)
def test_the_page_s_go_program_prints_true(place: Path, tmp_path: Path) -> None:
    (tmp_path / "check.go").write_text(snippet(place, "package main", "\n    }\n\n"))
    key = (place / "unpacked" / "keys.txt").read_text().split()[0]

    ran = subprocess.run(
        ["go", "run", tmp_path / "check.go", key],
        cwd=place / "unpacked", capture_output=True, text=True,
        env=os.environ | {"GO111MODULE": "off", "GOPATH": str(PACKAGES)},
    )  # fmt: skip

    assert ran.stdout == "true\n", ran.stderr


def test_the_table_is_read_by_others_and_holds_every_event(place: Path) -> None:
    with read_only(place) as store:
        mine = states(store)
    table = place / "unpacked" / "events.parquet"

    rows = duckdb.sql(f"SELECT position, state FROM '{table}' ORDER BY position").fetchall()
    kinds = duckdb.sql(f"DESCRIBE SELECT * FROM '{table}'").fetchall()

    assert rows == [(at, state.decode()) for at, state in enumerate(mine, start=1)]
    told = {name: kind for name, kind, *_ in kinds}
    assert told["recorded_at"].startswith("TIMESTAMP")
    granted = duckdb.sql(
        "SELECT sum((state->>'$.event.decision.outcome.granted_fen')::BIGINT) "
        f"FROM '{table}' WHERE topic = 'claim-approved'"
    ).fetchall()
    totals = json.loads((place / "unpacked" / "totals.json").read_text())
    assert granted == [(totals["granted_fen"],)]


def test_no_key_is_ever_packed(place: Path) -> None:
    secret = (place / "key").read_text().strip()

    assert secret.encode() not in (place / "pack.zip").read_bytes()
    assert b"PRIVATE" not in (place / "pack.zip").read_bytes()


def test_a_pack_is_found_wrong_wherever_a_byte_of_it_is(place: Path, tmp_path: Path) -> None:
    whole = (place / "pack.zip").read_bytes()
    random, altered = Random(11), tmp_path / "altered.zip"
    for _ in range(12):
        at = random.randrange(len(whole))
        altered.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << random.randrange(8)])
                            + whole[at + 1 :])  # fmt: skip

        ran = subsidy("audit-pack", "check", altered, "--json")

        assert ran.code == 1, at
    altered.write_bytes(whole[: len(whole) // 2])
    assert subsidy("audit-pack", "check", altered).err.startswith("pack-unreadable: ")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("events.jsonl", b"clerk", b"clerc"),
        ("events.parquet", b"clerk", b"clerc"),
        ("totals.json", b'"claims": 545', b'"claims": 546'),
        ("README.md", b"RFC 6962", b"RFC 6963"),
        ("tile/entries/001", b"clerk", b"clerc"),
        ("tile/1/000.p/4", b"", b"\x00"),
        ("totals.note", b"\n1267\n", b"\n1266\n"),
        ("checkpoint", b"\n1267\n", b"\n1266\n"),
    ],
)
def test_a_file_of_a_pack_altered_with_care_is_named(
    name: str, old: bytes, new: bytes, place: Path, tmp_path: Path
) -> None:
    altered = tmp_path / "altered.zip"
    with ZipFile(place / "pack.zip") as pack, ZipFile(altered, "w", ZIP_STORED) as other:
        for entry in pack.infolist():
            content = pack.read(entry)
            told = ZipInfo(entry.filename, entry.date_time)
            told.external_attr, told.create_system = entry.external_attr, entry.create_system
            if entry.filename == name:
                assert old in content
                content = content.replace(old, new, 1)
            other.writestr(told, content)

    ran = subsidy("audit-pack", "check", altered, "--json")

    assert ran.code == 1
    assert any(name in one["what"] for one in ran.json["faults"]), ran.json["faults"]


def test_a_pack_signed_by_a_key_that_is_not_trusted_is_refused(place: Path, tmp_path: Path) -> None:
    other = key_in(tmp_path)

    ran = subsidy("audit-pack", "check", place / "pack.zip", "--key", str(other.verifier), "--json")

    assert ran.code == 1
    assert "not signed by a trusted key" in ran.json["faults"][0]["what"]


def test_the_events_add_up_to_the_totals_as_the_page_says(tmp_path: Path) -> None:
    store = few_claims(tmp_path)
    asked(store, "withdraw", "June", "--reason", "not held")
    asked(store, "revoke", "T-1", "--reason", "a finding", "--document", "F-1")
    amend(store, "measures.overseas-trademark.rate=40%")
    assert asked(store, "reassess")["claims_changed"] > 0
    key_in(tmp_path)
    asked(store, "seal", tmp_path / "seal", "--key", tmp_path / "key")

    packed(tmp_path, tmp_path / "pack.zip")

    with ZipFile(tmp_path / "pack.zip") as pack:
        page = pack.read("README.md").decode()
        told = json.loads(pack.read("totals.json"))
        events = [json.loads(line) for line in pack.read("events.jsonl").splitlines()]
    (added, taken) = (
        set(re.findall(r"`(claim-[a-z]+(?:\.2)?)`", part))
        for part in page[page.index("Totals: in") :].split("Policies:")[0].split("take away")
    )
    fen = 0
    for one in events:
        if one["topic"] in added:
            fen += one["event"]["decision"]["outcome"]["granted_fen"]
        if one["topic"] in taken:
            fen -= one["event"]["previous_fen"]
    assert {"claim-reassessed.2", "claim-withdrawn", "claim-revoked"} <= {
        one["topic"] for one in events
    }
    assert fen == told["granted_fen"]


def test_a_log_rewritten_since_is_not_packed(place: Path, tmp_path: Path) -> None:
    key = key_in(tmp_path)
    with opened(tmp_path / "one.db") as store:
        exports(store, 3)
        seal(store, tmp_path / "seal", key)
    with opened(tmp_path / "other.db") as store:
        exports(store, 4)

    ran = subsidy("audit-pack", tmp_path / "out.zip", "--seal", tmp_path / "seal", "--key",
                  tmp_path / "key", "--store", tmp_path / "other.db")  # fmt: skip

    assert ran.err.startswith("seal-inconsistent: ")
    assert not (tmp_path / "out.zip").exists()


@pytest.mark.parametrize("at", [3, 4])
def test_where_a_log_is_no_longer_the_one_sealed_is_told_to_who_packs(
    at: int, tmp_path: Path
) -> None:
    key = key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 3)
        seal(store, tmp_path / "seal", key)
    with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
        retell(hand, at, b"clerk", b"clerc")

    ran = subsidy("audit-pack", tmp_path / "out.zip", "--seal", tmp_path / "seal", "--key",
                  tmp_path / "key", "--store", tmp_path / "ledger.db", "--lang", "en")  # fmt: skip

    assert ran.err.startswith(f"seal-inconsistent: Position {at} is not what was signed")
    assert not (tmp_path / "out.zip").exists()


@pytest.mark.parametrize("written", [b"", b"PK", b"not a pack at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_pack_is_told(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(written)

    ran = subsidy("audit-pack", "check", path)

    assert ran.code == 1
    assert "Traceback" not in ran.err


def test_a_pack_whose_events_do_not_follow_is_told(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    claims = write_lines(tmp_path / "claims.jsonl", [line("YQ-1")])
    asked(tmp_path / "ledger.db", "backfill", claims, "--approve")
    with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
        hand("DELETE FROM stored_events WHERE topic = 'claim-submitted'")
        retell(hand, 3, b'"version":2', b'"version":1')
        hand("UPDATE stored_events SET rowid = 2, originator_version = 1 WHERE rowid = 3")
    store = Store(place_at(tmp_path / "ledger.db"))
    with store.handler:
        head = seal(store, tmp_path / "seal", key).checkpoint
        note = SealFolder(tmp_path / "seal").checkpoint()
        assert note is not None
        with ZipFile(tmp_path / "pack.zip", "w") as pack:
            pack.writestr("checkpoint", str(note[1]))
            pack.writestr("keys.txt", f"{key.verifier}\n")
            for tile in tiles_of(head.size):
                pack.writestr(tile.name, SealFolder(tmp_path / "seal").tile(tile))

    ran = subsidy("audit-pack", "check", tmp_path / "pack.zip", "--json")

    assert ran.code == 1
    assert ran.json["faults"]
