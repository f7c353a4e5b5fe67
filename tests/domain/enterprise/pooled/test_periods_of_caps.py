"""Caps over fiscal years and months in a row, and caps that are a record's amount.

`expected` adds up by itself, day by day, and shares no code with the domain.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands.enterprise import (
    ApproveClaim,
    ChooseOrder,
    Reassess,
    SubmitClaim,
    WithdrawClaim,
)
from domain.decide import decide
from domain.enterprise.state import Enterprise
from domain.events.claims import CapLifted, CapReached
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.compiling.policy import compiled
from domain.policy.facts import Facts
from domain.refusals import Refusal
from projections.remaining_allowances import allowances
from tests.domain.enterprise.capped import (
    DAYS,
    FEE,
    USCC,
    book_with,
    cap,
    file,
    granted,
    lived,
    run,
)
from tests.domain.policy.small import STATED, document, fault


def fiscal_of(day: date) -> int:
    return day.year - (day < date(day.year, 4, 6))


def earlier(day: date, months: int) -> date:
    year, month = day.year, day.month - months
    while month < 1:
        year, month = year - 1, month + 12
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@given(st.lists(st.tuples(DAYS, st.integers(1, 60_000)), max_size=10))
def test_a_fiscal_year_has_its_limit_whatever_the_calendar_year(
    claims: list[tuple[date, int]],
) -> None:
    book = book_with(cap("1000", "fiscal", starts="04-06"))
    enterprise = lived(book, claims)

    used: dict[int, int] = {}
    expected = []
    for on, fee in claims:
        year = fiscal_of(on)
        expected.append(min(fee, 100_000 - used.get(year, 0)))
        used[year] = used.get(year, 0) + expected[-1]
    assert granted(enterprise) == expected
    assert decide(Reassess(uscc=USCC), enterprise, book) == ()
    for year in (2022, 2023):
        (left,) = allowances((), book, year, enterprise)
        assert left.remaining == 100_000 - used.get(year, 0)


@given(
    st.lists(st.tuples(DAYS, st.integers(1, 60_000)), max_size=9),
    st.sampled_from((1, 3, 12, 36)),
    st.data(),
)
def test_no_months_in_a_row_are_granted_more_than_the_limit(
    claims: list[tuple[date, int]], months: int, data: st.DataObject
) -> None:
    book = book_with(cap("1000", "rolling", months=months))
    enterprise = lived(book, claims)

    def fullest(done: list[tuple[date, int]], on: date) -> int:
        ends = [on + timedelta(days=more) for more in range(months * 31)]
        holding = [end for end in ends if earlier(end, months) < on]
        return max(
            sum(fen for day, fen in done if earlier(end, months) < day <= end) for end in holding
        )

    done: list[tuple[date, int]] = []
    for on, fee in claims:
        done.append((on, min(fee, 100_000 - fullest(done, on))))
    assert granted(enterprise) == [fen for _, fen in done]
    assert decide(Reassess(uscc=USCC), enterprise, book) == ()

    if claims:
        gone = data.draw(st.integers(0, len(claims) - 1))
        run(WithdrawClaim(claim_no=f"C{gone}", words="gone"), enterprise, book)
        run(Reassess(uscc=USCC), enterprise, book)
        rest: list[tuple[date, int]] = []
        for number, (on, fee) in enumerate(claims):
            if number != gone:
                rest.append((on, min(fee, 100_000 - fullest(rest, on))))
        assert [fen for fen in granted(enterprise) if fen] == [fen for _, fen in rest if fen]


def test_a_fiscal_cap_is_full_and_lifted_by_its_own_year_and_months_in_a_row_by_none() -> None:
    book = book_with(cap("100", "fiscal", starts="07-01"))
    enterprise = Enterprise()
    first = file(enterprise, book, "A", date(2023, 3, 1), 10_000)
    file(enterprise, book, "B", date(2023, 7, 1), 5_000)
    lifted = run(WithdrawClaim(claim_no="A", words="gone"), enterprise, book)

    assert [(e.cap, e.year, e.used) for e in first if isinstance(e, CapReached)] == [
        ("c", 2022, 10_000)
    ]
    assert [(e.cap, e.year, e.used) for e in lifted if isinstance(e, CapLifted)] == [("c", 2022, 0)]

    months = book_with(cap("100", "rolling", months=12))
    assert len(file(Enterprise(), months, "A", date(2023, 3, 1), 10_000)) == 1


@given(st.lists(st.tuples(DAYS, st.integers(1, 60_000)), max_size=6), DAYS)
def test_a_claim_of_any_day_of_a_year_gets_what_is_left_of_months_in_a_row(
    claims: list[tuple[date, int]], on: date
) -> None:
    book = book_with(cap("1000", "rolling", months=18))
    enterprise = lived(book, claims)
    (left,) = allowances((), book, on.year, enterprise)

    file(enterprise, book, "next", on, 100_000)

    assert granted(enterprise)[-1] >= left.remaining


@pytest.mark.parametrize(
    ("period", "more", "second"),
    [("fiscal", {"starts": "04-06"}, 0), ("rolling", {"months": 6}, 0), ("year", {}, 100)],
)
def test_places_count_in_the_same_days_as_amounts(
    period: str, more: dict[str, Any], second: int
) -> None:
    book = book_with(cap(1, period, unit="count", **more))
    enterprise = lived(book, [(date(2022, 12, 1), 100), (date(2023, 1, 5), 100)])

    assert granted(enterprise) == [100, second]


def test_an_order_is_chosen_for_a_fiscal_year() -> None:
    book = book_with(cap("100", "fiscal", starts="07-01"))
    enterprise = Enterprise()
    file(enterprise, book, "late", date(2023, 6, 1), 10_000)
    file(enterprise, book, "early", date(2022, 8, 1), 10_000)
    order = ChooseOrder(uscc=USCC, cap="c", year=2022, order="matter", document="D")

    run(order, enterprise, book)

    assert granted(enterprise) == [0, 10_000]
    with pytest.raises(Refusal) as refused:
        decide(
            ChooseOrder(uscc=USCC, cap="c", year=None, order="matter", document="E"),
            enterprise,
            book,
        )
    assert refused.value.code == "cap-needs-year"


@pytest.mark.parametrize(
    ("caps", "where", "problem"),
    [
        (cap("1", "fiscal"), "caps.c.starts", "missing"),
        (cap("1", "rolling"), "caps.c.months", "missing"),
        (cap("1", "year", starts="04-06"), "caps.c.starts", "unknown"),
        (cap("1", "policy", months=3), "caps.c.months", "unknown"),
        (cap("1", "fiscal", starts="02-30"), "caps.c.starts", "not-a-day"),
        (cap("1", "fiscal", starts="02-29"), "caps.c.starts", "not-a-day"),
        (cap({"of": "fee"}, "year"), "caps.c.limit.of", "not-of-a-record"),
        (cap({"of": "trade.paid"}, "year"), "caps.c.limit.of", "unknown-fact"),
        (cap({"of": "trade.us_usd"}, "year"), "caps.c.limit.of", "currencies-mixed"),
        (cap({"of": "trade.total", "rate": "x"}, "year"), "caps.c.limit.rate", "not-a-rate"),
        (cap({"of": "trade.total", "up": "1"}, "year"), "caps.c.limit.up", "unknown"),
        (cap({"of": "trade.total"}, "year", unit="count"), "caps.c.limit.of", "not-of-a-record"),
    ],
)
def test_a_period_or_a_limit_that_does_not_hold_is_refused_by_its_path(
    caps: dict[str, Any], where: str, problem: str
) -> None:
    assert fault(document(FEE, caps=caps)) == (where, problem)


def test_months_that_end_at_the_end_of_a_shorter_month_leak_nothing() -> None:
    for days in ((date(2023, 2, 28), date(2023, 1, 31)), (date(2023, 1, 31), date(2023, 2, 28))):
        book = book_with(cap("100", "rolling", months=1))
        assert granted(lived(book, [(day, 10_000) for day in days])) == [10_000, 0]


@pytest.mark.parametrize(
    ("period", "more", "last"),
    [("fiscal", {"starts": "07-01"}, 0), ("rolling", {"months": 6}, 0), ("year", {}, 0)],
)
def test_an_item_that_held_a_place_before_takes_another_where_that_is_over(
    period: str, more: dict[str, Any], last: int
) -> None:
    caps = cap(1, period, unit="count", **more)
    said = document(FEE, caps=caps, by_item=True)
    version = PolicyVersion(number=1, digest="1", policy=compiled(said), position=1)
    book = PolicyBook().followed_by(version)
    enterprise = Enterprise()
    claims = (("X", date(2023, 3, 1)), ("Y", date(2023, 11, 1)), ("X", date(2023, 12, 1)))
    for number, (name, on) in enumerate(claims):
        stated = {**STATED, "name": name, "fee_fen": 100}
        submit = SubmitClaim(
            claim_no=f"C{number}",
            uscc=USCC,
            enterprise="E",
            facts=Facts("work", stated),
            occurred_on=on,
            filed_on=date(2025, 1, 1),
            invoices=(),
            other_support_fen=0,
        )
        run(submit, enterprise, book)
        run(ApproveClaim(claim_no=f"C{number}", by="li", if_pending=False), enterprise, book)

    second = 0 if period == "year" else 100
    third = 100 if period == "year" else last  # X holds the year's place
    assert granted(enterprise) == [100, second, third]
