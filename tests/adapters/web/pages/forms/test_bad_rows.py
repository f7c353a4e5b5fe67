"""Rows of a file that would be refused are shown before the file is sent, not after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.web.pages import acts
from scripts.serving.verbs import every_verb
from tests.adapters.papers.bank.test_bank import ALL, THIRD, begun, row
from tests.adapters.web.served import Served, served
from tests.support.command import subsidy
from tests.support.money_desk import OTHER, USCC, case, submit

CHECK = "提交前请核对"
REFUSES = "并非全部都会记录"
HELD = "统一社会信用代码,企业名称,列入日期"
ACCOUNTS = "统一社会信用代码,户名,开户行,联行号,账号"
ANSWER = "收款账号,金额,处理状态,失败原因,附言"
BATCH = {"number": "1", "on": "2022-11-20", "template": "transfer-csv", "receipt": "R-1"}
BATCH |= {"backdated": "D"}
LIST = {"document": "D", "list": "L", "reason": "credit"}
NO_CODE = "91330382MA0000023X"  # its check character is another
Act = tuple[str, str, dict[str, str], str]  # path, who, words, the field of the file


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch that is ordered, and two claims that wait."""
    store = begun(tmp_path_factory.mktemp("rows"))
    submit(store, [case("W1", "10"), case("W2", "20")])
    return store


@pytest.fixture(scope="module")
def web(store: Path) -> Iterator[Served]:
    with served(store) as web:
        yield web


@pytest.fixture(scope="module")
def waiting(store: Path) -> list[str]:
    """The sheet of claims that wait, as it is filled in."""
    sheet = store.parent / "sheet.csv"
    assert subsidy("claims", "--pending", "--out", sheet, "--store", store).code == 0
    return sheet.read_text("utf-8-sig").splitlines()


def table(*rows: str) -> bytes:
    return "\r\n".join([*rows, ""]).encode("gbk")


def checked(web: Served, act: Act, content: bytes) -> str:
    """Return the page that shows the answers once more; nothing is recorded by it."""
    path, by, words, field = act
    position = web.server.rooms.head()
    page = web.post(path, by, data={**words, "step": "check"}, files={field: ("a.csv", content)})
    assert page.status_code == 200, page.text
    assert CHECK in page.text
    assert str(web.server.spool) not in page.text
    assert web.server.rooms.head() == position
    return str(page.text).split("<main")[1]


RESULTS = ("/do/batch-results", "cashier", BATCH, "file")
HOLDS = ("/do/hold-list", "finance", LIST, "file")
NAMES = ("/do/enterprise-accounts", "clerk", {"document": "K"}, "file")
DECISIONS: Act = ("/do/approve", "approver", {}, "from")
HELD_ROW = f"{OTHER},示例企业,2022-02-02"
ROWS: list[tuple[Act, bytes, bytes, str]] = [  # what is taken; with a bad row, and what is said
    (
        RESULTS,
        table(ANSWER, *ALL),
        table(ANSWER, *ALL[:2], row(THIRD, "31.00")),
        "金额不符",
    ),
    (
        HOLDS,
        table(HELD, HELD_ROW),
        table(HELD, HELD_ROW, f"{USCC},示例企业,2022-02-30"),
        "2022-02-30",
    ),
    (
        NAMES,
        table(ACCOUNTS, f"{OTHER},乙公司,示例银行,102333000018,192701010400123456"),
        table(ACCOUNTS, f"{NO_CODE},乙公司,示例银行,102333000018,192701010400123456"),
        NO_CODE,
    ),
]


@pytest.mark.parametrize(("act", "good", "bad", "said"), ROWS, ids=["bank", "holds", "accounts"])
def test_rows_that_would_be_refused_are_shown_beside_the_answers(
    act: Act, good: bytes, bad: bytes, said: str, web: Served
) -> None:
    whole, refused = checked(web, act, good), checked(web, act, bad)

    assert (REFUSES in whole, said in whole) == (False, False)
    assert REFUSES in refused
    assert said in refused.partition("<form")[0]


def test_decisions_of_a_sheet_that_would_be_refused_are_shown_beside_the_answers(
    web: Served, waiting: list[str]
) -> None:
    whole = checked(web, DECISIONS, filled_in(waiting, "核定"))
    refused = checked(web, DECISIONS, filled_in(waiting, "待议"))

    assert REFUSES not in whole
    assert REFUSES in refused
    assert "“待议”不是决定" in refused.partition("<form")[0]


def filled_in(rows: list[str], word: str) -> bytes:
    """Return a sheet in which the second claim is decided by a word."""
    return table(
        *(
            f"{line[: line.rindex(',,,')]},{word if line.startswith('W2,') else '核定'},,"
            if line.startswith(("W1,", "W2,"))
            else line
            for line in rows
        )
    )


def test_every_act_whose_file_has_rows_is_tried_here() -> None:
    """Such a verb has a dry run, by which it says what it would refuse."""
    verbs = every_verb()
    with_rows = {
        acts.act_path(name)
        for name in acts.acts()
        if {each.name for each in verbs[name].parameters} >= {"dry_run"}
        and any(each.kind == "file" for each in verbs[name].parameters)
    }

    assert with_rows == {act[0] for act in (RESULTS, HOLDS, NAMES, DECISIONS)}
