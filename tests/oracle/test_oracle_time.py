"""The second implementation reproduces figures of later adjustments reckoned by hand."""

from __future__ import annotations

import pytest

from tests.oracle.inputs.hand_claims import (
    ALL_DAYS,
    CODE,
    exports,
    filled,
    granted,
    guarantee,
    insurance,
    offline,
    online,
    recorded,
    shows,
    trademark,
)
from tests.oracle.model.oracle_ledger import OracleLedger

KEY = "key-exhibitions-per-year"
BOOTH = ["20000"]


def test_a_late_claim_is_answered_under_each_order_and_nothing_is_recorded() -> None:
    lines = shows()
    april, june, september, february = (line["claim_no"] for line in lines)
    ledger = filled(lines[:3])
    ledger.submit(lines[3])

    late = ledger.late(february)

    assert late is not None
    assert (late["cap"], late["year"]) == (KEY, 2023)
    totals = {order: answer["total_fen"] for order, answer in late["orders"].items()}
    assert totals == {"decided": 13500000, "matter": 15500000, "best": 18500000}
    after = {
        order: {row["claim_no"]: row["after_fen"] for row in answer["claims"]}
        for order, answer in late["orders"].items()
    }
    assert after == {
        "decided": {april: 3000000, june: 4500000, september: 6000000, february: 0},
        "matter": {april: 3000000, june: 4500000, september: 0, february: 8000000},
        "best": {april: 0, june: 4500000, september: 6000000, february: 8000000},
    }
    before = {row["claim_no"]: row["before_fen"] for row in late["orders"]["best"]["claims"]}
    assert before == {april: 3000000, june: 4500000, september: 6000000, february: 0}
    assert granted(ledger, lines) == ["30000", "45000", "60000", "0"]


def test_a_late_claim_decided_already_is_answered_alike() -> None:
    lines = shows()
    ledger = filled(lines)

    late = ledger.late(lines[0]["claim_no"])

    assert late is not None
    totals = {order: answer["total_fen"] for order, answer in late["orders"].items()}
    assert totals == {"decided": 13500000, "matter": 15500000, "best": 18500000}


def test_a_claim_under_no_cap_has_no_late_answer() -> None:
    line = guarantee("6500000", "80000")

    assert filled([line]).late(line["claim_no"]) is None


def test_an_order_acts_at_once_and_again_on_what_is_decided_later() -> None:
    lines = shows()
    ledger = filled(lines)

    changed = ledger.reorder(CODE, KEY, 2023, "matter")

    assert granted(ledger, lines) == ["30000", "45000", "0", "80000"]
    assert (changed["before_fen"], changed["after_fen"]) == (6000000, 8000000)
    # A March show, decided last, finds no place until the account is reassessed: then June's.
    march = offline(["20000"], exhibition="March", day="2023-03-10")
    ledger.backfill([march])
    assert recorded(ledger, march)[1:4] == (1400000, 0, "cap-reached")
    assert ledger.reassess(CODE)["delta_fen"] == 1400000 - 4500000
    assert granted(ledger, [*lines, march]) == ["30000", "0", "0", "80000", "14000"]


def test_a_recorded_order_overrides_the_reading() -> None:
    lines = shows()
    ledger = filled(lines)
    ledger.amend({"readings.late_claim_order": "best"}, **ALL_DAYS)

    ledger.reorder(CODE, KEY, 2023, "decided")

    assert granted(ledger, lines) == ["30000", "45000", "60000", "0"]


def test_claims_of_one_item_stay_together_in_the_best_order() -> None:
    # Items by their grant: two claims of S at 14,000 each, T 20,000, U 20,000 and earlier, V 7,000.
    first, other = (offline(BOOTH, exhibition="S"), offline(["30000"], exhibition="T"))
    third = offline(["30000"], exhibition="U", day="2023-03-01")
    fourth, again = (offline(["10000"], exhibition="V"), offline(BOOTH, exhibition="S"))
    lines = [fourth, other, first, third, again]
    ledger = filled(lines)
    assert granted(ledger, lines) == ["7000", "20000", "14000", "0", "14000"]

    ledger.reorder(CODE, KEY, 2023, "best")

    assert granted(ledger, lines) == ["0", "20000", "14000", "20000", "14000"]


def test_an_order_moves_no_claim_of_another_cap() -> None:
    # The insurance between the shows keeps its place in the walk, and its grant.
    lines = shows()
    lines.insert(1, insurance("900000"))
    lines.insert(4, insurance("400000"))
    ledger = filled(lines)
    assert granted(ledger, lines) == ["30000", "450000", "45000", "60000", "50000", "0"]

    ledger.reorder(CODE, KEY, 2023, "matter")

    assert granted(ledger, lines) == ["30000", "450000", "45000", "0", "50000", "80000"]


def test_a_premium_decided_at_half_is_topped_up_once_the_years_exports_are_known() -> None:
    premium = insurance("200000", day="2023-06-30")
    ledger = filled([exports(2023, "4000000"), premium])
    assert recorded(ledger, premium) == ("export-credit-insurance", 10000000, 10000000, None, 1)

    ledger.exports(exports(2023, "10000000"))
    assert recorded(ledger, premium)[2] == 10000000
    changed = ledger.reassess()

    assert recorded(ledger, premium) == ("key-export-credit-insurance", 16000000, 16000000, None, 1)
    assert changed == {
        "claims_changed": 1,
        "before_fen": 10000000,
        "after_fen": 16000000,
        "delta_fen": 6000000,
        "changes": [
            {"claim_no": premium["claim_no"], "before_fen": 10000000, "after_fen": 16000000}
        ],
    }


def test_a_raised_limit_lets_a_refused_claim_in_on_reassessment() -> None:
    lines = shows()
    ledger = filled(lines)
    four = {f"caps.{KEY}.limit": "4"}

    # A claim meets the limit of its own version: February's is still three.
    ledger.amend(four, first_day="2023-03-01", last_day="2023-12-31")
    assert ledger.reassess()["claims_changed"] == 0
    ledger.amend(four, first_day="2023-02-01", last_day="2023-02-28")
    ledger.reassess()

    assert granted(ledger, lines) == ["30000", "45000", "60000", "80000"]


def test_a_version_number_alone_is_no_difference() -> None:
    line = offline(BOOTH)
    ledger = filled([line])

    ledger.amend({"measures.aeo-advanced.award": "1"}, **ALL_DAYS)

    assert ledger.reassess()["claims_changed"] == 0
    assert recorded(ledger, line)[4] == 1


def test_what_people_took_out_stays_out_and_a_reduction_stays_a_ceiling() -> None:
    lines = shows()
    ledger = OracleLedger()
    reduced = lines[1]["claim_no"]
    ledger.backfill(lines, reductions={reduced: "44000"})

    ledger.withdraw(lines[0]["claim_no"])
    assert granted(ledger, lines) == ["0", "44000", "60000", "0"]
    ledger.amend({"measures.key-exhibition.rate": "80%"}, **ALL_DAYS)
    ledger.reassess()

    # June: 20,000 twice and 80 % of 7,142.86, 45,714.288, of which 44,000; February comes in.
    assert recorded(ledger, lines[1]) == ("key-exhibition", 4571428, 4400000, "reduced", 2)
    assert granted(ledger, lines) == ["0", "44000", "60000", "80000"]


def test_the_claim_left_of_an_item_takes_its_place_over_at_an_equal_amount() -> None:
    first, again = offline(BOOTH), offline(BOOTH)
    ledger = filled([first, again])

    ledger.withdraw(first["claim_no"])

    assert ledger.reassess() == {
        "claims_changed": 1,
        "before_fen": 1400000,
        "after_fen": 1400000,
        "delta_fen": 0,
        "changes": [{"claim_no": again["claim_no"], "before_fen": 1400000, "after_fen": 1400000}],
    }
    assert ledger.reassess()["claims_changed"] == 0


def test_the_exclusion_works_both_ways_or_one_in_a_reassessment_too() -> None:
    first, fair, last = online("5000"), offline(BOOTH), online("6000")
    ledger = filled([first, fair, last])
    assert recorded(ledger, first)[1:4] == (400000, 0, "already-subsidised-offline")
    assert recorded(ledger, last)[1:4] == (0, 0, "already-subsidised-offline")
    assert ledger.reassess()["claims_changed"] == 0

    ledger.withdraw(fair["claim_no"])
    assert granted(ledger, [first, fair, last]) == ["0", "0", "0"]
    ledger.reassess()

    # 80 % of 5,000, then of 6,000: both within the 10,000 of the item.
    assert granted(ledger, [first, fair, last]) == ["4000", "0", "4800"]


def test_limits_left_are_those_of_the_years_end_and_of_the_policys_last_day() -> None:
    ledger = filled([*shows(), trademark("30000")])
    ledger.amend(
        {f"caps.{KEY}.limit": "2", "caps.trademarks-in-all.limit": "20000"},
        first_day="2023-01-01",
        last_day="2023-12-31",
    )

    left = ledger.remaining(CODE, 2023)

    assert left[KEY, None] == {
        "limit": 2, "used": 3, "remaining": 0, "reached": True, "unit": "count",
    }  # fmt: skip
    assert left["trademarks-in-all", None]["limit"] == 3000000
    assert left["trademarks-in-all", None]["remaining"] == 1500000
    assert ledger.remaining(CODE, 2022)[KEY, None]["limit"] == 3


def test_the_last_recorded_version_that_contains_the_day_governs() -> None:
    may, june = (
        offline(["20000"], exhibition=day, day=day) for day in ("2023-05-01", "2023-06-01")
    )
    ledger = filled([may, june])
    rate = "measures.key-exhibition.rate"

    ledger.amend({rate: "80%"}, first_day="2023-01-01", last_day="2023-06-30")
    ledger.amend({rate: "60%"}, first_day="2023-06-01", last_day="2023-12-31")
    ledger.reassess()

    assert (recorded(ledger, may)[2:], recorded(ledger, june)[2:]) == (
        (1600000, None, 2),
        (1200000, None, 3),
    )
    with pytest.raises(LookupError):
        ledger.amend({rate: "60%"}, first_day="2025-01-01", last_day="2025-12-31")
