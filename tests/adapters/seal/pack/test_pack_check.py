"""An audit pack checked offline: by the product, by the programs of its page, and where wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from random import Random
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest

from adapters.ledger.store import Store
from adapters.seal.folder import SealFolder
from tests.adapters.seal.foreign.go_check import MISSING, PACKAGES, REASON
from tests.adapters.seal.pack.packing import read_only
from tests.adapters.seal.sealed import key_in, seal, tiles_of
from tests.commands.test_command_line import line
from tests.support.by_hand import by_hand, replace_bytes
from tests.support.command import asked, subsidy, write_lines
from tests.support.stores import place_at


def snippet(place: Path, first: str, last: str) -> str:
    """Return a program from the pack's page, as a reader would copy it."""
    page = (place / "unpacked" / "README.md").read_text()
    start = page.index(first)
    return textwrap.dedent("    " + page[start : page.index(last, start) + len(last)])


def test_a_pack_checks_itself_offline_from_an_empty_store(place: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.zip"
    shutil.copy(place / "pack.zip", alone)

    actual = subsidy("audit-pack", "check", alone, "--json").json

    with read_only(place) as store:
        events = store.handler.position()
    assert (actual["good"], actual["events"], actual["faults"]) == (events, events, [])
    assert actual["decisions"] == actual["agreeing"] == 586
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
        ("totals.note", b"\n1267\n", b"\n1266\n"),
    ],
)
def test_a_file_of_a_pack_altered_with_care_is_named(
    name: str, old: bytes, new: bytes, place: Path, tmp_path: Path
) -> None:
    altered = tmp_path / "altered.zip"
    with ZipFile(place / "pack.zip") as pack, ZipFile(altered, "w", ZIP_STORED) as other:
        for entry in pack.infolist():
            content = pack.read(entry)
            reported = ZipInfo(entry.filename, entry.date_time)
            reported.external_attr, reported.create_system = (
                entry.external_attr,
                entry.create_system,
            )
            if entry.filename == name:
                assert old in content
                content = content.replace(old, new, 1)
            other.writestr(reported, content)

    ran = subsidy("audit-pack", "check", altered, "--json")

    assert ran.code == 1
    assert any(name in fault["what"] for fault in ran.json["faults"]), ran.json["faults"]


def test_a_pack_signed_by_a_key_that_is_not_trusted_is_refused(place: Path, tmp_path: Path) -> None:
    other = key_in(tmp_path)

    ran = subsidy("audit-pack", "check", place / "pack.zip", "--key", str(other.verifier), "--json")

    assert ran.code == 1
    assert "not signed by a trusted key" in ran.json["faults"][0]["what"]


@pytest.mark.parametrize("written", [b"", b"PK", b"not a pack at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_pack_is_reported(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(written)

    ran = subsidy("audit-pack", "check", path)

    assert ran.code == 1
    assert "Traceback" not in ran.err


def test_a_pack_whose_events_do_not_follow_is_reported(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    claims = write_lines(tmp_path / "claims.jsonl", [line("YQ-1")])
    asked(tmp_path / "ledger.db", "backfill", claims, "--approve")
    with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
        hand("DELETE FROM stored_events WHERE topic = 'claim-submitted'")
        replace_bytes(hand, 3, b'"version":2', b'"version":1')
        hand("UPDATE stored_events SET rowid = 2, originator_version = 1 WHERE rowid = 3")
    store = Store(place_at(tmp_path / "ledger.db"))
    with store.handler:
        head = seal(store, tmp_path / "seal", key)
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
