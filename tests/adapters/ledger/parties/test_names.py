"""Names of sole traders stand behind commitments: the log holds none, and erasing destroys them."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from adapters.accounts.key_file import VARIABLE
from adapters.ledger.backfill import BATCH_MAX
from adapters.log.codec import event_bytes
from tests.adapters.ledger.parties.test_sealed_accounts import every_byte
from tests.commands.test_command_line import line
from tests.support.by_hand import by_hand, copied, insert, rows
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import SHIPPED
from tests.support.stores import ON_POSTGRES, place_at

SOLE, FIRM = "92330382MAW1F7TK5R", "91330382MA0000023T"
NAME, MASKED = "乐清市张三五金经营部", "****TK5R"


def of(claim_no: str, **changes: Any) -> dict[str, Any]:
    return line(claim_no, uscc=SOLE, enterprise=NAME) | changes


def fed(store: Path, *lines: dict[str, Any], words: tuple[str, ...] = ("--approve",)) -> Any:
    path = write_lines(store.parent / "lines.jsonl", list(lines))
    return asked(store, "backfill", path, "--by", "clerk", *words)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A ledger with a claim of a sole trader and one of a firm."""
    made = tmp_path / "store" / "ledger.db"
    made.parent.mkdir()
    fed(made, of("YQ-1"), line("YQ-2", uscc=FIRM, enterprise="乙公司"))
    return made


def in_the_log(store: Path, topic: str) -> list[Any]:
    return [json.loads(event_bytes(row[4])) for row in rows(store) if row[3] == topic]


def faults(store: Path) -> list[str]:
    said = subsidy("verify", "--json", "--store", store).json["faults"]
    return [fault["what"].split(":")[0] for fault in said]


def hidden(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Work on as somebody without the key."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "elsewhere"))


def test_no_file_has_a_byte_of_the_name_and_answers_show_it(store: Path, tmp_path: Path) -> None:
    asked(store, "enterprise", "register", SOLE, "--name", NAME)
    asked(store, "enterprise", "rename", SOLE, "--name", f"新{NAME}", "--on", "2022-06-01")
    fed(store, of("YQ-3", enterprise=f"新{NAME}"))

    assert NAME.encode() not in every_byte(store).replace(f"新{NAME}".encode(), b"")
    assert {claim["enterprise"] for claim in asked(store, "claims", "--uscc", SOLE)} == {
        NAME,
        f"新{NAME}",
    }
    assert asked(store, "claims", "--name", "张三")[0]["enterprise"] == NAME
    assert len(asked(store, "claims", "--name", "张三", "--position", "3")) == 1
    assert asked(store, "claims", "--name", "李四") == []
    shown = asked(store, "enterprise", "show", SOLE)
    assert [name["name"] for name in shown["names"]] == [NAME, f"新{NAME}"]
    assert shown["name"] == f"新{NAME}"
    assert NAME not in subsidy("history", SOLE, "--store", store).out
    assert MASKED in subsidy("history", SOLE, "--store", store).out
    assert faults(store) == []


def test_what_commits_to_a_name_is_worked_out_by_hand(store: Path) -> None:
    _, known, commitment = in_the_log(store, "claim-submitted")[0]["enterprise"].split(":")

    (kept,) = place_at(store).private().all()

    text = json.dumps(["name", SOLE, known, NAME], ensure_ascii=False, separators=(",", ":"))
    assert sha256(kept.salt + text.encode()).hexdigest() == commitment
    assert in_the_log(store, "claim-submitted")[1]["enterprise"] == "乙公司"


def test_a_file_fed_in_again_finds_the_same_name_and_another_is_a_conflict(store: Path) -> None:
    again = fed(store, of("YQ-1"), of("YQ-3"))
    path = write_lines(store.parent / "lines.jsonl", [of("YQ-1", enterprise="李四小卖部")])
    other = subsidy("backfill", path, "--json", "--store", store).json

    assert (again["already_recorded"], again["accepted"]) == (1, 1)
    names = [event["enterprise"] for event in in_the_log(store, "claim-submitted")]
    assert names[0] == names[2]
    reject = other["rejects"][0]
    assert reject["code"] == "claim-conflicts"
    assert NAME in reject["message"]
    assert len(place_at(store).private().all()) == 1, "of what was refused nothing is kept"
    said = subsidy("enterprise", "register", SOLE, "--name", NAME, "--store", store)
    assert said.code == 0
    refused = subsidy("enterprise", "register", SOLE, "--name", "李四", "--store", store)
    assert refused.code == 1
    assert NAME in refused.err
    assert asked(store, "enterprise", "register", SOLE, "--name", NAME)["events_appended"] == 0


def test_a_rehearsal_keeps_nothing(store: Path) -> None:
    bytes_before = [row[4] for row in rows(store)]

    said = fed(store, of("YQ-9", enterprise="王五"), words=("--dry-run",))

    assert said["accepted"] == 1
    assert [row[4] for row in rows(store)] == bytes_before
    assert [kept.value.number for kept in place_at(store).private().all()] == [NAME]


def test_who_has_no_key_sees_the_end_of_the_code(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden(monkeypatch, tmp_path)

    assert [claim["enterprise"] for claim in asked(store, "claims")] == [MASKED, "乙公司"]
    assert asked(store, "claims", "--name", "张三") == []
    assert asked(store, "enterprise", "show", SOLE)["name"] == MASKED
    assert faults(store) == [], "what cannot be opened is not wrong"
    path = write_lines(tmp_path / "more.jsonl", [of("YQ-7")])
    refused = subsidy("backfill", path, "--store", store)
    assert (refused.code, refused.err.split(":")[0]) == (1, "accounts-key-missing")
    assert len(rows(store)) == len([row for row in rows(store) if b"YQ-7" not in row[4]])


def test_an_erasure_takes_the_name_for_good_and_is_recorded(store: Path) -> None:
    erased = asked(store, "enterprise", "erase", SOLE)
    again = fed(store, of("YQ-1"))

    assert (erased["values_removed"], erased["names_removed"]) == (0, 1)
    known = in_the_log(store, "claim-submitted")[0]["enterprise"].split(":")[1]
    assert in_the_log(store, "name-erased") == [{"name_id": known}]
    assert known in subsidy("history", SOLE, "--lang", "en", "--store", store).out
    assert place_at(store).private().all() == []
    assert asked(store, "claims")[0]["enterprise"] == MASKED
    assert again["already_recorded"] == 1
    assert place_at(store).private().all() == [], "nothing is kept of a name that was erased"
    assert faults(store) == []
    fed(store, of("YQ-3"))
    names = {claim["claim_no"]: claim["enterprise"] for claim in asked(store, "claims")}
    assert (names["YQ-1"], names["YQ-3"]) == (MASKED, NAME)
    assert asked(store, "enterprise", "erase", SOLE)["names_removed"] == 1
    assert asked(store, "enterprise", "erase", SOLE)["events_appended"] == 0
    assert subsidy("enterprise", "erase", FIRM, "--store", store).err.startswith("no-account")


def test_verify_says_of_names_what_was_done_to_them(store: Path, tmp_path: Path) -> None:
    fed(store, of("YQ-3", enterprise="李四小卖部"))
    alone = copied(store, tmp_path / "alone.db")

    with by_hand(store, ".private") as hand:
        first, second = hand("SELECT account_id, sealed FROM sealed_accounts ORDER BY account_id")
        hand("UPDATE sealed_accounts SET sealed = ? WHERE account_id = ?", (second[1], first[0]))
    exchanged = faults(store)
    with by_hand(store, ".private") as hand:
        hand("DELETE FROM sealed_accounts WHERE account_id = ?", (first[0],))

    assert exchanged == ["name-differs"]
    assert faults(store) == ["name-missing"]
    assert faults(alone) == [], "a copy of the log alone keeps none"
    with by_hand(store, ".private") as hand:
        key = hand("SELECT uscc, key_id, wrapped FROM account_keys")
        kept = hand("SELECT * FROM sealed_accounts")
    asked(store, "enterprise", "erase", SOLE)
    with by_hand(store, ".private") as hand:
        hand("INSERT INTO account_keys VALUES (?, ?, ?)", key[0])
        hand("INSERT INTO sealed_accounts VALUES (?, ?, ?, ?)", kept[0])
    assert faults(store) == ["name-not-erased"]


def test_a_plain_name_of_an_earlier_version_stays_and_is_the_same_claim(
    store: Path, tmp_path: Path
) -> None:
    committed = in_the_log(store, "claim-submitted")[0]["enterprise"]
    former = [(*row[:4], row[4].replace(committed.encode(), NAME.encode())) for row in rows(store)]
    old = tmp_path / "old.db"
    asked(old, "store", "prepare", "--policy", SHIPPED)
    insert(old, former[1:])

    again = fed(old, of("YQ-1"), of("YQ-3"))

    assert (again["already_recorded"], again["accepted"]) == (1, 1)
    assert {notice["code"] for notice in again["notices"]} == {"likely-duplicate"}
    names = [event["enterprise"] for event in in_the_log(old, "claim-submitted")]
    assert names[0] == NAME
    assert names[2].startswith("committed-name:")
    assert {claim["enterprise"] for claim in asked(old, "claims", "--uscc", SOLE)} == {NAME}
    assert not [code for code in faults(old) if code.startswith("name")]


def test_a_text_that_looks_like_a_commitment_opens_nothing(store: Path) -> None:
    text = in_the_log(store, "claim-submitted")[0]["enterprise"]

    fed(store, of("YQ-5", enterprise=text), line("YQ-6", uscc=FIRM, enterprise=text))

    names = {claim["claim_no"]: claim["enterprise"] for claim in asked(store, "claims")}
    assert names["YQ-5"] == text, "of a sole trader it is a name like any other"
    assert names["YQ-6"] == f"****{FIRM[-4:]}", "and whose it is, is in the commitment"


@pytest.mark.skipif(ON_POSTGRES, reason="files of a process")
def test_the_key_is_named_or_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden(monkeypatch, tmp_path)
    path = write_lines(tmp_path / "lines.jsonl", [of("YQ-1")])

    reported = subsidy("backfill", path, "--lang", "en", "--store", tmp_path / "a.db")

    assert "sealed by a new key" in reported.err
    assert os.path.exists(tmp_path / "elsewhere" / "subsidy-ledger" / "accounts.key")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    refused = subsidy("backfill", path, "--store", tmp_path / "b.db")
    assert refused.err.startswith("accounts-key-missing")


def test_a_key_that_is_missing_later_in_a_file_hides_nothing_that_was_recorded(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden(monkeypatch, tmp_path)
    firms = [line(f"F-{n}", uscc=FIRM, enterprise="乙公司") for n in range(BATCH_MAX)]
    path = write_lines(tmp_path / "long.jsonl", [*firms, of("YQ-7")])

    ran = subsidy("backfill", path, "--json", "--store", store)

    assert (ran.code, ran.json["accepted"]) == (1, BATCH_MAX)
    assert "accounts-key-missing" in ran.err
    assert asked(store, "totals")["position"] == len(rows(store)) == 5 + BATCH_MAX
