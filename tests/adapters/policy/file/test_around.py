"""What a policy is tried around: figures looked up, shares of other values, days until filing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.policy.file.test_boundaries import capped, met, tried

FEE = {"of": "fee"}
BY_GRADE = {"by": "grade", "good": "10%", "best": "50%"}
BY_STAFF = {"by": "staff", "bands": [["0", "70%"], ["50", "50%"]]}
MARGINAL = {"bands": [["0", "10%"], ["100", "5%"], ["500", "1%"]], "marginal": True}

MET: list[tuple[str, list[Any], str, list[int]]] = [
    ("fee grade", [FEE, {"rate": BY_GRADE}, {"at_most": "100"}], "fee_fen", [100_000, 20_000]),
    ("fee staff", [FEE, {"rate": BY_STAFF}, {"at_most": "20000"}], "fee_fen",
     [2_857_143, 4_000_000]),
    ("fee", [FEE, {"rate": MARGINAL}, {"at_most": "20"}], "fee_fen", [10_000, 50_000, 30_000]),
    ("fee new", [FEE, {"rate": "10%", "plus": [{"rate": "10%", "when": ["new"]}]},
     {"at_most": "10"}], "fee_fen", [10_000, 5_000]),
    ("fee new", [FEE, {"rate": "30%", "plus": [{"rate": "30%", "when": ["new"]}],
     "up_to": "50%"}, {"at_most": "15"}], "fee_fen", [5_000, 3_000]),
    ("fee", [FEE, {"plus": "5"}, {"at_most": "20"}], "fee_fen", [1_500]),
    ("fee budget", [FEE, {"rate": "50%"}, {"at_most": {"rate": "10%", "of": "budget"}}],
     "fee_fen", [200_000]),
    ("fee area", [FEE, {"at_most": {"price": "3", "of": "area"}}], "fee_fen", [300]),
    ("fee budget", [{"of": "fee", "less": "budget"}, {"at_most": "20"}], "fee_fen", [1_002_000]),
    ("area", [{"of": "area"}, {"up_to": "9"}, {"price": "1"}], "area", [9]),
    ("fee", [FEE, {"times": "1.5"}, {"at_most": "30"}], "fee_fen", [2_000]),
]  # fmt: skip


@pytest.mark.parametrize(("names", "pays", "name", "figures"), MET)
def test_a_figure_is_met_below_at_and_above_under_each_rate_there_may_be(
    names: str, pays: list[Any], name: str, figures: list[int]
) -> None:
    values = {int(value) for value, _ in met(tried(names, pays), name)}

    for figure in figures:
        assert {figure - 1, figure, figure + 1} <= values


def test_a_claim_is_tried_on_the_last_day_of_filing_and_on_both_sides_of_it() -> None:
    needs = [{"filed_within_days": 30, "code": "late"}]
    claims = tried("fee", [FEE, {"at_most": "1"}], needs=needs)

    filed = [(made.filed_after_days, made.granted_fen, made.reason) for made in claims]
    assert filed == [
        (0, 99, None), (0, 100, None), (0, 100, None),
        (29, 100, None), (30, 100, None), (31, 0, "not-eligible"),
    ]  # fmt: skip


def test_bands_that_are_shares_of_a_record_are_tried_where_each_begins() -> None:
    bands = {"by": "trade.total", "base": "trade.total:1", "bands": [["10%", "1"], ["20%", "2"]]}
    claims = tried("name", [{"award": bands}])

    granted = {
        made.records["trade.total_fen"]: made.granted_fen
        for made in claims
        if made.records.get("trade.total_fen:1") == 1_000_000
    }
    assert granted == {
        99_999: 0, 100_000: 100, 100_001: 100, 199_999: 100, 200_000: 200, 200_001: 200,
    }  # fmt: skip


def test_a_share_of_another_amount_that_is_asked_for_is_tried_on_both_sides() -> None:
    needs = [{"fact": "fee", "of": "budget", "at_least": "60%", "code": "little"}]
    claims = tried("fee budget", [{"award": "1"}], needs=needs)

    granted = {made.facts["fee_fen"]: made.granted_fen for made in claims}
    assert {599_999: 0, 600_000: 100, 600_001: 100}.items() <= granted.items()


def test_under_a_limit_of_a_record_the_other_figures_are_tried_where_it_leaves_room() -> None:
    limit = {"of": "trade.total:1", "rate": "50%"}
    claims = tried("fee", [FEE, {"at_most": "20000"}], caps=capped(limit=limit))

    granted = {made.facts["fee_fen"]: made.granted_fen for made in claims if not made.reason}
    assert {1_999_999: 1_999_999, 2_000_000: 2_000_000, 2_000_001: 2_000_000}.items() <= (
        granted.items()
    )


def test_a_share_of_a_record_is_tried_where_its_own_measure_is_chosen() -> None:
    before = {"record": "trade", "field": "total", "year": "previous", "at_least": "1"}
    bands = {"base": "trade.total:1", "bands": [["50%", "10%"]], "marginal": True}
    claims = tried("name", [{"of": "trade.total"}, {"rate": bands}], when=[before])

    granted = {
        made.records["trade.total_fen"]: made.granted_fen
        for made in claims
        if made.measure == "first" and made.records.get("trade.total_fen:1") == 101
    }
    assert granted == {50: 0, 51: 0, 52: 0}


def test_a_cap_that_one_claim_cannot_reach_is_not_tried_to_be_met_by_one() -> None:
    caps = capped(limit="50")
    within = tried("fee", [FEE, {"at_most": "20"}], caps=caps)
    beyond = tried("fee", [FEE, {"at_most": "60"}], caps=caps)

    assert {made.facts["fee_fen"] for made in within} == {1999, 2000, 2001}
    assert {made.facts["fee_fen"] for made in beyond} == {4999, 5000, 5001, 5999, 6000, 6001}


def test_a_ceiling_is_met_in_every_band_that_a_rate_is_looked_up_in() -> None:
    claims = tried("fee staff", [FEE, {"rate": BY_STAFF}, {"at_most": "20000"}])

    granted = {(made.facts["staff"], made.facts["fee_fen"]): made.granted_fen for made in claims}
    assert granted[49, 2_857_142] == 1_999_999
    assert granted[49, 2_857_143] == granted[50, 4_000_000] == 2_000_000
    assert granted[50, 3_999_999] == 1_999_999
