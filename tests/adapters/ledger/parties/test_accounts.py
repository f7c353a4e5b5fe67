"""Accounts: outside the log, committed to by it, erasable for good."""

from __future__ import annotations

import io
import json
import stat
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from adapters.accounts.accounts import Value, commitment, read_value
from domain.refusals import Refusal
from tests.commands.test_command_line import OTHER, USCC, line, recorded
from tests.support.by_hand import by_hand, drop_private, rows
from tests.support.command import asked, subsidy, write_lines
from tests.support.stores import made_once, place_at

NUMBER, BANK = "6222021234567890123", "工商银行乐清支行"
CHANGE = ("--document", "D")  # by which an account is changed


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    """A ledger with one enterprise registered, its account named."""
    made = folder / "ledger.db"
    asked(made, "store", "prepare")
    asked(made, "enterprise", "register", USCC, "--name", "甲公司")
    named(made, NUMBER)
    return made


def named(store: Path, number: str, bank: str = BANK, *words: str, uscc: str = USCC) -> Any:
    account = ("--account", number, "--bank", bank)
    return asked(store, "enterprise", "account", uscc, *account, *words)


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_the_log_holds_an_id_and_a_commitment_and_nothing_of_the_value(store: Path) -> None:
    answer = asked(store, "history", USCC)[-1]

    (kept,) = place_at(store).private().all()
    spelled = json.dumps(
        ["account", USCC, answer["account_id"], NUMBER, BANK],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    assert answer["type"] == "account-named"
    assert answer["commitment"] == sha256(kept.salt + spelled.encode()).hexdigest()
    assert len(kept.salt) == 32
    assert NUMBER.encode() not in b"".join(state for *_, state in rows(store))
    assert BANK.encode() not in b"".join(state for *_, state in rows(store))


@pytest.mark.sqlite
def test_no_file_but_the_private_one_has_anything_of_the_value(store: Path) -> None:
    for path in (store, Path(f"{store}.views")):
        assert NUMBER.encode() not in path.read_bytes()
        assert BANK.encode() not in path.read_bytes()


@pytest.mark.sqlite
def test_the_private_table_is_its_owners_only(store: Path) -> None:
    assert stat.S_IMODE(Path(f"{store}.private").stat().st_mode) == 0o600


def test_the_same_account_said_again_records_nothing_however_it_is_written(store: Path) -> None:
    before = recorded(store)

    again = named(store, "６２２２ 0212-3456 7890 123")

    assert (again["events_appended"], recorded(store)) == (0, before)
    assert len(place_at(store).private().all()) == 1


def test_another_number_or_bank_is_another_account(store: Path) -> None:
    assert named(store, NUMBER, "农业银行", *CHANGE)["account"]["bank"] == "农业银行"
    assert named(store, NUMBER[:-1] + "4", BANK, *CHANGE)["account"]["masked"] == "****0124"


@pytest.mark.parametrize("source", ["file", "stdin"])
def test_a_number_need_not_stand_in_a_shells_history(
    source: str, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "number").write_text(NUMBER + "\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(NUMBER + "\n"))
    where = str(tmp_path / "number") if source == "file" else "-"

    answer = asked(store, "enterprise", "account", USCC, "--account-file", where, "--bank", BANK)

    assert answer["events_appended"] == 0


@pytest.mark.parametrize("number", ["", "1234567", "622202-abc?", "1" * 35, "NOT AN ACCOUNT!"])
def test_what_is_no_account_is_refused_and_never_repeated(number: str, store: Path) -> None:
    ran = subsidy(
        "enterprise", "account", USCC, "--account", number, "--bank", "b", "--store", store
    )

    assert ran.code == 1
    assert ran.err.startswith("bad-account: ")
    assert not number or number not in ran.err


def test_an_account_of_who_nothing_is_known_is_refused_and_leaves_nothing(store: Path) -> None:
    words = ("enterprise", "account", OTHER, "--account", NUMBER, "--bank", BANK)

    ran = subsidy(*words, "--store", store)

    assert (ran.code, ran.err.split(":")[0]) == (1, "enterprise-unknown")
    assert [each.uscc for each in place_at(store).private().all()] == [USCC]


@pytest.mark.sqlite
def test_erasing_leaves_no_byte_of_the_value_and_every_check_passes(
    store: Path, tmp_path: Path
) -> None:
    (kept,) = place_at(store).private().all()
    with by_hand(store, ".private") as hand:
        ((sealed, wrapped),) = hand("SELECT sealed, wrapped FROM sealed_accounts, account_keys")
    assert sealed in every_byte(tmp_path)
    assert wrapped in every_byte(tmp_path)

    answer = asked(store, "enterprise", "erase", USCC, "--by", "officer")

    left = every_byte(tmp_path)
    assert sealed not in left
    assert wrapped not in left
    assert (answer["values_removed"], answer["events_appended"]) == (1, 1)
    check = asked(store, "enterprise", "check")
    assert (check["erased"], check["matches"], check["differs"]) == (1, 0, 0)
    assert check["accounts"][0]["commitment"] == kept.commitment
    assert asked(store, "enterprise", "show", USCC)["account"]["state"] == "erased"


def test_erasing_again_records_nothing_and_a_new_account_can_be_named(store: Path) -> None:
    asked(store, "enterprise", "erase", USCC)

    again = asked(store, "enterprise", "erase", USCC)
    renewed = named(store, NUMBER)

    assert (again["values_removed"], again["events_appended"]) == (0, 0)
    assert (renewed["events_appended"], renewed["account"]["state"]) == (1, "matches")


def test_the_private_table_can_be_deleted_whole(store: Path) -> None:
    drop_private(store)

    ran = subsidy("enterprise", "check", "--store", store, "--json")

    assert (ran.code, ran.json["missing"]) == (1, 1)
    assert asked(store, "rebuild")["events"] == recorded(store)


@pytest.mark.parametrize(
    "change",
    ["UPDATE sealed_accounts SET sealed = x'00'", "UPDATE account_keys SET wrapped = x'00'",
     "UPDATE sealed_accounts SET commitment = 'other'"],
)  # fmt: skip
def test_a_value_other_than_the_committed_is_reported(store: Path, change: str) -> None:
    with by_hand(store, ".private") as hand:
        hand(change)

    ran = subsidy("enterprise", "check", "--json", "--store", store)

    assert (ran.code, ran.json["differs"]) == (1, 1)
    assert asked(store, "enterprise", "show", USCC)["account"]["masked"] is None


def test_a_value_put_back_after_its_erasure_is_reported(store: Path) -> None:
    (kept,) = place_at(store).private().all()
    asked(store, "enterprise", "erase", USCC)
    place_at(store).private().keep(kept)

    ran = subsidy("enterprise", "check", USCC, "--json", "--store", store)

    assert (ran.code, ran.json["not_erased"]) == (1, 1)


def test_a_value_kept_without_its_event_goes_with_the_erasure(store: Path) -> None:
    (kept,) = place_at(store).private().all()
    place_at(store).private().keep(kept._replace(account_id="00"))

    answer = asked(store, "enterprise", "erase", USCC)

    assert (answer["values_removed"], answer["events_appended"]) == (2, 1)
    assert place_at(store).private().all() == []


def test_an_enterprise_is_shown_as_it_stood(store: Path) -> None:
    then = recorded(store)
    rename = ("enterprise", "rename", USCC, "--name", "乙公司", "--on", "2022-10-01")
    asked(store, *rename, "--document", "1号")
    named(store, "9" * 16, BANK, *CHANGE)

    now = asked(store, "enterprise", "show", USCC)
    before = asked(store, "enterprise", "show", USCC, "--position", str(then))

    assert (now["name"], now["account"]["masked"]) == ("乙公司", "****9999")
    assert [(name["name"], name["first_day"]) for name in now["names"]] == [
        ("甲公司", None),
        ("乙公司", "2022-10-01"),
    ]
    assert (before["name"], before["account"]["masked"]) == ("甲公司", "****0123")
    assert asked(store, *rename, "--document", "1号")["events_appended"] == 0


def test_the_registered_name_goes_before_that_on_claims(store: Path, tmp_path: Path) -> None:
    lines = [line("A-1"), line("B-1", uscc=OTHER, enterprise="丙公司")]
    path = write_lines(tmp_path / "claims.jsonl", lines)
    asked(store, "backfill", path, "--approve")

    totals = subsidy("totals", "--by", "enterprise", "--store", store).out
    remaining = subsidy("remaining", USCC, "--year", "2022", "--store", store).out

    assert f"{USCC} 甲公司" in totals
    assert f"{OTHER} 丙公司" in totals
    assert remaining.startswith("甲公司")
    assert asked(store, "enterprise", "show", OTHER)["name"] == "丙公司"
    renamed = asked(store, "enterprise", "rename", OTHER, "--name", "丁", "--on", "2023-01-01")
    assert [name["name"] for name in renamed["names"]] == ["丙公司", "丁"]


def test_a_value_is_bound_to_its_enterprise_and_id() -> None:
    value, salt = Value(NUMBER, BANK), bytes(32)

    commitments = {
        commitment(uscc, each, value, salt) for uscc in (USCC, OTHER) for each in ("a", "b")
    }

    assert len(commitments) == 4


def test_a_number_is_read_as_people_write_it() -> None:
    value = read_value(" 6222-0212 3456\n", "  工商银行　乐清 ", "１０２ 333 000 018", " 甲　公司")
    assert value == Value("622202123456", "工商银行 乐清", "102333000018", "甲 公司")
    with pytest.raises(Refusal, match="bad-account"):
        read_value("6222\x000212", BANK, None, None)
    with pytest.raises(Refusal, match="bad-bank-no"):
        read_value("622202123456", BANK, "10233300001", None)


def test_the_check_digits_of_an_iban_are_checked() -> None:
    assert read_value("GB82 WEST 1234 5698 7654 32", BANK, None, None).number[:4] == "GB82"
    with pytest.raises(Refusal, match="bad-iban"):
        read_value("GB82 WEST 1234 5698 7654 23", BANK, None, None)


def test_a_commitment_of_an_earlier_version_stays_what_it_was() -> None:
    salt = bytes(32)
    spelled = json.dumps(["account", USCC, "a", NUMBER, BANK], ensure_ascii=False,
                         separators=(",", ":"))  # fmt: skip

    assert (
        commitment(USCC, "a", Value(NUMBER, BANK), salt)
        == sha256(salt + spelled.encode()).hexdigest()
    )
    every = {commitment(USCC, "a", Value(NUMBER, BANK, *more), salt)
             for more in ((), ("1" * 12,), ("", "甲"), ("1" * 12, "甲"))}  # fmt: skip
    assert len(every) == 4
