"""Caps whose limit is an amount recorded of the enterprise."""

from __future__ import annotations

from datetime import date

import pytest

from domain.commands.enterprise import (
    Reassess,
    RecordAmounts,
)
from domain.enterprise.state import Enterprise
from projections.remaining_allowances import allowances, needs_enterprise
from tests.domain.enterprise.capped import (
    USCC,
    book_with,
    cap,
    file,
    granted,
    run,
)


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


@pytest.mark.parametrize(
    ("rounding", "expected"), [("fen-down", 7_001), ("yuan-down", 7_000), ("hundred-down", 0)]
)
def test_a_limit_of_a_record_is_rounded_down_as_the_policy_rounds(
    rounding: str, expected: int
) -> None:
    limit = {"of": "trade.total:1", "rate": "50%"}
    records = {"trade": {"facts": {"total": {"is": "amount"}}}}
    book = book_with(cap(limit, "year"), records=records, settings={"rounding": rounding})
    enterprise = Enterprise()
    amounts = (("total", 14_003),)
    record = RecordAmounts(uscc=USCC, record="trade", year=2022, amounts=amounts, once_ever=False)
    run(record, enterprise, book)
    file(enterprise, book, "A", date(2023, 5, 1), 10_000_000)

    assert granted(enterprise) == [expected]
    (left,) = allowances((), book, 2023, enterprise)
    assert left.limit == expected


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


def test_a_fiscal_year_is_limited_by_the_record_of_the_year_it_begins_in() -> None:
    records = {"trade": {"facts": {"total": {"is": "amount"}}}}
    caps = cap({"of": "trade.total:1"}, "fiscal", starts="04-01")
    book = book_with(caps, records=records)
    enterprise = Enterprise()
    for year, fen in ((2021, 5_000), (2022, 20_000)):
        amounts = (("total", fen),)
        run(
            RecordAmounts(uscc=USCC, record="trade", year=year, amounts=amounts, once_ever=False),
            enterprise,
            book,
        )
    file(enterprise, book, "A", date(2022, 6, 1), 10_000)
    file(enterprise, book, "B", date(2023, 2, 1), 10_000)  # of the same fiscal year

    assert granted(enterprise) == [5_000, 0]
