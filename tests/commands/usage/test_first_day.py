"""A clerk's first day, as the manual tells it: form, filled, imported, corrected, in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scripts.cli.nouns import verbs
from tests.adapters.intake.files import uscc
from tests.adapters.intake.office import SOFFICE, saved_again
from tests.architecture.test_docs import MANUALS, ROOT
from tests.commands.sample.test_manuals import typed
from tests.support.command import asked, subsidy

FIRM = {"企业名称": "乐清市长城电气有限公司", "统一社会信用代码": uscc(1)}
FILED = {"申报日期": "2022-10-08"}
CLAIMS: dict[str, list[dict[str, object]]] = {
    "境外商标": [
        FIRM | FILED | {
            "申报编号": "000001", "注册号": "00778", "注册国家（地区）": "美国",
            "注册日期": "2022-03-07", "注册费": 3000, "自营出口业绩": "有",
        },
        FIRM | FILED | {
            "申报编号": "000002", "注册号": "12345678901234567890", "注册国家（地区）": "火星",
            "注册日期": "2022-03-08", "注册费": 4000.5, "自营出口业绩": "有",
        },
    ],
}  # fmt: skip


def fill(path: Path, claims: dict[str, list[dict[str, object]]]) -> None:
    book = load_workbook(path)
    for name, rows in claims.items():
        headers = [cell.value for cell in book[name][3]]
        for number, row in enumerate(rows, 5):
            for header, value in row.items():
                book[name].cell(number, headers.index(header) + 1).value = value
    book.save(path)


def correct(path: Path, column: str, value: object) -> None:
    book = load_workbook(path)
    (made,) = book.worksheets
    headers = [cell.value for cell in made[3]]
    made.cell(4, headers.index(column) + 1).value = value
    book.save(path)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_clerks_first_day(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ledger = tmp_path / "ledger.db"
    by_clerk = ("--by", "clerk", "--store", ledger)

    written = subsidy("template", "--out", "申报表.xlsx", "--kind", "境外商标")
    assert (written.code, written.err) == (0, "")
    fill(Path("申报表.xlsx"), CLAIMS)

    first = subsidy("backfill", "申报表.xlsx", "--rejects", "退回.xlsx", *by_clerk, "--json")
    assert [bad["code"] for bad in first.json["rejects"]] == ["unknown-country"]
    assert (first.code, first.json["accepted"], first.json["unread"]) == (1, 1, [])
    assert "example-row" in [notice["code"] for notice in first.json["notices"]]

    correct(Path("退回.xlsx"), "注册国家（地区）", "德国")
    back = Path("退回.xlsx")
    if SOFFICE is not None:
        back = saved_again(back, tmp_path / "saved", form)
    second = asked(ledger, "backfill", back, "--rejects", "再退回.xlsx", "--by", "clerk")
    assert (second["accepted"], second["rejects"], second["unread"]) == (1, [], [])

    asked(ledger, "approve", "--pending", "--by", "officer")
    claims = asked(ledger, "claims")
    assert [claim["claim_no"] for claim in claims] == ["000001", "000002"]
    (submitted, *_) = asked(ledger, "history", "000002")
    assert submitted["facts"]["registration_no"] == "12345678901234567890"


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_first_page_alone_leads_a_clerk_from_the_form_to_decisions(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / page).read_text(encoding="utf-8")
    place = re.search(r"export SUBSIDY_STORE=(\S+)", text)
    assert place is not None
    monkeypatch.setenv("SUBSIDY_STORE", place[1])
    form, first, again, approve, claims = typed(ROOT / page)[1:6]
    named = first[first.index("--rejects") + 1]

    assert subsidy(*form).code == 0
    fill(Path(form[-1]), CLAIMS)
    assert first[1] == form[-1]
    assert subsidy(*first).code == 1
    correct(Path(named), "注册国家（地区）", "德国")
    assert again[1] == named
    assert subsidy(*again).code == 0
    assert subsidy(*approve).code == 0
    assert subsidy(*claims).code == 0

    assert load_workbook(claims[-1]).worksheets[1].cell(2, 1).value == "000001"


@pytest.mark.parametrize("page", ["bureau.md", "bureau.zh.md"])
def test_the_manual_tells_it_in_this_order(page: str) -> None:
    words = [command[:2] for command in typed(MANUALS / page)]
    order = [each[0] for each in words if each[0] in ("template", "backfill", "approve")]

    assert order[:4] == ["template", "backfill", "backfill", "approve"]
    assert "template" in verbs()


def test_a_kind_that_is_none_names_those_there_are(tmp_path: Path) -> None:
    ran = subsidy("template", "--out", tmp_path / "a.xlsx", "--kind", "unheard")

    assert ran.code == 2
    assert "境外展会" in ran.err
    assert not (tmp_path / "a.xlsx").exists()


def test_a_filled_form_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert subsidy("template", "--out", path).code == 0
    assert subsidy("template", "--out", path).code == 0
    fill(path, CLAIMS)

    ran = subsidy("template", "--out", path)

    assert (ran.code, ran.err.split(":")[0]) == (1, "output-of-another-kind")
