"""What of a batch can be paid now, and what waits for an account: one figure on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger.handling.clock import now
from domain.calendar import day_of
from domain.money import yuan
from tests.adapters.web.served import Served, served
from tests.support.command import DATA, asked, subsidy

PAY = {"receipt": "回单7", "on": day_of(now()).isoformat()}
LATE = ("--on", "2023-03-01", "--backdated", "财预2", "--by", "zhao")
ACCOUNT = ("--account", "6222020000000000", "--bank", "工商银行", "--by", "clerk")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A county with a batch that is computed, its payees without accounts."""
    store = tmp_path / "ledger.db"
    subsidy("backfill", DATA / "backfill-2022.xlsx", "--by", "clerk", "--store", store)
    pending = [each["claim_no"] for each in asked(store, "claims", "--pending")]
    subsidy("approve", *pending[:20], "--by", "wang", "--store", store)
    money = ("--document", "财预1", "--on", "2023-02-10", "--by", "zhao")
    asked(store, "budget", "appropriate", "2023", "--amount", "300万", *money)
    asked(store, "batch", "compute", "--budget-year", "2023", "--by", "zhao")
    return store


@pytest.fixture
def web(store: Path) -> Iterator[Served]:
    with served(store) as web:
        yield web


def lines_of(store: Path) -> list[dict[str, Any]]:
    return [line for line in asked(store, "batch", "show", "1")["lines"] if line["allotted_fen"]]


def sum_of(store: Path, *barriers: str) -> str:
    """Return what lines come to that are kept back by these and nothing else."""
    return yuan(
        sum(
            line["allotted_fen"]
            for line in lines_of(store)
            if line["state"] == "free"
            and tuple(each["code"] for each in line["barriers"]) == barriers
        )
    )


def named(store: Path, codes: list[str]) -> None:
    for uscc in codes:
        asked(store, "enterprise", "account", uscc, *ACCOUNT)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_batch_of_which_nobody_has_an_account_offers_no_payment_and_says_why(
    web: Served, store: Path
) -> None:
    total = sum_of(store, "no-account-to-pay")  # while it is only computed, too
    assert total == yuan(asked(store, "batch", "show", "1")["total_fen"])
    computed = text_of(web.get("/batches/1").text)
    assert f"公示期满可拨付 0.00 元 · 0 笔 待收款账户 {total} 元" in computed
    asked(store, "batch", "publish", "1", *LATE)

    overview, batch = web.get("/", "cashier").text, web.get("/batches/1", "cashier").text
    page = text_of(web.get("/batches/1/pay", "cashier").text)
    tried = web.post("/batches/1/pay", "cashier", data={**PAY, "step": "check"})

    assert f"尚无收款账户，计 {total} 元" in text_of(overview)
    assert "没有可拨付的批次" in overview
    assert f"现可拨付 0.00 元 · 0 笔 待收款账户 {total} 元" in text_of(batch)
    assert 'href="/batches/1/pay"' not in batch
    assert "现在没有可拨付到账户的款项" in page
    assert tried.status_code == 409
    assert "--" not in text_of(tried.text)


def test_what_is_payable_is_one_figure_everywhere_and_sinks_once_it_is_paid(
    web: Served, store: Path
) -> None:
    codes = sorted({line["uscc"] for line in lines_of(store)})
    named(store, codes[:-2])
    asked(store, "batch", "publish", "1", *LATE)
    named(store, codes[-1:])
    payable, unconfirmed = sum_of(store), sum_of(store, "account-unconfirmed")
    assert "0.00" not in (payable, unconfirmed, sum_of(store, "no-account-to-pay"))

    assert f"第 1 批可拨付：{payable} 元" in text_of(web.get("/", "cashier").text)
    for path in ("/batches/1", "/batches/1/pay"):
        assert f"现可拨付 {payable} 元" in text_of(web.get(path, "cashier").text)
    check = web.post("/batches/1/pay", "cashier", data={**PAY, "step": "check"}).text
    assert f"合计 {payable} 元" in text_of(check)
    seen = re.findall(r'name="seen" value="([^"]+)"', check)[0]
    web.post("/batches/1/pay", "cashier", data={**PAY, "step": "send", "seen": seen})

    overview = text_of(web.get("/", "cashier").text)
    assert "没有可拨付的批次" in overview
    assert "第 1 批可拨付" not in overview
    assert "2 家企业" in overview
    assert "现可拨付 0.00 元 · 0 笔" in text_of(web.get("/batches/1", "cashier").text)


@pytest.mark.parametrize("ended", ["paid", "cancelled"])
def test_a_batch_that_is_over_offers_no_payment_and_refuses_one(
    web: Served, store: Path, ended: str
) -> None:
    named(store, sorted({line["uscc"] for line in lines_of(store)}))
    if ended == "paid":
        asked(store, "batch", "publish", "1", *LATE)
        paying = ("--receipt", "回单1", "--on", "2023-04-03", "--backdated", "财预2")
        asked(store, "batch", "pay", "1", *paying, "--by", "sun")
    else:
        asked(store, "batch", "cancel", "1", "--reason", "重算", "--document", "财预3")

    page = web.get("/batches/1/pay", "cashier")
    tried = web.post("/batches/1/pay", "cashier", data={**PAY, "step": "check"})

    assert (page.status_code, tried.status_code) == (200, 409)
    assert "现在没有可拨付到账户的款项" in text_of(page.text)
    assert 'name="receipt"' not in page.text
    assert 'role="alert"' in tried.text  # why it was refused


def test_the_clerk_reads_whose_accounts_are_missing(web: Served, store: Path) -> None:
    codes = {line["uscc"] for line in lines_of(store)}

    assert f"{len(codes)} 家企业尚无收款账户" in text_of(web.get("/", "clerk").text)
