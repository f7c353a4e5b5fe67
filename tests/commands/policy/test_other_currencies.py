"""A ledger in euros or Hong Kong dollars: its sheets, its units, and what is said of its sums."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.commands.policy.county import SHIPPED, USCC
from tests.commands.policy.plants import CLAIM, HEADERS, LINE, POLICY
from tests.support.command import asked, subsidy
from tests.support.few_claims import write_lines

pytestmark = pytest.mark.sqlite

EXAMPLES = SHIPPED.parent / "examples"
FAIR = ("申报编号", "企业名称", "统一社会信用代码", "展会名称", "展会结束日期", "展位租金及搭建费")
REST = ("职工人数", "企业成立年数", "申报日期")


def ledger(folder: Path, currency: str = "EUR") -> Path:
    """A ledger of the German fund for fairs, in this currency."""
    text = (EXAMPLES / "de-young-innovators.toml").read_text(encoding="utf-8")
    policy, store = folder / "fairs.toml", folder / f"{currency}.db"
    text = text.replace("Euro", "euro").replace('currency = "EUR"', f'currency = "{currency}"')
    if currency != "EUR":
        text = text.replace(" euro", f" {currency}")
    policy.write_text(text, encoding="utf-8")
    ran = subsidy("store", "prepare", "--policy", policy, "--store", store)
    assert ran.code == 0, ran.err
    return store


def book(path: Path, unit: str, cost: object = 10_000, header: str = FAIR[-1]) -> Path:
    made = Workbook()
    sheet = made.active
    sheet.title = "参展"
    sheet.append(["申报表"])
    sheet.append([unit])
    sheet.append([*FAIR[:-1], header, *REST])
    sheet.append(["E-1", "示例公司", USCC, "IFA", "2023-05-01", cost, 10, 3, "2023-06-01"])
    made.save(path)
    return path


@pytest.mark.parametrize(
    ("unit", "cost", "header", "granted_fen"),
    [
        ("单位：欧元", 10_000, FAIR[-1], 600_000),
        ("单位：万欧元", 1, FAIR[-1], 600_000),
        ("单位：千欧元", 10, FAIR[-1], 600_000),
        ("Unit: EUR", 10_000, FAIR[-1], 600_000),
        ("单位：EUR", 10_000, FAIR[-1], 600_000),
        ("", 10_000, f"{FAIR[-1]}（欧元）", 600_000),
        ("单位：欧元", "€10,000", FAIR[-1], 600_000),
        ("单位：欧元", "1万欧元", FAIR[-1], "bad-unit"),
        ("单位：欧元", "10000元", FAIR[-1], "bad-currency"),
        ("单位：欧元", "10000美元", FAIR[-1], "bad-currency"),
    ],
)
def test_amounts_are_of_the_policys_currency(
    unit: str, cost: object, header: str, granted_fen: object, tmp_path: Path
) -> None:
    path = book(tmp_path / "a.xlsx", unit, cost, header)

    ran = subsidy("backfill", path, "--approve", "--store", ledger(tmp_path), "--json")

    assert ran.json["granted_fen"] == granted_fen or [
        each["code"] for each in ran.json["rejects"]
    ] == [granted_fen], ran.err


@pytest.mark.parametrize(
    ("unit", "header"),
    [
        ("单位：元", FAIR[-1]),
        ("单位：万元", FAIR[-1]),
        ("单位：人民币元", FAIR[-1]),
        ("单位：美元", FAIR[-1]),
        ("单位：港元", FAIR[-1]),
        ("Unit: RMB", FAIR[-1]),
        ("单位：欧元", f"{FAIR[-1]}（元）"),
        ("单位：欧元", f"{FAIR[-1]}（美元）"),
        ("", FAIR[-1]),
    ],
)
def test_a_unit_of_another_currency_or_none_is_sent_back(
    unit: str, header: str, tmp_path: Path
) -> None:
    path = book(tmp_path / "a.xlsx", unit, header=header)

    ran = subsidy("backfill", path, "--store", ledger(tmp_path))

    assert (ran.code, ran.err.partition(":")[0]) == (1, "bad-header"), ran.err


def test_euros_over_a_sheet_of_yuan_are_sent_back(tmp_path: Path) -> None:
    store, policy = tmp_path / "ledger.db", tmp_path / "plants.toml"
    policy.write_text(POLICY, encoding="utf-8")
    subsidy("store", "prepare", "--policy", policy, "--store", store)
    for unit in ("单位：欧元", "单位：万欧元", "Unit: EUR", "单位：港元"):
        made = Workbook()
        made.active.title = "企业年报"
        for row in ([""], [unit], list(HEADERS), [USCC, 2023, 200_000, 0, 12, 1]):
            made.active.append(row)
        made.save(tmp_path / "a.xlsx")

        ran = subsidy("backfill", tmp_path / "a.xlsx", "--store", store)

        assert ran.err.startswith("bad-header"), (unit, ran.err)


def test_a_ledger_in_hong_kong_dollars_reads_its_own_unit_and_asks_for_it(tmp_path: Path) -> None:
    store = ledger(tmp_path, "HKD")
    good = book(tmp_path / "a.xlsx", "单位：万港元", 1)

    assert asked(store, "backfill", good, "--approve")["granted_fen"] == 600_000
    unnamed = subsidy("backfill", book(tmp_path / "b.xlsx", ""), "--store", store)
    assert "单位：港元" in unnamed.err
    assert "单位：元" not in unnamed.err


def test_what_is_said_of_sums_names_the_ledgers_currency(tmp_path: Path) -> None:
    store = ledger(tmp_path)
    path = book(tmp_path / "a.xlsx", "单位：欧元")

    filled = subsidy("backfill", path, "--approve", "--store", store).out
    explained = subsidy("explain", "E-1", "--store", store)
    english = subsidy("explain", "E-1", "--store", store, "--lang", "en").out

    assert "欧元" in filled
    assert "6,000.00 欧元" in explained.out
    assert "granted 6,000.00 euros" in english
    for text in (filled, explained.out):
        assert "元" not in text.replace("欧元", "")
    claims = subsidy("claims", "--store", store).out + subsidy("totals", "--store", store).out
    assert "元" not in claims.replace("欧元", "")


def test_the_form_of_a_policy_in_euros_says_so_and_is_read_back(tmp_path: Path) -> None:
    store, form = ledger(tmp_path), tmp_path / "form.xlsx"
    asked(store, "template", "--out", form)
    filled = load_workbook(form)
    sheet = filled["参展"]
    notes = [cell.comment.text for cell in sheet[3] if cell.comment is not None]
    headers = {cell.value: cell.column for cell in sheet[3]}
    row = ["E-1", "示例公司", USCC, "IFA", "2023-05-01", 10_000, 10, 3, "2023-06-01"]
    for header, value in zip((*FAIR, *REST), row, strict=True):
        sheet.cell(4, headers[header]).value = value
    filled.save(form)

    assert sheet["A2"].value == "单位：欧元"
    assert any("欧元" in note for note in notes)
    assert all("元" not in note.replace("欧元", "") for note in notes)
    assert asked(store, "backfill", form, "--approve")["granted_fen"] == 600_000


def test_csv_under_key_names_is_of_single_euros_and_says_no_other(tmp_path: Path) -> None:
    keys = "claim_no,uscc,enterprise,kind,occurred_on,filed_on,fair,costs,staff,age_years"
    cells = f"E-1,{USCC},示例公司,fair,2023-05-01,2023-06-01,IFA,10000,10,3"
    store, path = ledger(tmp_path), tmp_path / "a.csv"
    for above, code in (("单位：元\n", 1), ("单位：万欧元\n", 1), ("单位：欧元\n", 0), ("", 0)):
        path.write_text(f"{above}{keys}\n{cells}\n", encoding="utf-8")

        assert subsidy("backfill", path, "--store", store).code == code, above


def test_amounts_of_a_record_in_another_currency_keep_it(tmp_path: Path) -> None:
    """The plants' policy in euros: taxes are euros, what is sold stays dollars."""
    store, policy = tmp_path / "ledger.db", tmp_path / "plants.toml"
    policy.write_text(POLICY.replace('"CNY"', '"EUR"'), encoding="utf-8")
    subsidy("store", "prepare", "--policy", policy, "--store", store)
    made = Workbook()
    made.active.title = "企业年报"
    for row in ([""], ["单位：欧元"], list(HEADERS), [USCC, 2023, "20万欧元", "500美元", 12, 2]):
        made.active.append(row)
    made.save(tmp_path / "a.xlsx")
    sent_back = subsidy("backfill", tmp_path / "a.xlsx", "--store", store, "--json").json["rejects"]
    assert [(each["column"], each["code"]) for each in sent_back] == [("纳税额", "bad-unit")]

    asked(store, "backfill", write_lines(tmp_path / "a.jsonl", [LINE, CLAIM]), "--approve")
    said = subsidy("history", USCC, "--store", store).out
    assert "纳税额 200,000.00" in said
    assert "出口额 0.00 美元" in said
    assert asked(store, "claims")[0]["granted_fen"] == 2_000_000
