"""What papers say."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from adapters.papers.kinds.statement import WHAT as OFFICIAL_WORDS
from adapters.wording.enterprises.papers import not_here
from adapters.wording.translation import speaking
from domain.refusals import Refusal
from projections.money.statement import LAPSED, WHAT
from tests.adapters.papers.given import (
    BANK,
    BATCH,
    NUMBERS,
    SUBJECTS,
    checked,
    line,
    looked,
    made,
    printed,
)
from tests.adapters.papers.telling import KINDS, holding, table
from tests.commands.test_command_line import OTHER, USCC
from tests.support.by_hand import by_hand, drop_private
from tests.support.command import asked, subsidy


def test_the_notice_lists_what_is_to_be_paid_with_accounts_masked(
    store: Path, tmp_path: Path
) -> None:
    rows = table(store, "notice", tmp_path)

    assert [row[3:] for row in rows[1:]] == [
        ["YQ-1", "146000.00", "****0123", ""],
        ["YQ-2", "70000.01", "****0017", ""],
        ["YQ-3", "44642.86", "****0123", "有异议，暂缓"],
        ["YQ-4", "100803.57", "****0017", ""],
        ["YQ-6", "600.00", "****0123", "已退出本批"],
        ["", "362046.44", "", ""],
    ]
    text = (tmp_path / "notice.csv").read_text(encoding="utf-8-sig")
    assert not any(number in text for number in NUMBERS.values())
    assert "公示截止日：2023-03-08" in text


def test_the_payment_list_pays_what_is_free_and_shows_what_is_set_off(
    store: Path, tmp_path: Path
) -> None:
    rows = table(store, "payments", tmp_path)

    assert rows[1][3:9] == ["YQ-1", "146000.00", "80000.00", "66000.00", BANK, NUMBERS[USCC]]
    assert [row[3] for row in rows[1:]] == ["YQ-1", "YQ-2", "YQ-4", ""]
    assert rows[-1][4:7] == ["316803.58", "80000.00", "236803.58"]
    text = (tmp_path / "payments.csv").read_text(encoding="utf-8-sig")
    assert "有异议，暂缓 1 笔；已退出本批 1 笔；资金不足，等候 1 笔" in text


def test_what_is_not_settled_yet_is_left_blank(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    open_line = replace(line("YQ-9", USCC, 100), transferred_fen=0, net_fen=None)

    printed(store, "payments", path, batch=holding(open_line, line("YQ-8", USCC, 200)))

    text = path.read_text("utf-8-sig")
    assert f"YQ-9,1.00,,,{BANK},{NUMBERS[USCC]},拨付时结算抵扣" in text
    assert ",合计,,,3.00,0.00,2.00,,," in text


def test_a_total_of_nothing_settled_is_left_blank(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    unsettled = {"transferred_fen": 0, "net_fen": None}
    batch = holding(*(replace(line(no, USCC, 100), **unsettled) for no in ("YQ-8", "YQ-9")))

    printed(store, "payments", path, batch=batch)

    assert ",合计,,,2.00,,,,," in path.read_text("utf-8-sig")
    assert checked(store, path, batch).genuine


def test_a_notice_printed_before_its_batch_is_published_says_it_is_a_draft(
    store: Path, tmp_path: Path
) -> None:
    unpublished = replace(BATCH, publicity_ends=None)

    printed(store, "notice", tmp_path / "draft.csv", batch=unpublished)
    printed(store, "notice", tmp_path / "notice.csv")

    draft, notice = (
        (tmp_path / f"{each}.csv").read_text("utf-8-sig") for each in ("draft", "notice")
    )
    title, _, ends, *_ = draft.splitlines()
    assert title == "第 1 批补助资金拟拨付公示表（未公示稿）"
    assert ends == "公示截止日：尚未公示，本表为未公示稿，不作公示之用"
    assert "未公示" not in notice
    assert checked(store, tmp_path / "draft.csv", unpublished).genuine


def test_the_statement_spans_a_rename(store: Path, tmp_path: Path) -> None:
    rows = table(store, "statement", tmp_path)

    assert [row[2] for row in rows[1:]] == ["甲公司", "甲公司", "丙公司", "丙公司", "丙公司"]
    assert [row[3] for row in rows[1:]] == ["核定", "拨付", "撤销", "追回", "抵扣"]
    assert rows[-1][5:] == ["80000.00", "0.00"]
    text = (tmp_path / "statement.csv").read_text(encoding="utf-8-sig")
    assert "曾用名：甲公司（至 2022-10-01 前）" in text


def test_every_entry_of_a_statement_has_its_official_word() -> None:
    assert {*OFFICIAL_WORDS} == {*WHAT.values(), LAPSED}


def test_the_budget_report_has_a_row_a_line_and_a_total(store: Path, tmp_path: Path) -> None:
    header, line_all, total = table(store, "budget", tmp_path)

    answer = dict(zip(header, line_all, strict=True))
    assert (answer["年初预算"], answer["调剂（净）"], answer["执行率（%）"]) == (
        "30000000.00",
        "-10000.00",
        "56.67",
    )
    assert total[1:-1] == line_all[1:-1]


def test_an_enterprise_without_an_account_or_a_registered_name_is_still_listed(
    store: Path, tmp_path: Path
) -> None:
    unknown = "91330382MA00000151"
    path = tmp_path / "payments.csv"

    printed(store, "payments", path, batch=holding(line("YQ-9", unknown, 100)))

    assert f"1,,{unknown},YQ-9,1.00,0.00,1.00,（未登记）,（未登记）," in path.read_text("utf-8-sig")


@pytest.mark.parametrize("kind", KINDS)
def test_the_digest_is_of_the_rows_in_canonical_form(
    kind: str, store: Path, tmp_path: Path
) -> None:
    paper = printed(store, kind, tmp_path / "paper.csv")

    content = paper.content.table
    head = [kind, SUBJECTS[kind], paper.position, [column.key for column in content.columns]]
    rows = [[getattr(cell, "commitment", cell) for cell in row] for row in content.rows]
    spelled = "".join(
        json.dumps(each, ensure_ascii=False, separators=(",", ":")) + "\n" for each in [head, *rows]
    )
    assert paper.digest == sha256(spelled.encode()).hexdigest()
    assert not any(number in spelled for number in NUMBERS.values())
    assert paper.digest in (tmp_path / "paper.csv").read_text(encoding="utf-8-sig")


def test_a_paper_tells_the_ledger_as_it_stood(store: Path, tmp_path: Path) -> None:
    with looked(store) as look:
        last = look.position

    before = printed(store, "statement", tmp_path / "paper.csv", position=last - 1)

    assert (before.position, before.content.above[0][:6]) == (last - 1, "企业：甲公司")
    assert checked(store, tmp_path / "paper.csv").genuine


def test_an_account_that_is_not_the_one_committed_to_is_never_printed(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    made(store)
    with by_hand(store, ".private") as hand:
        hand("UPDATE sealed_accounts SET sealed = x'00'")

    with pytest.raises(Refusal, match="account-differs"):
        printed(store, "payments", tmp_path / "paper.xlsx")
    assert not (tmp_path / "paper.xlsx").exists()


def test_a_paper_printed_where_no_account_is_kept_says_so(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    made(store)
    drop_private(store)

    paper = printed(store, "payments", tmp_path / "paper.csv")

    assert paper.unknown == 6
    assert "（不在本机）" in (tmp_path / "paper.csv").read_text(encoding="utf-8-sig")
    for lang in ("zh", "en"):
        with speaking(lang):
            assert str(paper.unknown) in not_here(paper.unknown)


def test_a_paper_of_nothing_recorded_is_refused(store: Path, tmp_path: Path) -> None:
    for words in (("notice", "7"), ("payments", "7"), ("budget", "1999")):
        ran = subsidy("paper", *words, "--out", tmp_path / "p.xlsx", "--store", store)

        assert (ran.code, ran.out) == (1, "")
        assert list(tmp_path.iterdir()) == []


def test_an_enterprise_renamed_later_keeps_its_name_on_papers_printed_before(
    tmp_path: Path,
) -> None:
    store = tmp_path / "ledger.db"
    made(store)
    printed(store, "notice", tmp_path / "notice.xlsx")
    asked(store, "enterprise", "rename", OTHER, "--name", "丁", "--on", "2023-01-01")
    words = ("--account", "1" * 16, "--bank", "b", "--document", "D")
    asked(store, "enterprise", "account", OTHER, *words)

    assert checked(store, tmp_path / "notice.xlsx").genuine
