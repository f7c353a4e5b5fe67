"""Messages name what is wrong, in one language, also where a stream or a file fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.test_command_line import line
from tests.support.command import ROOT, asked, subsidy, write_lines

needs_full_device = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="the system has no device that is always full"
)


def run(words: str, redirection: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command line by a shell."""
    return subprocess.run(
        f"{sys.executable} -m scripts.subsidy {words} {redirection}",
        shell=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = tmp_path / "ledger.db"
    asked(made, "backfill", write_lines(tmp_path / "a.jsonl", [line("YQ-1")]), "--approve")
    return made


@needs_full_device
def test_a_standard_output_that_is_full_is_named_in_the_readers_language() -> None:
    zh, en = run("--help", ">/dev/full"), run("--help --lang en", ">/dev/full")

    assert (zh.returncode, en.returncode) == (1, 1)
    assert zh.stderr.startswith("output-unwritable: 写不了 标准输出（磁盘已满）")
    assert en.stderr.startswith("output-unwritable: standard output cannot be written")


@needs_full_device
def test_a_standard_error_that_is_full_changes_no_exit_code() -> None:
    assert run("nosuch", "2>/dev/full").returncode == 2
    assert run("--version", "2>/dev/full").returncode == 0


@pytest.mark.sqlite
def test_a_file_that_the_system_refuses_is_a_refusal_that_names_it() -> None:
    ran = subsidy("claims", "--store", "/" + "x" * 300 + ".db", "--json")

    assert (ran.code, ran.json["code"]) == (1, "file-unreadable")
    assert "xxx.db" in ran.json["message"]
    assert "名称过长" in ran.json["message"]


def test_what_a_terminal_would_obey_is_escaped(store: Path) -> None:
    ran = subsidy("explain", "\x1b[31mx\u202e", "--store", store)

    assert "\\x1b[31mx\\u202e" in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("subject", ["2023", "policy", "Keys", "budget:x", ""])
def test_a_subject_without_a_history_is_answered_with_those_that_have_one(
    subject: str, store: Path
) -> None:
    ran = subsidy("history", subject, "--store", store, "--lang", "en")

    assert ran.err.startswith(f"claim-unknown: Nothing recorded goes by {subject or '“”'}. ")
    assert "budget:YEAR, batch:N, policy-book, keys or settings" in ran.err


def test_an_address_that_is_not_valid_is_not_a_damaged_file() -> None:
    ran = subsidy("claims", "--store", "postgresql://[::1/x", "--lang", "en")

    assert ran.err.startswith("store-unreadable: The address of the ledger is not valid (")


def test_names_are_separated_as_the_language_does(store: Path, tmp_path: Path) -> None:
    later = [line(f"YQ-{number}") for number in (2, 3)]
    asked(store, "backfill", write_lines(tmp_path / "b.jsonl", later), "--approve")

    zh, en = (subsidy("explain", "YQ-3", "--store", store, "--lang", lang) for lang in ("zh", "en"))

    assert "YQ-1、YQ-2" in zh.out
    assert "YQ-1, YQ-2" in en.out


PROBLEMS = [
    ("policy publish {folder}/bad.toml", "不是 TOML 格式"),
    ("policy publish {folder}/latin.toml", "第 3 字节"),
    ("policy amend --set measures.overseas-trademark.rate=x {days}", "不是比例"),
    ("policy amend --set caps.key-exhibitions-per-year.limit=x {days}", "不是个数"),
    ("policy publish {folder}", "不是文件"),
    ("policy check --text {folder}", "是文件夹，不是文件"),
    ("key show --key {folder}/bad.toml", "不是私钥"),
    ("backfill {folder}/secret.jsonl", "没有权限"),
    ("proof check {folder}/bad.toml --key {key}", "证明之下没有检查点"),
    ("proof check {folder} --key {key}", "是文件夹，不是文件"),
    ("paper check {folder}/none.csv", "没有这个文件或文件夹"),
    ("policy publish /dev/null", "不是文件"),
]


@pytest.mark.parametrize(("words", "said"), PROBLEMS)
def test_a_problem_is_said_in_chinese_to_chinese_readers(
    words: str, said: str, store: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.toml").write_text("id =\n")
    (tmp_path / "latin.toml").write_bytes(b"id=\xff")
    (tmp_path / "secret.jsonl").touch(mode=0o000)
    if "secret" in words and os.access(tmp_path / "secret.jsonl", os.R_OK):
        pytest.skip("this user may read everything")
    file = tmp_path.parent / f"{tmp_path.name}.key"
    key = asked(store, "key", "new", "--key", file, "--name", "a.b/c")["key"]
    days = "--first-day 2022-01-01 --last-day 2022-12-31 --announced-on 2022-01-01 --document D"

    ran = subsidy(*words.format(folder=tmp_path, key=key, days=days).split(), "--store", store)

    assert ran.code == 1
    assert said in ran.err + ran.out
