"""The oracle reproduces the worked examples and some cases reckoned by hand."""

import json
from pathlib import Path

import pytest

from tests.oracle.inputs.hand_claims import (
    CODE,
    certificate,
    claim,
    insurance,
    offline,
    online,
    trademark,
)
from tests.oracle.inputs.random_claims import lines, reductions
from tests.oracle.model.oracle import Oracle

EXAMPLES = json.loads(
    (Path(__file__).parents[1] / "golden" / "data" / "worked_examples.json").read_text(
        encoding="utf-8"
    )
)


def decided(*claims, readings=None):
    """The book after the lines, and (assessed, granted, reason) of each claim line."""
    oracle = Oracle(readings)
    assert oracle.backfill(list(claims)) == []
    return oracle, outcomes(oracle, *claims)


def outcomes(oracle, *claims):
    rows = {row["claim_no"]: row for row in oracle.claims()}
    return [
        tuple(rows[line["claim_no"]][key] for key in ("assessed_fen", "granted_fen", "reason"))
        for line in claims
        if "claim_no" in line
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_a_worked_example_comes_out_as_reckoned_by_hand(example):
    oracle = Oracle()

    for line in example["lines"]:
        if line.get("record") == "exports":
            oracle.exports(line)
            continue
        filed = {key: value for key, value in line.items() if key != "reduced_to"}
        assert oracle.submit(filed) is None
        oracle.decide(line["claim_no"], line.get("reduced_to"))

    granted = {row["claim_no"]: row["granted_fen"] for row in oracle.claims()}
    assert granted == example["granted_fen"]


def test_granting_the_offline_claim_takes_the_online_grant_back_and_frees_its_place():
    oracle, (taken_back, kept) = decided(
        online("5000.00"), offline(["20000"], exhibition="ＦＡＩＲ ")
    )

    assert taken_back == (400000, 0, "already-subsidised-offline")
    assert kept == (1400000, 1400000, None)
    assert oracle.remaining(CODE, 2023)[("online-exhibitions-per-year", None)]["used"] == 0


def test_an_offline_claim_granted_nothing_leaves_the_online_grant_alone():
    nothing = offline(["20000"], other_support="20000")

    _, (kept, refused) = decided(online("5000.00"), nothing)

    assert kept == (400000, 400000, None)
    assert refused == (0, 0, "covered-by-other-support")


def test_booths_counted_under_one_offline_measure_are_used_for_the_other():
    # Key: 3 × 14,000. Then ordinary: 3 a fair, 3 used. Then key again: 1 of 4 left, the dearest.
    _, results = decided(
        offline(["20000"] * 3), offline(["10000"], key=False), offline(["10000", "30000"])
    )

    assert results == [
        (4200000, 4200000, None),
        (0, 0, "item-used"),
        (2000000, 2000000, "item-used"),
    ]


def test_a_claim_over_its_own_booth_limit_alone_has_no_reason():
    _, results = decided(offline(["20000"] * 7))

    assert results == [(5600000, 5600000, None)]


def test_a_certificate_has_its_at_most_once_over_both_measures_counted_in_grants():
    # 50,000 under 50%; the other measure's 60,000 then leaves 10,000.
    _, results = decided(certificate("200000", country="US"), certificate("200000", country="JP"))

    assert results == [(5000000, 5000000, None), (1000000, 1000000, "item-used")]


def test_a_reduced_grant_uses_only_what_was_granted_of_the_certificate():
    first, second = certificate("200000", country="US"), certificate("200000", country="US")
    oracle = Oracle()

    oracle.backfill([first, second], reductions={first["claim_no"]: "20000"})

    assert outcomes(oracle, first, second) == [
        (5000000, 2000000, "reduced"),
        (3000000, 3000000, "item-used"),
    ]


def test_the_last_step_that_lowered_the_amount_is_the_reason():
    # 50% of 70,000 is 35,000; other support leaves 34,000; the cap leaves 30,000; then 1,000.
    line, late = trademark("70000", other_support="36000"), trademark("1000")
    oracle = Oracle()

    oracle.backfill([line, late], reductions={line["claim_no"]: "29999.99"})

    assert outcomes(oracle, line, late) == [
        (3400000, 2999999, "reduced"),
        (50000, 1, "cap-reached"),
    ]


def test_other_support_that_takes_less_than_the_fen_rounded_away_lowers_nothing():
    # 50% of 0.03 is 1.5 fen; other support of 2 fen leaves 1 fen: still 1 fen.
    _, results = decided(trademark("0.03", other_support="0.02"))

    assert results == [(1, 1, None)]


def test_an_own_amount_below_one_fen_is_nothing_to_grant_whatever_else_would_take_it():
    _, results = decided(trademark("0.01", other_support="5.00"))

    assert results == [(0, 0, "nothing-to-grant")]


def test_booths_are_added_before_the_one_rounding():
    # Four booths of 0.01 at 70%: 2.8 fen.
    _, results = decided(offline(["0.01"] * 5))

    assert results == [(2, 2, None)]


def test_exports_count_as_recorded_at_the_moment_of_decision():
    exports = {"record": "exports", "uscc": CODE, "year": 2023, "rcep_usd": "0"}
    before, between, after = insurance("1000"), insurance("1000"), insurance("1000")

    oracle, results = decided(
        before,
        exports | {"us_usd": "10000000"},
        between,
        exports | {"us_usd": "9999999.99"},
        after,
    )

    assert [granted for _, granted, _ in results] == [50000, 80000, 50000]
    assert oracle.totals()["groups"]["key-export-credit-insurance"]["claims"] == 1


@pytest.mark.parametrize(
    ("day", "version", "reason", "granted"),
    [
        ("2021-12-31", None, "no-policy-in-force", 0),
        ("2022-01-01", 1, None, 20000000),
        ("2024-12-31", 1, None, 20000000),
        ("2025-01-01", None, "no-policy-in-force", 0),
    ],
)
def test_the_policy_governs_its_first_and_last_day(day, version, reason, granted):
    oracle, _ = decided(claim("aeo", day, {}))

    (row,) = oracle.claims()
    assert (row["policy_version"], row["reason"], row["granted_fen"]) == (version, reason, granted)
    assert row["measure"] == (version and "aeo-advanced")
    assert row["article"] == (version and "七")
    assert row["retroactive"] == (day < "2022-09-01")


def test_a_warehouse_is_paid_once_under_either_measure_and_each_has_its_own_room():
    named = [("P1", "AE"), ("ｐ１ ", "DE"), ("P2", "DE"), ("P3", "CN")]
    oracle, results = decided(
        *(
            claim("overseas-warehouse", "2023-05-01", {"warehouse": warehouse, "country": country})
            for warehouse, country in named
        )
    )

    assert results == [
        (60000000, 60000000, None),
        (50000000, 0, "cap-reached"),
        (50000000, 50000000, None),
        (0, 0, "not-eligible"),
    ]
    used = {key[1] for key in oracle.remaining(CODE, 2022) if key[0] == "warehouse-once"}
    assert used == {"p1", "p2"}


def test_a_withdrawal_frees_the_place_and_the_invoice_and_re_decides_nothing():
    first = offline(["20000"], exhibition="A", invoices=["1"])
    others = [offline(["20000"], exhibition=exhibition) for exhibition in "BCD"]
    again = offline(["20000"], exhibition="E", invoices=["1"])
    oracle, _ = decided(first, *others)
    assert oracle.submit(again) == "duplicate-invoice"

    oracle.withdraw(first["claim_no"])

    assert oracle.submit(again) is None
    oracle.decide(again["claim_no"])
    assert outcomes(oracle, first, others[2], again) == [
        (1400000, 0, "withdrawn"),
        (1400000, 0, "cap-reached"),
        (1400000, 1400000, None),
    ]


def test_a_number_said_again_is_already_there_or_conflicts():
    line = trademark("100.00", invoices=["1", "2"])
    oracle, _ = decided(line)
    respelled = {**line, "invoices": ["2", "1"], "facts": {**line["facts"], "fee": "100"}}

    assert oracle.submit(respelled) == "already"
    assert oracle.submit({**line, "other_support": "1.00"}) == "claim-conflicts"


def test_a_rival_reading_counts_all_exhibitions_together():
    claims = [offline(["20000"], exhibition=name, key=name != "D") for name in "ABCD"]

    _, separate = decided(*claims)
    _, together = decided(*claims, readings={"exhibition_counter": "one"})

    assert separate[3] == (1000000, 1000000, None)
    assert together[3] == (1000000, 0, "cap-reached")


@pytest.mark.parametrize("seed", range(20))
def test_random_books_never_grant_beyond_a_cap_and_always_say_why_not(seed):
    made = lines(seed, 120)
    oracle = Oracle()

    oracle.backfill(made, reductions=reductions(seed, made))

    assert made == lines(seed, 120)
    for row in oracle.claims():
        assert 0 <= row["granted_fen"] <= row["assessed_fen"]
        assert (row["status"] == "approved") == (row["granted_fen"] > 0)
        assert row["granted_fen"] or row["reason"]
        assert row["granted_fen"] == row["assessed_fen"] or row["reason"]
    for code in {row["uscc"] for row in oracle.claims()}:
        for year in (2022, 2023, 2024):
            assert all(cap["used"] <= cap["limit"] for cap in oracle.remaining(code, year).values())
