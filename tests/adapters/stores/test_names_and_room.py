"""A ledger's file by other names, and a disk that takes no more: nothing acknowledged is lost."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.accounts.key_file import VARIABLE
from tests.commands.test_command_line import USCC, line
from tests.support.command import asked, subsidy, write_lines

pytestmark = pytest.mark.sqlite


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = tmp_path / "ledger.db"
    asked(made, "backfill", write_lines(tmp_path / "one.jsonl", [line("YQ-1")]))
    return made


def test_a_file_with_two_names_is_not_written_by_either(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    os.link(store, other)
    lines = write_lines(tmp_path / "two.jsonl", [line("YQ-2")])

    for name in (store, other):
        ran = subsidy("backfill", lines, "--store", name)
        assert (ran.code, ran.err.split(":")[0]) == (1, "store-linked")
        assert asked(name, "verify")["read_only"] is False
    other.unlink()

    assert asked(store, "backfill", lines)["accepted"] == 1


def test_what_lies_beside_a_ledger_is_the_same_by_a_link_to_it(store: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(store)
    account = ("--account", "6222021234567890123", "--bank", "工商银行")

    asked(link, "enterprise", "account", USCC, *account)

    assert asked(store, "enterprise", "show", USCC)["account"]["masked"] == "****0123"
    assert asked(store, "verify")["faults"] == []
    assert list(link.parent.iterdir()) == [link]


@pytest.mark.parametrize("claims", [300, 3_000])
def test_a_disk_that_takes_no_more_is_named_whichever_process_writes(
    store: Path, tmp_path: Path, claims: int
) -> None:
    lines = [line(f"YQ-{number}", invoices=[]) for number in range(10, 10 + claims)]
    file, room = write_lines(tmp_path / "many.jsonl", lines), store.stat().st_size + 8_192
    words = ("backfill", str(file), "--store", str(store), "--lang", "en")

    full = subprocess.run(
        (sys.executable, "-m", "scripts.subsidy", *words),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        capture_output=True,
        check=False,
    )

    assert (full.returncode, full.stderr.split(b":")[0]) == (1, b"store-full")
    assert b"backup" not in full.stderr
    assert asked(store, "verify")["faults"] == []
    assert asked(store, "backfill", file)["accepted"] == claims


def test_an_empty_setting_names_no_file(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(store, "enterprise", "account", USCC, "--account", "6222021234567890123", "--bank", "b")

    monkeypatch.setenv(VARIABLE, "")

    assert asked(store, "enterprise", "show", USCC)["account"]["masked"] == "****0123"
