"""No file that a command writes takes the place of a store, a key, a seal or another's file."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.commands.test_command_line import line
from tests.support.command import Ran, asked, subsidy, write_lines

STATEMENT = ("paper", "statement", "91330382MA0000023T", "--out")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger, a key and a seal, and a SQLite store as any program makes it."""
    place = tmp_path_factory.mktemp("sealed")
    claims = write_lines(place / "claims.jsonl", [line(f"YQ-{n}") for n in range(1, 4)])
    asked(place / "ledger.db", "backfill", claims)
    asked(place / "ledger.db", "key", "new", "--key", place / "key", "--name", "a.b/c")
    asked(place / "ledger.db", "seal", place / "seal", "--key", place / "key")
    for name in ("store.db", "store.csv", "store.xlsx", "store.jsonl", "store.db.views.3"):
        with sqlite3.connect(place / name) as made:
            made.execute("CREATE TABLE IF NOT EXISTS stored (row)")
    for name in ("key.csv", "key.xlsx", "key.jsonl"):
        (place / name).write_bytes((place / "key").read_bytes())
    return place


def written(place: Path, command: str, out: Path | str, *words: str) -> Ran:
    """Run a command that writes a file."""
    store = ("--store", str(place / "ledger.db"))
    sealing = ("--seal", str(place / "seal"), "--key", str(place / "key"))
    if command == "proof":
        return subsidy("proof", "YQ-1", "--out", out, *sealing, *words, *store)
    if command == "audit-pack":
        return subsidy("audit-pack", out, *sealing, *words, *store)
    if command == "audit":
        return subsidy("audit", "delays", "--out", out, *words, *store)
    if command == "backfill":
        return subsidy("backfill", place / "claims.jsonl", "--rejects", out, *words, *store)
    return subsidy(*STATEMENT, out, *words, *store)


def contents(place: Path) -> dict[Path, bytes]:
    sides = (".db", ".csv", ".xlsx", ".jsonl", "key", ".3", "checkpoint")
    return {path: path.read_bytes() for path in place.rglob("*") if path.name.endswith(sides)}


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize(
    ("command", "out"),
    [
        *((command, out) for command in ("proof", "audit-pack") for out in (
            "store.db", "store.db-wal", "store.db-shm", "store.db.views.3", "store.db.views.4-wal",
            "store.db.private", "key", "key.signed", "key.signed.lock",
            "seal/checkpoint", "seal/new", "seal/tile/0/new")),
        *(("paper", out) for out in ("store.csv", "key.csv", "store.xlsx", "seal/a.xlsx")),
        *(("audit", out) for out in ("store.xlsx", "key.xlsx", "seal/a.xlsx")),
        *(("backfill", out) for out in ("store.jsonl", "key.csv", "store.xlsx", "seal/a.csv")),
    ],
)  # fmt: skip
def test_nothing_is_written_over_a_store_a_key_or_a_seal(
    command: str, out: str, force: tuple[str, ...], sealed: Path
) -> None:
    before = contents(sealed)

    ran = written(sealed, command, sealed / out, *force)

    assert (ran.code, ran.err.split(":")[0]) == (1, "output-would-replace")
    assert contents(sealed) == before
    assert out in ran.err


@pytest.mark.parametrize("command", ["proof", "audit-pack", "paper", "audit", "backfill"])
def test_a_file_of_another_kind_is_replaced_by_force_alone(
    command: str, sealed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "letter.xlsx"
    out.write_bytes(b"Dear Sir,\0")

    ran = written(sealed, command, out)
    kept = out.read_bytes()
    forced = written(sealed, command, out, "--force")
    again = written(sealed, command, out)

    assert (ran.code, ran.err.split(":")[0], kept) == (
        1,
        "output-of-another-kind",
        b"Dear Sir,\0",
    )
    assert (forced.code, again.code) == (0, 0)


def test_a_pack_and_a_workbook_do_not_replace_each_other(sealed: Path, tmp_path: Path) -> None:
    pack, workbook = tmp_path / "pack.xlsx", tmp_path / "a.xlsx"
    written(sealed, "audit-pack", pack)
    written(sealed, "audit", workbook)

    refused = written(sealed, "audit", pack), written(sealed, "audit-pack", workbook)

    assert [ran.err.split(":")[0] for ran in refused] == ["output-of-another-kind"] * 2
    assert zipfile.ZipFile(pack).namelist()[0] == "README.md"


def test_a_workbook_is_replaced_by_its_own_kind_alone_and_not_once_it_was_edited(
    sealed: Path, tmp_path: Path
) -> None:
    written_by = {command: tmp_path / f"{command}.xlsx" for command in ("paper", "audit")}
    written_by["backfill"] = tmp_path / "rejects.xlsx"
    own, edited = tmp_path / "own.xlsx", tmp_path / "edited.xlsx"
    Workbook().save(own)  # the clerk's
    for command, out in written_by.items():
        assert written(sealed, command, out).code == 0
    book = load_workbook(written_by["backfill"])
    book.active["A1"] = "corrected"
    while datetime.now(UTC).replace(tzinfo=None, microsecond=0) <= book.properties.created:
        time.sleep(0.05)  # a workbook's properties say to the second when it was made and changed
    book.save(edited)

    for command, its in written_by.items():
        for out in (own, edited, *written_by.values()):
            before = out.read_bytes()
            ran = written(sealed, command, out)
            assert (ran.code == 0) is (out == its), (command, out)
            assert out == its or ran.err.startswith("output-of-another-kind")
            assert out == its or out.read_bytes() == before


@pytest.mark.parametrize("out", [".", "", "/", "..", "seal"])
def test_a_folder_is_refused_as_a_file(
    out: str, sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sealed)

    for command in ("proof", "audit-pack"):
        ran = written(sealed, command, out)
        assert (ran.code, ran.err.split(":")[0]) == (1, "output-unwritable")
    key = subsidy("key", "new", "--key", out, "--name", "a.b/c", "--store", sealed / "ledger.db")

    assert (key.code, key.err.split(":")[0]) == (1, "key-unwritable")


@pytest.mark.parametrize("aim", ["victim", "nowhere"])
def test_a_link_is_never_followed(aim: str, sealed: Path, tmp_path: Path) -> None:
    out, rejects, key = tmp_path / "out", tmp_path / "rejects.csv", tmp_path / "new-key"
    (tmp_path / "victim").write_bytes(b"")
    for link in (out, rejects, key):
        link.symlink_to(tmp_path / aim)

    reported = [
        written(sealed, "proof", out, "--force"),
        written(sealed, "audit-pack", out, "--force"),
        written(sealed, "backfill", rejects, "--force"),
        subsidy("key", "new", "--key", key, "--name", "a.b/c", "--store", sealed / "ledger.db"),
    ]

    assert [(ran.code, ran.err.split(":")[0]) for ran in reported] == [
        (1, "output-unwritable"),
        (1, "output-unwritable"),
        (1, "rejects-unwritable"),
        (1, "key-unwritable"),
    ]
    assert (tmp_path / "victim").read_bytes() == b""
    assert not (tmp_path / "nowhere").exists()


def test_a_key_is_not_made_beside_a_store_under_the_name_of_its_side_files(sealed: Path) -> None:
    for name in ("store.db.private", "store.db-journal", "store.db.views.9-wal"):
        words = ("--name", "a.b/c", "--store", sealed / "ledger.db")
        ran = subsidy("key", "new", "--key", sealed / name, *words)

        assert (ran.code, ran.err.split(":")[0]) == (1, "key-misplaced")


def test_a_file_is_readable_as_the_umask_says_and_never_by_more_than_before(
    sealed: Path, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    before = os.umask(0o027)
    try:
        written(sealed, "proof", new)
        old.touch()
        old.chmod(0o666)
        written(sealed, "proof", old)
    finally:
        os.umask(before)

    assert [stat.S_IMODE(path.stat().st_mode) for path in (new, old)] == [0o640, 0o640]
