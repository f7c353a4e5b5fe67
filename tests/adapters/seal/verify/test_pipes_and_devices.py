"""Where a file is named and a pipe, a device, a socket or a folder lies there, nothing waits."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from tests.adapters.seal.sealed import NAME
from tests.commands.test_command_line import USCC
from tests.support.command import asked, subsidy
from tests.support.few_claims import SHIPPED

SECONDS_MAX = 20
KINDS = ("pipe", "device", "socket", "folder")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger, sealed."""
    folder = tmp_path_factory.mktemp("odd")
    store = folder / "ledger.db"
    asked(store, "store", "prepare", "--policy", SHIPPED)
    asked(store, "key", "new", "--key", folder / "key", "--name", NAME)
    asked(store, "seal", folder / "seal", "--key", folder / "key")
    return folder


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """Fail where a command waits: an alarm ends what waits for the other end of a pipe."""

    def waited(_sign: int, _frame: FrameType | None) -> None:
        pytest.fail("it waited")

    before = signal.signal(signal.SIGALRM, waited)
    signal.alarm(SECONDS_MAX)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def laid(kind: str, path: Path) -> Path:
    """Lay something at a path that is not a file."""
    path.parent.mkdir(exist_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "socket":
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(str(path))
        case "folder":
            path.mkdir()
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_a_file_is_refused_at_once_wherever_a_file_is_named(
    kind: str, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    odd = {
        suffix: laid(kind, Path(f"x{suffix}")) for suffix in ("", ".xlsx", ".csv", ".jsonl", ".txt")
    }
    x, store, seal, key = odd[""], place / "ledger.db", place / "seal", place / "key"
    verifier = asked(store, "key", "show", "--key", key)["key"]
    commands: list[tuple[tuple[str | Path, ...], str]] = [
        (("audit-pack", "check", x, "--key", verifier), "pack-unreadable"),
        (("proof", "check", x, "--key", verifier), "receipt-unreadable"),
        (("verify", seal, "--key", x), "key-invalid"),
        (("verify", seal, "--checkpoint", x), "file-unreadable"),
        (("verify", seal, "--timestamp-roots", x), "timestamp-roots-unreadable"),
        (("seal", seal, "--key", x), "key-unreadable"),
        (("seal", seal, "--key", key, "--witness-key", x), "key-invalid"),
        (("key", "accounts", "--key", "other", "--replaces", x), "key-unreadable"),
        (("key", "new", "--key", "other", "--replaces", x), "key-unreadable"),
        (("proof", "1", "--out", x, "--seal", seal, "--key", key), "output-unwritable"),
        (("audit-pack", x, "--seal", seal, "--key", key), "output-unwritable"),
        (("enterprise", "account", USCC, "--account-file", x, "--bank", "乐清支行"),
         "account-file-unreadable"),
        (("policy", "check", "--text", odd[".txt"]), "text-unreadable"),
        (("policy", "publish", x), "file-unreadable"),
        (("policy", "publish", SHIPPED, "--text", odd[".txt"]), "text-unreadable"),
        (("policy", "check", x, "--text", SHIPPED), "file-unreadable"),
        (("store", "prepare", "--policy", x), "file-unreadable"),
        *((("backfill", odd[suffix]), "file-unreadable") for suffix in (".xlsx", ".csv", ".jsonl")),
        (("approve", "--from", odd[".xlsx"]), "file-unreadable"),
        *((("paper", "check", odd[suffix]), "paper-unreadable") for suffix in (".xlsx", ".csv")),
    ]  # fmt: skip
    answers = []
    for words, _ in commands:
        offline = "check" in words and words[0] in ("proof", "audit-pack")
        ran = subsidy(*words, *(() if offline else ("--store", store)))
        answers.append((words, ran.err.split(":")[0] if ran.code == 1 else str(ran)))

    assert answers == commands


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", KINDS)
def test_a_ledger_and_a_pack_to_recover_from_are_files(
    kind: str, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    x = laid(kind, Path("x"))
    verifier = asked(place / "ledger.db", "key", "show", "--key", place / "key")["key"]

    for words in (("totals",), ("seal", "seal", "--key", place / "key"), ("store", "prepare")):
        ran = subsidy(*words, "--store", str(x))
        assert (ran.code, ran.err.split(":")[0]) == (1, "store-not-a-file"), ran.err
    ran = subsidy("store", "recover", "--seal", place / "seal", "--pack", x, "--key", verifier,
                  "--store", "new.db")  # fmt: skip
    assert (ran.code, ran.err.split(":")[0]) == (1, "pack-unreadable")
