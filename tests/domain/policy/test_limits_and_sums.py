"""Limits that begin above a figure or end at it, sums of facts, and items of other types."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from domain.enterprise.account import Account
from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import MATTER, chosen, claim, decided, document, fault, own, paid

FEE = {"of": "fee"}
BANDS = [["0", "5%"], ["300", "8%", "above"], ["500", "10%"]]


@pytest.mark.parametrize(
    ("fee", "fen"), [(30_000, 1_500), (30_001, Fraction(60_002, 25)), (50_000, 5_000)]
)
def test_a_band_may_begin_above_its_start(fee: int, fen: int | Fraction) -> None:
    assert paid([FEE, {"rate": {"bands": BANDS}}], fee_fen=fee) == fen


def test_a_figure_may_have_a_band_of_its_own() -> None:
    bands = [["0", "5%"], ["300", "6%"], ["300", "8%", "above"]]

    rates = [paid([FEE, {"rate": {"bands": bands}}], fee_fen=fee) for fee in (29_900, 30_000)]

    assert rates == [1_495, 1_800]
    assert paid([FEE, {"rate": {"bands": bands}}], fee_fen=30_100) == 2_408


@pytest.mark.parametrize(
    ("bands", "problem"),
    [
        ([["0", "5%"], ["300", "8%", "beyond"]], "not-allowed"),
        ([["300", "8%", "above"], ["300", "5%"]], "not-rising"),
        ([["300", "8%", "above"], ["300", "5%", "above"]], "not-rising"),
        ([["0", "5%", "from", "x"]], "wrong-type"),
    ],
)
def test_bands_that_do_not_rise_are_refused(bands: list[Any], problem: str) -> None:
    assert fault(document([FEE, {"rate": {"bands": bands}}]))[1] == problem


LIMITS = [
    ({"above": "300"}, 30_000, 30_001),
    ({"at_most": "300"}, 30_001, 30_000),
    ({"above": "300", "at_most": "400"}, 40_001, 40_000),
    ({"at_least": "300", "at_most": "300"}, 29_999, 30_000),
    ({"above": "300", "below": "400"}, 40_000, 39_999),
]


@pytest.mark.parametrize(("limits", "outside", "within"), LIMITS)
def test_limits_may_leave_out_or_take_in_their_figure(
    limits: dict[str, str], outside: int, within: int
) -> None:
    condition = {"fact": "fee"} | limits

    assert not chosen([condition], fee_fen=outside)
    assert chosen([condition], fee_fen=within)


def test_every_number_that_is_compared_has_these_limits() -> None:
    records = {("trade", 2023): {"total_fen": 1_050}, ("trade", 2022): {"total_fen": 1_000}}
    total = {"record": "trade", "field": "total"}

    assert not chosen([total | {"growth_above": "5%"}], records=records)
    assert chosen([total | {"growth_above": "4.9%"}], records=records)
    assert chosen([total | {"at_most": "10.50"}], records=records)
    assert not chosen([total | {"above": "10.50"}], records=records)
    share = {"fact": "fee", "of": "budget"}
    assert not chosen([share | {"above": "50%"}], fee_fen=50_000)
    assert chosen([share | {"at_most": "50%"}], fee_fen=50_000)
    assert chosen([{"granted": ["rest"], "at_most": 0}])
    assert not chosen([{"granted": ["rest"], "above": 0}])
    assert chosen([{"fact": "staff", "above": 4}])
    assert not chosen([{"fact": "staff", "above": 5}])


@pytest.mark.parametrize(
    ("limits", "where", "problem"),
    [
        ({"at_least": "1", "above": "1"}, ".above", "repeated"),
        ({"below": "2", "at_most": "2"}, ".at_most", "repeated"),
        ({"above": "2", "at_most": "2"}, ".at_most", "out-of-range"),
        ({"at_least": "3", "at_most": "2"}, ".at_most", "out-of-range"),
        ({"at_least": "2", "below": "2"}, ".below", "out-of-range"),
    ],
)
def test_limits_that_leave_no_room_are_refused(
    limits: dict[str, str], where: str, problem: str
) -> None:
    at, word = fault(document([FEE], when=[{"fact": "fee"} | limits]))

    assert (at.removeprefix("measures.first.when.1"), word) == (where, problem)


def test_a_cost_may_be_a_sum_of_facts() -> None:
    pays = [{"of": ["fee", "budget", "booths"]}, {"rate": "10%"}]

    assert paid(pays, fee_fen=100, budget_fen=20, booths_fen=(3, 7)) == 13
    policy = compiled(document(pays))
    _, steps = decided(policy, fee_fen=100, budget_fen=20, booths_fen=(3, 7))
    shown = {"fee_fen": 100, "budget_fen": 20, "booths_fen": 10, "sum_fen": 130}
    assert shown in [step.operands for step in steps]


def test_a_ceiling_and_a_condition_may_be_of_a_sum() -> None:
    ceiling = {"at_most": {"rate": "50%", "of": ["fee", "budget"]}}

    assert paid([FEE, ceiling], fee_fen=1_000, budget_fen=200) == 600
    condition = {"fact": ["fee", "budget"], "at_least": "12"}
    assert chosen([condition], fee_fen=1_000, budget_fen=200)
    assert not chosen([condition], fee_fen=1_000, budget_fen=199)


def test_all_support_stays_within_a_cost_of_several_amounts() -> None:
    said = document([{"of": "fee"}])
    said["kinds"]["work"]["cost"] = ["fee", "booths"]
    kind = compiled(said).kinds["work"]

    assert kind.cost_fen(claim(fee_fen=100, booths_fen=(3, 4)).facts) == 107
    said["kinds"]["work"]["cost"] = ["fee", "fee"]
    assert fault(said) == ("kinds.work.cost", "repeated")


def test_a_sum_of_records_needs_each_of_them() -> None:
    pays = [{"of": ["trade.total", "trade.total:1"]}]

    missing, steps = decided(compiled(document(pays)), records={("trade", 2023): {"total_fen": 7}})

    assert missing.reason == "not-eligible"
    assert steps[-1].operands["missing_years"] == "2022"


@pytest.mark.parametrize(
    ("of", "problem"),
    [
        (["fee", "sold_usd"], "currencies-mixed"),
        (["fee", "staff"], "currencies-mixed"),
        (["fee", "fee"], "repeated"),
        (["fee"], "wrong-type"),
        (["fee", "fees"], "unknown-fact"),
        ([], "wrong-type"),
    ],
)
def test_a_sum_is_of_several_amounts_of_one_currency(of: list[str], problem: str) -> None:
    assert fault(document([{"of": of}]))[1] == problem


@pytest.mark.parametrize(
    ("item", "other"), [("country", {"country": "FR"}), ("grade", {"grade": "best"})]
)
def test_an_item_may_be_a_country_or_a_word(item: str, other: dict[str, str]) -> None:
    said = document([FEE, {"at_most": "500", "per": "item"}])
    said["kinds"]["work"]["item"] = item
    policy = compiled(said)
    outcome, _ = decided(policy, fee_fen=40_000)
    account = Account()
    account.post(outcome, MATTER, 1)

    assert own(policy, account, fee_fen=40_000).left == 10_000
    assert own(policy, account, fee_fen=40_000, **other).left == 40_000
