"""A ledger on a read-only medium: every question is answered, nothing is written beside it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_command_line import USCC, line
from tests.support.command import ROOT, asked, subsidy, write_lines
from tests.support.stores import address

# A mount of this process alone; as root, permissions would not bind.
_MOUNT = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
_ALONE = ["unshare", "-m" if os.geteuid() == 0 else "-rm", "sh", "-c", _MOUNT]
_POSSIBLE = shutil.which("unshare") is not None and (
    subprocess.run([*_ALONE, "/tmp", "true"], capture_output=True, check=False).returncode == 0
)
mounted = pytest.mark.skipif(not _POSSIBLE, reason="needs a mount namespace (unshare)")
_RUN = """
import sys, json
from tests.support.command import subsidy
ran = [subsidy(*words) for words in json.loads(sys.argv[1])]
print(json.dumps([[one.code, one.out, one.err] for one in ran]))
"""

QUESTIONS = (
    ("verify", "{seal}"),
    ("verify",),
    ("totals",),
    ("claims",),
    ("explain", "YQ-1"),
    ("history", USCC),
    ("remaining", USCC, "--year", "2022"),
    ("enterprise", "show", USCC),
    ("enterprise", "check"),
    ("audit", "duplicates"),
    ("reperform",),
    ("rehearse",),
    ("policy", "list"),
    ("totals", "--position", "2"),
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a ledger, sealed, and nothing of its connections left."""
    store = tmp_path / "evidence" / "ledger.db"
    store.parent.mkdir()
    asked(store, "backfill", write_lines(tmp_path / "one.jsonl", [line("YQ-1")]), "--approve")
    asked(store, "enterprise", "account", USCC, "--account", "62220212345678", "--bank", "b")
    asked(store, "key", "new", "--key", tmp_path / "key", "--name", "example.org/ledger")
    asked(store, "seal", tmp_path / "seal", "--key", tmp_path / "key")
    return tmp_path


def read_only(place: Path, *commands: tuple[str | Path, ...]) -> list[Any]:
    """Run commands where the ledger's folder cannot be written: exit codes, and what was said."""
    store = ("--store", str(place / "evidence" / "ledger.db"), "--json")
    words = [[*map(str, command), *store] for command in commands]
    program = [sys.executable, "-c", _RUN, json.dumps(words)]
    ran = subprocess.run(
        [*_ALONE, place / "evidence", *program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(ran.stdout))


def questions(place: Path) -> list[tuple[str, ...]]:
    return [tuple(word.format(seal=place / "seal") for word in question) for question in QUESTIONS]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@contextmanager
def written_last_by_a_program_that_still_runs(place: Path) -> Iterator[None]:
    """Have an event in the write-ahead logs alone, and copy the files as they lie."""
    evidence, live = place / "evidence", place / "live"
    evidence.rename(live)
    with closing(sqlite3.connect(live / "ledger.db")) as log:
        log.execute("SELECT COUNT(*) FROM stored_events").fetchall()
        asked(live / "ledger.db", "backfill", write_lines(place / "two.jsonl", [line("YQ-2")]))
        shutil.copytree(live, evidence)
        yield


@mounted
@pytest.mark.sqlite
@pytest.mark.parametrize("views", ["there", "missing", "damaged", "of another shape"])
def test_every_question_is_answered_as_before_and_nothing_is_written(
    views: str, place: Path
) -> None:
    store = place / "evidence" / "ledger.db"
    before = [subsidy(*words, "--store", store, "--json").out for words in questions(place)]
    spoil(Path(f"{store}.views"), views)
    files = content(place / "evidence")

    answers = read_only(place, *questions(place))

    faults = {"views-unreadable", "store-unreadable"} if views == "damaged" else set()
    for words, earlier, (code, out, err) in zip(questions(place), before, answers, strict=True):
        answer = json.loads(out)
        if words[0] == "verify":
            assert answer.pop("read_only") is True
            assert {fault["what"].split(":")[0] for fault in answer["faults"]} == faults
        else:
            assert (code, answer) == (0, json.loads(earlier)), err
    assert content(place / "evidence") == files


def spoil(views: Path, how: str) -> None:
    match how:
        case "missing":
            views.unlink()
        case "damaged":
            views.write_bytes(b"x" * views.stat().st_size)
        case "of another shape":
            with closing(sqlite3.connect(views)) as held, held:
                held.execute("UPDATE progress SET shape = 1")


@mounted
@pytest.mark.sqlite
@pytest.mark.parametrize("index", ["copied", "left behind"])
def test_what_is_only_in_the_write_ahead_log_is_read_too(index: str, place: Path) -> None:
    with written_last_by_a_program_that_still_runs(place):
        evidence = place / "evidence"
        if index == "left behind":
            for path in evidence.glob("*-shm"):
                path.unlink()
        files = content(evidence)

        (verified, claims) = read_only(place, ("verify", place / "seal"), ("claims",))

        assert (verified[0], json.loads(verified[1])["unsealed"]) == (0, 1)
        assert "YQ-2" in claims[1]
        assert content(evidence) == files


@mounted
@pytest.mark.sqlite
def test_what_writes_is_refused_and_nothing_is_written(place: Path) -> None:
    commands: list[tuple[str | Path, ...]] = [
        ("backfill", write_lines(place / "two.jsonl", [line("YQ-2")])),
        ("approve", "YQ-1"),
        ("enterprise", "register", USCC, "--name", "x"),
        ("enterprise", "erase", USCC),
        ("store", "prepare"),
        ("rebuild",),
        ("reassess",),
    ]
    files = content(place / "evidence")

    answers = read_only(place, *commands)

    reported = [(code, json.loads(out)["code"]) for code, out, _ in answers]
    assert reported == [(1, "store-read-only")] * len(commands)
    assert content(place / "evidence") == files


@mounted
@pytest.mark.sqlite
def test_seals_receipts_and_packs_are_made_of_it_elsewhere(place: Path) -> None:
    by = ("--seal", place / "seal", "--key", place / "key")

    answers = read_only(
        place,
        ("proof", "2", "--out", place / "receipt", *by),
        ("audit-pack", place / "pack.zip", *by),
        ("seal", place / "other", "--key", place / "key"),
    )

    assert [code for code, _, _ in answers] == [0, 0, 0], answers


def test_a_database_that_only_lets_read_answers_and_refuses(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    asked(store, "backfill", write_lines(tmp_path / "1.jsonl", [line("YQ-1")]), "--approve")
    asked(store, "backfill", write_lines(tmp_path / "2.jsonl", [line("YQ-2")]))
    reported = address(store)
    if not reported.startswith("postgresql"):
        pytest.skip("of a server")
    reported += "&options=-c%20default_transaction_read_only%3Don"

    assert asked(reported, "verify")["faults"] == []
    assert asked(reported, "totals")["claims"] == 1
    assert subsidy("approve", "YQ-2", "--store", reported).err.startswith("store-forbidden")
    assert asked(store, "totals")["position"] == asked(reported, "totals")["position"] == 4
