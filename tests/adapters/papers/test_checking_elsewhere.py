"""Papers checked where accounts are erased or not kept, or against another ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.refusals import Refusal
from tests.adapters.papers.altering import FILES, HEADER, altered
from tests.adapters.papers.given import NUMBERS, checked, made, printed
from tests.adapters.papers.test_papers_story import ACCOUNT, published
from tests.commands.test_command_line import USCC
from tests.support.by_hand import copied, drop_private
from tests.support.command import asked, subsidy


def test_a_paper_whose_account_was_erased_still_checks(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    made(store)
    paths = [tmp_path / f"{kind}{suffix}" for kind, suffix in FILES]
    for path in paths:
        printed(store, path.stem, path)

    asked(store, "enterprise", "erase", USCC)

    for path in paths:
        answer = checked(store, path)
        assert answer.genuine, answer.differences
    list_ = checked(store, tmp_path / "payments.csv")
    assert list_.uncompared == 2  # number and bank of its one line
    text = (tmp_path / "payments.csv").read_text(encoding="utf-8-sig")
    forged = tmp_path / "forged.csv"
    forged.write_text(text.replace("146000.00", "146000.01", 1), encoding="utf-8-sig")
    assert not checked(store, forged).genuine
    printed(store, "payments", tmp_path / "after.csv")
    after = (tmp_path / "after.csv").read_text(encoding="utf-8-sig")
    assert NUMBERS[USCC] not in after
    assert "（已删除）" in after
    assert checked(store, tmp_path / "after.csv").genuine


@pytest.mark.parametrize("gone", ["erased", "without the file"])
def test_an_account_that_cannot_be_compared_is_never_called_genuine(
    gone: str, tmp_path: Path
) -> None:
    store, path = tmp_path / "ledger.db", tmp_path / "s.xlsx"
    published(store, tmp_path)
    asked(store, "paper", "payments", "1", "--out", path)
    whole = subsidy("paper", "check", path, "--lang", "en", "--store", store).out
    if gone == "erased":
        asked(store, "enterprise", "erase", USCC)
    else:
        drop_private(store)

    def change(sheet: Any) -> None:
        assert sheet.cell(HEADER, 9).value == ACCOUNT
        sheet.cell(HEADER, 9).value = "6222029999999999"

    forged = altered(path, tmp_path / "forged.xlsx", change)

    for lang, said in (
        ("zh", "除 4 个无从比对的账户或个体工商户名称单元格外，属实"),
        ("en", "Genuine apart from 4 cells with accounts or sole traders' names that cannot be"),
    ):
        for each in (path, forged):
            ran = subsidy("paper", "check", each, "--lang", lang, "--store", store)
            assert ran.out.startswith(said)
            assert "4" in ran.err
    assert whole.startswith("Genuine: ")


def test_a_paper_checks_where_the_private_table_is_not(tmp_path: Path) -> None:
    store, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    made(store)
    printed(store, "payments", tmp_path / "payments.xlsx")
    copied(store, copy)

    answer = checked(copy, tmp_path / "payments.xlsx")

    assert (answer.genuine, answer.uncompared) == (True, 6)


def test_a_paper_of_another_ledger_is_not_genuine(
    papers: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    made(other)

    answer = checked(other, papers["payments", ".xlsx"])

    assert "各行摘要值（SHA-256）" in [difference.column for difference in answer.differences]


@pytest.mark.parametrize("content", ["", "nothing of ours\n"])
def test_what_is_no_paper_is_refused(content: str, store: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(Refusal, match="not-a-paper"):
        checked(store, path)


def test_the_command_answers_in_the_shape_others_rely_on(
    papers: dict[tuple[str, str], Path], store: Path, tmp_path: Path
) -> None:
    text = papers["notice", ".csv"].read_text(encoding="utf-8-sig")
    path = tmp_path / "a.csv"
    path.write_text(text.replace("notice/1/6", "notice/8/6"), encoding="utf-8-sig")

    ran = subsidy("paper", "check", path, "--json", "--store", store)

    assert ran.code == 1
    assert ran.json == {
        "genuine": False,
        "position": 6,
        "differences": [{"row": None, "column": "文书编号", "printed": None, "found": "notice/8"}],
    }
    for lang, said in (("zh", "不符"), ("en", "Not what the ledger printed")):
        assert said in subsidy("paper", "check", path, "--lang", lang, "--store", store).out
