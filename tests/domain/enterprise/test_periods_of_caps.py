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
    RecordAmounts,
    SubmitClaim,
    WithdrawClaim,
)
from domain.decide import decide
from domain.enterprise.state import Enterprise, evolve, granted_fen
from domain.events.claims import CapLifted, CapReached
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.compiling.policy import compiled
from domain.policy.facts import Facts
from domain.refusals import Refusal
from projections.remaining_allowances import allowances, needs_enterprise
from tests.domain.policy.small import document, fault

USCC = "91330382MA0000023T"
FEE = [{"of": "fee"}]
TITLES = {"article": "一", "title_zh": "限", "title_en": "Cap"}
DAYS = st.dates(date(2022, 1, 1), date(2024, 12, 31))


def cap(limit: Any, period: str, unit: str = "money", **more: Any) -> dict[str, Any]:
    said = {"limit": limit, "unit": unit, "period": period, "per": "enterprise"}
    return {"c": TITLES | said | {"measures": ["first"]} | more}


def book_with(caps: dict[str, Any], **sections: Any) -> PolicyBook:
    said = document(FEE, caps=caps, **sections)
    said["kinds"]["work"] = {
        "item": "name",
        "facts": {"name": {"is": "text"}, "fee": {"is": "amount"}},
    }
    version = PolicyVersion(number=1, digest="1", policy=compiled(said), position=1)
    return PolicyBook().followed_by(version)


def run(command: Any, enterprise: Enterprise, book: PolicyBook) -> list[Any]:
    events = list(decide(command, enterprise, book))
    for event in events:
        evolve(enterprise, event, "li")
    return events


def file(
    enterprise: Enterprise, book: PolicyBook, number: str, on: date, fee: int, name: str = "a"
) -> list[Any]:
    """File and decide one claim; return what followed."""
    submit = SubmitClaim(
        claim_no=number,
        uscc=USCC,
        enterprise="E",
        facts=Facts("work", {"name": name, "fee_fen": fee}),
        occurred_on=on,
        filed_on=date(2025, 1, 1),
        invoices=(),
        other_support_fen=0,
    )
    run(submit, enterprise, book)
    return run(ApproveClaim(claim_no=number, by="li", if_pending=False), enterprise, book)


def lived(book: PolicyBook, claims: list[tuple[date, int]]) -> Enterprise:
    enterprise = Enterprise()
    for number, (on, fee) in enumerate(claims):
        file(enterprise, book, f"C{number}", on, fee)
    return enterprise


def granted(enterprise: Enterprise) -> list[int]:
    return [granted_fen(claim) for claim in enterprise.claims.values()]


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
    ("limit", "paid", "expected"),
    [
        ({"of": "trade.total:1"}, {2022: 7_000}, 7_000),
        ({"of": "trade.total:1", "rate": "50%"}, {2022: 7_001}, 3_500),
        ({"of": "trade.total"}, {2023: 9_000, 2022: 1}, 9_000),
        ({"of": "trade.total:1"}, {2023: 7_000}, 0),
        ({"of": "trade.total:1"}, {2022: 70_000}, 10_000),
    ],
)
def test_a_limit_may_be_an_amount_recorded_of_the_enterprise(
    limit: dict[str, str], paid: dict[int, int], expected: int
) -> None:
    records = {"trade": {"facts": {"total": {"is": "amount"}}}}
    book = book_with(cap(limit, "year"), records=records)
    enterprise = Enterprise()
    for year, fen in paid.items():
        amounts = (("total", fen),)
        record = RecordAmounts(
            uscc=USCC, record="trade", year=year, amounts=amounts, once_ever=False
        )
        run(record, enterprise, book)
    file(enterprise, book, "A", date(2023, 5, 1), 10_000)

    assert granted(enterprise) == [expected]
    (left,) = allowances((), book, 2023, enterprise)
    assert needs_enterprise(book)
    assert left.limit >= expected


def test_a_record_changed_later_moves_what_it_limited() -> None:
    records = {"trade": {"facts": {"total": {"is": "amount"}}}}
    book = book_with(cap({"of": "trade.total:1"}, "year"), records=records)
    enterprise = Enterprise()
    file(enterprise, book, "A", date(2023, 5, 1), 10_000)
    record = RecordAmounts(
        uscc=USCC, record="trade", year=2022, amounts=(("total", 4_000),), once_ever=False
    )
    run(record, enterprise, book)
    (moved, *_) = run(Reassess(uscc=USCC), enterprise, book)

    assert granted(enterprise) == [4_000]
    assert (moved.cause, moved.because_of) == ("trade", "2022")


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
