"""Messages name what is wrong, in one language, also where a stream or a file fails."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from adapters.wording.as_json import print_json
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.rendering.text import show
from adapters.wording.table import Column, Report, Table
from domain.refusals import Refusal
from tests.commands.test_command_line import line
from tests.support.command import ROOT, asked, subsidy, write_lines
from tests.support.stores import made_once

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
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    made = folder / "ledger.db"
    asked(made, "backfill", write_lines(folder / "a.jsonl", [line("YQ-1")]), "--approve")
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


def test_a_console_is_left_as_python_made_it() -> None:
    pty = pytest.importorskip("pty")
    reader, console = pty.openpty()
    program = (
        "import sys; from scripts.cli.streams import outlive_readers\n"
        "made = sys.stdout; outlive_readers(); print(sys.stdout is made, made.errors)"
    )

    with os.fdopen(console, "wb") as out:
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=out, check=True)

    assert os.read(reader, 100).split() == [b"True", b"backslashreplace"]
    os.close(reader)


@pytest.mark.sqlite
def test_a_file_that_the_system_refuses_is_a_refusal_that_names_it() -> None:
    ran = subsidy("claims", "--store", "/" + "x" * 300 + ".db", "--json")

    assert (ran.code, ran.json["code"]) == (1, "file-unreadable")
    assert "xxx.db" in ran.json["message"]
    assert "名称过长" in ran.json["message"]


OBEYED = "\x1b[31mx\u202e\x9b"  # a colour, text turned round, another spelling of ESC [


def test_what_a_terminal_would_obey_is_escaped(store: Path) -> None:
    ran = subsidy("explain", OBEYED, "--store", store)

    assert "\\x1b[31mx\\u202e\\x9b" in ran.err
    assert not set(OBEYED[::6]) & set(ran.err)


def test_what_a_terminal_would_obey_is_escaped_in_tables_and_sentences(
    capsys: pytest.CaptureFixture[str],
) -> None:
    columns = (Column("企业" + OBEYED),)
    table = Table(title=OBEYED, columns=columns, rows=[("甲\n" + OBEYED,), ("乙　丙",)])

    show(Report(title="", parts=(OBEYED + "\n下一行", table)))

    escaped = "\\x1b[31mx\\u202e\\x9b"
    assert capsys.readouterr().out.splitlines() == [
        *(escaped, "下一行", "", escaped),
        *(f"企业{escaped}", f"甲\\n{escaped}", "乙　丙"),
    ]


def test_a_json_answer_holds_nothing_that_a_terminal_would_obey() -> None:
    out = StringIO()

    print_json({"name": "乐清　" + OBEYED + "\U000e0041\ud800"}, out)

    assert out.getvalue() == (
        '{\n "name": "乐清　\\u001b[31mx\\u202e\\u009b\\udb40\\udc41\\ud800"\n}\n'
    )


@pytest.mark.parametrize("subject", ["2023", "policy", "Keys", "budget:x", ""])
def test_a_subject_without_a_history_is_answered_with_those_that_have_one(
    subject: str, store: Path
) -> None:
    ran = subsidy("history", subject, "--store", store, "--lang", "en")

    assert ran.err.startswith(f"claim-unknown: Nothing recorded goes by {subject or '“”'}. ")
    assert "budget:YEAR, batch:N, policy-book, keys, settings, accounts or" in ran.err


def test_an_address_that_is_not_valid_is_not_a_damaged_file() -> None:
    ran = subsidy("claims", "--store", "postgresql://[::1/x", "--lang", "en")

    assert ran.err.startswith("store-unreadable: The address of the ledger is not valid (")


def test_names_are_separated_as_the_language_does(store: Path, tmp_path: Path) -> None:
    later = [line(f"YQ-{number}") for number in (2, 3)]
    asked(store, "backfill", write_lines(tmp_path / "b.jsonl", later), "--approve")

    zh, en = (subsidy("explain", "YQ-3", "--store", store, "--lang", lang) for lang in ("zh", "en"))

    assert "YQ-1、YQ-2" in zh.out
    assert "YQ-1, YQ-2" in en.out


def test_a_number_that_looks_like_a_claims_is_answered_with_that_claims(store: Path) -> None:
    at = ("--store", store, "--lang", "en")
    words = [("approve",), ("explain",), ("history",), ("late",), ("withdraw", "--reason", "x")]

    said = [subsidy(verb, "YQ-１", *rest, *at).err for verb, *rest in words]

    assert {*said} == {
        "claim-unknown: No claim has the number YQ-１. YQ-1, which looks like it, is recorded: "
        "if you mean that claim, write its number so.\n"
    }
    assert "YQ-1" not in subsidy("explain", "YQ-2", *at).err


def test_a_character_that_is_not_stored_is_named_with_its_option(store: Path) -> None:
    ran = subsidy("withdraw", "YQ-1", "--reason", "a\u200bb", "--store", store)
    by = subsidy("withdraw", "YQ-1", "--reason", "ab", "--by", "x\ue000", "--store", store)

    assert ran.err.startswith("bad-character: --reason：第 2 个字符是 U+200B")
    assert by.err.startswith("bad-character: --by：第 2 个字符是 U+E000")


PROBLEMS = [
    ("policy publish {folder}/bad.toml", "不是 TOML 格式；解析程序原话：“Invalid value"),
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


FOREIGN = [
    (
        Refusal("store-unavailable", store="S", problem='host "x": Connection refused\n\tTry it'),
        '数据库原话：“host "x": Connection refused Try it”',
    ),
    (
        Refusal("store-unavailable", store="S", problem="connection failed: Connection refused"),
        "数据库原话：“connection failed: Connection refused”",
    ),
    (
        Refusal("store-unreadable", store="S", problem="database is locked"),
        "数据库正被另一程序占用",
    ),
    (
        Refusal("store-unreadable", store="S", problem="events: a table of another program"),
        "events: 是其他程序的表",
    ),
    (
        Refusal("witness-unreachable", url="U", problem="Temporary failure in name resolution"),
        "系统原话：“Temporary failure in name resolution”",
    ),
    (
        Refusal("seal-unreadable", folder="F", problem="position 7: Broken medium"),
        "位置 7: 系统原话：“Broken medium”",
    ),
    (
        Refusal("witness-refused", url="U", status=403, answer="unknown origin"),
        "403：原话：“unknown origin”",
    ),
    (Refusal("witness-refused", url="U", status=200, answer="no cosignature"), "没有会签"),
    (Refusal("views-differ", store="S", problem="claims"), "（claims）"),
]


@pytest.mark.parametrize(("refusal", "said"), FOREIGN)
def test_what_another_program_says_is_quoted_whole_and_never_half_translated(
    refusal: Refusal, said: str
) -> None:
    assert said in sentence(refusal)
