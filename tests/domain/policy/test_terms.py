"""Each verb of a policy: what it makes of the amount, exactly, and a fen beside its limit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from domain.enterprise.account import Account
from domain.enterprise.pooling.uses import Use
from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import document, own, paid

FEE = {"of": "fee"}


def test_an_amount_starts_from_a_fact() -> None:
    assert paid([FEE], fee_fen=123_456) == 123_456


def test_a_list_of_amounts_is_taken_together() -> None:
    assert paid([{"of": "booths"}]) == 60_000


@pytest.mark.parametrize(("less", "left"), [(40_000, 60_000), (100_000, 0), (100_001, 0)])
def test_a_value_is_taken_less_another_down_to_nothing(less: int, left: int) -> None:
    assert paid([{"of": "fee", "less": "budget"}], budget_fen=less) == left


def test_a_record_of_a_year_is_taken_less_the_years_before() -> None:
    records = {("trade", 2023): {"total_fen": 900}, ("trade", 2022): {"total_fen": 500}}
    growth = [{"of": "trade.total", "less": "trade.total:1"}]

    assert paid(growth, records) == 400


def test_the_mean_of_years_before_is_exact() -> None:
    records = {
        ("trade", year): {"total_fen": fen} for year, fen in ((2020, 1), (2021, 3), (2022, 4))
    }

    assert paid([{"of": "trade.total:mean3"}], records) == Fraction(8, 3)
    assert paid([{"of": "trade.total:mean2"}], records) == Fraction(7, 2)


@pytest.mark.parametrize(
    ("rate", "fen"),
    [
        ("70%", 70_000),
        ("2/3", Fraction(200_000, 3)),
        ("0.015%", 15),
        ("120%", 120_000),
        ("66.667%", 66_667),
        ("1000%", 1_000_000),
    ],
)
def test_a_rate_is_a_share_of_the_amount(rate: str, fen: int | Fraction) -> None:
    assert paid([FEE, {"rate": rate}]) == fen


def test_a_share_of_a_fen_stays_a_fraction() -> None:
    assert paid([FEE, {"rate": "50%"}], fee_fen=99_999) == Fraction(99_999, 2)


BONUSES = [
    {"rate": "10%", "when": ["new"]},
    {"rate": "5%", "when": ["new", {"fact": "staff", "at_least": 6}]},
]


@pytest.mark.parametrize(
    ("new", "staff", "percent"), [(False, 6, 50), (True, 5, 60), (True, 6, 65)]
)
def test_bonuses_are_added_to_a_rate_where_their_conditions_hold(
    new: bool, staff: int, percent: int
) -> None:
    pays = [FEE, {"rate": "50%", "plus": BONUSES}]

    assert paid(pays, new=new, staff=staff) == percent * 1_000


@pytest.mark.parametrize(("staff", "percent"), [(5, 60), (6, 62)])
def test_a_rate_with_its_bonuses_stays_within_its_limit(staff: int, percent: int) -> None:
    pays = [FEE, {"rate": "50%", "plus": BONUSES, "up_to": "62%"}]

    assert paid(pays, staff=staff) == percent * 1_000


def test_a_rate_may_go_by_a_word() -> None:
    pays = [FEE, {"rate": {"by": "grade", "good": "30%", "best": "1/3"}}]

    assert paid(pays, grade="good") == 30_000
    assert paid(pays, grade="best") == Fraction(100_000, 3)


@pytest.mark.parametrize(
    ("price", "fen"),
    [
        ("0.05", 500),
        ("12", 120_000),
        ("1500/10000", 1_500),
        ("1/3", Fraction(10_000, 3)),
        ("1/1", 10_000),
    ],
)
def test_a_price_is_paid_for_every_unit(price: str, fen: int | Fraction) -> None:
    assert paid([{"of": "area"}, {"price": price}]) == fen


def test_part_of_a_unit_is_paid_in_proportion() -> None:
    assert paid([{"of": "area"}, {"price": "1"}], area="0.333333") == Fraction(333_333, 10_000)


def test_heads_are_counted_as_units() -> None:
    assert paid([{"of": "staff"}, {"price": "100"}], staff=7) == 70_000


@pytest.mark.parametrize(
    ("blocks", "fee", "fen"),
    [
        ("whole", 29_999, 500),
        ("whole", 30_000, 1_000),
        ("whole", 14_999, 0),
        ("up", 30_000, 1_000),
        ("up", 30_001, 1_500),
        ("up", 14_999, 0),
        ("pro-rata", 22_500, 750),
        ("pro-rata", 14_999, 0),
        ("pro-rata", 15_001, Fraction(15_001, 30)),
    ],
)
def test_an_award_is_paid_for_every_block_from_one_block_on(
    blocks: str, fee: int, fen: int | Fraction
) -> None:
    pays = [FEE, {"per": "150", "blocks": blocks}, {"award": "5"}]

    assert paid(pays, fee_fen=fee) == fen


def test_blocks_are_counted_of_dollars_and_of_quantities_too() -> None:
    dollars = [{"of": "sold_usd"}, {"per": "300", "blocks": "whole"}, {"award": "5"}]
    quantity = [{"of": "area"}, {"per": "12.5", "blocks": "whole"}, {"award": "5"}]
    less_than_one = [{"of": "area"}, {"per": "0.5", "blocks": "up"}, {"award": "5"}]

    assert paid(dollars, sold_usd_cents=89_999) == 1_000
    assert paid(dollars, sold_usd_cents=90_000) == 1_500
    assert paid(quantity, area="99.999999") == 3_500
    assert paid(less_than_one, area="1.1") == 1_500


def test_an_award_is_a_fixed_sum_or_one_for_each_word() -> None:
    by_word = [{"award": {"by": "grade", "good": "100.50", "best": "200"}}]

    assert paid([{"award": "0.01"}]) == 1
    assert paid(by_word, grade="good") == 10_050
    assert paid(by_word, grade="best") == 20_000


def test_a_sum_is_added_where_its_conditions_hold() -> None:
    pays = [{"award": "10"}, {"plus": "0.50", "when": ["not new"]}, {"plus": "7", "name": "always"}]

    assert paid(pays, new=True) == 1_700
    assert paid(pays, new=False) == 1_750


def test_a_factor_multiplies_money_or_a_quantity() -> None:
    assert paid([FEE, {"times": "1.5"}], fee_fen=3) == Fraction(9, 2)
    assert paid([{"of": "area"}, {"times": "0.5"}, {"price": "1"}], area="3") == 150
    assert (
        paid([FEE, {"times": {"by": "grade", "good": "1", "best": "2"}}], grade="best") == 200_000
    )


@pytest.mark.parametrize(("fee", "fen"), [(9_999, 9_999), (10_000, 10_000), (10_001, 10_000)])
def test_an_amount_stays_within_its_ceiling(fee: int, fen: int) -> None:
    assert paid([FEE, {"at_most": "100"}], fee_fen=fee) == fen


def test_a_ceiling_may_go_by_a_word() -> None:
    pays = [FEE, {"at_most": {"by": "grade", "good": "50", "best": "60"}}]

    assert (paid(pays, grade="good"), paid(pays, grade="best")) == (5_000, 6_000)


def test_a_ceiling_may_be_a_share_of_another_fact_or_of_a_record() -> None:
    of_fact = [FEE, {"at_most": {"rate": "1/3", "of": "budget"}}]
    of_record = [FEE, {"at_most": {"rate": "100%", "of": "trade.total:1"}}]

    assert paid(of_fact, budget_fen=100) == Fraction(100, 3)
    assert paid(of_record, {("trade", 2022): {"total_fen": 77}}) == 77


def test_a_ceiling_may_be_a_price_of_a_quantity() -> None:
    pays = [FEE, {"at_most": {"price": "1500/10000", "of": "area"}}]

    assert paid(pays, area="3") == 45
    assert paid(pays, area="1000000") == 100_000


@pytest.mark.parametrize(("fee", "fen"), [(9_999, 0), (10_000, 10_000)])
def test_nothing_is_paid_below_a_minimum(fee: int, fen: int) -> None:
    assert paid([FEE, {"at_least": "100"}], fee_fen=fee) == fen


@pytest.mark.parametrize(("area", "fen"), [("49.5", 4_950), ("50", 5_000), ("50.000001", 5_000)])
def test_a_quantity_is_counted_up_to_a_limit(area: str, fen: int) -> None:
    assert paid([{"of": "area"}, {"up_to": "50"}, {"price": "1"}], area=area) == fen


@pytest.mark.parametrize(("fee", "fen"), [(19_999, 10_000), (20_000, 20_000), (9_999, 0)])
def test_an_amount_is_rounded_down_to_a_multiple(fee: int, fen: int) -> None:
    assert paid([FEE, {"rounded": "100"}], fee_fen=fee) == fen


def test_terms_go_in_their_order() -> None:
    rate, most = {"rate": "50%"}, {"at_most": "500"}

    assert paid([FEE, rate, most]) == 50_000
    assert paid([FEE, most, rate]) == 25_000


# ------------------------------------------------------------------ several amounts, and items

BOOTHS = [{"each": "booths"}, {"rate": "50%"}, {"at_most": "120"}, {"highest": 2}]


def test_of_several_amounts_the_highest_are_counted_each_within_its_ceiling() -> None:
    assert paid(BOOTHS) == 12_000 + 10_000
    assert paid(BOOTHS, booths_fen=(1, 2, 3)) == Fraction(5, 2)
    assert paid(BOOTHS, booths_fen=(7,)) == Fraction(7, 2)


def posted(amount_fen: int, booths: int, at: tuple[int, str] = (2023, "fair")) -> Account:
    return Account({"first": {at: Use(claims=1, amount_fen=amount_fen, booths=booths)}})


def test_an_item_has_the_places_that_earlier_claims_left() -> None:
    policy = compiled(document([*BOOTHS[:3], {"highest": 2, "per": "item"}]))

    one, two = own(policy, posted(1, 1)), own(policy, posted(1, 2))

    assert (one.alone, one.left, one.used, one.booths) == (22_000, 12_000, 1, 1)
    assert (two.alone, two.left, two.used, two.booths) == (22_000, 0, 2, 0)
    assert own(policy, posted(1, 2, (2022, "fair"))).left == 22_000
    assert own(policy, posted(1, 2), name="Other").left == 22_000


def test_without_per_item_the_highest_of_each_claim_are_counted() -> None:
    policy = compiled(document(BOOTHS, by_item=True))

    again = own(policy, posted(1, 2))

    assert (again.left, again.used, again.booths) == (22_000, 0, 2)


def test_an_item_has_what_earlier_claims_left_of_its_ceiling() -> None:
    policy = compiled(document([FEE, {"at_most": "500", "per": "item"}]))

    assert (own(policy).alone, own(policy).left) == (50_000, 50_000)
    assert own(policy, posted(49_999, 0)).left == 1
    assert own(policy, posted(50_001, 0)).left == 0
    assert own(policy, posted(49_999, 0, (2022, "fair"))).left == 50_000


def test_a_ceiling_that_is_not_per_item_is_each_claims_own() -> None:
    policy = compiled(document([FEE, {"at_most": "500"}]))

    assert own(policy, posted(49_999, 0)).left == 50_000


def test_what_follows_the_highest_is_worked_on_their_sum() -> None:
    policy = compiled(document([*BOOTHS, {"plus": "10"}]))

    assert own(policy).left == own(policy).alone == 23_000
