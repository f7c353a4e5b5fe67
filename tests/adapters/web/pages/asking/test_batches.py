"""The page of a batch, and the page that pays it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from adapters.ledger.handling.clock import now
from domain.calendar import day_of
from tests.adapters.web.served import Counties, Served, served
from tests.support.command import asked, subsidy
from tests.support.stores import copied_ledger

PAY = {"receipt": "回单2023-7", "on": day_of(now()).isoformat()}


@pytest.fixture(scope="module")
def computed(counties: Counties, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with a batch that is computed."""
    store = counties(tmp_path_factory.mktemp("computed") / "ledger.db", decided=False)
    pending = [each["claim_no"] for each in asked(store, "claims", "--pending")]
    subsidy("approve", *pending[:1], "--by", "cashier", "--store", store)
    subsidy("approve", *pending[1:40], "--by", "wang", "--store", store)
    money = ("--document", "财预1", "--on", "2023-02-10", "--by", "zhao")
    asked(store, "budget", "appropriate", "2023", "--amount", "300万", *money)
    asked(store, "batch", "compute", "--budget-year", "2023", "--by", "zhao")
    return store


@pytest.fixture(scope="module")
def store(computed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with a batch whose notice is over, and one that is computed only.

    The officer who pays decided one of the claims.
    """
    store = copied_ledger(computed, tmp_path_factory.mktemp("batches") / "ledger.db")
    for uscc in sorted({line["uscc"] for line in asked(store, "batch", "show", "1")["lines"]}):
        account = ("--account", "6222020000000000", "--bank", "工商银行", "--by", "clerk")
        asked(store, "enterprise", "account", uscc, *account)
    late = ("--backdated", "财预2", "--by", "zhao")
    asked(store, "batch", "publish", "1", "--on", "2023-03-01", *late)
    return store


@pytest.fixture
def web(store: Path) -> Iterator[Served]:
    with served(store) as web:
        yield web


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_batch_says_where_it_stands_and_offers_each_officer_what_is_theirs(
    web: Served, language: str
) -> None:
    offered = {
        role: set(re.findall(r'href="(/(?:do/|batches/1/pay)[^"?]*)', web.get(
            f"/batches/1?lang={language}", role).text))
        for role in ("clerk", "approver", "finance", "cashier", "auditor")
    }  # fmt: skip

    assert offered["auditor"] == set()
    assert "/batches/1/pay" in offered["cashier"]
    assert "/batches/1/pay" not in offered["finance"]
    assert offered["clerk"] == {"/do/batch-object"}
    assert {"/do/batch-withdraw-notice", "/do/batch-cancel"} <= offered["finance"]
    page = web.get(f"/batches/1?lang={language}").text
    assert page.count('aria-current="step"') == 1
    assert "2023-03-01" in text_of(page)


def test_a_notice_that_goes_on_counts_its_working_days_and_cannot_be_paid(
    computed: Path, tmp_path: Path
) -> None:
    running = copied_ledger(computed, tmp_path / "ledger.db")
    rules = tmp_path / "rules.toml"
    today = day_of(now())
    calendars = (
        f'[[year]]\nyear = {year}\nsource = "国办"\nholidays = ["{year}-01-01"]\nworkdays = []\n'
        for year in (today.year, today.year + 1)
    )
    rules.write_text('document = "测试"\n' + "".join(calendars), "utf-8")
    asked(running, "store", "set-rules", rules, "--by", "zhao")
    with served(running) as web:
        computed = web.get("/batches/1", "finance")
    asked(
        running, "batch", "publish", "1", "--on", today.isoformat(), "--days", "9", "--by", "zhao"
    )
    off = today.weekday() >= 5 or (today.month, today.day) == (1, 1)  # it begins a day later

    with served(running) as web:
        page = web.get("/batches/1", "cashier").text

    assert f"还剩 {9 if off else 8} 个工作日" in text_of(page)
    assert "/batches/1/pay" not in page
    assert "公示期满可拨付" in page
    assert "现可拨付" not in page
    with served(running) as web:
        earlier = web.get("/batches/1?position=" + str(_position(web, "batch-computed")), "finance")
    assert "/do/batch-publish" in computed.text
    assert "/do/batch-publish" not in earlier.text  # what is done is of now
    assert "/do/batch-cancel" in computed.text


def _position(web: Served, kind: str) -> int:
    """Return where the last event of the batch stands that is called so."""
    events = web.get("/api/v1/history/batch:1", "auditor").json()
    return int([each["position"] for each in events if str(each).count(kind)][-1])


def test_a_batch_that_is_not_there_is_said_so(web: Served) -> None:
    assert web.get("/batches/99").status_code == 404
    assert web.get("/batches/99/pay", "cashier").status_code == 404


def test_papers_with_accounts_are_the_cashiers(web: Served) -> None:
    path = "/api/v1/papers/payments/1.xlsx"

    assert path in web.get("/batches/1", "cashier").text
    assert path not in web.get("/batches/1", "finance").text
    assert web.get("/api/v1/papers/notice/1.xlsx").status_code == 200
    assert web.post(path, "cashier", data={"reason": "拨付"}).status_code == 200


def test_an_act_that_writes_a_file_answers_with_it_and_what_is_wrong_is_a_page(
    web: Served,
) -> None:
    sent = {"step": "send", "reason": "送银行"}

    file = web.post("/do/paper-payment-list", "cashier", data={**sent, "batch": "1"})
    wrong = web.post("/do/paper-payment-list", "cashier", data={**sent, "batch": "99"})

    assert file.status_code == 200
    assert ".xlsx" in file.headers["content-disposition"]
    assert wrong.status_code == 409
    assert "送银行" in wrong.text


def test_what_is_missing_or_is_not_a_day_is_said_at_its_field(web: Served) -> None:
    sent = {"step": "check", "receipt": "", "on": "2023-02-30"}

    answer = web.post("/batches/1/pay", "cashier", data=sent)
    day = web.post("/batches/1/pay", "cashier", data={**sent, "receipt": "7"})

    assert answer.status_code == 422
    assert 'href="#field-receipt"' in answer.text
    assert day.status_code == 422
    assert "2023-02-30" in text_of(day.text)


def test_paying_before_the_notice_is_over_is_refused_and_what_was_typed_stays(
    web: Served,
) -> None:
    answer = web.post("/batches/1/pay", "cashier", data={**PAY, "on": "2023-03-02"})

    assert answer.status_code == 409
    assert 'value="回单2023-7"' in answer.text


def test_a_day_before_its_grounds_that_no_document_allows_is_refused_before_it_is_checked(
    web: Served,
) -> None:
    sent = {**PAY, "on": "2023-03-20", "step": "check"}

    answer = web.post("/batches/1/pay", "cashier", data=sent)

    assert answer.status_code == 409
    assert 'name="seen"' not in answer.text


def test_the_check_says_how_many_how_much_by_whose_approval_and_pays_nothing(
    web: Served,
) -> None:
    before = web.server.rooms.head()

    answer = web.post("/batches/1/pay", "cashier", data={**PAY, "step": "check"})

    assert answer.status_code == 200, text_of(answer.text)
    assert web.server.rooms.head() == before
    shown = text_of(answer.text)
    lines = web.get("/api/v1/batches/1").json()["lines"]
    mine = [line for line in lines if line["allotted_fen"]][1:]
    assert f"{sum(line['allotted_fen'] for line in mine) / 100:,.2f}" in shown
    assert "wang" in shown
    first = next(line["claim_no"] for line in lines if line["allotted_fen"])
    assert f'href="/claims/{first}"' in answer.text  # the line that the cashier decided


def test_what_was_shown_is_paid_once_but_for_the_line_of_the_payer(web: Served) -> None:
    check = web.post("/batches/1/pay", "cashier", data={**PAY, "step": "check"}).text
    seen = re.findall(r'name="seen" value="([^"]+)"', check)[0]

    stale = web.post("/batches/1/pay", "cashier", data={**PAY, "step": "send", "seen": "1:1:1"})
    assert stale.status_code == 409
    paid = web.post("/batches/1/pay", "cashier", data={**PAY, "step": "send", "seen": seen})
    head = web.server.rooms.head()
    again = web.post("/batches/1/pay", "cashier", data={**PAY, "step": "send", "seen": seen})

    assert paid.status_code == 200, text_of(paid.text)
    lines = web.get("/api/v1/batches/1").json()["lines"]
    states = [line["state"] for line in lines if line["computed_fen"]]
    assert states[0] == "free"
    assert set(states[1:]) == {"paid"}
    assert again.status_code in (200, 409)
    assert web.server.rooms.head() == head


def test_the_line_of_every_measure_is_called_so_and_may_be_typed_so(web: Served) -> None:
    pages = ("/", "/budget", "/budget/2023", "/budget/2023/sources", "/batches", "/batches/1",
             "/history/budget:2023", "/do/budget-return")  # fmt: skip
    for path in pages:
        page = web.get(path, by="finance").text
        assert "全部措施" in page, path
        assert not re.search(r"\ball\b", text_of(page.split("<main")[1])), path

    moved = {
        "year": "2023", "amount_fen": "1", "document": "财预9", "on": "2023-02-11",
        "line": "全部措施", "step": "send",
    }  # fmt: skip
    sent = web.post("/do/budget-return", data=moved, by="finance")
    assert sent.status_code == 200, text_of(sent.text)
