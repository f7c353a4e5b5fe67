"""The same thing said twice, and the ways of saying it: options, help, where the store is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
from rich.cells import cell_len

from scripts.cli.nouns import GROUPS, verbs
from tests.commands.test_command_line import USCC, line, recorded
from tests.support.by_hand import by_hand
from tests.support.command import (
    asked,
    ended,
    process,
    subsidy,
    write_lines,
)
from tests.support.extent import tried
from tests.support.stores import address, made_once

SHIPPED = (
    Path(__file__).parents[3] / "domain" / "policy" / "policies" / "yueqing-foreign-trade.toml"
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    """A ledger with four trademarks of one enterprise, submitted, not decided."""
    path = write_lines(folder / "claims.jsonl", [line(f"YQ-{n}") for n in range(1, 5)])
    made = folder / "ledger.db"
    asked(made, "backfill", path, "--by", "clerk")
    return made


def test_a_writing_command_said_again_records_nothing(store: Path, tmp_path: Path) -> None:
    commands: list[tuple[str | Path, ...]] = [
        ("approve", "YQ-1", "--reduced-to", "5", "--reason", "核减"),
        ("approve", "YQ-2"),
        ("reject", "YQ-3", "--reason", "no"),
        ("withdraw", "YQ-2", "--reason", "a mistake"),
        ("exports", USCC, "2022", "--us-usd", "1.5", "--rcep-usd", "0"),
        ("backfill", tmp_path / "claims.jsonl"),
        ("policy", "publish", SHIPPED),
        ("enterprise", "register", USCC, "--name", "甲"),
        ("enterprise", "rename", USCC, "--name", "乙", "--on", "2022-10-01"),
        ("enterprise", "account", USCC, "--account", "12345678", "--bank", "b"),
    ]
    for command in commands:
        asked(store, *command)
    before = recorded(store)

    for command in commands:
        asked(store, *command, "--by", "somebody-else")

    assert recorded(store) == before


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("approve", "YQ-1"), ("approve", "YQ-1", "--reduced-to", "5", "--reason", "x")),
        (
            ("approve", "YQ-1", "--reduced-to", "5", "--reason", "x"),
            ("approve", "YQ-1", "--reduced-to", "5", "--reason", "y"),
        ),
        (("reject", "YQ-1", "--reason", "x"), ("reject", "YQ-1", "--reason", "y")),
        (("withdraw", "YQ-1", "--reason", "x"), ("withdraw", "YQ-1", "--reason", "y")),
        (
            ("enterprise", "register", USCC, "--name", "YQ-1"),
            ("enterprise", "register", USCC, "--name", "YQ-2"),
        ),
        (
            ("enterprise", "rename", USCC, "--name", "YQ-1", "--on", "2022-10-01"),
            ("enterprise", "rename", USCC, "--name", "YQ-1", "--on", "2022-11-01"),
        ),
    ],
)
def test_a_request_said_again_with_other_content_conflicts(
    first: tuple[str, ...], then: tuple[str, ...], store: Path
) -> None:
    asked(store, *first)
    before = recorded(store)

    ran = subsidy(*then, "--store", store)

    assert ran.code == 1
    assert ran.err.startswith("request-conflicts: ")
    assert "YQ-1" in ran.err
    assert recorded(store) == before


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_has_help(verb: str) -> None:
    ran = subsidy(*verb.split(), "--help", "--lang", "en")

    assert ran.code == 0
    assert f"usage: subsidy {verb}" in ran.out
    assert all(option in ran.out for option in ("--store", "--json", "--lang"))


def test_help_lists_every_noun_by_what_it_is_for() -> None:
    ran = subsidy("--help", "--lang", "en")

    assert ran.code == 0
    for group, nouns in GROUPS.items():
        assert f"\n\n{group}\n" in ran.out
        assert all(f"\n  {noun} " in ran.out for noun in nouns)


@pytest.mark.parametrize("noun", sorted({verb.split()[0] for verb in verbs() if " " in verb}))
def test_a_noun_lists_its_own_verbs(noun: str) -> None:
    helped = subsidy(noun, "--help")

    below = [verb.split()[1] for verb in verbs() if verb.startswith(f"{noun} ")]
    assert helped.code == 0
    if noun not in verbs():  # a noun that is a verb as well is not yet written with the kit
        assert all(f"\n  {verb} " in helped.out for verb in below)
        assert all(f"\n  {verb} " in subsidy(noun).err for verb in below)


def test_the_version_is_that_of_the_package() -> None:
    assert subsidy("--version").out == f"{version('subsidy-ledger')}\n"


@cache
def completion(shell: str, lang: str) -> str:
    return subsidy("--completion", shell, "--lang", lang).out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_nouns_verbs_and_options(shell: str) -> None:
    script = completion(shell, "zh")

    assert all(word in script for word in ("enterprise", "rename", "document"))


@pytest.mark.parametrize("shell", tried(["fish"], long=["zsh", "fish"]))
def test_a_shell_says_what_commands_are_for_in_the_readers_language(shell: str) -> None:
    zh, en = (completion(shell, lang) for lang in ("zh", "en"))

    for english, chinese in (
        ("decide claims", "核定申报"),
        ("unified social credit code", "统一社会信用代码"),
        ("a late claim", "迟到的申报"),
        ("the officer’s account", "经办账号"),
        ("Beijing’s", "北京时间"),
    ):
        assert english in en
        assert english not in zh
        assert chinese in zh


def test_no_line_of_help_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for words in (["--help"], ["enterprise", "--help"], ["enterprise", "rename", "--help"]):
        for lang in ("zh", "en"):
            lines = subsidy(*words, "--lang", lang).out.splitlines()
            shown = [line for line in lines if not line.startswith(("usage:", "用法：", "subsidy"))]
            assert max(map(cell_len, shown)) <= 60


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "--lang", "en", "claims"),
        ("--lang", "en", "claims", "--json"),
        ("claims", "--lang=en", "--json"),
    ],
)
def test_options_may_stand_before_the_verb(words: tuple[str, ...], store: Path) -> None:
    ran = subsidy(f"--store={address(store)}", *words)
    again = subsidy("--store", store, *words)

    assert ran.code == again.code == 0
    assert len(ran.json) == len(again.json) == 4


@pytest.mark.sqlite
def test_the_store_is_named_by_the_environment_or_is_in_the_working_folder(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = subsidy("claims", "--json")
    monkeypatch.chdir("/")
    monkeypatch.setenv("SUBSIDY_STORE", f"sqlite:///{store}")

    named = subsidy("claims", "--json")

    assert here.json == named.json == asked(store, "claims")


def test_a_reader_that_stops_early_is_no_error(store: Path) -> None:
    running = process("claims", "--store", store, "--json")
    assert running.stdout is not None
    running.stdout.close()
    running.stdout = None

    ran = ended(running)

    assert (ran.code, ran.err) == (0, "")


@pytest.mark.sqlite
def test_a_finding_is_not_hidden_by_a_reader_that_stops_early(store: Path) -> None:
    with by_hand(store, guarded=False) as hand:
        hand("UPDATE stored_events SET state = 'x' WHERE rowid = 3")
    running = process("verify", "--store", store, "--json")
    assert running.stdout is not None
    running.stdout.close()
    running.stdout = None

    assert ended(running).code == 1


def test_a_warning_begins_with_its_code(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [line("YQ-1", occurred_on="2022-12-31")])

    ran = subsidy("backfill", path, "--store", tmp_path / "ledger.db")

    assert ran.code == 0
    assert "filed-before: a.jsonl" in ran.err
