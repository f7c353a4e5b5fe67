"""Names of sole traders on papers: shown where they may be read, covered by their commitment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adapters.accounts.key_file import VARIABLE
from tests.commands.test_command_line import line
from tests.support.command import asked, subsidy, write_lines
from tests.support.money_desk import past

SOLE, NAME, LATER, MASKED = "92330382MAW1F7TK5R", "乐清市张三五金经营部", "李四小卖部", "****TK5R"
PAPERS = ("n.xlsx", "n.csv", "p.csv", "s.xlsx", "s.csv")
KINDS = {"n": ("notice", "1"), "p": ("payments", "1"), "s": ("statement", SOLE)}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of one batch, and every paper that names its sole trader."""
    folder = tmp_path_factory.mktemp("papers")
    store = folder / "ledger.db"
    claim = line("YQ-1", "aeo", uscc=SOLE, enterprise=NAME)
    asked(store, "backfill", write_lines(folder / "c.jsonl", [claim]), "--by", "clerk")
    asked(store, "enterprise", "rename", SOLE, "--name", LATER, "--on", "2022-06-01")
    asked(store, "approve", "--pending", "--by", "officer")
    money = ("--amount", "1000000", "--document", "D", "--on", "2022-01-01")
    asked(store, "budget", "appropriate", "2022", "--line", "all", *money)
    asked(store, "batch", "compute", "--budget-year", "2022", "--document", "C")
    asked(store, "batch", "publish", "1", *past("2022-11-01"), "--days", "7")
    for name in PAPERS:
        asked(store, "paper", *KINDS[name[0]], "--out", folder / name)
    return folder


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def check(folder: Path, name: str) -> tuple[int, bool, str]:
    ran = subsidy(
        "paper", "check", folder / name, "--lang", "en", "--json", "--store", folder / "ledger.db"
    )
    return ran.code, ran.json["genuine"], ran.err


def test_a_name_is_printed_and_the_paper_is_genuine(printed: Path) -> None:
    for name in PAPERS:
        assert check(printed, name) == (0, True, "")

    assert f"{LATER},{SOLE},YQ-1" in text(printed / "n.csv")
    assert f"企业：{LATER}　统一社会信用代码：{SOLE}" in text(printed / "s.csv")
    assert f"曾用名：{NAME}（至 2022-06-01 前）" in text(printed / "s.csv")


def test_another_name_on_a_paper_is_found(printed: Path) -> None:
    for name in ("n.csv", "s.csv"):
        forged = text(printed / name).replace(LATER, "王五")
        (printed / f"f{name}").write_text(forged, encoding="utf-8-sig")

        assert check(printed, f"f{name}")[:2] == (1, False)


def test_who_may_not_read_names_prints_the_end_of_the_code(
    printed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_CONFIG_HOME", os.fspath(printed / "elsewhere"))
        store = printed / "ledger.db"
        said = subsidy(
            "paper", "notice", "1", "--lang", "en", "--out", printed / "m.csv", "--store", store
        )
        assert check(printed, "m.csv") == (0, True, "")
        code, genuine, err = check(printed, "n.csv")

    assert "name is not filled in" in said.err
    assert f"{MASKED},{SOLE},YQ-1" in text(printed / "m.csv")
    assert digest(printed / "m.csv") == digest(printed / "n.csv"), "it covers the commitment"
    assert (code, genuine) == (0, True)
    assert "sole trader's name cannot be compared" in err


def digest(path: Path) -> str:
    return next(row for row in text(path).splitlines() if row.startswith("各行摘要值"))


def test_after_an_erasure_the_check_says_that_names_cannot_be_compared(printed: Path) -> None:
    store = printed / "ledger.db"
    asked(store, "enterprise", "erase", SOLE)

    for name in PAPERS:
        code, genuine, err = check(printed, name)
        assert (code, genuine) == (0, True)
        assert "erased" in err
    asked(store, "paper", "statement", SOLE, "--out", printed / "e.csv")
    assert f"企业：{MASKED}　统一社会信用代码：{SOLE}" in text(printed / "e.csv")
    assert LATER not in text(printed / "e.csv")
