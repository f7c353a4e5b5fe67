"""What a bank is given of a batch, and its answer matched line by line."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    CASHIER,
    OTHER,
    USCC,
    approved,
    case,
    code,
    computed,
    figures,
    money,
    paid,
    past,
    refused,
    states,
    submit,
)
from tests.support.stores import made_once

THIRD = code(3)
NUMBERS = {USCC: "1203282009200012345", OTHER: "19270101040012345", THIRD: "33050162700800000001"}
HOLDERS = {USCC: "甲公司", OTHER: "乙公司", THIRD: "丙公司"}
RECEIPT = ("--receipt", "R-1", *past("2022-11-20"), *CASHIER)
REFERENCE = {uscc: f"BT1-1-{uscc}" for uscc in NUMBERS}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    """A batch ordered: two claims of one payee, one each of two others."""
    made = folder / "ledger.db"
    of_one = [case("A1", "100"), case("A2", "20.50")]
    claims = [*of_one, case("B", "70", OTHER), case("C", "30", THIRD)]
    lines = made.parent / "accounts.csv"
    rows = [f"{u},{HOLDERS[u]},示例银行,102333000018,{NUMBERS[u]}" for u in NUMBERS]
    headers = "统一社会信用代码,户名,开户行,联行号,账号"
    lines.write_text("\n".join([headers, *rows]), encoding="utf-8")
    submit(made, claims)
    asked(made, "enterprise", "accounts", lines, "--by", "registrar")
    asked(made, "approve", "--pending", "--by", "officer")
    money(made, "1000")
    computed(made)
    asked(made, "batch", "publish", "1", *past("2022-11-01"))
    asked(made, "batch", "order", "1", *past("2022-11-19"), "--document", "乐财〔2022〕9号")
    return made


def bank_file(store: Path, out: Path, template: str = "transfer-csv", *words: str) -> Any:
    asked(store, "batch", "bank-file", "1", "--template", template, "--out", out, *words)
    return out.read_bytes()


def answer(
    store: Path,
    rows: list[str],
    *words: str,
    template: str = "transfer-csv",
    by: str = "cashier",
) -> Any:
    """Read a bank's answer in; rows of the table layout: account, amount, state, reason, text."""
    file = store.parent / "answer.csv"
    header = "收款账号,金额,处理状态,失败原因,附言"
    file.write_bytes("\r\n".join([header, *rows, ""]).encode("gbk"))
    of = ("batch", "results", "1", file, "--template", template, *RECEIPT[:-1], by)
    return subsidy(*of, *words, "--store", store, "--json")


def row(uscc: str, amount: str, state: str = "成功", reason: str = "", text: str = "") -> str:
    return f"{NUMBERS[uscc]},{amount},{state},{reason},{text or REFERENCE[uscc]}"


ALL = [row(USCC, "120.50"), row(OTHER, "70.00"), row(THIRD, "30.00")]


def test_a_bank_file_has_a_line_a_payee_in_the_banks_layout(store: Path, tmp_path: Path) -> None:
    table = bank_file(store, tmp_path / "t.csv").decode("gbk").split("\r\n")
    text = bank_file(store, tmp_path / "p.txt", "payout-text").decode("gbk").split("\r\n")

    assert table[0] == "序号,收款账号,收款户名,收款开户行,收款行联行号,金额,用途,附言"
    assert table[1] == (
        f"1,{NUMBERS[USCC]},甲公司,示例银行,102333000018,120.50,涉企补助资金,{REFERENCE[USCC]}"
    )
    assert len(table) == 5
    assert text[0] == f"1|20221119|{NUMBERS[USCC]}|甲公司|12050|CNY|{REFERENCE[USCC]}"
    assert stat.S_IMODE((tmp_path / "t.csv").stat().st_mode) == 0o600
    shown = asked(store, "history", "accounts")
    assert [(each["paper"], each["accounts"]) for each in shown] == [("bank-file", 3)] * 2


def test_only_what_an_order_fixed_is_transferred(store: Path, tmp_path: Path) -> None:
    asked(store, "batch", "object", "1", "C", "--reason", "x")
    assert len(bank_file(store, tmp_path / "a.csv").decode("gbk").splitlines()) == 3

    asked(store, "batch", "resolve", "1", "C", "--dismiss", "--document", "M")
    out = ("batch", "bank-file", "1", "--template", "transfer-csv", "--out", str(tmp_path / "b"))
    assert refused(store, *out, "--order", "另一号").startswith("nothing-ordered: ")
    assert len(bank_file(store, tmp_path / "c.csv").decode("gbk").splitlines()) == 3


def test_an_answer_pays_what_arrived_and_undoes_what_failed(store: Path) -> None:
    rows = [*ALL[:2], row(THIRD, "30.00", "失败", "户名不符")]

    rehearsed = answer(store, rows, "--dry-run")
    taken, again = answer(store, rows), answer(store, rows)
    batch = asked(store, "batch", "show", "1")

    assert (rehearsed.code, rehearsed.json["events_appended"]) == (0, 0)
    assert (taken.code, taken.json["paid_fen"], taken.json["failed_fen"]) == (0, 19_050, 3_000)
    assert (again.code, again.json["events_appended"]) == (0, 0)
    assert states(batch) == {"A1": "paid", "A2": "paid", "B": "paid", "C": "failed"}
    assert [line["failure"] for line in batch["lines"]][-1] == "户名不符"
    assert figures(store)["paid_fen"] == 19_050
    assert figures(store)["approved_unpaid_fen"] == 3_000
    assert asked(store, "reperform")["false_payments"] == []
    assert asked(store, "verify")["faults"] == []


@pytest.mark.parametrize(("first", "last", "paid"), [("20", "21", False), ("21", "22", True)])
def test_who_was_held_on_the_day_of_an_answer_is_not_in_it(
    first: str, last: str, paid: bool, store: Path
) -> None:
    held = ("--from", f"2022-11-{first}", "--to", f"2022-11-{last}", "--document", "冻1")
    asked(store, "hold", THIRD, *held, "--reason", "freeze")

    assert (answer(store, ALL[:2]).code == 0) != paid
    assert (answer(store, ALL).code == 0) == paid


def test_an_answer_without_the_columns_of_the_layout_says_which(store: Path) -> None:
    file = store.parent / "answer.csv"
    file.write_bytes("收款账号,金额,结果\r\n1,2,成功\r\n".encode("gbk"))
    of = ("batch", "results", "1", str(file), "--template", "transfer-csv", *RECEIPT)
    said = refused(store, *of)
    assert said.startswith("bank-results-unreadable: The bank's answer answer.csv lacks columns")
    assert "处理状态" in said
    file.write_bytes("收款账号,金额,处理状态\r\n".encode("gbk"))
    assert "has no line that says what became of a transfer" in refused(store, *of)


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (ALL[:2], [(None, "not-answered")]),
        ([*ALL, ALL[0]], [(5, "answered-twice")]),
        ([row(USCC, "120.51"), *ALL[1:]], [(2, "amount-differs")]),
        ([row(USCC, "x"), *ALL[1:]], [(2, "amount-differs")]),
        ([*ALL, f"{'9' * 12},1.00,成功,,"], [(5, "unmatched")]),
        ([*ALL, f"{NUMBERS[USCC]},1.00,成功,,BT9-1-{USCC}"], [(5, "unmatched")]),
        ([row(USCC, "120.50", text=REFERENCE[OTHER]), *ALL[1:]],
         [(2, "unmatched"), (3, "answered-twice"), (None, "not-answered")]),
        ([row(USCC, "120.50", "处理中"), *ALL[1:]], [(2, "word-unknown")]),
        ([row(USCC, "1"), row(OTHER, "2"), row(THIRD, "3")],
         [(2, "amount-differs"), (3, "amount-differs"), (4, "amount-differs")]),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_match_records_nothing_and_names_all(
    rows: list[str], problems: list[tuple[int | None, str]], store: Path
) -> None:
    before = asked(store, "history", "batch:1")

    taken = answer(store, rows)

    said = [(each["row"], each["code"]) for each in taken.json["problems"]]
    assert taken.code == 1
    assert set(problems) <= set(said)
    assert asked(store, "history", "batch:1") == before


def test_an_answer_without_references_is_matched_by_account_and_sum(store: Path) -> None:
    rows = [line.rpartition(",")[0] + "," for line in ALL]

    assert answer(store, rows).json["paid_fen"] == 22_050


def test_an_answer_may_be_a_workbook_with_a_title_and_a_total(store: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["批量转账结果"])
    book.active.append(["收款账号", "金额", "处理状态", "失败原因", "附言"])
    for uscc, amount in ((USCC, 120.5), (OTHER, 70), (THIRD, 30)):
        book.active.append([NUMBERS[uscc], amount, "交易成功", None, f"补助{REFERENCE[uscc]}"])
    book.active.append(["合计", 220.5])
    book.save(tmp_path / "a.xlsx")
    of = ("batch", "results", "1", str(tmp_path / "a.xlsx"), "--template", "transfer-csv", *RECEIPT)

    assert asked(store, *of)["paid_fen"] == 22_050


def test_the_text_layout_is_read_back_by_the_places_of_its_columns(
    store: Path, tmp_path: Path
) -> None:
    sent = bank_file(store, tmp_path / "p.txt", "payout-text").decode("gbk").splitlines()
    (tmp_path / "p.ret").write_bytes("".join(f"{line}|0000|\r\n" for line in sent).encode("gbk"))
    of = ("batch", "results", "1", str(tmp_path / "p.ret"), "--template", "payout-text", *RECEIPT)

    assert asked(store, *of)["paid_fen"] == 22_050
    assert set(states(asked(store, "batch", "show", "1")).values()) == {"paid"}


def test_what_is_set_off_whole_is_settled_with_the_answer(tmp_path: Path) -> None:
    made = tmp_path / "ledger.db"
    approved(made, case("OLD", "50"))
    money(made, "1000")
    paid(made, computed(made)["batch"], on="2022-11-19")
    asked(made, "revoke", "OLD", "--reason", "x", "--document", "F")
    approved(made, case("NEW", "40"), case("B", "70", OTHER))
    computed(made)
    asked(made, "batch", "publish", "2", *past("2022-11-01"))
    ordered = asked(made, "batch", "order", "2", *past("2022-11-19"), "--document", "N")
    assert ordered["orders"][0]["set_off_fen"] == 4_000
    file = tmp_path / "a.csv"
    lines = ["收款账号,金额,处理状态,失败原因,附言", f",70.00,成功,,BT2-1-{OTHER}", ""]
    file.write_bytes("\r\n".join(lines).encode("gbk"))
    of = ("batch", "results", "2", str(file), "--template", "transfer-csv", "--receipt", "R-2")

    asked(made, *of, *past("2022-11-20"), *CASHIER)

    assert states(asked(made, "batch", "show", "2")) == {"NEW": "paid", "B": "paid"}


@pytest.mark.parametrize(
    ("holder", "bank_no", "expected"),
    [
        ("甲,公司", "102333000018", "bank-file-text: “收款户名”"),
        ("甲😀公司", "102333000018", "bank-file-text: “收款户名”"),
        ("甲" * 61, "102333000018", "bank-file-text: “收款户名”"),
        ("=甲公司", "102333000018", "bank-file-text: “收款户名”"),
        ("甲公司", None, "bank-file-incomplete: “收款行联行号”"),
    ],
)
def test_what_a_banks_file_cannot_carry_is_refused(
    holder: str, bank_no: str | None, expected: str, tmp_path: Path
) -> None:
    made, out = tmp_path / "ledger.db", tmp_path / "out.csv"
    submit(made, [case("A", "10")])
    named = ("--account", NUMBERS[USCC], "--bank", "b", "--holder", holder)
    asked(made, "enterprise", "account", USCC, *named, *(("--bank-no", bank_no) if bank_no else ()))
    asked(made, "approve", "A", "--by", "officer")
    money(made, "100")
    computed(made)
    asked(made, "batch", "publish", "1", *past("2022-11-01"))
    asked(made, "batch", "order", "1", *past("2022-11-19"), "--document", "N")

    said = refused(made, "batch", "bank-file", "1", "--template", "transfer-csv", "--out", str(out))

    assert said.startswith(expected)
    assert not out.exists()
    assert asked(made, "history", "accounts") == []


def test_the_payment_list_has_a_line_a_payee_and_its_total_in_words(
    store: Path, tmp_path: Path
) -> None:
    out = tmp_path / "list.csv"

    asked(store, "paper", "payment-list", "1", "--out", out)

    text = out.read_text(encoding="utf-8-sig")
    (first,) = [line for line in text.splitlines() if "A1、A2" in line]
    for cell in ("120.50", "甲公司", "示例银行", "102333000018", NUMBERS[USCC], REFERENCE[USCC],
                 "乐财〔2022〕9号"):  # fmt: skip
        assert cell in first
    assert "实拨金额合计（大写）：贰佰贰拾元伍角整" in text
    assert asked(store, "paper", "check", out)["genuine"]


def test_the_payment_list_marks_what_changed_after_the_notice(store: Path, tmp_path: Path) -> None:
    changed = ("--account", "9" * 12, "--bank", "b", "--document", "D")
    asked(store, "enterprise", "account", OTHER, *changed, "--by", "clerk")
    asked(store, "enterprise", "account", THIRD, *changed, "--by", "clerk")
    asked(store, "enterprise", "confirm-account", OTHER, "--document", "K", "--by", "officer")
    asked(store, "enterprise", "rename", USCC, "--name", "新名公司", "--on", "2022-11-10")
    out = [tmp_path / "a.xlsx", tmp_path / "a.csv"]

    for each in out:
        asked(store, "paper", "payment-list", "1", "--out", each)
    asked(store, "enterprise", "erase", OTHER)

    text = out[1].read_text(encoding="utf-8-sig")
    lines = {line.split(",")[2]: line for line in text.splitlines() if line.count(",") > 9}
    assert "账户公示后变更，已复核" in lines[OTHER]
    assert "公示后更名" in lines[USCC]
    assert THIRD not in lines
    assert "账户变更待复核 1 笔" in text
    assert [asked(store, "paper", "check", each)["genuine"] for each in out] == [True, True]
