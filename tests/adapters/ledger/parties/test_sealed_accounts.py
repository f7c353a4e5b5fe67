"""Accounts are kept sealed, by a key that lies outside the store; each attack is tried."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psycopg
import pytest

from adapters.accounts.accounts import StoredAccount, Value, with_salt
from adapters.accounts.key_file import VARIABLE, key_file
from adapters.accounts.private_table import PrivateTable
from adapters.accounts.statements import KEYS, PLAIN, SEALED
from domain.refusals import Refusal
from tests.commands.test_command_line import OTHER, USCC
from tests.support.by_hand import by_hand
from tests.support.command import asked, subsidy
from tests.support.stores import FOLDER, ON_POSTGRES, owners_address, place_at

NUMBERS = {USCC: "6222021234567890123", OTHER: "9558800000000000017"}
BANK, CHANGE = "工商银行乐清支行", ("--document", "D")
PLAIN_TABLE = (
    f"CREATE TABLE IF NOT EXISTS {PLAIN} (account_id TEXT PRIMARY KEY, uscc TEXT NOT NULL, "
    "number TEXT NOT NULL, bank TEXT NOT NULL, salt BLOB NOT NULL) WITHOUT ROWID"
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A ledger of two enterprises, both with an account."""
    made = tmp_path / "store" / "ledger.db"
    made.parent.mkdir()
    asked(made, "store", "prepare")
    for uscc in NUMBERS:
        asked(made, "enterprise", "register", uscc, "--name", f"企业{uscc[-4:]}")
        named(made, uscc)
    return made


def named(store: Path, uscc: str, *words: Any) -> Any:
    account = ("--account", NUMBERS[uscc], "--bank", BANK)
    return asked(store, "enterprise", "account", uscc, *account, *words)


def every_byte(store: Path) -> bytes:
    """Return what is in every file of a ledger; of a database, in every file of its server."""
    folder = store.parent
    if ON_POSTGRES:
        with psycopg.connect(owners_address(store), autocommit=True) as server:
            server.execute("CHECKPOINT")
        folder = Path(os.environ[FOLDER])
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return b"".join(path.read_bytes() for path in files)


def kept_as_before(store: Path, stored: StoredAccount) -> None:
    """Keep a value as earlier versions did: as it is."""
    with by_hand(store, ".private") as hand:
        if not ON_POSTGRES:
            hand(PLAIN_TABLE)
        hand(f"DELETE FROM {SEALED} WHERE account_id = ?", (stored.account_id,))
        row = (stored.account_id, stored.uscc, *stored.value[:2], stored.salt)
        hand(f"INSERT INTO {PLAIN} VALUES (?, ?, ?, ?, ?)", row)


def states(store: Path, *words: Any) -> list[str]:
    ran = subsidy("enterprise", "check", "--json", *words, "--store", store)
    return [account["state"] for account in ran.json["accounts"]]


def refused(store: Path, *words: Any) -> str:
    ran = subsidy(*words, "--store", store)
    assert ran.code == 1
    return ran.err.split(":")[0]


@pytest.fixture
def another_key(store: Path, tmp_path: Path) -> Path:
    path = tmp_path / "another.key"
    asked(store, "key", "accounts", "--key", path)
    return path


def test_no_file_of_the_store_has_anything_of_an_account(store: Path) -> None:
    stored = place_at(store).private().all()
    asked(store, "enterprise", "check")

    bytes_of_store = every_byte(store)

    assert len(stored) == 2
    for account in stored:
        assert account.value.number.encode() not in bytes_of_store
        assert account.value.bank.encode() not in bytes_of_store
        assert account.salt not in bytes_of_store
        assert account.salt.hex().encode() not in bytes_of_store


def test_the_key_lies_outside_the_store_and_is_its_owners_only(store: Path) -> None:
    path = key_file()
    assert store.parent not in path.parents
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes().strip() not in every_byte(store)


@pytest.mark.parametrize("column", ["sealed", "commitment", "account_id"])
def test_values_exchanged_between_enterprises_are_reported(store: Path, column: str) -> None:
    with by_hand(store, ".private") as hand:
        (one, its), (other, others) = hand(f"SELECT account_id, {column} FROM {SEALED}")
        if column == "account_id":
            for old, new in ((one, "x"), (other, one), ("x", other)):
                hand(f"UPDATE {SEALED} SET account_id = ? WHERE account_id = ?", (new, old))
        else:
            hand(f"UPDATE {SEALED} SET {column} = ? WHERE account_id = ?", (others, one))
            hand(f"UPDATE {SEALED} SET {column} = ? WHERE account_id = ?", (its, other))

    assert states(store) == ["differs", "differs"]
    assert asked(store, "enterprise", "show", USCC)["account"]["masked"] is None


def test_enterprises_keys_exchanged_are_reported(store: Path) -> None:
    with by_hand(store, ".private") as hand:
        (one, its), (other, others) = hand(f"SELECT uscc, wrapped FROM {KEYS}")
        hand(f"UPDATE {KEYS} SET wrapped = ? WHERE uscc = ?", (others, one))
        hand(f"UPDATE {KEYS} SET wrapped = ? WHERE uscc = ?", (its, other))

    assert states(store) == ["differs", "differs"]
    again = ("enterprise", "account", USCC, "--account", "1" * 12, "--bank", BANK)
    assert refused(store, *again) == "account-differs"
    asked(store, "enterprise", "erase", USCC)
    assert named(store, USCC)["account"]["state"] == "matches"


def test_another_key_is_refused_and_changes_nothing(store: Path, another_key: Path) -> None:
    before = place_at(store).private().all()
    words = ("--accounts-key", another_key)

    for command in (
        ("enterprise", "show", USCC),
        ("enterprise", "check"),
        ("enterprise", "account", USCC, "--account", "1" * 12, "--bank", BANK),
    ):
        assert refused(store, *command, *words) == "accounts-key-differs"

    assert place_at(store).private().all() == before
    assert states(store) == ["matches", "matches"]


def test_a_key_named_by_the_environment_seals_too(
    tmp_path: Path, another_key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "other.db"
    asked(store, "store", "prepare")
    asked(store, "enterprise", "register", USCC, "--name", "甲公司")

    monkeypatch.setenv(VARIABLE, str(another_key))
    named(store, USCC)

    assert states(store) == ["matches"]
    monkeypatch.delenv(VARIABLE)
    assert states(store, "--accounts-key", another_key) == ["matches"]
    assert states(store) == ["locked"]


def test_without_the_key_accounts_are_locked_and_can_be_erased_and_named_again(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody's"))

    assert states(store) == ["locked", "locked"]
    shown = asked(store, "enterprise", "show", USCC)["account"]
    assert (shown["state"], shown["masked"], len(shown["commitment"])) == ("locked", None, 64)
    again = ("enterprise", "account", USCC, "--account", "1" * 12, "--bank", BANK)
    assert refused(store, *again) == "accounts-key-missing"
    assert not (tmp_path / "nobody's").exists()

    for uscc in NUMBERS:
        assert asked(store, "enterprise", "erase", uscc)["values_removed"] == 1
    assert named(store, USCC)["account"]["state"] == "matches"


@pytest.mark.parametrize("spoilt", ["missing", "exposed", "pipe", "other", "cut", "misplaced"])
def test_what_is_not_a_key_of_ones_own_is_refused(
    store: Path, tmp_path: Path, another_key: Path, spoilt: str
) -> None:
    path, code = tmp_path / "key", "key-unreadable"
    match spoilt:
        case "missing":
            code = "accounts-key-missing"
        case "exposed":
            path.write_bytes(another_key.read_bytes())
            path.chmod(0o644)
            code = "key-exposed"
        case "pipe":
            os.mkfifo(path)
        case "other":
            asked(store, "key", "new", "--key", path, "--name", "example.org/ledger")
        case "cut":
            path.write_bytes(another_key.read_bytes()[:-9])
            path.chmod(0o600)
        case "misplaced":
            asked(tmp_path / "ledger.db", "store", "prepare")
            (tmp_path / "seal" / "tile").mkdir(parents=True)
            path = tmp_path / "seal" / "key"
            code = "key-misplaced" if path.parent.exists() else code
            another_key.rename(path)

    assert refused(store, "enterprise", "show", USCC, "--accounts-key", path) == code


def test_a_key_is_never_made_over_another_or_written_over(store: Path, another_key: Path) -> None:
    before = another_key.read_bytes()

    assert refused(store, "key", "accounts", "--key", another_key) == "key-exists"
    out = another_key.rename(another_key.with_suffix(".csv"))
    words = ("paper", "statement", USCC, "--out", out)
    assert refused(store, *words, "--force") == "output-would-replace"
    assert out.read_bytes() == before


def test_a_key_that_replaces_another_opens_every_account_and_the_former_one_none(
    store: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new.key"

    asked(store, "key", "accounts", "--key", new, "--replaces", key_file())

    assert states(store, "--accounts-key", new) == ["matches", "matches"]
    assert states(store) == ["locked", "locked"]
    again = ("key", "accounts", "--key", tmp_path / "third.key", "--replaces", key_file())
    assert refused(store, *again) == "accounts-key-differs"
    assert not (tmp_path / "third.key").exists()


def test_a_key_that_accounts_may_be_wrapped_by_is_kept_whatever_fails_afterwards(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: PrivateTable) -> None:
        raise Refusal("private-unreadable", file="ledger.db.private", problem="disk I/O error")

    monkeypatch.setattr(type(place_at(store).private()), "_overwrite", failing)
    new = tmp_path / "new.key"

    assert refused(store, "key", "accounts", "--key", new, "--replaces", key_file()) == (
        "private-unreadable"
    )

    assert states(store, "--accounts-key", new) == ["matches", "matches"]


def test_a_wrapped_key_put_back_after_the_erasure_opens_nothing(store: Path) -> None:
    with by_hand(store, ".private") as hand:
        (kept,) = hand(f"SELECT * FROM {KEYS} WHERE uscc = ?", (USCC,))
        (value,) = hand(f"SELECT * FROM {SEALED} WHERE uscc = ?", (USCC,))
    asked(store, "enterprise", "erase", USCC)

    with by_hand(store, ".private") as hand:
        hand(f"INSERT INTO {KEYS} VALUES (?, ?, ?)", kept)
    assert sorted(states(store)) == ["erased", "matches"]

    with by_hand(store, ".private") as hand:
        hand(f"INSERT INTO {SEALED} VALUES (?, ?, ?, ?)", value)
    assert sorted(states(store)) == ["matches", "not-erased"]


def test_a_value_whose_key_was_destroyed_stays_closed_when_it_is_put_back(store: Path) -> None:
    with by_hand(store, ".private") as hand:
        (value,) = hand(f"SELECT * FROM {SEALED} WHERE uscc = ?", (USCC,))
    asked(store, "enterprise", "erase", USCC)
    named(store, USCC)  # which gives the enterprise another key
    with by_hand(store, ".private") as hand:
        hand(f"INSERT INTO {SEALED} VALUES (?, ?, ?, ?)", value)

    values = [stored.value for stored in place_at(store).private().of([USCC])]

    assert sorted(values) == [Value("", ""), Value(NUMBERS[USCC], BANK)]


def test_what_earlier_versions_kept_is_read_and_sealed_by_the_next_value(store: Path) -> None:
    for stored in place_at(store).private().all():
        kept_as_before(store, stored)
    assert states(store) == ["matches", "matches"]
    if not ON_POSTGRES:  # whose write-ahead log keeps it until it is recycled
        assert NUMBERS[OTHER].encode() in every_byte(store)

    asked(store, "enterprise", "account", USCC, "--account", "1" * 12, "--bank", BANK, *CHANGE)

    assert states(store) == ["matches"] * 3
    with by_hand(store, ".private") as hand:
        assert hand(f"SELECT * FROM {PLAIN}") == []
    if not ON_POSTGRES:
        assert NUMBERS[OTHER].encode() not in every_byte(store)


def test_erasing_takes_what_earlier_versions_kept_too(store: Path) -> None:
    kept_as_before(store, with_salt(USCC, Value("1" * 12, BANK)))

    assert asked(store, "enterprise", "erase", USCC)["values_removed"] == 2
    assert place_at(store).private().of([USCC]) == []
