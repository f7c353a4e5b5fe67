"""Views that were spoilt: the next command answers as before, and nobody repairs anything."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.store import reading
from domain.enterprise.registered.names import is_natural, masked
from scripts.sample.generate import main as generate
from tests.domain.given import approval, submission, trademark
from tests.support.command import asked, ended, process, subsidy
from tests.support.ledgers import OTHER_USCC, do, opened
from tests.support.spoilt_views import SPOILT, as_folder, by_hand, changed

pytestmark = pytest.mark.sqlite

QUESTIONS = (("claims",), ("totals", "--by", "enterprise"), ("totals", "--by", "year"))
SUFFIXES = ("", "-wal", "-shm")

Answers = list[Any]


def answers(store: Path) -> Answers:
    return [asked(store, *words) for words in QUESTIONS]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answers]:
    """Two ledgers of other claims, and the answers of the one."""
    folder = tmp_path_factory.mktemp("made")
    for seed, name in ((5, "ledger.db"), (6, "other.db")):
        wish = ["--seed", str(seed), "--claims", "600", "--exports"]
        assert generate([*wish, "--jsonl", str(folder / "claims.jsonl")]) == 0
        asked(folder / name, "backfill", folder / "claims.jsonl", "--approve", "--by", "clerk")
    return folder, answers(folder / "ledger.db")


@pytest.fixture
def store(made: tuple[Path, Answers], tmp_path: Path) -> Path:
    for name in ("ledger.db", "other.db"):
        for suffix in ("", ".views", ".private"):
            shutil.copy(made[0] / f"{name}{suffix}", tmp_path)
    return tmp_path / "ledger.db"


@pytest.fixture
def expected(made: tuple[Path, Answers]) -> Answers:
    return made[1]


def views_of(store: Path, suffix: str = "") -> Path:
    return Path(f"{store}.views{suffix}")


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_spoilt_views_answer_as_before(
    spoil: Callable[[Path], object], store: Path, expected: Answers
) -> None:
    spoil(views_of(store))

    assert answers(store) == expected
    verified = asked(store, "verify")
    assert (verified["faults"], verified["good"]) == ([], verified["events"])


def test_an_index_that_says_other_than_its_rows_is_reported_and_rebuilt(
    store: Path, expected: Answers
) -> None:
    index = "name = 'postings_of_an_enterprise'"
    views = views_of(store)
    by_hand(views, "UPDATE postings SET granted_fen = granted_fen + 1")
    with closing(sqlite3.connect(views)) as held:
        (row,) = held.execute(f"SELECT * FROM sqlite_master WHERE {index}").fetchall()
    for unseen, statement, values in (
        (True, f"DELETE FROM sqlite_master WHERE {index}", ()),
        (False, "UPDATE postings SET granted_fen = granted_fen - 1", ()),
        (True, "INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row),
    ):
        with closing(sqlite3.connect(views)) as held, held:
            held.execute(f"PRAGMA writable_schema = {unseen}")
            held.execute(statement, values)

    ran = subsidy("verify", "--store", store, "--json")

    assert [fault["what"].partition(":")[0] for fault in ran.json["faults"]] == ["views-differ"]
    asked(store, "rebuild")
    assert answers(store) == expected
    assert asked(store, "verify")["faults"] == []


def test_a_folder_in_their_place_is_kept_and_passed_over(store: Path, expected: Answers) -> None:
    as_folder(views_of(store))
    assert answers(store) == expected
    as_folder(views_of(store, ".1"))
    assert answers(store) == expected

    there = sorted(path.name for path in store.parent.glob("ledger.db.views*"))
    assert there == ["ledger.db.views", "ledger.db.views.1", "ledger.db.views.2"]
    assert list(views_of(store).iterdir())
    assert list(views_of(store, ".1").iterdir())


def test_damage_met_in_the_middle_of_an_answer_is_mended_too(
    store: Path, expected: Answers
) -> None:
    assert answers(store) == expected
    with closing(sqlite3.connect(views_of(store))) as views:
        (page,) = views.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'claim_register'"
        ).fetchone()
    changed(views_of(store), (page - 1) * 4096, b"\x93" * 4096)

    assert asked(store, "totals", "--by", "enterprise") == expected[1]
    assert answers(store) == expected


def test_a_row_missing_from_the_views_is_no_fault_of_the_log(store: Path) -> None:
    pending = "Z-1"
    with opened(store) as ledger_store:
        do(ledger_store.handler, submission(pending, trademark("100")))
        ledger_store.catch_up()
    by_hand(views_of(store), "DELETE FROM claim_register")

    with opened(store) as ledger_store:
        do(ledger_store.handler, approval(pending))
        assert ledger_store.catch_up() == ledger_store.handler.position()
        digest = ledger_store.views.digest()
        ledger_store.rebuild()
        assert ledger_store.views.digest() == digest


def test_a_ledger_put_back_from_a_copy_is_not_answered_from_later_views(
    store: Path, expected: Answers
) -> None:
    copy = store.read_bytes()
    asked(store, "exports", OTHER_USCC, "2021", "--us-usd", "5", "--rcep-usd", "6")
    asked(store, "withdraw", expected[0][0]["claim_no"], "--reason", "a mistake")
    assert answers(store) != expected
    store.write_bytes(copy)

    assert answers(store) == expected


def test_a_copy_that_went_on_otherwise_is_not_answered_from_these_views(
    store: Path, expected: Answers
) -> None:
    copy = store.read_bytes()
    withdrawn, other = (expected[0][at]["claim_no"] for at in (0, 1))
    asked(store, "withdraw", withdrawn, "--reason", "a mistake")
    views = views_of(store).read_bytes()
    store.write_bytes(copy)
    asked(store, "withdraw", other, "--reason", "a mistake")
    wanted = answers(store)
    views_of(store).write_bytes(views)

    assert answers(store) == wanted


@pytest.mark.parametrize("words", ["rebuild", "approve --pending", "batch list"])
def test_commands_that_write_mend_them_too(words: str, store: Path, expected: Answers) -> None:
    views_of(store).write_bytes(b"\x93" * 9_000)

    asked(store, *words.split())

    assert answers(store) == expected


def test_many_that_meet_damage_together_mend_it_together(store: Path, expected: Answers) -> None:
    views_of(store).write_bytes(b"\x93" * 90_000)

    running = [process("claims", "--store", store, "--json") for _ in range(6)]

    done = [ended(worker) for worker in running]
    assert [(command.code, command.err) for command in done] == [(0, "")] * 6
    assert [command.json for command in done] == [expected[0]] * 6
    assert answers(store) == expected


def test_a_reader_that_has_damaged_views_open_keeps_what_it_sees(
    store: Path, expected: Answers
) -> None:
    with closing(sqlite3.connect(views_of(store))) as held:
        held.execute("BEGIN")
        count = held.execute("SELECT count(*) FROM claim_register").fetchone()
        changed(views_of(store), 100, b"\x93" * 3_996)

        assert answers(store) == expected
        assert held.execute("SELECT count(*) FROM claim_register").fetchone() == count

    assert not views_of(store).exists()
    assert answers(store) == expected


def test_views_that_a_process_still_looks_for_under_an_old_name_are_not_made_there(
    store: Path, expected: Answers
) -> None:
    with reading(str(store)) as opened:
        views_of(store).write_bytes(b"\x93" * 90_000)
        assert answers(store) == expected
        opened.views.backend.close()

        assert opened.catch_up() == opened.handler.position()

    assert not views_of(store).exists()
    assert views_of(store, ".1").exists()


def test_a_damaged_log_is_reported_as_before(store: Path) -> None:
    changed(store, 0, bytes(100))
    before = store.read_bytes(), views_of(store).read_bytes()

    ran = subsidy("claims", "--store", store)

    assert ran.code == 1
    assert ran.err.startswith("store-unreadable: ")
    assert (store.read_bytes(), views_of(store).read_bytes()) == before


def test_the_private_table_is_never_made_again(store: Path) -> None:
    asked(store, "enterprise", "register", OTHER_USCC, "--name", "示例")
    asked(
        store, "enterprise", "account", OTHER_USCC, "--account", "6222021234567890", "--bank", "b"
    )
    expected = answers(store)
    for claim in expected[0]:
        if is_natural(claim["uscc"]):
            claim["enterprise"] = masked(claim["uscc"])
    private = Path(f"{store}.private")
    private.write_bytes(b"\x93" * 9_000)
    views_of(store).write_bytes(b"\x93" * 9_000)

    ran = subsidy("enterprise", "show", OTHER_USCC, "--store", store)

    assert answers(store) == expected
    assert private.read_bytes() == b"\x93" * 9_000
    assert "Traceback" not in ran.err
