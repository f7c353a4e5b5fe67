"""The audit tests as people meet them: at a terminal and as a workbook, in both languages."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from tests.adapters.ledger.auditing.office import CLERK, working
from tests.support.command import subsidy

VERBS = {
    "duplicates": ("重复申报", ["重复申报", "明细"], ["duplicates", "findings"]),
    "delays": (
        "办理时限",
        ["办理时限", "在等谁", "申报", "批次明细", "公示到拨付", "各状态用时"],
        ["delays", "waiting", "claims", "batch lines", "notice to payment", "states"],
    ),
    "sample": ("审计抽样", ["抽样", "分层", "样本"], ["sample", "strata", "drawn"]),
    "separation": (
        "职责分离",
        ["职责分离", "一手经办两个环节", "涉及申报", "全部申报"],
        ["separation", "two roles, same person", "which claims", "all claims"],
    ),
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two claims, one of them in a published batch, approved by the one who submitted it."""
    made = tmp_path / "ledger.db"
    with working(made) as office:
        office.submit("A", 1_234_567)
        office.approve("A", who=CLERK)
        office.money()
        office.publish(office.compute(), "2022-10-01")
        office.on("2022-11-20")
        office.submit("=B")
    return made


def words(verb: str) -> list[str]:
    return ["audit", verb, *(("--size", "5", "--seed", "s") if verb == "sample" else ())]


@pytest.mark.parametrize("verb", VERBS)
def test_each_says_which_ledger_it_is_of_in_either_language(verb: str, store: Path) -> None:
    zh = subsidy(*words(verb), "--store", store)
    en = subsidy(*words(verb), "--lang", "en", "--store", store)

    assert zh.out.startswith("账本位置 ")
    assert "2022-11-20 20:00:00（北京时间）" in zh.out
    assert en.out.startswith("Log position ")
    assert en.out.replace("示例企业", "").isascii()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("verb", VERBS)
def test_a_workbook_has_every_table_and_is_the_same_when_written_again(
    verb: str, lang: str, store: Path, tmp_path: Path
) -> None:
    first, again = tmp_path / "first.xlsx", tmp_path / "again.xlsx"
    said = subsidy(*words(verb), "--store", store, "--lang", lang, "--out", first)
    subsidy(*words(verb), "--store", store, "--lang", lang, "--out", again)

    sheets = VERBS[verb][1 if lang == "zh" else 2]
    assert load_workbook(first).sheetnames == sheets
    assert first.read_bytes() == again.read_bytes()
    assert str(first) in said.out
    assert stat.S_ISREG(first.stat().st_mode)


def test_amounts_are_numbers_and_texts_stay_texts(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    subsidy(*words("sample"), "--store", store, "--out", out)
    subsidy("audit", "separation", "--store", store, "--out", tmp_path / "hands.xlsx")

    sample = list(load_workbook(out)["样本"].values)
    every = list(load_workbook(tmp_path / "hands.xlsx")["全部申报"].rows)
    assert sample[1][4] == 12_345.67
    assert [(row[0].value, row[0].data_type) for row in every[1:]] == [("A", "s"), ("=B", "s")]
    assert "clerk（web:clerk）" in every[1][3].value


def test_json_and_a_file_come_together(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"

    ran = subsidy("audit", "delays", "--json", "--store", store, "--out", out)

    assert ran.json["claims"][0]["claim_no"] == "A"
    assert out.exists()


def test_the_file_is_a_workbook_or_the_command_was_misused(store: Path, tmp_path: Path) -> None:
    ran = subsidy("audit", "delays", "--store", store, "--out", tmp_path / "out.csv")

    assert ran.code == 2


def test_a_file_that_cannot_be_written_is_refused(store: Path, tmp_path: Path) -> None:
    ran = subsidy("audit", "delays", "--store", store, "--out", tmp_path / "no" / "out.xlsx")

    assert (ran.code, ran.err.split(":")[0]) == (1, "output-unwritable")


@pytest.mark.parametrize(("lang", "words_for_it"), [("en", "Exit code"), ("zh", "退出码")])
@pytest.mark.parametrize("verb", VERBS)
def test_help_says_what_the_exit_code_means(verb: str, lang: str, words_for_it: str) -> None:
    ran = subsidy("audit", verb, "--lang", lang, "--help")

    assert words_for_it in ran.out.replace("\n", " ")
