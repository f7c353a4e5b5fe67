"""Letters after entries were put right, money was held, an enterprise moved or is carried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.letters.given import BUREAU, FORMATS, words_of
from tests.commands.policy.county import USCC as MOVED
from tests.commands.policy.test_amended_claims import trademark
from tests.support.command import asked, subsidy, write_lines
from tests.support.money_desk import (
    OTHER,
    USCC,
    approved,
    case,
    computed,
    money,
    paid,
    past,
    position_of,
)

BY = ("--document", "更1号", "--reason", "录入有误")
LANGUAGES = ("zh", "en")


def said(store: Path, out: Path, *words: str) -> str:
    """What a letter says, in Chinese; in both languages it is genuine, under one digest."""
    texts, digests = [], set()
    for language in LANGUAGES:
        file = out.with_stem(f"{out.stem}-{language}")
        by = (*BUREAU, "--lang", language)
        digests.add(tuple(asked(store, "paper", *words, "--out", file, *by)["sha256"]))
        ran = subsidy("paper", "check", file, "--json", "--store", store, *BUREAU)
        assert ran.json["genuine"], ran.json
        texts.append(words_of(file))
    assert len(digests) == 1
    return texts[0]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def put_right(store: Path) -> None:
    """200 paid, revoked, 120 repaid; then receipts, day and amount are put right."""
    approved(store, case("A", "200"))
    money(store, "1000")
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "A", "--reason", "证书失效", "--document", "F-A")
    repaid = ("--amount", "120", "--receipt", "B-1", *past("2022-12-01"))
    asked(store, "recovery", "record", "A", *repaid)
    of_payment = position_of(store, "batch:1", "batch-paid")
    of_repayment = position_of(store, "A", "claim-recovered")
    right = ("--set", "receipt=R-7", "--set", "on=2022-11-21", *past("2022-11-21")[2:])
    asked(store, "batch", "correct", str(of_payment), *right, *BY)
    asked(store, "recovery", "correct", str(of_repayment), "--set", "amount=100", *BY)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_statement_says_what_stands_and_what_was_put_right(
    store: Path, tmp_path: Path, suffix: str
) -> None:
    put_right(store)
    held = ("--from", "2022-12-01", "--document", "法1号", "--reason", "freeze")
    asked(store, "hold", USCC, *held)

    text = said(store, tmp_path / f"s{suffix}", "statement", USCC)

    assert "2022-11-21拨付A1R-7-200.00" in text
    assert "追回更正（红冲）A1B-1-120.00" in text
    assert "依据更1号更正" in text
    assert "事由：录入有误" in text
    assert "暂停拨付：法院冻结" in text


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_recovery_asks_for_what_is_owed_after_the_correction(
    store: Path, tmp_path: Path, suffix: str
) -> None:
    put_right(store)

    text = said(store, tmp_path / f"r{suffix}", "recovery", USCC)

    assert "合计100.00元" in text
    assert "2022-11-21第1批，凭证R-7，200.00元" in text
    assert "R-1" not in text


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_decision_after_a_move_says_what_the_other_county_used_of_a_cap(
    tmp_path: Path, suffix: str
) -> None:
    first, second, pack = tmp_path / "one.db", tmp_path / "two.db", tmp_path / "pack.jsonl"
    for store, *claims in (
        (first, trademark("Q-1", "20000", "2023-03-01"), trademark("Q-2", "10000")),
        (second, trademark("R-1", "10000", "2023-08-01")),
    ):
        lines = write_lines(store.with_suffix(".jsonl"), claims)
        asked(store, "backfill", lines, "--approve", "--by", "clerk")
    moved = ("--on", "2023-07-01", "--document")
    out = ("--to", "瑞安市", *moved, "迁1号", "--of", "乐清市", "--out", pack)
    asked(first, "transfer-out", MOVED, *out)
    asked(second, "transfer-in", pack, *moved, "迁2号")
    later = write_lines(tmp_path / "more.jsonl", [trademark("R-2", "60000", "2023-09-01")])
    asked(second, "backfill", later, "--approve", "--by", "clerk")

    text = said(second, tmp_path / f"d{suffix}", "decision", "--claim", "R-2")
    left = said(first, tmp_path / f"o{suffix}", "statement", MOVED)
    came = said(second, tmp_path / f"i{suffix}", "statement", MOVED)

    assert "在乐清市已使用15,000.00元（Q-1、Q-2；迁2号）" in text
    assert "尚余0.00元" in text
    assert "迁往瑞安市" in left or "瑞安市" in left
    assert "乐清市" in came


@pytest.mark.parametrize("suffix", FORMATS)
def test_letters_of_who_carries_another_on_say_what_was_filed_under_the_former_code(
    store: Path, tmp_path: Path, suffix: str
) -> None:
    approved(store, case("A", "200"), case("B", "300", OTHER))
    money(store, "1000")
    paid(store, computed(store)["batch"])
    asked(store, "revoke", "A", "--reason", "证书失效", "--document", "F-A")
    new = ("--kind", "merger", "--on", "2022-12-01", "--document", "市监1号")
    asked(store, "succeed", USCC, OTHER, *new)

    recovery = said(store, tmp_path / f"r{suffix}", "recovery", OTHER)
    statement = said(store, tmp_path / f"s{suffix}", "statement", OTHER)
    decision = said(store, tmp_path / f"d{suffix}", "decision", "--claim", "B")

    assert "合计200.00元" in recovery
    assert USCC in statement
    assert "市监1号" in statement
    assert "R-1" in statement
    assert "300.00" in decision
