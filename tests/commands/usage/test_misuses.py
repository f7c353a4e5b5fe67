"""Misuse is reported, and makes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_command_line import line
from tests.support.command import asked, subsidy, write_lines

MISUSES = [
    "",
    "frobnicate",
    "policy",
    "--store",
    "claims --frobnicate",
    "claims --stor x",
    "claims --status paid",
    "claims --year 22",
    "claims extra",
    "claims --lang fr",
    "approve",
    "approve YQ-1 --pending",
    "approve YQ-1 --reduced-to 5",
    "approve YQ-1 --reason x",
    "approve YQ-1 --reduced-to -5 --reason x",
    "approve YQ-1 --reduced-to 5.001 --reason x",
    "reject YQ-1",
    "withdraw YQ-1",
    "exports 91330382MA0000023T 2022 --us-usd 1",
    "exports 91330382MA0000023T 2022 --us-usd 1e3 --rcep-usd 1",
    "remaining 91330382MA0000023T",
    "totals --by county",
    "backfill",
    "policy check",
    "policy show one",
    "enterprise",
    "enterprise register 91330382MA0000023T",
    "enterprise rename 91330382MA0000023T --name x",
    "enterprise rename 91330382MA0000023T --name x --on 2022-13-01",
    "enterprise account 91330382MA0000023T --bank b",
    "enterprise account 91330382MA0000023T --account 12345678 --account-file - --bank b",
    "enterprise account 91330382MA0000023T --account 12345678",
    "paper notice 1",
    "paper notice one --out n.xlsx",
    "paper budget 22 --out b.xlsx",
    "paper check",
]


@pytest.mark.parametrize("words", MISUSES)
def test_misuse_is_reported_on_standard_error_and_makes_nothing(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    ran = subsidy(*words.split())

    assert ran.code == 2
    assert ran.err.startswith("misused: ")
    assert "用法：subsidy" in ran.err
    assert "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [words for words in MISUSES if words])
def test_misuse_is_a_json_document_where_that_was_asked_for(words: str) -> None:
    ran = subsidy("--json", *words.split())

    assert ran.code == 2
    assert set(ran.json) == {"code", "message"}
    assert ran.json["code"] == "misused"
    assert ran.err.startswith(f"misused: {ran.json['message']}\n")


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (
            "claism",
            "没有这个命令：claism；是否指 claims？",
            "unknown command: claism; did you mean claims?",
        ),
        (
            "budget shwo",
            "没有这个命令：shwo；是否指 show？",
            "unknown command: shwo; did you mean show?",
        ),
        ("batch", "缺少命令", "a command is missing"),
        (
            "claims --yaer 2022",
            "没有这个选项：--yaer；是否指 --year？",
            "unknown option: --yaer; did you mean --year?",
        ),
        ("claims --year", "--year 后缺少值", "--year needs a value"),
        ("claims --year 22", "--year: 不是年份：22", "--year: not a year: 22"),
        ("claims --json=3", "--json: 无法识别 3", "--json: 3 cannot be read"),
        ("claims --year 2022 --year 2023", "--year 重复给出", "--year is given twice"),
        ("claims extra", "多余的参数：extra", "one argument too many: extra"),
        (
            "totals --by county",
            "--by: county 不是 measure 或 enterprise 或 year 或 policy",
            "--by: county is not measure or enterprise or year or policy",
        ),
        ("remaining 91330382MA0000023T", "缺少 --year YEAR", "missing: --year YEAR"),
        ("explain", "缺少 CLAIM_NO", "missing: CLAIM_NO"),
        ("backfill", "缺少 FILE…", "missing: FILE…"),
        (
            "exports",
            "缺少 USCC、YEAR、--us-usd N、--rcep-usd N",
            "missing: USCC, YEAR, --us-usd N, --rcep-usd N",
        ),
        (
            "proof check FILE",
            "缺少 --key KEY (SUBSIDY_VERIFIER_KEY)",
            "missing: --key KEY (SUBSIDY_VERIFIER_KEY)",
        ),
        (
            f"claims --year {'9' * 5000}",
            f"--year: 不是年份：{'9' * 60}…",
            f"--year: not a year: {'9' * 60}…",
        ),
        (
            "exports 91330382MA0000023T 2022 --us-usd abc --rcep-usd 1",
            "--us-usd: 不是美元金额（最多两位小数）：abc",
            "--us-usd: not an amount in US dollars with at most two decimals: abc",
        ),
        (
            "approve YQ-1 --reason x --reduced-to 12345678901234.50",
            "--reduced-to: 数值过大：12345678901234.50",
            "--reduced-to: too large: 12345678901234.50",
        ),
        (
            "claims --position 9999999999999999999",
            "--position: 数值过大：9999999999999999999",
            "--position: too large: 9999999999999999999",
        ),
        ("claims --year=", "--year: 不是年份：“”", "--year: not a year: “”"),
        ("budget line 2022 L --measures", "--measures 后缺少值", "--measures needs a value"),
        (
            "claims --position 1 --known-at 2022-01-01",
            "--position 与 --known-at 不能同时使用",
            "--position and --known-at exclude each other",
        ),
    ],
)
def test_misuse_is_said_in_the_readers_language(words: str, zh: str, en: str) -> None:
    said = [subsidy(*words.split(), *lang).err.split("\n")[0] for lang in ((), ("--lang", "en"))]

    assert said == [f"misused: {zh}", f"misused: {en}"]


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (
            "--year 2022 claims",
            "--year 不是各命令共有的选项，请写在命令之后",
            "--year is not an option of every command: write it after the command",
        ),
        (
            "batch --on 2022-10-08 pay 1",
            "--on 不是各命令共有的选项，请写在命令之后",
            "--on is not an option of every command: write it after the command",
        ),
        (
            "--stor x claims",
            "--stor 不是各命令共有的选项，请写在命令之后；是否指 --store？",
            "--stor is not an option of every command: write it after the command; "
            "did you mean --store?",
        ),
    ],
)
def test_an_option_of_some_commands_is_sent_behind_them(words: str, zh: str, en: str) -> None:
    said = [subsidy(*words.split(), *lang).err.split("\n")[0] for lang in ((), ("--lang", "en"))]

    assert said == [f"misused: {zh}", f"misused: {en}"]


def test_every_option_that_commands_share_may_stand_before_them(tmp_path: Path) -> None:
    store, key, seal = tmp_path / "ledger.db", tmp_path / "key", tmp_path / "seal"
    claims = write_lines(tmp_path / "claims.jsonl", [line("YQ-1")])
    asked(store, "backfill", claims)

    ran = [
        subsidy("--json", "--store", store, "--key", key, "key", "new", "--name", "a.b/c"),
        subsidy("--store", store, "--by", "officer", "--key", key, "seal", seal, "--json"),
        subsidy("--seal", seal, "--key", key, "--force", "proof", "--store", store, "YQ-1",
                "--out", tmp_path / "proof", "--json"),
        subsidy("--position", "2", "--known-at=2122-01-01", "claims"),
    ]  # fmt: skip

    assert [each.code for each in ran] == [0, 0, 0, 2]
    assert "--known-at 不能同时使用" in ran[-1].err


def test_an_option_before_the_command_that_lacks_its_value_is_named() -> None:
    assert subsidy("--lang").err.startswith("misused: --lang 后缺少值")
