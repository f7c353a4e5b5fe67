"""What `verify` says of accounts: outside the log, but the log commits to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.accounts.key_file import VARIABLE
from adapters.accounts.statements import KEYS, SEALED
from tests.commands.test_command_line import USCC
from tests.support.by_hand import by_hand
from tests.support.command import asked, subsidy
from tests.support.stores import made_once, place_at


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    """A ledger with one enterprise that named an account, and then another."""
    made = folder / "ledger.db"
    asked(made, "store", "prepare")
    asked(made, "enterprise", "register", USCC, "--name", "甲公司")
    for number in ("6222021234567890123", "6222021234567890124"):
        asked(made, "enterprise", "account", USCC, "--account", number, "--bank", "工商银行",
              "--document", "D")  # fmt: skip
    return made


def faults(store: Path) -> list[str]:
    return [fault["what"] for fault in subsidy("verify", "--store", store, "--json").json["faults"]]


def ids(store: Path) -> list[str]:
    return [event["account_id"] for event in asked(store, "history", USCC)[1:]]


def test_accounts_as_they_were_named_are_no_fault(store: Path) -> None:
    assert faults(store) == []


def test_accounts_erased_by_the_command_are_no_fault(store: Path) -> None:
    asked(store, "enterprise", "erase", USCC)

    assert faults(store) == []


def test_an_account_deleted_by_hand_is_a_fault_and_the_events_stay_good(store: Path) -> None:
    first, _ = ids(store)

    with by_hand(store, ".private") as private:
        private(f"DELETE FROM {SEALED} WHERE account_id = ?", (first,))

    ran = subsidy("verify", "--store", store, "--json")
    assert faults(store) == [f"account-missing: {USCC} {first}"]
    assert (ran.code, ran.json["good"]) == (1, ran.json["events"])


def test_all_accounts_deleted_by_hand_are_faults(store: Path) -> None:
    with by_hand(store, ".private") as private:
        private(f"DELETE FROM {SEALED}")

    assert faults(store) == [f"account-missing: {USCC} {account}" for account in ids(store)]


@pytest.mark.sqlite
def test_the_file_of_accounts_deleted_is_a_fault(store: Path) -> None:
    Path(f"{store}.private").unlink()

    assert faults(store) == [f"account-missing: {USCC} {account}" for account in ids(store)]


def test_an_account_altered_by_hand_is_a_fault(store: Path) -> None:
    _, second = ids(store)

    with by_hand(store, ".private") as private:
        private(f"UPDATE {SEALED} SET sealed = x'00' WHERE account_id = ?", (second,))

    assert faults(store) == [f"account-differs: {USCC} {second}"]


@pytest.mark.sqlite  # a database holds no value without its enterprise's key
def test_the_key_of_an_enterprise_deleted_by_hand_is_a_fault_of_each_account(store: Path) -> None:
    with by_hand(store, ".private") as private:
        private(f"DELETE FROM {KEYS}")

    assert faults(store) == [f"account-missing: {USCC} {account}" for account in ids(store)]


def test_accounts_whose_key_is_not_here_are_not_compared(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ids(store)
    with by_hand(store, ".private") as private:
        private(f"UPDATE {SEALED} SET sealed = x'00' WHERE account_id = ?", (first,))
        private(f"DELETE FROM {SEALED} WHERE account_id = ?", (second,))

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody's"))

    assert faults(store) == [f"account-missing: {USCC} {second}"]


def test_accounts_of_another_key_than_the_one_named_are_a_fault(
    store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere" / "other.key"
    other.parent.mkdir()
    asked(store, "key", "accounts", "--key", other)
    monkeypatch.setenv(VARIABLE, str(other))

    assert faults(store) == ["accounts-key-differs"]


def test_an_account_put_back_after_its_erasure_is_a_fault(store: Path) -> None:
    private = place_at(store).private()
    kept = private.all()
    asked(store, "enterprise", "erase", USCC)

    private.keep(kept[0])

    assert faults(store) == [f"account-not-erased: {USCC} {kept[0].account_id}"]


@pytest.mark.sqlite
def test_a_damaged_file_of_accounts_is_a_fault(store: Path) -> None:
    Path(f"{store}.private").write_bytes(b"x" * 8_192)

    assert [fault.split(":")[0] for fault in faults(store)] == ["private-unreadable"]
