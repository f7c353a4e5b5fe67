"""Who prints accounts in full is recorded, before they are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from adapters.ledger.handling.units import Author
from adapters.papers.printing import print_paper
from domain.refusals import Refusal
from projections.papers import PaperKind
from tests.adapters.papers.given import NUMBERS, SUBJECTS, checked, looked, made, printed
from tests.commands.test_command_line import USCC, recorded
from tests.support.by_hand import by_hand, drop_private
from tests.support.command import asked, subsidy
from tests.support.stores import ON_POSTGRES, owners_address, place_at


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made(tmp_path / "ledger.db")
    return tmp_path / "ledger.db"


def print_it(store: Path, kind: PaperKind, out: Path, reason: str | None = None) -> None:
    author = Author(by="cashier", login=place_at(store).login())
    with looked(store) as look:
        print_paper(look, kind, SUBJECTS[kind], out, author=author, reason=reason, force=True)


def shown(store: Path) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = asked(store, "history", "accounts")
    return events


def test_a_payment_list_is_recorded_with_who_why_and_how_many_accounts(
    store: Path, tmp_path: Path
) -> None:
    before = recorded(store)

    print_it(store, "payments", tmp_path / "paper.csv", "银行退回")

    (event,) = shown(store)
    said = {key: event[key] for key in ("type", "by", "login", "paper", "subject", "accounts")}
    assert said == {
        "type": "accounts-shown",
        "by": "cashier",
        "login": place_at(store).login(),
        "paper": "payments",
        "subject": "1",
        "accounts": 2,
    }
    assert (event["position"], event["as_of"]) == (before + 1, before)
    text = subsidy("history", "store:accounts", "--store", store, "--lang", "en").out
    assert "2 accounts in full (银行退回)" in text


def test_each_printing_is_recorded(store: Path, tmp_path: Path) -> None:
    for _ in range(3):
        print_it(store, "payments", tmp_path / "paper.xlsx")

    assert len(shown(store)) == 3
    assert asked(store, "verify")["faults"] == []


def test_who_reads_masked_accounts_only_records_nothing(store: Path, tmp_path: Path) -> None:
    before = recorded(store)
    paper = tmp_path / "paper.csv"

    for kind in ("notice", "statement", "budget"):
        print_it(store, kind, paper)
    asked(store, "enterprise", "show", USCC)
    asked(store, "audit", "duplicates")
    printed(store, "payments", paper)
    paper.write_text(paper.read_text("utf-8").replace(NUMBERS[USCC], "6222021234567890999"))
    assert not checked(store, paper).genuine

    assert recorded(store) == before


def test_a_list_without_an_account_that_is_kept_here_records_nothing(
    store: Path, tmp_path: Path
) -> None:
    drop_private(store)
    before = recorded(store)

    print_it(store, "payments", tmp_path / "paper.csv")

    assert recorded(store) == before


def test_a_check_of_an_altered_paper_shows_no_account_in_full(store: Path, tmp_path: Path) -> None:
    paper = tmp_path / "paper.csv"
    printed(store, "payments", paper)
    lines = paper.read_text("utf-8").splitlines(keepends=True)
    altered = [line.replace(NUMBERS[USCC], "1" * 12) for line in lines if "YQ-4" not in line]
    paper.write_text("".join(altered))

    differences = checked(store, paper).differences

    said = "".join(f"{each.printed}" for each in differences)
    assert "****0123" in said
    assert "****0017" in said
    assert not any(number in said for number in NUMBERS.values())


def test_a_name_of_no_paper_records_nothing(store: Path, tmp_path: Path) -> None:
    before = recorded(store)

    with pytest.raises(Refusal, match="paper-format"):
        print_it(store, "payments", tmp_path / "paper.pdf")

    assert recorded(store) == before


def test_a_ledger_that_cannot_be_written_shows_no_account(store: Path, tmp_path: Path) -> None:
    if ON_POSTGRES:
        with psycopg.connect(owners_address(store), autocommit=True) as server:
            name = server.info.dbname
            server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    else:
        with by_hand(store) as hand:
            refusing = "BEGIN SELECT RAISE(ABORT, 'x'); END"
            hand(f"CREATE TRIGGER full BEFORE INSERT ON stored_events {refusing}")

    with pytest.raises(Refusal, match="accounts-not-shown"):
        print_it(store, "payments", tmp_path / "paper.csv")

    assert not (tmp_path / "paper.csv").exists()


def test_without_the_key_a_payment_list_is_refused_and_a_notice_is_not(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody's"))

    with pytest.raises(Refusal, match="accounts-key-missing"):
        print_it(store, "payments", tmp_path / "paper.csv")
    print_it(store, "notice", tmp_path / "notice.csv")

    assert not (tmp_path / "paper.csv").exists()
    assert "（不在本机）" in (tmp_path / "notice.csv").read_text("utf-8")
