"""Money that comes back is credited to the latest payment first, whose budget year gets it."""

from __future__ import annotations

from datetime import date

import pytest

from domain.enterprise.dues import Dues, Payment
from domain.payments.payment import credited


def paid_twice() -> Dues:
    dues = Dues()
    for batch, year, fen in ((1, 2022, 500), (2, 2023, 300)):
        dues.payments[batch] = Payment(
            budget_year=year, line="all", amount_fen=fen, on=date(year, 12, 1)
        )
    return dues


@pytest.mark.parametrize(
    ("amount_fen", "credits_by_batch"), [(300, [(2, 300)]), (301, [(2, 300), (1, 1)])]
)
def test_a_repayment_is_credited_to_the_latest_payment_first(
    amount_fen: int, credits_by_batch: list[tuple[int, int]]
) -> None:
    credited_fen = [
        (credit.batch, credit.amount_fen) for credit in credited(paid_twice(), amount_fen, {})
    ]

    assert credited_fen == credits_by_batch


@pytest.mark.parametrize(
    ("settled", "credits_by_batch"),
    [({}, [(2, 180), (1, 10)]), ({2: 30}, [(2, 150), (1, 40)]), ({2: 180}, [(1, 190)])],
)
def test_what_came_back_of_a_payment_before_is_not_credited_again(
    settled: dict[int, int], credits_by_batch: list[tuple[int, int]]
) -> None:
    dues = paid_twice()
    dues.payments[2].recovered_fen = 120

    parts = [(part.batch, part.amount_fen) for part in credited(dues, 190, settled)]

    assert parts == credits_by_batch
