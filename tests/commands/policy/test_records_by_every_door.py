"""A year's figures of an enterprise come in by every door, of whichever policy and record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.commands.policy.county import AWARDS, SHIPPED, USCC
from tests.commands.policy.plants import CLAIM, FIGURES, HEADERS, LINE, RECORDED, policy_file
from tests.commands.policy.several.test_other_policies import WUDI
from tests.support.command import asked, subsidy
from tests.support.few_claims import write_lines

pytestmark = pytest.mark.sqlite


@pytest.fixture
def store(tmp_path: Path) -> Path:
    made = tmp_path / "ledger.db"
    ran = subsidy("store", "prepare", "--policy", policy_file(tmp_path), "--store", made)
    assert ran.code == 0, ran.err
    return made


def book(
    path: Path, *rows: tuple[object, ...], unit: str = "单位：元", name: str = "企业年报"
) -> Path:
    """A workbook with a sheet of claims before that of the record."""
    made = Workbook()
    claims, sheet = made.active, made.create_sheet(name)
    claims.title = "工厂"
    for line in (
        ["申报表"],
        ["单位：元"],
        ["申报编号", "企业名称", "统一社会信用代码", "面积", "开工日期", "申报日期"],
        ["P-1", "示例公司", USCC, "100", "2023-05-01", "2023-06-01"],
    ):
        claims.append(line)
    for row in (["企业年报"], [unit], list(HEADERS), *map(list, rows)):
        sheet.append(row)
    made.save(path)
    return path


def recorded(store: Path) -> list[dict[str, Any]]:
    every = asked(store, "history", USCC)
    return [each for each in every if each["type"] == "amounts-recorded"]


def test_a_sheet_of_a_record_is_read_before_the_claims_that_ask_about_it(
    store: Path, tmp_path: Path
) -> None:
    path = book(tmp_path / "a.xlsx", (USCC, 2023, 200_000, 0, 12, 2.25))

    answered = asked(store, "backfill", path, "--approve")

    assert (answered["exports"], answered["lines"], answered["granted_fen"]) == (1, 1, 2_000_000)
    assert [each["amounts"] for each in recorded(store)] == [RECORDED]
    again = asked(store, "backfill", path, "--approve")
    assert (again["exports"], again["events_appended"]) == (1, 0)
    assert asked(store, "reperform")["disagreements"] == []


def test_lines_csv_and_the_command_record_the_same_as_the_sheet(
    store: Path, tmp_path: Path
) -> None:
    lines = write_lines(tmp_path / "a.jsonl", [LINE])
    csv = tmp_path / "a.csv"
    csv.write_text(
        f"record,uscc,year,taxes,sold_usd,headcount,energy\nfirm,{USCC},2023,200000.00,0,12,2.25\n",
        encoding="utf-8",
    )
    said = [f"{name}={figure}" for name, figure in FIGURES.items()]

    assert asked(store, "backfill", lines)["events_appended"] == 1
    for words in (
        ("backfill", book(tmp_path / "a.xlsx", (USCC, 2023, "200,000", 0, "12", "2.25"))),
        ("backfill", csv),
    ):
        assert len(asked(store, *words)["rejects"]) == 0
    same = asked(store, "record", "firm", USCC, "2023", *said)

    assert same == {"uscc": USCC, "record": "firm", "year": 2023, "events_appended": 0}
    assert [each["amounts"] for each in recorded(store)] == [RECORDED]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"headcount": 12.5}, "headcount", "bad-value"),
        ({"headcount": "12"}, "headcount", "bad-value"),
        ({"headcount": -1}, "headcount", "bad-value"),
        ({"energy": 2.25}, "energy", "bad-value"),
        ({"energy": "2,25"}, "energy", "bad-value"),
        ({"taxes": "0"}, "taxes", "bad-amount"),
        ({"taxes": 5}, "taxes", "bad-amount"),
        ({"uscc": "913"}, "uscc", "bad-uscc"),
        ({"year": "2023"}, "year", "bad-value"),
        ({"record": "firms"}, "record", "unknown-kind"),
        ({"turnover": "1"}, "turnover", "unknown-key"),
        ({"policy": "others"}, "policy", "policy-unknown"),
    ],
)
def test_a_figure_that_is_not_one_of_its_type_is_sent_back_by_its_name(
    changes: dict[str, object], column: str, code: str, store: Path, tmp_path: Path
) -> None:
    lines = write_lines(tmp_path / "a.jsonl", [LINE | changes])

    ran = subsidy("backfill", lines, "--store", store, "--json")

    assert ran.code == 1
    assert [(each["column"], each["code"]) for each in ran.json["rejects"]] == [(column, code)]
    assert recorded(store) == []


def test_cells_of_a_record_are_checked_like_those_of_claims(store: Path, tmp_path: Path) -> None:
    good = (USCC, 2023, 200_000, 0, 12, 2.25)
    path = book(
        tmp_path / "a.xlsx",
        good,
        (USCC, 2023, 300_000, 0, 12, 2.25),
        (USCC, "2021-2022", 200_000, 0, 12, 2.25),
        (USCC, 2024, 20, 0, 12, 2.25),
        (USCC, 2025, 200_000_000, 0, 12, 2.25),
        (USCC, 2026, 200_000, "5万欧元", "十二", None),
    )

    rejects = tmp_path / "rejects.xlsx"
    ran = subsidy("backfill", path, "--store", store, "--json", "--rejects", rejects)

    said = [(each["row"], each["column"], each["code"]) for each in ran.json["rejects"]]
    assert said == [
        (5, "年份", "firm-twice"),
        (6, "年份", "bad-value"),
        (7, "纳税额", "suspect-unit"),
        (8, "纳税额", "suspect-unit"),
        (9, "出口额（美元）", "bad-currency"),
    ]
    faults = [(each["column"], each["code"]) for each in ran.json["rejects"][-1]["faults"]]
    assert faults[1:] == [("职工人数", "bad-value"), ("用电量", "missing-field")]
    assert (ran.json["exports"], ran.json["lines"], ran.json["rejected"]) == (1, 1, 0)
    returned = load_workbook(rejects)["企业年报"]
    assert [cell.value for cell in returned[3]][: len(HEADERS)] == list(HEADERS)
    corrected = subsidy("backfill", rejects, "--store", store, "--json", "--accept-large")
    assert "年份" in {each["column"] for each in corrected.json["rejects"]}


def test_figures_that_a_file_says_twice_or_that_were_replaced_are_reported(
    store: Path, tmp_path: Path
) -> None:
    other = LINE | {"taxes": "300000.00"}
    twice = asked(store, "backfill", write_lines(tmp_path / "a.jsonl", [LINE, other]))
    earlier = asked(store, "backfill", write_lines(tmp_path / "b.jsonl", [LINE]))

    assert [each["code"] for each in twice["notices"]] == ["firm-twice"]
    (said,) = earlier["notices"]
    assert (said["code"], said["column"]) == ("firm-not-taken", "year")
    for words in (
        "企业情况",
        "纳税额 300,000.00",
        "出口额 0.00 美元",
        "职工人数 12",
        "用电量 2.25",
    ):
        assert words in said["message"]


def test_the_form_has_a_sheet_for_each_record_and_is_read_back(store: Path, tmp_path: Path) -> None:
    form, alone = tmp_path / "form.xlsx", tmp_path / "alone.xlsx"
    made = asked(store, "template", "--out", form)["sheets"]
    assert made == ["工厂", "企业年报"]
    assert asked(store, "template", "--out", alone, "--kind", "firm")["sheets"] == ["企业年报"]

    filled = load_workbook(alone)
    sheet = filled["企业年报"]
    assert (sheet["A2"].value, [cell.value for cell in sheet[3]][:6]) == ("单位：元", [*HEADERS])
    for place, value in enumerate((USCC, 2023, 200_000, 1_000, 12, "2.25"), start=1):
        sheet.cell(4, place).value = value
    filled.save(alone)

    assert asked(store, "backfill", form)["events_appended"] == 0
    assert asked(store, "backfill", alone)["events_appended"] == 1


def test_a_need_of_a_count_or_a_quantity_of_the_year_decides(store: Path, tmp_path: Path) -> None:
    for number, (headcount, energy) in enumerate([(9, "1"), (10, "2.5"), (10, "2.499999")]):
        figures = LINE | {"headcount": headcount, "energy": energy, "year": 2022 + number}
        claim = CLAIM | {
            "claim_no": f"P-{number}",
            "occurred_on": f"{2022 + number}-05-01",
            "filed_on": "2025-01-01",
        }
        asked(store, "backfill", write_lines(tmp_path / "a.jsonl", [figures, claim]), "--approve")

    decided = [(each["reason"], each["granted_fen"]) for each in asked(store, "claims")]
    assert decided == [("not-eligible", 0), ("not-eligible", 0), (None, 2_000_000)]


def test_the_command_says_which_figure_is_not_one(store: Path) -> None:
    def said(*figures: str) -> Any:
        return subsidy("record", "firm", USCC, "2023", *figures, "--store", store)

    good = ("taxes=1", "sold_usd=0", "headcount=1", "energy=1")
    assert "headcount" in said(*good[:2], "headcount=1.5", "energy=1").err
    assert "energy" in said(*good[:3], "energy=x").err
    assert said(*good[:3]).err.startswith("record-differs")
    assert said("taxes").code == 2
    assert said(*good).code == 0


def test_a_sheet_that_two_policies_have_is_of_the_one_whose_columns_it_has(tmp_path: Path) -> None:
    store, sheets = tmp_path / "two.db", {}
    for each in (SHIPPED, WUDI):
        ran = (
            subsidy("policy", "publish", each, "--store", store)
            if store.exists()
            else subsidy("store", "prepare", "--policy", each, "--store", store)
        )
        assert ran.code == 0, ran.err
    for name, unit, headers, figures in (
        ("of-usd", "单位：美元", ["对美出口额", "对RCEP成员国出口额"], [1_000, 2_000]),
        ("of-yuan", "单位：元", ["进出口总额"], [5_000]),
    ):
        made = Workbook()
        made.active.title = "进出口额"
        heads = ["统一社会信用代码", "年度", *headers]
        for row in ([""], [unit], heads, [USCC, 2023, *figures]):
            made.active.append(row)
        sheets[name] = tmp_path / f"{name}.xlsx"
        made.save(sheets[name])

    for path in sheets.values():
        assert asked(store, "backfill", path)["events_appended"] == 1
    assert [each["record"] for each in recorded(store)] == ["exports", f"{AWARDS}/trade"]
    named = asked(store, "template", "--out", tmp_path / "form.xlsx")["sheets"]
    assert [name for name in named if name.startswith("进出口额")] == [
        "进出口额@yueqing-foreign-trade",
        f"进出口额@{AWARDS}",
    ]
    line = {"record": "trade", "policy": AWARDS, "uscc": USCC, "year": 2022, "total": "1"}
    assert asked(store, "backfill", write_lines(tmp_path / "a.jsonl", [line]))["exports"] == 1


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('{ is = "count", zh = "职工人数"', '{ is = "text", zh = "职工人数"', "headcount"),
        ('sheet = "企业年报"', 'sheet = "工厂"', "records.firm.sheet"),
        ('zh = "纳税额"', 'zh = "年份"', "records.firm.facts.taxes.zh"),
        ("facts.energy", "facts.uscc", "records.firm.facts.uscc"),
    ],
)
def test_a_record_that_could_not_be_read_is_refused_with_its_file(
    old: str, new: str, where: str, tmp_path: Path
) -> None:
    path = policy_file(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    text = (
        text.replace('field = "energy", below', 'field = "headcount", below')
        if "uscc" in new
        else text
    )
    path.write_text(text.replace(old, new), encoding="utf-8")

    ran = subsidy("policy", "try", path, "--lang", "en")

    assert ran.code == 1
    assert where in ran.err


def test_the_old_spelling_of_the_command_records_and_answers_the_same(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    subsidy("store", "prepare", "--policy", SHIPPED, "--store", store)

    first = asked(store, "exports", USCC, "2023", "--us-usd", "1.5", "--rcep-usd", "0")
    again = asked(store, "record", "exports", USCC, "2023", "us_usd=1.50", "rcep_usd=0")

    said = {"uscc": USCC, "year": 2023, "us_usd": "1.50", "rcep_usd": "0.00"}
    assert first == {**said, "events_appended": 1}
    assert again["events_appended"] == 0
    amounts = {"us_usd_cents": 150, "rcep_usd_cents": 0}
    assert [(each["record"], each["amounts"]) for each in recorded(store)] == [("exports", amounts)]
