"""What every rival reading would change, reckoned by hand, in the second implementation."""

from __future__ import annotations

import pytest

from tests.oracle.inputs.hand_claims import (
    ALL_DAYS,
    brand,
    certificate,
    exports,
    filled,
    granted,
    guarantee,
    insurance,
    offline,
    online,
    outsourcing,
    recorded,
    remedy,
    shows,
    trademark,
)
from tests.oracle.model.oracle_claims import Line
from tests.oracle.model.oracle_policy import READINGS, fen

BOOTH = ["20000"]

# reading, rival, lines, yuan granted under the default, under the rival (reckoned below).
RIVALS: list[tuple[str, str, list[Line], list[str], list[str]]] = [
    # Three key shows at 70 % of 20,000; the ordinary one, 50 % of 20,000, is the fourth of all.
    (
        "exhibition_counter",
        "one",
        [*(offline(BOOTH, exhibition=name) for name in "ABC"), offline(BOOTH, key=False)],
        ["14000", "14000", "14000", "10000"],
        ["14000", "14000", "14000", "0"],
    ),
    # Three ordinary shows at 50 %; the Belt-and-Road one, 60 % of 20,000, has a counter of its own.
    (
        "exhibition_counter",
        "apart",
        [
            *(offline(BOOTH, exhibition=name, key=False) for name in "ABC"),
            offline(BOOTH, key=False, country="AE"),
        ],
        ["10000", "10000", "10000", "0"],
        ["10000", "10000", "10000", "12000"],
    ),
    # Korea, on no Belt-and-Road list, joined on 2022-02-01; the day before, 50 % each, or 60 %.
    (
        "rcep_membership",
        "signed",
        [
            offline(BOOTH, key=False, country="KR", day="2022-01-31"),
            certificate("30000", country="KR", day="2022-01-31"),
        ],
        ["10000", "15000"],
        ["12000", "18000"],
    ),
    # The February show, decided last, takes the first place by day: September has none left.
    (
        "late_claim_order",
        "matter",
        shows(),
        ["30000", "45000", "60000", "0"],
        ["30000", "45000", "0", "80000"],
    ),
    # The best three are 80,000, 60,000 and 45,000.
    (
        "late_claim_order",
        "best",
        shows(),
        ["30000", "45000", "60000", "0"],
        ["0", "45000", "60000", "80000"],
    ),
    # 80 % of 5,000 granted online first, then offline 70 % of 20,000.
    (
        "offline_online",
        "offline-first",
        [online("5000"), offline(BOOTH)],
        ["0", "14000"],
        ["4000", "14000"],
    ),
    # Three ordinary certificates at 50 % of 20,000, then one for Japan at 60 %.
    (
        "certificate_counter",
        "together",
        [
            *(certificate("20000", country="US", number=number) for number in "123"),
            certificate("20000", country="JP", number="4"),
        ],
        ["10000", "10000", "10000", "12000"],
        ["10000", "10000", "10000", "0"],
    ),
    # 50 % of 70,000 is 35,000, of which 30,000; the next year 50 % of 20,000.
    (
        "trademark_period",
        "year",
        [trademark("70000", day="2022-12-31"), trademark("20000", day="2023-01-01")],
        ["30000", "0"],
        ["30000", "10000"],
    ),
    # 50 % of 1,400,000 is all 700,000; another case of the year, 50 % of 200,000; one of the next.
    (
        "trade_remedy_period",
        "year",
        [
            remedy("1400000", day="2022-12-31"),
            remedy("200000", case="AD-2", day="2022-12-31"),
            remedy("200000", day="2023-01-01"),
        ],
        ["700000", "0", "0"],
        ["700000", "0", "100000"],
    ),
    (
        "trade_remedy_period",
        "case",
        [
            remedy("1400000", day="2022-12-31"),
            remedy("200000", case="AD-2", day="2022-12-31"),
            remedy("200000", day="2023-01-01"),
        ],
        ["700000", "0", "0"],
        ["700000", "100000", "0"],
    ),
    # 50 % of 1,000,000 is all 500,000; the next year 50 % of 100,000.
    (
        "insurance_period",
        "policy",
        [insurance("1000000", day="2022-12-31"), insurance("100000", day="2023-01-01")],
        ["500000", "50000"],
        ["500000", "0"],
    ),
    # Twenty blocks of 15,000 are all 300,000; the next year one block.
    (
        "outsourcing_period",
        "policy",
        [outsourcing("10000000", day="2022-12-31"), outsourcing("500000")],
        ["300000", "15000"],
        ["300000", "0"],
    ),
    # 10,000,000 USD in 2022 and nothing known of 2023: the premium of 2023 at 50 % or 80 %.
    (
        "insurance_export_year",
        "previous",
        [exports(2022, "10000000"), insurance("100000")],
        ["50000"],
        ["80000"],
    ),
    # 1,240,000 / 500,000 is 2.48 blocks of 15,000; 499,999.99 is under one block.
    (
        "outsourcing_blocks",
        "pro-rata",
        [outsourcing("1240000"), outsourcing("499999.99")],
        ["30000", "0"],
        ["37200", "0"],
    ),
    (
        "outsourcing_blocks",
        "up",
        [outsourcing("1240000"), outsourcing("499999.99")],
        ["30000", "0"],
        ["45000", "0"],
    ),
    # A fee of 80,000; 1 % of the 6,500,000 guaranteed is 65,000, 1 % of the fee 800.
    ("fx_guarantee", "fee", [guarantee("6500000", "80000")], ["65000"], ["800"]),
    # 50 % of 12,345.67 is 6,172.835; of 45,000, 22,500, of which two ten thousands.
    ("rounding", "fen-half-up", [trademark("12345.67")], ["6172.83"], ["6172.84"]),
    ("rounding", "yuan-down", [trademark("12345.67")], ["6172.83"], ["6172"]),
    (
        "rounding",
        "wan-down",
        [trademark("12345.67"), trademark("45000")],
        ["6172.83", "22500"],
        ["0", "20000"],
    ),
    # 50 % of 20,000 is 10,000; 15,000 given for it leaves 5,000 of the cost, or nothing.
    (
        "other_support",
        "deduct",
        [
            trademark("20000", other_support="15000"),
            trademark("20000", other_support="4000"),
            brand("wenzhou", other_support="4000"),
        ],
        ["5000", "10000", "50000"],
        ["0", "6000", "50000"],
    ),
    (
        "other_support",
        "ignore",
        [trademark("20000", other_support="15000")],
        ["5000"],
        ["10000"],
    ),
    # 50,000, then 100,000 less what the other brand was granted; the other way round nothing.
    (
        "brand_stack",
        "higher",
        [brand("wenzhou", day="2022-12-31"), brand("zhejiang")],
        ["50000", "100000"],
        ["50000", "50000"],
    ),
    (
        "brand_stack",
        "higher",
        [brand("zhejiang", day="2022-12-31"), brand("wenzhou")],
        ["100000", "50000"],
        ["100000", "0"],
    ),
]
IDS = [f"{case[0]}={case[1]}" for case in RIVALS]


def test_every_rival_has_a_figure_but_the_one_that_moves_no_amount() -> None:
    rivals = {(name, rival) for name, known in READINGS.items() for rival in known[1:]}

    assert rivals - {case[:2] for case in RIVALS} == {("new_version", "reopen")}


@pytest.mark.parametrize(("reading", "rival", "lines", "default", "other"), RIVALS, ids=IDS)
def test_a_rival_reading_costs_what_was_reckoned_by_hand(
    reading: str, rival: str, lines: list[Line], default: list[str], other: list[str]
) -> None:
    ledger = filled(lines)
    assert granted(ledger, lines) == default
    settings = {f"readings.{reading}": rival}

    rehearsed = ledger.rehearse(settings, **ALL_DAYS)
    assert granted(ledger, lines) == default
    ledger.amend(settings, **ALL_DAYS)
    assert granted(ledger, lines) == default
    reassessed = ledger.reassess()

    assert reassessed == rehearsed
    assert granted(ledger, lines) == other
    before, after = (sum(map(fen, amounts)) for amounts in (default, other))
    assert rehearsed["delta_fen"] == after - before
    assert ledger.reassess()["claims_changed"] == 0


@pytest.mark.parametrize(
    ("reading", "rival", "lines", "default", "other"),
    [case for case in RIVALS if case[0] != "late_claim_order"],
    ids=[name for name in IDS if not name.startswith("late_claim_order")],
)
def test_a_rival_reading_from_the_start_decides_what_a_reassessment_would(
    reading: str, rival: str, lines: list[Line], default: list[str], other: list[str]
) -> None:
    assert granted(filled(lines, {reading: rival}), lines) == other


def test_reopen_reassesses_as_soon_as_a_version_is_recorded() -> None:
    lines = [offline(["20000"])]
    ledger = filled(lines)

    ledger.amend({"measures.key-exhibition.rate": "80%"}, **ALL_DAYS)
    assert granted(ledger, lines) == ["14000"]
    ledger.amend({"readings.new_version": "reopen"}, **ALL_DAYS)

    assert recorded(ledger, lines[0]) == ("key-exhibition", 1600000, 1600000, None, 3)
