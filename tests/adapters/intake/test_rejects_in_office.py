"""What a person sees of a rejects file, and what an office program leaves of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from adapters.intake.items import AcceptedRow
from domain.commands.enterprise import SubmitClaim
from tests.adapters.intake.files import jsonl, line, row_of, sheet, uscc, workbook
from tests.adapters.intake.office import needs_office, saved_again
from tests.adapters.intake.returning import correct, rejected, returned, rows, verdicts
from tests.domain.facts import Certification

FAULTY = "FFFFC7CE"
KEPT = {  # what identifies, as it is typed
    "申报编号": "000123",
    "证书编号": "12345678901234567890",
    "发票号码": "08476881",
}


def headers_of(made: Any) -> list[str]:
    return [cell.value for cell in made[3]]


def cell_of(made: Any, column: str, row: int = 4) -> Any:
    return made.cell(row, headers_of(made).index(column) + 1)


def made_of(path: Path, *changed: dict[str, object], name: str = "产品认证") -> Any:
    source = workbook(path.with_name("a.xlsx"), name, *(row_of(name, **row) for row in changed))
    return load_workbook(returned(path, rejected(source)))[name]


def test_the_faulty_cell_is_coloured_and_says_why(tmp_path: Path) -> None:
    made = made_of(tmp_path / "r.xlsx", {"认证检测费": "约5万"})

    at_fault = cell_of(made, "认证检测费")
    assert at_fault.comment.text.strip() == "请改正 bad-amount"
    coloured = [cell.coordinate for cell in made[4] if cell.fill.fgColor.rgb == FAULTY]
    assert coloured == [at_fault.coordinate]


def test_an_empty_cell_at_fault_is_coloured_too(tmp_path: Path) -> None:
    made = made_of(tmp_path / "r.xlsx", {"企业名称": None})

    assert cell_of(made, "企业名称").value is None
    assert cell_of(made, "企业名称").comment is not None


def test_the_reasons_stand_in_a_wrapped_column_and_the_header_stays_in_sight(
    tmp_path: Path,
) -> None:
    made = made_of(tmp_path / "r.xlsx", {"认证检测费": "x"})

    assert cell_of(made, "退回原因").alignment.wrap_text is True
    assert made.freeze_panes == "A4"


def test_columns_are_as_wide_as_their_texts(tmp_path: Path) -> None:
    long = "乐清市非常之长名称电气设备有限公司"
    made = made_of(tmp_path / "r.xlsx", {"认证检测费": "x", "企业名称": long})

    letter = cell_of(made, "企业名称").column_letter
    assert made.column_dimensions[letter].width > 2 * len(long)


def test_it_prints_on_a4_landscape_each_firm_on_pages_of_its_own(tmp_path: Path) -> None:
    firms = [uscc(1), uscc(1), uscc(2), uscc(3), uscc(3)]
    made = made_of(
        tmp_path / "r.xlsx",
        *({"认证检测费": "x", "统一社会信用代码": firm} for firm in firms),
    )

    assert (made.page_setup.orientation, made.page_setup.paperSize) == ("landscape", 9)
    assert (made.page_setup.fitToWidth, int(made.page_setup.fitToHeight)) in ((1, 0), (None, 0))
    assert made.sheet_properties.pageSetUpPr.fitToPage is True
    assert made.print_title_rows == "$1:$3"
    assert [each.id for each in made.row_breaks.brk] == [5, 6]


def test_days_are_days_and_what_hides_a_time_shows_it(tmp_path: Path) -> None:
    made = made_of(
        tmp_path / "r.xlsx",
        {"认证检测费": "x", "发证日期": 44821, "申报日期": datetime(2023, 3, 1)},  # noqa: DTZ001
        {"发证日期": datetime(2022, 9, 17, 14, 30)},  # noqa: DTZ001
    )

    assert cell_of(made, "发证日期").value == datetime(2022, 9, 17)  # noqa: DTZ001
    assert cell_of(made, "申报日期").is_date
    assert cell_of(made, "发证日期", 5).number_format == "yyyy-mm-dd hh:mm:ss"


def test_a_days_number_of_a_workbook_of_1904_stays_its_day(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    book.epoch = CALENDAR_MAC_1904
    sheet(book, "产品认证", [row_of("产品认证", 认证检测费="x", 发证日期=43359)])
    book.save(tmp_path / "a.xlsx")

    path = returned(tmp_path / "r.xlsx", rejected(tmp_path / "a.xlsx"))
    correct(path, "产品认证", "认证检测费", 8000)

    assert claims(path)[0].occurred_on.isoformat() == "2022-09-17"


def test_days_of_lines_are_days_in_a_workbook(tmp_path: Path) -> None:
    bad = rejected(jsonl(tmp_path / "a.jsonl", line(facts={"fee": "x"})))
    made = load_workbook(returned(tmp_path / "r.xlsx", bad))["退回行"]

    assert cell_of(made, "occurred_on").value == datetime(2022, 3, 7)  # noqa: DTZ001
    assert cell_of(made, "fee").comment is not None
    assert verdicts(rejected(tmp_path / "r.xlsx")) == verdicts(bad)


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx"])
def test_zeros_and_long_numbers_of_lines_are_quoted(name: str, tmp_path: Path) -> None:
    facts = {"certificate_no": "00123", "fee": "x"}
    bad = rejected(jsonl(tmp_path / "a.jsonl", line("certification", claim_no="007", facts=facts)))

    path = returned(tmp_path / name, bad)

    (again,) = rejected(path)
    assert (again.claim_no, again.code, again.column) == ("007", "bad-amount", "facts.fee")
    if name == "r.csv":
        assert "'007," in path.read_text(encoding="utf-8-sig")
        assert "'00123" in path.read_text(encoding="utf-8-sig")


def claims(path: Path) -> list[SubmitClaim]:
    entered = [row for row in rows(path) if isinstance(row, AcceptedRow)]
    assert len(entered) == len(rows(path)), rows(path)
    return [row.command for row in entered if isinstance(row.command, SubmitClaim)]


@needs_office
@pytest.mark.parametrize("ways", [("xlsx",), ("csv", "csv", "xlsx")])
def test_what_an_office_program_saves_goes_back_in(ways: tuple[str, ...], tmp_path: Path) -> None:
    day = datetime(2022, 9, 17)  # noqa: DTZ001 - of a cell
    row = row_of("产品认证", 企业名称=None, 认证检测费=66880.9, 发证日期=day, **KEPT)
    path = returned(tmp_path / "r.xlsx", rejected(workbook(tmp_path / "a.xlsx", "产品认证", row)))
    saved = path
    for number, form in enumerate(ways):
        saved = saved_again(saved, tmp_path / str(number), form)
    assert [bad.code for bad in rejected(saved)] == ["missing-field"]

    correct(path, "产品认证", "企业名称", "某企业")
    for number, form in enumerate(ways):
        path = saved_again(path, tmp_path / f"again{number}", form)

    (claim,) = claims(path)
    assert (claim.claim_no, claim.invoices) == ("000123", ("08476881",))
    assert claim.occurred_on.isoformat() == "2022-09-17"
    assert claim.facts == Certification(
        certificate_no="12345678901234567890", country="KR", fee_fen=6_688_090, self_export=True
    )


@needs_office
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_returned_lines_that_an_office_program_saves_go_back_in(form: str, tmp_path: Path) -> None:
    facts = {"certificate_no": "12345678901234567890", "fee": "x"}
    made = jsonl(tmp_path / "a.jsonl", line("certification", claim_no="007", facts=facts))
    bad = rejected(made)
    path = returned(tmp_path / "r.xlsx", bad)
    assert verdicts(rejected(saved_again(path, tmp_path / "alike", form))) == verdicts(bad)

    correct(path, "退回行", "fee", "8000.50")

    (claim,) = claims(saved_again(path, tmp_path / "saved", form))
    assert (claim.claim_no, claim.occurred_on.isoformat()) == ("007", "2022-03-07")
    assert claim.facts == Certification(
        certificate_no="12345678901234567890", country="KR", fee_fen=800_050, self_export=True
    )


@needs_office
def test_each_firm_is_printed_on_a_page_of_its_own(tmp_path: Path) -> None:
    changed = [
        row_of("产品认证", 认证检测费="x", 统一社会信用代码=uscc(number // 2))
        for number in range(6)
    ]
    source = workbook(tmp_path / "a.xlsx", "产品认证", *changed)

    printed = saved_again(
        returned(tmp_path / "r.xlsx", rejected(source)), tmp_path / "printed", "pdf"
    )

    assert printed.read_bytes().count(b"/Type/Page/") == 3
