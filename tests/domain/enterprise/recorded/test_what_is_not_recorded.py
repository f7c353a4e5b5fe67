"""What a measure is worked out from is recorded: a year of which nothing is recorded is not 0."""

from __future__ import annotations

from typing import Any

import pytest

from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import decided, document

THIS, BEFORE = ("trade", 2023), ("trade", 2022)
GROWTH = [{"of": "trade.total", "less": "trade.total:1"}]
MEAN = [{"of": "trade.total:mean3"}]
BANDS = [["0%", "10%"], ["10%", "20%"]]
BASE = [{"of": "fee"}, {"rate": {"bands": BANDS, "base": "trade.total:1"}}]
BY = [{"award": {"by": "trade.total", "bands": [["0", "5"], ["100", "9"]]}}]
CEILING = [{"of": "fee"}, {"at_most": {"rate": "50%", "of": "trade.total"}}]


def total(*keys: tuple[str, int], fen: int = 10_000) -> dict[tuple[str, int], dict[str, int]]:
    return {key: {"total_fen": fen} for key in keys}


@pytest.mark.parametrize(
    ("pays", "records", "years"),
    [
        (GROWTH, {}, "2023"),
        (GROWTH, total(BEFORE), "2023"),
        (GROWTH, total(THIS), "2022"),
        (MEAN, total(THIS), "2020, 2021, 2022"),
        (MEAN, total(BEFORE, ("trade", 2021)), "2020"),
        (MEAN, total(BEFORE, ("trade", 2020)), "2021"),
        (BASE, total(THIS), "2022"),
        (BY, total(BEFORE), "2023"),
        (CEILING, total(BEFORE), "2023"),
        (CEILING, {THIS: {"us_usd_cents": 5}}, "2023"),
    ],
)
def test_a_measure_worked_out_from_what_is_not_recorded_pays_nothing(
    pays: list[Any], records: dict[Any, Any], years: str
) -> None:
    outcome, steps = decided(compiled(document(pays)), records=records)

    assert (outcome.granted_fen, outcome.reason) == (0, "not-eligible")
    assert steps[-1].operands == {
        "need": "recorded",
        "missing_record": "trade",
        "missing_fact": "total_fen",
        "missing_years": years,
    }


@pytest.mark.parametrize(
    ("pays", "fen"),
    [(GROWTH, 10_000), (MEAN, 10_000), (BY, 900), (CEILING, 5_000)],
)
def test_a_year_recorded_as_nothing_is_nothing(pays: list[Any], fen: int) -> None:
    records = total(THIS, fen=10_000) | total(BEFORE, ("trade", 2021), fen=0)
    records |= total(("trade", 2020), fen=30_000)

    outcome, _ = decided(compiled(document(pays)), records=records)

    assert (outcome.granted_fen, outcome.reason) == (fen, None)


def test_needs_are_looked_at_before_what_is_recorded() -> None:
    policy = compiled(document(GROWTH, needs=["not new"]))

    _, steps = decided(policy)

    assert steps[-1].operands["need"] == "new"


NEEDS = [
    ({"record": "trade", "field": "total", "at_least": "50"}, "2023"),
    ({"record": "trade", "field": "total", "growth_at_least": "5%", "year": "previous"}, "2022"),
    ({"any": ["not new", {"fact": "fee", "of": "trade.total:1", "at_least": "5%"}]}, "2022"),
]


@pytest.mark.parametrize(("need", "years"), NEEDS)
def test_a_need_of_what_is_not_recorded_is_not_met_and_the_working_says_so(
    need: dict[str, Any], years: str
) -> None:
    policy = compiled(document([{"of": "fee"}], needs=[need | {"code": "enough"}]))

    outcome, steps = decided(policy)

    assert outcome.reason == "not-eligible"
    assert steps[-1].operands["need"] == "enough"
    assert steps[-1].operands["missing_record"] == "trade"
    assert steps[-1].operands["missing_years"] == years


def test_a_need_that_what_is_recorded_does_not_meet_misses_nothing() -> None:
    need = {"record": "trade", "field": "total", "at_least": "500", "code": "enough"}
    policy = compiled(document([{"of": "fee"}], needs=[need]))

    _, steps = decided(policy, records=total(THIS))

    assert "missing_record" not in steps[-1].operands
