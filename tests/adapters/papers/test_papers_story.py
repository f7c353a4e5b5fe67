"""A batch from its computing to its payment, its papers printed on the way and checked later."""

from __future__ import annotations

from pathlib import Path

from tests.commands.test_command_line import USCC, line
from tests.support.command import asked, subsidy, write_lines
from tests.support.money_desk import past

ACCOUNT = "6222021234567890"


def published(store: Path, folder: Path) -> None:
    """Make a ledger with one batch, its notice begun; its enterprise's account is named."""
    lines = [line("YQ-1", "aeo"), line("YQ-2", "brand", facts={"title": "zhejiang"})]
    asked(store, "backfill", write_lines(folder / "c.jsonl", lines), "--by", "clerk")
    asked(store, "approve", "--pending", "--by", "officer")
    money = ("--amount", "1000000", "--document", "D", "--on", "2022-01-01")
    asked(store, "budget", "appropriate", "2022", "--line", "all", *money)
    named(store, ACCOUNT)
    asked(store, "batch", "compute", "--budget-year", "2022", "--document", "C")
    asked(store, "batch", "publish", "1", *past("2022-11-01"), "--days", "7")


def named(store: Path, number: str) -> None:
    """Name an account, and have it confirmed by another person."""
    account = ("--account", number, "--bank", "工行", "--document", f"A{number}")
    asked(store, "enterprise", "account", USCC, *account, "--by", "clerk")
    confirm = ("enterprise", "confirm-account", USCC, "--document", f"K{number}")
    asked(store, *confirm, "--by", "officer")


def pay(store: Path, receipt: str) -> None:
    words = (*past("2022-11-20"), "--receipt", receipt, "--by", "cashier")
    asked(store, "batch", "pay", "1", *words)


def test_every_paper_of_a_batch_stays_genuine_whatever_happens_after(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    published(store, tmp_path)
    out = [tmp_path / name for name in ("n.xlsx", "p1.xlsx", "p2.csv", "s.xlsx", "b.csv")]

    asked(store, "paper", "notice", "1", "--out", out[0])
    asked(store, "paper", "payments", "1", "--out", out[1])
    pay(store, "R")
    asked(store, "paper", "payments", "1", "--out", out[2])
    asked(store, "revoke", "YQ-1", "--reason", "x", "--document", "F")
    asked(store, "paper", "statement", USCC, "--out", out[3])
    asked(store, "paper", "budget", "2022", "--out", out[4])
    asked(store, "enterprise", "rename", USCC, "--name", "乙公司", "--on", "2022-06-01")
    asked(store, "enterprise", "erase", USCC)

    assert [asked(store, "paper", "check", path)["genuine"] for path in out] == [True] * 5
    text = out[2].read_text(encoding="utf-8-sig")
    assert "YQ-1,200000.00,0.00,200000.00,工行,6222021234567890,已拨付" in text
    out[2].write_text(text.replace("200000.00", "200000.01", 1), encoding="utf-8-sig")
    forged = subsidy("paper", "check", out[2], "--json", "--store", store)
    assert (forged.code, forged.json["differences"][0]["found"]) == (1, "200000.01")


def test_a_payment_list_shows_the_account_and_the_name_that_each_line_was_paid_to(
    tmp_path: Path,
) -> None:
    store, out = tmp_path / "ledger.db", [tmp_path / f"{n}.csv" for n in range(3)]
    published(store, tmp_path)
    asked(store, "batch", "object", "1", "YQ-2", "--by", "n", "--reason", "r")
    pay(store, "R1")
    asked(store, "enterprise", "rename", USCC, "--name", "乙公司", "--on", "2022-06-01")
    named(store, "9" * 16)
    asked(store, "batch", "resolve", "1", "YQ-2", "--dismiss", "--document", "D")

    asked(store, "paper", "payments", "1", "--out", out[0])
    pay(store, "R2")
    named(store, "8" * 16)
    asked(store, "paper", "payments", "1", "--out", out[1])
    before_erased = [asked(store, "paper", "check", path)["genuine"] for path in out[:2]]
    asked(store, "enterprise", "erase", USCC)
    asked(store, "paper", "payments", "1", "--out", out[2])

    shown = [_payees(path) for path in out]
    first = ("YQ-1", "乐清市长城电气有限公司", ACCOUNT)
    assert shown[0] == [first, ("YQ-2", "乙公司", "9" * 16)]
    assert shown[1] == shown[0]
    assert shown[2] == [(*each[:2], "（已删除）") for each in shown[0]]
    assert before_erased == [True, True]
    assert [asked(store, "paper", "check", path)["genuine"] for path in out] == [True] * 3


def _payees(path: Path) -> list[tuple[str, str, str]]:
    rows = [row.split(",") for row in path.read_text(encoding="utf-8-sig").splitlines()]
    return [(row[3], row[1], row[8]) for row in rows if len(row) > 1 and row[3].startswith("YQ")]
