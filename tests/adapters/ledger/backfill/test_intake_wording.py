"""What an officer reads about a row, a warning, a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from adapters import files, intake
from adapters.intake.items import FIELDS, RECORDS, RejectedRow
from adapters.ledger import backfill
from adapters.ledger.handling import booths, crosschecks
from adapters.wording.catalogue.intake import NOTICES, ROWS
from adapters.wording.catalogue.intake_files import FILES
from adapters.wording.catalogue.intake_sentence import Medium, notice, why
from adapters.wording.catalogue.refusals import REFUSALS, sentence
from adapters.wording.translation import speaking, use_language
from domain.enterprise import doubts
from domain.refusals import Refusal
from tests.adapters.intake.files import only, row_of, workbook
from tests.support.command import ROOT

PAGES = [f"{name}{lang}.md" for name in ("bureau", "input-formats") for lang in ("", ".zh")]
SOURCES = (Path(intake.__file__).parent, Path(files.__file__).parent)
COMPARING = tuple(Path(each.__file__) for each in (crosschecks, booths, doubts, backfill))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("medium", get_args(Medium))
@pytest.mark.parametrize("code", sorted(ROWS))
def test_every_row_code_is_one_sentence_with_its_facts(
    code: str, medium: Medium, lang: str
) -> None:
    with speaking(lang):
        said = why(code.partition("/")[0], "参展费", "x" * 500, {}, medium)

    assert "{" not in said
    assert "\n" not in said
    assert len(said) < 300
    assert "参展费" in said or code.startswith(("malformed-line", "struck-row"))


def test_a_hint_fits_the_medium_that_it_is_shown_in() -> None:
    use_language("zh")
    media = get_args(Medium)
    empty = {medium: why("missing-field", "参展费", "", {}, medium) for medium in media}
    amount = {medium: why("bad-amount", "参展费", "x", {}, medium) for medium in media}
    line = {medium: why("malformed-line", None, "x", {}, medium) for medium in media}

    assert ["合并单元格" in empty[medium] for medium in media] == [False, False, True]
    assert ["JSON" in amount[medium] for medium in media] == [True, False, False]
    assert ["JSON" in line[medium] for medium in media] == [True, False, False]
    assert ["引号" in line[medium] for medium in media] == [False, True, True]


def test_words_that_may_stand_there_are_listed_and_no_page_is_named() -> None:
    use_language("zh")

    said = {
        column: why(code, column, "x", {}, medium)
        for code, column, medium in (
            ("bad-value", "facts.grade", "json"),
            ("bad-value", "facts.pool", "csv"),
            ("bad-value", "自营出口业绩", "workbook"),
            ("unknown-kind", "record", "json"),
            ("unknown-kind", "kind", "csv"),
        )
    }

    assert [text.rpartition("：")[2] for text in said.values()][1:4] == [
        "true、false。", "有、无。", "exports。",
    ]  # fmt: skip
    assert "province-qualified" in said["facts.grade"]
    assert "case-by-case" in said["kind"]
    for texts in (ROWS, FILES):
        assert not [code for code, text in texts.items() if "docs/" in text]


def test_a_header_that_is_asked_about_is_one_sentence() -> None:
    facts = {"file": "a.xlsx", "sheet": "境外展会", "missing": "", "doubled": ""}
    alike = RECORDS.join(FIELDS.join(each) for each in (("K", "发票号", "发票号码"),))

    with speaking("zh"):
        said = sentence(Refusal("bad-header", alike=alike, **facts))

    assert said.startswith("a.xlsx “境外展会” 的表头不符：第 K 栏“发票号”疑为“发票号码”。请对照")


def test_names_are_separated_as_the_language_does() -> None:
    refusal = Refusal("bad-header", file="a.csv", missing="uscc、fee", doubled="a、b")

    with speaking("en"):
        assert "“uscc, fee”" in sentence(refusal)
        assert "“a, b”" in sentence(refusal)
    with speaking("zh"):
        assert "“uscc、fee”" in sentence(refusal)


def test_a_duplicate_invoice_names_the_other_claim() -> None:
    facts = {"invoice": "7", "other": "YQ-2"}

    for lang in ("zh", "en"):
        with speaking(lang):
            assert "YQ-2" in why("duplicate-invoice", "发票号码", "7", facts, "csv")


def test_a_formula_without_a_value_is_named_as_one(tmp_path: Path) -> None:
    row = row_of("贸易救济", 律师费="=1+1")
    refused = only(workbook(tmp_path / "a.xlsx", "贸易救济", row))

    assert isinstance(refused, RejectedRow)
    code, column, value = refused.code, refused.column, refused.value
    assert "没有计算结果的公式" in why(code, column, value, {}, "workbook")
    with speaking("en"):
        assert "never calculated" in why(code, column, value, {}, "workbook")


def test_a_warning_about_a_row_names_its_sheet() -> None:
    facts = {"file": "a.xlsx", "sheet": "线上展会", "row": 4, "claim_no": "YQ-1"}

    assert "a.xlsx “线上展会” 第 4 行" in notice("filed-before", facts)
    with speaking("en"):
        assert "a.jsonl row 4" in notice(
            "filed-before", {**facts, "file": "a.jsonl", "sheet": None}
        )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_warning_and_refusal_has_its_sentence(lang: str) -> None:
    facts = {"file": "a.xlsx", "declared_fen": 166_866_814, "rows_fen": 1}

    with speaking(lang):
        for code in NOTICES:
            assert "a.xlsx" in notice(code, facts)
        for code in FILES:
            plain, _, verb = code.partition("/")
            assert "a.xlsx" in sentence(Refusal(plain, verb=verb, **facts))
        assert "1,668,668.14" in notice("total-mismatch", facts)


@pytest.mark.parametrize("page", PAGES)
def test_every_code_of_the_intake_stands_in_the_manuals(page: str) -> None:
    text = (ROOT / "docs" / "manuals" / page).read_text(encoding="utf-8")
    codes = {code.partition("/")[0] for code in (*ROWS, *NOTICES)} | {"unread"}

    assert sorted(code for code in codes if f"`{code}`" not in text) == []


def test_no_code_is_used_without_a_sentence() -> None:
    paths = (path for folder in SOURCES for path in folder.rglob("*.py"))
    text = "".join(path.read_text(encoding="utf-8") for path in paths)

    known = {code.partition("/")[0] for code in FILES}
    assert known <= set(re.findall(r'Refusal\(\s*"([a-z-]+)"', text)) <= set(REFUSALS)
    doubted = "".join(path.read_text(encoding="utf-8") for path in COMPARING)
    noticed = re.findall(r'Notice\(code="([a-z-]+)"', text + doubted) + re.findall(
        r'Doubt\(\s*"([a-z-]+)"', doubted
    )
    noticed += [f"<record>-{what}" for what in re.findall(r'code_about\([\w.]+, "(.+?)"', doubted)]
    assert set(noticed) == set(NOTICES)
    assert set(re.findall(r'\brejected\(row, "([a-z-]+)"', doubted)) <= set(ROWS)
    assert set(re.findall(r'\bfault\("([a-z-]+)"', text)) <= set(ROWS)
