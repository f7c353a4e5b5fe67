"""A batch from its computing to its payment, its papers printed on the way and checked later."""

from __future__ import annotations

from pathlib import Path

from tests.command import asked, subsidy, write_lines
from tests.test_command_line import USCC, line


def test_every_paper_of_a_batch_stays_genuine_whatever_happens_after(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    lines = [line("YQ-1", "aeo"), line("YQ-2", "brand", facts={"title": "zhejiang"})]
    asked(store, "backfill", write_lines(tmp_path / "c.jsonl", lines), "--by", "clerk")
    asked(store, "approve", "--pending", "--by", "officer")
    money = ("--amount", "1000000", "--document", "D", "--on", "2022-01-01")
    asked(store, "budget", "appropriate", "2022", "--line", "all", *money)
    words = ("--account", "6222021234567890", "--bank", "工行")
    asked(store, "enterprise", "account", USCC, *words)
    asked(store, "batch", "compute", "--budget-year", "2022", "--document", "C")
    asked(store, "batch", "publish", "1", "--on", "2022-11-01", "--days", "7")
    out = [tmp_path / name for name in ("n.xlsx", "p1.xlsx", "p2.csv", "s.xlsx", "b.csv")]

    asked(store, "paper", "notice", "1", "--out", out[0])
    asked(store, "paper", "payments", "1", "--out", out[1])
    asked(store, "batch", "pay", "1", "--on", "2022-11-20", "--receipt", "R", "--by", "cashier")
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
