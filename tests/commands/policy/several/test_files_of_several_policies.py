"""Files of claims in a ledger of several policies: whose claims they are is never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.commands.policy.county import CITY, FAIRS, HEADERS, USCC
from tests.support.command import asked, subsidy

pytestmark = pytest.mark.sqlite


def table(path: Path, title: str, *row: object, above: str | None = None) -> Path:
    """A workbook of one claim for a fair, as an office makes it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(["申报表"])
    sheet.append(["单位：元", None, *(above or "").split("|")])
    sheet.append(list(HEADERS))
    sheet.append([*row[:1], "示例公司", USCC, *row[1:]])
    book.save(path)
    return path


def test_a_sheet_that_fits_several_policies_says_of_which_it_is(
    county: Path, tmp_path: Path
) -> None:
    row = ("S-1", "展会", "2022-05-01", 10_000, "2022-06-01")
    unnamed = table(tmp_path / "a.xlsx", "境外展会", *row)
    named = table(tmp_path / "b.xlsx", "境外展会", *row, above="适用政策：乐清镇级展会配套")
    by_sheet = table(tmp_path / "c.xlsx", f"境外展会@{FAIRS}", *row)
    another = table(tmp_path / "d.xlsx", "境外展会", *row, above=f"适用政策：{CITY}")
    unknown = table(tmp_path / "e.xlsx", "境外展会", *row, above="适用政策：某政策")
    title = "适用政策：乐清镇级展会配套"
    alike = table(tmp_path / "f.xlsx", "境外展会", *row, above=f"{title}（2025年）")
    torn = table(tmp_path / "g.xlsx", f"境外展会@{FAIRS}", *row, above=f"适用政策：{CITY}")
    both = table(tmp_path / "h.xlsx", "境外展会", *row, above=f"{title}（{FAIRS}）")
    apart = table(tmp_path / "i.xlsx", "境外展会", *row, above=f"适用政策：|{FAIRS}")
    trial = ("--dry-run", "--store", county)

    assert subsidy("backfill", unnamed, *trial).err.startswith("policy-not-named: a.xlsx 境外展会")
    assert subsidy("backfill", unknown, *trial).err.startswith("policy-unknown: e.xlsx")
    assert subsidy("backfill", alike, *trial).err.startswith("policy-unknown: f.xlsx")
    assert subsidy("backfill", torn, *trial).err.startswith("policy-conflicts: g.xlsx")
    assert subsidy("backfill", another, *trial).err.startswith("bad-header")
    refused = subsidy("backfill", named, "--policy", CITY, *trial)
    assert refused.err.startswith("policy-unknown: b.xlsx")
    files = ((named, ()), (both, ()), (apart, ()), (by_sheet, ()), (unnamed, ("--policy", FAIRS)))
    for file, words in files:
        ran = subsidy("backfill", file, *words, "--approve", *trial, "--json")
        assert (ran.json["accepted"], ran.json["granted_fen"]) == (1, 400_000), ran.err


def test_the_form_says_of_which_policy_each_sheet_is_and_is_read_back(
    county: Path, tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    asked(county, "template", "--out", form)
    book = load_workbook(form)
    sheet = book[f"境外展会@{FAIRS}"]
    assert sheet["C2"].value == f"适用政策：{FAIRS}"
    titles = [each.title for each in book]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 31
    for place, value in enumerate(("T-1", "示例公司", USCC, "展会", "2022-05-01", 10_000), start=1):
        sheet.cell(4, place).value = value
    sheet.cell(4, 9).value = "2022-06-01"
    for place in (7, 8):
        sheet.cell(4, place).value = None
    book.save(form)

    ran = subsidy("backfill", form, "--approve", "--dry-run", "--store", county, "--json")

    assert (ran.code, ran.json["accepted"], ran.json["granted_fen"]) == (0, 1, 400_000), ran.err
    names = asked(county, "template", "--out", form, "--force", "--policy", FAIRS)["sheets"]
    assert names == [f"境外展会@{FAIRS}"]


def test_rows_of_a_table_name_their_policy_in_a_column(county: Path, tmp_path: Path) -> None:
    file, rejects = tmp_path / "c.csv", tmp_path / "r.csv"
    head = "policy,claim_no,uscc,enterprise,kind,occurred_on,filed_on,exhibition,fee"
    rest = f"{USCC},示例公司,exhibition,2022-05-05,2022-06-01,展会,10000"
    file.write_text(f"{head}\n{FAIRS},R-1,{rest}\n,R-2,{rest}\n", encoding="utf-8")

    ran = subsidy(
        "backfill",
        file,
        "--dry-run",
        "--approve",
        "--rejects",
        rejects,
        "--store",
        county,
        "--json",
    )

    assert (ran.json["accepted"], ran.json["granted_fen"]) == (1, 400_000)
    assert [row["code"] for row in ran.json["rejects"]] == ["policy-not-named"]
    again = rejects.read_text(encoding="utf-8-sig").replace("\n,R-2", f"\n{FAIRS},R-2")
    rejects.write_text(again, encoding="utf-8")
    ran = subsidy("backfill", rejects, "--dry-run", "--approve", "--store", county, "--json")
    assert (ran.code, ran.json["accepted"]) == (0, 1)


def test_cells_of_a_table_are_read_as_the_kind_of_their_policy_has_them(
    county: Path, tmp_path: Path
) -> None:
    file = tmp_path / "c.csv"
    head = "policy,claim_no,uscc,enterprise,kind,occurred_on,filed_on,exhibition,country,key"
    rest = f"{USCC},示例公司,exhibition,2022-05-05,2022-06-01,展会"
    rows = [
        f"{head},booth_fees,fee",
        f'{CITY},R-1,{rest},德国,是,"20,000.00；20000",',
        f'{FAIRS},R-2,{rest},,,,"10,000.00"',
    ]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    trial = ("--dry-run", "--approve", "--store", county, "--json")

    ran = subsidy("backfill", file, *trial)
    assert (ran.json["accepted"], ran.json["granted_fen"]) == (2, 2_800_000 + 400_000), ran.out

    only = [line.partition(",")[2] for line in rows[:2]]
    file.write_text("\n".join(only) + "\n", encoding="utf-8")
    ran = subsidy("backfill", file, "--policy", CITY, *trial)
    assert (ran.json["accepted"], ran.json["granted_fen"]) == (1, 2_800_000), ran.out
