"""Figures looked up by the band of a value: at each start and just below it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import decided, document, paid

FEE = {"of": "fee"}
RATES = [["0", "10%"], ["100", "20%"], ["300", "1/3"]]


@pytest.mark.parametrize(
    ("fee", "fen"),
    [
        (9_999, Fraction(9_999, 10)),
        (10_000, 2_000),
        (29_999, Fraction(29_999, 5)),
        (30_000, 10_000),
    ],
)
def test_the_band_of_the_amount_gives_its_rate(fee: int, fen: int | Fraction) -> None:
    assert paid([FEE, {"rate": {"by": "amount", "bands": RATES}}], fee_fen=fee) == fen
    assert paid([FEE, {"rate": {"bands": RATES}}], fee_fen=fee) == fen


@pytest.mark.parametrize(
    ("fee", "fen"),
    [(10_000, 1_000), (10_001, 1_000 + Fraction(1, 5)), (30_000, 5_000), (60_000, 15_000)],
)
def test_marginal_bands_take_each_rate_of_its_own_part(fee: int, fen: int | Fraction) -> None:
    assert paid([FEE, {"rate": {"bands": RATES, "marginal": True}}], fee_fen=fee) == fen


def test_a_rate_by_band_may_have_a_bonus() -> None:
    plus = [{"rate": "5%", "when": ["new"]}]

    assert paid([FEE, {"rate": {"bands": RATES}, "plus": plus}], fee_fen=10_000) == 2_500


def test_the_working_of_a_band_shows_the_value_and_the_start_reached() -> None:
    policy = compiled(document([FEE, {"rate": {"bands": RATES}}]))

    operands = [step.operands for step in decided(policy, fee_fen=10_001)[1]]

    assert {"by": 10_001, "from": 10_000, "rate_bp": 2_000} in operands


def test_below_the_first_band_there_is_nothing() -> None:
    bands = [["100", "20%"], ["300", "30%"]]

    assert paid([FEE, {"rate": {"bands": bands}}], fee_fen=9_999) == 0
    assert paid([FEE, {"rate": {"bands": bands, "marginal": True}}], fee_fen=9_999) == 0
    assert paid([FEE, {"rate": {"bands": bands, "marginal": True}}], fee_fen=10_005) == 1


@pytest.mark.parametrize(("fee", "fen"), [(9_999, 0), (10_000, 2_500)])
def test_where_no_band_is_reached_no_bonus_is_paid_either(fee: int, fen: int) -> None:
    rate = {"bands": [["100", "20%"]]}
    pays = [FEE, {"rate": rate, "plus": [{"rate": "5%", "when": ["new"]}], "up_to": "90%"}]

    assert paid(pays, fee_fen=fee) == fen


def test_a_band_may_pay_nothing() -> None:
    bands = [["0", "0%"], ["100", "20%"]]

    assert paid([FEE, {"rate": {"bands": bands}}], fee_fen=9_999) == 0
    assert paid([FEE, {"rate": {"bands": bands, "marginal": True}}], fee_fen=20_000) == 2_000


@pytest.mark.parametrize(
    ("growth", "fen"),
    [(999, 0), (1_000, 600), (2_999, Fraction(8_997, 5)), (3_000, 2_100), (6_000, 4_800)],
)
def test_bands_may_be_shares_of_a_base(growth: int, fen: int | Fraction) -> None:
    records = {
        ("trade", 2022): {"total_fen": 10_000},
        ("trade", 2023): {"total_fen": 10_000 + growth},
    }
    bands = [["0%", "0%"], ["10%", "60%"], ["30%", "70%"], ["60%", "80%"]]
    rate = {"bands": bands, "base": "trade.total:1"}

    assert paid([{"of": "trade.total", "less": "trade.total:1"}, {"rate": rate}], records) == fen


def test_marginal_bands_of_a_base_take_each_rate_of_its_own_part() -> None:
    records = {("trade", 2022): {"total_fen": 10_000}, ("trade", 2023): {"total_fen": 17_000}}
    bands = [["0%", "0%"], ["10%", "60%"], ["30%", "70%"], ["60%", "80%"]]
    rate = {"bands": bands, "base": "trade.total:1", "marginal": True}

    amount = paid([{"of": "trade.total", "less": "trade.total:1"}, {"rate": rate}], records)

    assert amount == 2_000 * 0.6 + 3_000 * 0.7 + 1_000 * 0.8


@pytest.mark.parametrize(("staff", "fen"), [(0, 750), (5, 750), (6, 1_000), (21, 1_250)])
def test_a_ceiling_goes_by_the_band_of_another_fact(staff: int, fen: int) -> None:
    most = {"by": "staff", "bands": [[0, "7.50"], [6, "10"], [21, "12.50"]]}

    assert paid([FEE, {"at_most": most}], staff=staff) == fen


def test_an_award_goes_by_the_band_of_a_record_in_its_currency() -> None:
    award = {"by": "trade.us_usd", "bands": [["100", "5"], ["200", "9"]]}

    def awarded(cents: int) -> object:
        return paid([{"award": award}], {("trade", 2023): {"us_usd_cents": cents}})

    assert [awarded(cents) for cents in (9_999, 10_000, 19_999, 20_000)] == [0, 500, 500, 900]


def test_a_price_goes_by_the_band_of_its_quantity() -> None:
    price = {"bands": [[0, "1"], ["10.5", "2"]]}

    assert paid([{"of": "area"}, {"price": price}], area="10.4") == 1_040
    assert paid([{"of": "area"}, {"price": price}], area="10.5") == 2_100
