"""CSV as office programs save it: separators, code pages, a unit line above a Chinese header."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.intake.forms import forms
from tests.adapters.intake.files import FACTS, USCC, jsonl, line, only
from tests.adapters.intake.messy.reading import lines_of

HEADER = (
    "序号,申报编号,企业名称,统一社会信用代码,案件编号,结案或缴费日期,律师费,发票号码,申报日期,备注"
)
ROW = f"1,YQ-1,乐清某某公司,{USCC},AD1,2022/3/7,{{}},{{}},2023/1/5,"
TAKEN = "- {} YQ-1 2022-03-07 25000.00"


def read(folder: Path, text: str, encoding: str = "utf-8") -> list[str]:
    path = folder / "a.csv"
    path.write_bytes(text.encode(encoding))
    return lines_of(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("said", [False, True])
def test_separators_and_code_pages_are_seen(
    tmp_path: Path, encoding: str, separator: str, said: bool
) -> None:
    text = f"{HEADER}\n{ROW.format(25000, 'I1')}\n".replace(",", separator)
    first = f"sep={separator}\n" if said else ""

    assert read(tmp_path, first + text, encoding) == [TAKEN.format(2 + said) + " I1"]


@pytest.mark.parametrize(
    ("above", "fee", "read_as"),
    [
        ("单位：万元", "2.5", TAKEN.format(3)),
        ("贸易救济汇总表,,单位：万元", "2.5", TAKEN.format(3)),
        ("单位：元", "25000", TAKEN.format(3)),
        ("单位：元", "2.5", "- 3 ! 律师费 suspect-unit"),
        ("单位：万元", "2.5万元", TAKEN.format(3)),
        ("单位：万元", "25000元", "- 3 ! 律师费 bad-unit"),
        ("单位：万元", "25000", "- 3 ! 律师费 suspect-unit"),
        ("单位：元", "$2500.00", "- 3 ! 律师费 bad-currency"),
        ("单位：元", "2500美元", "- 3 ! 律师费 bad-currency"),
        ("单位：元", '"25,000.00"', TAKEN.format(3)),
        ("单位：元", '"12000\n13000"', "- 3 ! 律师费 bad-amount"),
        ("单位：元", "25 000", TAKEN.format(3)),
        ("单位：元", "25000①", "- 3 ! 律师费 bad-amount"),
        ("单位：美元", "25000", "- - ! bad-header missing 单位"),
    ],
)
def test_the_unit_above_a_chinese_header_counts(
    tmp_path: Path, above: str, fee: str, read_as: str
) -> None:
    assert read(tmp_path, f"{above}\n{HEADER}\n{ROW.format(fee, '')}\n") == [read_as]


@pytest.mark.parametrize(
    "invoices", ["I1；I2", "I1、I2", "I1/I2", '"I1\nI2"', "I1 I2", "No.I1 No.I2"]
)
def test_invoices_in_one_cell_are_several(tmp_path: Path, invoices: str) -> None:
    lines = read(tmp_path, f"{HEADER}\n{ROW.format(25000, invoices)}\n", "gb18030")

    assert lines == [TAKEN.format(2) + " I1,I2"]


@pytest.mark.parametrize("fees", ["25000；30000", "25000;30000", '"25,000.00；30,000.00"'])
def test_fees_of_booths_are_split_by_either_semicolon(tmp_path: Path, fees: str) -> None:
    header = "claim_no,uscc,enterprise,kind,occurred_on,filed_on,exhibition,country,key,booth_fees"
    row = f"Y-1,{USCC},某某公司,exhibition,2022/9/17,2023/3/1,汉诺威工业展,DE,是,{fees}"

    assert read(tmp_path, f"{header}\n{row}\n") == ["- 2 Y-1 2022-09-17 55000.00/2"]


KEYS = {
    "claim_no": "Y-1",
    "uscc": USCC,
    "enterprise": "某某公司",
    "kind": "exhibition",
    "occurred_on": "2022-09-17",
    "filed_on": "2023-03-01",
    "exhibition": "汉诺威工业展",
    "country": "DE",
    "key": "是",
    "booth_fees": "25000",
    "other_support": "0",
}
OUTSOURCING = {
    **dict(list(KEYS.items())[:6]),
    "kind": "outsourcing",
    "occurred_on": "2022-12-31",
    "executed_usd": "1240000",
}


@pytest.mark.parametrize(
    ("key", "cell", "read_as"),
    [
        ("occurred_on", "2022.9.15-9.17", "Y-1 2022-09-17 25000.00/1"),
        ("occurred_on", "2022年9月15日至17日", "Y-1 2022-09-17 25000.00/1"),
        ("occurred_on", "44821", "Y-1 2022-09-17 25000.00/1"),
        ("occurred_on", "４４８２１", "Y-1 2022-09-17 25000.00/1"),
        ("occurred_on", "2022.9.17-9.15", "! occurred_on bad-date"),
        ("occurred_on", "20220917", "! occurred_on bad-date"),
        ("filed_on", "2023.2.1-3.1", "! filed_on bad-date"),
        ("filed_on", "44986", "Y-1 2022-09-17 25000.00/1"),
        ("other_support", "无", "Y-1 2022-09-17 25000.00/1"),
        ("other_support", "/", "Y-1 2022-09-17 25000.00/1"),
        ("other_support", "1,000.00元", "Y-1 2022-09-17 25000.00/1 less 1000.00"),
        ("country", "德国", "Y-1 2022-09-17 25000.00/1"),
        ("country", "某国", "! facts.country unknown-country"),
        ("booth_fees", "2500美元", "! facts.booth_fees bad-currency"),
        ("booth_fees", "25000；2.5万元", "! facts.booth_fees bad-unit"),
        ("claim_no", "1.23457E+11", "! claim_no bad-value"),
        ("claim_no", "Y①", "! claim_no bad-value"),
        ("claim_no", "#NAME?", "! claim_no bad-value"),
        ("claim_no", "####", "! claim_no bad-value"),
        ("enterprise", "#REF!", "! enterprise bad-value"),
        ("exhibition", "Err:502", "! facts.exhibition bad-value"),
        ("booth_fees", "25.000", "! facts.booth_fees bad-amount"),
        ("booth_fees", "25000.000", "Y-1 2022-09-17 25000.00/1"),
    ],
)
def test_a_cell_under_a_key_is_spelt_as_in_a_workbook(
    tmp_path: Path, key: str, cell: str, read_as: str
) -> None:
    row = KEYS | {key: cell}

    lines = read(tmp_path, f"{','.join(row)}\n" + ",".join(f'"{each}"' for each in row.values()))

    assert lines == [f"- 2 {read_as}"]


@pytest.mark.parametrize(
    ("line", "read_as"),
    [
        ("单位：万元", "- - ! bad-header missing 单位"),
        ("2022年汇总,,金额单位：万元", "- - ! bad-header missing 单位"),
        ("Unit: RMB 10,000", "- - ! bad-header missing 单位"),
        ("（万元）", "- - ! bad-header missing 单位"),
        ("单位：港币", "- - ! bad-header missing 单位"),
        ("单位：元", "- 3 Y-1 2022-09-17 25000.00/1"),
        ("2022年汇总", "- 3 Y-1 2022-09-17 25000.00/1"),
    ],
)
def test_a_unit_above_key_names_is_of_yuan(tmp_path: Path, line: str, read_as: str) -> None:
    text = f"{line}\n{','.join(KEYS)}\n{','.join(KEYS.values())}"

    assert read(tmp_path, text) == [read_as]


@pytest.mark.parametrize("cell", ["2022", "2022年度", "2022-12-31", "2022/12/31", "44926"])
def test_a_year_under_a_key_is_its_last_day_as_in_a_workbook(tmp_path: Path, cell: str) -> None:
    row = OUTSOURCING | {"occurred_on": cell}

    lines = read(tmp_path, f"{','.join(row)}\n{','.join(row.values())}")

    assert lines == ["- 2 Y-1 2022-12-31 1240000.00"]


@pytest.mark.parametrize("kind", ["brand", "online-exhibition", "certification"])
def test_a_word_under_a_key_is_in_chinese_or_as_json_spells_it(tmp_path: Path, kind: str) -> None:
    words = {
        "brand": ({"title": "浙江出口名牌"}, {"title": "zhejiang"}),
        "online-exhibition": (
            {"exhibition": "展", "organiser": "其他", "fee": "8000"},
            {"exhibition": "展", "organiser": "other", "fee": "8000"},
        ),
        "certification": (
            {"certificate_no": "C1", "country": "韩国", "fee": "8000", "self_export": "有"},
            {"certificate_no": "C1", "country": "KR", "fee": "8000", "self_export": "true"},
        ),
    }
    head = dict(list(KEYS.items())[:6]) | {"kind": kind}
    rows = [head | facts for facts in words[kind]]

    lines = read(tmp_path, "\n".join(map(",".join, [rows[0], *(row.values() for row in rows)])))

    assert [line.split("Y-1")[0] for line in lines] == ["- 2 ", "- 3 "]


@pytest.mark.parametrize("kind", FACTS)
def test_a_claim_of_any_kind_is_the_same_in_json_in_its_keys_and_in_chinese_words(
    tmp_path: Path, kind: str
) -> None:
    claim = line(kind)
    stated = {name: each for name, each in claim.items() if name != "facts"} | claim["facts"]
    written = forms().documents[kind].get("facts", {})
    places = {"DE": "德国", "KR": "韩国", "US": "美国", "AE": "阿联酋"}

    def cell(each: object) -> str:
        return ";".join(each) if isinstance(each, list) else str(each)

    def in_chinese(name: str, each: object) -> str:
        if isinstance(each, bool):
            return ("否无", "是有")[each][written[name].get("has", False)]
        return written.get(name, {}).get("words", places).get(str(each)) or cell(each)

    for at, row in enumerate(
        (map(cell, stated.values()), [in_chinese(*each) for each in stated.items()])
    ):
        (tmp_path / f"{at}.csv").write_text(f"{','.join(stated)}\n{','.join(row)}\n", "utf-8")
    jsonl(tmp_path / "a.jsonl", claim)

    read_as = {
        str(replace(only(tmp_path / name).command, source=None))  # type: ignore[union-attr, arg-type]
        for name in ("a.jsonl", "0.csv", "1.csv")
    }
    assert len(read_as) == 1


def test_a_day_counted_in_numbers_is_read_under_a_chinese_header(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEADER}\n{ROW.format(25000, '').replace('2022/3/7', '44627')}") == [
        TAKEN.format(2)
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_lines_that_end_in_cr_alone_are_read(tmp_path: Path, encoding: str) -> None:
    text = f"{HEADER}\r{ROW.format(25000, 'I1')}\r"

    assert read(tmp_path, text, encoding) == [TAKEN.format(2) + " I1"]


def test_a_header_below_the_first_ten_lines_is_named_with_its_line(tmp_path: Path) -> None:
    text = "说明\n" * 14 + f"{HEADER}\n{ROW.format(25000, '')}\n"

    assert read(tmp_path, text) == ["- - ! bad-header below 15"]


def test_headings_and_totals_in_words_are_known_in_csv_too(tmp_path: Path) -> None:
    rows = ["一、城关镇,,,,,,,,,", ROW.format(25000, ""), "合计（大写）：贰万伍仟元整,,,,,,,,,"]

    assert read(tmp_path, "\n".join([HEADER, *rows])) == [
        "- 2 ? heading-row",
        TAKEN.format(3),
        "- = 25000.00",
    ]
