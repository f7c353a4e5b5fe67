"""The same thing said twice, and the ways of saying it: options, help, where the store is."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.subsidy import VERBS
from tests.command import asked, ended, process, subsidy, write_lines
from tests.stores import address
from tests.test_command_line import USCC, line, recorded

SHIPPED = Path(__file__).parent.parent / "domain" / "policies" / "yueqing-foreign-trade.toml"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A ledger with four trademarks of one enterprise, submitted, not decided."""
    path = write_lines(tmp_path / "claims.jsonl", [line(f"YQ-{n}") for n in range(1, 5)])
    made = tmp_path / "ledger.db"
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


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    ran = subsidy(*verb.split(), "--help")

    assert ran.code == 0
    assert f"usage: subsidy {verb}" in ran.out
    assert all(option in ran.out for option in ("--store", "--json", "--lang"))


def test_help_lists_every_verb() -> None:
    ran = subsidy("--help")

    assert ran.code == 0
    assert all(f"  {verb} " in ran.out for verb in VERBS)


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


def test_a_warning_begins_with_its_code(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [line("YQ-1", occurred_on="2022-12-31")])

    ran = subsidy("backfill", path, "--store", tmp_path / "ledger.db")

    assert ran.code == 0
    assert "filed-before: a.jsonl" in ran.err
