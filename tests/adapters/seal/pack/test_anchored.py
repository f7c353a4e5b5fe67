"""A log that a stranger rewrote and signed is sound by its own key, but never called anchored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_command_line import line
from tests.support.command import asked, subsidy, write_lines


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """The folder of a ledger with its seal and pack, all by a stranger's key."""
    folder = tmp_path / "stranger"
    sealed(folder)
    return folder


@pytest.fixture
def ours(tmp_path: Path) -> str:
    """The verifier key that we were handed elsewhere."""
    return sealed(tmp_path / "ours")


def sealed(folder: Path) -> str:
    folder.mkdir()
    store = folder / "ledger.db"
    asked(store, "backfill", write_lines(folder / "a.jsonl", [line("YQ-1")]), "--approve")
    made: str = asked(store, "key", "new", "--key", folder / "key", "--name", "a.b/c")["key"]
    asked(store, "seal", folder / "seal", "--key", folder / "key")
    asked(store, "audit-pack", folder / "p.zip", "--seal", folder / "seal", "--key", folder / "key")
    return made


@pytest.mark.parametrize("by", ["option", "environment"])
def test_a_strangers_log_is_refused_by_the_key_from_elsewhere(
    by: str, stranger: Path, ours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by == "environment":
        monkeypatch.setenv("SUBSIDY_VERIFIER_KEY", ours)
    given = ("--key", ours) if by == "option" else ()

    verified = subsidy(
        "verify", stranger / "seal", *given, "--store", stranger / "ledger.db", "--json"
    )
    checked = subsidy("audit-pack", "check", stranger / "p.zip", *given, "--json")

    for ran in (verified, checked):
        assert ran.code == 1
        assert ran.json["faults"]
        assert (ran.json["keys"], ran.json["anchored"]) == ([ours], True)


def test_without_one_the_key_believed_is_named_as_unanchored(stranger: Path) -> None:
    store = ("--store", stranger / "ledger.db")
    its_own = asked(stranger / "ledger.db", "key", "show", "--key", stranger / "key")["key"]

    verified = asked(stranger / "ledger.db", "verify", stranger / "seal")
    checked = subsidy("audit-pack", "check", stranger / "p.zip", "--json")
    shown = [
        subsidy("verify", stranger / "seal", *store, "--lang", "en").out,
        subsidy("audit-pack", "check", stranger / "p.zip", "--lang", "en").out,
    ]

    assert checked.code == 3
    for answer in (verified, checked.json):
        assert answer["faults"] == []
        assert (answer["keys"], answer["anchored"]) == ([its_own], False)
    for text in shown:
        assert its_own in "".join(text.split())
        assert "SUBSIDY_VERIFIER_KEY" in text


def test_by_the_right_key_a_pack_is_sound(stranger: Path) -> None:
    its_own = asked(stranger / "ledger.db", "key", "show", "--key", stranger / "key")["key"]

    checked = asked(
        stranger / "ledger.db", "audit-pack", "check", stranger / "p.zip", "--key", its_own
    )

    assert (checked["faults"], checked["anchored"]) == ([], True)
