"""A file is written whole, or the one that was there stays as it was."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.files.durable import OWNER_ONLY, open_durable, write_unsynced
from adapters.files.outputs import CSV, open_output
from domain.refusals import Refusal


def write_half(path: Path) -> None:
    with open_durable(path) as file:
        file.write(b"half")
        raise KeyError("in the middle")


def test_a_file_is_there_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "报表.csv"

    with open_durable(path) as file:
        file.write(b"new")
        assert not path.exists()

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_in_the_middle_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    with pytest.raises(KeyError):
        write_half(path)

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_in_the_middle_leaves_no_new_file(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_half(tmp_path / "a.csv")

    assert list(tmp_path.iterdir()) == []


def test_a_kill_in_the_middle_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    killed = (
        "import os, sys; from pathlib import Path\n"
        "from adapters.files.durable import open_durable\n"
        "with open_durable(Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), 9)"
    )

    ran = subprocess.run([sys.executable, "-c", killed, str(path)])

    assert ran.returncode == -9
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are Unix's")
def test_a_full_disk_is_refused_and_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with (
            pytest.raises(Refusal) as refused,
            open_output(path, "paper-unwritable", CSV, force=False) as file,
        ):
            file.write(b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert refused.value.code == "paper-unwritable"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)

    with open_durable(path) as file:
        file.write(b"new")

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_permissions_given_hold_from_the_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(0o644)

    with open_durable(path, mode=OWNER_ONLY) as file:
        (unfinished,) = (other for other in tmp_path.iterdir() if other != path)
        assert stat.S_IMODE(unfinished.stat().st_mode) == OWNER_ONLY
        file.write(b"secret")

    assert stat.S_IMODE(path.stat().st_mode) == OWNER_ONLY


def test_two_who_write_one_file_each_write_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"

    with open_durable(path) as first, open_durable(path) as second:
        first.write(b"1" * 10)
        second.write(b"2" * 5)
        first.write(b"1" * 10)

    assert path.read_bytes() == b"1" * 20


def test_an_exclusive_file_replaces_none(tmp_path: Path) -> None:
    path = tmp_path / "key"
    with open_durable(path, exclusive=True) as file:
        file.write(b"first")

    with pytest.raises(FileExistsError), open_durable(path, exclusive=True) as file:
        file.write(b"second")

    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_not_a_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)

    with (
        pytest.raises(Refusal) as refused,
        open_output(path, "output-unwritable", CSV, force=False) as file,
    ):
        file.write(b"new")

    assert refused.value.code == "output-unwritable"
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_what_a_killed_writer_left_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "tile"
    path.with_name("tile.unfinished").write_bytes(b"left by a writer that was killed")

    write_unsynced(path, b"new")

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_on_the_disk_before_it_takes_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sealed"
    synced: list[bool] = []
    sync = os.fsync

    def counted(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            synced.append(path.exists())
        sync(handle)

    monkeypatch.setattr(os, "fsync", counted)
    with open_durable(path) as file:
        file.write(b"new")

    assert synced == [False]


def test_a_link_planted_under_the_name_of_the_unfinished_file_is_not_followed(
    tmp_path: Path,
) -> None:
    path, victim = tmp_path / "tile", tmp_path / "victim"
    victim.write_bytes(b"as it was")
    path.with_name("tile.unfinished").symlink_to(victim)

    write_unsynced(path, b"new")

    assert (path.read_bytes(), path.is_symlink()) == (b"new", False)
    assert victim.read_bytes() == b"as it was"
