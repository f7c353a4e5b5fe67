"""The working of each term: what it was worked from, what it came to, whether it was the limit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from domain.policy.compiling.policy import compiled
from tests.domain.policy.small import document, own

FEE, OF_FEE = {"of": "fee"}, ("of", {"fee_fen": 100_000}, 100_000, False)
AREA, BOOTHS = {"of": "area"}, ("each", {"claimed": 3}, 0, False)
RECORDS = {("trade", 2023): {"total_fen": 900}, ("trade", 2022): {"total_fen": 500}}
BONUS = [{"rate": "10%", "when": ["new"]}]
SHARE = {"rate": "1%", "of": "budget"}
BY_GRADE = {"by": "grade", "good": "1/3", "best": "50%"}
MARGINAL = {"bands": [["0", "10%"], ["100", "20%"]], "marginal": True}
Lines = Sequence[tuple[str, dict[str, Any], int | Fraction, bool]]
LINES: list[tuple[list[Any], dict[str, Any], Lines]] = [
    (
        [{"of": "fee", "less": "budget", "name": "net"}],
        {"budget_fen": 40_000},
        [("of", {"net_fen": 100_000, "less": 40_000}, 60_000, False)],
    ),
    (
        [{"of": "trade.total", "less": "trade.total:1"}],
        {},
        [("of", {"total_fen": 900, "less": 500}, 400, False)],
    ),
    (
        [FEE, {"rate": "50%", "plus": BONUS, "up_to": "55%"}],
        {},
        [OF_FEE, ("rate", {"rate_bp": 5_500}, 55_000, False)],
    ),
    (
        [FEE, {"rate": BY_GRADE, "name": "part"}],
        {},
        [
            OF_FEE,
            ("rate", {"grade": "good", "part_bp": "10000/3"}, Fraction(100_000, 3), False),
        ],
    ),
    ([FEE, {"rate": MARGINAL}], {}, [OF_FEE, ("rate", {"by": 100_000}, 19_000, False)]),
    (
        [AREA, {"up_to": "100"}, {"price": "0.05"}],
        {"area": "100"},
        [
            ("of", {"area": 100}, 0, False),
            ("up-to", {"up_to": "100"}, 0, True),
            ("price", {"price_fen": 5}, 500, False),
        ],
    ),
    (
        [AREA, {"up_to": "100"}, {"price": "0.05"}],
        {"area": "99.5"},
        [
            ("of", {"area": "199/2"}, 0, False),
            ("up-to", {"up_to": "100"}, 0, False),
            ("price", {"price_fen": 5}, Fraction(995, 2), False),
        ],
    ),
    (
        [FEE, {"per": "300", "blocks": "whole"}, {"award": "5"}],
        {},
        [
            OF_FEE,
            ("per", {"per_fen": 30_000, "blocks": "3"}, 0, False),
            ("award", {"award_fen": 500}, 1_500, False),
        ],
    ),
    (
        [{"of": "sold_usd"}, {"per": "300", "blocks": "pro-rata", "name": "each"}, {"award": "5"}],
        {},
        [
            ("of", {"sold_usd_cents": 100_000}, 0, False),
            ("per", {"each_cents": 30_000, "blocks": "10/3"}, 0, False),
            ("award", {"award_fen": 500}, Fraction(5_000, 3), False),
        ],
    ),
    (
        [{"award": "10"}, {"plus": "0.50", "when": ["new"]}, {"times": "1.5"}],
        {},
        [
            ("award", {"fen": 1_000}, 1_000, False),
            ("plus", {"new": 1, "plus_fen": 50}, 1_050, False),
            ("times", {"factor": "3/2"}, 1_575, False),
        ],
    ),
    (
        [FEE, {"at_most": "1000"}],
        {},
        [OF_FEE, ("at-most", {"at_most_fen": 100_000}, 100_000, True)],
    ),
    (
        [FEE, {"at_most": "1000.01"}],
        {},
        [OF_FEE, ("at-most", {"at_most_fen": 100_001}, 100_000, False)],
    ),
    (
        [FEE, {"at_most": SHARE}],
        {},
        [OF_FEE, ("at-most-share", {"at_most_bp": 100, "base_fen": 100_000}, 1_000, True)],
    ),
    (
        [FEE, {"at_most": {"price": "10", "of": "area"}, "name": "space"}],
        {"area": "100.01"},
        [
            OF_FEE,
            ("at-most-share", {"space_fen": 1_000, "base": "10001/100"}, 100_000, False),
        ],
    ),
    (
        [FEE, {"at_least": "1000.01"}],
        {},
        [OF_FEE, ("at-least", {"at_least_fen": 100_001}, 0, True)],
    ),
    (
        [FEE, {"at_least": "1000"}],
        {},
        [OF_FEE, ("at-least", {"at_least_fen": 100_000}, 100_000, False)],
    ),
    ([FEE, {"rounded": "300"}], {}, [OF_FEE, ("rounded", {"unit_fen": 30_000}, 90_000, False)]),
    (
        [{"each": "booths"}, {"rate": "50%"}, {"at_most": "120"}, {"highest": 2}],
        {},
        [
            BOOTHS,
            ("rate", {"rate_bp": 5_000}, 0, False),
            ("at-most", {"at_most_fen": 12_000}, 0, False),
            ("highest", {"highest": 2, "fees_fen": (30_000, 20_000)}, 22_000, True),
        ],
    ),
    (
        [{"each": "booths"}, {"at_most": "1000"}, {"highest": 3}],
        {},
        [
            BOOTHS,
            ("at-most", {"at_most_fen": 100_000}, 0, False),
            ("highest", {"highest": 3, "fees_fen": (30_000, 20_000, 10_000)}, 60_000, False),
        ],
    ),
    (
        [{"each": "booths"}, {"at_most": "300"}, {"highest": 3}],
        {},
        [
            BOOTHS,
            ("at-most", {"at_most_fen": 30_000}, 0, False),
            ("highest", {"highest": 3, "fees_fen": (30_000, 20_000, 10_000)}, 60_000, True),
        ],
    ),
]


@pytest.mark.parametrize(("pays", "stated", "lines"), LINES)
def test_a_term_has_a_line_of_its_own(
    pays: list[Any], stated: dict[str, Any], lines: Lines
) -> None:
    worked = own(compiled(document(pays)), records=RECORDS, **stated)

    assert [(line.code, line.operands, line.amount, line.bound) for line in worked.lines] == lines
    assert worked.alone == worked.left == lines[-1][2]
